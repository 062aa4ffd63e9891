"""Requests a second of pages of a running portal, beside an address of the same server that does nothing.

With wrk where it is installed, else with a small loader of our own, for a few seconds.
"""

import http.client
import itertools
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from benchmarks.questions import SHARES
from benchmarks.report import table
from experiences.search.query import MOST_KEPT

CONNECTIONS, SECONDS, ROUNDS = 16, 2, 5
"""Each address is asked over so many connections for so many seconds, so many times, right after the one that does nothing."""


@dataclass(frozen=True)
class Asked:
    """An address with the headers that a browser would send."""

    name: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    """What it must answer."""
    variants: Sequence[str] = ("",)
    """What is put behind the address, one after the other, where not always the same is to be asked."""


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


_OTHER_FILTERS = [f"&year_to={year}" for year in range(2100, 2100 - 3 * MOST_KEPT, -1)]
"""They let nearly the same through, and are more than searches are kept."""


def _never_asked_before(word: str) -> list[str]:
    """A word in more spellings than are kept, by capitals: they find the same, and each is read, matched and counted anew."""
    spellings = map("".join, itertools.product(*zip(word.lower(), word.upper(), strict=True)))
    return list(itertools.islice(spellings, 3 * MOST_KEPT))


def pages(portal: str) -> list[Asked]:
    """What is asked of a portal at that address. The first is what all others are compared with.

    Each request has a connection of its own, as behind a proxy that keeps none, and goes to a worker that is free. Connections
    that last belong to the worker that saw them first: one often gets nearly all, and the other does nothing.
    """
    gzip = {"Accept-Encoding": "gzip", "Connection": "close"}
    browsed = f"{portal}/entries/?kind=experience"
    # searches for words are counted, and so their pages are made anew each time; what was found is kept for a few searches
    searches, words = f"{portal}/entries/?q=", {share: word for word, share in list(SHARES.items())[1:]}
    again = [Asked(f"search page, a word in {share} of entries", f"{searches}{word}", gzip) for share, word in words.items()]
    filtered = [
        Asked(f"the same word with another filter, {share}", f"{searches}{word}", gzip, variants=_OTHER_FILTERS)
        for share, word in words.items()
    ]
    new = [
        Asked(f"a word never asked for before, {share}", searches, gzip, variants=_never_asked_before(word))
        for share, word in words.items()
    ]
    return [
        Asked("hello", f"{portal}/healthz/hello", gzip),
        *again,
        *filtered,
        *new,
        Asked("filtered list, from memory", browsed, gzip),
        Asked("filtered list, not changed since (304)", browsed, validators(browsed, gzip), 304),
        Asked("search page, not changed since (304)", again[0].url, validators(again[0].url, gzip), 304),
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
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    connection.request("GET", _path(url), headers=dict(headers))
    response = connection.getresponse()
    response.read()
    return response


def _status(asked: Asked) -> int:
    return _get(asked.url, asked.headers).status


def _wrk(asked: Asked) -> float:
    headers = [part for name, value in asked.headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", *headers]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_one_after_the_other(asked))
        script.flush()
        command += [*(["-s", script.name] if len(asked.variants) > 1 else []), asked.url]
        said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=SECONDS + 30).stdout  # noqa: S603
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if not found:
        raise RuntimeError(f"wrk said nothing of requests a second: {said}")
    return float(found[1])


def _one_after_the_other(asked: Asked) -> str:
    """A script that lets wrk ask for the variants of an address in turn."""
    paths = ", ".join(f'"{_path(asked.url)}{variant}"' for variant in asked.variants)
    return f"""
local paths, turn = {{{paths}}}, 0
request = function()
    turn = turn % #paths + 1
    return wrk.format("GET", paths[turn])
end
"""


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _load(asked: Asked) -> float:
    """Without wrk. Slower than wrk, for each address alike."""
    counts = [0] * CONNECTIONS
    latest = time.monotonic() + SECONDS
    netloc = urlsplit(asked.url).netloc

    def ask(place: int) -> None:
        connection = http.client.HTTPConnection(netloc, timeout=30)
        for variant in itertools.cycle(asked.variants):
            if time.monotonic() >= latest:
                break
            connection.request("GET", f"{_path(asked.url)}{variant}", headers=dict(asked.headers))
            connection.getresponse().read()
            counts[place] += 1
        connection.close()

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS
