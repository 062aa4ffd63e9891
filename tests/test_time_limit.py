"""What takes the database too long for a reader is stopped, and says so; whoever works at the desk is not stopped."""

import json

import psycopg
import pytest
from django.db import connection

from tests.factories import make_entry

pytestmark = pytest.mark.django_db(transaction=True)


def limit():
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return cursor.fetchone()[0]


@pytest.fixture
def nobody_can_read():
    """Somebody else holds what every list of entries reads."""
    make_entry(title="Schools by the river")
    connection.ensure_connection()
    with psycopg.connect(connection.connection.info.dsn, autocommit=False) as other:
        other.execute("LOCK TABLE experiences_entry, experiences_storeddocument IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


@pytest.fixture(autouse=True)
def without_limit_afterwards(transactional_db):
    """What empties the tables after a test takes its time. Closed, the connection of the test forgets its limit."""
    yield
    connection.close()


def test_a_page_that_takes_too_long_says_so(client, settings, nobody_can_read):
    settings.SECONDS_FOR_READERS = 0.1
    answer = client.get("/entries/?q=river")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "This took too long" in answer.content.decode()
    assert "ETag" not in answer.headers


def test_the_api_says_so_in_its_own_form(client, settings, nobody_can_read):
    settings.SECONDS_FOR_READERS = 0.1
    answer = client.get("/api/v1/entries/?q=river")
    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "took too long" in json.loads(answer.content)["detail"]


def test_only_readers_have_a_limit(client):
    make_entry(title="Schools by the river")
    client.get("/entries/?q=river")
    assert limit() == "10s"
    client.post("/admin/login/", {"login": "nobody", "password": "wrong"})
    assert limit() == "0"
    client.get("/api/v1/entries/")
    assert limit() == "10s"
    client.get("/admin/login/")
    assert limit() == "0"
