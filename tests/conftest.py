"""What several folders of tests share."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction
from django.template import Template
from django.test import Client, TransactionTestCase

from experiences.importing.importer import Report
from tests.shared_rows import rows_taken_back
from tests.shipped import loaded_content

_RENDER = Template._render  # type: ignore[attr-defined]
_REQUEST = Client.request
_being_sent: list[Any] = []


@pytest.fixture(scope="session", autouse=True)
def _templates_as_ever(django_test_environment: None) -> None:
    """Templates are rendered as on a server: Django's tests would keep the context of each, a copy for every field of a form."""
    Template._render = _RENDER  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def shipped_content(django_db_setup: None, django_db_blocker: Any) -> Iterator[Report]:
    """The shipped content, loaded once for a run, and what the import reported. Only for tests with the mark `django_db`."""
    with django_db_blocker.unblock(), loaded_content() as report:
        yield report


@pytest.fixture(scope="class")
def shared_rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What a class's own fixture writes after this one stays for all tests of the class. Only with the mark `django_db`."""
    with django_db_blocker.unblock(), rows_taken_back():
        yield


def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Classes that share rows stay in one process. Tests with the shipped content come last: once loaded, it stays there."""
    for item in items:
        if "shared_rows" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.rpartition("::")[0]))
    items.sort(key=lambda item: "shipped_content" in item.fixturenames)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown() -> None:
    """Close the downloads of a test, as a server does when the reader goes; the test client leaves open what nobody reads.

    The cursor of one that is forgotten would be closed by the garbage collector, in the midst of any later query of the same
    connection, which has the connection's lock: psycopg would wait for itself for ever.
    """
    was_connected = request_finished.disconnect(close_old_connections)  # it closes a connection inside a transaction
    while _being_sent:
        _being_sent.pop().close()
    if was_connected:
        request_finished.connect(close_old_connections)


def _noted(client: Client, **request: Any) -> Any:
    """The answer to a request, noted where it is sent in pieces."""
    response = _REQUEST(client, **request)
    if response.streaming:
        _being_sent.append(response)
    return response


def pytest_configure() -> None:
    """Two ways of Django's own tests are put right: downloads left open, and how tables are emptied.

    Tests in transactions of their own end by emptying all tables, in a way that takes milliseconds and waits for no reader.
    Django's way is to truncate a hundred tables, and to write what it knows of models and permissions anew.
    """
    client: Any = Client
    client.request = _noted
    case: Any = TransactionTestCase
    case._fixture_teardown = _empty_all_tables


def _empty_all_tables(case: TransactionTestCase) -> None:
    """For this alone, the rules that refuse it do not hold: the search index, which follows by such rules, is emptied, too."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(";".join(f"DELETE FROM {table}" for table in _tables()))
        cursor.execute("SELECT search_refresh('{}')")
        # each version of the index has a second of its own, so that those of many tests would lie ahead of the clock
        cursor.execute("UPDATE search_state SET texts = 0, words = 0, changed_at = now()")


_FILLED = {"django_content_type", "auth_permission", "auth_group", "experiences_qualityrule", "experiences_qualityruleevent"}


@cache
def _tables() -> list[str]:
    """All tables that hold what people write, and those of the search index. What migrations have filled stays as it is."""
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    index = {f"search_{name}" for name in ("entry", "posting", "text", "word", "label")}
    return sorted((tables - _FILLED) | index)
