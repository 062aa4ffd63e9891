"""What the published entries say about one country."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet

from countries.models import Country
from experiences.models import CountryRole, Edition, Lesson, Organisation, Transfer
from experiences.pages.organisation_profile import with_entry_counts
from experiences.pages.parts import BACKGROUND, Placing
from experiences.querysets import by_reference, published_lessons, published_transfers
from experiences.vocabulary import CountryPart, Kind, Scope

LEADS, LEARNED = "leads", "learned"
"""Parts of a country's page. The others are the background, and one for each kind of entry."""

_SAID_BY_PART = {LEADS: CountryPart.LEAD, LEARNED: CountryPart.LEARNER, Kind.AGREEMENT.value: CountryPart.PARTY}


@dataclass
class _Involvement:
    entry_id: int
    kind: Kind
    scope: Scope
    roles: list[CountryPart] = field(default_factory=list)

    @property
    def part(self) -> str:
        """The one part of the page that the entry stands in."""
        if self.scope == Scope.CONTEXT:
            return BACKGROUND
        if CountryPart.LEAD in self.roles:
            return LEADS
        if CountryPart.LEARNER in self.roles:
            return LEARNED
        return self.kind.value

    @property
    def remark(self) -> str:
        """The roles of the country in the entry, without the one that the part of the page says already."""
        said = _SAID_BY_PART.get(self.part)
        return ", ".join(str(role.label) for role in self.roles if role != said)


class CountryProfile:
    """The published entries that name a country, and what they say of it. One query, and one for each method."""

    def __init__(self, country: Country) -> None:
        self.country = country
        self._involvements: dict[int, _Involvement] = {}
        columns = ("edition_id", "edition__entry_id", "edition__kind", "edition__scope", "role")
        for pk, entry_id, kind, scope, role in self._roles().values_list(*columns):
            seen = self._involvements.setdefault(pk, _Involvement(entry_id, Kind(kind), Scope(scope)))
            seen.roles.append(CountryPart(role))

    def _roles(self) -> QuerySet[CountryRole]:
        """The roles of the country, those in the newest entries first."""
        return CountryRole.objects.filter(country=self.country, edition__in=Edition.objects.published()).order_by(
            F("edition__first_year").desc(nulls_last=True), "-edition__period_from", *by_reference("edition__entry"), "position"
        )

    @property
    def kinds(self) -> Counter[str]:
        """How many entries of the core scope there are of each kind."""
        return Counter(each.kind.value for each in self._involvements.values() if each.scope == Scope.CORE)

    def placings(self, told_by: Iterable[Transfer]) -> dict[int, Placing]:
        """Where each entry stands on the page, by the id of its edition, with what its part does not yet say of the role.

        What the country learned from, and on what occasion, is left out where the transfers shown tell it already.
        """
        told = {pk for transfer in told_by for pk in (transfer.experience_id, transfer.exchange_id)}
        return {
            pk: Placing(each.part, each.remark)
            for pk, each in self._involvements.items()
            if each.part != LEARNED or each.entry_id not in told
        }

    def lessons(self) -> QuerySet[Lesson]:
        """The lessons of what the country leads or learned. Those of a conference of many are left to the conference's page."""
        own = [pk for pk, each in self._involvements.items() if each.part in {LEADS, LEARNED}]
        return published_lessons().filter(edition__in=own)

    def transfers_received(self) -> QuerySet[Transfer]:
        """What the country learned from others."""
        return published_transfers().filter(to_country=self.country, edition__scope=Scope.CORE)

    def transfers_given(self) -> QuerySet[Transfer]:
        """What others learned from the country."""
        return published_transfers().filter(from_country=self.country, edition__scope=Scope.CORE)


def regional_bodies(country: Country) -> QuerySet[Organisation]:
    """The organisations that stand for a group that the country is in, each with the number of `entries` that it has a role in.

    A group and its organisation are records of their own that share their acronym (ASEAN, SAARC, SPC).
    """
    acronyms = [group.acronym for group in country.groups.all() if group.acronym]
    return with_entry_counts(Organisation.objects.filter(acronym__in=acronyms)).filter(Q(entries__gt=0))
