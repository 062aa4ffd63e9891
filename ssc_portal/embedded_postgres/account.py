"""The account that the server runs as: PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import EmbeddedPostgresError

ACCOUNTS_FOR_ROOT = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An account of this machine, and whether this process has to switch to it."""

    uid: int
    gid: int
    is_switched_to: bool

    @property
    def popen_options(self) -> dict[str, Any]:
        """What `subprocess` needs to run a program as this account, with a small environment and private files."""
        # LC_ALL: messages in English, and macOS does not start PostgreSQL without. PG* variables must not leak in.
        options: dict[str, Any] = {"env": {"PATH": os.defpath, "LC_ALL": "C"}, "umask": 0o077}
        if self.is_switched_to:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options

    def run(self, command: Sequence[str | Path], pass_fds: Sequence[int] = ()) -> subprocess.CompletedProcess[str]:
        """Run a program as this account to its end; its result has what it said, both streams in `stdout`."""
        return subprocess.run(  # noqa: S603 - programs and arguments of our own
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            cwd="/",
            pass_fds=pass_fds,
            # Ctrl-C in a terminal is for the portal, which then stops its server in order.
            start_new_session=True,
            **self.popen_options,
        )

    def can_enter(self, folder: Path) -> bool:
        """Whether this account can reach the folder, all parent folders included."""
        return not self.is_switched_to or self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", folder]).returncode == 0


def server_account() -> Account:
    """The current user, or for root an existing account without rights.

    Raises EmbeddedPostgresError when root finds no such account.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), is_switched_to=False)
    for name in ACCOUNTS_FOR_ROOT:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, is_switched_to=True)
    raise EmbeddedPostgresError(
        f"PostgreSQL does not run as root, and this machine has none of the accounts {', '.join(ACCOUNTS_FOR_ROOT)}. "
        "Start the portal as an ordinary user, or name a PostgreSQL server in DATABASE_URL."
    )
