"""The content that the portal ships: complete, sourced, and the same however often it is loaded."""

import re
from typing import Any

import pytest
from django.apps import apps

from experiences.importing.importer import Report, import_files
from experiences.models import AuditEvent, Edition, Entry, Recommendation, Source
from experiences.vocabulary import Kind, RecommendationType, Scope
from tests.shipped import FIXTURES

pytestmark = pytest.mark.django_db  # or else there would be no test database

SECTIONS = {"GP": 14, "AG": 22, "NW": 12, "PR": 7, "KP": 5, "EV": 22}
RECOMMENDATIONS = {"a": 3, "b": 3, "c": 4, "d": 3, "e": 3}
KEYS = [f"{prefix}-{number:02}" for prefix, last in SECTIONS.items() for number in range(1, last + 1)]
KEYS += [f"DOC-{number}" for number in range(1, 11)]
KEYS += [f"RC-{letter}{number}" for letter, last in RECOMMENDATIONS.items() for number in range(1, last + 1)]
"""Everything that the list of what the five documents contain asks for in its sections A to H."""

DRAFTS = {"GP-13", "GP-14"}
CONTEXT = {"AG-12", "AG-13", "NW-12", "PR-06", "KP-04", "KP-05", "EV-19", "EV-20", "EV-21"}
KINDS = {Kind.EXPERIENCE: 14, Kind.AGREEMENT: 20, Kind.INITIATIVE: 26, Kind.EXCHANGE: 21}

NUMBER_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20,
}  # fmt: skip


def numbers_in(text: str) -> set[int]:
    """The numbers of a text: digits, thousands separators taken out, and the words from two to twenty."""
    digits = {int(found.replace(",", "")) for found in re.findall(r"\d+(?:,\d{3})*", text)}
    return digits | {NUMBER_WORDS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in NUMBER_WORDS}


def numbers_known(edition: Edition) -> set[int]:
    """The numbers that an entry has a source for: the values of its facts, and their years."""
    known = set()
    for fact in edition.facts.all():
        known |= numbers_in(fact.value)
        if fact.numeric_value is not None:
            known.add(int(fact.numeric_value))
        known |= {int(date[:4]) for date in (fact.period_from, fact.period_to) if date}
    return known


def summary_of(edition: Edition) -> str:
    return edition.texts.get(is_original=True).summary


def test_there_are_108_keys():
    assert len(KEYS) == len(set(KEYS)) == 108


def test_every_key_became_a_record_or_is_explained(editions: dict[str, Edition]):
    records = {*editions, *Source.objects.values_list("key", flat=True), *Recommendation.objects.values_list("key", flat=True)}
    lines = (FIXTURES / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line.startswith("| `")]
    explained = {key for row in rows if row[-2].strip() for key in re.findall(r"`([A-Z]+-\w+)`", row[1])}
    assert [key for key in KEYS if key not in records | explained] == []
    assert [key for key in KEYS if key not in records] == ["EV-22"]


def test_nothing_is_there_that_was_not_asked_for(editions: dict[str, Edition]):
    assert set(editions) <= set(KEYS)


def test_kinds(editions: dict[str, Edition]):
    assert {kind: sum(edition.kind == kind for edition in editions.values()) for kind in Kind} == KINDS


def test_leads_for_curators_are_drafts(editions: dict[str, Edition]):
    assert {key for key, edition in editions.items() if edition.is_draft} == DRAFTS
    assert Entry.objects.filter(key__in=DRAFTS, first_published_at=None).count() == len(DRAFTS)


def test_context_is_what_lies_outside_child_rights_in_the_region(editions: dict[str, Edition]):
    assert {key for key, edition in editions.items() if edition.scope == Scope.CONTEXT} == CONTEXT


def test_recommendations_and_commitments(shipped_content: Report):
    found = Recommendation.objects.order_by("position").values_list("key", "type", "paragraph", "locator")
    recommendations = [row for row in found if row[1] == RecommendationType.RECOMMENDATION]
    commitments = [row for row in found if row[1] == RecommendationType.COMMITMENT]
    numerals = ["i", "ii", "iii", "iv"]
    expected = [f"23({letter})({numerals[n]})" for letter, last in RECOMMENDATIONS.items() if letter != "e" for n in range(last)]
    assert [row[2] for row in recommendations] == expected
    assert len(recommendations) == 13
    assert {row[2] for row in commitments} == {"14", "22", "24"}
    assert all(locator == f"paragraph {paragraph}" for _key, _type, paragraph, locator in found)


@pytest.mark.parametrize(("entry", "recommendation"), [("KP-02", "RC-a2"), ("KP-03", "RC-c4"), ("EV-07", "RC-e1")])
def test_what_answers_a_recommendation(editions: dict[str, Edition], entry: str, recommendation: str):
    assert recommendation in {each.key for each in editions[entry].recommendations.all()}


def test_every_published_entry_has_a_citation_with_a_locator(published: dict[str, Edition]):
    for key, edition in published.items():
        citations = list(edition.citations.all())
        assert citations, key
        assert all(len(citation.locator) > 3 for citation in citations), key
        assert any(citation.source.key in {f"DOC-{n}" for n in range(1, 6)} for citation in citations), key


def test_every_document_is_cited(published: dict[str, Edition]):
    cited = {citation.source.key for edition in published.values() for citation in edition.citations.all()}
    assert cited == {f"DOC-{n}" for n in range(1, 11)}


def test_every_published_entry_has_a_theme(published: dict[str, Edition]):
    assert [key for key, edition in published.items() if not edition.themes.all()] == []


def test_every_summary_is_one_paragraph_of_sensible_length(published: dict[str, Edition]):
    for key, edition in published.items():
        summary = summary_of(edition)
        assert "\n" not in summary.strip(), key
        assert 25 <= len(summary.split()) <= 110, key


def test_every_number_of_a_summary_has_a_source(editions: dict[str, Edition]):
    unknown = {key: numbers_in(summary_of(edition)) - numbers_known(edition) for key, edition in editions.items()}
    assert {key: numbers for key, numbers in unknown.items() if numbers} == {}


def test_numbers_are_found_in_digits_and_words():
    assert numbers_in("Two of the 1,234 came on the 65th day, twenty in 2010, one late.") == {2, 1234, 65, 20, 2010}


def test_what_is_not_known_of_a_record_stays_with_staff(editions: dict[str, Edition]):
    for key, edition in editions.items():
        said = " ".join(
            value for text in edition.texts.all() for value in (text.summary, *(part[2] for part in text.sections()))
        ).lower()
        assert "own knowledge" not in said, key
        assert "inventory" not in said, key


def rows() -> dict[str, int]:
    models: list[Any] = [*apps.get_app_config("countries").get_models(), *apps.get_app_config("experiences").get_models()]
    return {model._meta.label: model._default_manager.count() for model in models if model is not AuditEvent}


def test_loading_twice_changes_nothing(shipped_content: Report):
    before = rows(), list(Edition.objects.order_by("id").values_list("id", "revision", "updated_at"))
    report = import_files([FIXTURES])
    assert {section: {outcome: len(keys) for outcome, keys in became.items()} for section, became in report.items()} == {
        section: {"unchanged": sum(map(len, became.values()))} for section, became in shipped_content.items()
    }
    assert (rows(), list(Edition.objects.order_by("id").values_list("id", "revision", "updated_at"))) == before


def test_a_first_load_creates_everything(shipped_content: Report):
    assert all(set(counts) == {"created"} for counts in shipped_content.values())
    assert set(shipped_content) == {
        "regions", "countries", "groups", "themes", "organisations", "sources", "recommendations", "synonyms", "entries",
    }  # fmt: skip
