"""Requests a second of pages of a running portal, beside an address of the same server that does nothing.

With wrk where it is installed, else with a small loader of our own: a few persistent connections, for a few seconds.
"""

import http.client
import re
import shutil
import statistics
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from benchmarks.report import table
from experiences.generating import MARKERS

CONNECTIONS, SECONDS, ROUNDS = 4, 3, 3
"""Each address is asked over so many connections for so many seconds, so many times; the addresses take turns."""


@dataclass(frozen=True)
class Asked:
    """An address with the headers that a browser would send."""

    name: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    """What it must answer."""


def rates(asked: Sequence[Asked]) -> dict[str, float]:
    """Requests a second of each, by name: the median of the rounds. Raises RuntimeError where one answers otherwise."""
    for each in asked:
        if (status := _status(each)) != each.status:
            raise RuntimeError(f"{each.name}: {each.url} answers {status}, not {each.status}")
    load = _wrk if shutil.which("wrk") else _load
    measured: dict[str, list[float]] = {each.name: [] for each in asked}
    for _round in range(ROUNDS):
        for each in asked:
            measured[each.name].append(load(each))
    return {name: statistics.median(found) for name, found in measured.items()}


def pages(portal: str) -> list[Asked]:
    """What is asked of a portal at that address. The first is what all others are compared with."""
    gzip = {"Accept-Encoding": "gzip"}
    listed = f"{portal}/entries/?q={next(reversed(MARKERS))}"
    seen = Asked("search page, not changed since (304)", listed, validators(listed, gzip), 304)
    asked = [
        Asked("hello", f"{portal}/hello", gzip),
        # a reader's own words, such as a query that nobody asked before, are answered anew
        Asked("search page, each time anew", f"{listed}&sort=title", {**gzip, "Cache-Control": "no-cache"}),
        Asked("search page, again", listed, gzip),
    ]
    return [*asked, seen] if set(seen.headers) - set(gzip) else asked


def as_table(found: Mapping[str, float]) -> str:
    """Rates as a table, each beside the first."""
    first = next(iter(found.values()))
    rows = [[name, f"{rate:.0f}", f"{rate / first:.3f}"] for name, rate in found.items()]
    return table(["page", "requests a second", "share of hello"], rows)


def validators(url: str, headers: Mapping[str, str]) -> dict[str, str]:
    """The headers with which a browser that has seen the page asks whether it changed."""
    response = _get(url, headers)
    kept = {"If-None-Match": response.headers.get("ETag"), "If-Modified-Since": response.headers.get("Last-Modified")}
    return {**headers, **{name: value for name, value in kept.items() if value}}


def _get(url: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    connection.request("GET", f"{parts.path}?{parts.query}", headers=dict(headers))
    response = connection.getresponse()
    response.read()
    return response


def _status(asked: Asked) -> int:
    return _get(asked.url, asked.headers).status


def _wrk(asked: Asked) -> float:
    headers = [part for name, value in asked.headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", *headers, asked.url]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=SECONDS + 30).stdout  # noqa: S603
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if not found:
        raise RuntimeError(f"wrk said nothing of requests a second: {said}")
    return float(found[1])


def _load(asked: Asked) -> float:
    """Without wrk. Slower than wrk, for each address alike."""
    counts = [0] * CONNECTIONS
    latest = time.monotonic() + SECONDS
    parts = urlsplit(asked.url)

    def ask(place: int) -> None:
        connection = http.client.HTTPConnection(parts.netloc, timeout=30)
        while time.monotonic() < latest:
            connection.request("GET", f"{parts.path}?{parts.query}", headers=dict(asked.headers))
            connection.getresponse().read()
            counts[place] += 1
        connection.close()

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS
