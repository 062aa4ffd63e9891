"""Errors: one form for all, and nothing that is asked for is passed over."""

import json
import logging

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests.api.collection import errors, get
from tests.factories import make_country, make_entry, make_theme

pytestmark = pytest.mark.django_db

LISTS = [
    "entries",
    "experiences",
    "initiatives",
    "agreements",
    "exchanges",
    "lessons",
    "transfers",
    "countries",
    "themes",
    "organisations",
    "recommendations",
    "regions",
    "groups",
    "sources",
    "synonyms",
]


def problem(response):
    assert response["Content-Type"] == "application/problem+json"
    document = json.loads(response.content)
    assert document["status"] == response.status_code
    assert {"type", "title", "status", "detail"} <= document.keys()
    return document


def test_the_root_lists_the_endpoints(client):
    assert get(client, "") == {name: f"http://testserver/api/v1/{name}/" for name in (*LISTS, "changes")}
    for address in get(client, "").values():
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_an_unknown_parameter_is_refused_with_those_that_there_are(client, name):
    [error] = errors(client, f"{name}/", "colour=red")
    assert (error["parameter"], error["value"], error["message"]) == ("colour", "red", "There is no such parameter.")
    assert {"limit", "cursor", "sort"} <= set(error["allowed"])
    for parameter in error["allowed"]:
        [empty] = errors(client, f"{name}/", f"{parameter}=")
        assert (empty["parameter"], empty["message"]) == (parameter, "It is empty. Give it a value, or leave it out.")


@pytest.mark.parametrize("name", LISTS)
def test_every_parameter_refuses_a_value_that_it_does_not_know(client, name):
    [error] = errors(client, f"{name}/", "colour=red")
    for parameter in set(error["allowed"]) - {"q"}:
        [refused] = errors(client, f"{name}/", f"{parameter}=no-such-value")
        assert (refused["parameter"], refused["value"]) == (parameter, "no-such-value")
        assert refused["message"]


def test_all_that_is_wrong_is_named_at_once(client):
    named = errors(client, "entries/", "kind=book&kind=experience&country=XX&country=YY&year_from=nine&colour=red")
    assert [(error["parameter"], error["value"]) for error in named] == [
        ("colour", "red"),
        ("kind", "book"),
        ("country", "XX"),
        ("country", "YY"),
        ("year_from", "nine"),
    ]
    named = errors(client, "lessons/", "polarity=neutral&country=XX&country=YY&colour=red")
    assert [(error["parameter"], error["value"]) for error in named] == [
        ("country", "XX"),
        ("country", "YY"),
        ("polarity", "neutral"),
        ("colour", "red"),
    ]


def test_what_is_allowed_is_listed_or_said_where(client):
    kinds = ["experience", "initiative", "agreement", "exchange"]
    assert errors(client, "entries/", "kind=book")[0]["allowed"] == kinds
    assert errors(client, "transfers/", "extent=far")[0]["allowed"] == ["explored", "piloted", "adopted", "scaled"]
    assert errors(client, "themes/", "gap=maybe")[0]["allowed"] == ["true", "false"]
    for path, query, see in [
        ("entries/", "country=XX", "countries"),
        ("entries/", "region=999", "regions"),
        ("exchanges/", "group=nato", "groups"),
        ("countries/", "region=999", "regions"),
        ("countries/", "group=nato", "groups"),
        ("entries/", "theme=x", "themes"),
        ("transfers/", "from=XX", "countries"),
        ("lessons/", "entry=x", "entries"),
    ]:
        [error] = errors(client, path, query)
        assert error["see"] == f"http://testserver/api/v1/{see}/"
        assert "allowed" not in error


def test_one_value_where_one_counts(client):
    for path, query in [
        ("entries/", "q=a&q=b"),
        ("entries/", "year_from=2001&year_from=2002"),
        ("themes/", "gap=true&gap=false"),
        ("themes/", "gap=true&gap=true"),
        ("themes/", "sort=key&sort=key"),
        ("entries/", "sort=title&sort=title"),
    ]:
        [error] = errors(client, path, query)
        assert error["message"].startswith("It takes one value.")


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (
            "entries/",
            ("q", "kind", "country", "year_from", "role", "sort", "facets", "fields", "expand", "lang", "limit", "cursor"),
        ),
        ("lessons/", ("theme", "polarity", "sort", "fields", "expand", "limit", "cursor")),
        ("countries/", ("q", "group")),
        ("changes/", ("since", "limit", "expand")),
    ],
)
def test_a_parameter_without_a_value_is_refused(client, path, names):
    """Whoever forgot the country would else take all entries for those of one."""
    for name in names:
        [error] = errors(client, path, f"{name}=")
        assert (error["parameter"], error["value"]) == (name, "")
        assert error["message"] == "It is empty. Give it a value, or leave it out."


def test_an_empty_value_beside_others_is_refused_too(client):
    for query in (
        "entries/?kind=agreement&kind=",
        "entries/?fields=ref,,title",
        "entries/?facets=,",
        "entries/?sort=title&sort=",
        "themes/?gap=&gap=true",
        "changes/?limit=5&limit=",
    ):
        path, _mark, given = query.partition("?")
        [error] = errors(client, path, given)
        assert error["message"].startswith("It is empty."), query
    [error] = errors(client, f"entries/{make_entry().entry.ref}/", "fields=")
    assert error["parameter"] == "fields"


def test_words_beyond_what_is_searched_are_refused(client):
    assert errors(client, "entries/", "q=" + "x" * 301)[0]["parameter"] == "q"
    assert errors(client, "countries/", "q=" + "x" * 101)[0]["parameter"] == "q"


def test_a_single_record_takes_no_parameter(client):
    make_country("VNM")
    for path in (f"entries/{make_entry().entry.ref}/", "countries/VNM/", f"themes/{make_theme().slug}/", ""):
        assert [error["parameter"] for error in errors(client, path, "kind=experience")] == ["kind"]


@pytest.mark.parametrize(
    "path", ["nothing/", "nothing", "entries/SSC-1", "themes/a/b/", "themes/no-such-theme/", "%00/", "x%0a", "//"]
)
def test_an_unknown_address_is_a_problem_too(client, path):
    document = problem(client.get("/api/v1/" + path))
    assert (document["title"], document["status"]) == ("Not Found", 404)


def test_addresses_beside_the_version_lead_to_it(client):
    for path in ("/api/", "/api/v2/entries/"):
        assert "http://testserver/api/v1/" in problem(client.get(path))["detail"]


def test_a_forgotten_final_slash_is_put_right(client):
    response = client.get("/api/v1/entries?kind=exchange")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/entries/?kind=exchange")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["", "entries/", "entries/SSC-0001/", "countries/VNM/"])
def test_nothing_can_be_written(method, path):
    response = getattr(Client(enforce_csrf_checks=True), method)(f"/api/v1/{path}", "{}", content_type="application/json")
    assert problem(response)["title"] == "Method Not Allowed"
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_writing_to_nowhere_is_a_problem_too():
    assert problem(Client(enforce_csrf_checks=True).post("/api/v1/nothing/"))["status"] == 404


def test_a_format_that_is_not_there(client):
    assert problem(client.get("/api/v1/entries/", headers={"accept": "text/csv"}))["title"] == "Not Acceptable"
    assert [error["parameter"] for error in errors(client, "entries/", "format=csv")] == ["format"]


def test_browsers_and_plain_clients_get_json(client):
    for accept in ("*/*", "application/json", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"):
        assert client.get("/api/v1/entries/", headers={"accept": accept})["Content-Type"] == "application/json"


def test_head_and_options(client):
    for path in ("", "entries/", "countries/"):
        head = client.head(f"/api/v1/{path}")
        assert (head.status_code, head.content) == (200, b"")
        options = client.options(f"/api/v1/{path}")
        assert (options.status_code, options["Allow"]) == (200, "GET, HEAD, OPTIONS")
        assert options.json()["renders"] == ["application/json"]


def test_no_cookie_and_nothing_that_depends_on_one(client):
    for path in ("", "entries/", "countries/", "nothing/", "entries/?colour=red"):
        response = client.get(f"/api/v1/{path}")
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_too_many_parameters_are_refused(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 50
    document = problem(client.get("/api/v1/entries/?" + "&".join(f"p{number}=1" for number in range(51))))
    assert (document["status"], document["detail"]) == (400, "The request cannot be read.")


def test_an_unforeseen_error_is_logged_and_says_nothing_of_itself(client, caplog):
    cache.clear()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE experiences_organisation RENAME TO elsewhere")
    client.raise_request_exception = False
    response = client.get("/api/v1/organisations/")
    assert problem(response) == {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "detail": "Something went wrong on our side. It has been noted.",
    }
    [record] = [record for record in caplog.records if record.name == "ssc_portal.api.errors"]
    assert record.levelno == logging.ERROR
    assert "experiences_organisation" in str(record.exc_info)
