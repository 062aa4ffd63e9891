"""The entries that a search finds, as a list that is read piece by piece."""

from dataclasses import astuple
from typing import Any

from countries.api import pieces
from countries.api.pieces import Piece
from experiences.search.query import Search
from experiences.search.stretches import Mark


class FoundEntries:
    """What a search finds, as editions with what a card shows. A fixed number of queries for a piece."""

    def __init__(self, search: Search) -> None:
        self.search = search

    def count(self) -> int:
        """How many entries are found."""
        return self.search.count()

    def piece(self, mark: pieces.Mark | None, most: int, *, backwards: bool = False) -> Piece:
        """The first so many editions behind a mark, or the last so many before it."""
        stretch = self.search.stretch(Mark(*mark) if mark else None, most, backwards=backwards)
        return Piece(self._editions(stretch.ids), _place(stretch.first), _place(stretch.last), stretch.goes_on)

    def _editions(self, ids: list[int]) -> list[Any]:
        return list(self.search.editions(ids).with_cards())


def _place(mark: Mark | None) -> pieces.Mark | None:
    return astuple(mark) if mark else None


class NothingFound:
    """A list without rows."""

    def count(self) -> int:
        """None."""
        return 0

    def piece(self, mark: pieces.Mark | None, most: int, *, backwards: bool = False) -> Piece:
        """None."""
        return Piece([], None, None, goes_on=False)
