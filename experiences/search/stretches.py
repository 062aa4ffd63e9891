"""A search read stretch by stretch, each beginning right behind the last row of the one before.

A row's place is told by what it is sorted by, and by its id where several are sorted by the same. What is published while
somebody reads would move about, before and behind the reader's place: so it stands at the end, after all that has not changed
since the reader began. Whoever reads to the end has been given everything that was found at the beginning and still is, in any
order but that of relevance, whose scores depend on all texts.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiences.search.collection import Collection
from experiences.search.masks import Mask, Places
from experiences.search.statements import rows

_LATE = 2**60
"""More than anything is sorted by: what was published since a reader began comes behind it."""
_BY_TITLE = ("title", "-title")


@dataclass(frozen=True)
class Mark:
    """A row's place in an order.

    `key` is the number that the row is sorted by, or where that is its title, the title as it is sorted; `id` that of the entry;
    `begun` when the latest entry had been published that there was when the reader began, in microseconds.
    """

    key: int | str
    id: int
    begun: int


@dataclass(frozen=True)
class Stretch:
    """The ids of entries that follow one another, the marks of the first and the last, and whether there are more that way."""

    ids: list[int]
    first: Mark | None
    last: Mark | None
    goes_on: bool


def stretch(
    entries: Collection, found: Mask, keys: NDArray[np.int64], mark: Mark | None, most: int, *, backwards: bool, order: str
) -> Stretch:
    """The first so many of what is found behind a mark, or the last so many before it. By titles it takes up to three queries."""
    begun = mark.begun if mark else int(entries.published.max(initial=0))
    places = np.flatnonzero(found).astype(np.int32)
    sorted_by = np.where(entries.published > begun, _LATE + entries.published, keys)[places]
    if mark:
        place = int(np.searchsorted(entries.ids, mark.id))
        key = _key(mark, entries, keys, order)
        equal = (places < place) if backwards else (places >= place) & (entries.ids[places] != mark.id)
        beyond = ((sorted_by < key) if backwards else (sorted_by > key)) | ((sorted_by == key) & equal)
        places, sorted_by = places[beyond], sorted_by[beyond]
    nearest = _lowest(-sorted_by[::-1], places[::-1], most)[::-1] if backwards else _lowest(sorted_by, places, most)
    if not len(nearest):
        return Stretch([], None, None, goes_on=False)
    ids: list[int] = entries.ids[nearest].tolist()
    titles = _titles([ids[0], ids[-1]]) if order in _BY_TITLE else {}
    ends = [_mark(entries, keys, int(end), begun, titles) for end in (nearest[0], nearest[-1])]
    return Stretch(ids, ends[0], ends[1], goes_on=len(places) > most)


def _lowest(keys: NDArray[np.int64], places: Places, most: int) -> Places:
    """The places with the so many lowest keys, in their order; equals in the order given."""
    if len(keys) > most:
        near = keys <= np.partition(keys, most - 1)[most - 1]
        keys, places = keys[near], places[near]
    return places[np.argsort(keys, kind="stable")[:most]]


def _mark(entries: Collection, keys: NDArray[np.int64], place: int, begun: int, titles: dict[int, str]) -> Mark:
    entry = int(entries.ids[place])
    if entries.published[place] > begun:
        return Mark(_LATE + int(entries.published[place]), entry, begun)
    return Mark(titles.get(entry, int(keys[place])), entry, begun)


def _key(mark: Mark, entries: Collection, keys: NDArray[np.int64], order: str) -> int:
    """The number that a mark stands at. That of a title is its entry's; where that is gone or has another, it is counted."""
    if isinstance(mark.key, int):
        return mark.key
    [place] = entries.places(np.array([mark.id])).tolist()
    if place >= 0 and _titles([mark.id]).get(mark.id) == mark.key:
        return int(keys[place])
    [(before,)] = rows("SELECT count(*) FROM search_entry WHERE title < %(title)s", {"title": mark.key})
    rank = int(before) + 1
    return -rank if order == "-title" else rank


def _titles(ids: list[int]) -> dict[int, str]:
    """The titles of entries, by id, as they are sorted."""
    return dict(rows("SELECT entry_id, title FROM search_entry WHERE entry_id = ANY (%(ids)s)", {"ids": ids}))
