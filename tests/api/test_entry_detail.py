"""One entry: everything that its published edition says, and what became of entries that have none."""

import json
from typing import Any

import pytest

from experiences.models import Assessment, EditionText, Relation, Source
from experiences.vocabulary import WithdrawalReason
from tests.api.collection import get, make_full_entry, written
from tests.desk import merge, publish, start_edition, withdraw
from tests.factories import (
    add_contact,
    add_fact,
    add_lesson,
    add_transfer,
    make_entry,
    make_recommendation,
    make_source,
    published,
)

pytestmark = pytest.mark.django_db

DOC_1 = {"key": "DOC-1", "title": "Document DOC-1"}


def entry(client, edition):
    return get(client, f"entries/{edition.entry.ref}/")


def link(edition, title):
    ref = edition.entry.ref
    return {
        "ref": ref,
        "key": edition.entry.key,
        "kind": edition.kind,
        "title": title,
        "url": f"http://testserver/entries/{ref}/{title.lower()}/",
        "api_url": f"http://testserver/api/v1/entries/{ref}/",
    }


def test_it_holds_all_of_the_card(client):
    edition = make_full_entry()
    [card] = get(client, "experiences/")["results"]
    assert card.items() <= entry(client, edition).items()


def test_sections_in_reading_order_without_empty_ones(client):
    edition = make_entry(sections={"cost": "Little.", "context": "Where it *began*."})
    assert list(entry(client, edition)["sections"].items()) == [("context", "Where it *began*."), ("cost", "Little.")]


def test_organisations_and_recommendations(client):
    edition = make_entry(organisations=["unicef"], publish=False)
    edition.recommendations.add(make_recommendation("23-a-ii"))
    answer = entry(client, published(edition))
    assert answer["organisations"] == [
        {
            "key": "O-unicef",
            "slug": "unicef",
            "name": "Unicef",
            "acronym": None,
            "url": "http://testserver/organisations/unicef/",
            "role": "lead",
            "role_label": "Lead",
        }
    ]
    assert answer["recommendations"] == [
        {
            "key": "R-23-a-ii",
            "slug": "23-a-ii",
            "paragraph": "23(a)(ii)",
            "title": "A central database",
            "url": "http://testserver/recommendations/23-a-ii/",
        }
    ]


def test_facts_with_their_sources_and_disagreements(client):
    edition = make_entry(publish=False)
    add_fact(edition, 1, value="about 17", numeric_value="17", unit="partners", about="The network")
    add_fact(edition, 2, value="16.5", numeric_value="16.5", disagrees_with=1, period_from="2011", period_qualifier="as_of")
    first, second = entry(client, published(edition))["facts"]
    assert first == {
        "number": 1,
        "label": "Children reached",
        "value": "about 17",
        "numeric_value": 17,
        "unit": "partners",
        "about": "The network",
        "as_of": None,
        "state": "as_stated",
        "state_label": "As stated by the source",
        "disagrees_with": None,
        "note": None,
        "source": DOC_1,
        "locator": "page 2",
    }
    assert (second["numeric_value"], second["disagrees_with"], second["unit"]) == (16.5, 1, None)
    assert second["as_of"] == {"from": "2011", "to": None, "qualifier": "as_of", "label": "as of 2011"}


def test_lessons_with_their_own_references_and_themes(client):
    edition = make_entry(title="School", themes=["education"], publish=False)
    add_lesson(edition, 1, themes=["health"], polarity="negative")
    add_lesson(edition, 2)
    ref = edition.entry.ref
    first, second = entry(client, published(edition))["lessons"]
    assert first == {
        "ref": f"{ref}-L1",
        "url": f"http://testserver/entries/{ref}/school/#L1",
        "api_url": f"http://testserver/api/v1/lessons/{ref}-L1/",
        "statement": "Start early.",
        "polarity": "negative",
        "polarity_label": "What to avoid",
        "themes": [{"key": "T-health", "slug": "health", "label": "Health", "url": "http://testserver/themes/health/"}],
        "source": DOC_1,
        "locator": "page 3",
    }
    assert [theme["slug"] for theme in second["themes"]] == ["education"]


def test_relations_are_told_from_both_ends(client):
    whole = make_entry(kind="initiative", title="Whole")
    part = make_entry(title="Part", publish=False)
    Relation.objects.create(edition=part, type="part_of", target=whole.entry, note="Its first year.")
    published(part)
    stated = {"type": "part_of", "position": 0, "note": "Its first year."}
    assert entry(client, part)["relations"] == [
        {"direction": "outgoing", "label": "Part of", "entry": link(whole, "Whole")} | stated
    ]
    assert entry(client, whole)["relations"] == [
        {"direction": "incoming", "label": "Has part", "entry": link(part, "Part")} | stated
    ]


def test_relations_and_transfers_name_no_entry_that_is_not_public(client):
    hidden, gone = make_entry(publish=False), make_entry()
    edition = make_entry(publish=False)
    for target in (hidden, gone):
        Relation.objects.create(edition=edition, type="related_to", target=target.entry)
        Relation.objects.create(edition=hidden, type="informed", target=edition.entry) if target is hidden else None
    add_transfer(edition, "VNM", "CHN", experience=hidden.entry, outcome=gone.entry)
    published(edition)
    withdraw(gone.entry, WithdrawalReason.IN_ERROR)
    answer = entry(client, edition)
    assert answer["relations"] == []
    [transfer] = answer["transfers"]
    assert (transfer["experience"], transfer["outcome"], transfer["exchange"]) == (None, None, None)


def test_transfers_are_told_by_every_entry_that_they_concern(client):
    experience, outcome = make_entry(title="Origin"), make_entry(title="Outcome")
    visit = make_entry(kind="exchange", title="Visit", publish=False)
    ends: dict[str, Any] = {"experience": experience.entry, "exchange": visit.entry, "outcome": outcome.entry}
    add_transfer(visit, "PHL", "IDN", extent="adopted", period_from="2009", **ends)
    published(visit)
    told = {"experience": experience, "exchange": visit, "outcome": outcome}
    for edition in told.values():
        [transfer] = entry(client, edition)["transfers"]
        assert transfer["ref"] == f"{visit.entry.ref}-T1"
        assert transfer["entry"] == transfer["exchange"] == link(visit, "Visit")
        assert (transfer["experience"], transfer["outcome"]) == (link(experience, "Origin"), link(outcome, "Outcome"))
        assert (transfer["from"]["iso3"], transfer["to"]["iso3"]) == ("PHL", "IDN")
        assert (transfer["extent"], transfer["extent_label"]) == ("adopted", "Adopted")


def test_assessments_and_citations_with_bibliographic_data(client):
    source = {
        "creator": "28 governments",
        "language": "en",
        "period_from": "2010-11-06",
        "url": "https://example.org/declaration",
    }
    make_source("DOC-1", title="The Declaration", type="declaration", **source)
    edition = make_entry(publish=False)
    Assessment.objects.create(
        edition=edition, criterion="relevance", evidence="Asked for.", source=Source.objects.get(), locator="page 5"
    )
    answer = entry(client, published(edition))
    short = {"key": "DOC-1", "title": "The Declaration"}
    assert answer["assessments"] == [
        {
            "criterion": "relevance",
            "criterion_label": "Relevance",
            "evidence": "Asked for.",
            "source": short,
            "locator": "page 5",
        }
    ]
    assert answer["citations"] == [
        {
            "source": {
                **short,
                "type": "declaration",
                "type_label": "Declaration",
                "creator": "28 governments",
                "publisher": None,
                "issued": {"from": "2010-11-06", "to": None, "qualifier": None, "label": "6 November 2010"},
                "language": "en",
                "url": "https://example.org/declaration",
                "note": None,
            },
            "locator": "page 1",
        }
    ]


def test_contacts_in_their_order(client):
    edition = make_entry(publish=False)
    add_contact(edition, "Office for Children", position=1)
    add_contact(edition, "Ministry", email="", url="https://example.org/ministry")
    assert entry(client, published(edition))["contacts"] == [
        {"name": "Ministry", "email": None, "url": "https://example.org/ministry"},
        {"name": "Office for Children", "email": "office@example.org", "url": None},
    ]


def test_translations_say_whether_they_are_out_of_date(client):
    edition = make_entry(publish=False)
    digest = edition.texts.get().digest()
    for language, original_digest in {"fr": digest, "vi": "that of an older text"}.items():
        EditionText.objects.create(
            edition=edition,
            language=language,
            is_original=False,
            title="T",
            summary="S",
            cost="C",
            original_digest=original_digest,
        )
    french, vietnamese = entry(client, published(edition))["translations"]
    assert french == {
        "language": "fr",
        "title": "T",
        "acronym": None,
        "other_titles": [],
        "summary": "S",
        "sections": {"cost": "C"},
        "outdated": False,
    }
    assert (vietnamese["language"], vietnamese["outdated"]) == ("vi", True)


def test_nothing_internal_is_told(client):
    edition = make_full_entry(curator_note="Ask the ministry.")
    text = json.dumps(entry(client, edition))
    assert "Ask the ministry" not in text
    for name in ("curator_note", "import_digest", "digest", "revision", "created_by", "published_by", '"id"', "is_as_imported"):
        assert name not in text


def test_a_new_edition_in_the_works_is_not_told(client):
    edition = make_entry(title="First")
    draft = start_edition(edition.entry)
    draft.texts.update(title="Second")
    assert entry(client, edition)["title"] == "First"
    publish(draft)
    answer = entry(client, edition)
    assert (answer["title"], answer["edition"]["number"]) == ("Second", 2)
    assert answer["first_published_at"] < answer["edition"]["published_at"]


def test_a_reference_is_found_in_any_case_and_under_its_kind(client):
    ref = make_entry(kind="exchange").entry.ref
    assert get(client, f"entries/{ref.lower()}/")["ref"] == get(client, f"exchanges/{ref}/")["ref"] == ref
    assert client.get(f"/api/v1/agreements/{ref}/").status_code == 404


@pytest.mark.parametrize("path", ["entries/{}/", "experiences/{}/", "lessons/{}-L1/", "transfers/{}-T1/"])
def test_what_is_withdrawn_answers_410_with_when_and_why(client, path):
    edition = make_full_entry()
    gone = withdraw(edition.entry, WithdrawalReason.IN_ERROR, note="Entered twice.")
    response = client.get("/api/v1/" + path.format(gone.ref))
    assert (response.status_code, response["Content-Type"]) == (410, "application/problem+json")
    assert response.json() == {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "detail": "This entry was published once, and is withdrawn.",
        "ref": gone.ref,
        "key": gone.key,
        "url": f"http://testserver{gone.get_absolute_url()}",
        "withdrawn_at": written(gone.withdrawn_at),
        "reason": "in_error",
        "reason_label": "Published in error",
        "note": "Entered twice.",
    }


@pytest.mark.parametrize(("path", "name"), [("lessons/{}-L1/", "lessons"), ("transfers/{}-T1/", "transfers")])
def test_the_parts_of_a_superseded_entry_can_be_read_as_it_can_and_say_so(client, path, name):
    edition = make_full_entry()
    before = get(client, path.format(edition.entry.ref))
    assert before["withdrawn"] is None
    withdraw(edition.entry, WithdrawalReason.SUPERSEDED, note="The law has changed.")
    whole = get(client, f"entries/{edition.entry.ref}/")
    part = get(client, path.format(edition.entry.ref))
    assert part["withdrawn"] == whole["withdrawn"]
    assert part["withdrawn"]["note"] == "The law has changed."
    links = {"withdrawn", "experience"}  # to what is published only, and so no longer to the entry itself
    assert {name: value for name, value in part.items() if name not in links} == {
        name: value for name, value in before.items() if name not in links
    }
    assert part["ref"] not in [each["ref"] for each in get(client, f"{name}/")["results"]], "it is on no list"
    assert client.get("/api/v1/" + path.format(edition.entry.ref).replace("1/", "9/")).status_code == 404


@pytest.mark.parametrize("path", ["entries/{}/", "experiences/{}/", "lessons/{}-L1/"])
def test_what_is_merged_redirects_in_one_hop(client, path):
    first, second, last = make_entry(), make_entry(), make_entry()
    merge(first.entry, second.entry)
    merge(second.entry, last.entry)
    response = client.get("/api/v1/" + path.format(first.entry.ref))
    assert (response.status_code, response["Location"]) == (301, f"http://testserver/api/v1/entries/{last.entry.ref}/")


@pytest.mark.parametrize("path", ["entries/{}/", "experiences/{}/", "lessons/{}-L1/", "transfers/{}-T1/"])
def test_what_was_never_published_answers_404(client, path):
    edition = make_entry(publish=False)
    add_lesson(edition)
    add_transfer(edition, "VNM", "CHN")
    assert client.get("/api/v1/" + path.format(edition.entry.ref)).status_code == 404
    assert client.get("/api/v1/" + path.format("SSC-9999")).status_code == 404


def test_staff_see_no_more_here_than_others(admin_client):
    ref = make_entry(publish=False).entry.ref
    assert admin_client.get(f"/api/v1/entries/{ref}/").status_code == 404
    assert get(admin_client, "entries/")["count"] == 0
