"""The queue in tests: what is in it, and a worker that does it at once, in the test's own transaction."""

import json
from datetime import timedelta
from typing import Any

from asgiref.sync import async_to_sync
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from experiences.models import Edition
from ssc_portal.jobs.models import Job


def waiting(name: str) -> list[dict[str, Any]]:
    """What the jobs of that name that wait in the queue were given."""
    return list(Job.objects.filter(task_name=name, status="todo").order_by("pk").values_list("args", flat=True))


def let_time_pass(edition: Edition) -> None:
    """The time of a draft that is scheduled has come, for it and for its job. The clock cannot be moved: its time is."""
    past = timezone.now() - timedelta(hours=1)
    Edition.objects.filter(pk=edition.pk).update(publish_at=past)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = %s WHERE status = 'todo'", [past])


def do_jobs() -> list[str]:
    """Do all jobs whose time has come; their names. What a job raises is raised."""
    app.perform_import_paths()
    jobs = app.job_manager
    worker = async_to_sync(jobs.register_worker)()
    done = []
    while job := async_to_sync(jobs.fetch_job)(queues=None, worker_id=worker):
        app.tasks[job.task_name].func(**json.loads(str(job.task_kwargs)))  # Django leaves JSON as text
        async_to_sync(jobs.finish_job)(job, status=Status.SUCCEEDED, delete_job=False)
        done.append(job.task_name)
    return done
