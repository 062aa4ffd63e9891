"""To have an edition to oneself until the transaction ends."""

from django.utils.translation import gettext as _

from experiences.editorial.errors import EditorialError
from experiences.models import Edition, Entry


def lock(edition: Edition) -> Edition:
    """The edition as it is now, with its entry, both locked: the entry first. Raises EditorialError when it is gone."""
    entry = Entry.objects.select_for_update().filter(pk=edition.entry_id).first()
    locked = Edition.objects.select_for_update().filter(pk=edition.pk).first()
    if entry is None or locked is None:
        raise EditorialError(_("This draft was discarded."))
    locked.entry = entry
    return locked
