"""How long the database may work on one statement for a reader: no page and no answer of the API is worth more.

The desk, imports, commands and migrations take the time that they need.
"""

from collections.abc import Callable

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from ssc_portal.freshness import API, HARVEST, is_public


def took_too_long(error: Exception) -> bool:
    """Whether an error of Django's is that a statement was stopped at its limit."""
    return isinstance(error.__cause__, psycopg.errors.QueryCanceled)


class TimeLimitMiddleware:
    """Sets the limit for who reads, and takes it off for who writes; a connection keeps it from one request to the next.

    It stands inside the middleware that answers from memory, which needs none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response to a request."""
        reads = is_public(request) or request.path_info == HARVEST
        _limit(settings.SECONDS_FOR_READERS if reads else 0)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page that says so, where a statement for a page was stopped. The API has its own form of errors."""
        if request.path_info.startswith(API) or not took_too_long(exception):
            return None
        response = render(request, "503.html", status=503)
        response.headers["Retry-After"] = "60"
        return response


def _limit(seconds: float) -> None:
    """Have the connection in use stop statements after so long; 0 for never. No query where it does so already."""
    try:
        if seconds:
            connection.ensure_connection()
        raw = connection.connection
        if raw is not None and getattr(raw, "time_limit", 0) != seconds:
            raw.execute(f"SET statement_timeout = {int(seconds * 1000)}")
            raw.time_limit = seconds
    except (DatabaseError, psycopg.Error):
        pass  # whoever needs the database next says what is wrong with it
