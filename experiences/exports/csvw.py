"""The tables as CSVW describes them (W3C, Metadata Vocabulary for Tabular Data): types, lists and keys, for what reads a CSV."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from countries.api.fields import absolute_url
from experiences.exports.cells import SEPARATOR
from experiences.exports.columns import Column
from experiences.exports.tables import ENTRIES, TABLES, Table
from experiences.portal import PORTAL_NAME


@require_safe
def csvw(request: HttpRequest) -> HttpResponse:
    """The description of all tables, at the address where CSVW looks for it beside a CSV."""
    document = json.dumps(description(request), ensure_ascii=False)
    return HttpResponse(document, content_type="application/csvm+json")


def description(request: HttpRequest) -> dict[str, Any]:
    """The same as an object."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": settings.LANGUAGE_CODE}],
        "dc:title": str(PORTAL_NAME),
        "tables": [_table(table, request) for table in TABLES.values()],
    }


def csv_address(table: Table, request: HttpRequest) -> str:
    """The full address of a table of everything that the search finds without a filter."""
    return absolute_url(reverse("exports:download", args=[table.name, "csv"]), request)


def _table(table: Table, request: HttpRequest) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "columns": [_column(column) for column in table.columns],
        "primaryKey": list(table.key),
    }
    if table is not ENTRIES:
        entries = {"resource": csv_address(ENTRIES, request), "columnReference": "ref"}
        schema["foreignKeys"] = [{"columnReference": "entry_ref", "reference": entries}]
    return {
        "url": csv_address(table, request),
        "dc:title": str(table.title),
        "dc:description": str(table.said),
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": schema,
    }


def _column(column: Column) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": str(column.said),
        "datatype": column.type.value,
        "required": column.is_required,
    }
    return said | ({"separator": SEPARATOR} if column.is_list else {})
