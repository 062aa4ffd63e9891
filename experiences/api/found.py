"""The entries that a search finds, as a list that is read piece by piece."""

from dataclasses import astuple

from countries.api import pieces
from countries.api.pieces import Piece
from experiences.documents.reading import addressed, cards
from experiences.search.query import Search
from experiences.search.stretches import Mark


class FoundEntries:
    """What a search finds, as JSON: stored cards, or whole documents. A fixed number of queries for a piece."""

    def __init__(self, search: Search, portal: str, *, whole: bool = False) -> None:
        """`portal` is what stands before the paths of this portal."""
        self.search = search
        self.portal = portal
        self.whole = whole

    def count(self) -> int:
        """How many entries are found."""
        return self.search.count()

    def piece(self, mark: pieces.Mark | None, most: int, *, backwards: bool = False) -> Piece:
        """The first so many cards behind a mark, or the last so many before it."""
        stretch = self.search.stretch(Mark(*mark) if mark else None, most, backwards=backwards)
        rows = [addressed(card, self.portal) for card in cards(stretch.ids, whole=self.whole)]
        return Piece(rows, _place(stretch.first), _place(stretch.last), stretch.goes_on)


def _place(mark: Mark | None) -> pieces.Mark | None:
    return astuple(mark) if mark else None


class NothingFound:
    """A list without rows."""

    search = None

    def count(self) -> int:
        """None."""
        return 0

    def piece(self, mark: pieces.Mark | None, most: int, *, backwards: bool = False) -> Piece:
        """None."""
        return Piece([], None, None, goes_on=False)
