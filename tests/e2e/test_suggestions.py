"""Suggestions in a real Chromium: with keyboard, mouse and finger, for screen readers, and not at all without a script."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, expect

from experiences.models import SearchTally
from tests.e2e.looking import DESKTOP, NARROW, PHONE, WITH_GOOD_PRACTICE, at, complaints_of, faults, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SAVES_DATA = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
SETTLED = 600  # milliseconds after which what was going to be asked has been asked


@pytest.fixture
def page(browser: Browser, portal: str) -> Iterator[Page]:
    """A page of a desktop browser, that must not complain about anything."""
    context = browser.new_context(viewport=DESKTOP, base_url=portal)
    page = context.new_page()
    complaints = complaints_of(page)
    yield page
    context.close()
    assert complaints == []


def type_into(page: Page, address: str, words: str) -> Any:
    """Type into the search box of a page, key by key. Returns the box."""
    page.goto(address)
    box = page.get_by_role("combobox", name="Search all entries")
    box.fill("")
    box.press_sequentially(words, delay=20)
    return box


@pytest.mark.parametrize("address", ["/", "/themes/", "/entries/?kind=agreement", "/nowhere/"])
def test_every_search_box_suggests(browser: Browser, portal: str, address: str) -> None:
    context = browser.new_context(viewport=PHONE, base_url=portal)
    page = context.new_page()
    type_into(page, address, "viet")
    expect(page.get_by_role("option").first).to_have_text("Viet Nam Country")
    context.close()


def test_with_the_keyboard(page: Page) -> None:
    box = type_into(page, "/", "viet n")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_contain_text(f"Suggestions: {options.count()}.")

    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    box.press("ArrowDown")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    expect(page.locator("[aria-selected=true]")).to_have_count(1)

    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("viet n")
    expect(page.get_by_role("status")).to_be_empty()
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/countries/vnm/")


def test_enter_without_a_choice_searches(page: Page) -> None:
    box = type_into(page, "/themes/", "traff")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Enter")
    page.wait_for_url("**/entries/?q=traff")


def test_leaving_the_box_closes_the_list_and_the_mouse_picks_from_it(page: Page) -> None:
    box = type_into(page, "/", "viet n")
    option = page.get_by_role("option", name="Viet Nam Country")
    expect(option).to_be_visible()
    box.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.focus()
    box.press_sequentially("a")
    option.click()
    page.wait_for_url("**/countries/vnm/")


def test_with_a_finger(browser: Browser, portal: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, base_url=portal)
    page = context.new_page()
    type_into(page, "/", "viet n")
    page.get_by_role("option", name="Viet Nam Country").tap()
    page.wait_for_url("**/countries/vnm/")
    context.close()


def test_a_title_in_a_suggestion_is_text(page: Page) -> None:
    label = "<img src=x onerror=alert(1)>"
    answer = {"suggestions": [{"kind": "x", "label": label, "address": "/", "language": "", "direction": ""}]}
    page.route("**/suggestions/?q=*", lambda route: route.fulfill(json=answer))
    type_into(page, "/", "images")
    expect(page.get_by_role("option")).to_have_text(f"{label} x")


def test_axe_finds_nothing_while_it_is_open(browser: Browser, portal: str) -> None:
    context = browser.new_context(viewport=PHONE, base_url=portal)
    page = context.new_page()
    found: dict[Any, Any] = {}
    for address in ("/", "/countries/", "/entries/?q=school"):
        box = type_into(at(page, PHONE), address, "chi")
        expect(page.get_by_role("option").first).to_be_visible()
        box.press("ArrowDown")
        for size, scheme in ((PHONE, "light"), (NARROW, "light"), (DESKTOP, "dark")):
            at(page, size, scheme)
            expect(page.get_by_role("option").first).to_be_visible()
            if wrong := faults(page, WITH_GOOD_PRACTICE) or too_wide(page):
                found[address, size["width"]] = wrong
    context.close()
    assert not found


@pytest.mark.parametrize("way", ["no script", "saving data", "offline"])
def test_the_plain_form_is_left_as_it_is(browser: Browser, portal: str, way: str) -> None:
    context = browser.new_context(base_url=portal, java_script_enabled=way != "no script")
    if way == "saving data":
        context.add_init_script(SAVES_DATA)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggestions/" in request.url else None)
    if way != "no script":
        page.clock.install()
    page.goto("/themes/")
    box = page.locator("#search")
    context.set_offline(way == "offline")
    box.press_sequentially("trafficking")
    if way != "no script":
        page.clock.run_for(SETTLED)
    assert page.locator("[role=option]").count() == 0
    assert box.get_attribute("role") == ("combobox" if way == "offline" else None)
    assert asked == []
    context.set_offline(False)
    box.press("Enter")
    page.wait_for_url("**/entries/?q=trafficking")
    assert page.locator(".card").count() > 0
    context.close()


def test_only_a_pause_asks(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggestions/" in request.url else None)
    page.clock.install()
    page.goto("/")
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    page.locator("#search").press_sequentially("trafficking")
    page.clock.run_for(100)
    assert asked == []
    page.clock.run_for(100)
    expect(page.get_by_role("option").first).to_be_visible()
    assert [url.partition("?")[2] for url in asked] == ["q=trafficking"]


def test_which_result_is_opened_is_counted(page: Page) -> None:
    page.goto("/entries/?q=Trafficking")
    with page.expect_response("**/suggestions/clicked") as answer:
        page.locator(".card-title a").nth(1).click()
    assert answer.value.status == 204
    tally = SearchTally.objects.get(query="trafficking")
    assert (tally.times, tally.clicks, tally.positions) == (1, 1, 2)


def test_the_script_is_small() -> None:
    assert Path(str(finders.find("js/suggest.js"))).stat().st_size < 6_000
