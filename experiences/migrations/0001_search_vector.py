"""The function behind the generated search column of a text."""

from django.db import migrations

# English words are stemmed, those of other languages taken as they are; accents are folded in both.
SEARCH_VECTOR = """
CREATE FUNCTION edition_text_search_vector(
    language text, title text, acronym text, other_titles text[], summary text, VARIADIC sections text[]
) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    WITH chosen AS (
        SELECT CASE WHEN language = 'en' THEN 'pg_catalog.english' ELSE 'pg_catalog.simple' END::regconfig AS config
    )
    SELECT setweight(to_tsvector(config, public.fold(concat_ws(' ', title, acronym))), 'A')
        || setweight(to_tsvector(config, public.fold(array_to_string(other_titles, ' '))), 'B')
        || setweight(to_tsvector(config, public.fold(summary)), 'C')
        || setweight(to_tsvector(config, public.fold(array_to_string(sections, ' '))), 'D')
    FROM chosen
$$
"""

# Any of the words, not all: a sentence would find next to nothing otherwise. Words in quotes stay a phrase, -word excludes.
ANY_WORD_QUERY = """
CREATE FUNCTION any_word_query(words text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN position('"' IN words) > 0 OR words ~ '(^| )-' THEN
        websearch_to_tsquery('pg_catalog.english', public.fold(words))
    ELSE
        replace(plainto_tsquery('pg_catalog.english', public.fold(words))::text, '&', '|')::tsquery
        || replace(plainto_tsquery('pg_catalog.simple', public.fold(words))::text, '&', '|')::tsquery
    END
$$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("countries", "0001_text_search")]
    operations = [
        migrations.RunSQL(SEARCH_VECTOR, "DROP FUNCTION edition_text_search_vector(text, text, text, text[], text, text[])"),
        migrations.RunSQL(ANY_WORD_QUERY, "DROP FUNCTION any_word_query(text)"),
    ]
