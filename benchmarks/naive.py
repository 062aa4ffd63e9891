"""The way of most Django sites: a stored vector with a GIN index, any of the words, ts_rank, and a query for each facet.

The SQL is what the ORM makes of it, run without the ORM: that is to the naive way's advantage.
"""

from django.db import connection

from benchmarks.questions import PAGE, Question

_PREPARE = """
CREATE TABLE IF NOT EXISTS naive_document (edition_id bigint PRIMARY KEY, vector tsvector);
INSERT INTO naive_document
    SELECT edition.id, setweight(to_tsvector('english', string_agg(title, ' ')), 'A')
        || setweight(to_tsvector('english', string_agg(concat_ws(' ', summary, body), ' ')), 'B')
    FROM search_content JOIN experiences_edition edition USING (entry_id) WHERE edition.state = 'published' GROUP BY 1
    ON CONFLICT DO NOTHING;
CREATE INDEX IF NOT EXISTS naive_document_vector ON naive_document USING gin (vector);
"""
_FROM = """
FROM experiences_edition edition JOIN naive_document ON naive_document.edition_id = edition.id {joins}
WHERE edition.state = 'published' AND edition.scope = 'core'
    AND naive_document.vector @@ to_tsquery('english', %(word)s) {filters}
"""
_FILTERS = """
AND edition.kind = 'experience'
AND edition.id IN (SELECT edition_id FROM experiences_edition_themes WHERE theme_id = %(theme)s)
"""
_COUNTRY = "JOIN experiences_countryrole role ON role.edition_id = edition.id"
# Each facet: what is counted, and what must be joined for it.
_FACETS = [
    ("edition.kind", ""),
    ("edition.type", ""),
    ("edition.modality", ""),
    ("edition.agreement_status", ""),
    ("edition.first_year", ""),
    ("edition.scope", ""),
    ("text.language", "JOIN experiences_editiontext text ON text.edition_id = edition.id"),
    ("role.country_id", _COUNTRY),
    ("country.region_id", f"{_COUNTRY} JOIN countries_country country ON country.id = role.country_id"),
    ("member.countrygroup_id", f"{_COUNTRY} JOIN countries_countrygroup_members member ON member.country_id = role.country_id"),
    ("themed.theme_id", "JOIN experiences_edition_themes themed ON themed.edition_id = edition.id"),
    ("organised.organisation_id", "JOIN experiences_organisationrole organised ON organised.edition_id = edition.id"),
    (
        "answered.recommendation_id",
        "JOIN experiences_edition_recommendations answered ON answered.edition_id = edition.id",
    ),
]


class Naive:
    """One query for the page, one for the total, one for each facet."""

    name = "naive"

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_PREPARE)
            cursor.execute("VACUUM (ANALYZE) naive_document")

    def answer(self, question: Question) -> int:
        """Fifteen queries."""
        values = {"word": question.word, "theme": question.theme.pk if question.theme else None}
        filters = _FILTERS if question.theme else ""
        plain = _FROM.format(joins="", filters=filters)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT edition.id {plain} "
                f"ORDER BY ts_rank(naive_document.vector, to_tsquery('english', %(word)s)) DESC LIMIT {PAGE}",
                values,
            )
            cursor.fetchall()
            cursor.execute(f"SELECT count(*) {plain}", values)
            total: int = cursor.fetchone()[0]
            for counted, joins in _FACETS:
                found = _FROM.format(joins=joins, filters=filters)
                cursor.execute(f"SELECT {counted}, count(DISTINCT edition.id) {found} GROUP BY 1", values)
                cursor.fetchall()
        return total


class NaiveSpelling:
    """Titles that contain what is typed, by ILIKE; and for a misspelt word the most similar one of all that titles hold."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS naive_word AS SELECT word FROM ts_stat("
                           "'SELECT to_tsvector(''simple'', title) FROM search_content')")  # fmt: skip

    def beginning_so(self, begun: str) -> None:
        """One query for entries, one for each sort of record."""
        with connection.cursor() as cursor:
            for table, column in (
                ("experiences_editiontext", "title"),
                ("countries_country", "name"),
                ("experiences_theme", "label"),
                ("experiences_organisation", "name"),
            ):
                found = f"SELECT id, {column} FROM {table} WHERE {column} ILIKE %s ORDER BY {column} LIMIT 4"  # noqa: S608
                cursor.execute(found, [f"%{begun}%"])
                cursor.fetchall()

    def most_alike(self, word: str) -> None:
        """One query."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT word FROM naive_word ORDER BY similarity(word, %s) DESC LIMIT 1", [word])
            cursor.fetchall()
