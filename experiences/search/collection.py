"""All published entries as arrays: their facets, years and orders, kept in each process under the version of the index.

A search marks the entries that it finds in an array of truth values, one for each entry; filters, counts and orders are then
sums and selections of arrays, which take milliseconds for a hundred thousand entries. An entry's place in the arrays is its rank
by id.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from experiences.search.masks import Mask, Places
from experiences.search.statements import rows
from experiences.search.tally import Tally

Codes = NDArray[np.int16]
"""Values of facets, by their codes."""

_FEW = 8
"""Where fewer than one entry in so many are found, facets are counted from each entry's codes, else from each code's entries."""

_FEW_CODES = 4
"""So few codes, such as those of the scope, are counted one after the other."""

_ENTRIES = """
SELECT string_agg(int4send(entry_id), ''), string_agg(codes, ''), string_agg(gains, ''),
    string_agg(int2send((length(codes) / 2)::smallint), ''),
    string_agg(int2send(coalesce(first_year, 32767::smallint)), ''), string_agg(int2send(coalesce(last_year, -1::smallint)), ''),
    string_agg(int4send(coalesce(period, -1)), ''), string_agg(timestamptz_send(published_at), ''),
    string_agg(int4send(title_rank::int), '')
FROM (SELECT *, rank() OVER (ORDER BY title) AS title_rank FROM search_entry ORDER BY entry_id) entry
"""


@dataclass(frozen=True, eq=False)
class Collection:
    """The published entries of one version of the index. Every array but those of codes has a value for each entry."""

    version: int
    ids: NDArray[np.int32]
    first_year: NDArray[np.int16]
    last_year: NDArray[np.int16]
    codes: NDArray[np.int16]
    """The codes of all entries' facets, those of the first entry first, each entry's in ascending order."""
    gains: NDArray[np.uint8]
    """How much each of the codes counts in a search that names what it stands for."""
    starts: NDArray[np.int64]
    """Where the codes of each entry start, and where the last one's end."""
    period: NDArray[np.int32]
    """When it began, as a number of year, month and day; -1 where that is not known."""
    published: NDArray[np.int64]
    """When it was published, in microseconds."""
    title_rank: NDArray[np.int32]
    _orders: dict[str, Places] = field(default_factory=dict)
    _tallies: dict[bytes, Tally] = field(default_factory=dict)
    _counted: dict[tuple[tuple[int, ...], bytes], NDArray[np.int64]] = field(default_factory=dict)
    _under: dict[tuple[int, ...], Mask] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self.ids)

    @cached_property
    def _places_by_code(self) -> tuple[Places, NDArray[np.uint8], NDArray[np.int64]]:
        """The places of the entries that carry each code, code by code, their gains, and where each code's start."""
        order = np.argsort(self.codes, kind="stable")
        carriers = np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))[order]
        starts = np.searchsorted(self.codes[order], np.arange(self.codes.max(initial=0) + 2))
        return carriers, self.gains[order], starts

    @cached_property
    def _places_by_id(self) -> Places:
        places = np.full(self.ids[-1] + 1 if len(self) else 1, -1, dtype=np.int32)
        places[self.ids] = np.arange(len(self), dtype=np.int32)
        return places

    def places(self, ids: NDArray[np.int32]) -> Places:
        """The places of entries by their ids; -1 for those that the collection does not hold."""
        known = ids < len(self._places_by_id)
        return np.where(known, self._places_by_id[np.where(known, ids, 0)], -1).astype(np.int32)

    def order(self, name: str) -> Places:
        """All places in one of the orders that lists have, but relevance. Ties by id."""
        if name not in self._orders:
            self._orders[name] = np.argsort(self.sort_key(name), kind="stable").astype(np.int32)
        return self._orders[name]

    def sort_key(self, order: str) -> NDArray[np.int64]:
        """The number that each entry has in an order, the first the lowest."""
        columns: dict[str, NDArray[np.signedinteger]] = {
            "title": self.title_rank, "updated": self.published, "ref": self.ids, "period": self.period,
        }  # fmt: skip
        key: NDArray[np.int64] = columns[order.lstrip("-")].astype(np.int64)
        if order.startswith("-"):
            return -key
        if order == "period":
            key[key < 0] = np.iinfo(np.int32).max  # what has no period comes last
        return key

    def nothing(self) -> Mask:
        """No entry."""
        return np.zeros(len(self), dtype=bool)

    def carriers(self, code: int) -> tuple[Places, NDArray[np.uint8]]:
        """The places of the entries that carry a code, and how much it counts for each."""
        places, gains, starts = self._places_by_code
        if not 0 <= code < len(starts) - 1:
            return places[:0], gains[:0]
        part = slice(starts[code], starts[code + 1])
        return places[part], gains[part]

    def carrying(self, codes: Sequence[int]) -> Mask:
        """The entries that carry any of the codes."""
        found = self.nothing()
        for code in codes:
            found[self.carriers(code)[0]] = True
        return found

    def under(self, codes: tuple[int, ...]) -> Mask:
        """The same, found once: nearly every search is within one scope."""
        if codes not in self._under:
            self._under[codes] = self.carrying(codes)
        return self._under[codes]

    def counts(self, found: Mask, codes: Codes) -> NDArray[np.int64]:
        """How many of the entries carry each of some codes."""
        if len(codes) <= _FEW_CODES:
            return np.array([np.count_nonzero(found & self.under((code,))) for code in codes.tolist()], dtype=np.int64)
        if np.count_nonzero(found) * _FEW > len(self):
            return self._tally(codes).counts(found)
        few = np.flatnonzero(found)
        lengths = self.starts[few + 1] - self.starts[few]
        carried = np.repeat(self.starts[few] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
        counted = np.bincount(self.codes[carried], minlength=int(codes.max(initial=0)) + 1)
        return counted[codes]

    def counts_under(self, scope: tuple[int, ...], codes: Codes) -> NDArray[np.int64]:
        """How many of the entries that carry a code of the scope carry each of some codes. Counted once: lists without words
        ask for it.
        """
        key = scope, codes.tobytes()
        if key not in self._counted:
            self._counted[key] = self.counts(self.under(scope), codes)
        return self._counted[key]

    def _tally(self, codes: Codes) -> Tally:
        """What counts some codes, made once: each page asks for the same few rows of them."""
        key = codes.tobytes()
        if key not in self._tallies:
            self._tallies[key] = Tally([self.carriers(code)[0] for code in codes.tolist()], len(self))
        return self._tallies[key]


@lru_cache(maxsize=1)
def collection(version: int) -> Collection:
    """The published entries as they are in a version of the index (`collection_version`). One query for a version and process."""
    [columns] = rows(_ENTRIES, {})
    ids, codes, gains, lengths, first_year, last_year, period, published, title_rank = (bytes(each or b"") for each in columns)
    return Collection(
        version=version,
        ids=_numbers(ids, ">i4"),
        first_year=_numbers(first_year, ">i2"),
        last_year=_numbers(last_year, ">i2"),
        codes=_numbers(codes, ">i2"),
        gains=np.frombuffer(gains, np.uint8),
        starts=np.concatenate([[0], np.cumsum(_numbers(lengths, ">i2"), dtype=np.int64)]),
        period=_numbers(period, ">i4"),
        published=_numbers(published, ">i8"),
        title_rank=_numbers(title_rank, ">i4"),
    )


def _numbers(sent: bytes, form: str) -> NDArray[np.signedinteger]:
    """Numbers as PostgreSQL sends them, in the order of this machine's bytes."""
    sent_numbers = np.frombuffer(sent, form)
    return sent_numbers.astype(sent_numbers.dtype.newbyteorder("="))
