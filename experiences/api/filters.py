"""The filters of the API's lists of lessons, transfers, themes, organisations and recommendations."""

from collections import OrderedDict
from typing import Any

from django.db.models import Q, QuerySet
from django_filters import Filter, FilterSet, MultipleChoiceFilter, TypedChoiceFilter

from countries.api.filters import CodesFilter, country_filter
from experiences.models import CountryRole, Edition, Entry, Theme
from experiences.search.lessons import on_themes
from experiences.search.themes import ThemeTree
from experiences.vocabulary import Extent, OrganisationType, Polarity, RecommendationArea, RecommendationType


def theme_filter(**kwargs: Any) -> CodesFilter:
    """A filter by theme: slugs or keys."""
    return CodesFilter(queryset=Theme.objects.all(), codes=("slug", "key"), **kwargs)


def entry_filter(**kwargs: Any) -> CodesFilter:
    """A filter by entry: references or keys of published entries. Any other entry is as unknown as none at all."""
    published = Entry.objects.filter(editions__in=Edition.objects.published())
    return CodesFilter(queryset=published, codes=("ref", "key"), **kwargs)


class LessonFilters(FilterSet):
    """The filters of the list of lessons."""

    theme = theme_filter(method="on_themes")
    country = country_filter(method="of_countries")
    entry = entry_filter(field_name="edition__entry")
    polarity = MultipleChoiceFilter(choices=Polarity.choices)

    def on_themes(self, lessons: QuerySet, name: str, themes: list[int]) -> QuerySet:
        """The lessons on any of the themes, or on one under them."""
        tree = ThemeTree()
        return on_themes(lessons, set().union(*(tree.with_descendants(theme) for theme in themes)))

    def of_countries(self, lessons: QuerySet, name: str, countries: list[int]) -> QuerySet:
        """The lessons of entries in which any of the countries has a role."""
        return lessons.filter(edition__in=CountryRole.objects.filter(country__in=countries).values("edition"))


class TransferFilters(FilterSet):
    """The filters of the list of transfers."""

    to = country_filter(field_name="to_country")
    country = country_filter(method="with_countries")
    extent = MultipleChoiceFilter(choices=Extent.choices)
    experience = entry_filter(field_name="experience")
    exchange = entry_filter(field_name="exchange")
    outcome = entry_filter(field_name="outcome")
    entry = entry_filter(field_name="edition__entry")

    @classmethod
    def get_filters(cls) -> OrderedDict[str, Filter]:
        """The declared filters, and `from`, which Python does not let one declare."""
        return OrderedDict({"from": country_filter(field_name="from_country"), **super().get_filters()})

    def with_countries(self, transfers: QuerySet, name: str, countries: list[int]) -> QuerySet:
        """The transfers from or to any of the countries."""
        return transfers.filter(Q(from_country__in=countries) | Q(to_country__in=countries))


class ThemeFilters(FilterSet):
    """The filters of the list of themes."""

    parent = theme_filter(field_name="parent")
    gap = TypedChoiceFilter(choices=[("true", "true"), ("false", "false")], coerce=lambda value: value == "true")


class OrganisationFilters(FilterSet):
    """The filters of the list of organisations."""

    type = MultipleChoiceFilter(choices=OrganisationType.choices)
    country = country_filter(field_name="country")


class RecommendationFilters(FilterSet):
    """The filters of the list of recommendations."""

    area = MultipleChoiceFilter(choices=RecommendationArea.choices)
    type = MultipleChoiceFilter(choices=RecommendationType.choices)
