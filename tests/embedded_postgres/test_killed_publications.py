"""A publication in whose middle the process or the database is killed leaves all or nothing, and can be done again.

It is stopped by real means: another session holds a lock on a table that it has still to write.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from .conftest import copy_of, watched_folder
from .processes import PROJECT, environment, postmaster

pytestmark = pytest.mark.xdist_group("a desk to kill")

titles = (f"Registrars visit island {number}" for number in count(1))


class Desk:
    """A process at the desk, followed by another whenever it is killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.begin()

    def begin(self) -> None:
        settings = {"DJANGO_SETTINGS_MODULE": "tests.embedded_postgres.serve_settings", "SECRET_KEY": "only-for-tests"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.embedded_postgres.desk_process"],
            cwd=PROJECT,
            env=environment(self.folder, LOG_LEVEL="ERROR", **settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def put(self, task: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(task + "\n")

    def answer(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def ask(self, task: str) -> str:
        self.put(task)
        return self.answer()

    def leave(self) -> None:
        self.process.communicate(timeout=60)

    def kill_process(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=60)
        self.begin()

    def kill_database(self) -> None:
        """As the power goes: no process of the server finishes anything, or says good-bye."""
        pid = postmaster(self.folder)
        assert pid
        os.kill(pid, signal.SIGQUIT)
        assert self.answer() == "OperationalError"


@pytest.fixture(scope="module")
def desk(made_once: Path) -> Iterator[Desk]:
    with watched_folder() as folder:
        copy_of(made_once, folder)
        desk = Desk(folder)
        assert desk.ask("make_tables") == "made"
        yield desk
        desk.leave()


@contextmanager
def session(address: str) -> Iterator[psycopg.Connection]:
    """A session beside the desk's, which bears to be cut off."""
    other = psycopg.connect(address, autocommit=True)
    try:
        yield other
    finally:
        other.close()


def wait_for(other: psycopg.Connection, question: str) -> None:
    latest = time.monotonic() + 60
    while not other.execute(question).fetchone()[0]:  # type: ignore[index]
        assert time.monotonic() < latest, question
        time.sleep(0.01)


def everything(address: str) -> dict[str, str]:
    """A fingerprint of the rows of every table there is."""
    with session(address) as other:
        tables = other.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        rows = sql.SQL("SELECT md5(string_agg(row::text, chr(10) ORDER BY row::text)) FROM {} AS row")
        return {name: other.execute(rows.format(sql.Identifier(name))).fetchone()[0] for (name,) in tables.fetchall()}  # type: ignore[index]


def stopped_at(other: psycopg.Connection, table: str) -> None:
    wait_for(other, f"SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = '{table}'::regclass)")


def settled(address: str) -> None:
    """Wait until the server has noticed what was cut off, and nothing is under way any more."""
    with session(address) as other:
        others = "pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND state <> 'idle'"
        wait_for(other, f"SELECT NOT EXISTS (SELECT FROM {others})")


both_kills = pytest.mark.parametrize("kill", [Desk.kill_process, Desk.kill_database], ids=["process", "database"])


@both_kills
@pytest.mark.parametrize("table", ["experiences_edition", "search_posting", "experiences_pastslug", "experiences_step"])
def test_killed_before_its_end_it_leaves_nothing(desk: Desk, table: str, kill: Callable[[Desk], None]) -> None:
    title = next(titles)
    edition, address = desk.ask(f"prepare {title}"), desk.ask("address")
    before = everything(address)
    with session(address) as other, other.transaction(force_rollback=True):
        other.execute(f"LOCK TABLE {table} IN SHARE MODE")
        desk.put(f"publish {edition}")
        stopped_at(other, table)
        kill(desk)
    assert desk.ask("check") == "well"
    settled(address)
    assert everything(address) == before
    assert desk.ask(f'search "{title}"') == "0"

    assert desk.ask(f"publish {edition}") == "published"
    assert desk.ask("check") == "well"
    assert desk.ask(f'search "{title}"') == "1"


@both_kills
def test_killed_once_it_is_committed_it_leaves_everything(desk: Desk, kill: Callable[[Desk], None]) -> None:
    """The moment between the commit and the answer is held open by waiting for a standby that does not exist."""
    title = next(titles)
    edition, address = desk.ask(f"prepare {title}"), desk.ask("address")
    with session(address) as other:
        other.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        other.execute("SELECT pg_reload_conf()")
        desk.put(f"publish {edition}")
        wait_for(other, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep')")
        kill(desk)
    assert desk.ask("address") == address, "it takes up work again"
    with session(address) as other:
        other.execute("ALTER SYSTEM RESET synchronous_standby_names")
        other.execute("SELECT pg_reload_conf()")
    settled(address)
    assert desk.ask("check") == "well"
    assert desk.ask(f'search "{title}"') == "1"
    assert desk.ask(f"publish {edition}") == "EditorialError"
