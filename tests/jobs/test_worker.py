"""Real workers in processes of their own, killed in the middle of a job: what was begun is done again, once with effect."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from experiences import editorial
from experiences.models import Edition, Notice, Step
from experiences.vocabulary import EditionState, Event, Verb
from ssc_portal.accounts.models import User
from ssc_portal.jobs.digests import send_digests
from ssc_portal.jobs.models import Failure, Job, is_alive, last_sign_of_life
from tests.desk import approved, publisher, reviewer, writer
from tests.factories import make_entry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Starts workers; all are gone afterwards, and so is the queue."""
    started = []

    def start_one() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "tests.jobs.work", str(connection.settings_dict["NAME"]), str(tmp_path)]
        here = os.environ | {"DJANGO_SETTINGS_MODULE": "ssc_portal.settings.test"}
        started.append(subprocess.Popen(command, cwd=settings.BASE_DIR, env=here))
        return started[-1]

    yield start_one
    for worker in started:
        worker.kill()
        worker.wait()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")


def until(what: Callable[[], object], seconds: float = 60) -> None:
    """Wait for what a worker is to do."""
    latest = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < latest, list(Job.objects.values_list("task_name", "status", "attempts"))
        time.sleep(0.05)


@contextmanager
def nobody_writes_notices() -> Iterator[None]:
    """Whoever writes a notice waits until this block ends."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE experiences_notice IN SHARE MODE")
        yield


def somebody_waits() -> bool:
    """Whether a job is at the point where it would write a notice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_locks WHERE relation = 'experiences_notice'::regclass AND NOT granted")
        return bool(cursor.rowcount)


def statuses(name: str) -> list[str]:
    return list(Job.objects.filter(task_name=name).order_by("pk").values_list("status", flat=True))


def due_soon() -> Edition:
    """A draft whose time comes in a moment."""
    edition = approved(make_entry(publish=False))
    return editorial.schedule(edition, at=timezone.now() + timedelta(seconds=0.5), by=publisher())


def test_a_publication_cut_short_by_a_kill_is_done_once_by_the_next_worker(start):
    edition = due_soon()
    with nobody_writes_notices():
        killed = start()
        until(somebody_waits)
        assert is_alive(last_sign_of_life())
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    assert Edition.objects.get(pk=edition.pk).is_draft, "all or nothing"
    assert statuses("publish_scheduled") == ["doing"]
    for _worker in range(2):
        start()
    until(lambda: statuses("publish_scheduled") == ["succeeded"])
    assert Edition.objects.get(pk=edition.pk).state == EditionState.PUBLISHED
    assert Step.objects.filter(entry=edition.entry, verb=Verb.PUBLISH).count() == 1
    assert Notice.objects.filter(event=Event.PUBLISHED).count() == 2


def test_a_digest_cut_short_by_a_kill_is_sent_once_by_the_next_worker(start, tmp_path):
    wen = writer()
    User.objects.filter(pk=wen.pk).update(email="wen@example.org")
    editorial.request_changes(approved(make_entry(publish=False)), reasons="Say when.", by=reviewer())
    Notice.objects.update(at=timezone.now() - timedelta(days=2))
    send_digests(timestamp=0)
    with nobody_writes_notices():
        killed = start()
        until(somebody_waits)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    assert not list(tmp_path.iterdir())
    start()
    until(lambda: statuses("send_digest") == ["succeeded"])
    (sent,) = tmp_path.iterdir()
    assert sent.read_text().count("To: wen@example.org") == 1
    assert not Notice.objects.filter(person=wen, mailed_at=None).exists()


def test_a_job_that_fails_says_why_and_is_to_be_tried_again(start):
    app.configure_task("publish_scheduled").defer(edition="seven")
    start()
    until(Failure.objects.exists)
    assert Failure.objects.get().reason.startswith("TypeError: publish_scheduled() got an unexpected keyword argument")
    until(lambda: statuses("publish_scheduled") == ["todo"])


def test_told_to_stop_it_finishes_what_it_does(start):
    edition = due_soon()
    with nobody_writes_notices():
        worker = start()
        until(somebody_waits)
        worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == 0
    assert Edition.objects.get(pk=edition.pk).state == EditionState.PUBLISHED
    assert statuses("publish_scheduled") == ["succeeded"]
    assert last_sign_of_life() is None


def test_it_survives_the_loss_of_all_its_connections_and_holds_no_transaction_open(start):
    worker = start()
    until(lambda: is_alive(last_sign_of_life()))
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with connection.cursor() as cursor:

        def open_transactions() -> int:
            cursor.execute(f"SELECT count(*) {others} AND state LIKE 'idle in transaction%'")
            return int(cursor.fetchone()[0])

        until(lambda: not open_transactions())  # one that lasts a moment is none that is held
        cursor.execute(f"SELECT pg_terminate_backend(pid) {others}")
        assert cursor.rowcount >= 2
    edition = due_soon()
    until(lambda: Edition.objects.get(pk=edition.pk).state == EditionState.PUBLISHED)
    assert worker.poll() is None
