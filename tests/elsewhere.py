"""What happens side by side: transactions of other connections, which stay open until a test tells them to commit."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

SECONDS = 60
"""Much longer than anything here takes: a test that waits so long has failed."""


class Elsewhere:
    """Something done in a transaction of another connection, which stays open until it is told to commit."""

    def __init__(self, doing: Callable[[], object]) -> None:
        self._doing = doing
        self._done, self._commit = threading.Event(), threading.Event()
        self.error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            with transaction.atomic():
                self._doing()
                self._done.set()
                assert self._commit.wait(SECONDS)
        except BaseException as error:
            self.error = error
        finally:
            self._done.set()
            connection.close()

    def wait_until_written(self) -> None:
        assert self._done.wait(SECONDS)
        assert self.error is None

    @property
    def has_written(self) -> bool:
        return self._done.is_set()

    def commit(self) -> None:
        self._commit.set()
        self._thread.join(SECONDS)
        assert not self._thread.is_alive()
        assert self.error is None


@contextmanager
def elsewhere(doing: Callable[[], object]) -> Iterator[Elsewhere]:
    other = Elsewhere(doing)
    try:
        yield other
    finally:
        other._commit.set()
        other._thread.join(SECONDS)


def wait_for_a_lock() -> None:
    """Until some connection of this database waits for a lock that another one holds."""
    for _try in range(SECONDS * 100):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND wait_event_type = 'Lock' AND pg_sleep(0.01) IS NOT NULL"
            )
            if cursor.fetchone()[0]:
                return
    pytest.fail("nobody waits")
