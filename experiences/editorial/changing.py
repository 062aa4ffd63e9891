"""To note that a draft was changed: by hand, or by an import that writes it anew."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from experiences.editorial.authorising import authorise
from experiences.editorial.errors import EditorialError
from experiences.editorial.locking import lock
from experiences.editorial.notifying import concerned, notify
from experiences.editorial.steps import note_contributor, note_step
from experiences.models import Edition, Import
from experiences.vocabulary import Event, Stage, Verb

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User


@transaction.atomic
def note_change(edition: Edition, *, seen_revision: int, by: "User", verb: Verb = Verb.EDIT, note: str = "") -> None:
    """Count a change to a draft made by somebody who had seen its revision `seen_revision`: an edit, a translation, a way back.

    With a note, or where an approval is lost, it is a step of the entry's way. From then on the importer no longer takes the
    edition for its own, and an approval that it had is void. Raises EditorialError when somebody else has changed it in the
    meantime, when it is no draft, or when the person may not: then nothing must be written.
    """
    locked = lock(edition)
    if not locked.is_draft or locked.revision != seen_revision:
        raise EditorialError(_("Somebody else has changed this edition since you opened it. Nothing was saved."))
    authorise(verb, locked, by=by)
    note_contributor(locked, by)
    if locked.stage == Stage.APPROVED:
        notify(locked, Event.APPROVAL_LOST, by=by, people=concerned(locked))
        locked.stage = Stage.IN_REVIEW
        note = "\n".join(filter(None, [note, _("The approval is void.")]))
    if note:
        note_step(locked, verb, by=by, note=note)
    locked.revision += 1
    locked.is_as_imported = False
    locked.updated_at = timezone.now()
    locked.save(update_fields=["stage", "revision", "is_as_imported", "updated_at"])
    edition.revision, edition.stage, edition.is_as_imported = locked.revision, locked.stage, False


def note_rewriting(edition: Edition, *, importing: Import) -> None:
    """Note that an import writes a draft anew: a step, by which an approval that it had is void. An import tells nobody."""
    note = _("The approval is void.") if edition.stage == Stage.APPROVED else ""
    if note:
        edition.stage = Stage.IN_REVIEW
        edition.save(update_fields=["stage"])
    note_step(edition, Verb.EDIT, by=None, importing=importing, note=note)
