"""Lists of editions that a reader narrows to one country."""

from django.db.models import Count, Exists, OuterRef, QuerySet

from countries.models import Country
from experiences.models import CountryRole
from experiences.pages.narrowing import Filter
from experiences.querysets import EditionQuerySet
from experiences.vocabulary import CountryPart


def country_filter(label: str) -> Filter:
    """The filter `?country=`, an alpha-3 code. One query."""
    return Filter("country", label, dict(Country.objects.values_list("iso3", "name")))


def of_country(editions: EditionQuerySet, iso3: str, *roles: CountryPart) -> EditionQuerySet:
    """Those of the editions in which the country has one of the roles, or any where none is named; all for no country."""
    if not iso3:
        return editions
    return editions.filter(Exists(_in_roles(roles).filter(edition=OuterRef("pk"), country__iso3=iso3)))


def counts_by_country(editions: EditionQuerySet, *roles: CountryPart) -> dict[str, int]:
    """In how many of the editions each country has one of the roles, or any where none is named: by alpha-3 code. One query."""
    found = _in_roles(roles).filter(edition__in=editions.order_by()).order_by()
    return dict(found.values_list("country__iso3").annotate(Count("edition", distinct=True)))


def _in_roles(roles: tuple[CountryPart, ...]) -> QuerySet[CountryRole]:
    return CountryRole.objects.filter(role__in=roles) if roles else CountryRole.objects.all()
