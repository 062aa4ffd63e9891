"""What partner systems ask for, each beside the least that it could cost: the whole export, pages of the API, a copy still true.

All through gunicorn and read by a plain HTTP client, over one connection.
"""

import http.client
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
from django.db import connection

from benchmarks import web
from benchmarks.report import milliseconds, table

EVERYTHING = "scope=core&scope=context"
ROUNDS = 3
PAGES = 40
_LISTED = "SELECT document FROM experiences_storeddocument WHERE is_listed ORDER BY entry_id"
_BLOCK = 1 << 16
_DEPTH = 0.95
_IDLE = 1.0


class Reader:
    """A client with one connection that stays, as long as the server keeps it: gunicorn closes what is idle for two seconds."""

    def __init__(self, portal: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(portal).netloc, timeout=600)
        self._used = time.monotonic()

    def get(self, path: str, headers: dict[str, str] | None = None) -> bytes:
        """The body at an address. Raises RuntimeError where it does not answer 200."""
        return b"".join(self.blocks(path, headers))

    def blocks(self, path: str, headers: dict[str, str] | None = None) -> Iterator[bytes]:
        """The same block by block, as it comes."""
        if time.monotonic() - self._used > _IDLE:
            self._connection.close()
        self._connection.request("GET", path, headers=headers or {})
        response = self._connection.getresponse()
        if response.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{path} answers {response.status}: {response.read()[:500]!r}")
        while block := response.read(_BLOCK):
            yield block
        self._used = time.monotonic()


def report(portal: str) -> list[str]:
    """The tables of the report, of a portal at that address over the database in use."""
    return [
        "### The export of all entries", exported(portal),
        "### Pages of 100 entries", paged(portal),
        "### A page deep in a list", deep(portal),
        "### A copy that is still true", still_true(portal),
    ]  # fmt: skip


def exported(portal: str) -> str:
    """Entries a second of the whole export in each form, beside COPY of the same rows."""
    rows, reader = _count(), Reader(portal)
    forms = {
        "NDJSON": f"/exports/entries.ndjson?{EVERYTHING}",
        "NDJSON of what a search finds": "/exports/entries.ndjson?scope=core",
    }
    once = {
        "CSV of entries (once)": f"/exports/entries.csv?{EVERYTHING}",
        "XLSX of a kind, four tables (once)": f"/exports/entries.xlsx?{EVERYTHING}&kind=agreement",
    }
    copied: list[float] = []
    taken: dict[str, list[float]] = {name: [] for name in forms}
    shares: dict[str, list[float]] = {name: [] for name in forms}
    sizes: dict[str, int] = {}
    lines: dict[str, int] = {}
    for _round in range(ROUNDS):
        for name, path in forms.items():
            seconds, copied_size, copied_lines = _read(_copied())
            copied.append(copied_lines / seconds)
            seconds, sizes[name], lines[name] = _read(reader.blocks(path))
            taken[name].append(lines[name] / seconds)
            shares[name].append(taken[name][-1] / copied[-1])
    if lines["NDJSON"] != rows or copied_lines != rows:
        raise RuntimeError(f"Of {rows} entries, {lines['NDJSON']} were sent and {copied_lines} copied.")
    found = [["COPY to standard output", f"{statistics.median(copied):.0f}", "1.00", "", f"{copied_size / 2**20:.0f}"]]
    for name in forms:
        extremes = f"{min(shares[name]):.2f} to {max(shares[name]):.2f}"
        found.append(
            [
                name,
                f"{statistics.median(taken[name]):.0f}",
                f"{statistics.median(shares[name]):.2f}",
                extremes,
                f"{sizes[name] / 2**20:.0f}",
            ]
        )
    for name, path in once.items():
        seconds, size, _lines = _read(reader.blocks(path))
        rate = _count_of(reader, path) / seconds
        share = rate / statistics.median(copied)
        found.append([name, f"{rate:.0f}", f"{share:.2f}", "", f"{size / 2**20:.0f}"])
    said = f"The largest of the portal's processes has had {_peak_memory()} MiB of memory at the most, after all of it."
    return table(["form", "entries a second", "share of COPY", "in single rounds", "MiB"], found) + f"\n\n{said}"


def paged(portal: str) -> str:
    """Milliseconds for pages of 100 entries, each another one, beside the JSON that PostgreSQL makes of the same rows."""
    cards = (
        "SELECT '[' || string_agg(card, ',' ORDER BY entry_id) || ']' FROM experiences_storeddocument WHERE entry_id = ANY (%s)"
    )
    documents = cards.replace("card", "document")
    made = "SELECT '[' || string_agg(card, ',' ORDER BY entry_id) || ']' FROM document_of(%s)"
    reader = Reader(portal)
    times: dict[str, list[float]] = {}
    for expand, joined in (("", cards), ("&expand=document", documents)):
        name = "whole documents" if expand else "cards"
        path = f"/api/v1/entries/?{EVERYTHING}&sort=ref&limit=100{expand}"
        for _page in range(PAGES):
            seconds, body = _timed(lambda path=path: reader.get(path))  # type: ignore[misc]
            page = orjson.loads(body)
            ids = _ids([entry["ref"] for entry in page["results"]])
            times.setdefault(f"API, {name}", []).append(seconds)
            times.setdefault(f"PostgreSQL joins {name} that it has stored", []).append(_query(joined, ids))
            if not expand:
                times.setdefault("PostgreSQL makes the cards of its tables", []).append(_query(made, ids))
            parts = urlsplit(page["next"])
            path = f"{parts.path}?{parts.query}"
    rows = [
        [name, milliseconds(statistics.median(each) * 1000), f"{100 / statistics.median(each):.0f}"]
        for name, each in times.items()
    ]
    return table(["100 entries", "ms", "entries a second"], rows)


def deep(portal: str) -> str:
    """Milliseconds for the first page of a list and for one at 95 % of it, by turns; each of another length, made anew."""
    reader, rows = Reader(portal), []
    for sort in ("ref", "-period", "-updated", "title"):
        begin = f"/api/v1/entries/?{EVERYTHING}&sort={sort}"
        behind = _place_behind(reader, begin, int(_count() * _DEPTH))
        first: list[float] = []
        last: list[float] = []
        for limit in range(100 - PAGES, 100):
            first.append(_timed(lambda begin=begin, limit=limit: reader.get(f"{begin}&limit={limit}"))[0])  # type: ignore[misc]
            last.append(_timed(lambda behind=behind, limit=limit: reader.get(f"{behind}&limit={limit}"))[0])  # type: ignore[misc]
        medians = statistics.median(first), statistics.median(last)
        rows.append([sort, *(milliseconds(each * 1000) for each in medians), f"{medians[1] / medians[0]:.2f}"])
    return table(["sorted by", "first page, ms", "page at 95 %, ms", "ratio"], rows)


def still_true(portal: str) -> str:
    """Requests a second that are answered 304, beside a view that does nothing."""
    listed, entry = f"{portal}/api/v1/entries/?limit=100", orjson.loads(Reader(portal).get("/api/v1/entries/?limit=1"))
    [one] = entry["results"]
    asked = [web.Asked("hello", f"{portal}/healthz/hello")]
    for name, url in (
        ("a list of the API", listed),
        ("an entry of the API", f"{portal}/api/v1/entries/{one['ref']}/"),
        ("the export of all entries", f"{portal}/exports/entries.ndjson"),
    ):
        asked.append(web.Asked(f"{name}, not changed since (304)", url, web.validators(url, {}), 304))
    return web.as_table(web.rates(asked))


def _copied() -> Iterator[bytes]:
    """The documents as COPY gives them, row by row."""
    connection.ensure_connection()
    with connection.connection.cursor() as cursor, cursor.copy(f"COPY ({_LISTED}) TO STDOUT") as copy:
        yield from map(bytes, copy)


def _read(blocks: Iterator[bytes]) -> tuple[float, int, int]:
    """Seconds, bytes and lines of what is read."""
    size = lines = 0
    start = time.perf_counter()
    for block in blocks:
        size += len(block)
        lines += block.count(b"\n")
    return time.perf_counter() - start, size, lines


def _timed(call: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


def _query(sql: str, ids: Sequence[int]) -> float:
    """The seconds that a query takes, to the last byte of its one row."""
    with connection.cursor() as cursor:
        start = time.perf_counter()
        cursor.execute(sql, [list(ids)])
        [(text,)] = cursor.fetchall()
        seconds = time.perf_counter() - start
    if not text.startswith("["):
        raise RuntimeError(f"PostgreSQL made no list: {text[:100]}")
    return seconds


def _ids(refs: Sequence[str]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_id FROM experiences_storeddocument WHERE ref = ANY (%s)", [list(refs)])
        return [row[0] for row in cursor.fetchall()]


def _count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM experiences_storeddocument WHERE is_listed")
        return int(cursor.fetchone()[0])


def _count_of(reader: Reader, path: str) -> int:
    """How many entries a download holds, as the API counts them."""
    return int(orjson.loads(reader.get(f"/api/v1/entries/?{urlsplit(path).query}&limit=1"))["count"])


def _place_behind(reader: Reader, path: str, entries: int) -> str:
    """The address of what follows so many entries of a list, but for its limit."""
    while entries > 0:
        page = orjson.loads(reader.get(f"{path}&limit={min(1000, entries)}"))
        entries -= len(page["results"])
        parts = urlsplit(page["next"])
        path = f"{parts.path}?" + "&".join(each for each in parts.query.split("&") if not each.startswith("limit="))
    return path


def _peak_memory() -> int:
    """The most memory (MiB) that any of gunicorn's processes on this machine has had."""
    peaks = [0]
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if b"ssc_portal.wsgi" in (process / "cmdline").read_bytes():
                status = (process / "status").read_text()
                peaks.append(int(status.partition("VmHWM:")[2].split()[0]) // 1024)
        except (OSError, IndexError):
            continue
    return max(peaks)
