"""`count`, `first`, `previous`, `next`, `results`: cursors lead through a list, whatever happens to it meanwhile."""

import re
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from experiences.models import Entry
from experiences.vocabulary import WithdrawalReason
from tests.api.collection import errors, found, get
from tests.desk import start_edition, withdraw
from tests.factories import make_country, make_entry, make_theme, published
from tests.many import make_many

pytestmark = pytest.mark.django_db


def pieces(client, path, meanwhile: Any = None):
    """The pieces of a list, by their links, with something that happens after each."""
    address = f"/api/v1/{path}"
    while address:
        piece = client.get(address).json()
        yield piece
        if meanwhile:
            meanwhile(piece)
        address = piece["next"]


def links(response):
    """The header Link as addresses by relation."""
    return {relation: address for address, relation in re.findall(r'<([^>]+)>; rel="(\w+)"', response["Link"])}


def refs(piece):
    return [row["ref"] for row in piece["results"]]


@contextmanager
def one_moment():
    """Everything is published at one moment."""
    moment = timezone.now()
    with pytest.MonkeyPatch.context() as clock:
        clock.setattr(timezone, "now", lambda: moment)
        yield


def edit(entry, **fields):
    """Publish the next edition of an entry, which says something else."""
    draft = start_edition(entry)
    draft.texts.update(title=fields.pop("title"))
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save()
    published(draft)


def test_twenty_at_a_time_unless_asked_otherwise(client):
    for number in range(23):
        make_theme(f"theme-{number:02}")
    first = get(client, "themes/")
    assert (first["count"], len(first["results"]), first["previous"]) == (23, 20, None)
    assert first["first"] == "http://testserver/api/v1/themes/"
    last = client.get(first["next"]).json()
    assert (last["count"], len(last["results"]), last["next"]) == (23, 3, None)
    assert client.get(last["previous"]).json()["results"] == first["results"]
    assert len(get(client, "themes/", limit=1000)["results"]) == 23


class TestForthAndBack:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _rows(cls, shared_rows):
        with one_moment():
            titles = ["School by the river", "School", "The river school", "Schools", "River and school"]
            for number, title in enumerate(titles):
                make_entry(
                    title=title, themes=[f"t{number}"], organisations=[f"o{number}"], countries=["VNM"], period_from="2010"
                )
        make_country("CHN")

    @pytest.mark.parametrize(
        "path",
        [
            "entries/",
            *(f"entries/?sort={sign}{name}" for name in ("title", "period", "updated", "ref") for sign in ("", "-")),
            "entries/?q=school",
            "entries/?q=school+river",
            "experiences/?country=VNM",
            "lessons/",
            "transfers/?sort=-ref",
            "themes/",
            "themes/?sort=-key",
            "organisations/?sort=-name",
            "countries/?sort=-iso3",
        ],
    )
    def test_each_row_is_shown_once(self, client, path):
        whole = client.get(f"/api/v1/{path}").json()["results"]
        forth = list(pieces(client, f"{path}{'&' if '?' in path else '?'}limit=2"))
        assert [row for piece in forth for row in piece["results"]] == whole
        piece, back = forth[-1], []
        while piece["previous"]:
            piece = client.get(piece["previous"]).json()
            back.append(piece["results"])
        assert back == [piece["results"] for piece in forth[-2::-1]]
        assert all(client.get(piece["first"]).json()["results"] == forth[0]["results"] for piece in forth)


def test_the_header_has_the_links_of_the_answer(client):
    for _number in range(3):
        make_entry()
    first = client.get("/api/v1/entries/?limit=1")
    assert links(first) == {"first": first.json()["first"], "next": first.json()["next"]}
    second = client.get(first.json()["next"])
    answer = second.json()
    assert links(second) == {"first": answer["first"], "prev": answer["previous"], "next": answer["next"]}


class TestRowsOfOneTimestamp:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _rows(cls, shared_rows):
        with one_moment():
            for _number in range(12):
                make_entry(title="The same", period_from="2010")

    @pytest.mark.parametrize("sort", ["", "-period", "period", "title", "-title", "updated", "-updated", "ref", "-ref"])
    def test_all_are_delivered_though_they_are_edited_meanwhile(self, client, sort):
        there = set(Entry.objects.values_list("ref", flat=True))
        waiting = list(Entry.objects.order_by("pk"))

        def edit_some(piece):
            for entry in waiting[-2:]:
                edit(entry, title=f"{entry.pk % 7} edited", period_from=f"20{entry.pk % 50:02}")
            del waiting[-3:]

        path = f"entries/?limit=3&sort={sort}" if sort else "entries/?limit=3"
        delivered = [ref for piece in pieces(client, path, edit_some) for ref in refs(piece)]
        assert set(delivered) == there


class TestFiveHundredRowsOfOneTimestamp:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _rows(cls, shared_rows):
        make_many(["The same"] * 500)

    @pytest.mark.parametrize("sort", ["updated", "-updated"])
    def test_all_are_delivered_though_they_are_edited_while_they_are_crawled(self, client, sort):
        entries = Entry.objects.order_by("pk")
        delivered = []
        for number, piece in enumerate(pieces(client, f"entries/?limit=60&sort={sort}")):
            delivered += refs(piece)
            if number < 8:
                for place in (7 * number, 250 + number, 499 - number):
                    edit(entries[place], title=f"Edited {number}")
        assert len(set(delivered)) == 500


def test_what_is_withdrawn_meanwhile_takes_nothing_else_along(client):
    for _number in range(6):
        make_entry()
    there = list(Entry.objects.order_by("pk"))

    def withdraw_the_last(piece):
        if len(piece["results"]) == 2 and len(gone) < 2:
            gone.append(Entry.objects.get(ref=refs(piece)[-1]))
            withdraw(gone[-1], WithdrawalReason.IN_ERROR)

    gone: list[Entry] = []
    delivered = [ref for piece in pieces(client, "entries/?limit=2&sort=title", withdraw_the_last) for ref in refs(piece)]
    assert sorted(delivered) == sorted(entry.ref for entry in there)


def test_what_is_published_meanwhile_comes_at_the_end(client):
    for title in ("B", "C"):
        make_entry(title=title)
    given = []
    for piece in pieces(client, "entries/?limit=1&sort=title"):
        given += [row["title"] for row in piece["results"]]
        if len(given) == 1:
            make_entry(title="A")
            make_entry(title="Z")
    assert given == ["B", "C", "A", "Z"]
    assert [row["title"] for row in get(client, "entries/", sort="title")["results"]] == ["A", "B", "C", "Z"]


def test_a_deep_piece_takes_as_many_queries_as_the_second(client):
    for number in range(8):
        make_theme(f"theme-{number}")
        make_entry()
    for path in ("themes/?limit=1", "entries/?limit=1", "entries/?limit=1&sort=title"):
        taken = []
        address = f"/api/v1/{path}"
        while address:
            with CaptureQueriesContext(connection) as queries:
                address = client.get(address).json()["next"]
            taken.append(len(queries))
        assert len(set(taken[1:-1])) == 1, path


def test_links_keep_every_value_of_a_filter(client):
    for kind in ("experience", "initiative", "exchange"):
        make_entry(kind=kind)
    step = get(client, "entries/", kind=["experience", "initiative"], limit=1)
    assert step["next"].startswith("http://testserver/api/v1/entries/?kind=experience&kind=initiative&limit=1&cursor=")


def cursor_of(client, path="themes/?limit=1"):
    return client.get(f"/api/v1/{path}").json()["next"].partition("cursor=")[2]


def test_a_cursor_that_was_tampered_with_is_refused(client):
    for number in range(3):
        make_theme(f"theme-{number}")
    cursor = cursor_of(client)
    half = len(cursor) // 2
    for wrong in (
        cursor[:-1],
        cursor[:half] + ("A" if cursor[half] != "A" else "B") + cursor[half + 1 :],
        "x",
        "a.b",
        "....",
        "é",
    ):
        [error] = errors(client, "themes/", f"limit=1&cursor={wrong}")
        assert (error["parameter"], error["value"]) == ("cursor", wrong)
        assert error["message"].startswith("This is no cursor of the portal.")


def test_a_cursor_belongs_to_its_list_and_its_parameters(client):
    for number in range(3):
        make_theme(f"theme-{number}")
    cursor = cursor_of(client)
    assert len(get(client, "themes/", cursor=cursor, limit=1000)["results"]) == 2
    for path, query in (("themes/", "sort=-label"), ("themes/", "gap=false"), ("organisations/", "limit=1")):
        [error] = errors(client, path, f"{query}&cursor={cursor}")
        assert error["message"].startswith("This cursor belongs to another list")


def test_a_harvest_can_be_taken_up_again_though_everything_behind_it_is_gone(client):
    for number in range(3):
        make_theme(f"theme-{number}")
    address = get(client, "themes/", limit=2)["next"]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM experiences_theme WHERE slug = 'theme-2'")
    answer = client.get(address).json()
    assert (answer["count"], answer["results"], answer["next"]) == (2, [], None)
    assert [row["slug"] for row in client.get(answer["previous"]).json()["results"]] == ["theme-0"]


@pytest.mark.parametrize("value", ["0", "-1", "1001", "1000000", "ten", "1.5", "\u0661", "+5", "0x10", "9" * 5000])
def test_a_limit_out_of_range_is_refused(client, value):
    for path in ("entries/", "agreements/", "lessons/", "countries/"):
        [error] = errors(client, path, f"limit={value.replace('+', '%2B')}")
        assert error == {"parameter": "limit", "value": value, "message": "Not a whole number from 1 to 1000."}


def test_one_limit_and_one_cursor_only(client):
    for query in ("limit=5&limit=6", "limit=5&limit=5"):
        assert [error["message"] for error in errors(client, "entries/", query)] == ["It takes one value."]
    assert {error["message"] for error in errors(client, "entries/", "cursor=a&cursor=a")} > {"It takes one value."}


def test_both_are_named_when_both_are_wrong(client):
    assert [error["parameter"] for error in errors(client, "themes/", "limit=0&cursor=x")] == ["limit", "cursor"]


def test_addresses_are_those_of_the_portal_where_it_has_one(client, settings):
    settings.PORTAL_URL = "https://portal.example.org"
    ref = make_entry(title="School", themes=["a"]).entry.ref
    make_entry()
    answer = get(client, "entries/", limit=1, sort="period")
    assert answer["next"].startswith("https://portal.example.org/api/v1/entries/?")
    [row] = answer["results"]
    assert row["url"] == f"https://portal.example.org/entries/{ref}/school/"
    assert row["api_url"] == f"https://portal.example.org/api/v1/entries/{ref}/"
    assert row["themes"][0]["url"] == "https://portal.example.org/themes/a/"
    assert get(client, "")["entries"] == "https://portal.example.org/api/v1/entries/"


def test_a_secure_request_gets_secure_addresses(client):
    make_theme("education")
    response = client.get("/api/v1/themes/", secure=True).json()
    assert response["results"][0]["api_url"] == "https://testserver/api/v1/themes/education/"


def test_a_list_of_nothing(client):
    first = "http://testserver/api/v1/entries/"
    assert get(client, "entries/") == {"count": 0, "first": first, "previous": None, "next": None, "results": []}
    assert found(client, "transfers/") == []
