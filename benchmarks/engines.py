"""The engines that are compared. Each finds the first 20 entries, how many there are, and all facets' counts."""

from collections.abc import Iterator
from typing import Protocol

from django.db import connection

from benchmarks.questions import PAGE, Question
from experiences.search.parameters import SearchParameters
from experiences.search.query import search


class Engine(Protocol):
    """What is measured: an answer to a question. The total comes back, so that the answers can be compared."""

    name: str

    def answer(self, question: Question) -> int:
        """Find the first page, the total and the facets; return the total."""


class Portal:
    """The portal's own search."""

    name = "portal"

    def answer(self, question: Question) -> int:
        """As a page does it, short of fetching the entries that it shows."""
        return self.whole(question.parameters)

    @staticmethod
    def whole(parameters: SearchParameters) -> int:
        """The total, after the first page and the facets have been found too."""
        found = search(parameters)
        total = found.count()
        found.ids(0, PAGE)
        if not found.facets:  # they are counted when they are asked for
            raise AssertionError("There are facets to every search.")
        return total


Document = tuple[int, str, str, list[tuple[str, str]]]
"""An entry for the engines outside the database: id, title, all else that it says, and its values of facets."""


def documents() -> Iterator[Document]:
    """All published entries as the portal's index has them, from one cursor."""
    connection.ensure_connection()
    with connection.connection.transaction(), connection.connection.cursor("documents") as cursor:
        cursor.execute("""
            SELECT said.entry_id, said.title, said.body,
                (SELECT array_agg(facet) FROM search_facets_of(ARRAY[said.entry_id])),
                (SELECT array_agg(value) FROM search_facets_of(ARRAY[said.entry_id]))
            FROM (
                SELECT entry_id, string_agg(title, ' ') AS title, string_agg(summary || ' ' || body, ' ') AS body
                FROM search_content GROUP BY entry_id
            ) said
        """)
        for entry, title, body, facets, values in cursor:
            yield entry, title, body, list(zip(facets, values, strict=True))
