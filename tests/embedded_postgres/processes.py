"""Real processes that use the embedded PostgreSQL, and what can be seen of them from outside."""

import os
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

# Nothing of the portal but the database backend. Each question comes by a new connection.
PRELUDE = """
import os, sys
from django.conf import settings
settings.configure(DATABASES={"default": {"ENGINE": "ssc_portal.embedded_postgres", "NAME": "portal"}})
import django
django.setup()
from django.db import connection

def ask(question):
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0] if cursor.description else "done"
"""

ANSWER_QUESTIONS = PRELUDE + "for question in sys.stdin: print(ask(question), flush=True)"


def environment(folder: Path | None, **more: str) -> dict[str, str]:
    """A small environment: the project to import from, and where the server keeps its data."""
    small = {"PATH": os.defpath, "HOME": "/nonexistent", "PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1"}
    return small | ({"PORTAL_DATA_DIR": str(folder)} if folder else {}) | more


def run(code: str, folder: Path | None, **more: str) -> subprocess.CompletedProcess[str]:
    """Run code with the backend at hand to its end."""
    return subprocess.run(
        [sys.executable, "-c", PRELUDE + code],
        env=environment(folder, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


class Client:
    """A process that uses the server from its first question until it leaves."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", ANSWER_QUESTIONS],
            env=environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def put(self, question: str) -> None:
        """Send one line of SQL."""
        assert self.process.stdin
        self.process.stdin.write(question + "\n")

    def answer(self) -> str:
        """The first value of what came back for it; nothing if the process ended instead."""
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def ask(self, question: str) -> str:
        """Send a question and wait for its answer."""
        self.put(question)
        return self.answer()

    def leave(self) -> int:
        """Let the process end in order; its exit status."""
        self.process.communicate(timeout=60)
        return self.process.returncode

    def kill(self) -> None:
        """End the process without a chance to clean up."""
        self.process.kill()
        self.process.communicate(timeout=60)


def postmaster(folder: Path) -> int | None:
    """The process id of the server on this folder, as the server noted it; None where it noted none."""
    try:
        return int((folder / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0])
    except FileNotFoundError:
        return None


def server_log(folder: Path) -> str:
    """All that the server wrote."""
    return (folder / "postgres" / "server.log").read_text()


def processes_of(folder: Path) -> dict[int, str]:
    """Every living process that has this folder in its command or its environment, this one aside."""
    if not Path("/proc/self/environ").exists():
        listing = subprocess.run(["ps", "axeww", "-o", "pid=,command="], capture_output=True, text=True, check=True)
        lines = [line.split(None, 1) for line in listing.stdout.splitlines() if str(folder) in line]
        return {int(pid): command for pid, command in lines if int(pid) != os.getpid()}
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            if os.fsencode(folder) in command + (process / "environ").read_bytes() and process.name != str(os.getpid()):
                found[int(process.name)] = command.replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # gone meanwhile, or of another user
    return found


def wait_until_gone(folder: Path, seconds: float = 10) -> dict[int, str]:
    """Wait for every process of this folder to end; those that did not."""
    latest = time.monotonic() + seconds
    while (left := processes_of(folder)) and time.monotonic() < latest:
        time.sleep(0.05)
    return left
