"""A real Chromium, and the portal with its shipped content served to it."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# Without these, Chromium talks to its maker's servers when it starts.
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-gpu"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install one (Debian: apt-get install chromium) to run the browser tests")
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *as_root])
        # playwright runs an event loop in this thread; the tests' own use of the database beside it is synchronous
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def portal(shipped_content: Any, django_db_blocker: Any) -> Iterator[str]:
    """The address of a portal that serves the shipped content, from within the transaction that loaded it."""
    with django_db_blocker.unblock():
        connection = connections["default"]
        connection.inc_thread_sharing()
        server = LiveServerThread("localhost", StaticFilesHandler, connections_override={"default": connection})
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        yield f"http://localhost:{server.port}"
        server.terminate()
        connection.dec_thread_sharing()
