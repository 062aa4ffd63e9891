"""What an edition says, as one document: `edition_content`. The fingerprint of an edition is made of it, and gives what it gave before.

The document has the edition's own columns under "edition" and the rows of each part, without their ids, under the name of the
part; "lesson_themes" are pairs of a lesson's number and a theme's id. A part without rows is null.
"""

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
        'lesson_themes', (SELECT jsonb_agg(jsonb_build_array(lesson.number, themed.theme_id) ORDER BY lesson.number, themed.theme_id)
            FROM experiences_lesson lesson JOIN experiences_lesson_themes themed ON themed.lesson_id = lesson.id
            WHERE lesson.edition_id = wanted)
    )
    FROM experiences_edition edition WHERE id = wanted
$$;
"""  # noqa: S608 - names of parts and tables, from above

# The parts in the order of 0009, so that approvals of before still hold.
FINGERPRINT = f"""
CREATE OR REPLACE FUNCTION edition_fingerprint(wanted bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        {", ".join(f"content -> '{name}'" for name in ("edition", *PARTS, "lesson_themes"))}
    )::text, 'UTF8')), 'hex')
    FROM edition_content(wanted) AS content WHERE content IS NOT NULL
$$;
"""  # noqa: S608 - names of parts, from above

_FORMER_ROWS = """
        (SELECT jsonb_agg(content ORDER BY content) FROM (
            SELECT to_jsonb(part) - '{{id,edition_id,sort_title}}'::text[] AS content FROM {table} part WHERE edition_id = wanted
        ) AS {table})"""
UNDO = f"""
CREATE OR REPLACE FUNCTION edition_fingerprint(wanted bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        edition_own_content(edition),{",".join(_FORMER_ROWS.format(table=table) for table in PARTS.values())},
        (SELECT jsonb_agg(jsonb_build_array(lesson.number, themed.theme_id) ORDER BY lesson.number, themed.theme_id)
            FROM experiences_lesson lesson JOIN experiences_lesson_themes themed ON themed.lesson_id = lesson.id
            WHERE lesson.edition_id = wanted)
    )::text, 'UTF8')), 'hex')
    FROM experiences_edition edition WHERE id = wanted
$$;
DROP FUNCTION edition_content;
"""  # noqa: S608 - names of tables, from above


class Migration(migrations.Migration):
    dependencies = [("experiences", "0012_comments_never_change")]
    operations = [migrations.RunSQL([CONTENT, FINGERPRINT], UNDO)]
