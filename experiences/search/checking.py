"""Whether the search index says what the tables say: it is made a second time, out of sight, and the two are compared."""

from dataclasses import dataclass

from django.db import connection, transaction

EXAMPLES = 3
"""How many rows of each sort of difference are shown."""
_LENGTH = 160

_CONTENTS = {
    "search_state": "SELECT texts, words FROM {schema}.search_state",
    "search_code": "SELECT facet, value FROM {schema}.search_code",
    "search_entry": """SELECT entry_id, first_year, last_year, period, published_at, title, (
            SELECT array_agg(facet || '=' || value || ' ' || get_byte(gains, place) ORDER BY facet, value)
            FROM generate_series(0, least(length(gains), length(codes) / 2) - 1) place LEFT JOIN {schema}.search_code
                ON code = get_byte(codes, 2 * place) * 256 + get_byte(codes, 2 * place + 1)
        ) AS codes, length(codes) AS size FROM {schema}.search_entry""",
    "search_posting": """SELECT lexeme, block, substr(packed, place, 8) AS posting
        FROM {schema}.search_posting, generate_series(1, length(packed), 8) place""",
    "search_text": "SELECT entry_id, language, length, vector, words FROM {schema}.search_text",
    "search_word": "SELECT language, word, lexeme, entries FROM {schema}.search_word",
    "search_label": "SELECT facet, value, key, is_whole FROM {schema}.search_label",
}
"""What each table of the index says. Codes stand for the values that they number: the numbers themselves may differ."""

_KEPT = {"search_code"}
"""A value keeps its code when the last entry that has it goes: more of these than are needed is no fault."""


@dataclass(frozen=True)
class Difference:
    """What a table of the index lacks, or holds too much: how many rows, and some of them."""

    table: str
    is_missing: bool
    rows: int
    examples: list[str]

    def __str__(self) -> str:
        what = "missing" if self.is_missing else "too much"
        return "\n".join([f"{self.table}: {self.rows} {what}", *(f"    {example}" for example in self.examples)])


def differences() -> list[Difference]:
    """Where the index differs from one that is made anew. Call it in a transaction that sees one moment; it leaves no trace."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _CONTENTS:
            cursor.execute(f"CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING ALL)")
        # Functions that were planned for the tables of the index are planned again, since the path is another one.
        cursor.execute("SET LOCAL search_path TO pg_temp, public; INSERT INTO search_state DEFAULT VALUES")
        _fill()
        found = [*_compared("pg_temp", "public", is_missing=True), *_compared("public", "pg_temp", is_missing=False)]
        transaction.set_rollback(True)
    return found


def rebuild() -> None:
    """Make the index anew, in one transaction. Who searches meanwhile finds what was there before; who publishes waits.

    The values of facets keep their codes, for searches that are half done.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE search_state SET texts = 0, words = 0")
        for table in _CONTENTS.keys() - _KEPT - {"search_state"}:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        _fill()
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(_CONTENTS)}")


def _fill() -> None:
    """Put everything that is published into an index that is empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_refresh(ARRAY(SELECT entry_id FROM experiences_edition WHERE state = 'published'))")
        cursor.execute("SELECT search_rename(facet, value) FROM (SELECT DISTINCT facet, value FROM search_name) named")


def _compared(one: str, other: str, *, is_missing: bool) -> list[Difference]:
    """What the tables in one schema hold and those in the other do not."""
    found = []
    for table, content in _CONTENTS.items():
        if not is_missing and table in _KEPT:
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) OVER (), left(row_to_json(only_here)::text, {_LENGTH}) FROM ("  # noqa: S608
                f"{content.format(schema=one)} EXCEPT ALL {content.format(schema=other)}) only_here LIMIT {EXAMPLES}"
            )
            rows = cursor.fetchall()
        if rows:
            found.append(Difference(table, is_missing, rows[0][0], [example for _count, example in rows]))
    return found
