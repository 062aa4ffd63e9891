"""The page about the portal: why it exists, what is in it, and how to read and use it."""

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from countries.models import Country
from experiences.models import Edition, Fact, Source
from experiences.pages.phrases import kinds_in_words
from experiences.querysets import published_lessons, published_transfers
from experiences.vocabulary import Scope


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the portal is, with what is in it today: the core scope counted, the context told apart. A fixed number of queries."""
    core = Edition.objects.published().core()
    kinds = dict(core.order_by().values_list("kind").annotate(Count("pk")))
    context = {
        "total": sum(kinds.values()),
        "in_words": kinds_in_words(kinds),
        "background": Edition.objects.published().filter(scope=Scope.CONTEXT).count(),
        "countries": Country.objects.filter(edition_roles__edition__in=core).distinct().count(),
        "lessons": published_lessons().filter(edition__scope=Scope.CORE).count(),
        "transfers": published_transfers().filter(edition__scope=Scope.CORE).count(),
        "facts": Fact.objects.filter(edition__in=core).count(),
        "contact": settings.CONTACT_EMAIL,
        "sources": Source.objects.count(),
    }
    return render(request, "pages/about.html", context)


urlpatterns = [path("", about, name="about")]
