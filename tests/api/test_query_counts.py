"""The number of database queries does not grow with what an answer holds."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.collection import get, make_full_entry, make_labelled_theme, make_region_country

pytestmark = pytest.mark.django_db

LISTS = {
    "entries/?country=PHL&country=VNM&theme=theme-1": 4,
    "entries/?q=girls": 5,
    "experiences/": 2,
    "exchanges/": 2,
    "lessons/?theme=theme-1&country=VNM": 11,
    "transfers/?from=PHL": 11,
    "countries/": 5,
    "themes/": 7,
    "organisations/": 3,
    "recommendations/": 3,
    "groups/": 4,
    "sources/": 3,
}


def queries(client, path):
    # a process reads the values of the facets once for each version of the index, and keeps a search for its next pages
    get(client, path.replace("girls", "boys"))
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        get(client, path)
    return len(captured)


class TestLists:
    @pytest.fixture(scope="class")
    @classmethod
    def counted(cls, shared_rows):
        """The queries of each list, when it is short and when it is longer."""
        client = Client()
        make_full_entry(1)
        make_labelled_theme(1)
        make_region_country(1)
        few = {path: queries(client, path) for path in LISTS}
        for number in (2, 3, 4):
            make_full_entry(3)
            make_labelled_theme(number)
            make_region_country(number)
        counted = {path: (few[path], queries(client, path)) for path in LISTS}
        assert all(get(client, path)["count"] > 1 for path in LISTS)
        return counted

    @pytest.mark.parametrize("path", LISTS)
    def test_they_take_as_many_however_long(self, counted, path):
        assert counted[path] == (LISTS[path], LISTS[path])


DETAILS = {"entries/{}": 2, "experiences/{}": 2, "lessons/{}-L1": 7, "transfers/{}-T1": 9}


class TestEntries:
    @pytest.fixture(scope="class")
    @classmethod
    def counted(cls, shared_rows):
        """The queries of an entry, and of its parts, that says little and of one that says more."""
        client = Client()
        little = make_full_entry(1).entry.ref
        few = {path: queries(client, path.format(little) + "/") for path in DETAILS}
        much = make_full_entry(3).entry.ref
        make_full_entry(3)
        return {path: (few[path], queries(client, path.format(much) + "/")) for path in DETAILS}

    @pytest.mark.parametrize("path", DETAILS)
    def test_they_take_as_many_however_much_they_say(self, counted, path):
        assert counted[path] == (DETAILS[path], DETAILS[path])


RECORDS = {"countries/PHL/": 4, "themes/theme-1/": 6, "organisations/organisation-1/": 2, "recommendations/23-1/": 2}


class TestRecords:
    @pytest.fixture(scope="class")
    @classmethod
    def counted(cls, shared_rows):
        """The queries of each record, with one entry and with more."""
        client = Client()
        make_full_entry(1, countries=["PHL"])
        few = {path: queries(client, path) for path in RECORDS}
        for _number in range(3):
            make_full_entry(3, countries=["PHL"])
        return {path: (few[path], queries(client, path)) for path in RECORDS}

    @pytest.mark.parametrize("path", RECORDS)
    def test_they_take_as_many_however_many_entries_there_are(self, counted, path):
        assert counted[path] == (RECORDS[path], RECORDS[path])
