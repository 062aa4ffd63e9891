"""Whether the search index says what the tables say: it is made a second time, out of sight, and the two are compared."""

from dataclasses import dataclass

from django.db import connection, transaction

EXAMPLES = 3
"""How many rows of each sort of difference are shown."""
_LENGTH = 160

_VALUES = "(SELECT array_agg(facet || '=' || value ORDER BY facet, value) FROM {schema}.search_code WHERE code = ANY ({codes}))"
_PACKED = """ARRAY(SELECT get_byte(packed, 2 * place) * 256 + get_byte(packed, 2 * place + 1)
    FROM generate_series(0, length(packed) / 2 - 1) place)"""

_CONTENTS = {
    "search_state": "SELECT entries, texts, words FROM {schema}.search_state",
    "search_code": "SELECT facet, value FROM {schema}.search_code",
    "search_total": """SELECT facet, value, is_core, entries
        FROM {schema}.search_total LEFT JOIN {schema}.search_code USING (code)""",
    "search_entry": "SELECT entry_id, first_year, last_year, {entry_values} AS codes FROM {schema}.search_entry",
    "search_order": "SELECT entry_id, is_core, period, published_at, title, {order_values} AS codes FROM {schema}.search_order",
    "search_posting": """SELECT coalesce(facet || '=' || value, lexeme) AS lexeme, entry_id, frequency, length
        FROM {schema}.search_posting LEFT JOIN {schema}.search_code ON lexeme = ('#' || code) COLLATE "C" """,
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
        cursor.execute("UPDATE search_state SET entries = 0, texts = 0, words = 0")
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


def _content(table: str, schema: str) -> str:
    """The query for what a table says."""
    entry_values, order_values = (_VALUES.format(schema=schema, codes=codes) for codes in (_PACKED, "search_order.codes"))
    return _CONTENTS[table].format(schema=schema, entry_values=entry_values, order_values=order_values)


def _compared(one: str, other: str, *, is_missing: bool) -> list[Difference]:
    """What the tables in one schema hold and those in the other do not."""
    found = []
    for table in _CONTENTS:
        if not is_missing and table in _KEPT:
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) OVER (), left(row_to_json(only_here)::text, {_LENGTH}) FROM ("  # noqa: S608
                f"{_content(table, one)} EXCEPT ALL {_content(table, other)}) only_here LIMIT {EXAMPLES}"
            )
            rows = cursor.fetchall()
        if rows:
            found.append(Difference(table, is_missing, rows[0][0], [example for _count, example in rows]))
    return found
