"""Where the server keeps its data and its socket."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from .account import Account
from .errors import EmbeddedPostgresError

PROJECT_FOLDER = Path(__file__).resolve().parents[2]
PORT = 5432  # part of the socket's name only: the server has no TCP port
SOCKET = f".s.PGSQL.{PORT}"
LONGEST_SOCKET_PATH = 103  # macOS; Linux allows four more


def data_folder(account: Account) -> Path:
    """The folder of the server, made where needed: the account owns it, and nobody else but root can enter.

    That is `postgres` in PORTAL_DATA_DIR, or in the project's `.data`. Where the account that root drops to cannot
    reach the project (a checkout under /root), it is a folder under /var that carries a hash of the project's path.
    Raises EmbeddedPostgresError when no such folder can be had.
    """
    reasons = []
    for folder in _candidates(account):
        if not (reason := _make_private(folder, account)):
            return folder
        reasons.append(f"{folder}: {reason}")
    raise EmbeddedPostgresError(
        "There is no folder for the data of the embedded PostgreSQL:\n  "
        + "\n  ".join(reasons)
        + "\nName another one in PORTAL_DATA_DIR, or a PostgreSQL server in DATABASE_URL."
    )


def socket_folder(folder: Path, account: Account) -> Path:
    """The folder of the server's socket: its data folder, or a short private one where that path is too long.

    Raises EmbeddedPostgresError when the short one belongs to somebody else.
    """
    if len(os.fsencode(folder / SOCKET)) <= LONGEST_SOCKET_PATH:
        return folder
    # Others may guess the name, and at worst occupy it: a folder that the account does not own is refused.
    short = Path("/tmp") / f"ssc-portal-{_hash(folder)}"  # noqa: S108
    if reason := _make_private(short, account):
        raise EmbeddedPostgresError(
            f"The path of {folder} is too long for a socket, and {short} cannot stand in: {reason}. "
            "Name a folder with a shorter path in PORTAL_DATA_DIR."
        )
    return short


def _candidates(account: Account) -> Iterator[Path]:
    chosen = os.environ.get("PORTAL_DATA_DIR")
    base = PROJECT_FOLDER / (chosen or ".data")
    with suppress(OSError):  # the attempt to make the folder in it says why
        base.mkdir(parents=True, exist_ok=True)
    yield base / "postgres"
    if account.is_switched_to and not chosen:
        for base in (Path("/var/lib"), Path("/var/tmp")):  # noqa: S108
            yield base / f"ssc-portal-{_hash(PROJECT_FOLDER)}"


def _make_private(folder: Path, account: Account) -> str:
    """Make the folder unless it is there, for this account alone; the reason why not, or nothing."""
    try:
        made = not folder.exists()
        if made:
            folder.mkdir(mode=0o700)
            os.chown(folder, account.uid, account.gid, follow_symlinks=False)
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != account.uid:
            return "it belongs to somebody else"
        if status.st_mode & 0o077:
            folder.chmod(0o700)
        if account.can_enter(folder):
            return ""
        if made:
            folder.rmdir()
    except OSError as error:
        return error.strerror or str(error)
    return f"the account that the server runs as (user id {account.uid}) cannot reach it"


def _hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
