"""What an edition says, as one document: `edition_content`. The fingerprint of an edition is made of it, and stays what it was.

The document has the edition's own columns under "edition" and the rows of each part, without their ids, under the name of the
part; "lesson_themes" are pairs of a lesson's number and a theme's id. A part without rows is null.
"""

from importlib import import_module

from django.db import migrations

PARTS = {
    "texts": "experiences_editiontext",
    "themes": "experiences_edition_themes",
    "recommendations": "experiences_edition_recommendations",
    "country_roles": "experiences_countryrole",
    "organisation_roles": "experiences_organisationrole",
    "facts": "experiences_fact",
    "lessons": "experiences_lesson",
    "relations": "experiences_relation",
    "transfers": "experiences_transfer",
    "assessments": "experiences_assessment",
    "citations": "experiences_citation",
}
_ROWS = """
        '{name}', (SELECT jsonb_agg(content ORDER BY content) FROM (
            SELECT to_jsonb(part) - '{{id,edition_id,sort_title}}'::text[] AS content FROM {table} part WHERE edition_id = wanted
        ) AS {table})"""
CONTENT = f"""
CREATE FUNCTION edition_content(wanted bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'edition', edition_own_content(edition),{",".join(_ROWS.format(name=name, table=table) for name, table in PARTS.items())},
        'contacts', (SELECT jsonb_agg(to_jsonb(part) - '{{id,edition_id}}'::text[] ORDER BY position, id)
            FROM experiences_contact part WHERE edition_id = wanted),
        'lesson_themes', (SELECT jsonb_agg(jsonb_build_array(lesson.number, themed.theme_id) ORDER BY lesson.number, themed.theme_id)
            FROM experiences_lesson lesson JOIN experiences_lesson_themes themed ON themed.lesson_id = lesson.id
            WHERE lesson.edition_id = wanted)
    )
    FROM experiences_edition edition WHERE id = wanted
$$;
"""  # noqa: S608 - names of parts and tables, from above

# The parts in the order of 0009, and contacts where there are any, as in 0014: so approvals of before still hold.
FINGERPRINT = f"""
CREATE OR REPLACE FUNCTION edition_fingerprint(wanted bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to((jsonb_build_array(
        {", ".join(f"content -> '{name}'" for name in ("edition", *PARTS, "lesson_themes"))}
    ) || CASE jsonb_typeof(content -> 'contacts') WHEN 'array' THEN jsonb_build_array(content -> 'contacts') ELSE '[]' END)
    ::text, 'UTF8')), 'hex')
    FROM edition_content(wanted) AS content WHERE content IS NOT NULL
$$;
"""  # noqa: S608 - names of parts, from above

FORMER_FINGERPRINT = import_module("experiences.migrations.0014_contacts").WITH_CONTACTS


class Migration(migrations.Migration):
    dependencies = [("experiences", "0016_imports_end_with_their_session")]
    operations = [migrations.RunSQL([CONTENT, FINGERPRINT], [FORMER_FINGERPRINT, "DROP FUNCTION edition_content"])]
