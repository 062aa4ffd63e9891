"""Who uses the server: it starts with the first process that does, and stops with the last one.

Every process that uses the server shares a lock on `users.lock` for as long as it lives. Whoever leaves tries to take
that lock alone; who succeeds is the last one, and stops the server. Coming and going takes turns, by `turn.lock`.
A process that is killed loses its share like any other: the next one to leave puts things right.

A forked process inherits its parent's share and counts as a user of its own until it ends.
"""

import atexit
import os
import threading
from dataclasses import dataclass

from .account import server_account
from .cluster import Cluster
from .folder import data_folder
from .lock import FileLock, alone, alone_if_free


@dataclass(frozen=True)
class _Share:
    cluster: Cluster
    lock: FileLock


_share: _Share | None = None
_one_thread = threading.Lock()


def use_server() -> Cluster:
    """The server of this project, which runs at least until this process ends or calls `release_server`.

    Raises EmbeddedPostgresError when it cannot be started.
    """
    global _share  # noqa: PLW0603 - one share for the process, as the lock is one for the process
    with _one_thread:
        if _share is None:
            account = server_account()
            cluster = Cluster(data_folder(account), account)
            with alone(cluster.folder / "turn.lock"):
                lock = FileLock(cluster.folder / "users.lock")
                lock.share()
                # Noted before the start: if that is interrupted, the exit still stops what has been started.
                _share = _Share(cluster, lock)
                cluster.ensure_running()
        return _share.cluster


def repair_server(database: str) -> None:
    """Put right what may keep a user of the server from connecting: start it again, create the database.

    Raises EmbeddedPostgresError when the server cannot be started, psycopg.Error when it refuses.
    """
    cluster = use_server()
    with _one_thread, alone(cluster.folder / "turn.lock"):
        cluster.ensure_running()
        cluster.ensure_database(database)


def release_server() -> bool:
    """Leave the server, if this process uses it; says whether it was the last one, and so stopped it.

    Raises EmbeddedPostgresError when the server does not stop.
    """
    global _share
    with _one_thread:
        if _share is None:
            return False
        share, _share = _share, None
        with alone(share.cluster.folder / "turn.lock"):
            share.lock.close()
            with alone_if_free(share.cluster.folder / "users.lock") as last:
                if last:
                    share.cluster.stop()
                return last is not None


def _renew_thread_lock() -> None:
    global _one_thread  # noqa: PLW0603
    _one_thread = threading.Lock()


atexit.register(release_server)
# A fork copies the lock as it is, but not the thread that might hold it.
os.register_at_fork(after_in_child=_renew_thread_lock)
