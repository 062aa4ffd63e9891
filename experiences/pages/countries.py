"""The pages of the countries: all of them on a map and by subregion, and what the entries say about each.

They show entries, so they stand here and not in `countries`, which knows nothing of entries.
"""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.models import Country, CountryGroup
from experiences.pages.country_map import CountedCountry, by_subregion, counted, legend
from experiences.pages.country_profile import CountryProfile, regional_bodies
from experiences.pages.narrowing import Filter, Narrowing
from experiences.pages.organisation_profile import with_entry_counts
from experiences.pages.parts import SHOWN, parts_of
from experiences.pages.phrases import kinds_in_words
from experiences.pages.transfer_rows import transfer_rows


@require_safe
def country_list(request: HttpRequest) -> HttpResponse:
    """All countries and territories, or those of one group (`?group=asean`). A fixed number of queries."""
    groups = {group.slug: group for group in CountryGroup.objects.annotate(size=Count("members")).order_by("name")}
    narrowing = Narrowing(request.GET, Filter("group", _("Group"), {slug: group.name for slug, group in groups.items()}))
    chosen = groups.get(narrowing.value("group"))
    countries = Country.objects.select_related("region__parent")
    listed = counted(countries.filter(groups=chosen) if chosen else countries)
    in_region = [each for each in listed if each.country.tile_column]
    context = {
        "narrowing": narrowing,
        "groups": narrowing.options("group", {slug: group.size for slug, group in groups.items()}),
        "group": chosen,
        "tiles": sorted(in_region, key=lambda each: (each.country.tile_row, each.country.tile_column)),
        "legend": legend(),
        "subregions": by_subregion(in_region),
        "elsewhere": [each for each in listed if not each.country.tile_column],
        "with_entries": sum(each.count > 0 for each in in_region),
    }
    return render(request, "pages/country_list.html", context)


@require_safe
def country_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One country by its ISO 3166 alpha-3 code in lower case. Any other form of its codes redirects there."""
    countries = Country.objects.select_related("region__parent").prefetch_related("groups", "other_names")
    country = get_object_or_404(countries, Q(iso3=code.upper()) | Q(iso2=code.upper()))
    if code != country.iso3.lower():
        return redirect(country, permanent=True)
    profile = CountryProfile(country)
    total = profile.kinds.total()
    received, given = profile.transfers_received()[:SHOWN], profile.transfers_given()[:SHOWN]
    is_empty = not (profile.placings(told_by=[]) or received or given)
    other_names = {other.name: other for other in country.other_names.all() if other.name != country.name}
    context = {
        "country": country,
        "other_names": other_names.values(),
        "search": f"country={country.iso3}",
        "total": total,
        "in_words": kinds_in_words(profile.kinds),
        "parts": parts_of(profile.placings(told_by=received)),
        "received": transfer_rows(received),
        "given": transfer_rows(given),
        "lessons": profile.lessons()[:SHOWN],
        "organisations": with_entry_counts(country.organisations.all()),
        "bodies": regional_bodies(country),
        "is_empty": is_empty,
        "neighbours": _neighbours(country) if is_empty else [],
    }
    return render(request, "pages/country_detail.html", context)


def _neighbours(country: Country) -> list[CountedCountry]:
    """The other countries of the subregion that entries name."""
    others = Country.objects.filter(region=country.region).exclude(pk=country.pk)
    return [each for each in counted(others) if each.count]


app_name = "countries"
urlpatterns = [
    path("", country_list, name="list"),
    path("<slug:code>/", country_detail, name="detail"),
]
