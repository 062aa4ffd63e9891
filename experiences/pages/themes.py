"""The pages of the themes: the tree of all, and what there is on each."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from experiences.models import Edition, Theme
from experiences.pages.cards import FoundCards
from experiences.pages.paging import page_of
from experiences.querysets import published_lessons
from experiences.search.facets import Choice
from experiences.search.lessons import on_themes
from experiences.search.parameters import SearchParameters
from experiences.search.query import Search, search
from experiences.search.themes import ThemeTree
from experiences.vocabulary import LabelType, Scope

_LESSONS, _COUNTRIES = 5, 10


@dataclass(frozen=True)
class Branch:
    """A theme with the number of entries on it and on what lies under it, each once, and with its narrower themes."""

    theme: Theme
    count: int
    narrower: list["Branch"]


def branches(tree: ThemeTree, parent: int | None = None) -> list[Branch]:
    """The themes directly under a theme, by its id (None: the broadest), each with all that lies under it. One query."""
    themed = Edition.themes.through.objects.filter(edition__in=Edition.objects.published().core())
    counts = tree.counts(themed.values_list("edition_id", "theme_id"))

    def under(theme_id: int | None) -> list[Branch]:
        return [Branch(theme, counts[theme.pk], under(theme.pk)) for theme in tree.narrower[theme_id]]

    return under(parent)


@require_safe
def theme_list(request: HttpRequest) -> HttpResponse:
    """The tree of all themes. Two queries."""
    tree = ThemeTree()
    context = {"branches": branches(tree), "has_gaps": any(theme.gap for theme in tree.themes.values())}
    return render(request, "pages/theme_list.html", context)


@require_safe
def theme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One theme, with the entries on it and on its narrower themes. A fixed number of queries."""
    theme = get_object_or_404(Theme.objects.select_related("parent").prefetch_related("labels"), slug=slug)
    tree = ThemeTree()
    found = search(SearchParameters(theme=(theme.slug,)))
    labels = {type_: [label for label in theme.labels.all() if label.type == type_] for type_ in LabelType}
    lessons = on_themes(published_lessons().filter(edition__scope=Scope.CORE), tree.with_descendants(theme.pk))
    context = {
        "theme": theme,
        "broader": _broader(tree, theme),
        "narrower": branches(tree, theme.pk),
        "also_called": [*labels[LabelType.ACRONYM], *labels[LabelType.ALTERNATIVE]],
        "translations": labels[LabelType.PREFERRED],
        "page": page_of(FoundCards(found), request),
        "lessons": lessons[:_LESSONS],
        "lesson_count": lessons.count(),
        "countries": _countries_of(found),
    }
    return render(request, "pages/theme_detail.html", context)


def _broader(tree: ThemeTree, theme: Theme) -> list[Theme]:
    """The themes above a theme, the broadest first."""
    above: list[Theme] = []
    while theme.parent_id:
        theme = tree.themes[theme.parent_id]
        above.insert(0, theme)
    return above


def _countries_of(found: Search) -> list[Choice]:
    """The countries that most of the entries found name, the fullest first."""
    countries = next(facet for facet in found.facets if facet.name == "country").choices
    return sorted(countries, key=lambda choice: -choice.entries)[:_COUNTRIES]


app_name = "themes"
urlpatterns = [
    path("", theme_list, name="list"),
    path("<slug:slug>/", theme_detail, name="detail"),
]
