"""Folders for the data of a server, which are watched: no test may leave a process on one."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .processes import Client, wait_until_gone


@contextmanager
def watched_folder() -> Iterator[Path]:
    """A new folder that any account may enter; afterwards no process may use it any more."""
    # Not pytest's tmp_path: as root, the account of the server could not reach that.
    folder = Path(tempfile.mkdtemp(prefix="portal-test-"))
    folder.chmod(0o755)
    try:
        yield folder
        left = wait_until_gone(folder)
        for process in left:
            os.kill(process, signal.SIGKILL)
        assert not left
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def empty_folder() -> Iterator[Path]:
    """A folder where no server has ever been."""
    with watched_folder() as watched:
        yield watched


@pytest.fixture(scope="session")
def made_once() -> Iterator[Path]:
    """A folder with a server's data, to copy: making them takes a second or more."""
    with watched_folder() as watched:
        client = Client(watched)
        client.ask("SELECT 1")
        client.leave()
        (watched / "postgres" / "server.log").unlink()
        yield watched / "postgres"


@pytest.fixture
def folder(empty_folder: Path, made_once: Path) -> Path:
    """A folder with the data of a server that has run before."""
    return copy_of(made_once, empty_folder)


def copy_of(made: Path, folder: Path) -> Path:
    """The folder, now with a copy of these data, owners and modes included."""
    subprocess.run(["cp", "-pR", made, folder], check=True)
    return folder
