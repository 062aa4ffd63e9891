"""The worker: takes jobs off the queue, one at a time, until it is told to stop.

It shows that it lives by a beat in the database. What a worker was doing whose beat has stopped is taken up again. When the
database goes away, the worker waits for it, and starts anew: the embedded one it starts again itself.
"""

import asyncio
import logging
import signal
from contextlib import suppress
from typing import Any

import psycopg
from asgiref.sync import sync_to_async
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from ssc_portal.jobs.failures import keep, keeping_reasons
from ssc_portal.jobs.retrying import BEATS_MISSED, MOST_TRIES, SECONDS_BETWEEN_BEATS

_logger = logging.getLogger(__name__)

_SECONDS_BEFORE_A_NEW_START = 2
_SECONDS_FOR_A_CONNECTION = 5


class Worker:
    """One worker, in a process of its own."""

    def __init__(self, *, beat: float = SECONDS_BETWEEN_BEATS) -> None:
        self.beat = beat
        self.dead_after = beat * BEATS_MISSED

    def run(self) -> None:
        """Work until SIGTERM or SIGINT. A job that is under way then is finished first."""
        asyncio.run(self._run())

    async def _run(self) -> None:
        stopping = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
        while not stopping.is_set():
            try:
                await self._work(stopping)
            except (ConnectorException, DatabaseError, psycopg.OperationalError) as error:
                _logger.warning("the worker has no database, and tries again: %s", error.__cause__ or error)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), _SECONDS_BEFORE_A_NEW_START)

    async def _work(self, stopping: asyncio.Event) -> None:
        """Work until told to stop, or until the database goes away. Raises what the latter raises."""
        connector = PsycopgConnector(
            kwargs=await sync_to_async(_database)(), min_size=1, max_size=4, timeout=_SECONDS_FOR_A_CONNECTION
        )
        # Beside the app, not in its place: what jobs defer goes through Django's connection, in their transaction.
        queue = app.with_connector(connector)
        async with queue.open_async():
            tasks = [
                asyncio.create_task(self._take_jobs(queue)),
                asyncio.create_task(self._take_up_stalled(queue)),
                asyncio.create_task(stopping.wait()),
            ]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
            for outcome in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(outcome, Exception):
                    raise outcome

    async def _take_jobs(self, queue: App) -> None:
        await queue.run_worker_async(
            install_signal_handlers=False,
            update_heartbeat_interval=self.beat,
            stalled_worker_timeout=self.dead_after,
            worker_middleware=[keeping_reasons],
        )

    async def _take_up_stalled(self, queue: App) -> None:
        """Put back, again and again, what dead workers had begun; what has ended too many of them counts as failed."""
        jobs = queue.job_manager
        while True:
            for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=self.dead_after):
                _logger.warning("the worker of job %s is dead: %s is taken up again", job.id, job.task_name)
                with suppress(ConnectorException):  # another worker was quicker
                    if job.attempts >= MOST_TRIES and job.id is not None:
                        await sync_to_async(keep)(job.id, _("Its workers died over it, each time."))
                        await jobs.finish_job(job, status=Status.FAILED, delete_job=False)
                    else:
                        await jobs.retry_job(job)
            await asyncio.sleep(self.beat)


def _database() -> dict[str, Any]:
    """How to connect to the database that Django uses, which is started or waited for where needed."""
    connection.close()
    connection.ensure_connection()
    info: psycopg.ConnectionInfo = connection.connection.info
    return info.get_parameters() | ({"password": info.password} if info.password else {})
