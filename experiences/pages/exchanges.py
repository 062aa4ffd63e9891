"""The page of the exchanges: the occasions on which experience moved, by year, and who visited whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Exists, F, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.models import Country
from experiences.models import CountryRole, Edition, Exchange
from experiences.pages.by_country import country_filter, counts_by_country, of_country
from experiences.pages.cards import Card, cards_of
from experiences.pages.narrowing import Filter, Narrowing
from experiences.pages.paging import page_of
from experiences.querysets import EditionQuerySet, by_reference
from experiences.vocabulary import TYPES, CountryPart, Kind


@dataclass(frozen=True)
class Visit:
    """An exchange to which some countries came to learn, and where."""

    exchange: Edition
    visitors: list[Country]
    hosts: list[Country]


def visits(exchanges: EditionQuerySet) -> list[Visit]:
    """Those of the exchanges that have both a host and learners, fetched with their countries."""

    def in_role(role: CountryPart) -> Exists:
        return Exists(CountryRole.objects.filter(edition=OuterRef("pk"), role=role))

    def countries(exchange: Edition, role: CountryPart) -> list[Country]:
        return [each.country for each in exchange.country_roles.all() if each.role == role]

    found = exchanges.filter(in_role(CountryPart.HOST), in_role(CountryPart.LEARNER))
    return [Visit(each, countries(each, CountryPart.LEARNER), countries(each, CountryPart.HOST)) for each in found]


@require_safe
def exchanges(request: HttpRequest) -> HttpResponse:
    """All exchanges, the newest year first, narrowed by `?type=` and `?country=`. A fixed number of queries."""
    types = {type_.value: str(type_.label) for type_ in TYPES[Kind.EXCHANGE]}
    narrowing = Narrowing(request.GET, Filter("type", _("Type"), types), country_filter(_("Country")))
    everything = Exchange.objects.published().core()
    of_type = everything.filter(type=narrowing.value("type")) if narrowing.value("type") else everything
    with_country = of_country(everything, narrowing.value("country"))
    found = of_country(of_type, narrowing.value("country"))
    newest = found.order_by(F("first_year").desc(nulls_last=True), "-period_from", *by_reference("entry")).with_cards()
    page = page_of(newest, request)
    context = {
        "narrowing": narrowing,
        "types": narrowing.options("type", dict(with_country.order_by().values_list("type").annotate(Count("pk")))),
        "countries": narrowing.options("country", counts_by_country(of_type)),
        "page": page,
        "years": _by_year(page.rows),
        "visits": visits(newest) if page.number == 1 else [],
    }
    return render(request, "pages/exchanges.html", context)


def _by_year(exchanges: Sequence[Exchange]) -> list[tuple[int | None, list[Card]]]:
    """The cards of exchanges, which stand in the order of their years, by year."""
    cards = iter(cards_of(exchanges))
    return [(year, [next(cards) for _each in group]) for year, group in groupby(exchanges, key=lambda each: each.first_year)]


urlpatterns = [path("", exchanges, name="exchanges")]
