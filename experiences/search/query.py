"""A search, as a queryset of published editions."""

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery, Value

from experiences.models import CountryRole, Edition, EditionText, OrganisationRole
from experiences.querysets import EditionQuerySet
from experiences.search.parameters import SearchParameters
from experiences.search.themes import ThemeTree


class _AnyWord(SearchQuery):
    """A text search query for any of the meaningful words of a text, stemmed as English and as they stand."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.function = "any_word_query"


def _has_country(values: tuple[str, ...]) -> Q:
    return Q(Exists(CountryRole.objects.filter(edition=OuterRef("pk"), country__iso3__in=values)))


def _has_organisation(values: tuple[str, ...]) -> Q:
    return Q(Exists(OrganisationRole.objects.filter(edition=OuterRef("pk"), organisation__slug__in=values)))


def _has_theme(values: tuple[str, ...]) -> Q:
    through = Edition.themes.through.objects
    return Q(Exists(through.filter(edition=OuterRef("pk"), theme__in=ThemeTree().under(values))))


def _answers(values: tuple[str, ...]) -> Q:
    through = Edition.recommendations.through.objects
    return Q(Exists(through.filter(edition=OuterRef("pk"), recommendation__slug__in=values)))


CONDITIONS: dict[str, Callable[[tuple[str, ...]], Q]] = {
    "kind": lambda values: Q(kind__in=values),
    "type": lambda values: Q(type__in=values),
    "status": lambda values: Q(agreement_status__in=values),
    "modality": lambda values: Q(modality__in=values),
    "country": _has_country,
    "theme": _has_theme,
    "organisation": _has_organisation,
    "recommendation": _answers,
    "key": lambda values: Q(entry__key__in=values),
}
"""What each filter that takes several values asks of an edition."""


def matching(parameters: SearchParameters) -> EditionQuerySet:
    """The published editions that a search finds, in no order. One query when evaluated."""
    found = Edition.objects.published().filter(scope__in=parameters.scopes)
    for name, condition in CONDITIONS.items():
        if values := getattr(parameters, name):
            found = found.filter(condition(values))
    found = found.overlapping(parameters.year_from, parameters.year_to)
    if parameters.q:
        query = _AnyWord(parameters.q)
        hits = EditionText.objects.filter(edition=OuterRef("pk"), search_vector=query)
        found = found.filter(Q(Exists(hits)) | Q(entry__ref__iexact=parameters.q) | Q(entry__key__iexact=parameters.q))
    return found


def search(parameters: SearchParameters) -> EditionQuerySet:
    """The published editions that a search finds, in the order asked for. One query when evaluated."""
    found: Any = matching(parameters)
    titles = EditionText.objects.filter(edition=OuterRef("pk"), is_original=True).values("sort_title")[:1]
    if parameters.order == "relevance":
        found = found.annotate(rank=_rank(parameters.q)).order_by("-rank", "entry__ref")
    elif parameters.order == "title":
        found = found.annotate(sort_title=Subquery(titles)).order_by("sort_title", "entry__ref")
    elif parameters.order == "updated":
        found = found.order_by("-published_at", "entry__ref")
    elif parameters.order == "oldest":
        found = found.order_by(F("first_year").asc(nulls_last=True), "period_from", "entry__ref")
    else:
        found = found.order_by(F("first_year").desc(nulls_last=True), "-period_from", "entry__ref")
    ordered: EditionQuerySet = found
    return ordered


def _rank(words: str) -> Subquery:
    """The best rank among the texts of an edition: any word counts, for the length of the text, and most in the title."""
    rank = SearchRank(F("search_vector"), _AnyWord(words), weights=[0.1, 0.4, 0.4, 1.0], normalization=Value(1))
    texts = EditionText.objects.filter(edition=OuterRef("pk")).order_by().values("edition")
    return Subquery(texts.annotate(best=Max(rank)).values("best"))
