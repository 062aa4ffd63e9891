"""An entry's whole way, each step by the person whose work it is, in a real Chromium; and two editors who collide."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Dialog, Page, expect

from experiences.models import Edition
from experiences.vocabulary import Role
from tests.desk import person
from tests.factories import make_entry

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

At = Callable[..., Page]


@pytest.fixture
def at(browser: Browser, portal: str) -> Iterator[At]:
    """To open an address as somebody: a person who has roles, or without a name, a reader. Each has a browser of their own."""
    pages: dict[str, Page] = {}

    def open_as(name: str, address: str, *roles: Role) -> Page:
        if name not in pages:
            context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=portal)
            pages[name] = context.new_page()
            if roles:
                client = Client()
                client.force_login(person(name, *roles, full_name=name.capitalize()))
                cookie = client.cookies["sessionid"].value
                context.add_cookies([{"name": "sessionid", "value": cookie, "url": portal}])
        pages[name].goto(address)
        return pages[name]

    yield open_as
    for page in pages.values():
        page.context.close()


def form_of(edition: Edition) -> str:
    return reverse("admin:experiences_experience_change", args=[edition.pk])


def review_of(edition: Edition) -> str:
    return reverse("admin:experiences_experience_review", args=[edition.pk])


def press(page: Page, verb: str) -> None:
    """Follow a verb's button, and say yes to its question."""
    page.get_by_role("link", name=verb, exact=True).click()
    page.get_by_role("button", name=verb, exact=True).click()


def test_the_whole_way_of_an_entry(at: At) -> None:
    draft = make_entry(title="Birth registration by bicycle", countries=["VNM"], publish=False)
    address = f"/entries/{draft.entry.ref}/"

    wen = at("wen", form_of(draft), Role.EDITOR)
    wen.get_by_role("button", name="Save and submit for review").click()
    expect(wen.get_by_text("edition 1 is handed in for review.")).to_be_visible()
    assert at("reader", address).title().startswith("Page not found")

    ravi = at("ravi", review_of(draft), Role.REVIEWER)
    ravi.get_by_label("What is to be changed, and why").fill("Say that it was by boat.")
    ravi.get_by_role("button", name="Request changes").click()
    expect(ravi.get_by_text("Changes of")).to_be_visible()
    at("wen", form_of(draft))
    wen.get_by_text("The way so far").click()
    expect(wen.get_by_text("Say that it was by boat.").first).to_be_visible()
    wen.fill("#id_texts-0-title", "Birth registration by boat")
    wen.get_by_role("button", name="Save and submit for review").click()

    at("ravi", review_of(draft))
    ravi.get_by_role("button", name="Approve this draft").click()
    expect(ravi.get_by_text("edition 1 is approved.")).to_be_visible()
    paula = at("paula", form_of(draft), Role.PUBLISHER)
    press(paula, "Publish this edition")
    expect(paula.get_by_text("edition 1 is published.")).to_be_visible()
    reader = at("reader", address)
    expect(reader.get_by_role("heading", name="Birth registration by boat", level=1)).to_be_visible()

    at("wen", form_of(draft))
    press(wen, "Start the next edition")
    wen.fill("#id_texts-0-title", "Birth registration by boat and by plane")
    wen.get_by_role("button", name="Save and submit for review").click()
    expect(wen.get_by_text("edition 2 is handed in for review.")).to_be_visible()
    reader.reload()
    expect(reader.get_by_role("heading", name="Birth registration by boat", level=1, exact=True)).to_be_visible()
    correction = draft.entry.editions.get(number=2)
    at("ravi", review_of(correction))
    expect(ravi.locator("ins", has_text="and by plane").first).to_be_visible()
    ravi.get_by_role("button", name="Approve this draft").click()
    at("paula", form_of(correction))
    press(paula, "Publish this edition")
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


def test_an_edit_after_the_approval_sends_the_draft_back(at: At) -> None:
    draft = make_entry(title="Schools on boats", countries=["VNM"], publish=False)
    wen = at("wen", form_of(draft), Role.EDITOR)
    wen.get_by_role("button", name="Save and submit for review").click()
    ravi = at("ravi", review_of(draft), Role.REVIEWER)
    ravi.get_by_role("button", name="Approve this draft").click()
    paula = at("paula", form_of(draft), Role.PUBLISHER)
    expect(paula.get_by_role("link", name="Publish this edition")).to_be_visible()
    at("wen", form_of(draft))
    wen.fill("#id_texts-0-title", "Schools on ships")
    wen.get_by_role("button", name="Save and continue editing").click()
    expect(wen.get_by_text("In review").first).to_be_visible()
    paula.get_by_role("link", name="Publish this edition").click()
    paula.get_by_role("button", name="Publish this edition").click()
    expect(paula.get_by_text("Only an approved draft can be published.")).to_be_visible()
    assert Edition.objects.get(pk=draft.pk).is_draft


def test_two_editors_collide_and_nothing_is_lost(at: At) -> None:
    draft = make_entry(title="Schools on boats", summary="They float.", countries=["VNM"], publish=False)
    ana, ben = (at(name, form_of(draft), Role.EDITOR) for name in ("ana", "ben"))
    ana.fill("#id_texts-0-title", "Schools on ships")
    ana.fill("#id_texts-0-summary", "They float, and children learn on them.")
    ana.get_by_role("button", name="Save and continue editing").click()
    expect(ana.get_by_text("was changed successfully")).to_be_visible()

    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    ben.on("dialog", stay)
    ben.fill("#id_texts-0-title", "Schools on rafts")
    ben.fill("#id_curator_note", "Ask the ministry.")
    ben.get_by_role("button", name="Save and continue editing").click()
    refused = ben.get_by_role("alert")
    expect(refused.get_by_text("Not saved, and nothing is lost")).to_be_visible()
    expect(refused.get_by_text("Ana saved it")).to_be_visible()
    expect(refused.get_by_text("Schools on rafts")).to_be_visible()
    expect(refused.get_by_text("Schools on ships")).to_be_visible()
    expect(ben.locator("#id_curator_note")).to_have_value("Ask the ministry.")
    ben.reload()
    assert asked == ["beforeunload"], "what came back is not saved yet"
    refused.get_by_label("Take theirs").check()
    ben.get_by_role("button", name="Save and continue editing").click()
    expect(ben.get_by_text("was changed successfully")).to_be_visible()
    text = draft.texts.get()
    assert (text.title, text.summary) == ("Schools on ships", "They float, and children learn on them.")
    assert Edition.objects.get(pk=draft.pk).curator_note == "Ask the ministry."
