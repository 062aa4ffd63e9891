"""Compression of what is sent."""

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers

from ssc_portal.freshness import is_public

LEVEL = 3
"""A page of results is packed in half the time of Django's level, 6, and is a tenth larger."""
PACKED = {"application/gzip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
"""Media types of what is compressed by itself."""
SMALLEST = 200
"""Shorter texts, in bytes, are sent as they are, as with Django's."""


class _SteadyGZip(GZipMiddleware):
    """The same bytes for the same text, and quickly; what is packed already goes as it is."""

    max_random_bytes = 0

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The response, compressed. What is sent in pieces, and who takes no gzip, goes Django's way."""
        if response.has_header("Content-Encoding") or response.headers.get("Content-Type") in PACKED:
            return response
        if isinstance(response, StreamingHttpResponse):
            return _packed_in_pieces(request, response)
        if not isinstance(response, HttpResponse):
            return super().process_response(request, response)
        patch_vary_headers(response, ["Accept-Encoding"])
        if len(response.content) >= SMALLEST and re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
            response.content = gzip.compress(response.content, LEVEL, mtime=0)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(response.content))
        return response


def _packed_in_pieces(request: HttpRequest, response: StreamingHttpResponse) -> StreamingHttpResponse:
    """The response, compressed while it is sent."""
    patch_vary_headers(response, ["Accept-Encoding"])
    if re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
        response.streaming_content = _gzipped(cast("Iterator[bytes]", response.streaming_content))
        response.headers["Content-Encoding"] = "gzip"
        del response.headers["Content-Length"]
    return response


def _gzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces as gzip, whose header says of no time."""
    packing = zlib.compressobj(LEVEL, wbits=zlib.MAX_WBITS | 16)
    for piece in pieces:
        if packed := packing.compress(piece):
            yield packed
    yield packing.flush()


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
