"""To search as readers do, and to say in short what was found."""

from typing import Any

from experiences.search.checking import differences
from experiences.search.parameters import SearchParameters
from experiences.search.query import Search, search


def searched(q: str = "", **filters: Any) -> Search:
    """The search of a person who typed `q`, and chose these values of filters."""
    return search(SearchParameters(q=q, **filters), corrects=True)


def found(q: str = "", **filters: Any) -> list[str]:
    """The original titles of what is found, in its order."""
    return [str(edition.texts.get(is_original=True)) for edition in searched(q, **filters)[0:50]]


def counts(facet: str, q: str = "", **filters: Any) -> dict[str, int]:
    """The choices of a facet with their counts."""
    offered = {each.name: each for each in searched(q, **filters).facets}
    return {choice.value: choice.entries for choice in offered[facet].choices}


def faults() -> list[str]:
    """What the check of the whole index finds fault with."""
    return [str(each) for each in differences()]
