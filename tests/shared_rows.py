"""Rows that several tests share: made once, in a transaction around these tests, and taken back after the last of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def rows_taken_back() -> Iterator[None]:
    """What is written in here is taken back at its end."""
    assert connection.settings_dict["NAME"].startswith("test_"), "mark the tests django_db: else there is no test database"
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
