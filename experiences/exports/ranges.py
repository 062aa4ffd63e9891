"""A file that never changes, sent whole or from where a reader was broken off (RFC 9110, sections 13 and 14)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from django.http import HttpResponse, StreamingHttpResponse
from django.http.request import HttpHeaders
from django.utils.http import http_date

_BLOCK = 1 << 17
_RANGE = re.compile(r"bytes\s*=\s*([0-9]{,18})\s*-\s*([0-9]{,18})", re.IGNORECASE)


class NothingThere(Exception):
    """A range that begins behind the end of the file."""


@dataclass(frozen=True)
class Steady:
    """A file on the disk with what tells its content from any other: its size, an entity tag with its quotes, and its time."""

    path: Path
    size: int
    tag: str
    changed: int


def wanted(headers: HttpHeaders, file: Steady) -> range | None:
    """The bytes that a reader wants; None for the whole: no range, one of another file, several, or one that is not understood.

    Raises NothingThere.
    """
    asked = _RANGE.fullmatch(headers.get("Range", "").strip())
    if not asked or not any(asked.groups()) or headers.get("If-Range", file.tag) not in {file.tag, http_date(file.changed)}:
        return None
    first, last = asked.groups()
    if not first:
        start, end = max(0, file.size - int(last)), file.size
    else:
        start, end = int(first), min(int(last) + 1, file.size) if last else file.size
        if last and int(last) < start:
            return None
    if start >= file.size:
        raise NothingThere
    return range(start, end)


def sent(file: Steady, part: range | None, content_type: str) -> StreamingHttpResponse:
    """The response that sends a file, or a part of it."""
    whole = range(file.size)
    response = StreamingHttpResponse(_blocks(file.path, part or whole), content_type=content_type)
    response.headers["Content-Length"] = str(len(part or whole))
    if part:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{file.size}"
    return response


def nothing_there(file: Steady) -> HttpResponse:
    """The response to who asks for bytes behind the end."""
    status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    return HttpResponse(status=status, headers={"Content-Range": f"bytes */{file.size}"})


def _blocks(path: Path, part: range) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(part.start)
        left = len(part)
        while left and (block := file.read(min(_BLOCK, left))):
            left -= len(block)
            yield block
