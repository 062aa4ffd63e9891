"""The server under other users, and for a root whose files no other account can reach."""
# ruff: noqa: S108

import hashlib
import os
import shutil
import stat
import subprocess
import sys
import sysconfig
from importlib.metadata import distribution
from pathlib import Path

import pytest

from ssc_portal.embedded_postgres.account import Account, server_account

from .processes import PRELUDE, PROJECT, environment

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can try it as somebody else")

NOBODY = Account(uid=65534, gid=65534, is_switched_to=True)
PACKAGES = sysconfig.get_path("purelib")
QUESTION = PRELUDE + "print(ask('SHOW data_directory'))"


def checkout(place: Path) -> Path:
    """A copy of the files that the backend needs, as if the project were there."""
    shutil.copytree(
        PROJECT / "ssc_portal" / "embedded_postgres",
        place / "ssc_portal" / "embedded_postgres",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    return place


def python_of_everybody() -> str:
    """A Python of this version that the account `nobody` can run with the installed packages."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        try:
            if NOBODY.run(["env", f"PYTHONPATH={PACKAGES}", python, "-c", "import django, psycopg"]).returncode == 0:
                return python
        except OSError:
            continue
    pytest.skip("no Python here that the account `nobody` can run")


def ask_as_root(variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Ask the server that these variables lead to."""
    command = [sys.executable, "-c", QUESTION]
    return subprocess.run(command, env=variables, cwd="/", capture_output=True, text=True, check=False)


def test_an_ordinary_user_has_the_data_in_the_project(empty_folder):
    project = checkout(empty_folder)
    os.chown(project, NOBODY.uid, NOBODY.gid)
    variables = environment(None, PYTHONPATH=f"{project}:{PACKAGES}")
    settings = [f"{name}={value}" for name, value in variables.items()]
    done = NOBODY.run(["env", *settings, python_of_everybody(), "-c", QUESTION])
    assert done.stdout == f"{project}/.data/postgres/cluster\n"
    private = project / ".data" / "postgres"
    assert (private.stat().st_uid, stat.S_IMODE(private.stat().st_mode)) == (NOBODY.uid, 0o700)


def test_a_root_whose_files_nobody_reaches(empty_folder):
    hidden = empty_folder / "hidden"
    hidden.mkdir(mode=0o700)
    project = checkout(hidden / "project")
    packages = hidden / "packages"
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        if Path(PACKAGES, part).exists():
            shutil.copytree(Path(PACKAGES, part), packages / part, ignore=shutil.ignore_patterns("include"))
    name = f"ssc-portal-{hashlib.sha256(os.fsencode(project)).hexdigest()[:16]}"
    variables = environment(None, PYTHONPATH=f"{project}:{packages}:{PACKAGES}")
    try:
        done = ask_as_root(variables)
        assert done.stdout == f"/var/lib/{name}/cluster\n", done.stderr
        place = Path("/var/lib", name)
        assert (place.stat().st_uid, stat.S_IMODE(place.stat().st_mode)) == (server_account().uid, 0o700)
        assert (place / f"programs-{distribution('embedded-postgres').version}").is_dir()
        assert stat.S_IMODE(hidden.stat().st_mode) == 0o700
    finally:
        for base in ("/var/lib", "/var/tmp"):
            shutil.rmtree(Path(base, name), ignore_errors=True)


def test_a_chosen_folder_out_of_reach_is_refused(empty_folder):
    hidden = empty_folder / "hidden"
    hidden.mkdir(mode=0o700)
    done = ask_as_root(environment(hidden / "data"))
    assert f"{hidden}/data/postgres: the account that the server runs as" in done.stderr
    assert "PORTAL_DATA_DIR" in done.stderr
    assert not (hidden / "data" / "postgres").exists()
    assert stat.S_IMODE(hidden.stat().st_mode) == 0o700
