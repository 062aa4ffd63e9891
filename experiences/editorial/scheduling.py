"""To give an approved draft a time at which it is published, to take that back, and to publish it when the time has come."""

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from experiences.editorial.authorising import authorise
from experiences.editorial.errors import EditorialError
from experiences.editorial.locking import lock
from experiences.editorial.notifying import concerned, notify
from experiences.editorial.publishing import publish
from experiences.editorial.reviewing import fingerprint
from experiences.editorial.steps import note_step
from experiences.models import Edition
from experiences.vocabulary import Event, Verb

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User

JOB = "publish_scheduled"
"""The job that calls `publish_if_due`, by the name that it has in the queue."""


@transaction.atomic
def schedule(edition: Edition, *, at: datetime.datetime, by: "User", note: str = "") -> Edition:
    """Have an approved draft published at a time, as it is now and in the name of who asks. Returns the edition.

    A time that it had before is replaced. Raises EditorialError when the time is past, when something is missing, or when
    the person may not.
    """
    edition = lock(edition)
    authorise(Verb.SCHEDULE, edition, by=by)
    if at <= timezone.now():
        raise EditorialError(_("This time is past. Times are in UTC: publish the draft now, or choose a later time."))
    _set(edition, at, by, fingerprint(edition))
    note = "\n".join(filter(None, [_("For %(time)s UTC.") % {"time": date_format(at, "j F Y, H:i")}, note]))
    note_step(edition, Verb.SCHEDULE, by=by, note=note)
    notify(edition, Event.SCHEDULED, by=by, people=concerned(edition), note=note)
    app.configure_task(JOB, schedule_at=at, allow_unknown=False).defer(edition_id=edition.pk)
    return edition


@transaction.atomic
def unschedule(edition: Edition, *, by: "User", note: str = "") -> Edition:
    """Take the time of publication back. Returns the edition. Raises EditorialError where it has none."""
    edition = lock(edition)
    authorise(Verb.UNSCHEDULE, edition, by=by)
    people = [*concerned(edition), edition.scheduled_by]
    _set(edition, None, None, "")
    note_step(edition, Verb.UNSCHEDULE, by=by, note=note)
    notify(edition, Event.UNSCHEDULED, by=by, people=people, note=note)
    return edition


@transaction.atomic
def publish_if_due(edition: Edition) -> bool:
    """Publish a draft whose time has come, in the name of who gave it the time; says whether it is published by this call.

    Called as often as one likes, from wherever: it publishes once. What may no longer be published (it is not the text that
    was approved and scheduled, or the person no longer may) is not: it loses its time, and people are told why. Raises
    EditorialError when the edition is gone.
    """
    edition = lock(edition)
    by = edition.scheduled_by
    if by is None or edition.publish_at is None or edition.publish_at > timezone.now():
        return False
    try:
        with transaction.atomic():
            if fingerprint(edition) != edition.scheduled_fingerprint:
                raise EditorialError(_("It was changed after it got its time of publication."))
            publish(edition, by=by)
    except EditorialError as refusal:
        _give_up(edition, by, refusal)
        return False
    return True


def _give_up(edition: Edition, by: "User", refusal: EditorialError) -> None:
    note = " ".join([_("Not published when its time had come."), *refusal.reasons])
    people = [*concerned(edition), by]
    _set(edition, None, None, "")
    note_step(edition, Verb.UNSCHEDULE, by=by, note=note)
    notify(edition, Event.NOT_PUBLISHED, by=None, people=people, note=note)


def _set(edition: Edition, at: datetime.datetime | None, by: "User | None", seen: str) -> None:
    edition.publish_at, edition.scheduled_by, edition.scheduled_fingerprint = at, by, seen
    edition.save(update_fields=["publish_at", "scheduled_by", "scheduled_fingerprint"])
