"""However something is written, the stored documents follow at once: they are what would be made anew, and readers notice."""

from typing import Any

import pytest
from django.db import connection, transaction

from countries.models import Country
from experiences.models import (
    Edition,
    Entry,
    Organisation,
    PastSlug,
    Recommendation,
    Relation,
    Source,
    StoredDocument,
    Theme,
)
from experiences.vocabulary import WithdrawalReason
from tests.desk import approved, discard, merge, publish, start_edition, withdraw
from tests.experiences.documents.stored import document, faults, item, sql
from tests.factories import (
    add_fact,
    add_lesson,
    add_transfer,
    make_entry,
    make_recommendation,
    make_source,
    published,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _right_after_every_test():
    """Whatever a test here wrote, all documents are right in the end."""
    yield
    assert faults() == []


@pytest.fixture
def schools() -> Edition:
    """A published entry that names a record of every sort."""
    edition = make_entry(
        title="Village schools", countries=["VNM"], themes=["education"], organisations=["unicef"], publish=False
    )
    add_fact(edition, source=make_source("DOC-F"))
    add_lesson(edition, themes=["health"], source=make_source("DOC-L"))
    add_transfer(edition, "PHL", "IDN", source=make_source("DOC-T"))
    edition.assessments.create(criterion="relevance", evidence="It fits.", source=make_source("DOC-A"), locator="page 1")
    edition.recommendations.add(make_recommendation("23-a-ii"))
    return published(edition)


@pytest.fixture
def told_of(schools) -> dict[str, Edition]:
    """Entries that name one another: a part and a whole, and the ends of a transfer that a third tells of."""
    whole = make_entry(kind="initiative", title="Whole")
    visit = make_entry(kind="exchange", title="Visit", publish=False)
    Relation.objects.create(edition=visit, type="part_of", target=whole.entry)
    ends: dict[str, Any] = {"experience": schools.entry, "exchange": visit.entry, "outcome": whole.entry}
    add_transfer(visit, "PHL", "IDN", **ends)
    return {"schools": schools, "whole": whole, "visit": published(visit)}


def positions() -> dict[str, int]:
    return dict(StoredDocument.objects.values_list("ref", "position"))


def test_publication_and_the_next_edition(schools):
    draft = start_edition(schools.entry)
    draft.texts.update(title="Mountain schools")
    assert document(schools)["title"] == "Village schools"
    publish(draft)
    told = document(schools)
    assert (told["title"], told["edition"]["number"], told["slug"]) == ("Mountain schools", 2, "mountain-schools")
    assert told["past_slugs"] == ["village-schools"]


def test_drafts_leave_no_trace(schools):
    before = positions()
    draft = make_entry(title="Secret", publish=False)
    Relation.objects.create(edition=draft, type="informed", target=schools.entry)
    discard(start_edition(schools.entry))
    discard(draft)
    Entry.objects.filter(pk=make_entry(publish=False).entry_id).update(key="OTHER")
    assert positions() == before


def test_withdrawn_merged_and_published_again(told_of):
    schools, whole, visit = told_of.values()
    withdraw(schools.entry, WithdrawalReason.IN_ERROR, note="Twice.")
    assert document(schools) is None
    assert (item(schools.entry.ref)["deleted"], item(schools.entry.ref)["reason"]) == (True, "in_error")
    assert document(visit)["transfers"][0]["experience"] is None
    assert faults() == []
    publish(start_edition(Entry.objects.get(pk=schools.entry_id)))
    assert item(schools.entry.ref)["deleted"] is False
    assert document(visit)["transfers"][0]["experience"]["title"] == "Village schools"
    merge(Entry.objects.get(pk=schools.entry_id), whole.entry)
    gone = item(schools.entry.ref)
    assert (gone["reason"], gone["merged_into"]["ref"]) == ("consolidated", whole.entry.ref)


def test_superseded_and_then_called_an_error_by_sql(told_of):
    schools = told_of["schools"]
    withdraw(schools.entry, WithdrawalReason.SUPERSEDED)
    assert document(schools)["withdrawn"]["reason"] == "superseded"
    assert document(told_of["visit"])["transfers"][0]["experience"] is None, "others name only what is published"
    Theme.objects.filter(slug="education").update(label="Learning")
    assert document(schools)["themes"][0]["label"] == "Learning"
    Entry.objects.filter(pk=schools.entry_id).update(withdrawal_reason="in_error")
    assert document(schools) is None


def test_what_others_state_is_told_and_goes_with_them(told_of):
    schools, whole, visit = told_of.values()
    assert [each["label"] for each in document(whole)["relations"]] == ["Has part"]
    assert [each["entry"]["title"] for each in document(whole)["transfers"]] == ["Visit"]
    draft = start_edition(visit.entry)
    draft.texts.update(title="Study visit")
    publish(draft)
    assert document(whole)["relations"][0]["entry"]["title"] == "Study visit"
    assert document(schools)["transfers"][-1]["entry"]["url"].endswith("/study-visit/")
    draft = start_edition(visit.entry)
    draft.relations.all().delete()
    draft.transfers.all().delete()
    publish(draft)
    assert (document(whole)["relations"], document(whole)["transfers"]) == ([], [])
    assert len(document(schools)["transfers"]) == 1
    assert faults() == []


def test_an_end_of_a_transfer_is_renamed_in_the_documents_of_all_others(told_of):
    draft = start_edition(told_of["schools"].entry)
    draft.texts.update(title="Hamlet schools")
    publish(draft)
    for edition in told_of.values():
        assert document(edition)["transfers"][-1]["experience"]["title"] == "Hamlet schools"


CHANGES: list[tuple[type[Any], dict[str, Any], dict[str, Any], str]] = [
    (Country, {"iso3": "VNM"}, {"name": "Annam"}, "countries.0.name"),
    (Country, {"iso3": "VNM"}, {"m49": "998"}, "countries.0.m49"),
    (Country, {"iso3": "PHL"}, {"name": "Islands"}, "transfers.0.from.name"),
    (Country, {"iso3": "IDN"}, {"name": "More islands"}, "transfers.0.to.name"),
    (Theme, {"slug": "education"}, {"label": "Learning"}, "themes.0.label"),
    (Theme, {"slug": "health"}, {"label": "Wellbeing"}, "lessons.0.themes.0.label"),
    (Organisation, {"slug": "unicef"}, {"name": "Fund"}, "organisations.0.name"),
    (Organisation, {"slug": "unicef"}, {"acronym": "F"}, "organisations.0.acronym"),
    (Recommendation, {"slug": "23-a-ii"}, {"title": "Share"}, "recommendations.0.title"),
    (Source, {"key": "DOC-1"}, {"note": "Lost."}, "citations.0.source.note"),
    (Source, {"key": "DOC-1"}, {"creator": "Somebody"}, "citations.0.source.creator"),
    (Source, {"key": "DOC-F"}, {"title": "Of facts"}, "facts.0.source.title"),
    (Source, {"key": "DOC-L"}, {"title": "Of lessons"}, "lessons.0.source.title"),
    (Source, {"key": "DOC-T"}, {"title": "Of transfers"}, "transfers.0.source.title"),
    (Source, {"key": "DOC-A"}, {"title": "Of assessments"}, "assessments.0.source.title"),
]


@pytest.mark.parametrize(("model", "which", "values", "place"), CHANGES, ids=[each[3] for each in CHANGES])
def test_records_that_are_renamed(schools, model, which, values, place):
    other = make_entry(title="Fish ponds")
    before = positions()
    model.objects.filter(**which).update(**values)
    told = document(schools)
    for name in place.split("."):
        told = told[int(name) if name.isdigit() else name]
    assert [told] == list(values.values())
    after = positions()
    assert after[schools.entry.ref] > before[schools.entry.ref]
    if which != {"key": "DOC-1"}:  # that one is cited by both
        assert after[other.entry.ref] == before[other.entry.ref], "what is as before keeps its place"


def test_what_documents_do_not_show_changes_none(schools):
    before = positions()
    Theme.objects.update(scope_note="Of schools.")
    Organisation.objects.update(note="Founded long ago.")
    Country.objects.update(declaration_name="The People")
    Source.objects.update(import_digest="x")
    assert positions() == before


def test_one_country_of_many_entries_takes_one_statement(django_assert_num_queries):
    refs = {make_entry(countries=["VNM"]).entry.ref for _number in range(5)}
    with django_assert_num_queries(1):
        Country.objects.filter(iso3="VNM").update(name="Annam")
    assert {ref: document(Entry.objects.get(ref=ref))["countries"][0]["name"] for ref in refs} == dict.fromkeys(refs, "Annam")


def test_a_label_that_a_migration_changes(schools):
    sql("UPDATE document_term SET labels = labels || '{\"lead\": \"Leader\"}' WHERE vocabulary = 'country_role'")
    assert document(schools)["countries"][0]["role_label"] == "Leader"


def test_past_addresses(schools):
    PastSlug.objects.create(entry=schools.entry, slug="old")
    PastSlug.objects.filter(slug="old").update(slug="older")
    assert document(schools)["past_slugs"] == ["older"]
    PastSlug.objects.all().delete()
    assert document(schools)["past_slugs"] == []


def test_bulk_update_of_states(schools):
    others = [approved(make_entry(title=f"Draft {number}", publish=False)) for number in range(3)]
    with transaction.atomic():
        Edition.objects.filter(pk__in=[each.pk for each in others]).update(state="published", published_at="2020-01-01T00:00Z")
        Entry.objects.filter(editions__in=others).update(state="published", slug="x", first_published_at="2020-01-01T00:00Z")
    assert [document(each)["url"] for each in others] == [f"/entries/{each.entry.ref}/x/" for each in others]
    assert faults() == []
    with transaction.atomic():
        Edition.objects.filter(state="published").update(state="withdrawn")
        Entry.objects.filter(state="published").update(
            state="withdrawn", withdrawn_at="2020-01-01T00:00Z", withdrawal_reason="in_error"
        )
    assert not StoredDocument.objects.filter(is_listed=True)
    assert {item(each.entry.ref)["withdrawn_at"] for each in (schools, *others)} == {"2020-01-01T00:00:00Z"}


def test_a_reference_changed_by_sql_leaves_the_old_one_behind_as_gone(told_of):
    schools = told_of["schools"]
    sql("UPDATE experiences_entry SET key = 'VS-77', ref = 'SSC-7777' WHERE id = %s", schools.entry_id)
    assert document(Entry.objects.get(ref="SSC-7777"))["key"] == "VS-77"
    assert document(told_of["visit"])["transfers"][0]["experience"]["ref"] == "SSC-7777"
    gone = item(schools.entry.ref)
    assert (gone["ref"], gone["deleted"], gone["url"]) == (schools.entry.ref, True, None)
    assert list(gone) == list(item("SSC-7777"))


def test_a_transaction_that_is_taken_back_leaves_nothing(schools):
    before = positions()
    with transaction.atomic():
        make_entry(title="Passing clouds")
        Country.objects.filter(iso3="VNM").update(name="Nowhere")
        withdraw(schools.entry, WithdrawalReason.IN_ERROR)
        assert document(schools) is None
        transaction.set_rollback(True)
    assert positions() == before
    assert document(schools)["countries"][0]["name"] == "Viet Nam"


def test_an_entry_brought_in_as_withdrawn_is_told_of():
    Entry.objects.create(
        ref="SSC-8888",
        key="OLD-1",
        kind="experience",
        state="withdrawn",
        slug="old",
        first_published_at="2020-01-01T00:00Z",
        withdrawn_at="2021-01-01T00:00Z",
        withdrawal_reason="in_error",
    )
    assert (item("SSC-8888")["deleted"], item("SSC-8888")["key"]) == (True, "OLD-1")


def read_by_documents() -> set[str]:
    """The tables that the views and functions of stored documents read, and that one can write to."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(prosrc, ' ') FROM pg_proc WHERE proname IN "
            "('document_of', 'document_sections', 'document_text_digest', 'document_period')"
        )
        words = cursor.fetchone()[0].replace("(", " ").replace(")", " ").split()
        cursor.execute(
            "SELECT DISTINCT source.relname FROM pg_depend depend "
            "JOIN pg_rewrite rewrite ON depend.classid = 'pg_rewrite'::regclass AND rewrite.oid = depend.objid "
            "JOIN pg_class reader ON reader.oid = rewrite.ev_class JOIN pg_class source ON source.oid = depend.refobjid "
            "WHERE reader.relname LIKE 'document\\_%' AND source.relkind = 'r'"
        )
        viewed = {table for (table,) in cursor.fetchall()}
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {table for (table,) in cursor.fetchall()}
    return (viewed | set(words) & tables) - {"experiences_storeddocument"}


def test_every_table_that_is_read_is_followed_when_it_is_emptied():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger "
            "WHERE tgname IN ('documents_follow_emptied', 'documents_follow_terms')"
        )
        assert read_by_documents() <= {table for (table,) in cursor.fetchall()}
    assert len(read_by_documents()) > 15


@pytest.mark.parametrize(
    "table",
    [
        "experiences_entry",
        "experiences_edition",
        "experiences_editiontext",
        "experiences_countryrole",
        "experiences_lesson_themes",
        "experiences_relation",
        "experiences_pastslug",
        "experiences_citation",
        "experiences_source",
        "countries_country",
    ],
)
def test_tables_emptied_at_one_go(told_of, table):
    PastSlug.objects.create(entry=told_of["schools"].entry, slug="old")
    connection.check_constraints()
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    refs = set(positions())
    sql(f"TRUNCATE {table} CASCADE")
    assert set(positions()) == refs, "nothing that was public once is forgotten"
