"""One PostgreSQL server on one data folder: making it, starting it, stopping it."""

import shlex
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import psycopg
from psycopg import pq, sql
from psycopg.conninfo import make_conninfo

from .account import Account
from .binaries import programs
from .errors import EmbeddedPostgresError
from .folder import PORT, SOCKET, socket_folder
from .lock import FileLock, alone_if_free

USER = "portal"
SECONDS_TO_START = 60
SECONDS_TO_STOP = 30
LINES_OF_LOG = 15

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "max_connections": "100",
    # For small machines: little memory of its own, few processes.
    "shared_buffers": "128MB",
    "max_wal_size": "512MB",
    "io_method": "sync",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}

# Letters and case are PostgreSQL's own business (builtin C.UTF-8), but pg_trgm in version 18 still asks the system
# which characters are letters. With "C" it would see none outside ASCII; macOS may not have C.UTF-8.
SYSTEM_LOCALES = ("C.UTF-8", "en_US.UTF-8", "C")


@dataclass(frozen=True)
class Cluster:
    """A server, its data folder and the account it runs as. Calls that start or stop it must not overlap."""

    folder: Path
    account: Account

    @property
    def data(self) -> Path:
        """The folder that PostgreSQL itself keeps."""
        return self.folder / "cluster"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.folder / "server.log"

    @property
    def alive(self) -> Path:
        """A file whose lock the processes of the server inherit: as long as one of them lives, it is held."""
        return self.folder / "alive.lock"

    @cached_property
    def socket(self) -> Path:
        """The folder of the server's socket."""
        return socket_folder(self.folder, self.account)

    @cached_property
    def programs(self) -> Path:
        """The folder of PostgreSQL's programs."""
        return programs(self.account, self.folder)

    @property
    def connection_parameters(self) -> dict[str, str]:
        """What a client needs to connect, the name of the database aside. Who can enter the folder is trusted."""
        return {"host": str(self.socket), "port": str(PORT), "user": USER}

    def answers(self) -> bool:
        """Whether the server takes connections now."""
        address = make_conninfo(dbname="postgres", connect_timeout="5", **self.connection_parameters)
        return pq.PGconn().ping(address.encode()) == pq.Ping.OK

    def ensure_running(self) -> None:
        """Start the server unless it runs, making its data first where there are none.

        Raises EmbeddedPostgresError with the end of the server's log when it does not start.
        """
        latest = time.monotonic() + SECONDS_TO_START
        while not self.answers():
            if time.monotonic() > latest:
                raise self._error("does not answer")
            with alone_if_free(self.alive) as lock:
                if lock:
                    self._make(lock)
                    self._start(lock)
            # Without the lock: it is coming up although who started it was killed, or going down because it was.
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the server if it runs; at the return none of its processes is left.

        Raises EmbeddedPostgresError when it does not stop.
        """
        latest = time.monotonic() + SECONDS_TO_STOP
        while True:
            with alone_if_free(self.alive) as lock:
                if lock:
                    return
            if time.monotonic() > latest:
                raise self._error("does not stop")
            # Fails where a server that has just been started has not written its pid yet; hence the loop.
            self._control("stop", "-m", "fast", "-t", str(SECONDS_TO_STOP))
            time.sleep(0.02)

    def ensure_database(self, name: str) -> None:
        """Create the database of this name unless it exists. Raises psycopg.Error when the server refuses."""
        address = make_conninfo(dbname="postgres", **self.connection_parameters)
        with psycopg.connect(address, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def _make(self, lock: FileLock) -> None:
        if self.data.exists():
            return
        # Under another name until it is whole: a start that is cut short leaves nothing that looks like data.
        partial = self.data.with_name("cluster.partial")
        for locale in SYSTEM_LOCALES:
            self.account.run(["rm", "-rf", partial])
            done = self.account.run(
                [
                    self.programs / "initdb",
                    f"--pgdata={partial}",
                    f"--username={USER}",
                    "--auth-local=trust",
                    "--auth-host=reject",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                    f"--lc-ctype={locale}",
                    "--no-instructions",
                ],
                pass_fds=[lock.descriptor],
            )
            if done.returncode == 0:
                partial.rename(self.data)
                return
            if "invalid locale" not in done.stdout:
                break
        raise self._error("could not make its data", done.stdout)

    def _start(self, lock: FileLock) -> None:
        # Nobody holds the lock, so no server lives. PostgreSQL cannot know that: it goes by the process ids in these
        # files, and by now a stranger may have that of a killed server.
        for left_behind in (self.data / "postmaster.pid", self.socket / f"{SOCKET}.lock"):
            left_behind.unlink(missing_ok=True)
        settings = SETTINGS | {"unix_socket_directories": str(self.socket)}
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
        arguments = ["-w", "-t", str(SECONDS_TO_START), "-l", str(self.log), "-o", options]
        if said := self._control("start", *arguments, lock=lock):
            raise self._error("did not start", said)

    def _control(self, *arguments: str, lock: FileLock | None = None) -> str:
        """Run pg_ctl; what it said when it failed, or nothing."""
        command: list[str | Path] = [self.programs / "pg_ctl", "-s", "-D", self.data, *arguments]
        done = self.account.run(command, pass_fds=[lock.descriptor] if lock else [])
        return (done.stdout or "failed") if done.returncode else ""

    def _error(self, problem: str, said: str = "") -> EmbeddedPostgresError:
        try:
            lines = self.log.read_text(errors="replace").splitlines()[-LINES_OF_LOG:]
        except OSError:
            lines = []
        return EmbeddedPostgresError(
            "\n".join(
                [
                    f"The embedded PostgreSQL {problem}. {said.strip()}".strip(),
                    *(f"  | {line}" for line in lines),
                    f"Its log is {self.log}. If its data are damaged and can be lost, remove {self.folder} and start "
                    "again. Or name a PostgreSQL server in DATABASE_URL.",
                ]
            )
        )
