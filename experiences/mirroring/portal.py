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
"""How long to wait for the next bytes of an answer."""
_SECONDS_FOR_ALL = 1800
"""And for the whole of it."""
_TRIES = 5
_LONGEST_WAIT = 300
_MOST_BYTES = 300_000_000
"""How large an answer may be, unpacked: many times the largest page that a portal gives."""
_BLOCK = 1 << 16
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
        read = set()
        while address:
            if address in read:
                raise PortalError(_("%s: the list does not come to an end.") % address)
            read.add(address)
            page = self._page(address, query)
            yield from page["results"]
            address, query = page["next"], {}

    def changes(self, since: str, most: int = PAGE) -> dict[str, Any]:
        """A page of the feed of changes with the documents of its entries. Raises PortalError."""
        query = {"limit": most, "expand": "document"} | ({"since": since} if since else {})
        address = self._endpoint("changes")
        page = self._page(address, query)
        if page["next"] is not None and page.get("since") in (since, None):
            raise PortalError(_("%s: the list does not come to an end.") % address)
        return page

    def _endpoint(self, name: str) -> str:
        if not self._endpoints:
            self._endpoints = self._object(f"{self.address}/api/v1/", {})
        if not isinstance(self._endpoints.get(name), str):
            raise PortalError(
                _("The portal at %(address)s has no %(name)s in its API.") % {"address": self.address, "name": name}
            )
        return self._endpoints[name]

    def _page(self, address: str, query: dict[str, Any]) -> dict[str, Any]:
        """A page of a list: objects, and the address of the next page or None."""
        page = self._object(address, query)
        results, following = page.get("results"), page.get("next", "")
        is_list = isinstance(results, list) and all(isinstance(each, dict) for each in results)
        if not is_list or not (following is None or (isinstance(following, str) and following)):
            raise PortalError(_("%s: this is no page of a list.") % address)
        return page

    def _object(self, address: str, query: dict[str, Any]) -> dict[str, Any]:
        """The object that an address answers with. Numbers stay as exact as they are written."""
        content = self._get(address, query)
        try:
            said = json.loads(content, parse_float=Decimal)
        except (ValueError, RecursionError) as error:
            raise PortalError(f"{address}: {error}") from error
        if not isinstance(said, dict):
            raise PortalError(_("%s: this is no object of JSON.") % address)
        return said

    def _get(self, address: str, query: dict[str, Any]) -> bytes:
        """What an address answers with."""
        for tried in range(1, _TRIES + 1):
            try:
                with self._session.get(address, params=query, timeout=_SECONDS, stream=True) as response:
                    content = _read(response)
            except (requests.RequestException, ValueError) as error:
                raise PortalError(f"{address}: {error}") from error
            if response.status_code not in _PASSING or tried == _TRIES:
                break
            time.sleep(_wait(response, tried))
        why = content[:500].decode(errors="replace")
        if response.status_code == requests.codes.bad_request and "since" in query:
            raise UnknownPlace(f"{address}: {why}")
        if response.status_code != requests.codes.ok:
            raise PortalError(f"{address}: {response.status_code} {why}")
        return content


def _read(response: requests.Response) -> bytes:
    """The body of a response. Raises ValueError for one that is larger than any portal's, or that takes too long."""
    content, until = bytearray(), time.monotonic() + _SECONDS_FOR_ALL
    for block in response.iter_content(_BLOCK):
        content += block
        if len(content) > _MOST_BYTES or time.monotonic() > until:
            raise ValueError(_("The answer has no end: %d bytes so far.") % len(content))
    return bytes(content)


def _wait(response: requests.Response, tried: int) -> int:
    """How many seconds to wait before the next try: as many as the portal says, else a little longer each time."""
    said = response.headers.get("Retry-After", "")
    return min(int(said[:9]) if said.isascii() and said.isdigit() else 2**tried, _LONGEST_WAIT)
