"""Entries are published when their time has come."""

from contextlib import suppress

from django.utils import timezone
from procrastinate.contrib.django import app

from experiences.editorial import EditorialError, publish_if_due
from experiences.editorial.scheduling import JOB
from experiences.models import Edition
from ssc_portal.jobs.retrying import AGAIN


@app.task(name=JOB, retry=AGAIN)
def publish_scheduled(edition_id: int) -> None:
    """Publish an edition, if its time has come and it is still to be published."""
    if edition := Edition.objects.filter(pk=edition_id).first():
        with suppress(EditorialError):  # discarded in this moment
            publish_if_due(edition)


@app.periodic(cron="*/10 * * * *")
@app.task(name="publish_what_is_due", retry=AGAIN, queueing_lock="publish_what_is_due")
def publish_what_is_due(timestamp: int) -> None:
    """A safety net: publish what should be public already, whatever became of the job that was to do it."""
    for edition in Edition.objects.filter(publish_at__lte=timezone.now()):
        publish_scheduled(edition_id=edition.pk)
