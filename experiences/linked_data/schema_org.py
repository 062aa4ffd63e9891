"""What pages are about, in the words of schema.org, as JSON-LD for search engines and for whoever reads pages by machine."""

from functools import singledispatch
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from countries.api.fields import absolute_url
from countries.models import Country
from experiences.models import Edition, EditionText, Organisation, Recommendation, Theme
from experiences.models.period import Period, Qualifier
from experiences.portal import PORTAL_NAME
from experiences.vocabulary import Kind

_ABOUT = {Kind.EXPERIENCE: "Action", Kind.INITIATIVE: "Project", Kind.AGREEMENT: "CreativeWork", Kind.EXCHANGE: "Event"}
"""What an entry of each kind tells of. The entry itself is an article."""


def website(request: HttpRequest) -> dict[str, Any]:
    """The portal as a whole, and how it is searched."""
    found = absolute_url(reverse("entries:list"), request)
    return {
        "@type": "WebSite",
        "@id": _home(request),
        "url": _home(request),
        "name": str(PORTAL_NAME),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{found}?q={{words}}"},
            "query-input": "required name=words",
        },
    }


def page(type_: str, name: str, request: HttpRequest) -> dict[str, Any]:
    """A page that is not about one record, by what sort of page it is."""
    address = absolute_url(request.path, request)
    return {"@type": type_, "@id": address, "url": address, "name": name, "isPartOf": {"@id": _home(request)}}


def article(edition: Edition, text: EditionText, request: HttpRequest) -> dict[str, Any]:
    """An entry, as one of its texts says it. The edition is fetched `with_everything`."""
    address = absolute_url(edition.get_absolute_url(), request)
    document = {
        "@type": "Article",
        "@id": absolute_url(reverse("entries:by_ref", args=[edition.entry.ref]), request),
        "url": address,
        "identifier": edition.entry.ref,
        "version": str(edition.number),
        "headline": text.title,
        "alternateName": [*filter(None, [text.acronym]), *text.other_titles],
        "abstract": text.summary,
        "inLanguage": text.language,
        "datePublished": edition.entry.first_published_at,
        "dateModified": edition.published_at,
        "publisher": {"@type": "Organization", "name": str(PORTAL_NAME), "url": _home(request)},
        "isPartOf": {"@id": _home(request)},
        "about": [_told_of(edition, text.title), *(_named(theme, request) for theme in edition.themes.all())],
        "spatialCoverage": [_named(country, request) for country in _countries(edition)],
        "temporalCoverage": _coverage(edition.period),
        "citation": list(dict.fromkeys(citation.source.title for citation in edition.citations.all())),
        "workTranslation": [
            {"@type": "Article", "inLanguage": each.language, "url": f"{address}?lang={each.language}"}
            for each in edition.texts.all()
            if each != text
        ],
    }
    return {name: value for name, value in document.items() if value}


def _told_of(edition: Edition, title: str) -> dict[str, Any]:
    kind = Kind(edition.kind)
    told = {"@type": _ABOUT[kind], "name": title}
    if kind == Kind.EXCHANGE:
        dates = {"startDate": edition.period_from, "endDate": edition.period_to, "location": edition.place}
        told |= {name: value for name, value in dates.items() if value}
    return told


def _countries(edition: Edition) -> list[Country]:
    return list(dict.fromkeys(role.country for role in edition.country_roles.all()))


def _coverage(period: Period) -> str:
    """A period as an ISO 8601 interval; "" for one that is only planned, or known by its end alone."""
    if not period or period.qualifier in {Qualifier.PLANNED, Qualifier.BEFORE}:
        return ""
    if period.qualifier == Qualifier.SINCE:
        return f"{period.start}/.."
    return f"{period.start}/{period.end}" if period.end else period.start


@singledispatch
def described(record: Any, request: HttpRequest) -> dict[str, Any]:
    """What a record is: a country, theme, organisation or recommendation, with what its page shows of it."""
    raise TypeError(f"Pages are not about {type(record).__name__}")


@described.register
def _country(country: Country, request: HttpRequest) -> dict[str, Any]:
    return _named(country, request) | {
        "alternateName": list(dict.fromkeys(other.name for other in country.other_names.all() if other.name != country.name)),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": scheme, "value": code}
            for scheme, code in (("ISO 3166-1 alpha-2", country.iso2), ("ISO 3166-1 alpha-3", country.iso3), ("M49", country.m49))
        ],
    }


@described.register
def _theme(theme: Theme, request: HttpRequest) -> dict[str, Any]:
    scheme = {"@type": "DefinedTermSet", "@id": absolute_url(reverse("themes:list"), request)}
    note = {"description": theme.scope_note} if theme.scope_note else {}
    return _named(theme, request) | {"termCode": theme.key, "inDefinedTermSet": scheme} | note


@described.register
def _organisation(organisation: Organisation, request: HttpRequest) -> dict[str, Any]:
    names = [*filter(None, [organisation.acronym]), *organisation.other_names]
    return _named(organisation, request) | ({"alternateName": names} if names else {})


@described.register
def _recommendation(recommendation: Recommendation, request: HttpRequest) -> dict[str, Any]:
    return _named(recommendation, request) | {
        "name": recommendation.title,
        "text": recommendation.description,
        "isPartOf": {"@type": "CreativeWork", "name": recommendation.source.title},
    }


_TYPES: dict[type, str] = {
    Country: "Country",
    Theme: "DefinedTerm",
    Organisation: "Organization",
    Recommendation: "CreativeWork",
}


def _named(record: Country | Theme | Organisation | Recommendation, request: HttpRequest) -> dict[str, Any]:
    """A record by its type, its name and its page."""
    address = absolute_url(record.get_absolute_url(), request)
    return {"@type": _TYPES[type(record)], "@id": address, "url": address, "name": str(record)}


def _home(request: HttpRequest) -> str:
    return absolute_url(reverse("home"), request)
