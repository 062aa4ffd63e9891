"""The verbs of a mirror: entries as another portal publishes them, under their own references, numbers, addresses and times.

They are for imports that say which portal they mirror, and refuse any other (NotAllowed). What was published there was
checked and approved there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from experiences.editorial.authorising import authorise
from experiences.editorial.errors import EditorialError, NotAllowed
from experiences.editorial.locking import lock
from experiences.editorial.publishing import make_public
from experiences.editorial.steps import note_step
from experiences.models import Edition, Entry, Import, PastSlug, Relation, Takedown, Transfer
from experiences.vocabulary import EditionState, EntryState, EntryType, Kind, Verb


@dataclass(frozen=True)
class Stamp:
    """When an edition was published, and at which address its entry is and was."""

    published_at: datetime
    first_published_at: datetime
    slug: str
    past_slugs: tuple[str, ...]


@dataclass(frozen=True)
class Withdrawal:
    """When and why an entry was withdrawn, into which other one it was merged, and where its tombstone stands."""

    at: datetime
    reason: str
    note: str
    into: Entry | None
    slug: str
    first_published_at: datetime


def take_identity(ref: str, key: str, kind: Kind, *, importing: Import) -> Entry:
    """The entry with a reference of the other portal, made if it is not there: without an edition, until one comes.

    Raises EditorialError where the reference stands for another entry here.
    """
    _authorise(Verb.CREATE, None, importing)
    entry, _made = Entry.objects.get_or_create(ref=ref, defaults={"key": key, "kind": kind})
    if (entry.key, entry.kind) != (key, kind):
        raise EditorialError(_("%(ref)s is another entry here.") % {"ref": ref})
    return entry


@transaction.atomic
def start_mirrored(entry: Entry, entry_type: EntryType, number: int, *, importing: Import) -> Edition:
    """Start an edition under the number that it has in the other portal, and return it: a draft without anything in it.

    Raises EditorialError where somebody is at work on the entry here.
    """
    _authorise(Verb.START_EDITION, entry, importing)
    if entry.editions.filter(state=EditionState.DRAFT).exists():
        raise EditorialError(
            _("%(ref)s has a draft here. Discard it: what is mirrored is edited in its own portal.") % {"ref": entry.ref}
        )
    edition = Edition.objects.create(entry=entry, kind=entry.kind, number=number, type=entry_type)
    note_step(edition, Verb.CREATE if number == 1 else Verb.START_EDITION, by=None, importing=importing)
    return edition


@transaction.atomic
def publish_mirrored(edition: Edition, stamp: Stamp, *, importing: Import) -> Edition:
    """Publish an edition as the other portal published it. Returns the edition, published."""
    edition = lock(edition)
    _authorise(Verb.PUBLISH, edition, importing)
    edition.published_by_import = importing
    make_public(edition, None, at=stamp.published_at, first_at=stamp.first_published_at, slug=stamp.slug)
    edition.entry.past_slugs.exclude(slug__in=stamp.past_slugs).delete()
    PastSlug.objects.bulk_create([PastSlug(entry=edition.entry, slug=slug) for slug in stamp.past_slugs], ignore_conflicts=True)
    note_step(edition, Verb.PUBLISH, by=None, importing=importing)
    return edition


@transaction.atomic
def withdraw_mirrored(entry: Entry, withdrawal: Withdrawal, *, importing: Import) -> Entry:
    """Withdraw or merge an entry as the other portal did, whether or not it was ever published here. Returns the entry."""
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    verb = Verb.MERGE if withdrawal.into else Verb.WITHDRAW
    _authorise(verb, entry, importing)
    published = entry.editions.filter(state=EditionState.PUBLISHED).first()
    if published:
        entry.editions.filter(pk=published.pk).update(state=EditionState.WITHDRAWN)
        Takedown.objects.create(edition=published, at=withdrawal.at, reason=withdrawal.reason, note=withdrawal.note)
        note_step(published, verb, by=None, importing=importing, note=withdrawal.note)
    entry.state = EntryState.MERGED if withdrawal.into else EntryState.WITHDRAWN
    entry.merged_into = withdrawal.into
    entry.withdrawn_at = withdrawal.at
    entry.withdrawal_reason = withdrawal.reason
    entry.withdrawal_note = withdrawal.note
    entry.slug = withdrawal.slug
    entry.first_published_at = withdrawal.first_published_at
    entry.save()
    return entry


@transaction.atomic
def add_late_links(
    edition: Edition, relations: Iterable[Relation], ends: Iterable[tuple[int, dict[str, Entry]]], *, importing: Import
) -> None:
    """Give a mirrored edition the links to entries that became public only after it.

    The other portal told of no entry that was not public, so that the copy could not hold them. `relations` are not saved yet;
    `ends` are of transfers, by their numbers. The database lets this through, and nothing else, while the portal is mirrored.
    """
    _authorise(Verb.START_EDITION, edition, importing)
    Relation.objects.bulk_create(relations)
    for number, entries in ends:
        Transfer.objects.filter(edition=edition, number=number).update(**entries)


def _authorise(verb: Verb, about: Edition | Entry | None, importing: Import) -> None:
    """Let an import go on that mirrors another portal. Raises NotAllowed for any other."""
    if not importing.mirrors:
        raise NotAllowed(_("Only an import that mirrors another portal can do this."))
    authorise(verb, about, by=None, importing=importing)
