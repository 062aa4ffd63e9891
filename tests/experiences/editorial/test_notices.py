"""Who is told of what happens on the desk."""

import pytest
from django.db import transaction

from experiences import editorial
from experiences.editorial import EditorialError
from experiences.models import Contributor, CountryRole, Notice, Remit
from experiences.permissions import people_for
from experiences.vocabulary import EntryType, Event, Kind, Role, Verb, WithdrawalReason
from ssc_portal.accounts.models import User
from tests.desk import approved, person, publish, publisher, reviewer, start_edition, withdraw, writer
from tests.factories import make_country, make_entry

pytestmark = pytest.mark.django_db


def told(edition, event):
    """Who was told of it, by name."""
    return set(Notice.objects.filter(edition=edition, event=event).values_list("person__username", flat=True))


@pytest.fixture
def staff():
    """The three who take a draft on its way, and others who have the same roles or none."""
    for one in (writer, reviewer, publisher):
        one()
    person("rosa", Role.REVIEWER)
    person("pete", Role.PUBLISHER)
    person("gone", Role.REVIEWER, Role.PUBLISHER, is_active=False)
    person("chief", Role.ADMINISTRATOR)
    person("nobody")


def test_on_its_way_each_hears_whose_turn_it_is_and_whose_work_it_was(staff):
    edition = publish(make_entry(title="Rural schools", publish=False))
    assert told(edition, Event.SUBMITTED) == {"ravi", "rosa"}
    assert told(edition, Event.APPROVED) == {"wen", "paula", "pete"}
    assert told(edition, Event.PUBLISHED) == {"wen", "ravi"}
    assert not Notice.objects.filter(person__username="chief").exists()
    notice = Notice.objects.get(person=writer(), event=Event.APPROVED)
    assert str(notice) == f"{edition.entry.ref} Rural schools: ravi approved it."


def test_administrators_hear_where_nobody_has_the_role():
    person("chief", Role.ADMINISTRATOR)
    person("root", is_superuser=True)
    edition = editorial.submit(make_entry(publish=False), by=writer())
    assert told(edition, Event.SUBMITTED) == {"chief", "root"}


def test_who_has_written_it_is_not_asked_to_approve_it(staff):
    edition = make_entry(publish=False)
    Contributor.objects.create(edition=edition, person=User.objects.get(username="rosa"))
    editorial.submit(edition, by=writer())
    assert told(edition, Event.SUBMITTED) == {"ravi"}


def test_whose_turn_it_is_takes_as_many_queries_for_many_people(staff, django_assert_num_queries):
    edition = editorial.submit(make_entry(publish=False), by=writer())
    with django_assert_num_queries(3):
        assert [who.username for who in people_for(Verb.APPROVE, edition)] == ["ravi", "rosa"]
    for number in range(20):
        person(f"reviewer-{number}", Role.REVIEWER)
    with django_assert_num_queries(3):
        assert len(people_for(Verb.APPROVE, edition)) == 22


def test_changes_are_asked_of_all_who_wrote_with_the_reasons(staff):
    edition = approved(make_entry(publish=False))
    Contributor.objects.create(edition=edition, person=User.objects.get(username="pete"))
    editorial.submit(editorial.request_changes(edition, reasons="Say when.", by=reviewer()), by=writer())
    assert told(edition, Event.CHANGES_REQUESTED) == {"wen", "pete"}
    assert set(edition.notices.filter(event=Event.CHANGES_REQUESTED).values_list("note", flat=True)) == {"Say when."}


def test_the_reasons_come_with_each_open_comment_and_what_it_is_about(staff):
    edition = editorial.submit(make_entry(publish=False), by=writer())
    editorial.comment(edition, about="text/en/summary", body="Which year?", by=reviewer())
    editorial.resolve(editorial.comment(edition, body="Settled.", by=reviewer()), by=reviewer())
    editorial.request_changes(edition, reasons="It is too short.", by=reviewer())
    assert Notice.objects.get(person=writer(), event=Event.CHANGES_REQUESTED).note == (
        "It is too short.\n\nComments that are open:\n* Summary (English): Which year? (ravi)"
    )
    assert edition.entry.steps.latest("pk").note == "It is too short.", "the comments are kept by themselves"


def test_who_approved_hears_that_the_approval_is_void(staff):
    edition = approved(make_entry(publish=False))
    edi = person("edi", Role.EDITOR)
    editorial.note_change(edition, seen_revision=edition.revision, by=edi)
    assert told(edition, Event.APPROVAL_LOST) == {"wen", "ravi", "edi"} - {"edi"}
    editorial.note_change(edition, seen_revision=edition.revision, by=edi)
    assert Notice.objects.filter(event=Event.APPROVAL_LOST).count() == 2, "a second change loses nothing"


def test_handing_over_is_told_to_both(staff):
    edition = make_entry(publish=False)
    edi = person("edi", Role.EDITOR)
    editorial.hand_over(edition, edi, by=person("edna", Role.EDITOR), note="I am away.")
    assert told(edition, Event.HANDED_OVER) == {"edi", "wen"}
    assert "I am away." in edition.notices.get(person=edi).note


def test_an_emergency_calls_for_a_second_pair_of_eyes(staff):
    edition = make_entry(publish=False)
    editorial.publish_in_emergency(edition, reason="A flood.", by=publisher())
    assert told(edition, Event.PUBLISHED_IN_EMERGENCY) == {"wen", "ravi", "rosa"}
    editorial.review_emergency(edition, by=reviewer())
    assert told(edition, Event.EMERGENCY_REVIEWED) == {"wen", "paula"}


def test_withdrawing_is_told_to_who_wrote_and_approved(staff):
    edition = publish(make_entry(publish=False))
    withdraw(edition.entry, WithdrawalReason.IN_ERROR, note="Wrong country.")
    assert told(edition, Event.WITHDRAWN) == {"wen", "ravi"}


def test_a_notice_outlives_the_draft_and_the_entry(staff):
    edition = make_entry(title="Rural schools", publish=False)
    editorial.discard(edition, by=person("edi", Role.EDITOR))
    notice = Notice.objects.get()
    assert (notice.person, notice.edition, notice.entry) == (writer(), None, None)
    assert str(notice).endswith("Rural schools: edi discarded the draft.")
    assert list(Notice.objects.for_person(writer())) == [notice]


def test_an_import_tells_nobody(staff):
    with editorial.named_import("Shipped content") as importing:
        edition = editorial.start_entry(Kind.EXPERIENCE, EntryType.INNOVATION, importing=importing)
        edition.texts.create(language="en", title="One", summary="Yes.")
        edition.citations.create(source=make_entry().citations.get().source, locator="page 1")
        Notice.objects.all().delete()
        editorial.publish(edition, importing=importing)
    assert not Notice.objects.exists()


def test_what_is_rolled_back_is_not_told(staff):
    edition = make_entry(publish=False)
    with pytest.raises(EditorialError), transaction.atomic():
        editorial.submit(edition, by=writer())
        editorial.submit(edition, by=writer())
    assert not Notice.objects.exists()


def test_notices_are_ones_own_and_of_what_one_may_still_view(staff):
    focal = person("fati", Role.FOCAL_POINT)
    remit = Remit.objects.create(person=focal)
    remit.countries.add(make_country("VNM"))
    edition = make_entry(countries=["VNM"], publish=False)
    editorial.notify(edition, Event.COMMENTED, by=writer(), people=[focal, reviewer(), None, writer()])
    assert [notice.sentence for notice in Notice.objects.for_person(focal)] == ["wen commented on it."]
    assert told(edition, Event.COMMENTED) == {"fati", "ravi"}
    CountryRole.objects.filter(edition=edition).update(country=make_country("CHN"))
    assert not Notice.objects.for_person(focal)
    assert Notice.objects.for_person(reviewer()).count() == 1


def test_seen_once_is_seen():
    edition = publish(make_entry(publish=False))
    mine = Notice.objects.for_person(writer())
    assert [notice.event for notice in mine.unseen()] == [Event.PUBLISHED, Event.APPROVED]
    assert mine.filter(edition=edition).mark_seen() == 2
    assert mine.mark_seen() == 0
    assert not mine.unseen()
    start_edition(edition.entry)
    assert mine.count() == 2
