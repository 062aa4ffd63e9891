"""Public pages, for readers who are not signed in: not sent again while they are true, and not made again either.

All that a public page says comes from published editions and from the records that they point to. Every change of these gives
the search index a version that it never had before (`search_state`, migration experiences.0004), by triggers and in the same
transaction. So a page is what it was as long as the version is, the portal's own files are, and the address and the language are:
these four make its entity tag (RFC 9110, section 8.8.3).

Pages are kept in the process as they were sent. A search for words is made anew each time, since it is counted.
"""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language_from_request

from experiences.search.state import Index, index_state, within

NOT_PAGES = ("/admin/", "/api/", "/healthz", "/readyz", "/suggestions/", "/preview/", settings.STATIC_URL)
"""Where nothing is a public page."""
SECONDS_KEPT = 3600
LARGEST_KEPT = 100_000
"""Of how many bytes a page may be that is kept: the largest are of addresses that nobody asks for twice."""

_FILES = ("countries", "experiences", "ssc_portal", "templates", "static")


@lru_cache(maxsize=1)
def release() -> str:
    """A fingerprint of the portal's own files: code, templates and styles."""
    digest = hashlib.sha256()
    for folder in _FILES:
        for file in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.read_bytes())
    return digest.hexdigest()


class FreshnessMiddleware:
    """Answers 304 or from memory where that is the truth, and gives every public page its entity tag.

    It stands outside the compression, so that what it keeps is compressed already.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The page, or 304 for a reader who has it already."""
        if not _is_public_page(request):
            return self.get_response(request)
        index = _index()
        if index is None:
            return self.get_response(request)
        tag = _tag(request, index.version)
        if tag in parse_etags(request.headers.get("If-None-Match", "")):
            return _with_headers(HttpResponseNotModified(), tag)
        kept = cache.get(tag)
        if kept is not None:
            return HttpResponse(kept[1], headers=kept[0])
        with within(index):
            response = self.get_response(request)
        if response.status_code != 200 or response.streaming or response.cookies:  # noqa: PLR2004 - OK
            return response
        _with_headers(response, tag)
        if isinstance(response, HttpResponse) and request.method == "GET" and _is_worth_keeping(request, response):
            cache.set(tag, (dict(response.items()), response.content), SECONDS_KEPT)
        return response


def _is_public_page(request: HttpRequest) -> bool:
    is_read = request.method in {"GET", "HEAD"}
    return is_read and not request.path_info.startswith(NOT_PAGES) and settings.SESSION_COOKIE_NAME not in request.COOKIES


def _is_worth_keeping(request: HttpRequest, response: HttpResponse) -> bool:
    return "q" not in request.GET and len(response.content) <= LARGEST_KEPT


def _index() -> Index | None:
    """The state of the index; None while the database does not answer. One query.

    It is the first of a page, and so it also shows whether the connection still stands: no other need be made for that.
    """
    try:
        try:
            index = index_state()
        except OperationalError:
            if connection.in_atomic_block:
                raise
            connection.close()  # the server was started anew, perhaps, since the connection was last used
            index = index_state()
    except DatabaseError:
        return None
    connection.health_check_done = True  # type: ignore[attr-defined]
    return index


def _tag(request: HttpRequest, version: int) -> str:
    """The entity tag of the page that is asked for."""
    packed = "gzip" if "gzip" in request.headers.get("Accept-Encoding", "") else ""
    language = get_language_from_request(request)
    parts = (str(version), release(), language, request.get_host(), request.get_full_path(), packed)
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f'W/"{digest[:32]}"'


def _with_headers(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    patch_vary_headers(response, ["Accept-Encoding", "Accept-Language", "Cookie"])
    return response
