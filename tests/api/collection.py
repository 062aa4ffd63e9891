"""Entries that have every part that an entry can have, and answers read as a partner reads them."""

from datetime import datetime
from typing import Any

from django.test import Client

from experiences.models import Assessment, Edition, EditionText, OrganisationRole, Relation, ThemeLabel
from experiences.vocabulary import Criterion, Extent
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
    published,
)

CODES = ["VNM", "CHN", "PHL", "IDN", "THA", "KHM", "FJI"]


def get(client: Client, path: str, **query: Any) -> Any:
    """The JSON that an address under /api/v1/ answers with, which must be 200."""
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == 200, response.content
    return response.json()


def found(client: Client, path: str, **query: Any) -> list[str]:
    """The references, or codes, of what a list finds, in its order."""
    return [row.get("ref") or row.get("slug") or row["iso3"] for row in get(client, path, **query)["results"]]


def errors(client: Client, path: str, query: str) -> list[dict[str, Any]]:
    """What a list says is wrong with a query string, which it must refuse."""
    response = client.get(f"/api/v1/{path}?{query}")
    assert response.status_code == 400, response.content
    assert response["Content-Type"] == "application/problem+json"
    listed: list[dict[str, Any]] = response.json()["errors"]
    return listed


def written(moment: datetime | None) -> str:
    """A moment as the API writes it."""
    assert moment
    return moment.isoformat().replace("+00:00", "Z")


def make_full_entry(parts: int = 1, **fields: Any) -> Edition:
    """A published experience with `parts` rows of every part."""
    numbers = range(1, parts + 1)
    themes = [f"theme-{number}" for number in numbers]
    values: dict[str, Any] = {"themes": themes, "countries": CODES[:parts], "publish": False} | fields
    edition = make_entry(sections={"context": "Where it *began*.", "cost": "Little."}, **values)
    for number in numbers:
        add_fact(edition, number, numeric_value=number, disagrees_with=number - 1 or None)
        add_lesson(edition, number, themes=themes)
        add_contact(edition, f"Office {number}", position=number)
        _link_others(edition, number)
        organisation = make_organisation(f"organisation-{number}")
        OrganisationRole.objects.create(edition=edition, organisation=organisation, role="funding", position=number)
        criterion = Criterion.values[number - 1]
        Assessment.objects.create(
            edition=edition,
            criterion=criterion,
            evidence="Attendance rose.",
            source=make_source(f"DOC-{number}"),
            locator="page 5",
        )
        EditionText.objects.create(
            edition=edition, language=["vi", "fr", "th"][number - 1], is_original=False, title="Titre", summary="Résumé"
        )
    edition.recommendations.set(make_recommendation(f"23-{number}") for number in numbers)
    return published(edition)


def _link_others(edition: Edition, number: int) -> None:
    """Relations and a transfer, to other entries and from them."""
    target = make_entry(kind="initiative")
    Relation.objects.create(edition=edition, type="part_of", target=target.entry)
    ends: dict[str, Any] = {"experience": edition.entry, "exchange": make_entry(kind="exchange").entry, "outcome": target.entry}
    add_transfer(edition, "PHL", "IDN", number, extent=Extent.PILOTED, **ends)
    other = make_entry(kind="exchange", publish=False)
    Relation.objects.create(edition=other, type="informed", target=edition.entry)
    add_transfer(other, "IDN", "THA", outcome=edition.entry)
    published(other)


def make_labelled_theme(number: int) -> None:
    """A theme with a parent, a narrower theme and labels."""
    theme = make_theme(f"broad-{number}", parent=make_theme("all"))
    make_theme(f"narrow-{number}", parent=theme)
    ThemeLabel.objects.create(theme=theme, text=f"B{number}", type="acronym")


def make_region_country(number: int) -> None:
    """A country in a group, with another name."""
    country = make_country(f"X{chr(64 + number)}A", iso2=f"X{chr(64 + number)}", m49=f"{990 + number}")
    country.other_names.create(language="en", name="Elsewhere")
    country.groups.create(slug=f"group-{number}", name=f"Group {number}")
