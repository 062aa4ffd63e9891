"""Lessons and transfers by themselves, each with a reference of its own."""

from typing import Any

import pytest

from tests.api.collection import found, get
from tests.factories import add_lesson, add_transfer, make_entry, make_theme, published

pytestmark = pytest.mark.django_db


def lessons(*numbers, **fields):
    edition = make_entry(publish=False, **fields)
    for number in numbers:
        add_lesson(edition, number)
    return published(edition)


def test_a_lesson_with_its_entry(client):
    edition = lessons(1, title="School", countries=["VNM"], themes=["education"])
    ref = edition.entry.ref
    lesson = get(client, f"lessons/{ref.lower()}-l1/")
    assert lesson == get(client, "lessons/")["results"][0]
    assert (lesson["ref"], lesson["statement"]) == (f"{ref}-L1", "Start early.")
    assert lesson["url"] == f"http://testserver/entries/{ref}/school/#L1"
    assert (lesson["entry"]["ref"], lesson["entry"]["title"]) == (ref, "School")
    assert [(country["iso3"], country["role"]) for country in lesson["countries"]] == [("VNM", "lead")]
    assert [theme["slug"] for theme in lesson["themes"]] == ["education"]
    assert lesson["source"] == {"key": "DOC-1", "title": "Document DOC-1"}


def test_lessons_come_in_the_order_of_their_entries(client):
    first, second = lessons(2, 1, 10), lessons(1)
    refs = [f"{first.entry.ref}-L{number}" for number in (1, 2, 10)] + [f"{second.entry.ref}-L1"]
    assert found(client, "lessons/") == refs


def test_filters_of_lessons(client):
    make_theme("toddlers", parent=make_theme("children"))
    first = lessons(1, themes=["toddlers"], countries=["VNM"], key="GP-01")
    edition = make_entry(publish=False, themes=["toddlers"], countries=["CHN"])
    add_lesson(edition, 1, themes=["health"], polarity="negative")
    second = published(edition)
    one, two = f"{first.entry.ref}-L1", f"{second.entry.ref}-L1"
    assert found(client, "lessons/", theme="toddlers") == [one]
    assert found(client, "lessons/", theme="children") == [one]
    assert found(client, "lessons/", theme=["T-health", "children"]) == [one, two]
    assert found(client, "lessons/", country="cn") == [two]
    assert found(client, "lessons/", country=["VNM", "CHN"], polarity="negative") == [two]
    assert found(client, "lessons/", entry="GP-01") == found(client, "lessons/", entry=first.entry.ref.lower()) == [one]


def test_filters_of_transfers(client):
    visit = make_entry(kind="exchange", key="EV-11", publish=False)
    experience = make_entry(key="GP-09")
    add_transfer(visit, "PHL", "IDN", 1, experience=experience.entry, exchange=visit.entry, extent="adopted")
    add_transfer(visit, "IDN", "PHL", 2, extent="explored")
    published(visit)
    other = make_entry(publish=False)
    add_transfer(other, "VNM", "CHN", outcome=experience.entry)
    published(other)
    one, two, three = f"{visit.entry.ref}-T1", f"{visit.entry.ref}-T2", f"{other.entry.ref}-T1"
    expectations: list[tuple[dict[str, Any], list[str]]] = [
        ({}, [one, two, three]),
        ({"from": "PHL"}, [one]),
        ({"from": ["ph", "VNM"]}, [one, three]),
        ({"to": "PHL"}, [two]),
        ({"from": "PHL", "to": "PHL"}, []),
        ({"country": "PHL"}, [one, two]),
        ({"extent": ["adopted", "explored"]}, [one, two]),
        ({"exchange": "EV-11"}, [one]),
        ({"experience": "GP-09"}, [one]),
        ({"outcome": "GP-09"}, [three]),
        ({"entry": "EV-11"}, [one, two]),
    ]
    for query, expected in expectations:
        assert found(client, "transfers/", **query) == expected, query
    assert get(client, f"transfers/{one}/") == get(client, "transfers/")["results"][0]


def test_a_transfer_says_what_is_not_known_with_null(client):
    edition = make_entry(publish=False)
    add_transfer(edition, "VNM", "CHN")
    transfer = get(client, f"transfers/{published(edition).entry.ref}-T1/")
    unknown = ["experience", "exchange", "outcome", "adapted", "extent", "extent_label", "period"]
    assert {name: transfer[name] for name in unknown} == dict.fromkeys(unknown)


def test_their_addresses_lead_to_their_places_on_the_page(client):
    edition = make_entry(publish=False)
    add_lesson(edition)
    add_transfer(edition, "VNM", "CHN")
    ref = published(edition).entry.ref
    for path in (f"lessons/{ref}-L1/", f"transfers/{ref}-T1/"):
        page, _hash, place = get(client, path)["url"].partition("#")
        assert f'id="{place}"' in client.get(page).content.decode()


def test_those_of_drafts_are_not_told(client):
    edition = make_entry(publish=False)
    add_lesson(edition)
    add_transfer(edition, "VNM", "CHN")
    assert found(client, "lessons/") == found(client, "transfers/") == []
