"""What the tests of the pages share: to read a page, and to count the queries that it takes."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def read(client: Client) -> Callable[[str], str]:
    """Fetches a page that must be there and returns its main part as HTML, with runs of white space as one blank."""

    def fetch(url: str) -> str:
        response = client.get(url)
        assert response.status_code == 200
        found = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
        assert found
        return " ".join(found[0].split())

    return fetch


@pytest.fixture
def queries_for(client: Client) -> Callable[[str], int]:
    """Fetches a page that must be there and returns how many database queries it took."""

    def count(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    return count


def words(html: str) -> str:
    """The text of a page without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())
