"""The countries and territories with the number of entries on each: as tiles on a map, and by subregion."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count

from countries.models import Country
from experiences.models import CountryRole, Edition

_STEPS = (1, 3, 6, 11)
"""From how many entries on a country takes the next shade. Below the first it has none."""


@dataclass(frozen=True)
class CountedCountry:
    """A country and how many published entries name it."""

    country: Country
    count: int

    @property
    def shade(self) -> int:
        """How darkly it is shaded: 0 for no entries, then by steps."""
        return sum(self.count >= step for step in _STEPS)


@dataclass(frozen=True)
class Shade:
    """What a shade of the map means: from how many entries on, and up to how many (None: no limit)."""

    shade: int
    first: int
    last: int | None


@dataclass(frozen=True)
class Subregion:
    """A subregion of M49 with its countries, in the order of their names."""

    name: str
    countries: list[CountedCountry]

    @property
    def with_entries(self) -> int:
        """How many of its countries some entry names."""
        return sum(each.count > 0 for each in self.countries)


def legend() -> list[Shade]:
    """What the shades mean, from the lightest to the darkest."""
    lasts = [*(step - 1 for step in _STEPS), None]
    return [Shade(shade, first, last) for shade, (first, last) in enumerate(zip((0, *_STEPS), lasts, strict=True))]


def counted(countries: Iterable[Country]) -> list[CountedCountry]:
    """The countries, in the order given, each with how many published entries of the core scope name it. One query for all."""
    roles = CountryRole.objects.filter(edition__in=Edition.objects.published().core()).order_by()
    counts = dict(roles.values_list("country").annotate(Count("edition", distinct=True)))
    return [CountedCountry(country, counts.get(country.pk, 0)) for country in countries]


def by_subregion(countries: Iterable[CountedCountry]) -> list[Subregion]:
    """The countries in their subregions: those of Asia, then those of Oceania, each by name."""

    def place(counted: CountedCountry) -> tuple[str, str]:
        region = counted.country.region
        return (region.parent.name if region.parent else "", region.name)

    ordered = sorted(countries, key=lambda counted: (place(counted), counted.country.sort_name))
    return [Subregion(name, list(members)) for (_, name), members in groupby(ordered, key=place)]
