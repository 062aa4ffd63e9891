"""The API's endpoint of countries."""

from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.viewsets import ReadOnlyModelViewSet

from countries.api.filters import CountryFilters
from countries.api.serializers import CountryDocument
from countries.models import Country


class CountryViewSet(ReadOnlyModelViewSet):
    """Countries and territories: all of Asia and the Pacific, and the few others that entries name.

    A country is found by its ISO 3166 alpha-3 or alpha-2 code, in any case. Its `api_url` gives the canonical address.
    """

    queryset = Country.objects.select_related("region__parent").prefetch_related("other_names", "groups")
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
