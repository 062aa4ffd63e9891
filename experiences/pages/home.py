"""The home page: what the portal is, and the ways into it."""

from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from countries.models import Country
from experiences.models import Edition, Theme
from experiences.pages.cards import cards_of
from experiences.pages.country_map import counted
from experiences.pages.kinds import KIND_DESCRIPTIONS, KIND_NAMES
from experiences.pages.transfer_rows import transfer_rows
from experiences.querysets import by_reference, published_transfers
from experiences.search.themes import ThemeTree
from experiences.vocabulary import Kind, Scope

_TRANSFERS, _NEW, _NARROWER = 4, 5, 4


@dataclass(frozen=True)
class KindDoor:
    """A way in by kind: the kind, its name in the plural, what it is, and how many entries are of it."""

    kind: Kind
    name: Promise
    description: Promise
    count: int


@dataclass(frozen=True)
class ThemeDoor:
    """A way in by theme: a broad theme, how many entries are on it, and the themes under it with the most entries."""

    theme: Theme
    count: int
    narrower: list[Theme]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home page. A fixed number of queries."""
    published = Edition.objects.published().core()
    transfers = published_transfers().filter(edition__scope=Scope.CORE)
    newest = transfers.order_by("-period_from", *by_reference("edition__entry"), "number")
    countries = counted(Country.objects.asia_pacific().order_by("tile_row", "tile_column"))
    context = {
        "kinds": _kind_doors(),
        "themes": _theme_doors(),
        "tiles": countries,
        "countries": sorted((each for each in countries if each.count), key=lambda each: each.country.sort_name),
        "transfers": transfer_rows(newest[:_TRANSFERS]),
        "new": cards_of(published.order_by("-published_at", *by_reference("entry", descending=True))[:_NEW]),
    }
    return render(request, "pages/home.html", context)


def _kind_doors() -> list[KindDoor]:
    counts = dict(Edition.objects.published().core().order_by().values_list("kind").annotate(Count("pk")))
    return [KindDoor(kind, KIND_NAMES[kind], KIND_DESCRIPTIONS[kind], counts.get(kind, 0)) for kind in Kind]


def _theme_doors() -> list[ThemeDoor]:
    tree = ThemeTree()
    themed = Edition.themes.through.objects.filter(edition__in=Edition.objects.published().core())
    counts = tree.counts(themed.values_list("edition_id", "theme_id"))

    def fullest(theme: Theme) -> list[Theme]:
        found = [each for each in tree.narrower[theme.pk] if counts[each.pk]]
        return sorted(found, key=lambda each: -counts[each.pk])[:_NARROWER]

    return [ThemeDoor(root, counts[root.pk], fullest(root)) for root in tree.narrower[None] if counts[root.pk]]
