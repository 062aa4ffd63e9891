"""A draft by a signed link: for anybody who has it, for a while, and for nobody else."""

import datetime
import re

import pytest
from django.core.signing import TimestampSigner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from experiences.editorial import EditorialError, NotAllowed, discard, revoke, share
from experiences.editorial.sharing import MOST_DAYS, token_of
from experiences.models import PreviewLink, Remit
from experiences.vocabulary import Role, WithdrawalReason
from ssc_portal.request_log import JsonFormatter
from tests.desk import person, publish, start_edition, withdraw, writer
from tests.experiences.admin.browsing import client_of
from tests.factories import make_country, make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return make_entry(title="Schools on boats", publish=False, countries=["VNM"])


def link_to(draft, days=7):
    return share(draft, recipient="Ministry of Education", days=days, by=writer())


def opened(link):
    return Client().get(reverse("shared_preview", args=[token_of(link)]))


def test_somebody_without_an_account_reads_the_draft_as_it_is_now(draft):
    link = link_to(draft)
    draft.texts.update(summary="They float.")
    page = opened(link)
    html = page.content.decode()
    assert page.status_code == 200
    assert "Schools on boats" in html
    assert "They float." in html
    assert "This is a draft" in html
    assert "Ministry of Education" in html


def test_nobody_keeps_lists_or_tells_on_the_address(draft):
    page = opened(link_to(draft))
    assert page.headers["Cache-Control"] == "no-store, private"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex, nofollow">' in page.content.decode()
    assert "ETag" not in page.headers
    assert not page.cookies
    assert "canonical" not in page.content.decode()


def test_no_line_of_the_log_holds_the_token(draft, caplog):
    token = token_of(link_to(draft))
    with caplog.at_level("INFO", logger="ssc_portal.request"):
        Client().get(reverse("shared_preview", args=[token]))
    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert any('"path": "/preview/…/"' in line for line in lines)
    assert not any(token in line for line in lines)


def test_it_counts_how_often_it_was_opened(draft):
    link = link_to(draft)
    opened(link)
    opened(link)
    Client().head(reverse("shared_preview", args=[token_of(link)]))
    link.refresh_from_db()
    assert link.times_opened == 2
    assert link.last_opened_at is not None


def test_a_link_that_was_altered_or_made_elsewhere_is_not_found(draft):
    token = token_of(link_to(draft))
    number, stamp, signature = token.split(".")
    other_salt = TimestampSigner(salt="elsewhere", sep=".").sign(number)
    for forged in (f"{int(number) + 1}.{stamp}.{signature}", token[:-1], number, "x", other_salt):
        assert Client().get(f"/preview/{forged}/").status_code == 404


def test_it_ends_with_its_time(draft):
    link = link_to(draft)
    PreviewLink.objects.update(until=timezone.now() - datetime.timedelta(seconds=1))
    page = opened(link)
    assert page.status_code == 410
    assert "This link has ended" in page.content.decode()
    assert "Schools on boats" not in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store, private"


def test_a_token_is_worth_nothing_after_the_longest_time_whatever_its_row_says(draft, monkeypatch):
    link = link_to(draft)
    long_ago = timezone.now().timestamp() - (MOST_DAYS + 1) * 86400
    with monkeypatch.context() as then:
        then.setattr("time.time", lambda: long_ago)
        token = token_of(link)
    assert Client().get(reverse("shared_preview", args=[token])).status_code == 410


def test_it_ends_when_somebody_ends_it_and_only_once(draft):
    link = link_to(draft)
    revoke(link, by=writer())
    assert opened(link).status_code == 410
    with pytest.raises(EditorialError, match="ended already"):
        revoke(link, by=writer())


def test_it_ends_with_the_draft(draft):
    link = link_to(draft)
    token = token_of(link)
    discard(draft, by=writer())
    assert Client().get(reverse("shared_preview", args=[token])).status_code == 410


def test_once_published_it_leads_to_the_public_page_and_never_to_the_next_draft(draft):
    link = link_to(draft)
    published = publish(draft)
    page = opened(link)
    assert (page.status_code, page["Location"]) == (302, published.get_absolute_url())
    start_edition(published.entry).texts.update(title="Not yet public")
    assert opened(link)["Location"] == published.get_absolute_url()
    withdraw(published.entry, WithdrawalReason.IN_ERROR)
    assert Client().get(opened(link)["Location"], follow=True).status_code == 410


def test_it_takes_as_many_queries_for_many_rows_as_for_few(draft):
    def queries(link):
        opened(link)
        with CaptureQueriesContext(connection) as captured:
            opened(link)
        return len(captured)

    few = queries(link_to(draft))
    many = make_entry(publish=False, countries=["VNM", "CHN", "FJI"], themes=["health", "education"])
    assert queries(link_to(many)) == few


class TestWho:
    def test_whoever_edits_or_reviews_the_draft_may_share_it_and_others_may_not(self, draft):
        for role in (Role.EDITOR, Role.REVIEWER, Role.PUBLISHER, Role.ADMINISTRATOR):
            share(draft, recipient="A ministry", days=1, by=person(f"a {role}", role))
        own, other = person("own", Role.FOCAL_POINT), person("other", Role.FOCAL_POINT)
        Remit.objects.create(person=own).countries.add(make_country("VNM"))
        Remit.objects.create(person=other).countries.add(make_country("FJI"))
        share(draft, recipient="A ministry", days=1, by=own)
        for nobody in (other, person("tam", Role.TRANSLATOR), person("none")):
            with pytest.raises(NotAllowed):
                share(draft, recipient="A ministry", days=1, by=nobody)
            with pytest.raises(NotAllowed):
                revoke(PreviewLink.objects.all()[0], by=nobody)

    @pytest.mark.parametrize("days", [0, -1, MOST_DAYS + 1])
    def test_not_for_ever(self, draft, days):
        with pytest.raises(EditorialError, match="from 1 to 30 days"):
            link_to(draft, days)

    def test_only_a_draft_is_shared(self):
        with pytest.raises(EditorialError, match="has a public page"):
            link_to(make_entry())

    def test_it_is_a_step_of_the_entry_s_way(self, draft):
        revoke(link_to(draft), by=writer())
        made, ended = draft.entry.steps.filter(verb="share")
        assert made.note.startswith("For Ministry of Education, until ")
        assert ended.note == "The link for Ministry of Education is revoked."


class TestTheDeskSPage:
    @pytest.fixture
    def desk(self):
        return client_of(writer())

    def address(self, draft):
        return reverse("admin:experiences_experience_preview_links", args=[draft.pk])

    def test_a_link_is_made_shown_used_and_ended(self, desk, draft):
        form = desk.get(reverse("admin:experiences_experience_change", args=[draft.pk])).content.decode()
        assert self.address(draft) in form
        page = desk.post(self.address(draft), {"recipient": "UNICEF Fiji", "days": "3"}, follow=True).content.decode()
        assert "The link for UNICEF Fiji is made" in page
        assert "Not opened yet." in page
        address = re.findall(r'value="(http://testserver/preview/[^"]+)"', page)[0]
        assert "Schools on boats" in Client().get(address).content.decode()
        page = desk.get(self.address(draft)).content.decode()
        assert "Opened once" in page
        page = desk.post(self.address(draft), {"revoke": PreviewLink.objects.get().pk}, follow=True).content.decode()
        assert "The link for UNICEF Fiji is ended." in page
        assert "/preview/" not in page
        assert Client().get(address).status_code == 410

    @pytest.mark.parametrize("fields", [{"recipient": "", "days": "3"}, {"recipient": "A", "days": "31"}, {"recipient": "A"}])
    def test_what_is_missing_is_said(self, desk, draft, fields):
        assert 'class="errorlist' in desk.post(self.address(draft), fields).content.decode()
        assert not PreviewLink.objects.exists()

    def test_a_link_of_another_draft_is_not_ended_here(self, desk, draft):
        theirs = link_to(make_entry(publish=False))
        assert desk.post(self.address(draft), {"revoke": theirs.pk}).status_code == 404
        assert desk.post(self.address(draft), {"revoke": "x"}).status_code == 404
        theirs.refresh_from_db()
        assert theirs.works

    def test_of_a_published_edition_the_links_are_listed_and_none_is_made(self, desk, draft):
        link_to(draft)
        publish(draft)
        page = desk.get(self.address(draft)).content.decode()
        assert "Ministry of Education" in page
        assert 'name="days"' not in page
        assert "has a public page" in desk.post(self.address(draft), {"recipient": "A", "days": "3"}).content.decode()

    def test_links_to_what_others_write_are_not_shown_to_a_focal_point(self, draft):
        link_to(draft)
        publish(draft)
        page = client_of(person("far", Role.FOCAL_POINT)).get(self.address(draft))
        assert page.status_code == 403
