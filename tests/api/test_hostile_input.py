"""Whatever is sent, the answer is what was found, nothing, or what is wrong: never a fault."""

from urllib.parse import quote

import pytest

from tests.api.collection import make_full_entry

pytestmark = pytest.mark.django_db

VALUES = [
    "\x00",
    "a\x00b",
    "x" * 5000,
    "'; DROP TABLE experiences_entry; --",
    "\\",
    "%",
    "_",
    "& | ! ( ) :* <->",
    '"never closed',
    "- -x --",
    '""',
    "http://example.org/?a=1&b=2",
    "\ufdfa \u0130 \u00df \U0001d54f \u202e \ufffe",
    "\uff19\u0669",
    "99999999999999999999",
    "-1",
    "1e5",
    "null",
    "[]",
    "../..",
    "a\nb\tc",
]
PARAMETERS = {
    "entries": [
        "q",
        "kind",
        "type",
        "country",
        "theme",
        "organisation",
        "recommendation",
        "key",
        "year_from",
        "sort",
        "limit",
        "cursor",
    ],
    "lessons": ["theme", "country", "entry", "polarity"],
    "transfers": ["from", "to", "country", "extent", "exchange", "entry"],
    "countries": ["group", "region", "q"],
    "themes": ["parent", "gap", "sort"],
    "organisations": ["type", "country"],
    "recommendations": ["area", "type"],
}


class TestWhateverIsSent:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _rows(cls, shared_rows):
        make_full_entry()

    @pytest.mark.parametrize("value", VALUES, ids=[f"value-{number}" for number in range(len(VALUES))])
    def test_in_the_query_string(self, client, value):
        for endpoint, names in PARAMETERS.items():
            for name in names:
                response = client.get(f"/api/v1/{endpoint}/?{name}={quote(value)}")
                assert response.status_code in (200, 400), (endpoint, name)
                if response.status_code == 400:
                    assert {error["parameter"] for error in response.json()["errors"]} == {name}

    @pytest.mark.parametrize("value", VALUES, ids=[f"value-{number}" for number in range(len(VALUES))])
    def test_in_the_path(self, client, value):
        for endpoint in PARAMETERS:
            response = client.get(f"/api/v1/{endpoint}/{quote(value, safe='')}/")
            assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")

    @pytest.mark.parametrize("query", ["%00=1", "q=%ff%fe", "kind=%ed%a0%80", "=", "&&&", "q", "country=VNM&" * 400])
    def test_odd_query_strings(self, client, query):
        assert client.get(f"/api/v1/entries/?{query}").status_code in (200, 400)


def test_what_entries_say_is_told_as_it_is(client):
    title = '</script><b>5 > 3 & "quoted" \u202e'
    ref = make_full_entry(title=title).entry.ref
    response = client.get(f"/api/v1/entries/{ref}/")
    assert response.json()["title"] == title
    assert response["X-Content-Type-Options"] == "nosniff"
