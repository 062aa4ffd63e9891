"""To judge a draft: approve it as it is, or ask for changes; and to look at what was published in an emergency."""

from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.translation import gettext as _

from experiences.editorial.authorising import authorise
from experiences.editorial.errors import EditorialError
from experiences.editorial.locking import lock
from experiences.editorial.notifying import concerned, notify
from experiences.editorial.steps import note_step
from experiences.editorial.topics import label_of
from experiences.models import Approval, Comment, Edition, EmergencyReview
from experiences.permissions import people_for
from experiences.vocabulary import Event, Stage, Verb

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User


def fingerprint(edition: Edition) -> str:
    """What the database makes of an edition with all its parts, as they are now. Any change of them gives another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT edition_fingerprint(%s)", [edition.pk])
        return str(cursor.fetchone()[0])


@transaction.atomic
def approve(edition: Edition, *, seen: str, by: "User", note: str = "") -> Edition:
    """Find a draft good, as it was when its fingerprint was `seen`. Returns the edition.

    Raises EditorialError when it has changed since, or when the person may not: who has worked on it never may.
    """
    edition = lock(edition)
    authorise(Verb.APPROVE, edition, by=by)
    if fingerprint(edition) != seen:
        raise EditorialError(_("Somebody has changed this draft since you opened it. Read it again before you approve it."))
    Approval.objects.create(edition=edition, fingerprint=seen, by=by)
    edition.stage = Stage.APPROVED
    edition.save(update_fields=["stage"])
    note_step(edition, Verb.APPROVE, by=by, note=note)
    notify(edition, Event.APPROVED, by=by, people=[*concerned(edition), *people_for(Verb.PUBLISH, edition)], note=note)
    return edition


@transaction.atomic
def request_changes(edition: Edition, *, reasons: str, by: "User") -> Edition:
    """Give a draft back to whoever writes it, and say why. An approval that it had is void. Returns the edition.

    Those concerned are told the reasons together with each comment that is open, and what it is about.
    """
    edition = lock(edition)
    authorise(Verb.REQUEST_CHANGES, edition, by=by)
    if not reasons.strip():
        raise EditorialError(_("Say what is to be changed."))
    people = concerned(edition)
    submitted = edition.entry.steps.filter(edition_number=edition.number, verb=Verb.SUBMIT).last()
    if submitted is not None and edition.owner == by:  # a reviewer who had taken it
        edition.owner = submitted.by
    edition.stage = Stage.CHANGES_REQUESTED
    edition.save(update_fields=["stage", "owner"])
    note_step(edition, Verb.REQUEST_CHANGES, by=by, note=reasons)
    notify(edition, Event.CHANGES_REQUESTED, by=by, people=people, note="\n".join([reasons, *_open_comments(edition)]))
    return edition


def _open_comments(edition: Edition) -> list[str]:
    """The comments that wait for somebody, in lines to follow the reasons."""
    comments = Comment.objects.shown_with(edition).unresolved().select_related("by")
    lines = [f"* {label_of(each.about)}: {each.body} ({each.by})" for each in comments]
    return ["", _("Comments that are open:"), *lines] if lines else []


@transaction.atomic
def review_emergency(edition: Edition, *, by: "User", note: str = "") -> Edition:
    """Take the flag off what one person published in an emergency, as the second who has looked at it. Returns the edition."""
    edition = lock(edition)
    authorise(Verb.REVIEW_EMERGENCY, edition, by=by)
    EmergencyReview.objects.create(edition=edition, by=by)
    note_step(edition, Verb.REVIEW_EMERGENCY, by=by, note=note)
    notify(edition, Event.EMERGENCY_REVIEWED, by=by, people=[*concerned(edition), edition.published_by], note=note)
    return edition
