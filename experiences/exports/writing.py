"""Rows as text: NDJSON and CSV, in pieces of bytes, made while they are sent."""

import csv
import io
from collections.abc import Generator, Iterable, Iterator

import orjson

from experiences.api.tongues import in_language
from experiences.exports.cells import Row, plain_row
from experiences.exports.tables import Table

Pieces = Iterable[list[bytes]]
"""The documents of entries as they are stored, in UTF-8, some at a time."""
_BOM = "\ufeff"
"""By this Excel knows that a CSV is UTF-8."""


def read(pieces: Pieces, language: str = "") -> Iterator[list[Row]]:
    """The documents as objects, in a language where an entry has it."""
    for piece in pieces:
        documents = [orjson.loads(document) for document in piece]
        if language:
            in_language(documents, language)
        yield documents


def as_ndjson(pieces: Pieces, language: str = "") -> Generator[bytes]:
    """A line for each entry: what the API answers at the entry's own address, byte by byte."""
    if language:
        for documents in read(pieces, language):
            yield b"".join(orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE) for document in documents)
    else:
        for piece in pieces:
            yield b"\n".join([*piece, b""])


def as_csv(pieces: Pieces, table: Table, language: str = "") -> Generator[bytes]:
    """A table as CSV (RFC 4180) in UTF-8, names of columns first."""
    yield (_BOM + _lines([[column.name for column in table.columns]])).encode()
    for documents in read(pieces, language):
        yield _lines(plain_row(cells) for document in documents for cells in table.cells(document)).encode()


def _lines(rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
