"""What people get by e-mail, when, and how often: once."""

import smtplib
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone

from experiences import editorial
from experiences.models import Notice
from experiences.vocabulary import Event, Role
from ssc_portal.accounts import digest
from ssc_portal.accounts.digest import people_to_tell, send_digest
from ssc_portal.accounts.models import Digest, User
from ssc_portal.jobs.digests import send_digests
from ssc_portal.jobs.models import Job
from tests.desk import approved, person, reviewer, writer
from tests.factories import make_entry
from tests.queue import do_jobs, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def wen() -> User:
    """Who writes, with an address, and with two notices of two days ago."""
    wen = writer()
    User.objects.filter(pk=wen.pk).update(email="wen@example.org", full_name="Wen Li")
    draft = editorial.request_changes(
        approved(make_entry(title="Rural schools", publish=False)), reasons="Say when.", by=reviewer()
    )
    age(timedelta(days=2))
    assert draft.stage == "changes_requested"
    return User.objects.get(pk=wen.pk)


def age(by: timedelta) -> None:
    Notice.objects.update(at=timezone.now() - by)


def ask() -> list[str]:
    """The hour has struck: what the jobs do."""
    send_digests(timestamp=0)
    return do_jobs()


def test_it_says_what_happened_what_waits_and_where(wen, settings):
    settings.PORTAL_URL = "https://portal.example"
    assert ask() == ["send_digest"]
    sent: Any = mail.outbox[0]
    assert (sent.to, sent.subject) == (["wen@example.org"], "On the desk of Country Experiences: 2 new")
    edition: Any = Notice.objects.filter(person=wen)[0].edition
    html = sent.alternatives[0][0]
    for body in (str(sent.body), html):
        assert "Wen Li" in body
        assert f"{edition.entry.ref} Rural schools" in body
        assert "ravi asked for changes." in body
        assert "Say when." in body
        assert "To be revised by you" in body
        assert f"https://portal.example/admin/experiences/experience/{edition.pk}/change/" in body
        assert "https://portal.example/admin/notices/" in body
    assert "\n\n\n" not in sent.body


def test_no_text_of_a_mail_is_taken_for_html(wen):
    Notice.objects.filter(person=wen).update(note="<script>alert(1)</script>", about="Boys & girls")
    ask()
    assert "<script>" in mail.outbox[0].body
    assert "Boys & girls" in mail.outbox[0].body
    html = cast("Any", mail.outbox[0]).alternatives[0][0]
    assert "<script>" not in html
    assert "Boys &amp; girls" in html


def test_one_for_each_person_and_day_however_often_it_is_asked_for(wen):
    for _hour in range(3):
        ask()
    assert len(mail.outbox) == 1
    draft: Any = Notice.objects.filter(person=wen)[0].edition
    editorial.notify(draft, Event.COMMENTED, by=reviewer(), people=[wen])
    ask()
    assert len(mail.outbox) == 1, "what happens today is told tomorrow"
    tomorrow = timezone.now() + timedelta(days=1)
    assert people_to_tell(tomorrow) == [wen]
    assert send_digest(wen, tomorrow)
    assert "commented on it" in mail.outbox[1].body
    assert "asked for changes" not in mail.outbox[1].body


def test_a_job_that_is_done_twice_sends_once(wen):
    now = timezone.now()
    assert send_digest(wen, now)
    assert not send_digest(wen, now)
    assert len(mail.outbox) == 1


def test_asked_for_again_before_it_was_sent_it_is_queued_once(wen):
    send_digests(timestamp=0)
    send_digests(timestamp=0)
    assert len(waiting("send_digest")) == 1


def test_what_the_mail_server_does_not_take_is_sent_later(wen, monkeypatch):
    def refuse(*_args):
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        with pytest.raises(smtplib.SMTPException):
            send_digest(wen, timezone.now())
    assert not Notice.objects.exclude(mailed_at=None).exists()
    ask()
    assert len(mail.outbox) == 1


def test_the_same_digest_has_the_same_message_id(wen):
    send_digest(wen, timezone.now())
    Notice.objects.update(mailed_at=None)
    send_digest(wen, timezone.now())
    first, second = (sent.message()["Message-ID"] for sent in mail.outbox)
    assert first == second


@pytest.mark.parametrize("fields", [{"digest": Digest.NONE}, {"email": ""}, {"is_active": False}, {"is_staff": False}])
def test_who_wants_none_or_cannot_get_any_gets_none(wen, fields):
    User.objects.filter(pk=wen.pk).update(**fields)
    assert ask() == []
    assert not mail.outbox
    if User.objects.get(pk=wen.pk).is_active:
        assert Notice.objects.filter(person=wen).unseen().exists(), "the desk shows it all the same"


def test_what_was_seen_at_the_desk_is_not_told_again(wen):
    Notice.objects.filter(person=wen).mark_seen()
    assert ask() == []


def test_a_portal_that_sends_no_mail_marks_nothing(wen, settings):
    settings.MAIL_IS_SENT = False
    assert ask() == []
    assert not Notice.objects.exclude(mailed_at=None).exists()


def test_what_is_long_past_is_not_dug_up(wen):
    age(timedelta(days=15))
    assert ask() == []


def test_daily_is_from_midnight_utc_and_weekly_from_monday():
    wednesday = datetime(2026, 5, 6, 17, 30, tzinfo=UTC)
    assert digest.up_to(User(digest=Digest.DAILY), wednesday) == datetime(2026, 5, 6, tzinfo=UTC)
    assert digest.up_to(User(digest=Digest.WEEKLY), wednesday) == datetime(2026, 5, 4, tzinfo=UTC)
    assert digest.up_to(User(digest=Digest.WEEKLY), datetime(2026, 5, 4, 0, 5, tzinfo=UTC)) == datetime(2026, 5, 4, tzinfo=UTC)


def test_who_may_no_longer_view_a_draft_is_not_told_of_it(wen):
    wen.groups.clear()
    assert not people_to_tell(timezone.now())


def test_it_lists_for_reviewers_and_publishers_what_waits_for_them():
    ravi, paula = reviewer(), person("paula", Role.PUBLISHER)
    in_review = editorial.submit(make_entry(title="In review", publish=False), by=writer())
    ready = approved(make_entry(title="Ready", publish=False))
    later = approved(make_entry(title="Later", publish=False))
    editorial.schedule(later, at=timezone.now() + timedelta(days=1), by=paula)
    emergency = editorial.publish_in_emergency(make_entry(title="Flood", publish=False), reason="A flood.", by=paula)

    def waits(who: User) -> dict[str, list[str]]:
        return {group.heading: [line.about for line in group.lines] for group in digest.waiting_for(who)}

    assert waits(ravi) == {
        "To be reviewed": [f"{in_review.entry.ref} In review"],
        "Published in an emergency, and to be reviewed": [f"{emergency.entry.ref} Flood"],
    }
    assert waits(paula) == {"Approved, and to be published": [f"{ready.entry.ref} Ready"]}


def test_queued_is_who_and_when_and_no_words(wen):
    send_digests(timestamp=0)
    assert set(Job.objects.get().args) == {"person_id", "now"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        assert "wen@example.org" not in cursor.fetchone()[0]
