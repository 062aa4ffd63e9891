"""Jobs: the library's table of them, under the desk's name, which only the library writes to; and why they failed."""

import datetime

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from ssc_portal.jobs.retrying import BEATS_MISSED, SECONDS_BETWEEN_BEATS

_LATE = datetime.timedelta(minutes=5)


class Job(ProcrastinateJob):
    """A background job: waiting, under way, done or failed."""

    class Meta:
        proxy = True
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")


class Failure(models.Model):
    """Why a job failed the last time that it was tried. It goes with the job: the database sees to it (migration 0002)."""

    job = models.OneToOneField(Job, on_delete=models.DO_NOTHING, db_constraint=False, related_name="failure")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.reason


def failed_jobs() -> QuerySet[Job]:
    """Those that were tried as often as they may be, in vain."""
    return Job.objects.filter(status="failed")


def overdue_jobs() -> QuerySet[Job]:
    """Those that should have begun some minutes ago."""
    return Job.objects.filter(status="todo", scheduled_at__lt=timezone.now() - _LATE)


def last_sign_of_life() -> datetime.datetime | None:
    """When a worker last showed that it lives; None where every one was stopped in order."""
    return ProcrastinateWorker.objects.order_by("-last_heartbeat").values_list("last_heartbeat", flat=True).first()


def is_alive(last: datetime.datetime | None) -> bool:
    """Whether a worker that last showed then that it lives is taken to live now."""
    return last is not None and last > timezone.now() - datetime.timedelta(seconds=SECONDS_BETWEEN_BEATS * BEATS_MISSED)
