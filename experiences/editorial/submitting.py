"""To hand a draft in for review."""

from typing import TYPE_CHECKING

from django.db import transaction

from experiences.editorial.authorising import authorise
from experiences.editorial.locking import lock
from experiences.editorial.notifying import notify
from experiences.editorial.steps import note_step
from experiences.models import Edition
from experiences.permissions import people_for
from experiences.vocabulary import Event, Stage, Verb

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User


@transaction.atomic
def submit(edition: Edition, *, by: "User", note: str = "") -> Edition:
    """Hand a draft in for review, with a note for the reviewer. Returns the edition.

    Raises EditorialError when the person may not, or when something is missing that publication needs.
    """
    edition = lock(edition)
    authorise(Verb.SUBMIT, edition, by=by)
    edition.stage = Stage.IN_REVIEW
    edition.save(update_fields=["stage"])
    note_step(edition, Verb.SUBMIT, by=by, note=note)
    notify(edition, Event.SUBMITTED, by=by, people=people_for(Verb.APPROVE, edition), note=note)
    return edition
