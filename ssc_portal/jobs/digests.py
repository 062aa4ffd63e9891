"""People are told by e-mail what happened on the desk."""

import datetime
from contextlib import suppress

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from ssc_portal.accounts.digest import people_to_tell, send_digest
from ssc_portal.accounts.models import User
from ssc_portal.jobs.retrying import AGAIN


@app.periodic(cron="5 * * * *")
@app.task(name="send_digests", retry=AGAIN, queueing_lock="send_digests")
def send_digests(timestamp: int) -> None:
    """Queue a digest for each person who is to get one. Asked each hour, so that none is lost to a worker that was away."""
    now = timezone.now()
    for person in people_to_tell(now):
        with suppress(AlreadyEnqueued), transaction.atomic():
            send_one_digest.configure(queueing_lock=f"digest of {person.pk}").defer(person_id=person.pk, now=now.isoformat())


@app.task(name="send_digest", retry=AGAIN)
def send_one_digest(person_id: int, now: str) -> None:
    """Send one person's digest, of what had happened when it was queued."""
    if person := User.objects.filter(pk=person_id).first():
        send_digest(person, datetime.datetime.fromisoformat(now))
