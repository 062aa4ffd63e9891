"""The downloads themselves. They refuse as the API does: a problem document names all that is wrong with an address."""

import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, Any

from django.http import Http404, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.views import APIView

from countries.api.fields import portal_address
from experiences.api.problems import UnusableParameters
from experiences.api.shapes import left_empty
from experiences.documents.reading import whole_documents
from experiences.exports.selection import EVERYTHING, PARAMETERS, Selection, read_selection
from experiences.exports.tables import ENTRIES, TABLES, Table
from experiences.exports.turns import Sent, Turn
from experiences.exports.writing import Pieces, as_csv, as_ndjson

_BLOCK = 1 << 17
"""Bytes of a file that are sent at a time."""


@dataclass(frozen=True)
class Form:
    """A form of download: the ending of its address, its media type with parameters, and how it is made of documents."""

    ending: str
    content_type: str
    write: Callable[[Pieces, Table, str], Generator[bytes]]


def _workbook(pieces: Pieces, _table: Table, language: str) -> Generator[bytes]:
    """The workbook, written when the first block is asked for, and sent block by block."""
    # Its library takes an eighth of the time in which the portal starts, and of its processes hardly one ever writes a workbook.
    from experiences.exports.workbook import write_workbook  # noqa: PLC0415

    with tempfile.TemporaryFile() as file:
        write_workbook(file, pieces, language)
        file.seek(0)
        yield from blocks(file)


def blocks(file: IO[bytes]) -> Iterator[bytes]:
    """What is left of a file, block by block."""
    return iter(lambda: file.read(_BLOCK), b"")


FORMS = {
    form.ending: form
    for form in (
        Form("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook),
        Form("csv", "text/csv; charset=utf-8; header=present", as_csv),
        Form("ndjson", "application/x-ndjson", lambda pieces, _table, language: as_ndjson(pieces, language)),
    )
}
"""The forms by their endings."""


class AnyForm(BaseContentNegotiation):
    """The address says which form is wanted, and no header."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """The one for errors."""
        return renderers[0], renderers[0].media_type


class Download(APIView):
    """The entries of a search, or a table of what they hold, in one of the forms. The whole is never in memory.

    Raises UnusableParameters, Busy, and Http404 for a table that there is not in that form.
    """

    content_negotiation_class = AnyForm
    costs = ("export",)
    schema = None  # no part of what OpenAPI describes

    def get(self, request: Request, table: str, ending: str) -> StreamingHttpResponse:
        """The download; of a HEAD, its headers."""
        form = FORMS.get(ending)
        if form is None or table not in TABLES or (table != ENTRIES.name and ending != "csv"):
            raise Http404
        selection, problems = read_selection(request.query_params)
        problems += left_empty(request.query_params, PARAMETERS)
        if problems:
            raise UnusableParameters(problems, request)
        name = f"country-experiences-{table}-{timezone.now():%Y-%m-%d}.{ending}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        if ending == "csv":
            headers["Link"] = f'<{reverse("exports:csvw")}>; rel="describedby"; type="application/csvm+json"'
        pieces = () if request.method == "HEAD" else _pieces(selection, form, TABLES[table], portal_address(request))
        response = StreamingHttpResponse(pieces, content_type=form.content_type, headers=headers)
        if selection.language:
            response.headers["Content-Language"] = selection.language
        return response


def _pieces(selection: Selection, form: Form, table: Table, portal: str) -> Iterable[bytes]:
    """What is sent. The first documents are read at once, so that a database that does not answer is told of."""
    ids = None if selection.parameters == EVERYTHING else selection.ids()
    turn = Turn()
    documents = whole_documents(portal, ids)
    first = list(islice(documents, 1))
    pieces = form.write(chain(first, documents), table, selection.language)
    return Sent(pieces, pieces.close, documents.close, turn.end)
