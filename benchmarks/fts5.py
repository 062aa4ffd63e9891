"""SQLite's full-text search, in memory: BM25 and porter stems, facets from a side table."""

import sqlite3
from collections.abc import Iterable

from benchmarks.engines import Document
from benchmarks.questions import PAGE, Question

_TABLES = """
CREATE VIRTUAL TABLE document USING fts5 (title, body, content='', tokenize='porter unicode61');
CREATE TABLE carried (document INTEGER NOT NULL, facet TEXT NOT NULL, value TEXT NOT NULL);
"""


class Fts5:
    """Three queries: the page by rank, the total, all facets."""

    name = "SQLite FTS5"

    def __init__(self, documents: Iterable[Document]) -> None:
        self._sqlite = sqlite3.connect(":memory:")
        self._sqlite.executescript(_TABLES)
        for entry, title, body, values in documents:
            self._sqlite.execute("INSERT INTO document (rowid, title, body) VALUES (?, ?, ?)", (entry, title, body))
            self._sqlite.executemany("INSERT INTO carried VALUES (?, ?, ?)", ((entry, *value) for value in values))
        self._sqlite.executescript("""
            CREATE INDEX carried_document ON carried (document, facet, value);
            CREATE INDEX carried_value ON carried (facet, value, document);
            ANALYZE;
        """)

    def answer(self, question: Question) -> int:
        """The page, the total and the facets."""
        filters = [("scope", "core")]
        if question.theme:
            filters += [("kind", "experience"), ("theme", str(question.theme.pk))]
        holds = " AND +rowid IN (SELECT document FROM carried WHERE facet = ? AND value = ?)" * len(filters)
        found = f"FROM document WHERE document MATCH ? {holds}"
        values = [question.word, *(part for each in filters for part in each)]
        self._sqlite.execute(f"SELECT rowid {found} ORDER BY bm25(document, 3, 1) LIMIT {PAGE}", values).fetchall()
        total: int = self._sqlite.execute(f"SELECT count(*) {found}", values).fetchone()[0]
        self._sqlite.execute(
            f"SELECT facet, value, count(*) FROM carried WHERE document IN (SELECT rowid {found}) GROUP BY 1, 2",  # noqa: S608
            values,
        ).fetchall()
        return total
