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

from benchmarks.questions import SHARES
from benchmarks.report import table

CONNECTIONS, SECONDS, ROUNDS = 4, 2, 5
"""Each address is asked over so many connections for so many seconds, so many times, right after the one that does nothing."""


@dataclass(frozen=True)
class Asked:
    """An address with the headers that a browser would send."""

    name: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    """What it must answer."""


@dataclass(frozen=True)
class Rate:
    """Requests a second, and as a share of those of the address that does nothing: medians, and the extremes of the share."""

    requests: float
    share: float
    least: float
    most: float


def rates(asked: Sequence[Asked]) -> dict[str, Rate]:
    """How each compares with the first, by name. Raises RuntimeError where one answers otherwise.

    A machine is quicker in one minute than in the next, so that each is measured right after the first, and both are compared.
    """
    for each in asked:
        if (status := _status(each)) != each.status:
            raise RuntimeError(f"{each.name}: {each.url} answers {status}, not {each.status}")
    load = _wrk if shutil.which("wrk") else _load
    measured: dict[str, list[tuple[float, float]]] = {each.name: [] for each in asked}
    for each in asked:
        load(each)  # each thread of each worker has its connection, its prepared statements and its arrays afterwards
    for _round in range(ROUNDS):
        for each in asked:
            nothing = load(asked[0])
            measured[each.name].append((load(each), nothing))
    return {name: _rate(found) for name, found in measured.items()}


def _rate(found: list[tuple[float, float]]) -> Rate:
    shares = [rate / nothing for rate, nothing in found]
    return Rate(statistics.median(rate for rate, _nothing in found), statistics.median(shares), min(shares), max(shares))


def pages(portal: str) -> list[Asked]:
    """What is asked of a portal at that address. The first is what all others are compared with."""
    gzip = {"Accept-Encoding": "gzip"}
    browsed = f"{portal}/entries/?kind=experience"
    # searches for words are counted, and so made anew each time
    searched = [
        Asked(f"search page, a word in {share} of entries", f"{portal}/entries/?q={word}", gzip)
        for word, share in list(SHARES.items())[1:]
    ]
    return [
        Asked("hello", f"{portal}/healthz/hello", gzip),
        *searched,
        Asked("filtered list, from memory", browsed, gzip),
        Asked("filtered list, not changed since (304)", browsed, validators(browsed, gzip), 304),
        Asked("search page, not changed since (304)", searched[0].url, validators(searched[0].url, gzip), 304),
    ]


def as_table(found: Mapping[str, Rate]) -> str:
    """Rates as a table, each beside the first."""
    rows = [
        [name, f"{rate.requests:.0f}", f"{rate.share:.3f}", f"{rate.least:.3f} to {rate.most:.3f}"]
        for name, rate in found.items()
    ]
    return table(["page", "requests a second", "share of hello", "in single rounds"], rows)


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
