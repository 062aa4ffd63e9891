"""What stands in stored documents: what the tables say, in the form that the serializers declare."""

import json
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from rest_framework import serializers

from experiences.api.entries import EntryCard, EntryDocument
from experiences.models import EditionText, PastSlug, Source, StoredDocument
from experiences.models.period import Period, Qualifier
from experiences.models.text import SECTION_NAMES
from experiences.vocabulary import Kind, WithdrawalReason
from tests.api.collection import get, make_full_entry
from tests.desk import withdraw
from tests.experiences.documents.labels import document_labels
from tests.experiences.documents.stored import document, item
from tests.factories import add_fact, make_entry, make_source, published

pytestmark = pytest.mark.django_db


def shape(field: Any) -> Any:
    """The names that a serializer declares, with those of what it holds."""
    if isinstance(field, serializers.ListSerializer):
        return [shape(field.child)]
    return {name: shape(inner) for name, inner in field.fields.items()} if isinstance(field, serializers.Serializer) else None


def departures(value: Any, declared: Any, place: str = "") -> list[str]:
    """Where a document holds other names, or in another order, than is declared."""
    if isinstance(declared, list):
        return [each for inner in value for each in departures(inner, declared[0], place)]
    if declared is None or value is None:
        return []
    if list(value) != list(declared):
        return [f"{place}: {list(value)} instead of {list(declared)}"]
    return [each for name in value for each in departures(value[name], declared[name], f"{place}.{name}")]


def test_documents_hold_the_names_that_are_declared():
    edition = make_full_entry(2)
    assert departures(document(edition), shape(EntryDocument())) == []
    card = json.loads(StoredDocument.objects.get(ref=edition.entry.ref).card.replace("\x01", ""))
    assert departures(card, shape(EntryCard())) == []
    assert all(document(edition)[part] for part in ("facts", "lessons", "relations", "transfers", "assessments", "citations"))


def test_the_card_is_the_beginning_of_the_document():
    stored = StoredDocument.objects.get(ref=make_full_entry(2).entry.ref)
    assert stored.document.startswith(stored.card[:-1] + ',"sections":')


def test_lessons_and_transfers_say_in_entries_what_they_say_by_themselves(client):
    entry = get(client, f"entries/{make_full_entry(2).entry.ref}/")
    for lesson in entry["lessons"]:
        assert lesson.items() <= get(client, f"lessons/{lesson['ref']}/").items()
    for transfer in entry["transfers"]:
        assert transfer.items() <= get(client, f"transfers/{transfer['ref']}/").items()
    for name in ("organisations", "recommendations", "themes", "countries"):
        for link in entry[name]:
            by_itself = get(client, f"{name}/{link.get('slug') or link['iso3']}/")
            assert {each: link[each] for each in link if not each.startswith("role")}.items() <= by_itself.items()


def test_paths_are_those_of_the_portal():
    edition = make_full_entry(1)
    told, ref = document(edition), edition.entry.ref
    assert told["url"] == edition.get_absolute_url()
    assert told["api_url"] == reverse("api:entry-detail", args=[ref])
    assert told["lessons"][0]["api_url"] == reverse("api:lesson-detail", args=[f"{ref}-L1"])
    assert told["transfers"][0]["api_url"] == reverse("api:transfer-detail", args=[f"{ref}-T1"])
    assert told["lessons"][0]["url"] == edition.lessons.get().get_absolute_url()
    assert told["transfers"][0]["url"] == edition.transfers.get().get_absolute_url()


DATES = ["2010", "2010-11", "2010-11-04", "2010-11-06", "2010-12", "2011", "2011-05-31", "0999-01-01"]


def test_periods_are_written_as_the_pages_write_them():
    asked = [
        (start, end, qualifier)
        for start, end, qualifier in product(DATES, ["", *DATES], ["", *Qualifier.values])
        if not end or end >= start[: len(end)]
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT document_period(starts, ends, meant_as) ->> 'label' FROM "
            "unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY asked (starts, ends, meant_as, place) ORDER BY place",
            [list(each) for each in zip(*asked, strict=True)],
        )
        assert [label for (label,) in cursor.fetchall()] == [str(Period(*each)) for each in asked]


def test_every_section_of_a_kind_is_told_in_its_order():
    for kind in Kind:
        edition = make_entry(kind=kind, publish=False, sections={name: f"Of {name}." for name in SECTION_NAMES})
        text = published(edition).texts.get()
        assert list(document(edition)["sections"].items()) == [(name, said) for name, _heading, said in text.sections()]


def test_labels_in_the_database_are_those_of_the_vocabulary():
    """If this fails, the vocabulary was changed: write a migration that changes `document_term` too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT vocabulary, labels FROM document_term")
        assert {name: json.loads(labels) for name, labels in cursor.fetchall()} == document_labels()


@pytest.mark.parametrize("number", ["86", "86.5", "1234567890123456.7891", "-0.25", "0"])
def test_numbers_are_exact(number):
    edition = make_entry(publish=False)
    add_fact(edition, numeric_value=number)
    published(edition)
    assert f'"numeric_value":{number},' in StoredDocument.objects.get(ref=edition.entry.ref).document


TRICKY = [
    '"@url":"/x',
    '"url":"\x01/x',
    "\\u0001",
    "\x01",
    '\\"@api_url\\":\\"/x',
    "a\\",
    'b"',
    "/entries/",
    "\ud7ff\uffff\u2028",
]


@pytest.mark.parametrize("words", TRICKY)
def test_words_of_an_entry_are_never_taken_for_an_address(client, words):
    make_source("DOC-9", title=words, url="/somewhere", note=words)
    edition = make_entry(title=f"T{words}", summary=words, publish=False, sections={"other_titles": [words], "context": words})
    edition.citations.create(source=Source.objects.get(key="DOC-9"), locator=words)
    ref = published(edition).entry.ref
    told = get(client, f"entries/{ref}/")
    assert (told["title"], told["summary"], told["other_titles"]) == (f"T{words}", words, [words])
    assert told["sections"] == {"context": words}
    source = told["citations"][1]["source"]
    assert (source["title"], source["url"], source["note"]) == (words, "/somewhere", words)
    assert told["api_url"] == f"http://testserver/api/v1/entries/{ref}/"
    assert client.get(f"/api/v1/entries/{ref}/").content.count(b"\x01") == 0


def test_a_translation_is_out_of_date_once_the_original_has_another_digest():
    edition = make_entry(publish=False, sections={"acronym": "A", "other_titles": ["B", ""], "cost": "C"})
    digest = edition.texts.get().digest()
    EditionText.objects.create(edition=edition, language="fr", is_original=False, title="T", summary="S", original_digest=digest)
    assert [each["outdated"] for each in document(published(edition))["translations"]] == [False]


def test_past_addresses_are_told():
    edition = make_entry(title="Now")
    PastSlug.objects.create(entry=edition.entry, slug="then")
    assert (document(edition)["slug"], document(edition)["past_slugs"]) == ("now", ["then"])


def test_what_is_superseded_can_still_be_read_and_says_so(client):
    edition = make_entry(title="School rules")
    assert get(client, f"entries/{edition.entry.ref}/")["withdrawn"] is None
    withdraw(edition.entry, WithdrawalReason.SUPERSEDED, note="There are new rules.")
    told = get(client, f"entries/{edition.entry.ref}/")
    assert told["title"] == "School rules"
    assert {name: value for name, value in told["withdrawn"].items() if name != "at"} == {
        "reason": "superseded",
        "reason_label": "Superseded: true once, but no longer",
        "note": "There are new rules.",
    }
    assert get(client, "entries/")["count"] == 0
    assert item(edition.entry.ref)["deleted"] is True
