"""Filters of the API's lists. Several values of one filter mean "or", different filters mean "and"."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet, Value
from django.utils.translation import gettext as _
from django_filters import CharFilter, Filter, FilterSet

from countries.models import Country, CountryGroup, CountryName, Fold, Region


class CodesField(forms.Field):
    """Codes of records, such as slugs or ISO codes, in any case. Its clean value is the list of the records' ids."""

    widget = forms.SelectMultiple

    def __init__(self, *, queryset: QuerySet, codes: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.queryset = queryset
        self.codes = codes

    def known(self) -> list[str]:
        """Every code that the field accepts, of the first sort that it takes."""
        return list(self.queryset.order_by(self.codes[0]).values_list(self.codes[0], flat=True))

    def clean(self, value: list[str] | None) -> list[Any]:
        """The ids of the records that have these codes. Raises ValidationError with one error for each code that none has."""
        wanted = value or []
        spellings = {spelling for code in wanted for spelling in (code, code.upper(), code.lower())}
        having_one = Q(*(Q((f"{code}__in", spellings)) for code in self.codes), _connector=Q.OR)
        found = {
            code.casefold(): pk
            for pk, *codes in (self.queryset.filter(having_one).values_list("pk", *self.codes) if wanted else ())
            for code in codes
        }
        unknown = [code for code in wanted if code.casefold() not in found]
        if unknown:
            raise ValidationError(
                [ValidationError(_("There is no such record."), params={"value": code}) for code in unknown],
            )
        return list(dict.fromkeys(found[code.casefold()] for code in wanted))


class CodesFilter(Filter):
    """Rows that point to any of the records with the codes that are given."""

    field_class = CodesField

    def __init__(self, *, queryset: QuerySet, codes: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(lookup_expr="in", queryset=queryset, codes=codes, **kwargs)


def country_filter(**kwargs: Any) -> CodesFilter:
    """A filter by country: ISO 3166 alpha-3 or alpha-2 codes."""
    return CodesFilter(queryset=Country.objects.all(), codes=("iso3", "iso2"), **kwargs)


class CountryFilters(FilterSet):
    """The filters of the list of countries."""

    group = CodesFilter(queryset=CountryGroup.objects.all(), codes=("slug",), method="in_groups")
    region = CodesFilter(queryset=Region.objects.all(), codes=("m49",), method="in_regions")
    q = CharFilter(method="named", max_length=100)

    def in_groups(self, countries: QuerySet, name: str, groups: list[int]) -> QuerySet:
        """The members of any of the groups."""
        return countries.filter(pk__in=CountryGroup.members.through.objects.filter(countrygroup__in=groups).values("country"))

    def in_regions(self, countries: QuerySet, name: str, regions: list[str]) -> QuerySet:
        """The countries in any of the regions, or of the subregions in them."""
        return countries.filter(Q(region__in=regions) | Q(region__parent__in=regions))

    def named(self, countries: QuerySet, name: str, words: str) -> QuerySet:
        """The countries with these words in one of their names, whatever the case and the accents."""
        folded = Fold(Value(words))
        others = CountryName.objects.annotate(folded=Fold(F("name"))).filter(folded__contains=folded)
        in_a_name = Q(sort_name__contains=folded) | Q(declared__contains=folded) | Q(pk__in=others.values("country"))
        named: QuerySet = countries.annotate(declared=Fold(F("declaration_name"))).filter(in_a_name)
        return named
