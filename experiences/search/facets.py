"""How many entries each choice of a filter would show.

A facet's counts ignore its own filter and no other, so that a count is always what a click then shows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from experiences.search.choices import Choices, country_facet
from experiences.search.parameters import SearchParameters

LABELS: dict[str, str | Promise] = {
    "kind": _("Kind"),
    "type": _("Type"),
    "theme": _("Theme"),
    "country": _("Country"),
    "region": _("Region"),
    "group": _("Group of countries"),
    "organisation": _("Organisation"),
    "recommendation": _("Recommendation"),
    "status": _("Status of agreement"),
    "modality": _("Modality"),
    "year": _("Year of beginning"),
    "language": _("Language"),
    "scope": _("Scope"),
}
"""The facets in the order in which they are offered."""


class Choice(NamedTuple):
    """One value of a facet: what goes in the URL, what the reader sees, how many entries, chosen or not, how deep in a tree."""

    value: str
    label: str
    entries: int
    chosen: bool
    depth: int = 0


@dataclass(frozen=True)
class Facet:
    """A filter with its choices, those with entries and those that are chosen."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def chosen(self) -> list[Choice]:
        """The choices that the reader has made."""
        return [choice for choice in self.choices if choice.chosen]


Counts = Callable[[str, int], int]
"""How many entries of a search, taken without the filter of a facet, carry a code."""


def code_facet(name: str, parameters: SearchParameters) -> str:
    """The facet under which the index knows the values of a filter."""
    return country_facet(parameters.role) if name == "country" else name


def facets(parameters: SearchParameters, choices: Choices, counts: Counts) -> list[Facet]:
    """All facets of a search, in the order in which they are offered."""
    return [Facet(name, str(label), _choices(name, parameters, choices, counts)) for name, label in LABELS.items()]


def _choices(name: str, parameters: SearchParameters, choices: Choices, counts: Counts) -> list[Choice]:
    chosen = getattr(parameters, name) if name != "scope" else parameters.scope
    facet = code_facet(name, parameters)
    found = []
    for value, depth in choices.ordered.get(name, ()):
        code = choices.codes.get((facet, value.public))
        count = counts(name, code) if code is not None else 0
        if count or value.public in chosen:
            found.append(Choice(value.public, str(value.label), count, value.public in chosen, depth))
    return found
