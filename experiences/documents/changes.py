"""The feed of changes: each entry that was public once, at the place of its last change, in the order of commits.

A change moves its entry to the end. So a reader who goes on from where the last page ended misses nothing, and hears of several
changes of one entry once. Nobody sees a place before all earlier ones can be seen: whoever takes one holds a lock until the end
of the transaction (the migration `stored_documents`).
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

_PLACE_BYTES = 8
_PROOF_BYTES = 4
_FEED = "SELECT id, (SELECT coalesce(max(position), 0) FROM experiences_storeddocument) FROM document_feed"
_ITEMS = """
SELECT position, left(item, -1) || ',"at":"' || document_moment(changed_at)
    || CASE WHEN %(whole)s THEN '","document":' || coalesce(nullif(document, ''), 'null') || '}' ELSE '"}' END
FROM experiences_storeddocument WHERE position > %(place)s ORDER BY position LIMIT %(most)s
"""


class UnknownToken(Exception):
    """Not a token of this feed."""


@dataclass(frozen=True)
class Page:
    """Some of the feed: its items (JSON with marked paths), the token of the place after them, and whether there is more."""

    items: list[str]
    token: str
    has_more: bool


def page_of_changes(since: str, limit: int, *, with_documents: bool = False) -> Page:
    """What follows a token, or the beginning of the feed where there is none; each item with its entry's document if asked for.

    Two queries. Raises UnknownToken.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FEED)
        feed, end = cursor.fetchone()
        place = _place(since, feed, end) if since else 0
        cursor.execute(_ITEMS, {"whole": with_documents, "place": place, "most": limit + 1})
        found = cursor.fetchall()
    page = found[:limit]
    token = _token(page[-1][0] if page else place, feed)
    return Page([item for _position, item in page], token, has_more=len(found) > limit)


def _token(place: int, feed: UUID) -> str:
    """The token of a place in a feed: the place, and a proof that this feed gave it."""
    packed = place.to_bytes(_PLACE_BYTES, "big")
    return base64.urlsafe_b64encode(packed + _proof(packed, feed)).decode()


def _proof(packed: bytes, feed: UUID) -> bytes:
    return hmac.digest(feed.bytes, packed, hashlib.sha256)[:_PROOF_BYTES]


def _place(token: str, feed: UUID, end: int) -> int:
    """The place that a token stands for. A place after the end was given before the portal went back to an old backup."""
    try:
        said = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise UnknownToken from None
    packed, proof = said[:_PLACE_BYTES], said[_PLACE_BYTES:]
    place = int.from_bytes(packed, "big")
    if not hmac.compare_digest(proof, _proof(packed, feed)) or place > end:
        raise UnknownToken
    return place
