"""Four eyes: nothing is published that only its writers have seen, by whatever way it is tried; and what is kept of all this."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from countries.models import Country
from experiences import editorial
from experiences.editorial import EditorialError, NotAllowed, fingerprint
from experiences.models import (
    PARTS,
    Approval,
    Contributor,
    Edition,
    EmergencyReview,
    Entry,
    Import,
    Lesson,
    Relation,
    Step,
    Takedown,
)
from experiences.vocabulary import EditionState, Role, Stage, WithdrawalReason
from ssc_portal.accounts.models import User
from tests.desk import approved, person, publish, publisher, reviewer, start_edition, withdraw, writer
from tests.factories import (
    add_contact,
    add_fact,
    add_lesson,
    add_transfer,
    make_country,
    make_entry,
    make_organisation,
    make_recommendation,
    make_source,
    make_theme,
)

pytestmark = pytest.mark.django_db

NOT_APPROVED = "is not approved, as it is now, by somebody who has not worked on it"


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def refused(action, match=NOT_APPROVED):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        action()
        connection.check_constraints()


def publish_by_hand(edition, **values):
    """A published edition and its entry, by updates that ask nobody."""
    values = {"state": "published", "published_at": timezone.now()} | values
    Edition.objects.filter(pk=edition.pk).update(**values)


@pytest.fixture
def full() -> Edition:
    """A draft that has parts of every sort."""
    edition = make_entry(
        "exchange", countries=["VNM"], themes=["education"], organisations=["unicef"], publish=False, period_from="2009"
    )
    add_fact(edition, period_from="2009")
    add_lesson(edition, themes=["equity"])
    add_transfer(edition, "VNM", "CHN", period_from="2009")
    Relation.objects.create(edition=edition, type="related_to", target=make_entry().entry)
    add_contact(edition)
    edition.assessments.create(criterion="relevance", evidence="It fits.", source=make_source(), locator="page 1")
    edition.recommendations.add(make_recommendation())
    return edition


# ---- the fingerprint ----

BOOKKEEPING = {
    "id", "entry", "kind", "number", "state", "stage", "owner", "revision", "is_as_imported", "created_at", "created_by",
    "updated_at", "published_at", "published_by", "published_by_import", "emergency_reason", "publish_at", "scheduled_by",
    "scheduled_fingerprint",
}  # fmt: skip


def says(model):
    """The columns of an edition, or of a part, that say something about the entry."""
    fields = [field for field in model._meta.concrete_fields if not field.generated and not field.primary_key]
    return [field for field in fields if field.name not in (BOOKKEEPING if model is Edition else {"edition"})]


ANOTHER = {
    "type": {"Edition": "workshop", "Relation": "part_of"},
    "scope": "context", "modality": "triangular", "agreement_status": None, "place": "Suva",
    "period_from": "2008", "period_to": "2011", "period_qualifier": "about", "language": "th", "is_original": False,
    "role": {"CountryRole": "host", "OrganisationRole": "funding"}, "state": "disputed",
    "disagrees_with": None, "polarity": "negative",
    "extent": "piloted", "criterion": "efficiency", "other_titles": ["Another"], "numeric_value": 7,
}  # fmt: skip


def another_value(model, field):
    if field.name in ANOTHER:
        value = ANOTHER[field.name]
        return value[model.__name__] if isinstance(value, dict) else value
    if field.related_model is Country:
        return make_country("KHM")
    if field.related_model is Entry:
        return make_entry().entry
    if field.related_model:
        return {"source": lambda: make_source("DOC-9"), "organisation": lambda: make_organisation("asean")}[field.name]()
    return 99 if isinstance(field, models.IntegerField) else "Something else"


@pytest.mark.parametrize("model", [Edition, *PARTS], ids=lambda model: model.__name__)
def test_whatever_changes_gives_another_fingerprint_and_voids_the_approval(full, model):
    edition = approved(full)
    before = fingerprint(edition)
    rows = Edition.objects.filter(pk=edition.pk) if model is Edition else model.objects.filter(edition=edition)
    for field in says(model):
        value = another_value(model, field)
        if value is None:
            continue  # the database allows no other value here by itself
        with transaction.atomic():
            assert rows.update(**{field.name: value}) == 1
            assert fingerprint(edition) != before, field.name
            edition.refresh_from_db()
            assert edition.stage == Stage.IN_REVIEW, field.name
            refused(lambda: publish_by_hand(edition, stage="approved"))
            transaction.set_rollback(True)


def test_rows_that_come_and_go_void_the_approval(full):
    edition = approved(full)
    before = fingerprint(edition)
    changes = {
        "fact": lambda: add_fact(edition, 2),
        "no fact": lambda: edition.facts.all().delete(),
        "contact": lambda: add_contact(edition, "Ministry"),
        "no contact": lambda: edition.contacts.all().delete(),
        "theme": lambda: edition.themes.add(make_theme("health")),
        "no theme": edition.themes.clear,
        "no recommendation": edition.recommendations.clear,
        "theme of a lesson": lambda: edition.lessons.get().themes.add(make_theme("health")),
        "no theme of a lesson": edition.lessons.get().themes.clear,
        "lesson with themes": lambda: edition.lessons.all().delete(),
        "by sql": lambda: sql("UPDATE experiences_lesson SET statement = 'Never mind.' WHERE edition_id = %s", edition.pk),
        "through sql": lambda: sql("DELETE FROM experiences_lesson_themes"),
    }
    for name, change in changes.items():
        with transaction.atomic():
            change()
            edition.refresh_from_db()
            assert (fingerprint(edition) != before, edition.stage) == (True, Stage.IN_REVIEW), name
            transaction.set_rollback(True)


def test_bookkeeping_and_rewriting_the_same_void_nothing(full):
    edition = approved(full)
    before = fingerprint(edition)
    this = Edition.objects.filter(pk=edition.pk)
    this.update(owner=reviewer(), updated_at=timezone.now(), revision=9, is_as_imported=True)
    for model in PARTS:
        for row in model.objects.filter(edition=edition):
            row.save()
    assert fingerprint(edition) == before
    assert this.get().stage == Stage.APPROVED
    assert editorial.publish(edition, by=publisher()).state == EditionState.PUBLISHED


def test_a_copy_says_the_same_and_so_does_its_next_one(full):
    first = publish(full)
    copy = start_edition(first.entry)
    Edition.objects.filter(pk=copy.pk).update(number=77)
    same = fingerprint(copy)
    lesson = copy.lessons.get()
    themes = list(lesson.themes.all())
    lesson.delete()
    again = Lesson.objects.create(edition=copy, number=1, statement="Start early.", polarity="positive",
                                  source=make_source(), locator="page 3")  # fmt: skip
    again.themes.set(themes)
    assert fingerprint(copy) == same, "it is what is said that counts, not the numbers of rows"


# ---- who approves ----


def test_who_wrote_it_does_not_approve_it_be_it_the_chief():
    chief = User.objects.create_superuser("chief")
    edition = editorial.submit(make_entry(publish=False), by=writer())
    editorial.note_change(edition, seen_revision=edition.revision, by=chief)
    with pytest.raises(EditorialError, match="not by somebody who has worked on it"):
        editorial.approve(edition, seen=fingerprint(edition), by=chief)
    Approval.objects.create(edition=edition, fingerprint=fingerprint(edition), by=chief)
    refused(lambda: Edition.objects.filter(pk=edition.pk).update(stage="approved"))
    refused(lambda: publish_by_hand(edition))
    refused(lambda: publish_by_hand(edition, stage="approved"))


def test_who_starts_or_restores_an_edition_has_worked_on_it():
    both = person("both", Role.EDITOR, Role.REVIEWER)
    first = make_entry()
    second = editorial.submit(editorial.start_edition(first.entry, by=both), by=both)
    with pytest.raises(EditorialError, match="not by somebody who has worked on it"):
        editorial.approve(second, seen=fingerprint(second), by=both)
    publish(second_by_others(second))
    third = editorial.submit(editorial.restore(first, by=both), by=both)
    with pytest.raises(EditorialError, match="not by somebody who has worked on it"):
        editorial.approve(third, seen=fingerprint(third), by=both)


def second_by_others(edition):
    return editorial.request_changes(edition, reasons="Once more.", by=reviewer())


def test_who_joins_in_after_the_approval_takes_its_force():
    edition = approved(make_entry(publish=False))
    Contributor.objects.create(edition=edition, person=reviewer())
    with pytest.raises(EditorialError, match="approval does not hold"):
        editorial.publish(edition, by=publisher())
    refused(lambda: publish_by_hand(edition))


def test_an_approval_is_of_what_was_seen():
    edition = editorial.submit(make_entry(publish=False), by=writer())
    seen = fingerprint(edition)
    edition.texts.update(summary="Something else.")
    with pytest.raises(EditorialError, match="Read it again"):
        editorial.approve(edition, seen=seen, by=reviewer())


def test_a_save_after_the_approval_voids_it_even_one_that_changes_nothing():
    edition = approved(make_entry(publish=False))
    editorial.note_change(edition, seen_revision=edition.revision, by=writer())
    assert Edition.objects.get(pk=edition.pk).stage == Stage.IN_REVIEW
    assert edition.entry.steps.latest("id").note == "The approval is void."
    with pytest.raises(EditorialError, match="Only an approved draft"):
        editorial.publish(edition, by=publisher())


def test_changes_requested_of_an_approved_draft_void_the_approval():
    edition = approved(make_entry(publish=False))
    editorial.request_changes(edition, reasons="Wrong year.", by=publisher())
    refused(lambda: Edition.objects.filter(pk=edition.pk).update(stage="approved"))
    refused(lambda: Approval.objects.update(is_void=False), "only ever added")
    refused(lambda: publish_by_hand(edition))
    editorial.submit(edition, by=writer())
    refused(lambda: Edition.objects.filter(pk=edition.pk).update(state="published", published_at=timezone.now()))


# ---- raw SQL ----


def test_no_update_publishes_what_is_not_approved():
    edition = make_entry(publish=False)
    refused(lambda: publish_by_hand(edition))
    refused(lambda: publish_by_hand(edition, stage="approved"))
    refused(lambda: publish_by_hand(edition, state="withdrawn"))
    refused(lambda: publish_by_hand(edition, state="superseded"))
    refused(lambda: Edition.objects.filter(pk=edition.pk).update(stage="approved"))
    refused(lambda: publish_by_hand(edition, emergency_reason="A flood."), "edition_emergency_says_who")


def test_no_edition_begins_as_published_or_approved():
    entry = make_entry().entry
    values = {"entry": entry, "kind": entry.kind, "type": "innovation", "number": 9}
    refused(lambda: Edition.objects.create(**values, stage="approved"))
    for state in ("superseded", "withdrawn"):
        refused(lambda state=state: Edition.objects.create(**values, state=state, published_at=timezone.now()))


def test_one_statement_does_not_publish_and_change_at_once():
    edition = approved(make_entry(publish=False))
    refused(lambda: publish_by_hand(edition, curator_note="Unseen."))
    refused(
        lambda: sql(
            "WITH changed AS (UPDATE experiences_editiontext SET summary = 'Unseen.' WHERE edition_id = %s RETURNING 1) "
            "UPDATE experiences_edition SET state = 'published', published_at = now() WHERE id = %s",
            edition.pk,
            edition.pk,
        ),
        "is not approved|published and never changes",
    )


def test_an_approval_of_another_edition_or_of_another_state_does_not_help():
    edition, other = (editorial.submit(make_entry(publish=False), by=writer()) for _each in "ab")
    Approval.objects.create(edition=edition, fingerprint=fingerprint(other), by=reviewer())
    Approval.objects.create(edition=other, fingerprint=fingerprint(edition), by=reviewer())
    refused(lambda: publish_by_hand(edition, stage="approved"))


def test_records_of_the_desk_are_only_ever_added_to():
    edition = approved(make_entry(publish=False))
    emergency = editorial.publish_in_emergency(make_entry(publish=False), reason="A flood.", by=publisher())
    editorial.review_emergency(emergency, by=reviewer())
    withdraw(emergency.entry, WithdrawalReason.IN_ERROR)
    for model in (Contributor, Approval, EmergencyReview, Step, Takedown):
        rows = model.objects.all()
        assert rows
        refused(lambda table=model._meta.db_table: sql(f"UPDATE {table} SET id = id + 1"), "only ever added")
        refused(lambda rows=rows: rows.delete(), "only ever added")
    editorial.discard(edition, by=writer())
    connection.check_constraints()
    assert not Entry.objects.filter(pk=edition.entry_id).exists(), "they go with what they are about"


# ---- emergencies ----


def test_an_emergency_is_public_at_once_and_flagged_until_somebody_else_has_reviewed_it():
    both = person("both", Role.PUBLISHER, Role.REVIEWER)
    edition = editorial.publish_in_emergency(make_entry(publish=False), reason="A flood.", by=both)
    assert Edition.objects.published().get() == edition
    assert edition.is_flagged
    with pytest.raises(EditorialError, match="had no part in it"):
        editorial.review_emergency(edition, by=both)
    refused(lambda: EmergencyReview.objects.create(edition=edition, by=both), "had no part in it")
    refused(lambda: EmergencyReview.objects.create(edition=edition, by=writer()), "had no part in it")
    editorial.review_emergency(edition, by=reviewer())
    assert not Edition.objects.get(pk=edition.pk).is_flagged
    with pytest.raises(EditorialError, match="reviewed once"):
        editorial.review_emergency(edition, by=reviewer())


def test_an_emergency_says_why_and_is_complete():
    with pytest.raises(EditorialError, match="Say what the emergency is"):
        editorial.publish_in_emergency(make_entry(publish=False), reason=" ", by=publisher())
    edition = make_entry(publish=False, summary="")
    with pytest.raises(EditorialError, match="The summary is empty"):
        editorial.publish_in_emergency(edition, reason="A flood.", by=publisher())
    with pytest.raises(NotAllowed):
        editorial.publish_in_emergency(edition, reason="A flood.", by=writer())


def test_what_is_published_as_usual_is_not_reviewed_as_an_emergency():
    edition = make_entry()
    refused(lambda: EmergencyReview.objects.create(edition=edition, by=reviewer()), "had no part")


# ---- imports ----


def test_an_import_publishes_while_it_runs_and_never_after():
    importing = Import.objects.create(name="A file")
    edition = editorial.publish(make_entry(publish=False), importing=importing)
    assert (edition.state, edition.published_by, edition.published_by_import) == (EditionState.PUBLISHED, None, importing)
    assert edition.entry.steps.latest("id").by_import == importing
    importing.finished_at = timezone.now()
    importing.save()
    refused(lambda: editorial.publish(make_entry(publish=False), importing=importing))
    refused(lambda: Import.objects.update(finished_at=None), "only ever added")


@contextmanager
def another_session():
    """A cursor in a session of its own, which sees what is committed."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            yield cursor
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_an_import_belongs_to_its_session_and_ends_with_it():
    edition = make_entry(publish=False)
    with editorial.named_import("A file") as importing:
        with another_session() as cursor, pytest.raises(DatabaseError, match=NOT_APPROVED):
            cursor.execute(
                "UPDATE experiences_edition SET state = 'published', published_at = now(), published_by_import_id = %s "
                "WHERE id = %s",
                [importing.pk, edition.pk],
            )
        connection.close()  # as when the process is killed; whoever comes next has another session
        refused(lambda: editorial.publish(edition, importing=importing))
        refused(lambda: sql("UPDATE experiences_import SET session = this_session()"), "only ever added")
    assert Edition.objects.get(pk=edition.pk).is_draft


@pytest.mark.django_db(transaction=True)
def test_an_import_that_fails_is_over_and_says_so():
    edition = make_entry(publish=False)
    with pytest.raises(ZeroDivisionError), editorial.named_import("A file") as importing:
        editorial.publish(make_entry(publish=False), importing=importing)
        raise ZeroDivisionError
    importing.refresh_from_db()
    assert importing.finished_at is not None
    assert importing.broken_off
    refused(lambda: editorial.publish(edition, importing=importing))
    with pytest.raises(ZeroDivisionError), transaction.atomic(), editorial.named_import("Another"):
        raise ZeroDivisionError
    assert Import.objects.get() == importing, "what was taken back leaves no name"


def test_a_person_runs_an_import_only_as_an_administrator():
    with pytest.raises(NotAllowed), editorial.named_import("A file", by=publisher()):
        pass
    chief = person("chief", Role.ADMINISTRATOR)
    with editorial.named_import("A file", by=chief) as importing:
        editorial.publish(make_entry(publish=False), importing=importing)
    assert Import.objects.get().by == chief


def test_somebody_does_it():
    with pytest.raises(NotAllowed):
        editorial.publish(approved(make_entry(publish=False)))


# ---- at the same time ----


@pytest.mark.django_db(transaction=True)
def test_an_edit_that_is_under_way_is_waited_for_and_seen():
    edition = approved(make_entry(publish=False))
    changed, may_commit = Event(), Event()

    def edit():
        with transaction.atomic():
            edition.texts.update(summary="Unseen.")
            changed.set()
            may_commit.wait(timeout=30)
        connection.close()

    def publish_it():
        try:
            publish_by_hand(edition)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        editing = threads.submit(edit)
        assert changed.wait(timeout=30)
        publishing = threads.submit(publish_it)
        with pytest.raises(TimeoutError):
            publishing.result(timeout=0.5)
        may_commit.set()
        editing.result(timeout=30)
        with pytest.raises(DatabaseError, match=NOT_APPROVED):
            publishing.result(timeout=30)
    edition.refresh_from_db()
    assert (edition.state, edition.stage) == (EditionState.DRAFT, Stage.IN_REVIEW)
