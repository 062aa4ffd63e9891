"""`count`, `next`, `previous`, `results`; `limit` and `offset` are taken as they are or refused."""

import pytest

from tests.api.collection import errors, found, get
from tests.factories import make_entry, make_theme

pytestmark = pytest.mark.django_db


def test_twenty_at_a_time_unless_asked_otherwise(client):
    for number in range(23):
        make_theme(f"theme-{number:02}")
    first = get(client, "themes/")
    assert (first["count"], len(first["results"]), first["previous"]) == (23, 20, None)
    assert first["next"] == "http://testserver/api/v1/themes/?limit=20&offset=20"
    last = client.get(first["next"]).json()
    assert (len(last["results"]), last["next"]) == (3, None)
    assert last["previous"] == "http://testserver/api/v1/themes/?limit=20&offset=0"
    assert len(get(client, "themes/", limit=100)["results"]) == 23


@pytest.mark.parametrize(
    "path", ["entries/", "entries/?sort=title", "entries/?q=school", "lessons/", "themes/", "organisations/"]
)
def test_steps_of_one_show_each_row_once_and_keep_the_filters(client, path):
    refs = {make_entry(title="School", themes=[f"t{n}"], organisations=[f"o{n}"]).entry.ref for n in range(4)}
    whole = client.get(f"/api/v1/{path}").json()
    rows, address = [], f"/api/v1/{path}{'&' if '?' in path else '?'}limit=1"
    while address:
        step = client.get(address).json()
        rows += step["results"]
        address = step["next"]
    assert rows == whole["results"]
    if path.startswith("entries"):
        assert {row["ref"] for row in rows} == refs


def test_links_keep_every_value_of_a_filter(client):
    for kind in ("experience", "initiative", "exchange"):
        make_entry(kind=kind)
    step = get(client, "entries/", kind=["experience", "initiative"], limit=1)
    assert step["next"] == "http://testserver/api/v1/entries/?kind=experience&kind=initiative&limit=1&offset=1"


def test_beyond_the_end_is_empty_and_leads_back(client):
    for number in range(3):
        make_theme(f"theme-{number}")
    answer = get(client, "themes/", limit=2, offset=50)
    assert (answer["count"], answer["results"], answer["next"]) == (3, [], None)
    assert answer["previous"] == "http://testserver/api/v1/themes/?limit=2&offset=1"
    assert get(client, "themes/", offset=100_000)["results"] == []


@pytest.mark.parametrize("path", ["entries/", "agreements/", "lessons/", "countries/"])
@pytest.mark.parametrize("value", ["0", "-1", "101", "1000000", "ten", "1.5", "\u0661", "+5", "0x10", "9" * 5000])
def test_a_limit_out_of_range_is_refused(client, path, value):
    [error] = errors(client, path, f"limit={value.replace('+', '%2B')}")
    assert error == {"parameter": "limit", "value": value, "message": "Not a whole number from 1 to 100."}


@pytest.mark.parametrize("value", ["-1", "100001", "99999999999999999999", "first"])
def test_an_offset_out_of_range_is_refused(client, value):
    [error] = errors(client, "entries/", f"offset={value}")
    assert error == {"parameter": "offset", "value": value, "message": "Not a whole number from 0 to 100000."}


def test_one_limit_only(client):
    assert [error["message"] for error in errors(client, "entries/", "limit=5&limit=6")] == ["It takes one value."]


def test_both_are_named_when_both_are_wrong(client):
    assert [error["parameter"] for error in errors(client, "themes/", "limit=0&offset=-1")] == ["limit", "offset"]


def test_addresses_are_those_of_the_portal_where_it_has_one(client, settings):
    settings.PORTAL_URL = "https://portal.example.org"
    ref = make_entry(title="School", themes=["a"]).entry.ref
    make_entry()
    answer = get(client, "entries/", limit=1, sort="oldest")
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
    assert get(client, "entries/") == {"count": 0, "next": None, "previous": None, "results": []}
    assert found(client, "transfers/") == []
