"""The number of database queries of a search does not grow with what it finds."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.collection import make_full_entry
from tests.markup import total_on

pytestmark = pytest.mark.django_db

PAGES = [
    "",
    "?q=girls",
    "?q=girls+school",
    "?q=giirls",
    "?q=girls+%22came+back%22+-horses",
    "?country=PHL&country=VNM&theme=theme-1",
    "?q=girls&country=VNM&kind=experience&year_from=1990",
    "?sort=title",
    "?q=school&sort=-period",
]


def queries(client, query):
    # what a process keeps of words, but not of this search, which it would keep for its next pages
    client.get(f"/entries/{query or '?'}&role=lead")
    with CaptureQueriesContext(connection) as captured:
        page = client.get(f"/entries/{query}")
    assert total_on(page) > 0
    return len(captured)


class TestSearchPages:
    @pytest.fixture(scope="class")
    @classmethod
    def counted(cls, shared_rows):
        """The queries of each page, among few entries and among more."""
        client = Client()
        make_full_entry(2, period_from="2010")
        make_full_entry(2, period_from="2010")
        few = {query: queries(client, query) for query in PAGES}
        for _number in range(3):
            make_full_entry(3, period_from="2010")
        return {query: (few[query], queries(client, query)) for query in PAGES}

    @pytest.mark.parametrize("query", PAGES)
    def test_they_do_not_grow(self, counted, query):
        few, more = counted[query]
        assert more == few <= 16
