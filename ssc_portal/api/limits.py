"""How much may be asked of the API in a minute, where it is costly. Everything else is free.

Counted by network (an IPv4 address, or the /64 around an IPv6 address), in each process by itself: a portal with several workers
lets through as many times more at the most. So the numbers are what a client can rely on, not what a portal can bear.
What is answered with 304, or from memory, counts as nothing.

The header fields are those of draft-ietf-httpapi-ratelimit-headers-10.
"""

import time
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from ssc_portal.accounts.sign_in_log import network_of

WINDOW = 60
"""Seconds in which requests are counted together."""
MANY_ROWS = 100
"""A list of more rows counts as bulk."""
_MOST_NETWORKS = 10_000


@dataclass(frozen=True)
class Standing:
    """How a client stands with a limit: its name, what it allows in a window, what is left, and how many seconds are."""

    name: str
    quota: int
    remaining: int
    seconds: int
    is_exceeded: bool


@dataclass
class Counter:
    """Requests by limit and network, in windows that begin with a client's first request."""

    _counted: dict[tuple[str, str], tuple[float, int]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def count(self, name: str, network: str, quota: int) -> Standing:
        """Count a request, and say how its client stands now."""
        now = time.monotonic()
        with self._lock:
            if len(self._counted) > _MOST_NETWORKS:
                self._counted = {key: held for key, held in self._counted.items() if now - held[0] < WINDOW}
            began, number = self._counted.get((name, network), (now, 0))
            if now - began >= WINDOW:
                began, number = now, 0
            self._counted[name, network] = began, number + 1
        return Standing(name, quota, max(0, quota - number - 1), max(1, round(WINDOW - (now - began))), number >= quota)

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._counted.clear()


counter = Counter()


class CostlyThrottle(BaseThrottle):
    """Refuses costly requests beyond the limits of the setting API_RATE_LIMITS, each a number of requests in a minute."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Whether the request may go on."""
        limits: dict[str, int] = settings.API_RATE_LIMITS
        names = [*costs(request), *getattr(view, "costs", ())]
        standings = [counter.count(name, network(request._request), limits[name]) for name in names]
        request._request.api_limits = standings  # type: ignore[attr-defined]
        self._exceeded = [standing for standing in standings if standing.is_exceeded]
        return not self._exceeded

    def wait(self) -> float:
        """In how many seconds to come again."""
        return max(standing.seconds for standing in self._exceeded)


def costs(request: Request) -> list[str]:
    """The limits that a request counts for: `search` where words are searched or facets counted, `bulk` where much is read."""
    if request.method not in {"GET", "HEAD"}:
        return []
    asked = request.query_params
    limit = asked.get("limit", "")
    many = limit.isascii() and limit.isdigit() and len(limit) < 9 and int(limit) > MANY_ROWS  # noqa: PLR2004 - a plain number
    search = bool(asked.get("q") or asked.get("facets"))
    return [name for name, is_meant in (("search", search), ("bulk", many or bool(asked.get("expand")))) if is_meant]


def add_limits(request: HttpRequest, response: HttpResponseBase) -> None:
    """Say in the headers how the client stands, where the request was counted."""
    standings: list[Standing] = getattr(request, "api_limits", [])
    if standings:
        policies = (f'"{standing.name}";q={standing.quota};w={WINDOW}' for standing in standings)
        response.headers["RateLimit-Policy"] = ", ".join(policies)
        left = (f'"{standing.name}";r={standing.remaining};t={standing.seconds}' for standing in standings)
        response.headers["RateLimit"] = ", ".join(left)


def network(request: HttpRequest) -> str:
    """The network that the request comes from, told as when somebody signs in; those that cannot be told count as one."""
    try:
        return network_of(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return ""
