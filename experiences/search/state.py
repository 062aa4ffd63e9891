"""The state of the search index: by its version, what is kept elsewhere knows whether it is still true."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from experiences.search.statements import rows


@dataclass(frozen=True)
class Index:
    """A state of the index: its version, the version in which its entries last changed, how many words a text has on average.

    `changed_at` is when it got its version: no two versions have the same second.
    """

    version: int
    collection_version: int
    average_length: float
    changed_at: datetime


_known: ContextVar[Index | None] = ContextVar("known_index", default=None)


def index_state() -> Index:
    """The state of the index now, or the one that a page is made in. One query, or none."""
    known = _known.get()
    if known is not None:
        return known
    [(version, of_entries, average, changed_at)] = rows(
        "SELECT version, collection_version, words / greatest(texts, 1)::float, changed_at FROM search_state", {}
    )
    return Index(version, of_entries, max(average, 1.0), changed_at)


@contextmanager
def within(index: Index) -> Iterator[None]:
    """Make a page in one state of the index, the one that its entity tag is of, which is not asked for again."""
    token = _known.set(index)
    try:
        yield
    finally:
        _known.reset(token)
