"""`manage.py serve`, as a user meets it: from an empty folder to a running portal, and back to nothing."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from .conftest import watched_folder
from .processes import PROJECT, environment, postmaster, processes_of, wait_until_gone

pytestmark = pytest.mark.xdist_group("a served portal")

SERVE = (sys.executable, "manage.py", "serve")
# The Makefile as it is, but with the packages that are here already.
MAKE_RUN = ("make", "run", "RUN_PACKAGES=", f"VENV_PYTHON={sys.executable}")


def settings(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a portal with all its data in this folder."""
    module = {"DJANGO_SETTINGS_MODULE": "tests.embedded_postgres.serve_settings", "SECRET_KEY": "only-for-tests"}
    return environment(folder, **module, WEB_CONCURRENCY="1", **more)


def free_port() -> str:
    """A port that nothing listens on at the moment."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


class Portal:
    """A portal being started, running, and being stopped, in a process group of its own."""

    def __init__(self, folder: Path, command: Sequence[str] = SERVE) -> None:
        self.url = f"http://127.0.0.1:{(port := free_port())}/"
        self.output = ""
        self.process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=settings(folder, PORT=port),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def wait_to_say(self, text: str) -> None:
        """Read its output up to this text."""
        assert self.process.stdout
        while text not in self.output:
            line = self.process.stdout.readline()
            assert line, self.output
            self.output += line

    def wait_to_answer(self) -> None:
        """Wait until it answers requests."""
        self.wait_to_say("Listening at")
        latest = time.monotonic() + 30
        while time.monotonic() < latest:
            try:
                urllib.request.urlopen(self.url, timeout=10)  # noqa: S310
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"no answer from {self.url}\n{self.output}")

    def end(self, number: signal.Signals = signal.SIGTERM, *, group: bool = False) -> int:
        """Send the signal, to the process started or to its whole group, and wait for the exit status."""
        (os.killpg if group else os.kill)(self.process.pid, number)
        self.output += self.process.communicate(timeout=60)[0]
        return self.process.returncode


@pytest.fixture(scope="module")
def prepared():
    """A folder where the portal has been started once, what that start said, and the account it made."""
    with watched_folder() as folder:
        portal = Portal(folder)
        portal.wait_to_answer()
        password = re.findall(r"Password: (\S+)", portal.output)[0]
        question = f"from django.contrib.auth import authenticate as a; print(a(username='admin', password='{password}'))"
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", question]
        account = subprocess.run(command, cwd=PROJECT, env=settings(folder), stdout=subprocess.PIPE, text=True, check=True)
        status = portal.end()
        yield folder, portal, account.stdout.strip(), status


def test_the_first_start_makes_everything_and_the_stop_leaves_nothing(prepared):
    folder, portal, account, status = prepared
    assert f"Database: ready ({folder}/postgres)." in portal.output
    assert "Tables: done." in portal.output
    assert "Static files: gathered." in portal.output
    assert f"{portal.url}admin/" in portal.output
    assert account == "admin"
    assert status == 0
    assert portal.output.endswith("Stopped the portal and its database.\n")
    assert postmaster(folder) is None
    assert wait_until_gone(folder) == {}


def workers_of(folder: Path) -> list[int]:
    """The processes that do background jobs for a portal, or for one that is being started."""
    return [number for number, command in processes_of(folder).items() if command.rstrip().endswith("manage.py work")]


def test_a_worker_runs_beside_the_web_server_and_is_started_again_when_it_dies(prepared):
    folder, *_ = prepared
    portal = Portal(folder)
    portal.wait_to_answer()
    portal.wait_to_say("Starting worker")
    (worker,) = workers_of(folder)
    os.kill(worker, signal.SIGKILL)
    portal.wait_to_say("The worker, which does the background jobs, ended with status -9. It is started again.")
    portal.output = ""
    portal.wait_to_say("Starting worker")
    (following,) = workers_of(folder)
    assert following != worker
    assert portal.end() == 0
    assert portal.output.endswith("Stopped the portal and its database.\n")
    assert wait_until_gone(folder) == {}


def test_a_database_that_is_killed_comes_back_with_the_worker(prepared):
    folder, *_ = prepared
    portal = Portal(folder)
    portal.wait_to_answer()
    portal.wait_to_say("Starting worker")
    killed = postmaster(folder)
    assert killed
    os.kill(killed, signal.SIGKILL)
    portal.wait_to_say("the worker has no database, and tries again")
    portal.output = ""
    portal.wait_to_say("Starting worker")
    assert postmaster(folder) != killed
    assert portal.end() == 0
    assert wait_until_gone(folder) == {}


def test_a_second_start_has_nothing_to_do(prepared):
    folder, *_ = prepared
    portal = Portal(folder)
    portal.wait_to_answer()
    # As Ctrl-C in a terminal does.
    assert portal.end(signal.SIGINT, group=True) == 0
    assert portal.output.count("nothing to do") >= 3
    assert "Password" not in portal.output
    assert "Traceback" not in portal.output
    assert wait_until_gone(folder) == {}


@pytest.mark.parametrize("group", [True, False])
def test_make_run_leaves_nothing_when_it_is_ended(prepared, group):
    folder, *_ = prepared
    portal = Portal(folder, MAKE_RUN)
    portal.wait_to_answer()
    portal.end(signal.SIGTERM, group=group)
    assert wait_until_gone(folder) == {}
    assert "Stopped the portal and its database." in portal.output


def interrupt(folder: Path, moment: str) -> None:
    """Start the portal, and end it as soon as it says this; make sure that it goes in order and leaves nothing."""
    portal = Portal(folder)
    portal.wait_to_say(moment)
    assert portal.end(group=True) == 0
    assert "Traceback" not in portal.output
    assert "The portal:" not in portal.output
    assert postmaster(folder) is None
    assert wait_until_gone(folder) == {}


def test_a_signal_while_the_database_is_made_is_a_clean_stop(empty_folder):
    interrupt(empty_folder, "Database: starting")


def test_a_signal_while_tables_are_made_is_a_clean_stop(folder):
    interrupt(folder, "Tables: bringing")


def test_a_signal_while_content_is_loaded_is_a_clean_stop(prepared):
    folder, *_ = prepared
    interrupt(folder, "Content: loading")


def refusal(folder: Path, **variables: str) -> str:
    """What a start says that must fail."""
    process = subprocess.run(
        SERVE, cwd=PROJECT, env=settings(folder, **variables), capture_output=True, text=True, check=False, timeout=60
    )
    assert process.returncode == 1
    return process.stderr


def test_a_port_that_is_taken_is_noticed_before_anything_else(empty_folder):
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = str(other.getsockname()[1])
        assert f"cannot listen on 127.0.0.1, port {port}" in refusal(empty_folder, PORT=port)
    assert not list(empty_folder.iterdir())


@pytest.mark.parametrize("port", ["eight", "70000"])
def test_a_port_that_is_none_is_refused(empty_folder, port):
    assert f'PORT must be a number from 1 to 65535, not "{port}"' in refusal(empty_folder, PORT=port)
    assert not list(empty_folder.iterdir())


def test_a_database_that_does_not_answer_is_named_without_its_password(empty_folder):
    message = refusal(empty_folder, PORT=free_port(), DATABASE_URL="postgres://portal:secret@127.0.0.1:1/portal")
    assert "The database 127.0.0.1:1/portal, as DATABASE_URL says does not answer" in message
    assert "secret" not in message
