"""The state of the search index: by its version, what is kept elsewhere knows whether it is still true."""

from dataclasses import dataclass
from datetime import datetime

from experiences.search.statements import rows


@dataclass(frozen=True)
class Index:
    """A state of the index: its version, the version in which its entries last changed, how many words a text has on average."""

    version: int
    collection_version: int
    average_length: float


def index_stamp() -> tuple[int, datetime]:
    """The version of the index now, and when it got it. One query, by which an answer knows whether it is still true."""
    [(version, changed_at)] = rows("SELECT version, changed_at FROM search_state", {})
    return int(version), changed_at


def index_version() -> int:
    """The version of the index now. One query."""
    return index_stamp()[0]


def index_state() -> Index:
    """The state of the index now. One query."""
    [(version, of_entries, average)] = rows(
        "SELECT version, collection_version, words / greatest(texts, 1)::float FROM search_state", {}
    )
    return Index(version, of_entries, max(average, 1.0))
