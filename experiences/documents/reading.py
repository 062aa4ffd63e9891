"""Stored documents, as they are sent."""

from collections.abc import Sequence

from experiences.models import StoredDocument

MARK = "\x01"
"""Stands before each path of the portal in a stored text. What entries say cannot hold it: JSON writes it as an escape."""


def addressed(stored: str, portal: str) -> str:
    """A stored text with full addresses. `portal` is the portal's own, without a final slash."""
    return stored.replace(MARK, portal)


def cards(entry_ids: Sequence[int], *, whole: bool = False) -> list[str]:
    """The stored cards, or the whole documents, of those of the entries that are published, in that order. One query."""
    listed = StoredDocument.objects.filter(entry__in=entry_ids, is_listed=True)
    found = dict(listed.order_by().values_list("entry_id", "document" if whole else "card"))
    return [found[entry_id] for entry_id in entry_ids if entry_id in found]
