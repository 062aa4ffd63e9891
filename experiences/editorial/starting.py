"""To start an entry, and to start the next edition of one."""

from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext as _

from experiences.editorial.authorising import authorise
from experiences.editorial.copying import COPIED, copy_parts
from experiences.editorial.errors import EditorialError
from experiences.editorial.keeping import keep_save
from experiences.editorial.locking import lock
from experiences.editorial.steps import note_contributor, note_step
from experiences.models import Edition, Entry, Import
from experiences.vocabulary import EntryState, EntryType, Kind, Verb

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
def start_entry(
    kind: Kind, entry_type: EntryType, *, key: str = "", by: "User | None" = None, importing: Import | None = None
) -> Edition:
    """Make an entry with an empty first edition, and return that edition, a draft in the hands of whoever starts it.

    Without a `key`, the entry's reference serves as one. Raises EditorialError when the key is taken, or the person may not.
    """
    authorise(Verb.CREATE, None, by=by, importing=importing)
    if key and Entry.objects.filter(key=key).exists():
        raise EditorialError(_("Another entry has the key %(key)s.") % {"key": key})
    ref = next_ref()
    entry = Entry.objects.create(ref=ref, key=key or ref, kind=kind, created_by=by)
    edition = Edition.objects.create(entry=entry, kind=kind, number=1, type=entry_type, created_by=by, owner=by)
    note_contributor(edition, by)
    note_step(edition, Verb.CREATE, by=by, importing=importing)
    return edition


@transaction.atomic
def start_edition(entry: Entry, *, by: "User | None" = None, importing: Import | None = None) -> Edition:
    """Start the next edition of an entry as a copy of its latest, and return it, a draft.

    The public keeps reading the published edition. Raises EditorialError when an edition is in the works already, when the
    entry was merged into another, or when the person may not.
    """
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    if entry.state == EntryState.MERGED:
        raise EditorialError(_("This entry was merged into another. Edit that one."))
    latest = entry.editions.order_by("-number")[0]
    if latest.is_draft:
        raise EditorialError(_("Edition %(number)d is already in the works.") % {"number": latest.number})
    authorise(Verb.START_EDITION, entry, by=by, importing=importing)
    edition = _copy(latest, number=latest.number + 1, by=by)
    note_step(edition, Verb.START_EDITION, by=by, importing=importing)
    return edition


@transaction.atomic
def restore(edition: Edition, *, by: "User") -> Edition:
    """Start the next edition of an entry as a copy of an old one, and return it, a draft.

    Raises EditorialError when it is not an old one, when an edition is in the works already, or when the person may not.
    """
    edition = lock(edition)
    authorise(Verb.RESTORE, edition, by=by)
    latest = edition.entry.editions.order_by("-number")[0]
    restored = _copy(edition, number=latest.number + 1, by=by)
    note_step(restored, Verb.RESTORE, by=by, note=_("A copy of edition %(number)d.") % {"number": edition.number})
    return restored


def _copy(original: Edition, *, number: int, by: "User | None") -> Edition:
    copy = Edition.objects.create(
        entry=original.entry,
        number=number,
        created_by=by,
        owner=by,
        kind=original.kind,
        **{name: getattr(original, name) for name in COPIED},
    )
    copy_parts(original, copy)
    note_contributor(copy, by)
    if by is not None:
        keep_save(copy, by=by)
    return copy
