"""The page of the lessons learned: each a statement of its own, with a reference by which it can be cited."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from experiences.pages.narrowing import Filter, Narrowing
from experiences.pages.paging import page_of
from experiences.querysets import by_reference, published_lessons
from experiences.search.lessons import on_themes, themes_of
from experiences.search.themes import ThemeTree
from experiences.vocabulary import Polarity, Scope


@require_safe
def lessons(request: HttpRequest) -> HttpResponse:
    """All lessons, narrowed by `?polarity=` and `?theme=` (which takes in what lies under it). A fixed number of queries."""
    tree = ThemeTree()
    slugs = {theme.slug: theme for theme in tree.themes.values()}
    narrowing = Narrowing(
        request.GET,
        Filter("polarity", _("What it says"), {value: str(label) for value, label in Polarity.choices}),
        Filter("theme", _("Theme"), {slug: theme.label for slug, theme in slugs.items()}),
    )
    everything = published_lessons().filter(edition__scope=Scope.CORE)
    of_polarity = everything.filter(polarity=narrowing.value("polarity")) if narrowing.value("polarity") else everything
    themes = tree.under([narrowing.value("theme")])
    by_theme = tree.counts(themes_of(of_polarity))
    on_theme = on_themes(everything, themes) if themes else everything
    found = on_themes(of_polarity, themes) if themes else of_polarity
    offered = [theme.slug for theme in tree.narrower[None]]
    if narrowing.value("theme") and narrowing.value("theme") not in offered:
        offered.append(narrowing.value("theme"))
    context = {
        "narrowing": narrowing,
        "polarities": narrowing.options("polarity", dict(on_theme.order_by().values_list("polarity").annotate(Count("pk")))),
        "themes": narrowing.options("theme", {slug: by_theme[theme.pk] for slug, theme in slugs.items()}, offered),
        "page": page_of(found.order_by(*by_reference("edition__entry"), "number"), request),
    }
    return render(request, "pages/lessons.html", context)


urlpatterns = [path("", lessons, name="lessons")]
