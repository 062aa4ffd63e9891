"""Rows for tests, made through the editorial verbs, as staff would make them."""

from collections.abc import Sequence
from itertools import count, cycle
from typing import Any

from countries.models import Country, Region
from experiences import editorial
from experiences.models import (
    Citation,
    Contact,
    CountryRole,
    Edition,
    EditionText,
    Fact,
    Lesson,
    Organisation,
    OrganisationRole,
    Recommendation,
    Source,
    SynonymGroup,
    Theme,
    Transfer,
)
from experiences.vocabulary import TYPES, CountryPart, EntryType, Kind, OrganisationPart
from tests.desk import start_entry

_numbers = count(1)
_made_up_m49_codes = cycle(range(900, 1000))

CODES = {
    "VNM": ("VN", "704", "Viet Nam"),
    "CHN": ("CN", "156", "China"),
    "PHL": ("PH", "608", "Philippines"),
    "IDN": ("ID", "360", "Indonesia"),
    "THA": ("TH", "764", "Thailand"),
    "KHM": ("KH", "116", "Cambodia"),
    "FJI": ("FJ", "242", "Fiji"),
}


def make_country(iso3: str = "VNM", **fields: Any) -> Country:
    """The country with that code, made if it is not there: a real one for the codes above, a made-up one for others."""
    region, _made = Region.objects.get_or_create(m49="035", defaults={"name": "South-eastern Asia"})
    iso2, m49, name = CODES.get(iso3, (iso3[:2], f"{next(_made_up_m49_codes)}", f"Country {iso3}"))
    defaults = {"iso2": iso2, "m49": m49, "name": name, "region": region} | fields
    return Country.objects.get_or_create(iso3=iso3, defaults=defaults)[0]


def make_theme(slug: str = "education", **fields: Any) -> Theme:
    """The theme with that slug, made if it is not there."""
    defaults = {"key": f"T-{slug}"[:40], "label": slug.replace("-", " ").capitalize()} | fields
    return Theme.objects.get_or_create(slug=slug, defaults=defaults)[0]


def make_organisation(slug: str = "unicef", **fields: Any) -> Organisation:
    """The organisation with that slug, made if it is not there."""
    defaults = {"key": f"O-{slug}"[:40], "name": slug.replace("-", " ").title(), "type": "un"} | fields
    return Organisation.objects.get_or_create(slug=slug, defaults=defaults)[0]


def make_source(key: str = "DOC-1", **fields: Any) -> Source:
    """The source with that key, made if it is not there."""
    defaults = {"title": f"Document {key}", "type": "report"} | fields
    return Source.objects.get_or_create(key=key, defaults=defaults)[0]


def make_recommendation(slug: str = "23-a-ii", **fields: Any) -> Recommendation:
    """The recommendation with that slug, made if it is not there."""
    defaults = {
        "key": f"R-{slug}",
        "type": "recommendation",
        "paragraph": "23(a)(ii)",
        "area": "south_south_cooperation",
        "title": "A central database",
        "description": "Countries share what they know in one place.",
        "position": next(_numbers),
        "source": make_source(),
        "locator": "paragraph 23(a)(ii)",
    } | fields
    return Recommendation.objects.get_or_create(slug=slug, defaults=defaults)[0]


def make_synonyms(*terms: str, **fields: Any) -> SynonymGroup:
    """A group of synonyms."""
    return SynonymGroup.objects.create(**{"key": f"SYN-{next(_numbers):02d}", "terms": list(terms)} | fields)


def make_entry(
    kind: str = "experience",
    type: str = "",
    title: str = "",
    summary: str = "Girls came back to school.",
    countries: Sequence[str | tuple[str, str]] | None = None,
    themes: list[str] | None = None,
    organisations: list[str] | None = None,
    publish: bool = True,
    key: str = "",
    sections: dict[str, Any] | None = None,
    **edition_fields: Any,
) -> Edition:
    """An entry's first edition, published unless told otherwise. Countries are codes (role lead) or (code, role) pairs."""
    number = next(_numbers)
    edition = start_entry(Kind(kind), EntryType(type or TYPES[Kind(kind)][0]), key=key)
    for name, value in edition_fields.items():
        setattr(edition, name, value)
    edition.save()
    EditionText.objects.create(
        edition=edition, language="en", title=title or f"Entry number {number}", summary=summary, **(sections or {})
    )
    for place, country in enumerate(countries or []):
        iso3, role = country if isinstance(country, tuple) else (country, CountryPart.LEAD)
        CountryRole.objects.create(edition=edition, country=make_country(iso3), role=role, position=place)
    for place, slug in enumerate(organisations or []):
        OrganisationRole.objects.create(
            edition=edition, organisation=make_organisation(slug), role=OrganisationPart.LEAD, position=place
        )
    edition.themes.set(make_theme(slug) for slug in themes or [])
    Citation.objects.create(edition=edition, source=make_source(), locator="page 1")
    return published(edition) if publish else edition


def published(edition: Edition) -> Edition:
    """The edition, published by an import: who approved what is for tests of the desk, which use the verbs of `tests.desk`."""
    with editorial.named_import("Rows for tests") as importing:
        return editorial.publish(edition, importing=importing)


def add_fact(edition: Edition, number: int = 1, **fields: Any) -> Fact:
    """A fact for a draft."""
    values = {"label": "Children reached", "value": "120", "source": make_source(), "locator": "page 2"} | fields
    return Fact.objects.create(edition=edition, number=number, **values)


def add_contact(edition: Edition, name: str = "Office for Children", **fields: Any) -> Contact:
    """A contact for a draft."""
    return Contact.objects.create(edition=edition, name=name, **({"email": "office@example.org"} | fields))


def add_lesson(edition: Edition, number: int = 1, themes: list[str] | None = None, **fields: Any) -> Lesson:
    """A lesson for a draft."""
    values = {"statement": "Start early.", "polarity": "positive", "source": make_source(), "locator": "page 3"} | fields
    lesson = Lesson.objects.create(edition=edition, number=number, **values)
    lesson.themes.set(make_theme(slug) for slug in themes or [])
    return lesson


def add_transfer(edition: Edition, from_: str, to: str, number: int = 1, **fields: Any) -> Transfer:
    """A transfer for a draft, between countries given by their codes."""
    values = {"summary": "Officials learned how it works.", "source": make_source(), "locator": "page 4"} | fields
    return Transfer.objects.create(
        edition=edition, number=number, from_country=make_country(from_), to_country=make_country(to), **values
    )
