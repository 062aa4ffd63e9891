"""Records as harvesters see them: an entry that is public, or the trace of one that was, each with when it changed last.

A list goes by the order of changes, which is that of commits (experiences.documents.changes). Who reads one while entries change
finds each of them once more at the end, as it is then.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.conf import settings
from django.db import connection
from django.db.models import Min, QuerySet

from experiences.documents.reading import addressed
from experiences.harvest.arguments import span
from experiences.harvest.errors import ProtocolError
from experiences.harvest.tokens import Place
from experiences.models import StoredDocument

_REF = re.compile(r"SSC-[0-9]{4,12}")
_DECLARATION = datetime.datetime(2010, 11, 6, tzinfo=datetime.UTC)
"""Before all records: the day of the Declaration."""
# Writers of documents hold this lock from before they take a time until they have committed (migration experiences.0022).
_HORIZON = """
SELECT clock_timestamp(), EXISTS (
    SELECT FROM pg_locks WHERE locktype = 'relation' AND relation = 'search_state'::regclass AND mode = 'RowExclusiveLock'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()
)
"""


@dataclass(frozen=True)
class Record:
    """A record: the reference, when it changed last, its sets, and what the API says of it; None for one that is deleted."""

    ref: str
    changed_at: datetime.datetime
    sets: Sequence[str]
    document: dict[str, Any] | None
    is_deleted: bool

    @property
    def identifier(self) -> str:
        """The name by which harvesters know it (OAI Identifier Format 2.0)."""
        return identifier_of(self.ref)


@dataclass(frozen=True)
class Page:
    """Some of a list, how many records it has in all as far as one can tell now, and where it goes on."""

    records: list[Record]
    size: int
    following: Place | None


def identifier_of(ref: str) -> str:
    """The identifier of the record of an entry."""
    return f"oai:{settings.OAI_HOST}:{ref}"


def horizon() -> datetime.datetime:
    """A moment up to which everything that changed can be seen: now, but for what is being written. At most two queries.

    What is asked after this is answered with all that has an earlier time. Somebody who writes at this moment has times that
    have gone by, and that nobody sees before the commit; but they are not earlier than any that can be seen.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HORIZON)
        now, somebody_writes = cursor.fetchone()
    if not somebody_writes:
        moment: datetime.datetime = now
        return moment
    return StoredDocument.objects.order_by("-position").values_list("changed_at", flat=True).first() or _DECLARATION


def earliest() -> datetime.datetime:
    """A moment before which no record changed last."""
    first: datetime.datetime | None = StoredDocument.objects.aggregate(first=Min("changed_at"))["first"]
    return first or _DECLARATION


def find(identifier: str, portal: str) -> Record:
    """The record with that identifier; `portal` is the portal's own address. Raises ProtocolError (idDoesNotExist)."""
    ref = identifier.removeprefix(identifier_of(""))
    stored = None
    if identifier.startswith(identifier_of("")) and _REF.fullmatch(ref):
        stored = StoredDocument.objects.filter(ref=ref).first()
    if stored is None:
        raise ProtocolError("idDoesNotExist", "There is no such record, and there never was.")
    return _record(stored, portal)


def page_at(place: Place, portal: str) -> Page:
    """The records after a place in a list. Three queries.

    Raises ProtocolError (badArgument, badResumptionToken, noRecordsMatch).
    """
    asked = _asked(place)
    last = StoredDocument.objects.order_by("-position").values_list("position", flat=True).first() or 0
    if place.position > last:
        raise ProtocolError("badResumptionToken", "The portal has gone back to an older state. Begin the list anew.")
    rest = asked.filter(position__gt=place.position).order_by("position")
    unread = ("item", "card") if place.verb == "ListRecords" else ("item", "card", "document")
    most = settings.OAI_PAGE_SIZES[place.verb]
    found = list(rest.defer(*unread)[: most + 1])
    if not found:
        later = " any more: the rest changed again, and is in the time after" if place.cursor else ""
        raise ProtocolError("noRecordsMatch", f"No record is in this set and changed last within this time{later}.")
    page = found[:most]
    remaining = rest.filter(position__gt=page[-1].position).count() if len(found) > most else 0
    return Page(
        [_record(stored, portal, with_document=place.verb == "ListRecords") for stored in page],
        place.cursor + len(page) + remaining,
        place.after(page[-1].position, len(page)) if len(found) > most else None,
    )


def _asked(place: Place) -> QuerySet[StoredDocument]:
    """The records of a list, from its beginning."""
    time = span(place.since, place.until)
    asked = StoredDocument.objects.all()
    if time.start:
        asked = asked.filter(changed_at__gte=time.start)
    if time.end:
        asked = asked.filter(changed_at__lt=time.end)
    if place.within:
        asked = asked.filter(sets__contains=[place.within])
    return asked


def _record(stored: StoredDocument, portal: str, *, with_document: bool = True) -> Record:
    has_document = stored.is_listed and with_document
    document = orjson.loads(addressed(stored.document, portal)) if has_document else None
    return Record(stored.ref, stored.changed_at, stored.sets, document, not stored.is_listed)
