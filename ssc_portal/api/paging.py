"""Lists in pieces of `limit` rows, each with the address of the next one."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from countries.api.fields import absolute_url
from countries.api.pieces import InPieces, Mark
from experiences.api.problems import UnusableParameters
from experiences.api.shapes import wrong_limit
from experiences.search.parameters import Problem
from ssc_portal.api import cursors
from ssc_portal.api.cursors import Cursor

if TYPE_CHECKING:
    from rest_framework.views import APIView

DEFAULT_LIMIT = 20


class CursorPaging(BasePagination):
    """Answers lists as `count`, `first`, `previous`, `next` and `results`, with the same links in the header `Link` (RFC 8288).

    `limit` is 1 to 1000, 20 unless given. Anything else is refused, never brought into range.
    """

    parameters = ("limit", "cursor")

    def paginate_queryset(self, queryset: InPieces, request: Request, view: "APIView | None" = None) -> list[Any]:  # type: ignore[override]
        """The rows that the request asks for. Raises UnusableParameters."""
        self.request = request
        problems = [*wrong_limit(_given(request, "limit")), *_repeated(request, "limit"), *_repeated(request, "cursor")]
        cursor = None
        if word := _given(request, "cursor"):
            try:
                cursor = cursors.read(word, request.path, request.query_params)
            except ValueError as error:
                problems.append(Problem("cursor", word, str(error)))
        if problems:
            raise UnusableParameters(problems, request)
        self.cursor = cursor
        self.count = queryset.count()
        most = int(_given(request, "limit") or DEFAULT_LIMIT)
        self.piece = queryset.piece(cursor.mark if cursor else None, most, backwards=bool(cursor and cursor.backwards))
        return self.piece.rows

    def get_paginated_response(self, data: Any) -> Response:
        """The answer around the rows."""
        links = {"first": self._link(None), "previous": self._previous(), "next": self._next()}
        header = ", ".join(f'<{link}>; rel="{_RELATIONS[name]}"' for name, link in links.items() if link)
        return Response({"count": self.count, **links, "results": data}, status=HTTPStatus.OK, headers={"Link": header})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The same as OpenAPI describes it."""
        said = {"first": "The first piece.", "previous": "The piece before.", "next": "The piece behind, while there is one."}
        links = {name: {"type": ["string", "null"], "format": "uri", "description": what} for name, what in said.items()}
        links["first"]["type"] = "string"
        count = {"type": "integer", "minimum": 0, "description": "How many rows the whole list has."}
        return {"type": "object", "properties": {"count": count, **links, "results": schema}}

    def _previous(self) -> str | None:
        if self.cursor is None or (self.cursor.backwards and not self.piece.goes_on):
            return None
        return self._at(self.piece.first or self.cursor.mark, backwards=True)

    def _next(self) -> str | None:
        if self.cursor and self.cursor.backwards:
            return self._at(self.piece.last or self.cursor.mark)
        return self._at(self.piece.last) if self.piece.goes_on and self.piece.last else None

    def _at(self, mark: Mark, *, backwards: bool = False) -> str:
        return self._link(cursors.write(Cursor(mark, backwards), self.request.path, self.request.query_params))

    def _link(self, cursor: str | None) -> str:
        """The full address of another piece of the same list; without a cursor, of the first."""
        query = self.request.query_params.copy()
        query.pop("cursor", None)
        if cursor:
            query["cursor"] = cursor
        asked = f"?{query.urlencode()}" if query else ""
        return absolute_url(self.request.path + asked, self.request)


_RELATIONS = {"first": "first", "previous": "prev", "next": "next"}
"""The links of a list by their names in the answer, and as relations of links (IANA)."""


def _given(request: Request, name: str) -> str:
    """The value of a parameter, "" where there is none."""
    return next((value for value in request.query_params.getlist(name) if value), "")


def _repeated(request: Request, name: str) -> Iterator[Problem]:
    given = [value for value in request.query_params.getlist(name) if value]
    if len(given) > 1:
        yield Problem(name, given[-1], _("It takes one value."))
