"""What to try when a search finds nothing."""

from dataclasses import dataclass

from experiences.pages.filters import Tag, address_of
from experiences.search.parameters import SearchParameters
from experiences.search.query import search


@dataclass(frozen=True)
class Suggestion:
    """A search that leaves one filter out: which (name and the values that readers see), where it is, how many it finds."""

    name: str
    values: list[str]
    address: str
    count: int


def suggestions(parameters: SearchParameters, tags: list[Tag]) -> list[Suggestion]:
    """The searches without one of the filters that find something, the most first. One query for each filter in use."""
    found = []
    for parameter in dict.fromkeys(tag.parameter for tag in tags):
        wider = parameters.without(parameter)
        if wider.is_filtered and (count := search(wider).count()):
            dropped = [tag for tag in tags if tag.parameter == parameter]
            found.append(Suggestion(dropped[0].name, [tag.value for tag in dropped], address_of(wider), count))
    return sorted(found, key=lambda suggestion: -suggestion.count)
