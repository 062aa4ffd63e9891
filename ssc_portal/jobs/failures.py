"""Why a job failed, kept for administrators: the class of the exception and the first line of its message, naming nobody."""

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from asgiref.sync import sync_to_async
from django.db import DatabaseError
from django.utils import timezone

from ssc_portal.jobs.models import Failure

if TYPE_CHECKING:
    from procrastinate import JobContext
    from procrastinate.middleware import AsyncCallNext

_LONGEST = 300
_E_MAIL = re.compile(r"[^\s<>(){}'\"=,;]+@[^\s<>(){}'\"=,;]+")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|=\([^)]*\)")


def reason_of(error: BaseException) -> str:
    """An exception in a line: its class and what it says, without e-mail addresses, and without values, which are quoted.

    A database adds what the row holds in the lines after the first: they are left out.
    """
    said = str(error).strip().partition("\n")[0]
    said = _E_MAIL.sub("…@…", said)
    said = _QUOTED.sub("…", said)
    return f"{type(error).__name__}: {said}"[:_LONGEST] if said else type(error).__name__


def keep(job_id: int, reason: str) -> None:
    """Keep why a job failed, in place of why it failed before. Nothing where the database is what has failed."""
    with suppress(DatabaseError):  # and so where the job is gone
        Failure.objects.update_or_create(job_id=job_id, defaults={"reason": reason, "at": timezone.now()})


async def keeping_reasons(call_next: "AsyncCallNext", context: "JobContext", worker: Any) -> Any:
    """Around each job that a worker does: do it, and keep why it failed, if it does."""
    try:
        return await call_next()
    except Exception as error:
        if context.job.id is not None:
            await sync_to_async(keep)(context.job.id, reason_of(error))
        raise
