"""The life of an entry through the buttons of the admin: start, save, publish, revise, withdraw, discard."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from experiences.models import Edition, Entry, Relation
from tests.desk import start_edition
from tests.experiences.admin.browsing import change_url, errors_of, fields_of, new_row, sent, verb_url
from tests.factories import make_country, make_entry, make_source, published

ADD = reverse("admin:experiences_experience_add")


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def start(desk, **fields):
    fields = {"title": "Birth registration by boat", "type": "innovation", "language": "en", "summary": "", "key": ""} | fields
    return desk.post(ADD, fields | {"_save": "1"}, follow=True)


def test_from_nothing_to_withdrawn(desk, maria):
    page = start(desk)
    edition = Edition.objects.get()
    assert page.redirect_chain[-1][0] == change_url(edition)
    assert (edition.entry.key, edition.created_by, edition.state) == (edition.entry.ref, maria, "draft")
    assert "The summary is empty." in page.content.decode()

    fields = fields_of(page)
    fields["texts-0-summary"] = "Registrars visit the outer islands twice a year."
    new_row(fields, "country_roles", country=make_country("FJI").pk, role="lead")
    new_row(fields, "citations", source=make_source().pk, locator="page 3")
    page = sent(desk, edition, fields, "_publish")
    assert messages_of(page) == ["What you typed is saved.", f"{edition} is published."]
    edition.refresh_from_db()
    assert (edition.state, edition.published_by) == ("published", maria)
    assert edition.country_roles.get().country.iso3 == "FJI"

    page = desk.post(verb_url("next", edition), follow=True)
    second = Edition.objects.get(number=2)
    assert page.redirect_chain[-1][0] == change_url(second)
    fields = fields_of(page)
    fields["texts-0-title"] = "Birth registration on the outer islands"
    sent(desk, second, fields, "_publish")
    assert [(each.number, each.state) for each in edition.entry.editions.all()] == [(1, "superseded"), (2, "published")]

    page = desk.post(verb_url("withdraw", second), {"reason": "in_error", "note": "Counted twice."}, follow=True)
    entry = Entry.objects.get()
    assert (entry.state, entry.withdrawal_note) == ("withdrawn", "Counted twice.")
    assert "Counted twice." in page.content.decode()
    assert LogEntry.objects.filter(user=maria).count() == 7, "each step is in the log"


def test_a_key_that_is_taken_is_refused_and_nothing_typed_is_lost(desk):
    make_entry(key="GP-01")
    page = start(desk, key="GP-01", summary="Long and carefully worded.")
    assert errors_of(page) == ["Another entry has the key GP-01."]
    assert "Long and carefully worded." in page.content.decode()
    assert Entry.objects.count() == 1


def test_what_is_missing_keeps_a_draft_from_being_published_but_not_from_being_saved(desk):
    edition = make_entry(publish=False)
    edition.citations.all().delete()
    fields = fields_of(desk.get(change_url(edition)))
    fields["texts-0-acronym"] = "BRB"
    page = sent(desk, edition, fields, "_publish")
    assert messages_of(page) == ["What you typed is saved.", "No source is cited: say where this comes from."]
    edition.refresh_from_db()
    assert edition.state == "draft"
    assert edition.texts.get().acronym == "BRB"


def test_a_published_edition_is_shown_with_all_editions_and_no_fields(desk):
    first = make_entry(title="As it was")
    second = start_edition(first.entry)
    page = desk.get(change_url(first)).content.decode()
    assert "texts-0-title" not in page
    assert change_url(second) in page
    assert "Start the next edition" not in page, "there is one in the works"
    assert verb_url("withdraw", first) in page
    assert reverse("entries:preview", args=[first.entry.ref, 1]) in page
    assert first.entry.get_absolute_url() in page


def test_a_second_next_edition_is_refused(desk):
    first = make_entry()
    start_edition(first.entry)
    page = desk.post(verb_url("next", first), follow=True)
    assert messages_of(page) == ["Edition 2 is already in the works."]


def test_an_entry_is_consolidated_into_another(desk):
    one, other = make_entry(), make_entry()
    page = desk.post(verb_url("withdraw", one), {"reason": "consolidated"})
    assert errors_of(page) == ["Name the entry that this one is consolidated into, and only then."]
    desk.post(verb_url("withdraw", one), {"reason": "consolidated", "merged_into": other.entry_id})
    entry = Entry.objects.get(pk=one.entry_id)
    assert (entry.state, entry.merged_into) == ("merged", other.entry)


def test_a_draft_is_discarded_after_one_question_and_takes_the_unpublished_entry_with_it(desk):
    edition = make_entry(publish=False)
    page = desk.get(verb_url("discard", edition)).content.decode()
    assert "the entry itself will be gone too" in page
    assert Edition.objects.exists()
    page = desk.post(verb_url("discard", edition), follow=True)
    assert page.redirect_chain[-1][0] == reverse("admin:experiences_experience_changelist")
    assert not Entry.objects.exists()


def test_discarding_the_next_edition_leads_back_to_the_published_one(desk):
    first = make_entry()
    page = desk.post(verb_url("discard", start_edition(first.entry)), follow=True)
    assert page.redirect_chain[-1][0] == change_url(first)
    assert first.entry.editions.count() == 1


def test_a_draft_that_others_point_to_is_not_discarded(desk):
    edition = make_entry(publish=False)
    make_entry(publish=False).relations.create(type="part_of", target=edition.entry)
    page = desk.post(verb_url("discard", edition), follow=True)
    assert messages_of(page) == ["Other entries point to this one. Take their relations and transfers off first."]


@pytest.mark.parametrize("verb", ["publish", "next"])
def test_verbs_are_asked_for_by_post_only(desk, verb):
    assert desk.get(verb_url(verb, make_entry(publish=False))).status_code == 405


def test_an_edition_is_not_reached_through_another_kind(desk):
    edition = make_entry("agreement")
    assert desk.post(reverse("admin:experiences_experience_next", args=[edition.pk])).status_code == 404
    assert desk.get(reverse("admin:experiences_experience_withdraw", args=[edition.pk])).status_code == 404


def test_an_entry_in_the_admin_leads_to_its_newest_edition(desk):
    first = make_entry("exchange")
    second = start_edition(first.entry)
    page = desk.get(reverse("admin:experiences_entry_change", args=[first.entry_id]))
    assert page["Location"] == change_url(second)


def test_an_entry_without_a_key_of_its_own_is_not_named_twice(desk):
    edition = make_entry()
    assert edition.entry.key == edition.entry.ref
    page = desk.post(verb_url("withdraw", edition), {"reason": "in_error", "note": ""}, follow=True)
    assert messages_of(page) == [f"{edition.entry.ref} is withdrawn."]


def test_a_published_edition_names_the_entries_that_it_relates_to_by_title(desk):
    other = make_entry(title="Registration at sea")
    edition = make_entry(publish=False)
    Relation.objects.create(edition=edition, type="related_to", target=other.entry)
    published(edition)
    page = desk.get(change_url(edition)).content.decode()
    link = reverse("admin:experiences_entry_change", args=[other.entry_id])
    assert re.search(rf'<a href="{link}">{other.entry.ref} Registration at sea', page)
