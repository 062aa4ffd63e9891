"""A search, carried out: how many entries it finds, which stand on a page of it, and the counts of its facets."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import Case, IntegerField, When
from numpy.typing import NDArray

from experiences.models import Edition, Entry
from experiences.querysets import EditionQuerySet
from experiences.search.choices import Choices, choices
from experiences.search.concepts import Reading, read
from experiences.search.facets import LABELS, Facet, code_facet, facets
from experiences.search.matches import Index, Limits, Matches, index_state, match_filters, match_words
from experiences.search.nearness import nearest_first
from experiences.search.parameters import SearchParameters
from experiences.search.statements import rows
from experiences.vocabulary import Scope

_ORDERS = {
    "newest": ("period DESC NULLS LAST, entry_id", "period NULLS FIRST, entry_id DESC"),
    "oldest": ("period NULLS LAST, entry_id", "period DESC NULLS FIRST, entry_id DESC"),
    "title": ("title, entry_id", "title DESC, entry_id DESC"),
    "updated": ("published_at DESC, entry_id", "published_at, entry_id DESC"),
}
"""The sort orders in SQL, each with its reverse: a page near the end is read from the end."""

_TOTALS = "SELECT code, sum(entries)::int FROM search_total WHERE is_core = ANY (%(cores)s) GROUP BY code"


class Search:
    """A search of the published editions. Nothing is asked of the database before it is needed.

    It is a sequence of editions, for anything that pages through one: `len`, `count` and slices. A slice fetches its editions
    with what a card shows.
    """

    def __init__(self, parameters: SearchParameters, *, corrects: bool = False) -> None:
        """With `corrects`, words that the collection does not hold are searched in another spelling: for people, not machines."""
        self.parameters = parameters
        self.corrects = corrects and not parameters.verbatim

    @cached_property
    def index(self) -> Index:
        """The state of the index that the search is made in."""
        return index_state()

    @cached_property
    def choices(self) -> Choices:
        """The values of the facets."""
        return choices(self.index.version)

    @cached_property
    def reading(self) -> Reading | None:
        """How the words of the search are understood; None where there are none."""
        held = [public for facet, public in self.choices.codes if facet == "language"]
        return read(self.parameters.q, held=held, verbatim=not self.corrects) if self.parameters.q else None

    @cached_property
    def _filters(self) -> dict[str, list[int]]:
        """The codes of each filter in use, the scope among them."""
        chosen = {name: getattr(self.parameters, name) for name in LABELS if name != "scope"}
        codes = {name: self.choices.of(code_facet(name, self.parameters), values) for name, values in chosen.items() if values}
        if set(self.parameters.scopes) != set(Scope.values):
            codes["scope"] = self.choices.of("scope", self.parameters.scopes)
        return codes

    @cached_property
    def _limits(self) -> Limits:
        keys = self.parameters.key
        ids = tuple(Entry.objects.filter(key__in=keys).values_list("pk", flat=True)) if keys else None
        return Limits(self.parameters.year_from, self.parameters.year_to, ids)

    @property
    def _is_counted(self) -> bool:
        """Whether nothing but the scope narrows the search, so that its counts are kept in the index."""
        return not self.reading and set(self._filters) <= {"scope"} and self._limits == Limits()

    @cached_property
    def _own_counts(self) -> str:
        """The one filter whose own counts are those of the whole scope: then only what it lets through is fetched."""
        names = [name for name in self._filters if name != "scope"]
        return names[0] if len(names) == 1 and not self.reading and self._limits == Limits() else ""

    @cached_property
    def _matches(self) -> Matches:
        """What the words match, or without words what all filters but one let through."""
        if self.reading:
            return match_words(self.reading, self.index, self._limits)
        return match_filters([codes for name, codes in self._filters.items() if name != "scope"], self._limits)

    @cached_property
    def _passing(self) -> dict[str, NDArray[np.bool_]]:
        """For each filter, which of the matches it lets through."""
        return {name: self._matches.carrying(codes) for name, codes in self._filters.items()}

    def _found(self, *, without: str = "") -> NDArray[np.bool_]:
        """Which of the matches pass all filters, or all but one."""
        found = np.ones(len(self._matches.ids), dtype=bool)
        for name, passing in self._passing.items():
            if name != without:
                found &= passing
        return found

    @cached_property
    def _totals(self) -> dict[int, int]:
        """The counts that the index keeps, by code, for the scopes of the search."""
        cores = [scope == Scope.CORE for scope in self.parameters.scopes]
        return dict(rows(_TOTALS, {"cores": cores}))

    @cached_property
    def _scope_totals(self) -> dict[int, int]:
        """The counts of the scopes themselves, which ignore the filter by scope."""
        return dict(rows(_TOTALS, {"cores": [True, False]}))

    def count(self) -> int:
        """How many entries are found."""
        if self._is_counted:
            return sum(self._totals.get(code, 0) for code in self.choices.of("scope", self.parameters.scopes))
        return int(np.count_nonzero(self._found()))

    def __len__(self) -> int:
        """The same, for sequences."""
        return self.count()

    @cached_property
    def facets(self) -> list[Facet]:
        """The facets of the search with their counts."""
        counted: dict[str, dict[int, int]] = {}

        def counts(name: str, code: int) -> int:
            if self._is_counted or name == self._own_counts:
                return (self._scope_totals if name == "scope" else self._totals).get(code, 0)
            own = name if name in self._filters else ""
            if own not in counted:
                counted[own] = self._matches.counts(self._found(without=own))
            return counted[own].get(code, 0)

        return facets(self.parameters, self.choices, counts)

    def ids(self, start: int, end: int) -> list[int]:
        """The ids of the entries found from place `start` up to, not including, place `end`, in the order of the search."""
        if self._is_counted:
            cores = [scope == Scope.CORE for scope in self.parameters.scopes]
            return self._sorted("is_core = ANY (%(cores)s)", {"cores": cores}, start, end)
        found = self._found()
        ids = self._matches.ids[found]
        if self.parameters.order == "relevance" and self.reading:
            ranked = nearest_first(self.reading, ids, self._matches.scores[found])
            return [int(each) for each in ranked[start:end]]
        return self._sorted("entry_id = ANY (%(ids)s::int[])", {"ids": ids.tolist()}, start, end)

    def _sorted(self, where: str, values: dict[str, Any], start: int, end: int) -> list[int]:
        total = self.count()
        end = min(end, total)
        if start >= end:
            return []
        forward, backward = _ORDERS[self.parameters.order]
        from_end = total - end < start
        order, skipped = (backward, total - end) if from_end else (forward, start)
        sql = f"SELECT entry_id FROM search_order WHERE {where} ORDER BY {order} LIMIT %(most)s OFFSET %(skipped)s"  # noqa: S608
        ids = [entry_id for (entry_id,) in rows(sql, {**values, "most": end - start, "skipped": skipped})]
        return ids[::-1] if from_end else ids

    def editions(self, ids: Sequence[int]) -> EditionQuerySet:
        """The published editions of some entries, in the order given."""
        place = Case(*(When(entry_id=pk, then=place) for place, pk in enumerate(ids)), output_field=IntegerField())
        editions = Edition.objects.published().filter(entry_id__in=list(ids))
        return editions.order_by(place) if ids else editions.none()

    def __getitem__(self, places: slice) -> list[Edition]:
        """The editions of a slice, with what a card shows. A fixed number of queries."""
        start, end = places.start or 0, self.count() if places.stop is None else places.stop
        return list(self.editions(self.ids(start, end)).with_cards())


def search(parameters: SearchParameters, *, corrects: bool = False) -> Search:
    """The search that parameters describe."""
    return Search(parameters, corrects=corrects)
