"""/healthz and /readyz, for load balancers and container health checks."""

import pytest
from django.db import connection

from tests.factories import make_entry


def test_alive_without_a_database(client):
    """No database is to be had in a test that does not ask for one."""
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "alive"})


@pytest.mark.django_db
def test_alive_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_ready(client):
    make_entry()
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "ready", "checks": {"database": True, "migrations": True, "content": True}}


def test_not_ready_without_a_database_and_says_no_more_than_that(client):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "checks": {"database": False, "migrations": False, "content": False}}


@pytest.mark.django_db
def test_not_ready_without_content(client):
    make_entry(publish=False)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": True, "migrations": True, "content": False}


@pytest.mark.django_db
def test_not_ready_with_a_migration_to_apply(client):
    make_entry()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE name = (SELECT max(name) FROM django_migrations WHERE app = 'experiences')"
        )
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": True, "migrations": False, "content": True}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_never_cached_never_redirected_read_only(client, path, settings):
    response = client.get(path)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert client.head(path).status_code == response.status_code
    assert client.post(path).status_code == 405
