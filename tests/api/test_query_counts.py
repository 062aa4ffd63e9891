"""The number of database queries does not grow with what an answer holds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.collection import get, make_full_entry, make_labelled_theme, make_region_country

pytestmark = pytest.mark.django_db

LISTS = {
    "entries/?country=PHL&country=VNM&theme=theme-1": 9,
    "entries/?q=girls": 8,
    "experiences/": 7,
    "exchanges/": 7,
    "lessons/?theme=theme-1&country=VNM": 10,
    "transfers/?from=PHL": 10,
    "countries/": 4,
    "themes/": 6,
    "organisations/": 2,
    "recommendations/": 2,
}


def queries(client, path):
    get(client, path)  # a process reads the values of the facets once for each version of the index
    with CaptureQueriesContext(connection) as captured:
        get(client, path)
    return len(captured)


@pytest.mark.parametrize("path", LISTS)
def test_of_a_list(client, path):
    make_full_entry(1)
    make_labelled_theme(1)
    make_region_country(1)
    few = queries(client, path)
    for number in (2, 3, 4):
        make_full_entry(3)
        make_labelled_theme(number)
        make_region_country(number)
    assert get(client, path)["count"] > 1
    assert queries(client, path) == few == LISTS[path]


DETAILS = {"entries/{}": 25, "experiences/{}": 25, "lessons/{}-L1": 6, "transfers/{}-T1": 8}


@pytest.mark.parametrize("path", DETAILS)
def test_of_an_entry_or_a_part_of_it(client, path):
    few = queries(client, path.format(make_full_entry(1).entry.ref) + "/")
    much = make_full_entry(3)
    make_full_entry(3)
    assert queries(client, path.format(much.entry.ref) + "/") == few == DETAILS[path]


RECORDS = {"countries/PHL/": 3, "themes/theme-1/": 5, "organisations/organisation-1/": 1, "recommendations/23-1/": 1}


@pytest.mark.parametrize("path", RECORDS)
def test_of_a_record(client, path):
    make_full_entry(1, countries=["PHL"])
    few = queries(client, path)
    for _number in range(3):
        make_full_entry(3, countries=["PHL"])
    assert queries(client, path) == few == RECORDS[path]
