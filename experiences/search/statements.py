"""Queries that the search runs again and again, as prepared statements with binary results.

Planning them takes PostgreSQL longer than running them on a small collection; a prepared statement is planned once for each
connection. They go through Django's cursor wrappers, so that query logs and query counts see them.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection


class _PreparedCursor(psycopg.Cursor[Any]):
    """A cursor whose statements are prepared when they are first run."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> "_PreparedCursor":
        """Run a statement, prepared, and fetch its results in binary form."""
        return super().execute(query, params, prepare=True, binary=True)


def rows(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of a query with named parameters. Raises Django's database errors."""
    connection.ensure_connection()
    raw: Any = _PreparedCursor(connection.connection)
    with connection.make_debug_cursor(raw) if connection.queries_logged else connection.make_cursor(raw) as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
