"""Public pages and the API, for readers who are not signed in: not sent again while they are true, and not made again either.

All that they say comes from published editions and from the records that they point to. Every change of these gives the
search index a version that it never had before (`search_state`, migration experiences.0004), by triggers and in the same
transaction. So an answer is what it was as long as the version is, the portal's own files and settings are, and the address and
the language are: these make its entity tag. It is a strong one (RFC 9110, section 8.8.3): each form of compression has its own,
and the same bytes each time.

`Last-Modified` is when the index or the portal's files changed last. Each version of the index has a second of its own (migration
experiences.0025), so that a date tells as much as a tag; while that second lies ahead, none is sent.

Answers are kept in the process as they were sent. Whatever is counted is made anew each time: a search for words, and what the
API limits.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from django.utils.translation import get_language_from_request

from experiences.exports.dumps import latest_dump
from experiences.search.state import Index, index_state, within

HARVEST = "/oai"
"""Where every answer says when it was given."""
NOT_PUBLIC = ("/admin/", "/healthz", "/readyz", "/suggestions/", "/preview/", HARVEST, settings.STATIC_URL)
"""Where nothing is a public page."""
API = "/api/v1/"
"""Where nothing depends on who asks, nor on the language of the browser."""
TELL_OF_DUMPS = ("/exports/", "/catalog.")
"""Where what is said changes with each dump too."""
SECONDS_KEPT = 3600
LARGEST_KEPT = 100_000
"""Of how many bytes a page may be that is kept: the largest are of addresses that nobody asks for twice."""

_FILES = ("countries", "experiences", "ssc_portal", "templates", "static")
_SETTINGS = ("CONTACT_EMAIL", "DUMPS_FOLDER", "OAI_ADMIN_EMAIL", "PORTAL_URL")
"""What the environment sets and answers say, or depend on."""


@dataclass(frozen=True)
class Release:
    """The portal's own files, code, templates and styles: a fingerprint of them and of the settings that readers see, and when
    the last file was changed. When a setting was changed, nobody knows: only tags tell of that."""

    fingerprint: str
    changed: float


@lru_cache(maxsize=1)
def release() -> Release:
    """The files and settings that this process runs with."""
    digest, changed = hashlib.sha256(), 0.0
    for folder in _FILES:
        for file in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.read_bytes())
                changed = max(changed, file.stat().st_mtime)
    digest.update(repr([str(getattr(settings, name)) for name in _SETTINGS]).encode())
    return Release(digest.hexdigest(), changed)


@dataclass(frozen=True)
class Stamp:
    """What tells one state of an answer from others: its entity tag, and when it changed last (seconds since 1970)."""

    tag: str
    changed: int

    @property
    def is_dated(self) -> bool:
        """Whether the second of the last change has begun."""
        return self.changed <= time.time()


class FreshnessMiddleware:
    """Answers 304 or from memory where that is the truth, and gives every public page and every document its entity tag.

    It stands outside the compression, so that what it keeps is compressed already.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, or 304 for a reader who has it already."""
        if not is_public(request):
            return _for_one(self.get_response(request), request)
        index = _index()
        if index is None:
            return _varying(self.get_response(request), request)
        stamp = _stamp(request, index)
        if known := _known(request, stamp):
            return known
        with within(index):
            response = _varying(self.get_response(request), request)
        if response.status_code != 200 or response.cookies or response.has_header("ETag"):  # noqa: PLR2004 - OK
            return response
        _with_headers(response, stamp, request)
        if isinstance(response, HttpResponse) and request.method == "GET" and _is_worth_keeping(request, response):
            cache.set(stamp.tag, (dict(response.items()), response.content), SECONDS_KEPT)
        return response


def _known(request: HttpRequest, stamp: Stamp) -> HttpResponseBase | None:
    """What needs no making: 304 for who has the answer, or the answer from memory. None where there is neither.

    A date is believed only of what is in memory: whoever names one may never have had an answer, as a tag proves.
    """
    kept = cache.get(stamp.tag)
    if stamp.tag in _tags(request) or (kept and _is_as_new(request, stamp)):
        return _with_headers(HttpResponseNotModified(), stamp, request)
    return HttpResponse(kept[1], headers=kept[0]) if kept else None


def is_public(request: HttpRequest) -> bool:
    """Whether everybody who is not signed in is answered alike: with a public page, or with a document of the API."""
    if request.method not in {"GET", "HEAD"} or request.path_info.startswith(NOT_PUBLIC):
        return False
    return request.path_info.startswith(API) or settings.SESSION_COOKIE_NAME not in request.COOKIES


def _is_worth_keeping(request: HttpRequest, response: HttpResponse) -> bool:
    return "q" not in request.GET and "RateLimit" not in response.headers and len(response.content) <= LARGEST_KEPT


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


def _stamp(request: HttpRequest, index: Index) -> Stamp:
    """The state of what is asked for."""
    packed = "gzip" if "gzip" in request.headers.get("Accept-Encoding", "") else ""
    is_api = request.path_info.startswith(API)
    form = str(request.accepts("application/json")) if is_api else get_language_from_request(request)
    parts = [str(index.version), release().fingerprint, form, request.build_absolute_uri(), packed]
    changed = max(index.changed_at.timestamp(), release().changed)
    if request.path_info.startswith(TELL_OF_DUMPS) and (dump := latest_dump()):
        parts.append(dump.name)
        changed = max(changed, dump.made_at.timestamp())
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return Stamp(f'"{digest[:32]}"', int(changed))


def _tags(request: HttpRequest) -> list[str]:
    """The tags that the reader has. A proxy that compresses on the way makes them weak: for a 304 that is all the same."""
    return [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]


def _is_as_new(request: HttpRequest, stamp: Stamp) -> bool:
    """Whether the reader's copy is of the last change: asked only where there are no tags (RFC 9110, section 13.1.3)."""
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return "If-None-Match" not in request.headers and since is not None and stamp.is_dated and since >= stamp.changed


def _for_one(response: HttpResponseBase, request: HttpRequest) -> HttpResponseBase:
    """The response, which no cache that people share may keep where somebody is signed in. What says itself who may, is left."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _varying(response: HttpResponseBase, request: HttpRequest) -> HttpResponseBase:
    """The response with what it depends on: of the API, whether JSON is accepted, and whether it is compressed."""
    if request.path_info.startswith(API):
        response.headers["Vary"] = "Accept, Accept-Encoding"
    else:
        patch_vary_headers(response, ["Accept-Encoding", "Accept-Language", "Cookie"])
    return response


def _with_headers(response: HttpResponseBase, stamp: Stamp, request: HttpRequest) -> HttpResponseBase:
    response.headers["ETag"] = stamp.tag
    if stamp.is_dated:
        response.headers["Last-Modified"] = http_date(stamp.changed)
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return _varying(response, request)
