"""How many of some entries carry each of a row of codes, counted sixty-four entries at a time where many do."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from experiences.search.masks import Mask, Places, bits_of, mask_of

_COMMON = 64
"""A code that more than one entry in so many carries is kept as bits, one for each entry, else as the places of its entries."""


class Tally:
    """Counts for a row of codes. It is made once, and asked for any entries."""

    def __init__(self, carriers: Sequence[Places], entries: int) -> None:
        """`carriers` are the entries that carry each code, by their places among so many entries."""
        numbers = np.array([len(places) for places in carriers], dtype=np.int64)
        is_common = numbers * _COMMON > entries
        self._codes = len(carriers)
        self._common = np.flatnonzero(is_common)
        self._bits = np.array([bits_of(mask_of(carriers[code], entries)) for code in self._common.tolist()], dtype=np.uint64)
        self._rare = np.flatnonzero((numbers > 0) & ~is_common)
        self._places = np.concatenate([np.empty(0, np.intp), *(carriers[code] for code in self._rare.tolist())])
        self._starts = np.cumsum(numbers[self._rare]) - numbers[self._rare]

    def counts(self, found: Mask) -> NDArray[np.int64]:
        """How many of the entries found carry each code."""
        counted = np.zeros(self._codes, dtype=np.int64)
        if len(self._common):
            counted[self._common] = np.bitwise_count(self._bits & bits_of(found)).sum(axis=1, dtype=np.int32)
        if len(self._rare):
            counted[self._rare] = np.add.reduceat(found[self._places].view(np.int8), self._starts, dtype=np.int32)
        return counted
