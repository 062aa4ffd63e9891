"""What of the API is on its way out. The list below is all there is to it: headers, OpenAPI and the reference follow it.

A deprecated thing works as before. Its answers carry `Deprecation` (RFC 9745), `Sunset` (RFC 8594) once it is known when it ends,
and a link to what is said about it. It stays for a year at least after it was announced.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import http_date

from countries.api.fields import absolute_url
from ssc_portal.freshness import API


@dataclass(frozen=True)
class Deprecation:
    """An endpoint that is deprecated, or where one is named, its parameter or the field of its documents.

    `endpoint` is its name in addresses ("entries"); `since` and `sunset` are moments in UTC; `instead` says what to do.
    """

    endpoint: str
    since: datetime
    instead: str
    sunset: datetime | None = None
    parameter: str = ""
    field: str = ""

    def concerns(self, request: HttpRequest) -> bool:
        """Whether a request uses it. A field is used unless `fields` leaves it out."""
        if not request.path_info.startswith(f"{API}{self.endpoint}/"):
            return False
        if self.parameter:
            return self.parameter in request.GET
        wanted = [path for value in request.GET.getlist("fields") for path in value.split(",") if path]
        return not self.field or not wanted or self.field in {path.partition(".")[0] for path in wanted}


DEPRECATIONS: list[Deprecation] = []
"""Everything that is deprecated now."""


def add_deprecation(request: HttpRequest, response: HttpResponseBase) -> None:
    """Say in the headers what of an answer is deprecated, if anything: of several, what was first and what ends first."""
    found = [each for each in DEPRECATIONS if each.concerns(request)]
    if not found:
        return
    response.headers["Deprecation"] = f"@{int(min(each.since for each in found).timestamp())}"
    if ends := [each.sunset for each in found if each.sunset]:
        response.headers["Sunset"] = http_date(min(ends).timestamp())
    address = absolute_url(reverse("api:reference") + "#deprecations", request)
    links = [response.headers["Link"]] if "Link" in response.headers else []
    response.headers["Link"] = ", ".join([*links, f'<{address}>; rel="deprecation"; type="text/html"'])
