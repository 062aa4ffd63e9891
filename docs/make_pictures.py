"""`make pictures`: the pictures of docs/curating.md, taken from the real screens in a real browser.

It starts a portal of its own on an empty database, makes sample people and entries by the editorial verbs, visits each screen
as the person whose work it shows, and removes it all again. The clock stands on a made-up day, so that the same screens give
the same pictures. Needs Chromium.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import django

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PICTURES = Path(__file__).parent / "images" / "curating"
WIDTH = 1000
_QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-gpu"]


class Clock:
    """Stands still until it is moved on."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time that it shows."""
        return self.at

    def pass_by(self, **time: float) -> None:
        """Move it on."""
        self.at += timedelta(**time)


@dataclass(frozen=True)
class Picture:
    """A screen: what it is called, who sees it, where, how much of it is shown, and what is done there first."""

    name: str
    who: str
    address: str
    height: int = 640
    first: Callable[["Page"], object] = lambda page: None


@contextmanager
def portal(clock: Clock) -> Iterator[str]:
    """The address of a portal with an empty database of its own, which is gone afterwards."""
    folder = tempfile.mkdtemp(prefix="portal-pictures-")
    Path(folder).chmod(0o755)  # the account of the database server has to get in
    os.environ |= {"PORTAL_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "ssc_portal.settings.test", "LOG_LEVEL": "WARNING"}
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs an event loop in this thread
    django.setup()
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.db import connections
    from django.test.testcases import LiveServerThread

    from ssc_portal.embedded_postgres.usage import release_server

    try:
        with patch("django.utils.timezone.now", clock):
            call_command("migrate", verbosity=0)
            server = LiveServerThread("localhost", StaticFilesHandler)
            server.daemon = True
            server.start()
            server.is_ready.wait()
            yield f"http://localhost:{server.port}"
            server.terminate()
    finally:
        connections.close_all()
        release_server()
        shutil.rmtree(folder)


def take(browser: "Browser", portal: str, picture: Picture) -> None:
    """Visit a screen, and write what is to be seen of it."""
    from django.test import Client

    from ssc_portal.accounts.models import User

    context = browser.new_context(viewport={"width": WIDTH, "height": picture.height}, base_url=portal, color_scheme="light")
    if picture.who:
        client = Client()
        client.force_login(User.objects.get(username=picture.who))
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": portal}])
    page = context.new_page()
    page.goto(picture.address)
    picture.first(page)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{picture.name}.png", animations="disabled", caret="hide")
    context.close()
    print(f"{picture.name}.png")


def main() -> None:
    """Take all of them anew."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    clock = Clock()
    with portal(clock) as address:
        from docs.sample_desk import screens

        screens_to_take: list[dict[str, Any]] = screens(clock)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=[*_QUIET, *as_root])
            for screen in screens_to_take:
                take(browser, address, Picture(**screen))
            browser.close()


if __name__ == "__main__":
    main()
