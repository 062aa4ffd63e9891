"""The verbs start, publish, withdraw and discard: what they do, and when they refuse."""

import pytest
from django.utils import timezone

from experiences.editorial import (
    EditorialError,
    NotAllowed,
    Withdrawal,
    add_late_links,
    missing_for_publication,
    named_import,
    start_mirrored,
    take_identity,
    withdraw_mirrored,
)
from experiences.models import Edition, EditionText, Entry, Lesson, Relation
from experiences.vocabulary import EditionState, EntryState, EntryType, Kind, WithdrawalReason
from tests.desk import discard, merge, note_change, publish, start_edition, start_entry, withdraw
from tests.factories import add_fact, add_lesson, add_transfer, make_entry

pytestmark = pytest.mark.django_db


def test_references_count_up_and_the_key_defaults_to_the_reference():
    first = start_entry(Kind.AGREEMENT, EntryType.MOU)
    second = start_entry(Kind.AGREEMENT, EntryType.MOU, key="AG-01")
    assert [first.entry.ref, second.entry.ref] == ["SSC-0001", "SSC-0002"]
    assert [first.entry.key, second.entry.key] == ["SSC-0001", "AG-01"]


def test_a_key_is_given_only_once():
    make_entry(key="GP-01")
    with pytest.raises(EditorialError, match="GP-01"):
        start_entry(Kind.EXPERIENCE, EntryType.INNOVATION, key="GP-01")


def test_publishing_makes_the_entry_public_under_the_slug_of_its_title():
    edition = make_entry(title="Schools for Girls in Fiji")
    assert edition.state == EditionState.PUBLISHED
    assert edition.published_at is not None
    assert edition.entry.state == EntryState.PUBLISHED
    assert edition.entry.get_absolute_url() == f"/entries/{edition.entry.ref}/schools-for-girls-in-fiji/"
    assert list(Edition.objects.published()) == [edition]


def test_nothing_incomplete_is_published():
    edition = start_entry(Kind.EXPERIENCE, EntryType.INNOVATION)
    assert len(missing_for_publication(edition)) == 2
    with pytest.raises(EditorialError) as refusal:
        publish(edition)
    assert refusal.value.reasons == missing_for_publication(edition)
    assert not Edition.objects.published().exists()


def test_the_next_edition_is_a_whole_copy_and_the_public_keeps_reading_the_last():
    other = make_entry(title="Another")
    first = make_entry(
        title="First title", countries=["VNM", ("CHN", "learner")], themes=["education"], organisations=["unicef"], publish=False
    )
    add_fact(first, 1)
    add_fact(first, 2, value="130", disagrees_with=1)
    add_lesson(first, themes=["equity"])
    add_transfer(first, "VNM", "CHN", exchange=other.entry)
    Relation.objects.create(edition=first, type="related_to", target=other.entry)
    first = publish(first)

    draft = start_edition(first.entry)

    assert (draft.number, draft.state) == (2, EditionState.DRAFT)
    for part in (
        "texts",
        "country_roles",
        "organisation_roles",
        "facts",
        "lessons",
        "relations",
        "transfers",
        "citations",
        "themes",
    ):
        assert getattr(draft, part).count() == getattr(first, part).count() > 0, part
    assert [theme.slug for theme in draft.lessons.get().themes.all()] == ["equity"]
    assert draft.facts.get(number=2).disagrees_with == 1
    draft.texts.update(title="Second title")
    assert Edition.objects.published().get(entry=first.entry).texts.get().title == "First title"

    second = publish(draft)
    assert Edition.objects.published().get(entry=first.entry) == second
    first.refresh_from_db()
    assert first.state == EditionState.SUPERSEDED
    assert second.entry.slug == "second-title"
    assert [past.slug for past in second.entry.past_slugs.all()] == ["first-title"]


def test_a_slug_that_comes_back_is_no_past_slug():
    edition = make_entry(title="One")
    for title in ("Two", "One"):
        draft = start_edition(edition.entry)
        draft.texts.update(title=title)
        edition = publish(draft)
    assert edition.entry.slug == "one"
    assert [past.slug for past in edition.entry.past_slugs.all()] == ["two"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("ครูในหมู่บ้าน", "ssc-0001"),
        ("Éducation à l'école", "education-a-lecole"),
        ("x" * 200, "x" * 80),
        ("word " * 39 + "end", "-".join(["word"] * 16)),
    ],
)
def test_every_title_makes_a_usable_slug(title, slug):
    assert make_entry(title=title).entry.slug == slug


def test_the_english_title_makes_the_slug_whichever_language_is_the_original():
    edition = make_entry(publish=False)
    edition.texts.update(language="th", title="ครู")
    EditionText.objects.create(edition=edition, language="en", is_original=False, title="Teachers", summary="Teachers came.")
    assert publish(edition).entry.slug == "teachers"


def test_only_one_edition_is_in_the_works():
    edition = make_entry()
    start_edition(edition.entry)
    with pytest.raises(EditorialError, match="already in the works"):
        start_edition(edition.entry)


def test_a_published_edition_is_not_published_again():
    with pytest.raises(EditorialError, match="Only a draft"):
        publish(make_entry())


def test_a_withdrawn_entry_is_public_nowhere_and_can_come_back():
    edition = make_entry()
    entry = withdraw(edition.entry, WithdrawalReason.IN_ERROR, note="Wrong country.")
    assert (entry.state, entry.withdrawal_note) == (EntryState.WITHDRAWN, "Wrong country.")
    assert not Edition.objects.published().exists()

    back = publish(start_edition(entry))
    assert (back.number, back.entry.state, back.entry.withdrawn_at) == (2, EntryState.PUBLISHED, None)


def test_merged_entries_lead_to_the_last_one_in_one_hop():
    first, second, third = (make_entry(title=title).entry for title in ("One", "Two", "Three"))
    merge(first, second)
    merge(second, third)
    assert set(Entry.objects.filter(merged_into=third)) == {first, second}
    with pytest.raises(EditorialError, match="merged into another"):
        start_edition(Entry.objects.get(pk=first.pk))


@pytest.mark.parametrize("case", ["into itself", "into a draft"])
def test_an_entry_is_merged_into_another_published_entry(case):
    entry = make_entry().entry
    with pytest.raises(EditorialError, match="another one that is published"):
        merge(entry, entry if case == "into itself" else make_entry(publish=False).entry)
    assert Entry.objects.get(pk=entry.pk).state == EntryState.PUBLISHED


def test_to_consolidate_is_to_merge():
    entry = make_entry().entry
    with pytest.raises(EditorialError, match="Merge it"):
        withdraw(entry, WithdrawalReason.CONSOLIDATED)
    assert Entry.objects.get(pk=entry.pk).state == EntryState.PUBLISHED


def test_a_draft_is_not_withdrawn_but_discarded():
    edition = make_entry(publish=False)
    with pytest.raises(EditorialError, match="Only a published entry"):
        withdraw(edition.entry, WithdrawalReason.IN_ERROR)
    discard(edition)
    assert not Entry.objects.exists()


def test_discarding_the_next_edition_leaves_the_published_one():
    published = make_entry()
    discard(start_edition(published.entry))
    assert list(Edition.objects.all()) == [published]
    with pytest.raises(EditorialError, match="Only a draft"):
        discard(published)


def test_an_entry_that_others_point_to_is_not_discarded():
    draft = make_entry(publish=False)
    Relation.objects.create(edition=make_entry(publish=False), type="related_to", target=draft.entry)
    with pytest.raises(EditorialError, match="point to this one"):
        discard(draft)


def test_of_two_people_who_change_one_draft_the_second_is_told():
    draft = make_entry(publish=False)
    note_change(draft, seen_revision=1)
    with pytest.raises(EditorialError, match="Somebody else"):
        note_change(draft, seen_revision=1)
    note_change(draft, seen_revision=2)
    draft.refresh_from_db()
    assert draft.revision == 3


def test_lessons_of_editions_that_are_not_public_are_not_published():
    draft = make_entry(publish=False)
    add_lesson(draft)
    from experiences.querysets import published_lessons

    assert not published_lessons().exists()
    publish(draft)
    assert list(published_lessons()) == list(Lesson.objects.all())


def test_only_an_import_that_mirrors_a_portal_has_the_verbs_of_a_mirror():
    edition, now = make_entry(), timezone.now()
    entry = Entry.objects.get(pk=edition.entry_id)
    withdrawal = Withdrawal(now, WithdrawalReason.IN_ERROR, "", None, "a", now)
    with named_import("A file") as importing:
        for refused in (
            lambda: take_identity("SSC-0042", "GP-42", Kind.EXPERIENCE, importing=importing),
            lambda: start_mirrored(entry, EntryType.INNOVATION, 7, importing=importing),
            lambda: withdraw_mirrored(entry, withdrawal, importing=importing),
            lambda: add_late_links(edition, [], [], importing=importing),
        ):
            with pytest.raises(NotAllowed, match="mirrors another portal"):
                refused()
    assert list(Edition.objects.published()) == [edition]
    assert list(Entry.objects.all()) == [entry]
