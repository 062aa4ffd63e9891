"""The page of differences: any two editions that the person may view."""

import html
import re

import pytest

from experiences.models import Edition, Remit
from experiences.vocabulary import Role
from tests.desk import person, publish, start_edition
from tests.experiences.admin.browsing import change_url, client_of, verb_url
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
        assert f"There is no edition “{wrong}” that you may see." in page
        assert "Clean water<ins>" in page


def test_an_only_edition_has_nothing_to_be_compared_with(desk, db):
    only = make_entry(publish=False)
    assert "This is the only edition that you may see" in shown(desk, only)
    assert "differences/" not in desk.get(change_url(only)).content.decode()


def test_a_draft_of_others_is_not_shown_to_a_focal_point(editions):
    who = person("fay", Role.FOCAL_POINT)
    Remit.objects.create(person=who).countries.add(make_country("FJI"))
    client = client_of(who)
    assert client.get(verb_url("differences", editions[2])).status_code == 404
    page = shown(client, editions[1], to="3")
    assert "There is no edition “3” that you may see." in page
    assert "for all" not in page
    assert '<option value="3"' not in page


def test_the_number_of_queries_is_fixed(desk, editions, django_assert_num_queries):
    desk.get(verb_url("differences", editions[2]))
    with django_assert_num_queries(9):
        desk.get(verb_url("differences", editions[2]))
