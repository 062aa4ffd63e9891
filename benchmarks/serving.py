"""A gunicorn of the portal for one run, on a free port of this machine."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command

SECONDS_TO_START = 60


@contextmanager
def served_portal(database_url: str) -> Iterator[str]:
    """Run the portal over a database, and stop it at the end. Gives the address, without a slash at its end."""
    call_command("collectstatic", interactive=False, verbosity=0)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "ssc_portal.wsgi:application"]
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)  # noqa: S603
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    latest = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < latest:
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 - a fixed scheme
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"The portal does not answer at {address}.")
