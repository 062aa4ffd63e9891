"""To start an entry, and to start the next edition of one."""

from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext as _

from experiences.editorial.copying import copy_parts
from experiences.editorial.errors import EditorialError
from experiences.models import Edition, Entry
from experiences.vocabulary import EditionState, EntryState, EntryType, Kind

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User

REF_PREFIX = "SSC-"
_REF_LOCK = 0x55C_0001  # any number: the advisory lock that keeps two entries from taking one reference


def next_ref() -> str:
    """The next free reference, such as SSC-0042. Locks out other callers until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_REF_LOCK])
    number = Cast(Substr("ref", len(REF_PREFIX) + 1), IntegerField())
    last = Entry.objects.aggregate(last=Max(number))["last"] or 0
    return f"{REF_PREFIX}{last + 1:04d}"


@transaction.atomic
def start_entry(kind: Kind, entry_type: EntryType, *, key: str = "", by: "User | None" = None) -> Edition:
    """Make an entry with an empty first edition, and return that edition, a draft.

    Without a `key`, the entry's reference serves as one. Raises EditorialError when the key is taken.
    """
    if key and Entry.objects.filter(key=key).exists():
        raise EditorialError(_("Another entry has the key %(key)s.") % {"key": key})
    ref = next_ref()
    entry = Entry.objects.create(ref=ref, key=key or ref, kind=kind, created_by=by)
    return Edition.objects.create(entry=entry, kind=kind, number=1, type=entry_type, created_by=by)


@transaction.atomic
def start_edition(entry: Entry, *, by: "User | None" = None) -> Edition:
    """Start the next edition of an entry as a copy of its latest, and return it, a draft.

    The public keeps reading the published edition. Raises EditorialError when an edition is in the works already, or when the
    entry was merged into another.
    """
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    if entry.state == EntryState.MERGED:
        raise EditorialError(_("This entry was merged into another. Edit that one."))
    latest = entry.editions.order_by("-number")[0]
    if latest.state == EditionState.DRAFT:
        raise EditorialError(_("Edition %(number)d is already in the works.") % {"number": latest.number})
    edition = Edition.objects.create(
        entry=entry,
        kind=latest.kind,
        number=latest.number + 1,
        type=latest.type,
        scope=latest.scope,
        modality=latest.modality,
        agreement_status=latest.agreement_status,
        place=latest.place,
        period_from=latest.period_from,
        period_to=latest.period_to,
        period_qualifier=latest.period_qualifier,
        curator_note=latest.curator_note,
        created_by=by,
    )
    copy_parts(latest, edition)
    return edition
