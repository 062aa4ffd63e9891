"""How many entries each choice of a filter would show.

A facet's counts ignore its own filter and no other, so that a count is always what a click then shows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from experiences.models import CountryRole, Edition, Organisation, OrganisationRole, Recommendation
from experiences.search.parameters import SearchParameters
from experiences.search.query import matching
from experiences.search.themes import ThemeTree
from experiences.vocabulary import AgreementStatus, EntryType, Kind, Modality, Scope


@dataclass(frozen=True)
class Choice:
    """One value of a facet: what goes in the URL, what the reader sees, how many entries, chosen or not, how deep in a tree."""

    value: str
    label: str
    count: int
    chosen: bool
    depth: int = 0


@dataclass(frozen=True)
class Facet:
    """A filter with its choices, those with entries and those that are chosen."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def chosen(self) -> list[Choice]:
        """The choices that the reader has made."""
        return [choice for choice in self.choices if choice.chosen]


def facets(parameters: SearchParameters) -> list[Facet]:
    """All facets of a search, in the order in which they are offered. A fixed number of queries."""
    return [
        Facet(name, str(label), choices(name, parameters)) for name, (label, choices) in _FACETS.items()
    ]  # fmt: skip


def _column(terms: Iterable[tuple[str, Any]], column: str) -> Callable[[str, SearchParameters], list[Choice]]:
    """A facet over a column of the edition, its choices in the order of the vocabulary."""
    labels = {value: str(label) for value, label in terms}

    def choices(name: str, parameters: SearchParameters) -> list[Choice]:
        rows = matching(parameters.without(name)).order_by().values_list(column).annotate(Count("pk"))
        return _choices(dict(rows), labels, getattr(parameters, name))

    return choices


def _scopes(name: str, parameters: SearchParameters) -> list[Choice]:
    both = SearchParameters.without(parameters, name).adding(name, Scope.CORE).adding(name, Scope.CONTEXT)
    rows = matching(both).order_by().values_list("scope").annotate(Count("pk"))
    return _choices(dict(rows), {scope.value: str(scope.label) for scope in Scope}, parameters.scope)


def _countries(name: str, parameters: SearchParameters) -> list[Choice]:
    roles = CountryRole.objects.filter(edition__in=matching(parameters.without(name))).order_by()
    counts = dict(roles.values_list("country__iso3").annotate(Count("edition", distinct=True)))
    labels = dict(Country.objects.values_list("iso3", "name"))
    return _choices(counts, labels, parameters.country)


def _organisations(name: str, parameters: SearchParameters) -> list[Choice]:
    roles = OrganisationRole.objects.filter(edition__in=matching(parameters.without(name))).order_by()
    counts = dict(roles.values_list("organisation__slug").annotate(Count("edition", distinct=True)))
    labels = dict(Organisation.objects.values_list("slug", "name"))
    return _choices(counts, labels, parameters.organisation)


def _recommendations(name: str, parameters: SearchParameters) -> list[Choice]:
    through = Edition.recommendations.through.objects.filter(edition__in=matching(parameters.without(name)))
    counts = dict(through.values_list("recommendation__slug").annotate(Count("edition")))
    labels = {record.slug: str(record) for record in Recommendation.objects.all()}
    return _choices(counts, labels, parameters.recommendation)


def _themes(name: str, parameters: SearchParameters) -> list[Choice]:
    """The tree of themes, each counted with everything under it, an entry once."""
    tree = ThemeTree()
    through = Edition.themes.through.objects.filter(edition__in=matching(parameters.without(name)))
    counts = tree.counts(through.values_list("edition_id", "theme_id"))

    def walk(parent: int | None, depth: int) -> list[Choice]:
        found = []
        for theme in tree.narrower[parent]:
            chosen = theme.slug in parameters.theme
            if counts[theme.pk] or chosen:
                found.append(Choice(theme.slug, theme.label, counts[theme.pk], chosen, depth))
            found += walk(theme.pk, depth + 1)
        return found

    return walk(None, 0)


def _choices(counts: dict[str, int], labels: dict[str, str], chosen: tuple[str, ...]) -> list[Choice]:
    return [
        Choice(value, str(label), counts.get(value, 0), value in chosen)
        for value, label in labels.items()
        if counts.get(value) or value in chosen
    ]


_FACETS = {
    "kind": (_("Kind"), _column(Kind.choices, "kind")),
    "type": (_("Type"), _column(EntryType.choices, "type")),
    "theme": (_("Theme"), _themes),
    "country": (_("Country"), _countries),
    "organisation": (_("Organisation"), _organisations),
    "recommendation": (_("Recommendation"), _recommendations),
    "status": (_("Status of agreement"), _column(AgreementStatus.choices, "agreement_status")),
    "modality": (_("Modality"), _column(Modality.choices, "modality")),
    "scope": (_("Scope"), _scopes),
}
