"""Downloads, read as those who get them read them."""

import csv
import io
from typing import Any

import openpyxl
from django.test import Client

EVERYTHING = "scope=core&scope=context"


def download(client: Client, path: str, **headers: str) -> bytes:
    """What an address under /exports/ sends, which must be 200 and streamed."""
    response: Any = client.get(f"/exports/{path}", headers=headers)
    assert response.status_code == 200, getattr(response, "content", "")
    assert response.streaming
    return b"".join(response.streaming_content)


def asked(client: Client, path: str, **headers: str) -> Any:
    """The answer at an address under /exports/, of which only the headers are wanted. It is read to its end."""
    response: Any = client.get(f"/exports/{path}", headers=headers)
    if response.streaming:
        list(response.streaming_content)
    return response


def lines(client: Client, query: str = "") -> list[bytes]:
    """The lines of an NDJSON of entries."""
    sent = download(client, f"entries.ndjson?{query}")
    assert not sent or sent.endswith(b"\n")
    return sent.splitlines()


def rows(client: Client, table: str, query: str = "") -> list[dict[str, str]]:
    """The rows of a CSV, by the names of their columns."""
    text = download(client, f"{table}.csv?{query}").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheets(client: Client, query: str = "") -> dict[str, list[dict[str, Any]]]:
    """The rows of each sheet of a workbook, by the names of their columns."""
    book = openpyxl.load_workbook(io.BytesIO(download(client, f"entries.xlsx?{query}")))
    return {sheet.title: _rows(sheet) for sheet in book.worksheets}


def _rows(sheet: Any) -> list[dict[str, Any]]:
    head, *body = [list(row) for row in sheet.iter_rows()]
    return [{name.value: cell for name, cell in zip(head, row, strict=True)} for row in body]
