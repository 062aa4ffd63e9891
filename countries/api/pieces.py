"""Lists that are read piece by piece, each beginning right behind the last row of the one before.

A row's place is told by what the list is sorted by, down to something that no other row has: so a piece deep in a list costs what
the first one costs, and rows that come or go before it push nothing out of it.
"""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Protocol

from django.db.models import Q, QuerySet

Mark = tuple[Any, ...]
"""A row's place in an order: values that JSON can hold."""
Order = tuple[str, ...]
"""The columns that a list is sorted by, each with a minus where it descends; the last of them tells any two rows apart."""


@dataclass(frozen=True)
class Piece:
    """Rows that follow one another, the places of the first and the last, and whether there are more that way."""

    rows: list[Any]
    first: Mark | None
    last: Mark | None
    goes_on: bool


class InPieces(Protocol):
    """A list that can be read piece by piece."""

    def count(self) -> int:
        """How many rows there are."""

    def piece(self, mark: Mark | None, most: int, *, backwards: bool = False) -> Piece:
        """The first so many rows behind a mark, or the last so many before it; without one, the first or last of all."""


class SortedRows:
    """The rows of a queryset in an order."""

    def __init__(self, queryset: QuerySet, order: Order) -> None:
        self.queryset = queryset
        self.order = order

    def count(self) -> int:
        """How many rows there are. One query."""
        return self.queryset.order_by().count()

    def piece(self, mark: Mark | None, most: int, *, backwards: bool = False) -> Piece:
        """The first so many rows behind a mark, or the last so many before it. One query, and what the rows prefetch."""
        order = reverse(self.order) if backwards else self.order
        rows = self.queryset.order_by(*order)
        found = list((rows.filter(_behind(order, mark)) if mark else rows)[: most + 1])
        shown = found[:most][::-1] if backwards else found[:most]
        if not shown:
            return Piece([], None, None, goes_on=False)
        return Piece(shown, self._mark(shown[0]), self._mark(shown[-1]), goes_on=len(found) > most)

    def _mark(self, row: Any) -> Mark:
        return tuple(attrgetter(column.lstrip("-").replace("__", "."))(row) for column in self.order)


def reverse(order: Order) -> Order:
    """The order turned round."""
    return tuple(column[1:] if column.startswith("-") else f"-{column}" for column in order)


def _behind(order: Order, mark: Mark) -> Q:
    """The rows that stand behind a mark: equal to it in some of the columns, behind it in the next."""
    behind, equal = Q(), Q()
    for column, value in zip(order, mark, strict=True):
        name = column.lstrip("-")
        behind |= equal & Q((f"{name}__lt" if column.startswith("-") else f"{name}__gt", value))
        equal &= Q((name, value))
    return behind
