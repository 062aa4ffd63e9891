"""The tables as one workbook (XLSX), written row by row: never more of it in memory than a row."""

import datetime
import shutil
import zipfile
from collections.abc import Iterable
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Font
from openpyxl.writer.excel import ExcelWriter

from experiences.exports.cells import fitting, plain_row
from experiences.exports.tables import TABLES
from experiences.exports.writing import Pieces, read
from experiences.portal import PORTAL_NAME

MOST_ROWS = 1_048_576
"""How many rows a sheet holds, the names of the columns among them."""
_WIDTH = 24
_AT_ONE_TIME = datetime.datetime(2010, 11, 6)  # noqa: DTZ001 - the file has no place for a time zone
"""When every workbook says that it was made, so that the same rows make the same bytes: the day of the Declaration."""


def write_workbook(file: IO[bytes], pieces: Pieces, language: str = "", *, most_rows: int = MOST_ROWS) -> None:
    """Write the workbook to a file: a sheet for each table, and one that says what the columns hold.

    A table that has more rows than a sheet holds goes on in a next one.
    """
    book = Workbook(write_only=True)
    sheets = {
        table.name: _Sheets(book, str(table.title), [column.name for column in table.columns], most_rows)
        for table in TABLES.values()
    }
    for documents in read(pieces, language):
        for table in TABLES.values():
            sheets[table.name].extend(cells for document in documents for cells in table.cells(document))
    columns = _Sheets(book, "Columns", ["table", "column", "type", "list", "what it holds"], most_rows)
    columns.extend(
        [str(table.title), column.name, column.type.value, "yes" if column.is_list else "", str(column.said)]
        for table in TABLES.values()
        for column in table.columns
    )
    _save(book, file)


class _Sheets:
    """The sheet of a table, and those that it goes on in."""

    def __init__(self, book: Workbook, title: str, names: list[str], most_rows: int) -> None:
        self._book, self._title, self._names, self._most = book, title, names, most_rows
        self._sheets = 0
        self._begin()

    def _begin(self) -> None:
        self._sheets += 1
        self._sheet: Any = self._book.create_sheet(self._title if self._sheets == 1 else f"{self._title} {self._sheets}")
        self._sheet.freeze_panes = "B2"
        for place in range(len(self._names)):
            letters = ("" if place < 26 else chr(64 + place // 26)) + chr(65 + place % 26)  # noqa: PLR2004 - of the alphabet
            self._sheet.column_dimensions[letters].width = _WIDTH
        self._append([self._bold(name) for name in self._names])
        self._rows = 1

    def extend(self, rows: Iterable[Iterable[Any]]) -> None:
        """Add rows."""
        for cells in rows:
            if self._rows == self._most:
                self._begin()
            self._append([self._text(cell) if cell in ERROR_CODES else cell for cell in map(fitting, plain_row(cells))])
            self._rows += 1

    def _append(self, cells: list[Any]) -> None:
        self._sheet.append(cells)

    def _bold(self, name: str) -> Any:
        cell = WriteOnlyCell(self._sheet, name)
        cell.font = Font(bold=True)
        return cell

    def _text(self, text: Any) -> Any:
        """A text that the library would take for an error of a formula."""
        cell = WriteOnlyCell(self._sheet, text)
        cell.data_type = "s"
        return cell


class _SteadyArchive(zipfile.ZipFile):
    """An archive that says of no file when it was made."""

    def writestr(self, name: Any, data: Any, *_more: Any) -> None:
        """Add a file with some content."""
        super().writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)

    def write(self, filename: Any, name: Any = None, *_more: Any) -> None:
        """Add a file."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        with open(filename, "rb") as source, self.open(info, "w", force_zip64=True) as target:
            shutil.copyfileobj(source, target)


def _save(book: Workbook, file: IO[bytes]) -> None:
    book.properties.title = str(PORTAL_NAME)
    book.properties.creator = str(PORTAL_NAME)
    book.properties.created = book.properties.modified = _AT_ONE_TIME
    ExcelWriter(book, _SteadyArchive(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True)).save()
