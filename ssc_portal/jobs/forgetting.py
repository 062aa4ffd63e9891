"""Each night: logs and finished jobs of long ago are deleted."""

from django.core.management import call_command
from procrastinate import JobContext, builtin_tasks
from procrastinate.contrib.django import app

from ssc_portal.jobs.retrying import AGAIN

_NIGHTLY = "15 19 * * *"
"""Past two in the night in Bangkok."""
HOURS_THAT_FINISHED_JOBS_ARE_KEPT = 24 * 7


@app.periodic(cron=_NIGHTLY)
@app.task(name="forget_logs", retry=AGAIN, queueing_lock="forget_logs")
def forget_logs(timestamp: int) -> None:
    """Delete what the logs of searches and of signing in, and the saves of old editions, hold of more than a year ago.

    Sessions that have run out go too.
    """
    call_command("forget_searches")
    call_command("forget_sign_ins")
    call_command("forget_saves")
    call_command("clearsessions")


@app.periodic(cron=_NIGHTLY)
@app.task(name="forget_jobs", retry=AGAIN, queueing_lock="forget_jobs", pass_context=True)
async def forget_jobs(context: JobContext, timestamp: int) -> None:
    """Delete jobs that were done a week ago. Those that failed stay until somebody has them run again, or for ever."""
    await builtin_tasks.remove_old_jobs(context, max_hours=HOURS_THAT_FINISHED_JOBS_ARE_KEPT)
