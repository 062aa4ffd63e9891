"""The page on which a draft is reviewed: what has changed, what was said, and the decision."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from experiences.editorial import comment, fingerprint, note_change, resolve, submit
from experiences.models import Comment, Edition, Remit
from experiences.vocabulary import Role
from tests.desk import person, publish, reviewer, start_edition, writer
from tests.experiences.admin.browsing import change_url, client_of, verb_url
from tests.factories import add_fact, make_country, make_entry
from tests.markup import messages_on

pytestmark = pytest.mark.django_db


def review_url(edition):
    return reverse(f"admin:experiences_{edition.kind}_review", args=[edition.pk])


@pytest.fixture
def ravi():
    return client_of(reviewer())


@pytest.fixture
def wen():
    return client_of(writer())


@pytest.fixture
def first():
    """A first edition in review."""
    edition = make_entry(title="Schools on boats", publish=False, countries=["VNM"], sections={"results": "Girls came back."})
    add_fact(edition, 1)
    return submit(edition, by=writer())


@pytest.fixture
def second(first):
    """The next edition of a published entry, changed and in review."""
    edition = start_edition(publish(back_to_writer(first)).entry)
    edition.texts.update(results="All girls came back.")
    edition.facts.update(value="130")
    return submit(edition, by=writer())


def back_to_writer(edition):
    Edition.objects.filter(pk=edition.pk).update(stage="drafting")
    return Edition.objects.get(pk=edition.pk)


def html_of(page):
    return page.content.decode()


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html_of(page)))


def said(client, edition, **fields):
    return client.post(review_url(edition), fields, follow=True)


class TestWhatIsRead:
    def test_of_a_first_edition_everything(self, ravi, first):
        page = text_of(ravi.get(review_url(first)))
        for word in ("Schools on boats", "Girls came back.", "Viet Nam", "Fact 1", "120", "this is all that the draft says"):
            assert word in page
        assert "[added:" not in page, "all is new: nothing is marked"

    def test_of_a_next_edition_what_differs_from_what_the_public_reads(self, ravi, second):
        page = text_of(ravi.get(review_url(second)))
        assert "Compared with edition 1, which the public reads: 2 places differ." in page
        assert re.search(r"\[removed: Girls ?\] \[added: All girls ?\]", page)
        assert re.search(r"Title As before", page)

    def test_a_section_that_says_nothing_can_be_missed(self, ravi, first):
        assert "Cost (English) Says nothing" in text_of(ravi.get(review_url(first)))

    def test_what_is_missing_and_who_has_it(self, ravi, first):
        first.citations.all().delete()
        page = text_of(ravi.get(review_url(first)))
        assert "No source is cited" in page
        assert re.search(r"Who has it now\s+wen", page)

    def test_what_is_no_draft_has_nothing_to_review(self, ravi, first):
        published = publish(back_to_writer(first))
        assert ravi.get(review_url(published))["Location"] == change_url(published)

    def test_it_takes_as_many_queries_for_many_comments_as_for_few(self, ravi, first):
        def queries():
            ravi.get(review_url(first))
            with CaptureQueriesContext(connection) as captured:
                ravi.get(review_url(first))
            return len(captured)

        resolve(comment(first, about="text/en/results", body="How many?", by=reviewer()), by=writer())
        few = queries()
        for about in ("", "text/en/title", "fact/1", "citations", "edition"):
            resolve(comment(first, about=about, body="?", by=reviewer()), by=writer())
        assert queries() == few


class TestTalk:
    def test_a_section_is_commented_on_answered_resolved_and_opened_again(self, ravi, wen, first):
        page = said(ravi, first, do="comment", about="text/en/results", body="How many <b>girls</b>?")
        made = Comment.objects.get()
        assert page.redirect_chain[-1][0].endswith(f"#comment-{made.pk}")
        beside = re.findall(r'id="about-text-en-results">(.*?)class="review-item', html_of(page), flags=re.DOTALL)[0]
        assert "How many &lt;b&gt;girls&lt;/b&gt;?" in beside
        said(wen, first, do="answer", comment=made.pk, body="120, see fact 1.")
        page = said(ravi, first, do="resolve", comment=made.pk, body="Thanks.")
        assert messages_on(page) == ["The comment is resolved."]
        assert "resolved this" in text_of(page)
        assert "120, see fact 1." in text_of(page)
        said(wen, first, do="reopen", comment=made.pk)
        assert "One comment is open:" in text_of(ravi.get(review_url(first)))

    def test_what_was_typed_is_not_lost_when_it_is_refused(self, ravi, first):
        made = comment(first, body="?", by=reviewer())
        resolve(made, by=writer())
        page = said(ravi, first, do="resolve", comment=made.pk, body="A long answer.")
        assert messages_on(page) == ["Somebody has resolved this comment already."]
        assert "A long answer.</textarea>" in html_of(page)
        first.facts.all().delete()
        page = said(ravi, first, do="comment", about="fact/1", body="A long remark.")
        assert messages_on(page) == ["The draft no longer has the part that this comment is about."]

    def test_what_is_open_stands_beside_the_field_on_the_form_and_on_its_top(self, ravi, wen, first):
        comment(first, about="text/en/results", body="How many girls?", by=reviewer())
        comment(first, about="fact/1", body="Which year?", by=reviewer())
        resolve(comment(first, about="text/en/title", body="Too long.", by=reviewer()), by=writer())
        page = html_of(wen.get(change_url(first)))
        assert "2 comments are open:" in page
        help_of_results = re.findall(r'id="id_texts-0-results_helptext">(.*?)class="form-row', page, flags=re.DOTALL)[0]
        assert "How many girls?" in help_of_results
        assert "Which year?" in re.findall(r'id="id_facts-0-label_helptext">(.*?)class="form-row', page, flags=re.DOTALL)[0]
        assert "Too long." not in page
        assert "2 comments are open:" in html_of(ravi.get(change_url(first)))

    def test_the_lists_count_what_is_open_and_lead_to_the_review(self, ravi, first):
        comment(first, body="Open", by=reviewer())
        resolve(comment(first, body="Done", by=reviewer()), by=writer())
        page = html_of(ravi.get(reverse("admin:experiences_experience_changelist")))
        assert "1 open comment<" in page
        assert f'<a href="{review_url(first)}">Review</a>' in page

    def test_a_comment_on_a_part_without_a_place_is_shown_with_its_name(self, ravi, first):
        page = said(ravi, first, do="comment", about="lessons", body="There must be one.")
        assert re.search(r"Lessons\s+There must be one.", text_of(page))


class TestDecision:
    def form(self, client, edition, verb):
        page = html_of(client.get(review_url(edition)))
        return re.findall(rf'action="{verb_url(verb, edition)}">(.*?)</form>', page, flags=re.DOTALL)

    def test_what_was_on_the_screen_is_approved(self, ravi, second):
        form = self.form(ravi, second, "approve")[0]
        seen = re.findall(r'name="seen" value="(\w+)"', form)[0]
        assert seen == fingerprint(second)
        page = ravi.post(verb_url("approve", second), {"seen": seen, "note": "Good."}, follow=True)
        assert messages_on(page) == [f"{second} is approved."]
        second.refresh_from_db()
        assert second.stage == "approved"

    def test_what_has_changed_since_is_not(self, ravi, second):
        seen = re.findall(r'name="seen" value="(\w+)"', self.form(ravi, second, "approve")[0])[0]
        second.texts.update(results="None came back.")
        page = ravi.post(verb_url("approve", second), {"seen": seen, "note": ""})
        assert "Read it again before you approve it." in text_of(page)
        second.refresh_from_db()
        assert second.stage == "in_review"

    def test_changes_are_requested_with_reasons_beside_the_open_comments(self, ravi, wen, second):
        comment(second, about="text/en/results", body="All of them?", by=reviewer())
        assert self.form(ravi, second, "request_changes")
        ravi.post(verb_url("request_changes", second), {"reasons": "Check the numbers."})
        page = text_of(wen.get(review_url(second)))
        assert "Check the numbers." in page
        assert "All of them?" in page
        assert "Changes requested" in page
        top = html_of(wen.get(change_url(second))).partition('class="asked-for"')[2].partition("</section>")[0]
        assert "ravi asked for changes on" in top
        assert "Check the numbers." in top
        assert "All of them?" in top
        submit(second, by=writer())
        assert "asked-for" not in html_of(wen.get(change_url(second))), "once it is handed in again, that is settled"

    def test_a_reviewer_takes_a_draft_and_gives_it_back_with_the_request(self, ravi, second):
        assert verb_url("hand_over", second) in html_of(ravi.get(review_url(second)))
        ravi.post(verb_url("hand_over", second), {"to": reviewer().pk, "note": ""})
        second.refresh_from_db()
        assert second.owner == reviewer()
        ravi.post(verb_url("request_changes", second), {"reasons": "Check the numbers."})
        second.refresh_from_db()
        assert second.owner == writer()

    def test_open_comments_warn_and_do_not_keep_from_approving(self, ravi, second):
        comment(second, body="Is it true?", by=reviewer())
        assert "Comments are still open" in self.form(ravi, second, "approve")[0]
        assert "One comment is open:" in html_of(ravi.get(verb_url("approve", second)))
        ravi.post(verb_url("approve", second), {"seen": fingerprint(second), "note": ""})
        second.refresh_from_db()
        assert second.stage == "approved"


class TestWho:
    def test_who_may_not_decide_is_not_asked_to(self, wen, ravi, second):
        for client in (wen, client_of(person("tam", Role.TRANSLATOR))):
            page = html_of(client.get(review_url(second)))
            assert "decide" not in page
            assert 'name="do"' in page
        note_change(second, seen_revision=second.revision, by=reviewer().__class__.objects.get(username="wen"))
        assert verb_url("approve", second) in html_of(ravi.get(review_url(second)))
        assert "Read and comment" in html_of(wen.get(change_url(second)))
        assert ">Review</a>" in html_of(ravi.get(change_url(second)))

    def test_a_focal_point_reads_and_answers_what_is_the_own_country_s(self, first):
        own, other = person("own", Role.FOCAL_POINT), person("other", Role.FOCAL_POINT)
        Remit.objects.create(person=own).countries.add(make_country("VNM"))
        Remit.objects.create(person=other).countries.add(make_country("FJI"))
        made = comment(first, body="Is it so?", by=reviewer())
        said(client_of(own), first, do="answer", comment=made.pk, body="It is.")
        assert made.answers.get().by == own
        assert client_of(other).get(review_url(first)).status_code == 404
        assert client_of(other).post(review_url(first), {"do": "comment", "body": "Hm."}).status_code == 404
        assert client_of(person("none")).get(review_url(first)).status_code == 403

    def test_what_was_said_about_others_published_entries_is_not_shown_to_a_focal_point(self, first, ravi):
        comment(first, body="Between us.", by=reviewer())
        published = publish(back_to_writer(first))
        other = client_of(person("other", Role.FOCAL_POINT))
        assert "Between us." not in html_of(other.get(change_url(published)))
        assert "Between us." in html_of(ravi.get(change_url(published)))

    def test_a_comment_of_another_entry_is_not_answered_here(self, ravi, first):
        theirs = comment(make_entry(publish=False), body="?", by=reviewer())
        assert ravi.post(review_url(first), {"do": "answer", "comment": theirs.pk, "body": "!"}).status_code == 404
