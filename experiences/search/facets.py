"""How many entries each choice of a filter would show.

A facet's counts ignore its own filter and no other, so that a count is always what a click then shows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

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

    @cached_property
    def chosen(self) -> list[Choice]:
        """The choices that the reader has made."""
        return [choice for choice in self.choices if choice.chosen]


Counts = Callable[[str, NDArray[np.int16]], NDArray[np.int64]]
"""How many entries of a search, taken without the filter of a facet, carry each of some codes."""


def code_facet(name: str, parameters: SearchParameters) -> str:
    """The facet under which the index knows the values of a filter."""
    return country_facet(parameters.role) if name == "country" else name


def facets(parameters: SearchParameters, choices: Choices, counts: Counts) -> list[Facet]:
    """All facets of a search, in the order in which they are offered."""
    return [Facet(name, str(label), _choices(name, parameters, choices, counts)) for name, label in LABELS.items()]


def _choices(name: str, parameters: SearchParameters, choices: Choices, counts: Counts) -> list[Choice]:
    chosen = getattr(parameters, name) if name != "scope" else parameters.scope
    options, codes = choices.options(name, code_facet(name, parameters), get_language() or "")
    counted = counts(name, codes)
    shown = counted > 0
    if chosen:
        shown |= np.array([public in chosen for public, _label, _depth in options], dtype=bool)
    found = []
    for place, entries in zip(np.flatnonzero(shown).tolist(), counted[shown].tolist(), strict=True):
        public, label, depth = options[place]
        found.append(Choice(public, label, entries, public in chosen, depth))
    return found
