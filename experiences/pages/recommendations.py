"""The pages of what the Beijing Declaration recommends and commits to, and of the entries that answer it."""

from itertools import groupby

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from experiences.models import Edition, Recommendation
from experiences.pages.cards import FoundCards
from experiences.pages.paging import page_of
from experiences.search.parameters import SearchParameters
from experiences.search.query import search
from experiences.vocabulary import RecommendationArea, RecommendationType


@require_safe
def recommendation_list(request: HttpRequest) -> HttpResponse:
    """The recommendations by area, then the commitments, each with how many entries answer it. One query."""
    public = Q(editions__in=Edition.objects.published().core())
    records = list(Recommendation.objects.annotate(entries=Count("editions", filter=public)).order_by("position"))
    recommended = [each for each in records if each.type == RecommendationType.RECOMMENDATION]
    areas = list(RecommendationArea)
    recommended.sort(key=lambda each: areas.index(RecommendationArea(each.area)))
    context = {
        "by_area": [
            (RecommendationArea(area), list(members)) for area, members in groupby(recommended, key=lambda each: each.area)
        ],
        "commitments": [each for each in records if each.type == RecommendationType.COMMITMENT],
        "total": len(recommended),
        "answered": sum(each.entries > 0 for each in recommended),
    }
    return render(request, "pages/recommendation_list.html", context)


@require_safe
def recommendation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One recommendation or commitment, with the entries that answer it. A fixed number of queries."""
    recommendation = get_object_or_404(Recommendation.objects.select_related("source"), slug=slug)
    found = search(SearchParameters(recommendation=(recommendation.slug,)))
    context = {"recommendation": recommendation, "page": page_of(FoundCards(found), request)}
    return render(request, "pages/recommendation_detail.html", context)


app_name = "recommendations"
urlpatterns = [
    path("", recommendation_list, name="list"),
    path("<slug:slug>/", recommendation_detail, name="detail"),
]
