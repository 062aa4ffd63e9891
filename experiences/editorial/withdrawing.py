"""To take a published entry off the public pages. Its address keeps answering, with a tombstone or a redirect."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from experiences.editorial.errors import EditorialError
from experiences.models import Entry
from experiences.vocabulary import EditionState, EntryState, WithdrawalReason


@transaction.atomic
def withdraw(entry: Entry, reason: WithdrawalReason, *, note: str = "", merged_into: Entry | None = None) -> Entry:
    """Withdraw a published entry for `reason`, and return it.

    `consolidated` needs the published entry that now holds the content (`merged_into`): the address redirects there, and so do
    those of entries that were merged into this one before, in one hop. Raises EditorialError when the entry is not published,
    or when `merged_into` does not fit the reason.
    """
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    if entry.state != EntryState.PUBLISHED:
        raise EditorialError(_("Only a published entry can be withdrawn."))
    if (reason == WithdrawalReason.CONSOLIDATED) != (merged_into is not None):
        raise EditorialError(_("Name the entry that this one is consolidated into, and only then."))
    if merged_into is not None and (merged_into.pk == entry.pk or merged_into.state != EntryState.PUBLISHED):
        raise EditorialError(_("An entry can only be consolidated into another one that is published."))
    entry.editions.filter(state=EditionState.PUBLISHED).update(state=EditionState.WITHDRAWN)
    entry.state = EntryState.MERGED if merged_into else EntryState.WITHDRAWN
    entry.withdrawn_at = timezone.now()
    entry.withdrawal_reason = reason
    entry.withdrawal_note = note
    entry.merged_into = merged_into
    entry.save()
    if merged_into:
        entry.absorbed.update(merged_into=merged_into)
    return entry
