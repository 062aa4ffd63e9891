"""The values that facets have: what stands in an address, what readers see, and the code under which the index counts it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
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
class Choices:
    """All values of all facets, in the order in which they are listed, and the codes of those that some entry has."""

    values: dict[str, dict[str, Value]]
    ordered: dict[str, list[tuple[Value, int]]]
    """The values of each facet with how deep each lies: terms in the vocabulary's order, records by name, trees from the top."""
    codes: dict[tuple[str, str], int]
    """By facet, or for countries in a role "country:lead", and public value."""
    countries: dict[int, str]
    """The names of all countries, by id."""
    _options: dict[tuple[str, str, str], tuple[list[Option], NDArray[np.int16]]] = field(default_factory=dict)

    def options(self, name: str, facet: str, language: str) -> tuple[list[Option], NDArray[np.int16]]:
        """The values of a filter for readers of a language, in their order, and the code of each under `facet` or NO_CODE."""
        known = self._options.get((name, facet, language))
        if known is None:
            with override(language or None):
                values = self.ordered.get(name, ())
                options = [Option(value.public, str(value.label), depth) for value, depth in values]
            codes = [self.codes.get((facet, option.public), NO_CODE) for option in options]
            known = self._options[name, facet, language] = options, np.array(codes, dtype=np.int16)
        return known

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


def country_facet(role: str) -> str:
    """The facet that counts countries: in any role, or in one."""
    return f"country:{CountryPart(role)}" if role else "country"
