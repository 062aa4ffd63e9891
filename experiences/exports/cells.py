"""What stands in a cell: values of a document found by their names, lists joined, texts that nothing takes for formulas."""

from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any

from experiences.documents.characters import legal

Row = dict[str, Any]
"""What a row is made of: an object of an entry's document."""
Cell = str | int | float | list[str] | None
Value = Callable[[Row], Cell]

SEPARATOR = " | "
"""Stands between the values of a cell that holds several."""
LONGEST = 32_767
"""How many characters a spreadsheet holds in a cell."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet may take for the beginning of a formula, or pass over to come to one."""


def at(*path: str) -> Value:
    """What stands at a place in the document; None where something on the way is null or not there."""
    if len(path) == 1:
        return itemgetter(path[0])

    def value(row: Row) -> Any:
        for name in path:
            row = row.get(name) if row else None  # type: ignore[assignment]
        return row

    return value


def each(listed: str, *path: str) -> Value:
    """What stands at a place in each of the objects of a list; "" where nothing does, so that lists of one row go together."""
    inner = at(*path)
    return lambda row: [str(said) if (said := inner(item)) is not None else "" for item in row[listed]]


def told(listed: str, tell: Callable[[Row], str]) -> Value:
    """Each of the objects of a list in words."""
    return lambda row: [tell(item) for item in row[listed]]


def how_many(listed: str) -> Value:
    """The length of a list."""
    return lambda row: len(row[listed])


def plain(cell: Cell) -> str | int | float | None:
    """A cell as a spreadsheet takes it. A text that could be a formula has an apostrophe before it; numbers stay numbers."""
    text = SEPARATOR.join(cell) if isinstance(cell, list) else cell
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text


def plain_row(cells: Iterable[Cell]) -> list[str | int | float | None]:
    """A row of such cells."""
    return [plain(cell) for cell in cells]


def fitting(cell: str | float | None) -> str | int | float | None:
    """A plain cell as a workbook can hold it: without characters that XML does not know, a longer text cut off with "…"."""
    if not isinstance(cell, str):
        return cell
    text = legal(cell)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
