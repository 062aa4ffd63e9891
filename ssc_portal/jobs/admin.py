"""The list of background jobs, for administrators: whether a worker lives, what waits, what failed."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from ssc_portal.jobs.models import Job, failed_jobs, is_alive, last_sign_of_life, overdue_jobs

admin.site.unregister(ProcrastinateJob)  # the library's own list lets jobs be aborted, and speaks in pictures

_STATES = {
    "todo": _("Waiting"),
    "doing": _("Under way"),
    "succeeded": _("Done"),
    "failed": _("Failed"),
    "cancelled": _("Cancelled"),
    "aborted": _("Broken off"),
}


class StateFilter(admin.SimpleListFilter):
    """Jobs in one state."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The states."""
        return list(_STATES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        """Those in the state that was chosen."""
        return queryset.filter(status=self.value()) if self.value() in _STATES else queryset


class NameFilter(admin.AllValuesFieldListFilter):
    """Jobs of one name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("job")


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    """A list to read, the latest first. What failed can be run again."""

    list_display = ("name", "about", "state", "reason", "due", "tries", "last_event")
    list_display_links = None
    list_filter = (StateFilter, ("task_name", NameFilter))
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-pk",)
    actions = ("run_again",)
    change_list_template = "admin/jobs/job/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        """The list and nothing else."""
        return [path("", self.admin_site.admin_view(self.changelist_view), name="jobs_job_changelist")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        """The jobs, each with the time of the last thing that happened to it."""
        jobs: QuerySet[Job] = super().get_queryset(request)
        happened = ~Q(procrastinateevent__type="scheduled")  # this one bears the time that is to come
        return jobs.select_related("failure").annotate(last_event_at=Max("procrastinateevent__at", filter=happened))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """With whether a worker lives."""
        last = last_sign_of_life()
        standing = {
            "worker_lives": is_alive(last),
            "last_sign_of_life": last,
            "failed": failed_jobs().count(),
            "overdue": overdue_jobs().count(),
        }
        return super().changelist_view(request, standing | (extra_context or {}))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        """Nobody: jobs that are done go after a week."""
        return False

    @admin.display(description=_("Job"), ordering="task_name")
    def name(self, job: Job) -> str:
        """What it is called in ssc_portal/jobs."""
        return job.task_name.replace("_", " ")

    @admin.display(description=_("With"))
    def about(self, job: Job) -> str:
        """What it was given."""
        given = {name: value for name, value in (job.args or {}).items() if name != "timestamp"}
        return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in given.items())

    @admin.display(description=_("State"), ordering="status")
    def state(self, job: Job) -> str:
        """Where it stands."""
        return str(_STATES.get(job.status, job.status))

    @admin.display(description=_("Why it failed"))
    def reason(self, job: Job) -> str:
        """Why it failed the last time that it was tried; empty where it has succeeded since, or never failed."""
        return job.failure.reason if job.status != "succeeded" and hasattr(job, "failure") else ""

    @admin.display(description=_("Due, UTC"), ordering="scheduled_at")
    def due(self, job: Job) -> str:
        """When it is to run, or to run again; empty where that is at once."""
        return date_format(job.scheduled_at, "j M Y, H:i") if job.scheduled_at else ""

    @admin.display(description=_("Tries"), ordering="attempts")
    def tries(self, job: Job) -> int:
        """How often it was tried."""
        return job.attempts

    @admin.display(description=_("Last news, UTC"), ordering="last_event_at")
    def last_event(self, job: Any) -> str:
        """When something last happened to it."""
        return date_format(job.last_event_at, "j M Y, H:i:s") if job.last_event_at else ""

    @admin.action(description=_("Run again what failed"), permissions=["view"])
    def run_again(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        """Put failed jobs back into the queue."""
        failed = list(jobs.filter(status="failed"))
        for job in failed:
            app.job_manager.retry_job_by_id(job.pk, timezone.now())
        text = ngettext("%(number)d job is run again.", "%(number)d jobs are run again.", len(failed))
        self.message_user(request, text % {"number": len(failed)}, messages.SUCCESS)
