"""Lists in steps of `limit` from `offset`."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from countries.api.fields import absolute_url
from experiences.api.problems import UnusableParameters
from experiences.search.parameters import Problem

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
MAX_OFFSET = 100_000


class LimitOffsetPaging(BasePagination):
    """Answers lists as `count`, `next`, `previous` and `results`.

    `limit` is 1 to 100, 20 unless given; `offset` is 0 to 100,000. Anything else is refused, never brought into range. Beyond
    the end of a list `results` is empty, and `previous` leads back to its last step.
    """

    parameters = ("limit", "offset")

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[Any]:
        """The rows of the step that the request asks for. Two queries; raises UnusableParameters."""
        problems = [*_problems(request, "limit", 1, MAX_LIMIT), *_problems(request, "offset", 0, MAX_OFFSET)]
        if problems:
            raise UnusableParameters(problems, request)
        self.request = request
        self.limit = int(next(iter(_given(request, "limit")), DEFAULT_LIMIT))
        self.offset = int(next(iter(_given(request, "offset")), 0))
        self.count = queryset.count()
        return list(queryset[self.offset : self.offset + self.limit]) if self.offset < self.count else []

    def get_paginated_response(self, data: Any) -> Response:
        """The answer around the rows."""
        following = self.offset + self.limit
        preceding = max(0, min(self.offset, self.count) - self.limit)
        return Response(
            {
                "count": self.count,
                "next": self._link(following) if following < self.count else None,
                "previous": self._link(preceding) if self.offset else None,
                "results": data,
            }
        )

    def _link(self, offset: int) -> str:
        """The full address of another step of the same list."""
        query = self.request.query_params.copy()
        query["limit"] = str(self.limit)
        query["offset"] = str(offset)
        return absolute_url(f"{self.request.path}?{query.urlencode()}", self.request)


def _given(request: Request, name: str) -> list[str]:
    """The values of a parameter. An empty one counts as not given."""
    return [value for value in request.query_params.getlist(name) if value]


def _problems(request: Request, name: str, least: int, most: int) -> Iterator[Problem]:
    """What is wrong with a parameter that takes a whole number in a range."""
    given = _given(request, name)
    for value in given:
        if not (value.isascii() and value.isdigit() and len(value) <= len(str(most)) and least <= int(value) <= most):
            message = _("Not a whole number from %(least)d to %(most)d.") % {"least": least, "most": most}
            yield Problem(name, value, message)
    if len(set(given)) > 1:
        yield Problem(name, given[-1], _("It takes one value."))
