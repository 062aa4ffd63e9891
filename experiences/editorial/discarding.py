"""To throw a draft away."""

from django.db import transaction
from django.utils.translation import gettext as _

from experiences.editorial.errors import EditorialError
from experiences.models import Edition, Entry
from experiences.vocabulary import EditionState, EntryState


@transaction.atomic
def discard(edition: Edition) -> None:
    """Delete a draft; with it the entry, if nothing of it was ever published. Raises EditorialError for any other edition."""
    entry = Entry.objects.select_for_update().get(pk=edition.entry_id)
    edition = Edition.objects.get(pk=edition.pk)
    if edition.state != EditionState.DRAFT:
        raise EditorialError(_("Only a draft can be discarded. Withdraw a published entry instead."))
    if entry.state == EntryState.DRAFT and _is_pointed_to(entry):
        raise EditorialError(_("Other entries point to this one. Take their relations and transfers off first."))
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
