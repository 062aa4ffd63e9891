"""Each public page is opened once, as a first view on a phone. It is light, keeps to its own policy, and axe-core finds nothing
wrong on it: on a phone in light, on a desktop in dark."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Request

from experiences.models import Edition, Organisation, Recommendation, Theme
from tests.e2e.looking import DESKTOP, NARROW, PHONE, WITH_GOOD_PRACTICE, at, complaints_of, faults, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


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
    "search, all of a filter": lambda: reverse("entries:list") + "?q=children&all=country",
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
    "downloads": lambda: reverse("exports:page"),
    "API reference": lambda: reverse("api:reference"),
    "API reference, an endpoint": lambda: reverse("api:reference_endpoint", args=["entries"]),
    "not found": lambda: "/nowhere/",
    "sign-in": lambda: reverse("admin:login"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light_and_for_everybody(browser: Browser, portal: str, name: str) -> None:
    """A first view is at most 10 requests and 100 KB (design, ground rules), with nothing in the cache, from this host only,
    and leaves no cookie with a reader."""
    sizes: dict[str, int] = {}

    def weigh(request: Request) -> None:
        sizes[request.url] = request.sizes()["responseBodySize"] + request.sizes()["responseHeadersSize"]

    with browser.new_context(viewport=PHONE, color_scheme="light") as context:
        page = context.new_page()
        complaints = complaints_of(page)
        page.on("requestfinished", weigh)
        page.goto(portal + PAGES[name]())
        assert faults(page, WITH_GOOD_PRACTICE) == {}
        assert too_wide(at(page, NARROW)) == 0
        assert faults(at(page, DESKTOP, "dark"), WITH_GOOD_PRACTICE) == {}
        page.wait_for_load_state("networkidle")  # what is asked for late weighs too
        cookies = context.cookies()
    assert [each for each in complaints if "404" not in each] == []
    if name != "sign-in":
        assert cookies == []
        assert sizes
        assert len(sizes) <= 10
        assert sum(sizes.values()) <= 100_000
        assert all(url.startswith(portal) for url in sizes)
