"""The first page of the admin: for each person what waits, what is overdue, how each entry came so far."""

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from experiences import editorial
from experiences.models import Comment, Edition, EditionText, Remit
from experiences.models.text import TextDigest
from experiences.vocabulary import Role
from tests.desk import approved, person, publish, publisher, reviewer, start_edition, writer
from tests.experiences.admin.browsing import change_url, client_of
from tests.factories import make_country, make_entry

pytestmark = pytest.mark.django_db

FIRST_PAGE = reverse("admin:index")


def groups_of(user: Any, **query: str) -> dict[str, list[str]]:
    """The headings of the groups on a person's desk, each with the titles under it."""
    page = client_of(user).get(FIRST_PAGE, query).content.decode()
    found = {}
    for name, section in re.findall(r'<section aria-labelledby="desk-(\w+)">(.*?)</section>', page, flags=re.DOTALL):
        found[name] = re.findall(r'class="desk-title"><a [^>]*>([^<]*)</a>', section)
    return found


def draft(title: str, **fields: Any) -> Edition:
    return make_entry(title=title, publish=False, **fields)


def in_review(title: str, **fields: Any) -> Edition:
    return editorial.submit(draft(title, **fields), by=writer())


@pytest.fixture
def all_stages() -> None:
    draft("Begun")
    in_review("Handed in")
    editorial.request_changes(in_review("Sent back"), reasons="More.", by=reviewer())
    approved(draft("Found good"))
    editorial.publish_in_emergency(draft("The flood"), reason="A flood.", by=publisher())
    publish(draft("Out in the world"))


def test_each_sees_what_he_or_she_can_do_next(all_stages):
    assert groups_of(writer()) == {"changes": ["Sent back"], "writing": ["Begun"]}
    assert groups_of(reviewer()) == {"emergencies": ["The flood"], "review": ["Handed in"]}
    assert groups_of(publisher()) == {"publish": ["Found good"]}
    assert groups_of(person("ned", Role.EDITOR)) == {}


def test_nobody_is_asked_to_approve_what_he_or_she_worked_on(all_stages):
    both = person("bo", Role.EDITOR, Role.REVIEWER)
    edition = Edition.objects.get(texts__title="Handed in")
    editorial.note_change(edition, seen_revision=edition.revision, by=both)
    assert "review" not in groups_of(both)


def test_what_was_handed_over_waits_for_who_has_it_now():
    edition = draft("Passed on")
    ned = person("ned", Role.EDITOR)
    editorial.hand_over(edition, ned, by=writer())
    assert groups_of(ned) == {"handed": ["Passed on"]}
    assert groups_of(writer()) == {}


def test_comments_of_others_wait_for_who_has_the_draft():
    edition = in_review("Commented")
    Comment.objects.create(entry=edition.entry, edition_number=1, body="Which year?", by=writer())
    assert groups_of(writer()) == {}, "one's own"
    Comment.objects.create(entry=edition.entry, edition_number=1, body="Which year?", by=reviewer())
    assert groups_of(writer()) == {"comments": ["Commented"]}


def test_a_focal_point_sees_what_is_of_the_own_country():
    fay = person("fay", Role.FOCAL_POINT)
    Remit.objects.create(person=fay).countries.add(make_country("VNM"))
    Edition.objects.filter(pk__in=[draft("Ours", countries=["VNM"]).pk, draft("Theirs", countries=["CHN"]).pk]).update(owner=None)
    assert groups_of(fay) == {"nobodys": ["Ours"]}
    assert groups_of(writer()) == {"nobodys": ["Ours", "Theirs"]}
    page = client_of(fay).get(FIRST_PAGE).content.decode()
    assert re.findall(r'\?stage=drafting">(\d+)<', page) == ["1"]


def test_a_translator_sees_what_is_out_of_date_in_the_own_languages():
    for title, language in (("French", "fr"), ("Thai", "th")):
        EditionText.objects.create(
            edition=draft(title), language=language, is_original=False, title="T", summary="S", original_digest="of before"
        )
    tran = person("tran", Role.TRANSLATOR)
    Remit.objects.create(person=tran, languages=["fr"])
    assert groups_of(tran) == {"translate": ["French"]}
    assert groups_of(person("ned", Role.EDITOR)) == {"outdated": ["French", "Thai"]}


@pytest.mark.parametrize("other_titles", [[], ["One"], ["One, with a comma", "Two"]])
def test_the_database_knows_the_state_of_a_text_as_the_portal_does(other_titles):
    edition = draft("Là-bas", sections={"acronym": "LB", "other_titles": other_titles, "context": "Über\n\nalles", "cost": ""})
    text = EditionText.objects.annotate(says=TextDigest()).get(edition=edition)
    assert text.says == text.digest()
    values = {"edition": edition, "language": "fr", "is_original": False, "title": "T", "summary": "S"}
    EditionText.objects.create(**values, original_digest=text.digest())
    assert not Edition.objects.all().with_outdated_translations().exists()
    edition.texts.filter(is_original=True).update(cost="Little.")
    assert Edition.objects.all().with_outdated_translations().get() == edition


def test_what_waits_too_long_is_overdue_as_the_settings_say(settings, all_stages):
    ned = person("ned", Role.EDITOR)
    assert groups_of(ned) == {}
    settings.OVERDUE_REVIEW_DAYS = 0
    assert groups_of(ned) == {"slow": ["Handed in", "Found good"]}
    settings.OVERDUE_DRAFT_DAYS = 0
    assert groups_of(ned)["idle"] == ["Begun", "Sent back"]
    settings.OVERDUE_ENTRY_MONTHS = 0
    assert groups_of(ned)["old"] == ["The flood", "Out in the world"]
    start_edition(Edition.objects.get(texts__title="The flood").entry)
    assert groups_of(ned)["old"] == ["Out in the world"], "somebody is looking at the other"
    assert "old" not in groups_of(publisher()), "who could do nothing about it"


def test_each_row_tells_the_way_so_far():
    edition = in_review("Travelled")
    editorial.request_changes(edition, reasons="More.", by=reviewer())
    page = client_of(writer()).get(FIRST_PAGE).content.decode()
    way = re.search(r'<ol class="way".*?</ol>', page, flags=re.DOTALL)
    assert way
    steps = [re.sub(r"\d+ \w+", "…", step) for step in re.findall(r"<li>(.*?)</li>", way[0])]
    assert steps == ["started … (wen)", "submitted …", "changes requested … (ravi)"]


def test_a_long_way_is_told_by_its_ends():
    edition = draft("There and back")
    for _time in range(3):
        editorial.submit(edition, by=writer())
        editorial.request_changes(edition, reasons="More.", by=reviewer())
    page = client_of(writer()).get(FIRST_PAGE).content.decode()
    steps = re.findall(r"<li>(.*?)</li>", page.split('<ol class="way"')[1].split("</ol>")[0])
    assert len(steps) == 7
    assert (steps[0][:7], steps[1], steps[-1][:17]) == ("started", "1 more step", "changes requested")


def test_the_way_of_a_next_edition_begins_with_it():
    start_edition(publish(draft("Again")).entry)
    page = client_of(writer()).get(FIRST_PAGE).content.decode()
    ways = re.findall(r'<ol class="way".*?</ol>', page, flags=re.DOTALL)
    assert [len(re.findall("<li>", way)) for way in ways] == [1, 4]


def test_a_long_group_is_cut_and_shown_whole_when_asked_for():
    for number in range(7):
        draft(f"Draft {number}")
    page = client_of(writer()).get(FIRST_PAGE).content.decode()
    assert '<a href="?show=writing">All 7<' in page
    assert groups_of(writer())["writing"] == [f"Draft {number}" for number in range(5)], "those that wait longest"
    assert groups_of(writer(), show="writing") == {"writing": [f"Draft {number}" for number in range(7)]}
    assert groups_of(writer(), show="no such group")["writing"]


def test_a_group_of_any_length_is_read_to_its_end_page_by_page(monkeypatch):
    monkeypatch.setattr("experiences.admin.desk._MOST_OF_A_PAGE", 3)
    for number in range(7):
        draft(f"Draft {number}")
    pages = [groups_of(writer(), show="writing", page=str(page))["writing"] for page in (1, 2, 3)]
    assert pages == [["Draft 0", "Draft 1", "Draft 2"], ["Draft 3", "Draft 4", "Draft 5"], ["Draft 6"]]
    second = client_of(writer()).get(FIRST_PAGE, {"show": "writing", "page": "2"}).content.decode()
    assert "Page 2 of 3" in second
    assert 'href="?show=writing&amp;page=3" rel="next"' in second
    for wrong in ("0", "99", "x"):
        assert groups_of(writer(), show="writing", page=wrong)["writing"]


def tomorrow() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=1)


def test_what_is_scheduled_comes_by_itself_and_waits_for_nobody():
    editions = [editorial.schedule(approved(draft(title)), at=tomorrow(), by=publisher()) for title in ("Next", "After that")]
    editorial.schedule(editions[1], at=tomorrow() + datetime.timedelta(days=1), by=publisher())
    assert groups_of(publisher()) == {"scheduled": ["Next", "After that"]}, "and is not to be published by hand as well"
    assert groups_of(writer()) == {"scheduled": ["Next", "After that"]}, "who wrote it sees it coming"
    assert groups_of(reviewer()) == {}
    assert groups_of(person("fay", Role.FOCAL_POINT)) == {}
    page = client_of(publisher()).get(FIRST_PAGE).content.decode()
    assert page.index("Nothing waits for you.") < page.index("Coming up")
    assert re.search(r"to be published \d+ \w+ 20\d\d, \d\d:\d\d UTC", page)


def test_what_is_scheduled_and_not_overdue_is_not_said_to_be(settings):
    settings.OVERDUE_REVIEW_DAYS = 0
    editorial.schedule(approved(draft("In time")), at=tomorrow(), by=publisher())
    assert groups_of(publisher()) == {"scheduled": ["In time"]}


def test_what_lost_its_approval_after_it_was_scheduled_waits_for_those_concerned():
    edition = editorial.schedule(approved(draft("Changed late")), at=tomorrow(), by=publisher())
    editorial.note_change(edition, seen_revision=edition.revision, by=writer())
    assert groups_of(publisher()) == {"missing": ["Changed late"]}
    assert groups_of(writer()) == {"missing": ["Changed late"]}
    assert groups_of(reviewer()) == {"review": ["Changed late"]}


def test_news_stands_after_what_waits():
    ravi = reviewer()
    edition = in_review("Told of")
    page = client_of(ravi).get(FIRST_PAGE).content.decode()
    assert page.index("Waits for you") < page.index("News for you") < page.index("All entries</h2>")
    assert reverse("admin:experiences_entry_change", args=[edition.entry_id]) in page
    assert "News for you" not in client_of(writer()).get(FIRST_PAGE).content.decode()


def test_rows_lead_to_the_draft_and_carry_the_sign_of_the_checklist():
    edition = draft("Half", summary="")
    page = client_of(writer()).get(FIRST_PAGE).content.decode()
    assert f'href="{change_url(edition)}"' in page
    assert '<strong class="blocks">1 blocking</strong>' in page


def test_the_page_takes_as_many_queries_for_hundreds_of_drafts_as_for_one_of_each(all_stages, maria):
    def queries() -> int:
        client = client_of(maria)
        with CaptureQueriesContext(connection) as captured:
            client.get(FIRST_PAGE)
        return len(captured)

    few = queries()
    for number in range(6):
        edition = draft(f"Mine {number}")
        Edition.objects.filter(pk=edition.pk).update(owner=maria)
        in_review(f"More {number}")
        publish(draft(f"Published {number}"))
    assert (few, queries()) == (33, 33)
