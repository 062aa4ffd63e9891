"""What several folders of tests share."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.template import Template
from django.test import TransactionTestCase

from experiences.importing.importer import Report
from tests.shared_rows import rows_taken_back
from tests.shipped import loaded_content

_RENDER = Template._render  # type: ignore[attr-defined]


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


def pytest_configure() -> None:
    """Tests in transactions of their own end by emptying all tables: for that alone, the rules that refuse it do not hold.

    The search index, which follows by such rules, is emptied by itself.
    """
    case: Any = TransactionTestCase
    empty_all = case._fixture_teardown

    def emptied_without_rules(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        empty_all(self)
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = origin")
            cursor.execute("SELECT search_refresh(ARRAY(SELECT entry_id FROM search_entry))")
            cursor.execute("DELETE FROM search_label")
            # each version of the index has a second of its own, so that those of many tests would lie ahead of the clock
            cursor.execute("UPDATE search_state SET changed_at = now()")

    case._fixture_teardown = emptied_without_rules
