"""The postings of words: in which entries a word stands, how often, and how long the text is. Migration 0004 has their form."""

from collections.abc import Collection as Several
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiences.search.collection import Collection, Places
from experiences.search.statements import rows

K1, B = 2.0, 0.7
"""What the gain of a word rises by with how often it stands in a text, and how much the text's length counts against it."""

_FETCH = """
SELECT lexeme, string_agg(packed, '') FROM search_posting WHERE lexeme = ANY (%(lexemes)s::text[]) GROUP BY lexeme
"""
_POSTING = np.dtype([("entry", ">i4"), ("frequency", ">i2"), ("length", ">i2")])


@dataclass(frozen=True)
class Postings:
    """The entries that hold a word, by their places in the collection, and the gain of each: between 0 and 1, as BM25 has it."""

    places: Places
    gains: NDArray[np.float32]


def postings(lexemes: Several[str], entries: Collection, average_length: float) -> dict[str, Postings]:
    """The postings of words that the collection holds. One query, and none where there are no words."""
    if not lexemes:
        return {}
    found = rows(_FETCH, {"lexemes": sorted(lexemes)})
    return {lexeme: _unpacked(bytes(packed), entries, average_length) for lexeme, packed in found}


def carriers(code: int, entries: Collection) -> Postings:
    """The entries that carry the value of a facet, as postings of a text of no length: it is no more telling in a short one."""
    places, gains = entries.carriers(code)
    return Postings(places, _gains(gains.astype(np.float32), np.float32(0)))


def _unpacked(packed: bytes, entries: Collection, average_length: float) -> Postings:
    held = np.frombuffer(packed, _POSTING)
    places = entries.places(held["entry"].astype(np.int32))
    gains = _gains(held["frequency"].astype(np.float32) * np.float32(0.5), held["length"] / np.float32(average_length))
    known = places >= 0  # an entry may have come since the collection was read
    return Postings(places, gains) if known.all() else Postings(places[known], gains[known])


def _gains(frequencies: NDArray[np.float32], lengths: "NDArray[np.floating] | np.float32") -> NDArray[np.float32]:
    """The gain of a word by how often it stands in a text, and the text's length beside the average (BM25)."""
    return (frequencies / (frequencies + K1 * (1 - B + B * lengths))).astype(np.float32)
