"""To give a draft into somebody else's hands."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from experiences.editorial.authorising import authorise
from experiences.editorial.errors import EditorialError
from experiences.editorial.locking import lock
from experiences.editorial.notifying import notify
from experiences.editorial.steps import note_step
from experiences.models import Edition
from experiences.permissions import may
from experiences.vocabulary import Event, Verb

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User


@transaction.atomic
def hand_over(edition: Edition, to: "User", *, by: "User", note: str = "") -> Edition:
    """Make `to` the one who has a draft now. Returns the edition.

    It gives no right that the person does not have: raises EditorialError when `to` may not view the draft.
    """
    edition = lock(edition)
    authorise(Verb.HAND_OVER, edition, by=by)
    if not may(to, Verb.VIEW, edition):
        raise EditorialError(_("%(person)s may not see this draft.") % {"person": to})
    former, edition.owner = edition.owner, to
    edition.save(update_fields=["owner"])
    note = "\n".join(filter(None, [_("To %(person)s.") % {"person": to}, note]))
    note_step(edition, Verb.HAND_OVER, by=by, note=note)
    notify(edition, Event.HANDED_OVER, by=by, people=[to, former], note=note)
    return edition
