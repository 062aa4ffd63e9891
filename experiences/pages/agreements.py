"""The page of the agreements: all with their status, and who has agreements with whom."""

from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from experiences.models import Agreement
from experiences.pages.agreement_matrix import drawn, matrix
from experiences.pages.by_country import country_filter, counts_by_country, of_country
from experiences.pages.narrowing import Filter, Narrowing
from experiences.pages.paging import page_of
from experiences.querysets import by_reference
from experiences.vocabulary import AgreementStatus, CountryPart


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """All agreements, narrowed by `?status=` and by a party, `?country=`. A fixed number of queries."""
    statuses = {value: str(label) for value, label in AgreementStatus.choices}
    narrowing = Narrowing(request.GET, Filter("status", _("Status"), statuses), country_filter(_("Party")))
    everything = Agreement.objects.published().core()
    of_status = everything.filter(agreement_status=narrowing.value("status")) if narrowing.value("status") else everything
    of_party = of_country(everything, narrowing.value("country"), CountryPart.PARTY)
    found = of_country(of_status, narrowing.value("country"), CountryPart.PARTY)
    newest = found.order_by(F("first_year").desc(nulls_last=True), "-period_from", *by_reference("entry")).with_cards()
    page = page_of(newest, request)
    context = {
        "narrowing": narrowing,
        "statuses": narrowing.options("status", dict(of_party.order_by().values_list("agreement_status").annotate(Count("pk")))),
        "countries": narrowing.options("country", counts_by_country(of_status, CountryPart.PARTY)),
        "page": page,
        "matrix": matrix(drawn(newest)) if page.number == 1 else [],
    }
    return render(request, "pages/agreements.html", context)


urlpatterns = [path("", agreements, name="agreements")]
