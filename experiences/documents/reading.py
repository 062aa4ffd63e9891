"""Stored documents, as they are sent."""

from collections.abc import Generator, Sequence

from django.db import connection, transaction
from psycopg.abc import Buffer
from psycopg.adapt import Loader

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


PIECE = 250
"""How many documents are fetched at a time: a few megabytes."""
_WHOLE = "SELECT document FROM experiences_storeddocument WHERE is_listed {those} ORDER BY entry_id"


class _AsSent(Loader):
    """Texts in UTF-8, as the server sends them: making strings of them, and bytes again, would take longer than fetching them."""

    def load(self, data: Buffer) -> bytes:
        """The bytes."""
        return bytes(data)


def whole_documents(portal: str, entry_ids: Sequence[int] | None = None) -> Generator[list[bytes]]:
    """The whole documents of all published entries, or of those of some that are published, in pieces, in UTF-8.

    They come in the order in which the portal got its entries: that of references, but in a mirror. They are those of one moment,
    and are read through a cursor of the server as they are taken: one query, and never more than a piece in memory. The
    transaction ends with the iteration; whoever breaks it off closes it. `portal` is the portal's address.
    """
    those = "" if entry_ids is None else "AND entry_id = ANY (%s)"
    mark, address = MARK.encode(), portal.encode()
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.adapters.register_loader("text", _AsSent)
        cursor.execute(_WHOLE.format(those=those), None if entry_ids is None else [list(entry_ids)])
        while rows := cursor.fetchmany(PIECE):
            yield [document.replace(mark, address) for (document,) in rows]
