"""The API's endpoints of countries, and of the regions and groups that they belong to."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404
from django_filters import FilterSet

from countries.api.endpoint import Endpoint
from countries.api.filters import CountryFilters
from countries.api.serializers import CountryDocument, GroupWithMembers, RegionRecord
from countries.models import Country, CountryGroup, Region


def whole_countries() -> "QuerySet[Country]":
    """All countries with what a `CountryDocument` shows of them. Three queries."""
    return Country.objects.select_related("region__parent").prefetch_related("other_names", "groups")


class CountryViewSet(Endpoint):
    """Countries and territories: all of Asia and the Pacific, and the few others that entries name.

    A country is found by its ISO 3166 alpha-3 or alpha-2 code, in any case. Its `api_url` gives the canonical address.
    """

    queryset = whole_countries()
    orders = {"name": ("sort_name", "pk"), "iso3": ("iso3",)}
    serializer_class = CountryDocument
    filterset_class = CountryFilters
    lookup_field = "iso3"
    lookup_value_regex = "[A-Za-z]{2,3}"

    def get_object(self) -> Any:
        """The country whose code the address holds."""
        countries: QuerySet = self.filter_queryset(self.get_queryset())
        code = self.kwargs[self.lookup_field].upper()
        return get_object_or_404(countries, Q(iso3=code) | Q(iso2=code))


class RegionViewSet(Endpoint):
    """Regions and subregions of M49."""

    queryset = Region.objects.select_related("parent")
    orders = {"m49": ("m49",)}
    serializer_class = RegionRecord
    filterset_class = FilterSet
    lookup_field = "m49"
    lookup_value_regex = r"\d{3}"


class GroupViewSet(Endpoint):
    """Groups of countries, such as regional bodies, with their members."""

    queryset = CountryGroup.objects.prefetch_related(Prefetch("members", Country.objects.order_by("sort_name", "pk")))
    orders = {"slug": ("slug",)}
    serializer_class = GroupWithMembers
    filterset_class = FilterSet
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"
