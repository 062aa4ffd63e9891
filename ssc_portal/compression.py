"""Compression of what is sent."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from ssc_portal.freshness import is_public


class _SteadyGZip(GZipMiddleware):
    """The same bytes for the same text."""

    max_random_bytes = 0


class CompressionMiddleware:
    """gzip, for those who accept it.

    Django's own adds a random number of bytes, so that nobody can tell secrets from the length of a page (the BREACH attack).
    Public pages and the API hold none, and have strong entity tags: two copies with one tag are the same, byte by byte.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._padded: Callable[[HttpRequest], Any] = GZipMiddleware(get_response)
        self._steady: Callable[[HttpRequest], Any] = _SteadyGZip(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response, compressed where that is of use."""
        response: HttpResponseBase = (self._steady if is_public(request) else self._padded)(request)
        return response
