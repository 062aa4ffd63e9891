"""Who starts the server, who stops it, and what happens when processes die."""

import os
import signal
import subprocess
import sys
import time

from ssc_portal.embedded_postgres.account import server_account

from .processes import PROJECT, Client, environment, postmaster, processes_of, run, server_log, wait_until_gone


def test_nothing_starts_before_the_first_connection(empty_folder):
    assert run("print(connection.vendor)", empty_folder).stdout == "postgresql\n"
    assert not list(empty_folder.iterdir())


def test_a_command_that_needs_no_database_starts_none(empty_folder):
    command = [sys.executable, "manage.py", "help"]
    settings = environment(empty_folder, DJANGO_SETTINGS_MODULE="ssc_portal.settings.test")
    subprocess.run(command, cwd=PROJECT, env=settings, check=True, stdout=subprocess.DEVNULL)
    assert not list(empty_folder.iterdir())


def test_the_server_lives_as_long_as_somebody_uses_it_and_the_data_longer(folder):
    first, second = Client(folder), Client(folder)
    first.ask("CREATE TABLE note AS SELECT 'kept' AS text")
    assert second.ask("SELECT text FROM note") == "kept"
    server = postmaster(folder)

    assert first.leave() == 0
    assert second.ask("SELECT 1") == "1"
    assert postmaster(folder) == server

    assert second.leave() == 0
    assert postmaster(folder) is None
    assert wait_until_gone(folder) == {}

    third = Client(folder)
    assert third.ask("SELECT text FROM note") == "kept"
    third.leave()


def test_six_processes_at_once_get_one_server(empty_folder):
    clients = [Client(empty_folder) for _ in range(6)]
    for client in clients:
        client.put("SELECT pg_postmaster_start_time()")
    assert len({client.answer() for client in clients}) == 1
    assert server_log(empty_folder).count("starting PostgreSQL") == 1
    for client in clients:
        client.put("SELECT 1")  # all leave at about the same time
    assert [client.leave() for client in clients] == [0] * 6
    assert postmaster(empty_folder) is None


def test_what_a_killed_process_leaves_the_next_one_takes_over(folder):
    killed = Client(folder)
    killed.ask("SELECT 1")
    left_behind = postmaster(folder)
    killed.kill()
    assert left_behind in processes_of(folder)

    following, killed_too = Client(folder), Client(folder)
    assert following.ask("SELECT 1") == killed_too.ask("SELECT 1") == "1"
    assert postmaster(folder) == left_behind
    killed_too.kill()
    following.leave()
    assert postmaster(folder) is None


def test_a_killed_server_is_started_again(folder):
    client = Client(folder)
    client.ask("CREATE TABLE note AS SELECT 'kept' AS text")
    killed = postmaster(folder)
    assert killed
    os.kill(killed, signal.SIGKILL)
    assert client.ask("SELECT text FROM note") == "kept"
    assert postmaster(folder) != killed
    client.leave()


def test_the_pid_of_a_killed_server_may_be_a_strangers_now(folder):
    with subprocess.Popen(["sleep", "60"], cwd="/", **server_account().popen_options) as stranger:
        for left_behind in ("cluster/postmaster.pid", ".s.PGSQL.5432.lock"):
            (folder / "postgres" / left_behind).write_text(f"{stranger.pid}\n")
        following = Client(folder)
        assert following.ask("SELECT 1") == "1"
        following.leave()
        assert stranger.poll() is None
        stranger.kill()


def test_an_interrupted_first_start_leaves_nothing_in_the_way(empty_folder):
    interrupted = Client(empty_folder)
    interrupted.put("SELECT 1")
    partial = empty_folder / "postgres" / "cluster.partial"
    while not partial.exists():
        assert interrupted.process.poll() is None
        time.sleep(0.01)
    interrupted.kill()
    following = Client(empty_folder)
    assert following.ask("SELECT 1") == "1"
    following.leave()
    assert not partial.exists()


FORK = """
import time
ask("SELECT 1")
connection.close()
child = os.fork()
"""


def test_a_forked_worker_may_outlive_its_parent(folder):
    done = run(FORK + "if child == 0: time.sleep(1); print(ask('SELECT 2'))", folder)
    assert done.stdout == "2\n"
    assert server_log(folder).count("starting PostgreSQL") == 1
    assert postmaster(folder) is None


def test_a_parent_may_outlive_its_forked_workers(folder):
    done = run(FORK + "if child: os.waitpid(child, 0)\nprint(ask('SELECT 2'))", folder)
    assert done.stdout == "2\n2\n"
    assert server_log(folder).count("starting PostgreSQL") == 1
    assert postmaster(folder) is None
