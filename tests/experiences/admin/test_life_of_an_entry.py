"""The life of an entry through the buttons of the admin: start, save, publish, revise, withdraw, discard."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from experiences.editorial import fingerprint, note_change, submit
from experiences.models import Edition, Entry, Relation
from experiences.vocabulary import Role
from tests.desk import approved, person, reviewer, start_edition, writer
from tests.experiences.admin.browsing import change_url, client_of, errors_of, fields_of, new_row, sent, verb_url
from tests.factories import make_country, make_entry, make_source, published
from tests.markup import messages_on

ADD = reverse("admin:experiences_experience_add")


def start(desk, **fields):
    fields = {"title": "Birth registration by boat", "type": "innovation", "language": "en", "summary": "", "key": ""} | fields
    return desk.post(ADD, fields | {"_save": "1"}, follow=True)


@pytest.fixture
def ravi(db):
    """A browser in which a reviewer is signed in."""
    return client_of(reviewer())


def way_to_approve(client, edition):
    """Where the button on the draft leads that was read."""
    page = client.get(change_url(edition)).content.decode()
    return re.findall(rf'href="({verb_url("approve", edition)}[^"]*)"', page)[0]


def approve(client, edition):
    """Read the draft, follow the button, and say yes."""
    address = way_to_approve(client, edition)
    return client.post(address, fields_of(client.get(address)), follow=True)


def test_from_nothing_to_withdrawn(desk, maria, ravi):
    page = start(desk)
    edition = Edition.objects.get()
    assert page.redirect_chain[-1][0] == change_url(edition)
    assert (edition.entry.key, edition.created_by, edition.owner, edition.state) == (edition.entry.ref, maria, maria, "draft")
    assert "The summary is empty." in page.content.decode()

    fields = fields_of(page)
    fields["texts-0-summary"] = "Registrars visit the outer islands twice a year."
    new_row(fields, "country_roles", country=make_country("FJI").pk, role="lead")
    new_row(fields, "citations", source=make_source().pk, locator="page 3")
    page = sent(desk, edition, fields, "_submit")
    assert messages_on(page) == ["What you typed is saved.", f"{edition} is handed in for review."]
    assert messages_on(approve(ravi, edition)) == [f"{edition} is approved."]
    assert "Everybody reads it from now on" in desk.get(verb_url("publish", edition)).content.decode()
    page = desk.post(verb_url("publish", edition), follow=True)
    assert messages_on(page) == [f"{edition} is published."]
    edition.refresh_from_db()
    assert (edition.state, edition.published_by) == ("published", maria)
    assert edition.country_roles.get().country.iso3 == "FJI"

    page = desk.post(verb_url("start_edition", edition), follow=True)
    second = Edition.objects.get(number=2)
    assert page.redirect_chain[-1][0] == change_url(second)
    fields = fields_of(page)
    fields["texts-0-title"] = "Birth registration on the outer islands"
    sent(desk, second, fields, "_submit")
    approve(ravi, second)
    desk.post(verb_url("publish", second))
    assert [(each.number, each.state) for each in edition.entry.editions.all()] == [(1, "superseded"), (2, "published")]

    page = desk.post(verb_url("withdraw", second), {"reason": "in_error", "note": "Counted twice."}, follow=True)
    entry = Entry.objects.get()
    assert (entry.state, entry.withdrawal_note) == ("withdrawn", "Counted twice.")
    assert "Counted twice." in page.content.decode()
    assert LogEntry.objects.count() == 11, "each step is in the log"
    assert [step.verb for step in entry.steps.all()] == [
        "create", "submit", "approve", "publish", "start_edition", "submit", "approve", "publish", "withdraw",
    ]  # fmt: skip


def test_what_was_read_is_what_is_approved(desk, ravi):
    edition = submit(make_entry(publish=False), by=writer())
    address = way_to_approve(ravi, edition)
    edition.texts.update(summary="Something else.")
    page = ravi.post(address, fields_of(ravi.get(address)))
    assert errors_of(page) == ["Somebody has changed this draft since you opened it. Read it again before you approve it."]
    edition.refresh_from_db()
    assert edition.stage == "in_review"


def test_who_opens_an_approved_draft_is_told_what_a_save_takes_away(ravi):
    draft = approved(make_entry(publish=False))
    eve = client_of(person("eve", Role.EDITOR))
    told = "takes the approval away"
    assert told in eve.get(change_url(draft)).content.decode()
    assert told not in ravi.get(change_url(draft)).content.decode(), "who cannot save is not warned"
    assert told not in sent(eve, draft, fields_of(eve.get(change_url(draft)))).content.decode(), "now it is in review"


def test_who_worked_on_a_draft_is_not_offered_to_approve_it(desk, maria):
    edition = make_entry(publish=False)
    note_change(edition, seen_revision=edition.revision, by=maria)
    submit(edition, by=maria)
    assert verb_url("approve", edition) not in desk.get(change_url(edition)).content.decode()
    page = desk.post(verb_url("approve", edition), {"seen": fingerprint(edition)})
    assert errors_of(page) == ["Only a draft in review can be approved, and not by somebody who has worked on it."]


def test_changes_are_requested_with_reasons_that_the_writer_reads(desk, ravi):
    edition = submit(make_entry(publish=False), by=writer())
    assert errors_of(ravi.post(verb_url("request_changes", edition), {"reasons": " "})) == ["This field is required."]
    ravi.post(verb_url("request_changes", edition), {"reasons": "Say which islands."})
    page = client_of(writer()).get(change_url(edition)).content.decode()
    assert "Say which islands." in page
    assert "changes requested" in page
    assert "_submit" in page


def test_an_emergency_is_told_until_somebody_else_has_reviewed_it(desk, maria, ravi):
    edition = make_entry(publish=False)
    page = desk.post(verb_url("publish_in_emergency", edition), {"reason": "The floods."}, follow=True)
    assert "in an emergency: not reviewed yet" in page.content.decode()
    assert "The floods." in page.content.decode()
    assert verb_url("review_emergency", edition) not in page.content.decode()
    page = ravi.post(verb_url("review_emergency", edition), {"note": "All true."}, follow=True).content.decode()
    assert "not reviewed yet" not in page


def test_a_draft_is_handed_over(desk, maria):
    edition = make_entry(publish=False)
    page = desk.post(verb_url("hand_over", edition), {"to": maria.pk, "note": "Until June."}, follow=True).content.decode()
    assert re.search(r"Who has it now</dt><dd>Maria Santos", page)
    assert "Until June." in page


def test_an_old_edition_is_restored(desk):
    first = make_entry(title="As it was")
    second = start_edition(first.entry)
    second.texts.update(title="Otherwise")
    published(second)
    page = desk.post(verb_url("restore", first), follow=True)
    third = Edition.objects.get(number=3)
    assert page.redirect_chain[-1][0] == change_url(third)
    assert (third.state, third.texts.get().title) == ("draft", "As it was")


def test_a_key_that_is_taken_is_refused_and_nothing_typed_is_lost(desk):
    make_entry(key="GP-01")
    page = start(desk, key="GP-01", summary="Long and carefully worded.")
    assert errors_of(page) == ["Another entry has the key GP-01."]
    assert "Long and carefully worded." in page.content.decode()
    assert Entry.objects.count() == 1


def test_what_is_missing_keeps_a_draft_from_being_submitted_but_not_from_being_saved(desk):
    edition = make_entry(publish=False)
    edition.citations.all().delete()
    fields = fields_of(desk.get(change_url(edition)))
    fields["texts-0-acronym"] = "BRB"
    page = sent(desk, edition, fields, "_submit")
    assert messages_on(page) == ["What you typed is saved.", "No source is cited: say where this comes from."]
    edition.refresh_from_db()
    assert edition.stage == "drafting"
    assert edition.texts.get().acronym == "BRB"


def test_a_published_edition_is_shown_with_all_editions_and_no_fields(desk):
    first = make_entry(title="As it was")
    second = start_edition(first.entry)
    page = desk.get(change_url(first)).content.decode()
    assert "texts-0-title" not in page
    assert change_url(second) in page
    assert verb_url("start_edition", first) not in page, "there is one in the works"
    assert verb_url("withdraw", first) in page
    assert reverse("entries:edition", args=[first.entry.ref, 1]) in page
    assert first.entry.get_absolute_url() in page


def test_a_second_next_edition_is_refused(desk):
    first = make_entry()
    start_edition(first.entry)
    page = desk.post(verb_url("start_edition", first))
    assert errors_of(page) == ["Edition 2 is already in the works."]


def test_an_entry_is_consolidated_into_another(desk):
    one, other = make_entry(), make_entry()
    assert "Select a valid choice" in errors_of(desk.post(verb_url("withdraw", one), {"reason": "consolidated"}))[0]
    assert errors_of(desk.post(verb_url("merge", one), {})) == ["This field is required."]
    draft = make_entry(publish=False)
    refused = desk.post(verb_url("merge", one), {"into": draft.entry_id})
    assert errors_of(refused) == ["An entry can only be merged into another one that is published."]
    asking = desk.post(verb_url("merge", one), {"into": other.entry_id})
    [asked] = errors_of(asking)
    assert f'Readers of {one.entry.ref} would be led to <a href="{other.entry.get_absolute_url()}"' in asked
    assert Entry.objects.get(pk=one.entry_id).state == "published", "it is asked for twice"
    desk.post(verb_url("merge", one), fields_of(asking))
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
    page = desk.post(verb_url("discard", edition))
    assert errors_of(page) == ["Other entries point to this one. Take their relations and transfers off first."]


@pytest.mark.parametrize("verb", ["publish", "start_edition", "restore", "submit"])
def test_verbs_ask_first_and_are_done_by_post_only(desk, verb):
    edition = make_entry(publish=False)
    assert desk.get(verb_url(verb, edition)).status_code == 200
    edition.refresh_from_db()
    assert (edition.state, edition.stage, Edition.objects.count()) == ("draft", "drafting", 1)


def test_an_edition_is_not_reached_through_another_kind(desk):
    edition = make_entry("agreement")
    assert desk.post(reverse("admin:experiences_experience_start_edition", args=[edition.pk])).status_code == 404
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
    assert messages_on(page) == [f"{edition.entry.ref} is withdrawn."]


def test_a_published_edition_names_the_entries_that_it_relates_to_by_title(desk):
    other = make_entry(title="Registration at sea")
    edition = make_entry(publish=False)
    Relation.objects.create(edition=edition, type="related_to", target=other.entry)
    published(edition)
    page = desk.get(change_url(edition)).content.decode()
    link = reverse("admin:experiences_entry_change", args=[other.entry_id])
    assert re.search(rf'<a href="{link}">{other.entry.ref} Registration at sea', page)
