"""How gunicorn runs the portal, on one's own machine and in a container: HOST, PORT, WEB_CONCURRENCY say the rest."""

import gc
import os
from typing import Any

_host = os.environ.get("HOST") or "127.0.0.1"
_port = os.environ.get("PORT") or "8000"

bind = f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"
workers = int(os.environ.get("WEB_CONCURRENCY") or "2")
worker_class = "gthread"
threads = 4
timeout = 30
graceful_timeout = 10
# No header says under which part of an address the portal stands: one that came through would have a page kept as that of another
# address (ssc_portal.freshness).
forwarder_headers = ""

# Each worker loads the portal for itself: connections to the database that it opens meanwhile are its own, and a
# reload (SIGHUP) brings in new code. Loading it once before the fork would save some memory, and risk both.
preload_app = False

# The portal logs each request itself, as JSON (ssc_portal.request_log). What gunicorn has to say goes to stderr.
accesslog = None
errorlog = "-"
loglevel = os.environ.get("LOG_LEVEL", "info").lower()

# It would write a socket into the home folder.
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """Let Python look for garbage in rings less often, and never in what the portal itself is made of: a page makes thousands of
    objects, and hardly any ring.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
