"""Browse and search: all entries, narrowed by words and filters whose state is the address."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from experiences.pages.cards import FoundCards
from experiences.pages.feed import feed_address
from experiences.pages.filters import address_of, filter_groups, hidden_fields, tags
from experiences.pages.paging import NoSuchPage, Page, page_address, page_of
from experiences.pages.suggestions import suggestions
from experiences.search.facets import Facet
from experiences.search.log import record_search
from experiences.search.nearest import nearest
from experiences.search.parameters import SearchParameters, parse
from experiences.search.query import Search, known_search, search
from experiences.search.themes import ThemeTree
from experiences.vocabulary import Scope

_SORTS = {
    "relevance": gettext_lazy("Best match"),
    "-period": gettext_lazy("Newest first"),
    "period": gettext_lazy("Oldest first"),
    "title": gettext_lazy("Title, A to Z"),
    "-updated": gettext_lazy("Latest published"),
}


@dataclass(frozen=True)
class Background:
    """How many entries of the search are context, whether they are among those shown, and the search the other way."""

    count: int
    is_shown: bool
    address: str


@dataclass(frozen=True)
class Spelling:
    """Another spelling of the words searched: the words, whether they are those that were searched, and the two addresses."""

    words: str
    is_searched: bool
    literal: str
    corrected: str


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """The entries that a search finds, twenty to a page. A fixed number of queries; 404 for a page that there is not.

    `all` names the filter whose choices are all to be shown.
    """
    parameters, problems = parse(request.GET, also_known=["page", "all"])
    found = known_search(parameters, corrects=True)
    offered, whole = found.facets, request.GET.get("all", "")
    chosen = tags(parameters, offered)
    context = {
        "heading": _heading(parameters),
        "parameters": parameters,
        "problems": problems,
        "groups": filter_groups(found, whole),
        "whole": whole,
        "tags": chosen,
        "spelling": _spelling(found),
        "unheld": found.words.unheld if found.words else [],
        "hidden_fields": hidden_fields(parameters),
        "feed_address": feed_address(_as_searched(found)),
        "download_address": _download_address(_as_searched(found)),
        "background": _background(parameters, offered),
        "page": None,
        "sorts": [(value, name) for value, name in _SORTS.items() if parameters.q or value != "relevance"],
    }
    try:
        page = page_of(FoundCards(found), request)
    except NoSuchPage as beyond:
        context["last"] = page_address(request, beyond.last)
        context["beyond"] = beyond
        return render(request, "pages/browse.html", context, status=404)
    if not page.total:
        context["suggestions"] = suggestions(parameters, chosen)
        context["near"] = nearest(parameters.q) if parameters.q else []
        context["themes"] = ThemeTree().narrower[None]
    if parameters.q and page.number == 1 and request.method == "GET" and not whole:
        record_search(parameters.q, results=page.total, corrected=bool(found.words and found.words.reading.corrected))
    return render(request, "pages/browse.html", context | {"page": page, "title": _title(parameters, page)})


def _spelling(found: Search) -> Spelling | None:
    """Which other spelling was searched, or for a search of the very words could be; None where none is called for."""
    parameters = found.parameters
    as_corrected = search(replace(parameters, verbatim=""), corrects=True) if parameters.verbatim else found
    if as_corrected.words is None or not as_corrected.words.reading.corrected:
        return None
    literal = replace(parameters, verbatim="yes")
    words = as_corrected.words.reading.respelt(parameters.q)
    return Spelling(words, not parameters.verbatim, address_of(literal), address_of(replace(parameters, q=words, verbatim="")))


def _as_searched(found: Search) -> SearchParameters:
    """The search with its words in the spelling that was searched, for what leads to the same without asking for another one."""
    if found.words is None:
        return found.parameters
    return replace(found.parameters, q=found.words.reading.respelt(found.parameters.q))


def _download_address(parameters: SearchParameters) -> str:
    """The page where what a search finds can be downloaded."""
    query = replace(parameters, sort="", verbatim="").urlencode()
    return f"{reverse('exports:page')}?{query}" if query else reverse("exports:page")


def _heading(parameters: SearchParameters) -> str:
    if parameters.q:
        return _("Search results")
    return _("Entries") if parameters.is_filtered else _("All entries")


def _title(parameters: SearchParameters, page: Page) -> str:
    """The title of the page, with the words searched, and from the second page on with its number."""
    title = _("“%(words)s”, search results") % {"words": parameters.q} if parameters.q else _heading(parameters)
    if page.number == 1:
        return title
    return _("%(title)s (page %(number)d of %(last)d)") % {"title": title, "number": page.number, "last": page.last}


def _background(parameters: SearchParameters, offered: list[Facet]) -> Background | None:
    """The entries of context that the search leaves out or takes in; None where it finds none."""
    choices = next(facet for facet in offered if facet.name == "scope").choices
    count = next((choice.entries for choice in choices if choice.value == Scope.CONTEXT), 0)
    if not count or parameters.key:
        return None
    is_shown = Scope.CONTEXT in parameters.scopes
    other = replace(parameters, scope=() if is_shown else tuple(Scope.values))
    return Background(count, is_shown, address_of(other))
