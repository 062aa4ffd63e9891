"""Two people at the desk, in a real Chromium: a review with a request for changes, and two who have one draft open."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from experiences.editorial import comment, share, submit
from experiences.editorial.sharing import token_of
from experiences.models import Edition
from experiences.vocabulary import Role
from tests.desk import person, reviewer, start_edition, writer
from tests.e2e.conftest import SignIn
from tests.e2e.looking import DESKTOP, NOT_OURS, PHONE, WCAG, at, faults, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def draft() -> Edition:
    """The next edition of a published experience, with a changed summary."""
    edition = start_edition(Edition.objects.published().get(entry__key="GP-01").entry)
    edition.texts.update(summary="Children learn to read in the language that they speak at home.")
    return edition


def form_of(edition: Edition) -> str:
    return reverse("admin:experiences_experience_change", args=[edition.pk])


def review_of(edition: Edition) -> str:
    return reverse("admin:experiences_experience_review", args=[edition.pk])


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_review_with_a_request_for_changes(sign_in: SignIn, draft: Edition, scripts: bool) -> None:
    submit(draft, by=writer())
    ravi = sign_in(reviewer(), java_script_enabled=scripts, viewport={"width": 390, "height": 844})
    ravi.goto(form_of(draft))
    ravi.get_by_role("link", name="Review", exact=True).first.click()
    summary = ravi.locator("#about-text-en-summary")
    expect(summary.locator("ins").first).to_be_visible()
    summary.locator(".new-comment > summary").press("Enter")
    summary.get_by_role("textbox").fill("Which children?")
    summary.get_by_role("button", name="Add the comment").press("Enter")
    expect(ravi.get_by_text("One comment is open:").first).to_be_visible()
    ravi.get_by_label("What is to be changed, and why").fill("Say who they are.")
    ravi.get_by_role("button", name="Request changes").press("Enter")
    expect(ravi.get_by_text(f"Changes of {draft} are requested.")).to_be_visible()

    wen = sign_in(writer(), java_script_enabled=scripts)
    wen.goto(form_of(draft))
    expect(wen.locator("#id_texts-0-summary_helptext")).to_contain_text("Which children?")
    wen.locator("#id_texts-0-summary").fill("Children of ethnic minorities learn to read in the language of their home.")
    wen.get_by_role("button", name="Save and continue editing").click()
    wen.get_by_role("link", name="Answer or resolve").click()
    talk = wen.locator("#about-text-en-summary .comment")
    talk.get_by_role("textbox").fill("Those of ethnic minorities.")
    talk.get_by_role("button", name="Resolve").click()
    expect(wen.get_by_text("The comment is resolved.")).to_be_visible()
    draft.refresh_from_db()
    assert (draft.stage, draft.texts.get().summary[:29]) == ("changes_requested", "Children of ethnic minorities")


def test_two_people_edit_one_draft(sign_in: SignIn, draft: Edition) -> None:
    ana, ben = (sign_in(person(name, Role.EDITOR)) for name in ("ana", "ben"))
    for page in (ana, ben):
        page.goto(form_of(draft))
    ana.locator("#id_texts-0-title").fill("Her title")
    ana.locator("#id_texts-0-acronym").fill("HERS")
    ana.get_by_role("button", name="Save and continue editing").click()
    ben.locator("#id_texts-0-title").fill("His title")
    ben.locator("#id_texts-0-summary").fill("His summary.")
    ben.get_by_role("button", name="Save and continue editing").click()

    told = ben.get_by_role("alert")
    expect(told).to_contain_text("Not saved, and nothing is lost")
    expect(told).to_contain_text("HERS")
    versions = told.get_by_role("group", name="Title")
    expect(versions).to_contain_text("His title")
    expect(versions).to_contain_text("Her title")
    expect(ben.locator("#id_texts-0-acronym")).to_have_value("HERS")
    assert draft.texts.get().title == "Her title"
    versions.get_by_label("Take theirs").check()
    ben.get_by_role("button", name="Save and continue editing").click()
    expect(ben.get_by_text("was changed successfully")).to_be_visible()
    text = draft.texts.get()
    assert (text.title, text.acronym, text.summary) == ("Her title", "HERS", "His summary.")


def test_axe_finds_nothing_on_these_pages_and_none_scrolls_sideways(sign_in: SignIn, draft: Edition) -> None:
    comment(draft, about="text/en/summary", body="Which children?", by=reviewer())
    link = share(draft, recipient="A ministry", days=7, by=writer())
    submit(draft, by=writer())
    page = sign_in(reviewer())
    addresses = {
        "review": review_of(draft),
        "preview links": reverse("admin:experiences_experience_preview_links", args=[draft.pk]),
        "shared preview": reverse("shared_preview", args=[token_of(link)]),
    }
    found = {}
    for name, address in addresses.items():
        page.goto(address)
        for size in (DESKTOP, PHONE):
            assert too_wide(at(page, size)) == 0, name
            if wrong := faults(page, WCAG, NOT_OURS):
                found[name, size["width"]] = wrong
    assert not found
