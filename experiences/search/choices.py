"""The values that facets have: what stands in an address, what readers see, and the code under which the index counts it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import override
from numpy.typing import NDArray

from experiences.languages import LANGUAGES
from experiences.search.parameters import EARLIEST_YEAR, LATEST_YEAR
from experiences.vocabulary import AgreementStatus, CountryPart, EntryType, Kind, Modality, Scope

RECORDS = ("country", "region", "group", "theme", "organisation", "recommendation")
"""The facets whose values are records."""
NO_CODE = np.iinfo(np.int16).max
"""Stands for the code of a value that no entry has."""


@dataclass(frozen=True)
class Value:
    """A value of a facet: as it stands in an address, with its label, and for a tree the value above it."""

    public: str
    label: str | Promise
    parent: str = ""


_TERMS: dict[str, list[tuple[str, str | Promise]]] = {
    "kind": list(Kind.choices),
    "type": list(EntryType.choices),
    "status": list(AgreementStatus.choices),
    "modality": list(Modality.choices),
    "scope": list(Scope.choices),
    "year": [(str(year), str(year)) for year in range(LATEST_YEAR, EARLIEST_YEAR - 1, -1)],
    "language": [(language.code, language.name) for language in LANGUAGES.values()],
}
TERMS = {facet: {term: Value(term, label) for term, label in terms} for facet, terms in _TERMS.items()}
"""The facets whose values are terms of the vocabulary, in its order."""


class Option(NamedTuple):
    """A value as it is offered: as it stands in an address, its label in a language, how deep it lies in a tree."""

    public: str
    label: str
    depth: int


@dataclass(frozen=True, eq=False)
class Panel:
    """All that readers of a language can filter by: the options of all facets in one row, those of each facet in one part of it.

    `codes` has for each option the code under which the index counts it, or NO_CODE.
    """

    options: list[Option]
    codes: NDArray[np.int16]
    parts: dict[str, slice]


@dataclass(frozen=True, eq=False)
class Choices:
    """All values of all facets, in the order in which they are listed, and the codes of those that some entry has."""

    values: dict[str, dict[str, Value]]
    ordered: dict[str, list[tuple[Value, int]]]
    """The values of each facet with how deep each lies: terms in the vocabulary's order, records by name, trees from the top."""
    codes: dict[tuple[str, str], int]
    """By facet, or for countries in a role "country:lead", and public value."""
    countries: dict[int, str]
    """The names of all countries, by id."""
    _panels: dict[tuple[str, str], Panel] = field(default_factory=dict)

    def panel(self, role: str, language: str) -> Panel:
        """What readers of a language can filter by, where countries are counted in a role, or in any."""
        if (role, language) not in self._panels:
            self._panels[role, language] = self._panel(role, language)
        return self._panels[role, language]

    def _panel(self, role: str, language: str) -> Panel:
        options: list[Option] = []
        codes: list[int] = []
        parts = {}
        for facet, values in self.ordered.items():
            start = len(options)
            with override(language or None):
                options += [Option(value.public, str(value.label), depth) for value, depth in values]
            counted_as = code_facet(facet, role)
            codes += [self.codes.get((counted_as, option.public), NO_CODE) for option in options[start:]]
            parts[facet] = slice(start, len(options))
        return Panel(options, np.array(codes, dtype=np.int16), parts)

    @cached_property
    def languages(self) -> list[str]:
        """The languages that texts of the collection are in."""
        return [public for facet, public in self.codes if facet == "language"]

    def of(self, facet: str, public: Iterable[str]) -> list[int]:
        """The codes of some values of a facet. A value that no entry has has no code."""
        return [self.codes[facet, value] for value in public if (facet, value) in self.codes]


@lru_cache(maxsize=4)
def choices(version: int) -> Choices:
    """The values of all facets as they are in a version of the index. Two queries for each version and process."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT facet, value, public, label, coalesce(parent, '') FROM search_choice ORDER BY facet, place, public"
        )
        records = cursor.fetchall()
        cursor.execute("SELECT facet, value, code FROM search_code")
        coded = cursor.fetchall()
    values: dict[str, dict[str, Value]] = defaultdict(dict)
    public, countries = {}, {}
    for facet, value, name, label, parent in records:
        if facet == "country":
            countries[int(value)] = label
        values[facet][name] = Value(name, label, parent)
        public[facet, value] = name
    codes = {}
    for facet, value, code in coded:
        family = facet.partition(":")[0]
        if family not in RECORDS:
            codes[facet, value] = code
        elif (family, value) in public:
            codes[facet, public[family, value]] = code
    held = TERMS | values
    return Choices(dict(values), {facet: list(_under("", held[facet], 0)) for facet in held}, codes, countries)


def _under(parent: str, values: dict[str, Value], depth: int) -> Iterator[tuple[Value, int]]:
    for value in values.values():
        if value.parent == parent:
            yield value, depth
            yield from _under(value.public, values, depth + 1)


def code_facet(facet: str, role: str) -> str:
    """The facet under which the index knows the values of a filter: countries are counted in any role, or in one."""
    return f"country:{CountryPart(role)}" if facet == "country" and role else facet
