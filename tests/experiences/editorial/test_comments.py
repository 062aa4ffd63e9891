"""What people say about a draft: kept, answered, resolved, and never lost."""

import pytest
from django.db import IntegrityError, connection, transaction

from experiences.editorial import EditorialError, NotAllowed, answer, comment, fingerprint, reopen, resolve
from experiences.editorial.topics import label_of, topics
from experiences.models import Answer, Comment, Contributor, Edition, Notice, Remit
from experiences.vocabulary import Role
from tests.desk import approved, discard, person, publish, reviewer, start_edition, writer
from tests.factories import add_fact, make_country, make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    edition = make_entry(publish=False, countries=["VNM"], sections={"results": "Girls came back."})
    add_fact(edition, 3)
    return edition


def remark(edition, about="text/en/results", body="How many girls?"):
    return comment(edition, about=about, body=body, by=reviewer())


def shown(edition):
    return [str(each) for each in Comment.objects.shown_with(edition)]


def test_a_remark_is_answered_resolved_and_opened_again(draft):
    made = remark(draft)
    answer(made, body="120, see fact 3.", by=writer())
    resolve(made, body="Thank you.", by=reviewer())
    assert not Comment.objects.unresolved().exists()
    reopen(made, by=writer())
    assert Comment.objects.unresolved().get() == made
    said = made.answers.values_list("act", "body", "by__username")
    assert list(said) == [
        ("answered", "120, see fact 3.", "wen"), ("resolved", "Thank you.", "ravi"), ("reopened", "", "wen"),
    ]  # fmt: skip


@pytest.mark.parametrize("about", ["", "edition", "themes", "text/en/title", "text/en/cost", "facts", "fact/3", "citations"])
def test_a_remark_is_about_the_whole_a_section_a_part_or_a_row(draft, about):
    assert remark(draft, about).about == about
    assert label_of(about) != about


@pytest.mark.parametrize("about", ["text/fr/title", "text/en/description", "fact/4", "texts", "text/en", "nonsense", "fact/"])
def test_it_is_about_something_that_is_there(draft, about):
    with pytest.raises(EditorialError, match="no longer has the part"):
        remark(draft, about)


def test_topics_have_names(draft):
    names = {topic.path: topic.label for topic in topics(draft)}
    assert names["text/en/results"] == "Results (English)"
    assert names["fact/3"] == "Fact 3: Children reached: 120"
    assert names["country_roles"] == "Countries"
    assert label_of("fact/9") == "Fact 9"
    assert label_of("text/vi/cost") == "Cost (Tiếng Việt)"


def test_nothing_is_no_remark(draft):
    with pytest.raises(EditorialError, match="Write something"):
        remark(draft, body=" \n ")
    made = remark(draft)
    with pytest.raises(EditorialError, match="Write something"):
        answer(made, body="", by=writer())


def test_nobody_resolves_twice_or_opens_what_is_open(draft):
    made = remark(draft)
    with pytest.raises(EditorialError, match="is open"):
        reopen(made, by=writer())
    resolve(made, by=writer())
    with pytest.raises(EditorialError, match="already"):
        resolve(made, by=reviewer())


def test_to_comment_is_no_work_on_the_draft_and_leaves_an_approval_as_it_is(draft):
    approved(draft)
    before = fingerprint(draft)
    resolve(remark(draft), by=reviewer())
    assert fingerprint(draft) == before
    assert Edition.objects.get(pk=draft.pk).stage == "approved"
    assert not Contributor.objects.filter(person=reviewer()).exists()


def test_whoever_has_worked_on_the_draft_or_talked_about_it_is_told_and_nobody_of_what_he_did_himself(draft):
    made = remark(draft)
    answer(made, body="120.", by=writer())
    resolve(made, by=reviewer())
    told = Notice.objects.order_by("pk").values_list("person__username", "event", "by__username", "note")
    assert list(told) == [
        ("wen", "commented", "ravi", "How many girls?"),
        ("ravi", "comment_answered", "wen", "120."),
        ("wen", "comment_resolved", "ravi", ""),
    ]  # fmt: skip


class TestWhatLasts:
    def test_what_is_open_is_there_with_the_next_edition_and_what_is_resolved_is_not(self, draft):
        remark(draft, body="Open")
        resolve(remark(draft, body="Done"), by=reviewer())
        first = publish(draft)
        second = start_edition(first.entry)
        assert shown(second) == ["Open"]
        assert shown(first) == ["Open", "Done"]

    def test_what_is_resolved_on_the_next_edition_can_still_be_seen_there(self, draft):
        remark(draft, body="Open")
        second = start_edition(publish(draft).entry)
        resolve(Comment.objects.get(), by=writer())
        assert shown(second) == ["Open"]
        assert shown(start_edition(publish(second).entry)) == []

    def test_what_is_open_outlives_a_draft_that_is_discarded(self, draft):
        entry = publish(draft).entry
        second = start_edition(entry)
        remark(second, body="Open")
        resolve(remark(second, body="Done"), by=reviewer())
        discard(second)
        assert shown(start_edition(entry)) == ["Open"]

    def test_of_an_entry_that_is_gone_nothing_is_left(self, draft):
        answer(remark(draft), body="Yes.", by=writer())
        discard(draft)
        assert not Comment.objects.exists()

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE experiences_comment SET body = 'Well done!'",
            "UPDATE experiences_comment SET is_resolved = true, by_id = by_id + 1",
            "DELETE FROM experiences_comment",
            "UPDATE experiences_answer SET body = 'No.'",
            "DELETE FROM experiences_answer",
        ],
    )
    def test_the_database_lets_nobody_rewrite_what_was_said(self, draft, change):
        answer(remark(draft), body="Yes.", by=writer())
        said = pytest.raises(IntegrityError, match=r"only ever added|foreign key")
        with said, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class TestWho:
    def test_all_at_the_desk_talk_about_a_draft_focal_points_about_their_own(self, draft):
        for role in (Role.TRANSLATOR, Role.EDITOR, Role.REVIEWER, Role.PUBLISHER, Role.ADMINISTRATOR):
            by = person(f"a {role}", role)
            resolve(comment(draft, body="Good.", by=by), by=by)
        own, other = person("own", Role.FOCAL_POINT), person("other", Role.FOCAL_POINT)
        Remit.objects.create(person=own).countries.add(make_country("VNM"))
        Remit.objects.create(person=other).countries.add(make_country("FJI"))
        made = comment(draft, body="Mine.", by=own)
        for nobody in (other, person("none")):
            for act in (
                lambda by: comment(draft, body="Let me in.", by=by),
                lambda by: answer(made, body="Let me in.", by=by),
                lambda by: resolve(made, by=by),
            ):
                with pytest.raises(NotAllowed):
                    act(nobody)
        assert not Answer.objects.filter(comment=made).exists()

    def test_what_is_published_is_not_commented_on_until_the_next_edition(self, draft):
        made = remark(draft)
        published = publish(draft)
        with pytest.raises(EditorialError, match="Only a draft is commented on"):
            remark(published)
        with pytest.raises(EditorialError, match="Only a draft is commented on"):
            resolve(made, by=reviewer())
        start_edition(published.entry)
        resolve(made, by=reviewer())
