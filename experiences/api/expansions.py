"""Records told in full where documents hold short forms of them."""

from collections.abc import Sequence
from typing import Any

from countries.api.serializers import CountryDocument
from countries.api.shape import Expansion
from countries.api.views import whole_countries
from experiences.api import authorities


def _countries(codes: Sequence[str], context: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Whole countries by their alpha-3 codes. Three queries."""
    found = whole_countries().filter(iso3__in=codes)
    return {country.iso3: dict(CountryDocument(country, context=context).data) for country in found}


def _themes(slugs: Sequence[str], context: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Whole themes by their slugs. Five queries."""
    counted = context | {"theme_counts": authorities.theme_counts()}
    found = authorities.themes().filter(slug__in=slugs)
    return {theme.slug: dict(authorities.ThemeDocument(theme, context=counted).data) for theme in found}


def _organisations(slugs: Sequence[str], context: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Whole organisations by their slugs. One query."""
    found = authorities.organisations().filter(slug__in=slugs)
    return {each.slug: dict(authorities.OrganisationDocument(each, context=context).data) for each in found}


COUNTRIES = Expansion("countries", "iso3", _countries)
THEMES = Expansion("themes", "slug", _themes)
ORGANISATIONS = Expansion("organisations", "slug", _organisations)
