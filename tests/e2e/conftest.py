"""A real Chromium, and the portal with its shipped content served to it."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.test import Client
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler
from playwright.sync_api import Browser, Page, sync_playwright

from experiences.importing.importer import Report
from ssc_portal.accounts.models import User

SignIn = Callable[..., Page]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# Without these, Chromium talks to its maker's servers when it starts.
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-gpu"]


class SharingServer(ThreadedWSGIServer):
    """Serves requests on the tests' own connection, whose transaction holds the content, and leaves it open."""

    def _close_connections(self) -> None:
        """Nothing: the connection is the tests'."""


class SharingThread(LiveServerThread):
    """The thread of such a server."""

    def __init__(self, connection: Any) -> None:
        super().__init__("localhost", StaticFilesHandler)
        self.daemon = True
        self.connection = connection

    def _create_server(self, connections_override: Any = None) -> SharingServer:
        return SharingServer(
            (self.host, self.port),
            QuietWSGIRequestHandler,
            allow_reuse_address=False,
            connections_override={"default": self.connection},
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install one (Debian: apt-get install chromium) to run the browser tests")
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    connection = connections["default"]
    with sync_playwright() as playwright:
        # playwright runs an event loop in this thread, for which Django would open another connection: without the content
        connections["default"] = connection
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *as_root])
        # the tests' own use of the database beside that loop is synchronous
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def portal(shipped_content: Report, django_db_blocker: Any) -> Iterator[str]:
    """The address of a portal that serves the shipped content, from within the transaction that loaded it."""
    with django_db_blocker.unblock():
        connection = connections["default"]
        connection.inc_thread_sharing()
        # It would close a connection that it finds inside a transaction, as it should anywhere else.
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        server = SharingThread(connection)
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        yield f"http://localhost:{server.port}"
        server.terminate()
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        connection.dec_thread_sharing()


@pytest.fixture
def sign_in(browser: Browser, portal: str) -> Iterator[SignIn]:
    """Gives a page of a browser in which that person is signed in; further options are the browser's."""
    contexts = []

    def signed_in(user: User, **options: Any) -> Page:
        client = Client()
        client.force_login(user)
        context = browser.new_context(base_url=portal, **{"viewport": {"width": 1280, "height": 900}} | options)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": portal}])
        contexts.append(context)
        return context.new_page()

    yield signed_in
    for context in contexts:
        context.close()
