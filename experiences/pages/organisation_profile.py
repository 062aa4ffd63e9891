"""What the published entries say about organisations."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, QuerySet

from experiences.models import Edition, Organisation, OrganisationRole
from experiences.pages.parts import BACKGROUND, Placing
from experiences.querysets import by_reference
from experiences.vocabulary import Kind, OrganisationPart, Scope


def with_entry_counts(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """The organisations by name, each with the number of published `entries` of the core scope that it has a role in."""
    public = Q(edition_roles__edition__in=Edition.objects.published().core())
    return organisations.annotate(entries=Count("edition_roles__edition", filter=public, distinct=True)).order_by("sort_name")


@dataclass
class _Involvement:
    kind: Kind
    scope: Scope
    roles: list[OrganisationPart] = field(default_factory=list)

    @property
    def placing(self) -> Placing:
        """Under the first of its roles in the order of the vocabulary, with all of them told where there are several."""
        roles = sorted(self.roles, key=list(OrganisationPart).index)
        remark = ", ".join(str(role.label) for role in roles) if len(roles) > 1 else ""
        return Placing(BACKGROUND if self.scope == Scope.CONTEXT else roles[0].value, remark)


class OrganisationProfile:
    """The published entries in which an organisation has a role, the newest first. One query."""

    def __init__(self, organisation: Organisation) -> None:
        roles = (
            OrganisationRole.objects.filter(organisation=organisation, edition__in=Edition.objects.published())
            .order_by(
                F("edition__first_year").desc(nulls_last=True),
                "-edition__period_from",
                *by_reference("edition__entry"),
                "position",
            )
            .values_list("edition_id", "edition__kind", "edition__scope", "role")
        )
        self._involvements: dict[int, _Involvement] = {}
        for pk, kind, scope, role in roles:
            self._involvements.setdefault(pk, _Involvement(Kind(kind), Scope(scope))).roles.append(OrganisationPart(role))

    @property
    def kinds(self) -> Counter[str]:
        """How many entries of the core scope there are of each kind."""
        return Counter(each.kind.value for each in self._involvements.values() if each.scope == Scope.CORE)

    @property
    def placings(self) -> dict[int, Placing]:
        """Where each entry stands on the page, by the id of its edition: in the part named for the organisation's role."""
        return {pk: each.placing for pk, each in self._involvements.items()}
