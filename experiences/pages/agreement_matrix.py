"""Who has agreements with whom: the countries that are party to agreements of a few, as a table of pairs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from countries.models import Country
from experiences.models import Edition
from experiences.querysets import EditionQuerySet
from experiences.vocabulary import CountryPart

FEWEST_PARTIES, MOST_PARTIES = 2, 8
"""An agreement is drawn when it has from two to eight countries as parties. Instruments of many would fill every cell."""


@dataclass(frozen=True)
class Pair:
    """Another country, and the agreements that the country of the row has with it. None for the row's own country."""

    country: Country
    agreements: list[Edition] | None


@dataclass(frozen=True)
class Row:
    """A country with its agreements with each country of the table."""

    country: Country
    pairs: list[Pair]

    @property
    def partners(self) -> list[Pair]:
        """The countries that it has agreements with."""
        return [pair for pair in self.pairs if pair.agreements]


def drawn(agreements: EditionQuerySet) -> EditionQuerySet:
    """Those of the agreements that the table draws."""
    parties = Count("country_roles", filter=Q(country_roles__role=CountryPart.PARTY))
    return agreements.annotate(parties=parties).filter(parties__gte=FEWEST_PARTIES, parties__lte=MOST_PARTIES)


def matrix(agreements: Iterable[Edition]) -> list[Row]:
    """The table of pairs that the agreements make, fetched with their countries. Rows and columns by the countries' names."""
    between: dict[tuple[int, int], list[Edition]] = defaultdict(list)
    countries: dict[int, Country] = {}
    for agreement in agreements:
        parties = [role.country for role in agreement.country_roles.all() if role.role == CountryPart.PARTY]
        countries |= {party.pk: party for party in parties}
        for one in parties:
            for other in parties:
                between[one.pk, other.pk].append(agreement)
    ordered = sorted(countries.values(), key=lambda country: country.sort_name)
    return [
        Row(row, [Pair(column, None if row == column else between.get((row.pk, column.pk), [])) for column in ordered])
        for row in ordered
    ]
