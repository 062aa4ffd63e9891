"""How many entries each choice of a filter would show.

A facet's counts ignore its own filter and no other, so that a count is always what a click then shows.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from experiences.search.choices import Panel
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


def facets(parameters: SearchParameters, panel: Panel, counted: NDArray[np.int64]) -> list[Facet]:
    """All facets of a search, in the order in which they are offered, given how many entries each option has."""
    numbers = counted.tolist()
    found = []
    for name, label in _labels(get_language()):
        part = panel.parts.get(name, slice(0))
        chosen = frozenset(getattr(parameters, name))
        choices = [
            Choice(public, text, entries, public in chosen, depth)
            for (public, text, depth), entries in zip(panel.options[part], numbers[part], strict=True)
            if entries or public in chosen
        ]
        found.append(Facet(name, label, choices))
    return found


@lru_cache
def _labels(_language: str | None) -> list[tuple[str, str]]:
    """The facets with what readers of a language, which is the one in use, call them."""
    return [(name, str(label)) for name, label in LABELS.items()]
