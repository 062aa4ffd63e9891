"""The pages about jobs and notices."""

import smtplib
from datetime import UTC, datetime

import pytest
from asgiref.sync import async_to_sync
from django.db import IntegrityError, connection
from django.urls import reverse
from procrastinate.contrib.django import app

from experiences import editorial
from experiences.models import Notice
from experiences.vocabulary import Role
from ssc_portal.accounts.models import Digest, User
from ssc_portal.jobs.failures import keep, reason_of
from ssc_portal.jobs.models import Job
from tests.desk import approved, person, reviewer, writer
from tests.experiences.admin.browsing import change_url, client_of
from tests.factories import make_entry

pytestmark = pytest.mark.django_db
JOBS = "/admin/jobs/job/"


def page(user: User, address: str) -> str:
    return client_of(user).get(address).content.decode()


@pytest.fixture
def chief() -> User:
    return person("chief", Role.ADMINISTRATOR)


def failed_job() -> Job:
    app.configure_task("publish_scheduled").defer(edition_id=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 8")
    return Job.objects.get()


def test_it_says_whether_a_worker_lives(chief):
    assert "No worker is running." in page(chief, JOBS)
    async_to_sync(app.job_manager.register_worker)()
    assert "A worker is running." in page(chief, JOBS)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")
    shown = page(chief, JOBS)
    assert "No worker is running." in shown
    assert "The last sign of life of one" in shown


def test_what_failed_is_told_and_can_be_run_again(chief):
    there_is_none = page(chief, JOBS)
    assert "No job has failed." in there_is_none
    assert "There is none yet." in there_is_none
    assert 'name="action"' not in there_is_none, "there is nothing to choose"
    job = failed_job()
    shown = page(chief, JOBS)
    assert "1 job has failed" in shown
    assert "publish scheduled" in shown
    sent = {"action": "run_again", "_selected_action": [job.pk]}
    answer = client_of(chief).post(JOBS, sent, follow=True).content.decode()
    assert "1 job is run again." in answer
    assert Job.objects.get().status == "todo"


def test_why_it_failed_is_said_and_no_more_once_it_has_succeeded(chief):
    job = failed_job()
    keep(job.pk, reason_of(ConnectionRefusedError("[Errno 111] Connection refused")))
    assert "ConnectionRefusedError: [Errno 111] Connection refused" in page(chief, JOBS)
    keep(job.pk, reason_of(ValueError("Another <one>")))
    shown = page(chief, JOBS)
    assert "ValueError: Another &lt;one&gt;" in shown
    assert "Connection refused" not in shown
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded'")
    assert "ValueError" not in page(chief, JOBS)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            smtplib.SMTPRecipientsRefused({"ana.t@example.org": (550, b"No such user ana.t@example.org")}),
            "SMTPRecipientsRefused: {…: (550, b…)}",
        ),
        (smtplib.SMTPSenderRefused(553, b"<me@example.org> refused", "me@example.org"), "SMTPSenderRefused: (553, b…, …)"),
        (RuntimeError("mail for Ana <ana@example.org>\nbounced"), "RuntimeError: mail for Ana <…@…>"),
        (
            IntegrityError('duplicate key value violates unique constraint "x"\nDETAIL:  Key (username)=(ana) already exists.'),
            "IntegrityError: duplicate key value violates unique constraint …",
        ),
        (KeyError("ana"), "KeyError: …"),
        (TimeoutError(), "TimeoutError"),
    ],
)
def test_a_reason_names_nobody(error, reason):
    assert reason_of(error) == reason


def test_a_reason_goes_with_its_job():
    job = failed_job()
    keep(job.pk, "ValueError")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("SELECT count(*) FROM jobs_failure")
        assert cursor.fetchone() == (0,)


def test_the_list_takes_as_many_queries_for_many_jobs(chief, django_assert_num_queries):
    client = client_of(chief)
    app.configure_task("publish_scheduled").defer(edition_id=0)
    client.get(JOBS)
    with django_assert_num_queries(10):
        client.get(JOBS)
    for number in range(1, 10):
        app.configure_task("publish_scheduled").defer(edition_id=number)
    with django_assert_num_queries(10):
        client.get(JOBS)


def test_the_last_news_of_a_job_is_not_the_time_that_is_to_come(chief):
    app.configure_task("publish_scheduled", schedule_at=datetime(2031, 5, 3, 9, tzinfo=UTC)).defer(edition_id=1)
    assert page(chief, JOBS).count("3 May 2031") == 1, "when it is due"


def test_the_menu_leads_administrators_there_and_nobody_else(chief):
    superuser = User.objects.create_superuser("root")
    assert JOBS in page(chief, "/admin/")
    assert JOBS in page(superuser, "/admin/")
    assert "procrastinate" not in page(superuser, "/admin/")
    assert JOBS not in page(writer(), "/admin/")


def test_notices_are_read_and_called_seen():
    reviewer()
    edition = editorial.request_changes(approved(make_entry(title="Schools", publish=False)), reasons="More.", by=reviewer())
    client = client_of(writer())
    address = reverse("account_notices")
    shown = client.get(address).content.decode()
    assert "ravi asked for changes." in shown
    assert "Schools" in shown
    assert shown.count("New:") == 2
    client.post(address, {"seen": "all"})
    assert "New:" not in client.get(address).content.decode()
    assert Notice.objects.filter(person=reviewer(), seen_at=None).exists(), "only one's own"
    assert edition.notices.count() == 3


def test_who_opens_the_draft_has_seen_its_notices():
    edition = approved(make_entry(publish=False))
    other = approved(make_entry(publish=False))
    client_of(writer()).get(change_url(edition))
    assert [notice.edition for notice in Notice.objects.for_person(writer()).unseen()] == [other]


def test_each_chooses_how_often_mail_comes():
    client = client_of(writer())
    address = reverse("account_notices")
    assert "no e-mail address for you" in client.get(address).content.decode()
    client.post(address, {"digest": "weekly"})
    assert User.objects.get(username="wen").digest == Digest.WEEKLY
    assert client.post(address, {"digest": "hourly"}).status_code == 200
    assert User.objects.get(username="wen").digest == Digest.WEEKLY
