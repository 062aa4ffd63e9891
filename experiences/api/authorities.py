"""Themes, organisations and recommendations as JSON, each with the number of entries that it has in the core scope."""

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from rest_framework import serializers

from countries.api.fields import ApiUrl, Document, EntriesUrl, Made
from countries.api.serializers import CountryLink
from experiences.api.links import OrganisationLink, RecommendationLink, SourcedDocument, ThemeLink
from experiences.api.parts import SourceDocument
from experiences.models import Edition, Organisation, OrganisationRole, Recommendation, Theme
from experiences.search.themes import ThemeTree
from experiences.vocabulary import LabelType, OrganisationType, RecommendationArea, RecommendationType


class LabelDocument(Document):
    """A further label of a theme."""

    language = serializers.CharField()
    type = serializers.ChoiceField(choices=LabelType.choices)
    type_label = serializers.CharField(source="get_type_display")
    text = serializers.CharField()


class ThemeDocument(ThemeLink):
    """A theme with its place in the tree. Its context holds `theme_counts` (see below)."""

    api_url = ApiUrl("api:theme-detail", "slug")
    scope_note = serializers.CharField(allow_null=True)
    gap = serializers.BooleanField()
    parent = ThemeLink(allow_null=True)
    narrower = ThemeLink(many=True)
    labels = LabelDocument(many=True)
    entry_count = Made(serializers.IntegerField())
    entries_url = EntriesUrl("theme")

    def get_entry_count(self, theme: Theme) -> int:
        """How many entries are on the theme, or on one under it."""
        count: int = self.context["theme_counts"][theme.pk]
        return count


class OrganisationDocument(OrganisationLink):
    """An organisation."""

    api_url = ApiUrl("api:organisation-detail", "slug")
    other_names = serializers.ListField(child=serializers.CharField())
    type = serializers.ChoiceField(choices=OrganisationType.choices)
    type_label = serializers.CharField(source="get_type_display")
    parent = OrganisationLink(allow_null=True)
    country = CountryLink(allow_null=True)
    note = serializers.CharField(allow_null=True)
    entry_count = serializers.IntegerField()
    entries_url = EntriesUrl("organisation")


class RecommendationDocument(SourcedDocument, RecommendationLink):
    """What the Beijing Declaration recommends or commits to."""

    api_url = ApiUrl("api:recommendation-detail", "slug")
    type = serializers.ChoiceField(choices=RecommendationType.choices)
    type_label = serializers.CharField(source="get_type_display")
    area = serializers.ChoiceField(choices=RecommendationArea.choices, allow_null=True)
    area_label = serializers.CharField(source="get_area_display", allow_null=True)
    description = serializers.CharField()
    entry_count = serializers.IntegerField()
    entries_url = EntriesUrl("recommendation")


class SourceRecord(SourceDocument):
    """A source by itself."""

    api_url = ApiUrl("api:source-detail", "key")


class SynonymsDocument(Document):
    """Terms that stand for one another in a search."""

    key = serializers.CharField()
    api_url = ApiUrl("api:synonyms-detail", "key")
    terms = serializers.ListField(child=serializers.CharField())


def theme_counts() -> dict[int, int]:
    """How many published entries of the core scope each theme has, those of narrower themes included, by its id. Two queries."""
    through = Edition.themes.through.objects.filter(edition__in=Edition.objects.published().core())
    return ThemeTree().counts(through.values_list("edition_id", "theme_id"))


def themes() -> "QuerySet[Theme]":
    """All themes with what a `ThemeDocument` shows of them. Three queries."""
    return (
        Theme.objects.select_related("parent")
        .prefetch_related(Prefetch("narrower", Theme.objects.order_by("sort_label", "pk")), "labels")
        .order_by("sort_label", "pk")
    )


def organisations() -> "QuerySet[Organisation]":
    """All organisations with what an `OrganisationDocument` shows of them. One query."""
    roles = OrganisationRole.objects.filter(organisation=OuterRef("pk"), edition__in=Edition.objects.published().core())
    return (
        Organisation.objects.select_related("parent", "country")
        .annotate(entry_count=_number_of(roles, "organisation"))
        .order_by("sort_name", "pk")
    )


def recommendations() -> "QuerySet[Recommendation]":
    """All recommendations with what a `RecommendationDocument` shows of them. One query."""
    answers = Edition.recommendations.through.objects.filter(
        recommendation=OuterRef("pk"), edition__in=Edition.objects.published().core()
    )
    return (
        Recommendation.objects.select_related("source")
        .annotate(entry_count=_number_of(answers, "recommendation"))
        .order_by("position", "pk")
    )


def _number_of(rows: QuerySet, record: str) -> Coalesce:
    """How many editions the rows that point to a record name, each once."""
    counted = rows.order_by().values(record).annotate(editions=Count("edition", distinct=True)).values("editions")
    return Coalesce(Subquery(counted), 0)
