"""Long lists in pages, as GOV.UK's design system numbers them: the first, the last, those around the present one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from experiences.pages.cards import FoundCards

PER_PAGE = 20
_OF_A_PAGE = {"page", "all"}
"""Parameters that say how a page is shown, and nothing of the list."""


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
    address = _page_addresses(request)
    steps = [
        Step(each, address(each), each == number) if isinstance(each, int) else Step()
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
        previous=address(number - 1) if number > 1 else "",
        next=address(number + 1) if number < last else "",
    )


def page_address(request: HttpRequest, number: int) -> str:
    """The address of another page of the list that the request is for, without parameters that say nothing of the list."""
    return _page_addresses(request)(number)


def _page_addresses(request: HttpRequest) -> Callable[[int], str]:
    """What gives the address of a page by its number: what is the same in all of them is written once."""
    kept = urlencode(
        [(name, value) for name, values in request.GET.lists() if name not in _OF_A_PAGE for value in values if value]
    )

    def address(number: int) -> str:
        query = "&".join(filter(None, [kept, f"page={number}" if number > 1 else ""]))
        return f"?{query}" if query else request.path

    return address
