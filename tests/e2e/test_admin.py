"""The admin in a real Chromium: its pages keep to the security policy, and a curator can do her work with mouse and keyboard."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Browser, Dialog, Page, expect
from procrastinate.contrib.django import app

from experiences.editorial import approve, comment, fingerprint, keep_save, note_change
from experiences.models import Edition, Import, Notice, QualityRule
from experiences.search.log import record_search
from experiences.vocabulary import Event
from ssc_portal.accounts.models import User
from ssc_portal.jobs.failures import keep
from ssc_portal.jobs.models import Job
from tests.desk import reviewer
from tests.e2e.looking import DESKTOP, NARROW, NOT_OURS, PHONE, WCAG, at, complaints_of, faults, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PARTS = 4  # the pages are looked at in so many tests, among which several processes can share them
REPORT_VIOLATIONS = "document.addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective))"


@pytest.fixture
def page(browser: Browser, portal: str) -> Iterator[Page]:
    """A page on which a superuser is signed in."""
    client = Client()
    client.force_login(User.objects.create_superuser("chief", full_name="The chief"))
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=portal)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": portal}])
    context.add_init_script(REPORT_VIOLATIONS)
    yield context.new_page()
    context.close()


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains about on the page. At the end there must be nothing."""
    complaints = complaints_of(page)
    yield complaints
    assert [each for each in complaints if "404" not in each] == []


def addresses() -> Iterator[str]:
    """Every list, form and first page of the admin."""
    yield reverse("admin:index")
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        record: Any = model._default_manager.order_by("pk").last()
        try:
            yield reverse(f"{name}_changelist")
            if model is not QualityRule:  # nobody adds a rule
                yield reverse(f"{name}_add")
            if record:
                yield reverse(f"{name}_change", args=[record.pk])
        except NoReverseMatch:
            continue


def ours() -> dict[str, str]:
    """The pages that are ours and not Django's, each with something to show."""
    record_search("trafficking", results=1, corrected=False)
    chief = User.objects.get(username="chief")
    draft, out = (Edition.objects.filter(state=state, kind="experience").order_by("pk")[0] for state in ("draft", "published"))
    comment(draft, body="Which year?", about="themes", by=reviewer())
    note_change(draft, seen_revision=draft.revision, by=chief)
    keep_save(draft, by=chief)
    note_change(draft, seen_revision=draft.revision, by=chief)
    keep_save(draft, by=chief)
    Notice.objects.create(person=chief, entry=draft.entry, edition=draft, about="A draft", event=Event.COMMENTED, by=reviewer())
    app.configure_task("publish_scheduled").defer(edition_id=draft.pk)
    keep(Job.objects.latest("pk").pk, "ConnectionRefusedError: [Errno 111] Connection refused")
    pages = {
        "first page": reverse("admin:index"),
        "a group": reverse("admin:index") + "?show=old",
        "notices": reverse("account_notices"),
        "second factor": reverse("mfa_index"),
        "import a file": reverse("admin:experiences_import_run"),
        "an import": reverse("admin:experiences_import_change", args=[Import.objects.latest("pk").pk]),
        "person": reverse("admin:accounts_user_change", args=[chief.pk]),
        "start": reverse("admin:experiences_experience_add"),
    }
    asked = ("submit", "hand_over", "publish_in_emergency", "discard", "go_back")
    of_draft = ("change", "review", "preview_links", "differences", *asked)
    of_published = ("change", "differences", "withdraw", "merge", "start_edition", "history")
    for edition, names in ((draft, of_draft), (out, of_published)):
        for name in names:
            pages[f"{name}, {edition.state}"] = reverse(f"admin:experiences_experience_{name}", args=[edition.pk])
    pages["go back, chosen"] = f"{pages['go_back, draft']}?save={draft.saves.order_by('revision')[0].revision}"
    records = ("experience", "import", "theme", "synonymgroup", "searchedquery", "qualityrule", "auditevent")
    lists = ("accounts_user", "accounts_signinevent", "jobs_job", *(f"experiences_{model}" for model in records))
    return pages | {f"list of {name}": reverse(f"admin:{name}_changelist") for name in lists}


@pytest.mark.usefixtures("complaints")
@pytest.mark.parametrize("part", range(PARTS))
def test_pages_keep_to_the_security_policy_and_are_for_everybody(page: Page, part: int) -> None:
    """No page breaks the policy or scrolls sideways on a phone, and axe finds nothing on those that are ours."""
    own = ours()
    others = {address: address for address in addresses() if address not in own.values()}
    found: dict[Any, Any] = {}
    for name, address in list((own | others).items())[part::PARTS]:
        page.goto(address)
        for size in (DESKTOP, PHONE, NARROW):
            at(page, size)
            if size != DESKTOP and (width := too_wide(page)):
                found[name, size["width"]] = width
            if size != NARROW and name in own and (wrong := faults(page, WCAG, NOT_OURS)):
                found[name, size["width"], "axe"] = wrong
        at(page, DESKTOP)
    assert not found


def choose(page: Page, field: str, words: str) -> None:
    """Pick what an autocomplete finds first for the words."""
    page.locator(f"#id_{field} + .select2").click()
    page.keyboard.type(words)
    page.locator(".select2-results__option", has_text=words).first.click()


def press(page: Page, verb: str) -> None:
    """Follow a verb's button, and say yes to its question."""
    page.get_by_role("link", name=verb).click()
    page.get_by_role("button", name=verb).click()


def publish_when_approved(page: Page) -> None:
    """Have a reviewer approve what is in review; then publish it on the page."""
    edition = Edition.objects.get(stage="in_review", state="draft")
    approve(edition, seen=fingerprint(edition), by=reviewer())
    page.reload()
    press(page, "Publish this edition")


@pytest.mark.usefixtures("complaints")
def test_from_nothing_to_a_second_edition(page: Page) -> None:
    page.goto(reverse("admin:index"))
    page.get_by_role("link", name="Add Experiences").first.click()
    page.get_by_label("Title:").fill("Birth registration by boat")
    page.get_by_label("Type:").select_option("Innovation")
    page.get_by_label("Summary:").fill("Registrars visit the outer islands twice a year.")
    page.get_by_role("button", name="Start the draft").click()
    expect(page.get_by_text("No source is cited")).to_be_visible()

    choose(page, "themes", "Access to justice")
    page.get_by_text("Add another Country").click()
    choose(page, "country_roles-0-country", "Fiji")
    page.locator("#id_country_roles-0-role").select_option("Lead or provider")
    for place, (label, value) in enumerate([("Births registered", "1,200"), ("Islands visited", "40")]):
        page.get_by_text("Add another Fact").click()
        page.fill(f"#id_facts-{place}-label", label)
        page.fill(f"#id_facts-{place}-value", value)
        choose(page, f"facts-{place}-source", "Beijing Declaration")
        page.fill(f"#id_facts-{place}-locator", "paragraph 12")
    page.get_by_text("Add another Citation").click()
    choose(page, "citations-0-source", "Beijing Declaration")
    page.fill("#id_citations-0-locator", "paragraph 12")
    page.get_by_text("Add another Relation").click()
    page.locator("#id_relations-0-type").select_option("Related to")
    choose(page, "relations-0-target", "Lady Health Worker")
    page.get_by_role("button", name="Save and submit for review").click()

    expect(page.get_by_text("edition 1 is handed in for review.")).to_be_visible()
    publish_when_approved(page)
    expect(page.get_by_text("edition 1 is published.")).to_be_visible()
    expect(page.get_by_text("Fact 2:")).to_be_visible()
    press(page, "Start the next edition")
    page.locator("#texts-0 summary").click()
    page.fill("#id_texts-0-results", "More children have papers.")
    page.get_by_role("button", name="Save and submit for review").click()
    expect(page.get_by_text("edition 2 is handed in for review.")).to_be_visible()
    publish_when_approved(page)
    expect(page.get_by_text("edition 2 is published.")).to_be_visible()
    editions = Edition.objects.filter(texts__title="Birth registration by boat").order_by("number")
    assert [edition.state for edition in editions] == ["superseded", "published"]


@pytest.fixture
def draft(page: Page) -> Page:
    """A fresh draft, open on the page."""
    page.goto(reverse("admin:experiences_experience_add"))
    page.get_by_label("Title:").fill("Birth registration by boat")
    page.get_by_label("Type:").select_option("Innovation")
    page.get_by_role("button", name="Start the draft").click()
    expect(page.get_by_text("No source is cited")).to_be_visible()
    return page


def test_leaving_with_something_unsaved_asks_first(draft: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    draft.on("dialog", stay)
    draft.reload()
    assert asked == [], "nothing was typed"
    draft.locator("#id_texts-0-title").press_sequentially("!")
    draft.get_by_role("link", name="Discard this draft").click()
    draft.wait_for_timeout(0)
    assert asked == ["beforeunload"]
    expect(draft.locator("#id_texts-0-title")).to_have_value("!Birth registration by boat")
    draft.get_by_role("button", name="Save and continue editing").click()
    expect(draft.get_by_text("was changed successfully")).to_be_visible()
    draft.get_by_role("link", name="Discard this draft").click()
    expect(draft.get_by_role("heading", name="Discard this draft")).to_be_visible()
    assert asked == ["beforeunload"], "saving is not leaving, and what is saved may be left"


def test_the_bar_of_buttons_hides_nothing_that_has_the_focus(draft: Page) -> None:
    draft.locator("#id_texts-0-title").focus()
    for _step in range(30):
        draft.keyboard.press("Tab")
        hidden = draft.evaluate(
            """() => {
                const bar = document.querySelector(".submit-row"), it = document.activeElement;
                const covered = it.getBoundingClientRect().top >= bar.getBoundingClientRect().top;
                return covered && !bar.contains(it) ? it.outerHTML : null;
            }"""
        )
        assert hidden is None


def test_on_a_phone_every_field_of_a_row_fits_its_frame(draft: Page) -> None:
    draft.set_viewport_size({"width": 390, "height": 900})
    draft.get_by_text("Add another Fact").click()
    row, field = (draft.locator(where).bounding_box() for where in ("#facts-0", "#id_facts-0-label"))
    assert row
    assert field
    assert field["x"] + field["width"] <= row["x"] + row["width"]


def test_text_runs_in_the_direction_of_its_script(draft: Page) -> None:
    title = draft.locator("#id_texts-0-title")
    assert title.evaluate("field => getComputedStyle(field).direction") == "ltr"
    title.fill("تسجيل المواليد بالقارب")
    assert title.evaluate("field => getComputedStyle(field).direction") == "rtl"
