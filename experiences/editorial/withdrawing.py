"""To take a published entry off the lists. Its address keeps answering: with a tombstone, the marked page, or a redirect."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from experiences.editorial.authorising import authorise
from experiences.editorial.errors import EditorialError
from experiences.editorial.notifying import concerned, notify
from experiences.editorial.steps import note_step
from experiences.models import Edition, Entry, Import, Takedown
from experiences.vocabulary import EditionState, EntryState, Event, Verb, WithdrawalReason

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User


@transaction.atomic
def withdraw(entry: Entry, reason: WithdrawalReason, *, by: "User", note: str = "") -> Entry:
    """Withdraw a published entry, and return it.

    Published in error: its page says only that. Superseded: it can still be read, and says so. Raises EditorialError when the
    entry is not published, when the person may not, or for an entry that is consolidated into another: merge it.
    """
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    authorise(Verb.WITHDRAW, entry, by=by)
    if reason == WithdrawalReason.CONSOLIDATED:
        raise EditorialError(_("Merge it into the entry that it is consolidated into."))
    return _withdraw(entry, reason, by=by, note=note)


@transaction.atomic
def merge(entry: Entry, into: Entry, *, by: "User", note: str = "") -> Entry:
    """Withdraw a published entry whose content another published one now holds, and return it.

    Its address redirects there, and so do those of entries that were merged into it before, in one hop. Raises
    EditorialError when one of the two is not published, or when the person may not.
    """
    locked = Entry.objects.select_for_update().order_by("pk").in_bulk([entry.pk, into.pk])
    entry, into = locked[entry.pk], locked[into.pk]
    authorise(Verb.MERGE, entry, by=by)
    if not takes_in(into, entry):
        raise EditorialError(_("An entry can only be merged into another one that is published."))
    entry.merged_into = into
    _withdraw(entry, WithdrawalReason.CONSOLIDATED, by=by, note=note)
    entry.absorbed.update(merged_into=into)
    return entry


def takes_in(into: Entry, entry: Entry) -> bool:
    """Whether an entry could be merged into the other: one that is published, and not itself."""
    return into.pk != entry.pk and into.state == EntryState.PUBLISHED


def _withdraw(entry: Entry, reason: WithdrawalReason, *, by: "User", note: str) -> Entry:
    published = take_down(entry, timezone.now(), reason, note, by=by)
    if published:
        event = Event.MERGED if entry.merged_into else Event.WITHDRAWN
        notify(published, event, by=by, people=concerned(published), note=note)
    return entry


def take_down(
    entry: Entry, at: datetime, reason: str, note: str, *, by: "User | None" = None, importing: Import | None = None
) -> Edition | None:
    """Have the public no longer read a locked entry: it is merged into `merged_into` where that is set, else withdrawn.

    Only for verbs, which ask whether that may be. Returns the edition that was public, if there was one.
    """
    published = entry.editions.filter(state=EditionState.PUBLISHED).first()
    if published:
        entry.editions.filter(pk=published.pk).update(state=EditionState.WITHDRAWN)
        Takedown.objects.create(edition=published, at=at, reason=reason, note=note)
        note_step(published, Verb.MERGE if entry.merged_into else Verb.WITHDRAW, by=by, importing=importing, note=note)
    entry.state = EntryState.MERGED if entry.merged_into else EntryState.WITHDRAWN
    entry.withdrawn_at, entry.withdrawal_reason, entry.withdrawal_note = at, reason, note
    entry.save()
    return published
