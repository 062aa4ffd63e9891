"""Long lists in pages, as GOV.UK's design system numbers them: the first, the last, those around the present one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from experiences.pages.cards import FoundCards

PER_PAGE = 20


class NoSuchPage(Http404):
    """The list has no page of the number asked for. `last` is the number of its last page."""

    def __init__(self, last: int) -> None:
        super().__init__(_("There is no such page. The last one is page %(last)d.") % {"last": last})
        self.last = last


@dataclass(frozen=True)
class Step:
    """A place in the row of page numbers: a page with its number and address, or a gap (None)."""

    number: int | None = None
    address: str = ""
    is_present: bool = False


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, where it stands, and the way to the other pages. `total` counts the rows of all pages."""

    rows: Sequence
    number: int
    last: int
    total: int
    first_row: int
    last_row: int
    steps: list[Step]
    previous: str
    next: str


def page_of(rows: QuerySet | FoundCards, request: HttpRequest, per_page: int = PER_PAGE) -> Page:
    """The page of `rows` that the request asks for with its parameter `page`. Two queries; raises NoSuchPage."""
    paginator = Paginator(cast("Any", rows), per_page)
    asked = request.GET.get("page") or "1"
    last = paginator.num_pages
    if not (asked.isascii() and asked.isdigit() and len(asked) <= len(str(last)) and 1 <= int(asked) <= last):
        raise NoSuchPage(last)
    number = int(asked)
    found = paginator.page(number)
    steps = [
        Step(each, page_address(request, each), each == number) if isinstance(each, int) else Step()
        for each in paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)
    ]
    return Page(
        rows=list(found.object_list),
        number=number,
        last=last,
        total=paginator.count,
        first_row=found.start_index(),
        last_row=found.end_index(),
        steps=steps if last > 1 else [],
        previous=page_address(request, number - 1) if number > 1 else "",
        next=page_address(request, number + 1) if number < last else "",
    )


def page_address(request: HttpRequest, number: int) -> str:
    """The address of another page of the list that the request is for, without parameters that say nothing of the list."""
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("all", None)
    for name in list(query):
        query.setlist(name, [value for value in query.getlist(name) if value])
    if number > 1:
        query["page"] = str(number)
    return f"?{query.urlencode()}" if query.urlencode() else request.path
