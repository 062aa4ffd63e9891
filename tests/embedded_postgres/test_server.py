"""What kind of server it is: where it keeps things, who gets in, what it says when it does not start."""
# ruff: noqa: S108

import os
import stat
from pathlib import Path

import pytest

from ssc_portal.embedded_postgres.account import Account, server_account
from ssc_portal.embedded_postgres.cluster import Cluster

from .conftest import copy_of, watched_folder
from .processes import Client, run

pytestmark = pytest.mark.xdist_group("a running server")


@pytest.fixture(scope="module")
def served(made_once):
    """A folder with a running server, for the tests that only look at it."""
    with watched_folder() as watched:
        yield copy_of(made_once, watched)


@pytest.fixture(scope="module")
def client(served):
    """A process that uses that server."""
    process = Client(served)
    yield process
    process.leave()


def test_it_keeps_data_safe(client):
    assert client.ask("SHOW fsync") == "on"
    assert client.ask("SHOW max_connections") == "100"


def test_it_knows_the_letters_of_every_script(client):
    assert client.ask("SHOW server_encoding") == "UTF8"
    assert client.ask("SELECT concat(datlocprovider, datlocale) FROM pg_database LIMIT 1") == "bC.UTF-8"
    assert client.ask("SELECT lower('ĐẮK LẮK')") == "đắk lắk"
    client.ask("CREATE EXTENSION pg_trgm")
    assert client.ask("SELECT show_trgm('ប្រទេស') = '{}'") == "False"
    client.ask("CREATE EXTENSION unaccent")
    assert client.ask("SELECT unaccent('Việt Nam')") == "Viet Nam"


def test_it_listens_on_a_private_socket_only(client, served):
    assert client.ask("SELECT current_setting('listen_addresses') = ''") == "True"
    private = served / "postgres"
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert stat.S_IMODE((private / ".s.PGSQL.5432").stat().st_mode) == 0o700
    rules = (private / "cluster" / "pg_hba.conf").read_text().splitlines()
    in_force = [rule.split() for rule in rules if rule and not rule.startswith("#")]
    assert {rule[0] for rule in in_force if rule[-1] != "reject"} == {"local"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try it as somebody else")
def test_no_other_account_gets_to_the_socket(client, served):
    assert client.ask("SELECT 1") == "1"
    assert server_account().can_enter(served / "postgres")
    assert not Account(uid=12345, gid=12345, is_switched_to=True).can_enter(served / "postgres")


def test_a_path_too_long_for_a_socket_gets_a_short_private_one(empty_folder, made_once):
    deep = empty_folder / ("long" * 25)
    deep.mkdir()
    copy_of(made_once, deep)
    client = Client(deep)
    socket = Path(client.ask("SHOW unix_socket_directories"))
    assert socket.parent == Path("/tmp")
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    assert socket.stat().st_uid == server_account().uid
    client.leave()
    socket.rmdir()


def test_a_server_that_does_not_start_says_why(folder):
    (folder / "postgres" / "cluster" / "PG_VERSION").write_text("9.6\n")
    failed = run("ask('SELECT 1')", folder)
    assert failed.returncode == 1
    message = failed.stderr.partition("EmbeddedPostgresError: ")[2]
    assert "The embedded PostgreSQL did not start." in message
    assert "  | " in message
    assert "initialized by PostgreSQL version 9.6" in message
    assert f"remove {folder}/postgres" in message


def test_a_folder_that_cannot_be_had_is_named(empty_folder):
    (empty_folder / "postgres").write_text("a file that is in the way")
    failed = run("ask('SELECT 1')", empty_folder)
    assert f"{empty_folder}/postgres: it belongs to somebody else" in failed.stderr
    assert "PORTAL_DATA_DIR" in failed.stderr


def test_a_folder_of_somebody_else_is_not_touched(empty_folder):
    theirs = empty_folder / "postgres"
    theirs.mkdir()
    if os.geteuid() == 0:
        os.chown(theirs, 12345, 12345)
        theirs.chmod(0o755)
    else:
        theirs.rmdir()
        theirs.symlink_to("/var")
    failed = run("ask('SELECT 1')", empty_folder)
    assert "it belongs to somebody else" in failed.stderr
    assert theirs.is_symlink() or stat.S_IMODE(theirs.stat().st_mode) == 0o755


def test_the_test_database_of_django_works(folder):
    done = run(
        """
name = connection.creation.create_test_db(verbosity=0, serialize=False)
print(name, ask("SELECT current_database()"))
connection.creation.destroy_test_db("portal", verbosity=0)
with connection._nodb_cursor() as cursor:
    cursor.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")
    print(*sorted(name for name, in cursor.fetchall()))
""",
        folder,
    )
    assert done.stdout == "test_portal test_portal\nportal postgres\n", done.stderr


def test_a_server_can_be_told_to_stop_and_start(folder):
    cluster = Cluster(folder / "postgres", server_account())
    cluster.stop()
    for _ in range(2):
        cluster.ensure_running()
        cluster.ensure_running()
        assert cluster.answers()
        cluster.ensure_database("some")
        cluster.ensure_database("some")
        cluster.stop()
        assert not cluster.answers()
