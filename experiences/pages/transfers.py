"""The page of the transfers: who learned from whom."""

from collections import Counter

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from experiences.pages.by_country import country_filter
from experiences.pages.narrowing import Narrowing
from experiences.pages.paging import page_of
from experiences.pages.transfer_rows import transfer_rows
from experiences.querysets import by_reference, published_transfers
from experiences.vocabulary import Scope


@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """All transfers, the newest first, narrowed to those from or to one country by `?country=`. A fixed number of queries."""
    everything = published_transfers().filter(edition__scope=Scope.CORE)
    ends = Counter(country for pair in everything.values_list("from_country__iso3", "to_country__iso3") for country in pair)
    narrowing = Narrowing(request.GET, country_filter(_("Country")))
    found = everything
    if code := narrowing.value("country"):
        found = everything.filter(Q(from_country__iso3=code) | Q(to_country__iso3=code))
    page = page_of(found.order_by("-period_from", *by_reference("edition__entry"), "number"), request)
    context = {
        "narrowing": narrowing,
        "countries": narrowing.options("country", ends),
        "page": page,
        "rows": transfer_rows(page.rows),
    }
    return render(request, "pages/transfers.html", context)


urlpatterns = [path("", transfers, name="transfers")]
