"""axe-core finds nothing wrong on any page, at phone and desktop width, light and dark; and no page breaks its own policy."""

from functools import partial
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Request, ViewportSize

from experiences.models import Edition, Organisation, Recommendation, Theme

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# WCAG 2.2 AA, and what axe holds to be good practice. Only violations are reported at length: to describe every element that
# passed takes axe as long as to check it.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1280, height=900)


def entry(key: str) -> str:
    return Edition.objects.published().get(entry__key=key).get_absolute_url()


PAGES = {
    "home": lambda: reverse("home"),
    "browse": lambda: reverse("entries:list"),
    "search": lambda: reverse("entries:list") + "?q=trafficking",
    "search, corrected": lambda: reverse("entries:list") + "?q=traficking",
    "search, not corrected": lambda: reverse("entries:list") + "?q=traficking&verbatim=yes",
    "search, a word unknown": lambda: reverse("entries:list") + "?q=trafficking+xyzzyx",
    "search, filtered": lambda: reverse("entries:list") + "?q=trafficking&kind=agreement&year_from=2004&sort=period",
    "filtered": lambda: reverse("entries:list") + "?kind=agreement&country=CHN&theme=child-trafficking&nonsense=1",
    "nothing found": lambda: reverse("entries:list") + "?q=xyzzyx&country=FJI",
    "second page": lambda: reverse("entries:list") + "?page=2",
    "experience": lambda: entry("GP-01"),
    "initiative": lambda: entry("NW-02"),
    "agreement": lambda: entry("AG-09"),
    "exchange": lambda: entry("EV-11"),
    "countries": lambda: reverse("countries:list"),
    "country": lambda: reverse("countries:detail", args=["vnm"]),
    "country without entries": lambda: reverse("countries:detail", args=["tkm"]),
    "themes": lambda: reverse("themes:list"),
    "theme": lambda: Theme.objects.get(key="TH-02").get_absolute_url(),
    "organisations": lambda: reverse("organisations:list"),
    "organisation": lambda: Organisation.objects.get(key="ORG-01").get_absolute_url(),
    "recommendations": lambda: reverse("recommendations:list"),
    "recommendation": lambda: Recommendation.objects.get(key="RC-a1").get_absolute_url(),
    "lessons": lambda: reverse("lessons"),
    "agreements": lambda: reverse("agreements"),
    "exchanges": lambda: reverse("exchanges"),
    "transfers": lambda: reverse("transfers"),
    "about": lambda: reverse("about"),
    "API reference": lambda: reverse("api:reference"),
    "API reference, an endpoint": lambda: reverse("api:reference_endpoint", args=["entries"]),
    "not found": lambda: "/nowhere/",
    "sign-in": lambda: reverse("admin:login"),
}


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone, light", "desktop, dark"])
def test_axe_finds_nothing(browser: Browser, portal: str, viewport: Any, scheme: Any) -> None:
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None)
    found: dict[str, Any] = {}
    for name, address in PAGES.items():
        page.goto(portal + address())
        violations = Axe().run(page, options=RULES).response["violations"]
        found |= (
            {name: [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in violations]} if violations else {}
        )
    context.close()
    assert not found
    assert [each for each in complaints if "404" not in each] == []


def test_nothing_scrolls_sideways_at_320_pixels(browser: Browser, portal: str) -> None:
    context = browser.new_context(viewport=ViewportSize(width=320, height=640))
    page = context.new_page()
    too_wide = {}
    for name, address in PAGES.items():
        page.goto(portal + address())
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            too_wide[name] = width
    context.close()
    assert not too_wide


def test_a_first_view_is_light(browser: Browser, portal: str) -> None:
    """At most 10 requests and 100 KB (design, ground rules), with nothing in the cache and from this host only."""
    contexts = {name: browser.new_context(viewport=PHONE) for name in PAGES if name != "sign-in"}
    pages = {name: context.new_page() for name, context in contexts.items()}
    sizes: dict[str, dict[str, int]] = {name: {} for name in pages}

    def weigh(name: str, request: Request) -> None:
        sizes[name][request.url] = request.sizes()["responseBodySize"] + request.sizes()["responseHeadersSize"]

    for name, page in pages.items():
        page.on("requestfinished", partial(weigh, name))
        page.goto(portal + PAGES[name]())
    for page in pages.values():  # all of them wait for late requests at the same time
        page.wait_for_load_state("networkidle")
    cookies = {name: found for name, context in contexts.items() if (found := context.cookies())}
    for context in contexts.values():
        context.close()
    assert all(sizes.values())
    assert not cookies
    assert not {
        name: requests
        for name, requests in sizes.items()
        if len(requests) > 10 or sum(requests.values()) > 100_000 or any(not url.startswith(portal) for url in requests)
    }
