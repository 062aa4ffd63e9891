"""To time a call: the median of enough repeats, and what the server of the database spent on it meanwhile."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

LEAST, MOST, SECONDS = 5, 200, 2.0
"""A call is repeated at least so often, at most so often, and in between for so long."""


@dataclass(frozen=True)
class Timing:
    """Milliseconds by the clock on the wall (median), and of processor time of the database's process (mean; None: not known)."""

    wall: float
    server: float | None


def timed(call: Callable[[], object]) -> Timing:
    """How long a call takes. It is made twice before the clock runs: caches are warm."""
    call()
    call()
    walls: list[float] = []
    spent = _server_seconds()
    latest = time.perf_counter() + SECONDS
    while len(walls) < LEAST or (len(walls) < MOST and time.perf_counter() < latest):
        start = time.perf_counter()
        call()
        walls.append(time.perf_counter() - start)
    after = _server_seconds()
    server = None if spent is None or after is None else (after - spent) * 1000 / len(walls)
    return Timing(statistics.median(walls) * 1000, server)


def _server_seconds() -> float | None:
    """The processor time that the process at the other end of the connection has used, where it runs on this machine."""
    connection.ensure_connection()
    status = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    if not status.exists() or "postgres" not in status.read_text():
        return None
    fields = status.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
