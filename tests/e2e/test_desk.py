"""An entry's whole way, each step by the person whose work it is, in a real Chromium."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from experiences.models import Edition
from tests.desk import approved, publisher, reviewer, writer
from tests.e2e.conftest import SignIn
from tests.factories import make_entry
from tests.queue import do_jobs, let_time_pass

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def form_of(edition: Edition) -> str:
    return reverse("admin:experiences_experience_change", args=[edition.pk])


def review_of(edition: Edition) -> str:
    return reverse("admin:experiences_experience_review", args=[edition.pk])


def press(page: Page, verb: str) -> None:
    """Follow a verb's button, and say yes to its question."""
    page.get_by_role("link", name=verb, exact=True).click()
    page.get_by_role("button", name=verb, exact=True).click()


def hand_in(page: Page, edition: Edition, title: str = "") -> None:
    """Open the form, write another title if there is one to write, and submit."""
    page.goto(form_of(edition))
    if title:
        page.fill("#id_texts-0-title", title)
    page.get_by_role("button", name="Save and submit for review").click()
    expect(page.get_by_text(f"{edition} is handed in for review.")).to_be_visible()


def approve(page: Page, edition: Edition) -> None:
    """Open the review page, and approve."""
    page.goto(review_of(edition))
    page.get_by_role("button", name="Approve this draft").click()
    expect(page.get_by_text(f"{edition} is approved.")).to_be_visible()


def publish(page: Page, edition: Edition) -> None:
    """Open the form, and publish."""
    page.goto(form_of(edition))
    press(page, "Publish this edition")
    expect(page.get_by_text(f"{edition} is published.")).to_be_visible()


def work() -> list[str]:
    """What a worker does, in a thread of its own: in this one runs the browser's event loop. The connection is the tests'."""
    connection = connections["default"]

    def do() -> list[str]:
        connections["default"] = connection
        return do_jobs()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(do).result()


def test_the_whole_way_of_an_entry(sign_in: SignIn, browser: Browser, portal: str) -> None:
    draft = make_entry(title="Birth registration by bicycle", countries=["VNM"], publish=False)
    address = f"/entries/{draft.entry.ref}/"

    wen, ravi, paula = (sign_in(somebody) for somebody in (writer(), reviewer(), publisher()))
    hand_in(wen, draft)
    context = browser.new_context(base_url=portal)
    reader = context.new_page()
    hidden = reader.goto(address)
    assert hidden
    assert hidden.status == 404

    ravi.goto(review_of(draft))
    ravi.get_by_label("What is to be changed, and why").fill("Say that it was by boat.")
    ravi.get_by_role("button", name="Request changes").click()
    expect(ravi.get_by_text("Changes of")).to_be_visible()
    wen.goto(form_of(draft))
    wen.get_by_text("The way so far").click()
    expect(wen.get_by_text("Say that it was by boat.").first).to_be_visible()
    hand_in(wen, draft, "Birth registration by boat")
    approve(ravi, draft)
    publish(paula, draft)
    reader.goto(address)
    expect(reader.get_by_role("heading", name="Birth registration by boat", level=1)).to_be_visible()

    wen.goto(form_of(draft))
    press(wen, "Start the next edition")
    correction = draft.entry.editions.get(number=2)
    hand_in(wen, correction, "Birth registration by boat and by plane")
    reader.reload()
    expect(reader.get_by_role("heading", name="Birth registration by boat", level=1, exact=True)).to_be_visible()
    ravi.goto(review_of(correction))
    expect(ravi.locator("ins", has_text="and by plane").first).to_be_visible()
    approve(ravi, correction)
    publish(paula, correction)
    reader.reload()
    expect(reader.get_by_role("heading", name="Birth registration by boat and by plane", level=1)).to_be_visible()
    assert reader.url.endswith("/birth-registration-by-boat-and-by-plane/"), "the old address leads to the new one"

    paula.get_by_role("link", name="Withdraw this entry").click()
    paula.get_by_label("Published in error").check()
    paula.get_by_label("Note").fill("It was another country.")
    paula.get_by_role("button", name="Withdraw this entry").click()
    expect(paula.get_by_text("is withdrawn.")).to_be_visible()
    answer = reader.goto(address)
    assert answer
    assert answer.status == 410
    expect(reader.get_by_text("It was another country.")).to_be_visible()
    context.close()


def test_an_edit_after_the_approval_sends_the_draft_back(sign_in: SignIn) -> None:
    draft = make_entry(title="Schools on boats", countries=["VNM"], publish=False)
    wen, ravi, paula = (sign_in(somebody) for somebody in (writer(), reviewer(), publisher()))
    hand_in(wen, draft)
    approve(ravi, draft)
    paula.goto(form_of(draft))
    paula.get_by_role("link", name="Publish this edition").click()
    wen.goto(form_of(draft))
    wen.fill("#id_texts-0-title", "Schools on ships")
    wen.get_by_role("button", name="Save and continue editing").click()
    expect(wen.get_by_text("was changed successfully")).to_be_visible()
    paula.get_by_role("button", name="Publish this edition").click()
    expect(paula.get_by_text("Only an approved draft can be published.")).to_be_visible()
    draft.refresh_from_db()
    assert (draft.state, draft.stage) == ("draft", "in_review")


def test_a_scheduled_edition_is_public_once_its_time_has_come(sign_in: SignIn, browser: Browser, portal: str) -> None:
    draft = approved(make_entry(title="Nurses on horses", countries=["VNM"], publish=False))
    address = f"{portal}/entries/{draft.entry.ref}/"
    wen, paula = sign_in(writer()), sign_in(publisher())
    paula.goto(form_of(draft))
    paula.get_by_role("link", name="Publish later").click()
    at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=1)
    paula.get_by_label("Time of publication, UTC").fill(f"{at:%Y-%m-%dT%H:%M}")
    paula.get_by_role("button", name="Publish later").click()
    expect(paula.get_by_text(f"{draft} has a time of publication.")).to_be_visible()
    said = f"{at.day} {at:%B %Y, %H:%M} UTC"
    expect(paula.get_by_text(f"{said}, in the name of paula")).to_be_visible()
    wen.goto(reverse("admin:index"))
    expect(wen.locator("#desk-scheduled + ul")).to_contain_text("Nurses on horses")
    expect(wen.locator("#desk-scheduled + ul")).to_contain_text(f"to be published {said}")
    work()
    context = browser.new_context()
    reader = context.new_page()
    hidden = reader.goto(address)
    assert hidden
    assert hidden.status == 404, "not before"

    let_time_pass(draft)
    assert "publish_scheduled" in work()
    reader.goto(address)
    expect(reader.get_by_role("heading", name="Nurses on horses", level=1)).to_be_visible()
    paula.goto(form_of(draft))
    expect(paula.get_by_text("To be published")).to_have_count(0)
    paula.get_by_text("The way so far").click()
    expect(paula.locator(".steps li").last).to_contain_text("Publish (edition 1), paula")
    context.close()
