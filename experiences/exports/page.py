"""The page of the downloads: what can be had, of everything or of a search, and what stands in each column."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.api.fields import absolute_url
from experiences.exports.cells import LONGEST, SEPARATOR
from experiences.exports.dump_files import addresses
from experiences.exports.dumps import KEPT, dumps
from experiences.exports.selection import EVERYTHING, Selection, read_selection
from experiences.exports.tables import ENTRIES, TABLES
from experiences.languages import LANGUAGES
from experiences.pages.filters import address_of, tags
from experiences.search.query import Search, search


@dataclass(frozen=True)
class Offer:
    """A file that can be downloaded: its address, what it is called, and what is in it."""

    address: str
    name: str
    said: str


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What can be downloaded, of everything unless the address holds a search. What in it cannot be used is said on top."""
    selection, problems = read_selection(request.GET)
    if not selection.parameters.is_filtered:
        selection = replace(selection, parameters=EVERYTHING)
    found = search(selection.parameters)
    kept = [(dump, addresses(dump)) for dump in dumps()]
    context = {
        "problems": problems,
        "is_everything": selection.parameters == EVERYTHING,
        "total": found.count(),
        "tags": tags(selection.parameters, found.facets),
        "found_at": address_of(selection.parameters),
        "offers": list(_offers(selection)),
        "languages": _languages(found, selection.language),
        "kept": selection.parameters.pairs(),
        "tables": TABLES.values(),
        "separator": SEPARATOR.strip(),
        "dumps": kept,
        "newest": absolute_url(kept[0][1]["file"], request) if kept else "",
        "dumps_kept": KEPT,
        "makes_dumps": settings.DUMPS_FOLDER is not None,
        "latest": absolute_url(reverse("exports:latest_dump"), request),
        "longest": f"{LONGEST:,}",
    }
    return render(request, "pages/exports.html", context)


def _offers(selection: Selection) -> Iterator[Offer]:
    def address(table: str, ending: str) -> str:
        query = selection.urlencode()
        return reverse("exports:download", args=[table, ending]) + (f"?{query}" if query else "")

    sheets = _("All tables as sheets of one workbook, and a sheet that says what the columns hold.")
    yield Offer(address(ENTRIES.name, "xlsx"), _("Excel (XLSX)"), sheets)
    for table in TABLES.values():
        yield Offer(address(table.name, "csv"), _("%(table)s (CSV)") % {"table": table.title}, str(table.said))
    lines = _("A line for each entry: its whole document, as the API gives it.")
    yield Offer(address(ENTRIES.name, "ndjson"), _("Documents (NDJSON)"), lines)


def _languages(found: Search, asked: str) -> list[dict[str, Any]]:
    """The languages that any of the entries can be read in, and that which is asked for."""
    facet = next(facet for facet in found.facets if facet.name == "language")
    held = [choice.value for choice in facet.choices if choice.entries]
    return [
        {"code": code, "name": language.name, "own_name": language.own_name, "is_asked": code == asked}
        for code, language in LANGUAGES.items()
        if code in held or code == asked
    ]
