"""To throw a draft away."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from experiences.editorial.authorising import authorise
from experiences.editorial.errors import EditorialError
from experiences.editorial.locking import lock
from experiences.editorial.notifying import concerned, notify
from experiences.editorial.steps import note_step
from experiences.models import Edition, Entry
from experiences.vocabulary import EntryState, Event, Verb

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User


@transaction.atomic
def discard(edition: Edition, *, by: "User") -> None:
    """Delete a draft; with it the entry, if nothing of it was ever published.

    Raises EditorialError for any other edition, and when the person may not.
    """
    edition = lock(edition)
    authorise(Verb.DISCARD, edition, by=by)
    entry = edition.entry
    if entry.state == EntryState.DRAFT and _is_pointed_to(entry):
        raise EditorialError(_("Other entries point to this one. Take their relations and transfers off first."))
    note_step(edition, Verb.DISCARD, by=by)
    notify(edition, Event.DISCARDED, by=by, people=concerned(edition))
    edition.delete()
    if entry.state == EntryState.DRAFT:
        entry.delete()


def _is_pointed_to(entry: Entry) -> bool:
    return (
        entry.relations_from.exists()
        or entry.transfers_of.exclude(edition__entry=entry).exists()
        or entry.transfers_through.exclude(edition__entry=entry).exists()
        or entry.transfers_leading_here.exclude(edition__entry=entry).exists()
    )
