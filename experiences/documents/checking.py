"""Whether the stored documents say what the tables say: they are made a second time, and the two are compared."""

from dataclasses import dataclass

from django.db import connection, transaction

EXAMPLES = 10
"""How many documents of each sort of difference are named."""

_COMPARED = """
WITH once AS MATERIALIZED (
    SELECT ARRAY(
        SELECT entry_id FROM experiences_storeddocument WHERE entry_id IS NOT NULL
        UNION SELECT id FROM experiences_entry WHERE state <> 'draft'
        UNION SELECT entry_id FROM experiences_edition WHERE state = 'published'
    ) AS ids
), fresh AS (
    SELECT made.*, sets, encode(sha256(convert_to(item || document, 'UTF8')), 'hex') AS digest
    FROM once, document_of(once.ids) made JOIN document_sets(once.ids) USING (entry_id)
), compared AS (
    SELECT coalesce(fresh.ref, stored.ref) AS ref, CASE
        WHEN stored.ref IS NULL THEN 'missing'
        WHEN fresh.ref IS NULL THEN 'too much'
        ELSE 'not as it should be'
    END AS fault
    FROM fresh FULL JOIN (SELECT * FROM experiences_storeddocument WHERE entry_id IS NOT NULL) stored USING (ref)
    WHERE (fresh.entry_id, fresh.is_listed, fresh.sets, fresh.item, fresh.card, fresh.document, fresh.digest)
        IS DISTINCT FROM
        (stored.entry_id, stored.is_listed, stored.sets, stored.item, stored.card, stored.document, stored.digest)
)
"""
_DIFFERENCES = f"""{_COMPARED}
SELECT fault, count(*), (array_agg(ref ORDER BY length(ref), ref))[:{EXAMPLES}] FROM compared GROUP BY 1 ORDER BY 1
"""  # noqa: S608 - a number of ours
# Without its digest, a document is taken for another.
_FORGET = f"{_COMPARED} UPDATE experiences_storeddocument SET digest = '' WHERE ref IN (SELECT ref FROM compared)"  # noqa: S608


@dataclass(frozen=True)
class Difference:
    """What is wrong with some stored documents, how many there are, and the references of some."""

    fault: str
    count: int
    examples: list[str]

    def __str__(self) -> str:
        further = " …" if self.count > len(self.examples) else ""
        return f"{self.count} {self.fault}: {', '.join(self.examples)}{further}"


def differences() -> list[Difference]:
    """Where the stored documents differ from those that are made anew. One statement, which sees one moment."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES)
        return [Difference(*row) for row in cursor.fetchall()]


def refresh() -> None:
    """Make all stored documents anew. Those that are as before stay as they are, also in the feed of changes."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT search_touch()")  # its lock keeps others from publishing meanwhile
        cursor.execute(_FORGET)
        cursor.execute("SELECT document_refresh_all()")
