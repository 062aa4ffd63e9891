"""Another portal, as its API shows it."""

import json
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import requests
from django.utils.translation import gettext as _

from experiences.api.shapes import MAX_LIMIT

USER_AGENT = "ssc-portal-mirror/1"
PAGE = 200
"""How many changes are asked for at a time, each with its document."""
_SECONDS = 60
_TRIES = 5
_LONGEST_WAIT = 300
_PASSING = {429, 502, 503, 504}
"""Answers after which one tries again."""


class PortalError(Exception):
    """The other portal cannot be read. The message says why, for whoever runs the mirror."""


class UnknownPlace(PortalError):
    """The other portal does not know the place in its feed from which we want to go on."""


class Portal:
    """A portal at an address. Reads only, identifies itself, and waits when it is told to."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._session = requests.Session()
        self._session.headers.update({"User-Agent": USER_AGENT, "Accept": "application/json"})
        self._endpoints: dict[str, str] = {}

    def records(self, endpoint: str) -> Iterator[dict[str, Any]]:
        """All records of a list, such as "themes". Raises PortalError."""
        address: str | None = self._endpoint(endpoint)
        query: dict[str, Any] = {"limit": MAX_LIMIT}
        while address:
            page = self._get(address, query)
            yield from page["results"]
            address, query = page["next"], {}

    def changes(self, since: str, most: int = PAGE) -> dict[str, Any]:
        """A page of the feed of changes with the documents of its entries. Raises PortalError."""
        query = {"limit": most, "expand": "document"} | ({"since": since} if since else {})
        page: dict[str, Any] = self._get(self._endpoint("changes"), query)
        return page

    def _endpoint(self, name: str) -> str:
        if not self._endpoints:
            self._endpoints = self._get(f"{self.address}/api/v1/", {})
        if name not in self._endpoints:
            raise PortalError(
                _("The portal at %(address)s has no %(name)s in its API.") % {"address": self.address, "name": name}
            )
        return self._endpoints[name]

    def _get(self, address: str, query: dict[str, Any]) -> Any:
        """What an address answers with. Numbers stay as exact as they are written."""
        for tried in range(1, _TRIES + 1):
            try:
                response = self._session.get(address, params=query, timeout=_SECONDS)
            except requests.RequestException as error:
                raise PortalError(f"{address}: {error}") from error
            if response.status_code not in _PASSING or tried == _TRIES:
                break
            time.sleep(_wait(response, tried))
        if response.status_code == requests.codes.bad_request and "since" in query:
            raise UnknownPlace(f"{address}: {response.text[:500]}")
        if response.status_code != requests.codes.ok:
            raise PortalError(f"{address}: {response.status_code} {response.text[:500]}")
        try:
            return json.loads(response.content, parse_float=Decimal)
        except ValueError as error:
            raise PortalError(f"{address}: {error}") from error


def _wait(response: requests.Response, tried: int) -> int:
    """How many seconds to wait before the next try: as many as the portal says, else a little longer each time."""
    said = response.headers.get("Retry-After", "")
    return min(int(said) if said.isascii() and said.isdigit() else 2**tried, _LONGEST_WAIT)
