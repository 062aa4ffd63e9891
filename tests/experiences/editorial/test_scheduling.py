"""Publication at a time: as it was approved, once, or not at all; and then somebody is told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from experiences import editorial
from experiences.editorial import EditorialError, NotAllowed
from experiences.models import Edition, EditionText, Notice, Step
from experiences.vocabulary import EditionState, Event, Role, Stage, Verb
from ssc_portal.accounts.models import User
from ssc_portal.jobs.models import Job
from ssc_portal.jobs.publications import publish_what_is_due
from tests.desk import approved, person, publisher, reviewer, start_edition, writer
from tests.factories import make_entry
from tests.queue import do_jobs, let_time_pass, waiting

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def scheduled() -> Edition:
    """An approved draft that is to be published in an hour."""
    return editorial.schedule(approved(make_entry(publish=False)), at=timezone.now() + HOUR, by=publisher())


def sql(statement, *parameters):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def as_it_is(edition: Edition) -> Edition:
    return Edition.objects.get(pk=edition.pk)


def steps(edition: Edition) -> list[str]:
    return list(Step.objects.filter(entry=edition.entry).values_list("verb", flat=True))


def told(event: Event) -> set[str]:
    return set(Notice.objects.filter(event=event).values_list("person__username", flat=True))


def test_it_is_published_when_its_time_has_come_and_not_before(scheduled):
    assert do_jobs() == []
    publish_what_is_due(timestamp=0)
    assert as_it_is(scheduled).is_draft
    let_time_pass(scheduled)
    assert do_jobs() == ["publish_scheduled"]
    edition = as_it_is(scheduled)
    assert (edition.state, edition.published_by, edition.publish_at) == (EditionState.PUBLISHED, publisher(), None)
    assert steps(edition)[-2:] == [Verb.SCHEDULE, Verb.PUBLISH]
    assert told(Event.SCHEDULED) == told(Event.PUBLISHED) == {"wen", "ravi"}


def test_it_is_queued_with_its_time(scheduled):
    job = Job.objects.get()
    assert (job.task_name, job.args, job.scheduled_at) == (
        "publish_scheduled",
        {"edition_id": scheduled.pk},
        scheduled.publish_at,
    )
    assert "For " in Step.objects.latest("pk").note


def test_what_is_rolled_back_queues_nothing():
    edition = approved(make_entry(publish=False))
    with transaction.atomic():
        editorial.schedule(edition, at=timezone.now() + HOUR, by=publisher())
        transaction.set_rollback(True)
    assert not waiting("publish_scheduled")
    assert as_it_is(edition).publish_at is None


def test_a_job_that_runs_twice_publishes_once(scheduled):
    let_time_pass(scheduled)
    assert editorial.publish_if_due(scheduled)
    assert not editorial.publish_if_due(scheduled)
    do_jobs()
    publish_what_is_due(timestamp=0)
    assert steps(scheduled).count(Verb.PUBLISH) == 1
    assert Notice.objects.filter(event=Event.PUBLISHED).count() == 2


def test_the_safety_net_publishes_what_its_job_did_not(scheduled):
    let_time_pass(scheduled)
    sql("DELETE FROM procrastinate_jobs")
    publish_what_is_due(timestamp=0)
    assert as_it_is(scheduled).state == EditionState.PUBLISHED


def changed_by_hand(edition):
    EditionText.objects.filter(edition=edition).update(title="Changed behind everybody's back")


def changed_at_the_desk(edition):
    editorial.note_change(as_it_is(edition), seen_revision=edition.revision, by=writer())


def changes_asked_for(edition):
    editorial.request_changes(edition, reasons="More.", by=reviewer())


def scheduler_lost_the_role(edition):
    publisher().groups.clear()


def scheduler_left(edition):
    User.objects.filter(username="paula").update(is_active=False)


def changed_and_approved_again(edition):
    changed_by_hand(edition)
    editorial.approve(edition, seen=editorial.fingerprint(edition), by=reviewer())


@pytest.mark.parametrize(
    "change",
    [
        changed_by_hand,
        changed_at_the_desk,
        changes_asked_for,
        scheduler_lost_the_role,
        scheduler_left,
        changed_and_approved_again,
    ],
)
def test_what_may_no_longer_be_published_is_not_and_people_are_told(scheduled, change):
    let_time_pass(scheduled)  # nobody was there to publish it
    change(scheduled)
    do_jobs()
    edition = as_it_is(scheduled)
    assert edition.is_draft
    assert edition.publish_at is None
    step = Step.objects.latest("pk")
    assert (step.verb, step.by) == (Verb.UNSCHEDULE, publisher())
    assert step.note.startswith("Not published when its time had come. ")
    assert told(Event.NOT_PUBLISHED) >= ({"wen"} if change is scheduler_left else {"wen", "paula"})
    assert Notice.objects.filter(event=Event.NOT_PUBLISHED)[0].sentence.startswith("It was not published")
    publish_what_is_due(timestamp=0)
    assert Step.objects.latest("pk") == step, "it is told once"


def test_what_is_put_back_and_approved_again_as_it_was_is_published(scheduled):
    title = scheduled.texts.get().title
    changed_by_hand(scheduled)
    EditionText.objects.filter(edition=scheduled).update(title=title)
    editorial.approve(scheduled, seen=editorial.fingerprint(scheduled), by=reviewer())
    let_time_pass(scheduled)
    do_jobs()
    assert as_it_is(scheduled).state == EditionState.PUBLISHED


def test_a_draft_that_misses_its_time_says_so_before(scheduled):
    assert not as_it_is(scheduled).misses_its_time
    changed_by_hand(scheduled)
    assert as_it_is(scheduled).misses_its_time


def test_the_time_can_be_taken_back(scheduled):
    editorial.unschedule(scheduled, by=person("pete", Role.PUBLISHER), note="Not yet.")
    assert as_it_is(scheduled).publish_at is None
    assert told(Event.UNSCHEDULED) == {"wen", "ravi", "paula"}
    sql("UPDATE procrastinate_jobs SET scheduled_at = NULL")
    assert do_jobs() == ["publish_scheduled"]
    assert as_it_is(scheduled).is_draft
    with pytest.raises(EditorialError, match="no time of publication"):
        editorial.unschedule(scheduled, by=publisher())


def test_another_time_replaces_the_first(scheduled):
    later = timezone.now() + 5 * HOUR
    pete = person("pete", Role.PUBLISHER)
    editorial.schedule(scheduled, at=later, by=pete)
    edition = as_it_is(scheduled)
    assert (edition.publish_at, edition.scheduled_by) == (later, pete)
    sql("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE id = (SELECT min(id) FROM procrastinate_jobs)")
    assert do_jobs() == ["publish_scheduled"]
    assert as_it_is(scheduled).is_draft, "the job of the first time finds that it is not due"


def test_published_by_hand_before_its_time_it_is_published_once(scheduled):
    editorial.publish(scheduled, by=person("pete", Role.PUBLISHER))
    assert as_it_is(scheduled).publish_at is None
    sql("UPDATE procrastinate_jobs SET scheduled_at = NULL")
    do_jobs()
    assert steps(scheduled).count(Verb.PUBLISH) == 1


def test_a_draft_that_is_discarded_takes_its_time_along(scheduled):
    editorial.discard(scheduled, by=writer())
    sql("UPDATE procrastinate_jobs SET scheduled_at = NULL")
    assert do_jobs() == ["publish_scheduled"]


def test_the_next_edition_of_a_published_entry_waits_beside_it():
    entry = make_entry(title="First").entry
    draft = approved(start_edition(entry))
    editorial.schedule(draft, at=timezone.now() + HOUR, by=publisher())
    assert Edition.objects.published().get(entry=entry).number == 1
    let_time_pass(draft)
    do_jobs()
    assert Edition.objects.published().get(entry=entry).number == 2


def test_only_publishers_only_what_is_approved_only_ahead():
    draft = make_entry(publish=False)
    tomorrow = timezone.now() + 24 * HOUR
    with pytest.raises(EditorialError, match="Only an approved draft"):
        editorial.schedule(draft, at=tomorrow, by=publisher())
    draft = approved(draft)
    with pytest.raises(NotAllowed):
        editorial.schedule(draft, at=tomorrow, by=writer())
    with pytest.raises(EditorialError, match="This time is past"):
        editorial.schedule(draft, at=datetime(2020, 5, 3, 9, tzinfo=UTC), by=publisher())
    assert not Job.objects.exists()


def refused(match, **values):
    def attempt(edition):
        with pytest.raises(DatabaseError, match=match), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(**values)

    return attempt


def test_the_database_knows_no_time_without_approval_and_none_of_a_published_edition():
    edition = make_entry(publish=False)
    whole = {"publish_at": timezone.now() + HOUR, "scheduled_by": publisher()}
    fingerprint = editorial.fingerprint(edition)
    refused("once it is approved", **whole, scheduled_fingerprint=fingerprint)(edition)
    approved(edition)
    refused("once it is approved", **whole, scheduled_fingerprint="0" * 64)(edition)
    refused("edition_schedule_is_of_a_draft_and_whole", publish_at=timezone.now())(edition)
    Edition.objects.filter(pk=edition.pk).update(**whole, scheduled_fingerprint=fingerprint)
    assert as_it_is(edition).stage == Stage.APPROVED, "a time is not part of what was approved"
    refused("edition_schedule_is_of_a_draft_and_whole", state="published", published_at=timezone.now())(edition)
