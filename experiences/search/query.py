"""A search, carried out: how many entries it finds, which stand on a page of it, and the counts of its facets."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from django.db.models import Case, IntegerField, When
from django.utils.functional import cached_property  # that of functools lets no two threads search at once (Python 3.11)
from django.utils.translation import get_language
from numpy.typing import NDArray

from experiences.models import Edition, Entry
from experiences.querysets import EditionQuerySet
from experiences.search.choices import Choices, choices, code_facet
from experiences.search.collection import Collection, collection
from experiences.search.facets import LABELS, Facet, facets
from experiences.search.masks import Mask
from experiences.search.matches import descending
from experiences.search.nearness import final_scores, nearest_first
from experiences.search.parameters import SearchParameters
from experiences.search.state import Index, index_state
from experiences.search.stretches import Mark, Stretch, stretch
from experiences.search.words import Words, known_words
from experiences.vocabulary import Scope

MOST_KEPT = 16
"""How many searches a process keeps for their next pages: each holds some 10 bytes for every entry of the collection."""


class Search:
    """A search of the published editions. Nothing is asked of the database before it is needed.

    It is a sequence of editions, for anything that pages through one: `len`, `count` and slices. A slice fetches its editions
    with what a card shows.
    """

    def __init__(self, parameters: SearchParameters, *, corrects: bool = False, keeps: bool = False) -> None:
        """With `corrects`, words that the collection does not hold are searched in another spelling: for people, not machines.

        With `keeps`, what the words match is kept in the process, for searches for them with other filters.
        """
        self.parameters = parameters
        self.keeps = keeps
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
    def words(self) -> Words | None:
        """The words of the search; None where there are none."""
        if not self.parameters.q:
            return None
        if self.keeps:
            return known_words(self.parameters.q, self.index, get_language(), corrects=self.corrects)
        return Words(self.parameters.q, self.index, corrects=self.corrects)

    @cached_property
    def _filters(self) -> dict[str, list[int]]:
        """The codes of each filter in use, the scope among them."""
        chosen = {name: getattr(self.parameters, name) for name in LABELS if name != "scope"}
        codes = {
            name: self.choices.of(code_facet(name, self.parameters.role), values) for name, values in chosen.items() if values
        }
        if set(self.parameters.scopes) != set(Scope.values):
            codes["scope"] = self.choices.of("scope", self.parameters.scopes)
        return codes

    @cached_property
    def _entries(self) -> Collection:
        """All entries, those of context too."""
        return collection(self.index.collection_version)

    @cached_property
    def countries_asked(self) -> frozenset[str]:
        """The names of the countries that the search asks for, by its filter or by its words."""
        asked = {*self.parameters.country, *(self.words.countries if self.words else ())}
        countries = self.choices.values.get("country", {})
        return frozenset(str(countries[public].label) for public in asked if public in countries)

    @cached_property
    def _within(self) -> Mask | None:
        """What the words, the years and the keys let through; None where that is everything."""
        asked, entries = self.parameters, self._entries
        within = [self.words.matches.found] if self.words else []
        if asked.year_from is not None:
            within.append(entries.last_year >= asked.year_from)
        if asked.year_to is not None:
            within.append(entries.first_year <= asked.year_to)
        if asked.key:
            named = Entry.objects.filter(key__in=asked.key).values_list("pk", flat=True)
            within.append(np.isin(entries.ids, list(named)))
        return np.logical_and.reduce(within) if within else None

    @cached_property
    def _passing(self) -> dict[str, Mask]:
        """For each filter, which entries it lets through."""
        passing = {name: self._entries.carrying(codes) for name, codes in self._filters.items() if name != "scope"}
        if "scope" in self._filters:
            passing["scope"] = self._entries.under(tuple(self._filters["scope"]))
        return passing

    def _found(self, *, without: str = "") -> Mask:
        """Which entries pass everything, or everything but one filter."""
        masks = [passing for name, passing in self._passing.items() if name != without]
        masks += [self._within] if self._within is not None else []
        return np.logical_and.reduce(masks) if masks else ~self._entries.nothing()

    @cached_property
    def _all_found(self) -> Mask:
        return self._found()

    def count(self) -> int:
        """How many entries are found."""
        return int(np.count_nonzero(self._all_found))

    def __len__(self) -> int:
        """The same, for sequences."""
        return self.count()

    @cached_property
    def facets(self) -> list[Facet]:
        """The facets of the search with their counts. A facet that is filtered by is counted without its filter."""
        panel = self.choices.panel(self.parameters.role, get_language() or "")
        if self._within is None and set(self._filters) <= {"scope"}:
            scope = tuple(self.choices.of("scope", self.parameters.scopes))
            counted = self._entries.counts_under(scope, panel.codes).copy()
        else:
            counted = self._entries.counts(self._all_found, panel.codes)
        for name in self._filters:
            part = panel.parts.get(name, slice(0))
            counted[part] = self._entries.counts(self._found(without=name), panel.codes[part])
        return facets(self.parameters, panel, counted)

    def ids(self, start: int, end: int) -> list[int]:
        """The ids of the entries found from place `start` up to, not including, place `end`, in the order of the search."""
        order = self.parameters.order
        if order == "relevance" and self.words:
            places = nearest_first(self.words.reading, self.words.matches, self._entries, self._all_found, range(start, end))
        else:
            places = self._entries.order(order)
            places = places[self._all_found[places]][start:end]
        ids: list[int] = self._entries.ids[places].tolist()
        return ids

    def keys(self) -> NDArray[np.int64]:
        """The number of each entry by which the search puts what it finds in order, the lowest first; equals go by id."""
        order = self.parameters.order
        if order == "relevance" and self.words:
            return descending(final_scores(self.words.reading, self.words.matches, self._entries, self._all_found))
        return self._entries.sort_key(order)

    def stretch(self, mark: Mark | None, most: int, *, backwards: bool = False) -> Stretch:
        """The first so many entries behind a mark, or the last so many before it; without one, the first or last of all."""
        order = self.parameters.order
        return stretch(self._entries, self._all_found, self.keys(), mark, most, backwards=backwards, order=order)

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


def known_search(parameters: SearchParameters, *, corrects: bool = False) -> Search:
    """The same, for what shows a search in pages: while the index stands, the next page goes on with what the last one found."""
    return _made(index_state(), get_language(), parameters, corrects)


@lru_cache(maxsize=MOST_KEPT)
def _made(_index: Index, _language: str | None, parameters: SearchParameters, corrects: bool) -> Search:
    return Search(parameters, corrects=corrects, keeps=True)
