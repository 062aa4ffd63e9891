"""The page of differences: any two editions that the person may view."""

import html
import re

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from experiences.differences import documents_of
from experiences.editorial import forget_saves
from experiences.models import Edition, Remit
from experiences.vocabulary import Role
from tests.desk import person, publish, start_edition
from tests.experiences.admin.browsing import change_url, client_of, fields_of, sent, verb_url
from tests.factories import make_country, make_entry


@pytest.fixture
def editions(db):
    first = make_entry(title="Clean water", summary="Wells were dug.", countries=["VNM"])
    second = start_edition(first.entry)
    second.texts.update(summary="Deep wells were dug.")
    publish(second)
    third = start_edition(first.entry)
    third.texts.update(title="Clean water <b>for all</b>")
    return Edition.objects.filter(entry=first.entry).order_by("number")


def shown(client, edition, **query):
    response = client.get(verb_url("differences", edition), query)
    assert response.status_code == 200
    page = response.content.decode()
    assert "<b>for all" not in page
    return html.unescape(re.sub(r"\s+", " ", page.split('class="differences"')[1].split("</main>")[0]))


def test_a_draft_is_compared_with_what_the_public_reads(desk, editions):
    page = shown(desk, editions[2])
    assert "Clean water<ins>" in page
    assert "Deep" not in page, "what has not changed is left out"
    assert '<option value="2" selected>' in page
    assert verb_url("differences", editions[2]) in desk.get(change_url(editions[2])).content.decode()


def test_any_two_can_be_chosen(desk, editions):
    page = shown(desk, editions[2], **{"from": "1", "to": "2"})
    assert re.search(r"<del>.*Wells.*</del><ins>.*Deep wells.*</ins> were dug\.", page)
    assert "for all" not in page
    backwards = shown(desk, editions[2], **{"from": "2", "to": "1"})
    assert re.search(r"<del>.*Deep wells.*</del><ins>.*Wells.*</ins>", backwards)
    assert "Both say the same." in shown(desk, editions[2], **{"from": "1", "to": "1"})


def test_a_change_is_told_without_colours_too(desk, editions):
    page = shown(desk, editions[2])
    assert (
        '<ins><span class="visually-hidden">[added: </span> <b>for all</b><span class="visually-hidden">] </span></ins>' in page
    )


def test_an_edition_that_is_not_there_is_said_to_be_so(desk, editions):
    for wrong in ("9", "x", "-1", "1e3", "<script>"):
        page = shown(desk, editions[2], **{"from": wrong})
        assert f"There is no edition or save “{wrong}” that you may see." in page
        assert "Clean water<ins>" in page


def test_an_only_edition_has_nothing_to_be_compared_with(desk, db):
    only = make_entry(publish=False)
    assert "This is the only edition that you may see" in shown(desk, only)


def test_a_draft_of_others_is_not_shown_to_a_focal_point(editions):
    who = person("fay", Role.FOCAL_POINT)
    Remit.objects.create(person=who).countries.add(make_country("FJI"))
    client = client_of(who)
    assert client.get(verb_url("differences", editions[2])).status_code == 404
    page = shown(client, editions[1], to="3")
    assert "There is no edition or save “3” that you may see." in page
    assert "for all" not in page
    assert '<option value="3"' not in page


def test_the_number_of_queries_is_fixed(desk, editions, django_assert_num_queries):
    desk.get(verb_url("differences", editions[2]))
    with django_assert_num_queries(10):
        desk.get(verb_url("differences", editions[2]))


class TestSaves:
    """What a draft said after each save stays, and can be compared."""

    @pytest.fixture
    def draft(self, desk, db):
        edition = make_entry(title="Wells", summary="Wells were dug.", publish=False)
        for summary in ("Deep wells were dug.", "Deep wells were dug in 12 villages."):
            fields = fields_of(desk.get(change_url(edition)))
            sent(desk, edition, fields | {"texts-0-summary": summary})
        return edition

    def test_each_save_is_kept_once_with_who_and_when(self, desk, maria, draft):
        saves = draft.saves.all()
        assert [(save.revision, save.by) for save in saves] == [(2, maria), (3, maria)]
        assert [save.content["texts"][0]["summary"] for save in saves] == [
            "Deep wells were dug.", "Deep wells were dug in 12 villages.",
        ]  # fmt: skip
        assert saves[1].content == documents_of([draft])[draft.pk]

    def test_a_save_that_is_refused_is_not(self, desk, draft):
        fields = fields_of(desk.get(change_url(draft))) | {"period_from": "soon"}
        sent(desk, draft, fields)
        sent(desk, draft, fields | {"period_from": "2010", "seen_revision": "1"})
        assert draft.saves.count() == 2

    def test_an_entry_that_is_started_is_kept_as_it_began(self, desk, db):
        fields = {"title": "New", "type": "good_practice", "language": "en", "summary": "", "key": ""}
        desk.post("/admin/experiences/experience/add/", fields)
        assert Edition.objects.get().saves.get().content["texts"][0]["title"] == "New"

    def test_two_saves_and_a_save_with_the_present(self, desk, draft):
        page = shown(desk, draft, **{"from": "1.2", "to": "1.3"})
        assert re.search(r"dug<ins>.*in 12 villages.*</ins>\.", page)
        assert "as saved on" in page
        draft.texts.update(title="Safe wells")
        page = shown(desk, draft, **{"from": "1.3", "to": "1"})
        assert "villages" not in page
        assert re.search(r"<ins>.*Safe wells", page)

    def test_without_another_edition_a_draft_is_compared_with_its_first_save(self, desk, draft):
        assert re.search(r"dug<ins>.*in 12 villages.*</ins>\.", shown(desk, draft))

    def test_saves_of_a_draft_that_others_may_not_see_are_not_there(self, desk, draft):
        stranger = client_of(person("fay", Role.FOCAL_POINT))
        assert stranger.get(verb_url("differences", draft), {"from": "1.2"}).status_code == 404

    def test_they_are_forgotten_a_time_after_the_publication_and_no_others(self, desk, draft):
        call_command("forget_saves", "--older-than-days", "1")
        publish(draft)
        call_command("forget_saves")
        assert draft.saves.count() == 2
        assert forget_saves(timezone.now()) == 2
        start_edition(draft.entry)
        assert forget_saves(timezone.now()) == 0

    def test_a_save_is_never_changed(self, desk, draft):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            draft.saves.update(revision=9)

    def test_the_number_of_queries_does_not_grow_with_the_saves(self, desk, draft, django_assert_max_num_queries):
        desk.get(verb_url("differences", draft))
        with django_assert_max_num_queries(12) as queries:
            desk.get(verb_url("differences", draft))
        few = len(queries)
        sent(desk, draft, fields_of(desk.get(change_url(draft))))
        with django_assert_max_num_queries(few):
            desk.get(verb_url("differences", draft))
