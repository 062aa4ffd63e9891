"""Staff sign in, in a real Chromium: with a second factor, and although a stranger tries to shut them out."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ssc_portal.accounts.models import User
from tests.accounts.door import PASSWORD, code, person, with_phone
from tests.e2e.looking import DESKTOP, PHONE, WITH_GOOD_PRACTICE, at, complaints_of, faults, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def context(browser: Browser, portal: str) -> Iterator[BrowserContext]:
    """A browser without scripts: all of it must work without."""
    context = browser.new_context(viewport=PHONE, base_url=portal, java_script_enabled=False)
    yield context
    context.close()


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.goto(reverse("admin:index"))
    page.get_by_label("Username").fill("maria")
    page.get_by_label("Password").fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


def give(page: Page, given: str, button: str = "Sign in") -> None:
    page.get_by_label("code", exact=False).first.fill(given)
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def is_on_the_desk(page: Page) -> None:
    expect(page.get_by_role("heading", name="What is on the desk")).to_be_visible()


def test_a_publisher_sets_up_a_second_factor_and_signs_in_with_it(context: BrowserContext, settings: Any) -> None:
    settings.SECOND_FACTOR_GROUPS = ["publisher"]
    user = person("maria", "publisher")
    page = context.new_page()
    sign_in(page)
    expect(page.get_by_role("heading", name="Set up your second factor")).to_be_visible()
    page.goto(reverse("admin:index"))
    expect(page.get_by_role("heading", name="Set up your second factor")).to_be_visible()
    picture = page.get_by_role("img", name=re.compile("QR code"))
    expect(picture).to_be_visible()
    key = page.locator("code.key").inner_text()
    give(page, code(key=key), "Set it up")

    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    spare = page.locator(".codes code").all_inner_texts()
    assert len(spare) == 10
    page.get_by_role("link", name="Go on to the desk").click()
    is_on_the_desk(page)
    page.get_by_role("button", name="Log out").click()

    sign_in(page)
    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
    give(page, code(key=key))
    expect(page.get_by_text("was used before")).to_be_visible()
    give(page, code(1, key=key))
    is_on_the_desk(page)
    page.get_by_role("button", name="Log out").click()

    sign_in(page)
    give(page, spare[0])
    is_on_the_desk(page)
    assert len(Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()) == 9


def test_an_account_locked_out_by_a_stranger_still_gets_in(context: BrowserContext, browser: Browser, portal: str) -> None:
    """The hardest case: the stranger sits behind the same address, and goes on until nobody unknown is let in from there."""
    with_phone(person())
    page = context.new_page()
    sign_in(page)
    give(page, code())
    is_on_the_desk(page)
    page.get_by_role("button", name="Log out").click()

    elsewhere = browser.new_context(base_url=portal)
    stranger = elsewhere.new_page()
    for number in range(6):
        sign_in(stranger, f"guess {number}")
    expect(stranger.get_by_text("too many wrong tries")).to_be_visible()
    sign_in(stranger)
    expect(stranger.get_by_text("too many wrong tries")).to_be_visible()
    elsewhere.close()

    sign_in(page)
    give(page, code(1))
    is_on_the_desk(page)


def test_a_disabled_account_is_shown_the_door(context: BrowserContext) -> None:
    person()
    page = context.new_page()
    sign_in(page)
    is_on_the_desk(page)
    User.objects.filter(username="maria").update(is_active=False)
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(page)
    expect(page.get_by_role("heading", name="This account is closed")).to_be_visible()


PAGES = {
    "sign in": "account_login",
    "forgotten": "account_reset_password",
    "link sent": "account_reset_password_done",
    "closed": "account_inactive",
    "password": "account_change_password",
    "second factor": "mfa_index",
    "set up": "mfa_activate_totp",
    "recovery codes": "mfa_view_recovery_codes",
    "new recovery codes": "mfa_generate_recovery_codes",
    "remove": "mfa_deactivate_totp",
    "sign out": "account_logout",
}


def test_the_pages_are_for_everybody(browser: Browser, portal: str) -> None:
    """axe finds nothing, nothing scrolls sideways, and nothing breaks the security policy: on a phone in light, on a desktop in
    dark."""
    with_phone(person("maria", is_superuser=True))
    context = browser.new_context(base_url=portal)
    page = context.new_page()
    complaints = complaints_of(page)
    found: dict[Any, Any] = {}

    def look(name: str) -> None:
        for size, scheme in ((PHONE, "light"), (DESKTOP, "dark")):
            at(page, size, scheme)
            if wrong := faults(page, WITH_GOOD_PRACTICE) or too_wide(page):
                found[name, scheme] = wrong

    for name in ("sign in", "forgotten", "link sent", "closed"):
        page.goto(reverse(PAGES[name]))
        look(name)
    sign_in(page, "wrong")
    look("refused")
    sign_in(page)
    look("code")
    give(page, code())
    for name in list(PAGES)[4:]:
        page.goto(reverse(PAGES[name]))
        look(name)
    context.close()
    assert not found
    assert not complaints
