"""Which entries are meant: by their places in the collection, as truth values, or as bits."""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
"""For each entry, whether it is meant."""
Places = NDArray[np.int32]
"""Entries by their places."""
Bits = NDArray[np.uint64]
"""A mask with eight entries to a byte, and zeros at its end."""


def mask_of(places: Places, entries: int) -> Mask:
    """The mask, of so many entries, of those at some places."""
    mask = np.zeros(entries, dtype=bool)
    mask[places] = True
    return mask


def bits_of(mask: Mask) -> Bits:
    """A mask as bits."""
    bits = np.zeros(-(-len(mask) // 64) * 8, dtype=np.uint8)
    bits[: -(-len(mask) // 8)] = np.packbits(mask)
    return bits.view(np.uint64)
