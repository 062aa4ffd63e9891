"""The files of the dumps over HTTP: to be resumed where a line broke, and to be checked."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from rest_framework.request import Request
from rest_framework.views import APIView

from experiences.exports.downloads import AnyForm
from experiences.exports.dumps import BESIDE, Dump, dumps, latest_dump
from experiences.exports.ranges import NothingThere, Steady, nothing_there, sent, wanted
from experiences.exports.turns import Sent, Turn


class DumpFile(APIView):
    """A dump, its checksum, or its description. Raises Http404 for any other name, and Busy."""

    content_negotiation_class = AnyForm
    throttle_classes = ()
    schema = None  # no part of what OpenAPI describes

    def get(self, request: Request, name: str) -> HttpResponseBase:
        """The file."""
        for dump in dumps():
            if name == dump.name:
                return self._dump(request, dump)
            if name == f"{dump.name}.sha256":
                return HttpResponse(dump.checksum_line, content_type="text/plain; charset=utf-8")
            if name == f"{dump.name}.json":
                return HttpResponse(dump.description, content_type="application/json")
        raise Http404

    def _dump(self, request: Request, dump: Dump) -> HttpResponseBase:
        """The dump itself, or the part of it that is asked for."""
        changed = int(dump.made_at.timestamp())
        file = Steady(Path(str(settings.DUMPS_FOLDER), dump.name), dump.size, f'"{dump.sha256}"', changed)
        response = get_conditional_response(request._request, file.tag, file.changed) or self._bytes(request, file)
        response.headers["ETag"] = file.tag
        response.headers["Last-Modified"] = http_date(file.changed)
        response.headers["Accept-Ranges"] = "bytes"
        response.headers["Cache-Control"] = "public, max-age=86400"
        response.headers["Content-Disposition"] = f'attachment; filename="{dump.name}"'
        return response

    def _bytes(self, request: Request, file: Steady) -> HttpResponseBase:
        try:
            part = wanted(request.headers, file) if request.method == "GET" else None
        except NothingThere:
            return nothing_there(file)
        response = sent(file, part, "application/gzip")
        if request.method == "HEAD":
            response.streaming_content = ()
        else:
            response.streaming_content = Sent(response.streaming_content, Turn().end)  # type: ignore[arg-type]
        return response


class LatestDump(APIView):
    """The way to the newest dump, or to one of the files beside it. Raises Http404 where there is none."""

    content_negotiation_class = AnyForm
    throttle_classes = ()
    schema = None

    def get(self, request: Request, beside: str = "") -> HttpResponseBase:
        """A redirect, which nobody keeps."""
        newest = latest_dump()
        if newest is None or beside not in BESIDE.values():
            raise Http404
        address = reverse("exports:dump", args=[newest.name + beside])
        return HttpResponseRedirect(address, headers={"Cache-Control": "no-store"})


def addresses(dump: Dump) -> dict[str, str]:
    """The paths of a dump's files: the `file` itself, its `checksum` and its `description`."""
    return {ending: reverse("exports:dump", args=[f"{dump.name}{beside}"]) for ending, beside in BESIDE.items()}
