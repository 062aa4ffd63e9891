"""The postings of words: in which entries a word stands, how often, and how long the text is. Migration 0004 has their form."""

from collections import OrderedDict
from collections.abc import Collection as Several
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from experiences.search.collection import Collection
from experiences.search.masks import Places
from experiences.search.statements import rows

K1, B = 2.0, 0.7
"""What the gain of a word rises by with how often it stands in a text, and how much the text's length counts against it."""

MOST_KEPT = 2_000_000
"""How many postings a process keeps: 16 MB. A word that half of a hundred thousand entries hold has fifty thousand."""

_FETCH = """
SELECT lexeme, string_agg(packed, ''), ARRAY(SELECT word FROM search_word WHERE search_word.lexeme = search_posting.lexeme)
FROM search_posting WHERE lexeme = ANY (%(lexemes)s::text[]) GROUP BY lexeme
"""
_POSTING = np.dtype([("entry", ">i4"), ("frequency", ">i2"), ("length", ">i2")])


@dataclass(frozen=True)
class Postings:
    """The entries that hold a word, by their places in the collection, and the gain of each: between 0 and 1, as BM25 has it.

    `words` are the words of the collection that have the stem.
    """

    places: Places
    gains: NDArray[np.float32]
    words: tuple[str, ...] = ()


class _Kept:
    """The postings that were asked for last, in one version of the collection: so many that their sum is bounded."""

    def __init__(self) -> None:
        self._postings: OrderedDict[str, Postings] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, lexeme: str) -> Postings | None:
        with self._lock:
            if lexeme in self._postings:
                self._postings.move_to_end(lexeme)
            return self._postings.get(lexeme)

    def put(self, lexeme: str, held: Postings) -> None:
        with self._lock:
            if lexeme not in self._postings:
                self._postings[lexeme] = held
                self._size += len(held.places)
            while self._size > MOST_KEPT:
                self._size -= len(self._postings.popitem(last=False)[1].places)


@lru_cache(maxsize=1)
def _kept(_version: int) -> _Kept:
    return _Kept()


def postings(lexemes: Several[str], entries: Collection, average_length: float) -> dict[str, Postings]:
    """The postings of words that the collection holds. One query, and none where all of them are kept."""
    kept = _kept(entries.version)
    found = {lexeme: held for lexeme in lexemes if (held := kept.get(lexeme)) is not None}
    wanted = [lexeme for lexeme in lexemes if lexeme not in found]
    for lexeme, packed, words in rows(_FETCH, {"lexemes": sorted(wanted)}) if wanted else ():
        found[lexeme] = _unpacked(packed, tuple(words), entries, average_length)
        kept.put(lexeme, found[lexeme])
    return found


def carriers(code: int, entries: Collection) -> Postings:
    """The entries that carry the value of a facet, as postings of a text of no length: it is no more telling in a short one."""
    places, gains = entries.carriers(code)
    return Postings(places, _gains(gains.astype(np.float32), np.float32(0)))


def _unpacked(packed: bytes, words: tuple[str, ...], entries: Collection, average_length: float) -> Postings:
    held = np.frombuffer(packed, _POSTING)
    places = entries.places(held["entry"].astype(np.int32))
    gains = _gains(held["frequency"].astype(np.float32) * np.float32(0.5), held["length"] / np.float32(average_length))
    known = places >= 0  # an entry may have come since the collection was read
    return Postings(places, gains, words) if known.all() else Postings(places[known], gains[known], words)


def _gains(frequencies: NDArray[np.float32], lengths: "NDArray[np.floating] | np.float32") -> NDArray[np.float32]:
    """The gain of a word by how often it stands in a text, and the text's length beside the average (BM25)."""
    return (frequencies / (frequencies + K1 * (1 - B + B * lengths))).astype(np.float32)
