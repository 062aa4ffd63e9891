"""What keeps the stored documents true: triggers on every table that they are made from, so that no way of writing leaves one behind.

A published edition and its parts never change (migration 0002), so that what an entry says enters and leaves its document only
with the state of an edition. A document also holds what other entries state about its entry, the titles and addresses of other
entries, and the names of countries, themes, organisations, recommendations and sources: whoever changes one of these has all
documents made anew that may tell of it. Those that are as before keep their place in the order of changes.
"""

# ruff: noqa: S608 - what stands in the statements are our own names
from django.db import migrations

CONCERNED = """
-- The entries whose documents may tell of some entries, or of what some editions say.
CREATE FUNCTION document_concerned(entries bigint[], editions bigint[]) RETURNS bigint[]
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
    RETURN (WITH telling AS MATERIALIZED (
        SELECT id, entry_id FROM experiences_edition edition WHERE state <> 'draft' AND id IN (
            SELECT unnest(editions)
            UNION SELECT id FROM experiences_edition WHERE entry_id = ANY (entries)
            UNION SELECT edition_id FROM experiences_relation WHERE target_id = ANY (entries)
            UNION SELECT edition_id FROM experiences_transfer WHERE experience_id = ANY (entries)
            UNION SELECT edition_id FROM experiences_transfer WHERE exchange_id = ANY (entries)
            UNION SELECT edition_id FROM experiences_transfer WHERE outcome_id = ANY (entries)
        )
    )
    SELECT ARRAY(
        SELECT unnest(entries)
        UNION SELECT entry_id FROM telling
        UNION SELECT relation.target_id FROM telling JOIN experiences_relation relation ON relation.edition_id = telling.id
        UNION SELECT unnest(ARRAY[transfer.experience_id, transfer.exchange_id, transfer.outcome_id])
            FROM telling JOIN experiences_transfer transfer ON transfer.edition_id = telling.id
    ));
END $$;

CREATE FUNCTION document_refresh_concerned(entries bigint[], editions bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF entries <> '{}' OR editions <> '{}' THEN
        PERFORM document_refresh(document_concerned(entries, editions));
    END IF;
END $$;

CREATE FUNCTION document_refresh_all() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM document_refresh(ARRAY(
        SELECT entry_id FROM experiences_storeddocument WHERE entry_id IS NOT NULL
        UNION SELECT id FROM experiences_entry WHERE state <> 'draft'
        UNION SELECT entry_id FROM experiences_edition WHERE state = 'published'
    ));
END $$;

CREATE FUNCTION document_follow_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM document_refresh_all();
    RETURN NULL;
END $$;
"""

EDITIONS = """
CREATE FUNCTION document_follow_new_editions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE came bigint[] := ARRAY(SELECT id FROM new_rows WHERE state <> 'draft');
BEGIN
    PERFORM document_refresh_concerned(ARRAY(SELECT entry_id FROM new_rows WHERE id = ANY (came)), came);
    RETURN NULL;
END $$;

CREATE FUNCTION document_follow_changed_editions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[] := ARRAY(
        SELECT after.id FROM old_rows before JOIN new_rows after ON after.id = before.id WHERE before.state <> after.state);
BEGIN
    PERFORM document_refresh_concerned(ARRAY(SELECT entry_id FROM new_rows WHERE id = ANY (changed)), changed);
    RETURN NULL;
END $$;

CREATE TRIGGER documents_follow_new AFTER INSERT ON experiences_edition
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION document_follow_new_editions();
CREATE TRIGGER documents_follow_changed AFTER UPDATE ON experiences_edition
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION document_follow_changed_editions();
"""

# An entry that is inserted has no edition yet; only one that is withdrawn from the start leaves a trace.
ENTRIES = """
CREATE FUNCTION document_follow_new_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM document_refresh_concerned(ARRAY(SELECT id FROM new_rows WHERE state IN ('withdrawn', 'merged')), '{}');
    RETURN NULL;
END $$;

CREATE FUNCTION document_follow_changed_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[] := ARRAY(
        SELECT after.id FROM old_rows before JOIN new_rows after ON after.id = before.id
        WHERE (before.ref, before.key, before.kind, before.slug, before.state, before.first_published_at, before.withdrawn_at,
                before.withdrawal_reason, before.withdrawal_note, before.merged_into_id)
            IS DISTINCT FROM (after.ref, after.key, after.kind, after.slug, after.state, after.first_published_at,
                after.withdrawn_at, after.withdrawal_reason, after.withdrawal_note, after.merged_into_id)
            AND (after.state <> 'draft' OR EXISTS (SELECT FROM experiences_storeddocument WHERE entry_id = after.id)));
BEGIN
    PERFORM document_refresh_concerned(
        changed || ARRAY(SELECT id FROM experiences_entry WHERE merged_into_id = ANY (changed)), '{}');
    RETURN NULL;
END $$;

CREATE FUNCTION document_follow_past_slugs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM document_refresh_concerned(ARRAY(
        SELECT DISTINCT slugs.entry_id FROM changed_rows slugs JOIN experiences_storeddocument stored USING (entry_id)), '{}');
    RETURN NULL;
END $$;

CREATE TRIGGER documents_follow_new AFTER INSERT ON experiences_entry
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION document_follow_new_entries();
CREATE TRIGGER documents_follow_changed AFTER UPDATE ON experiences_entry
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION document_follow_changed_entries();
CREATE TRIGGER documents_follow_gone AFTER DELETE ON experiences_entry
    REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION document_follow_gone_entries();
CREATE TRIGGER documents_follow_new AFTER INSERT ON experiences_pastslug
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION document_follow_past_slugs();
CREATE TRIGGER documents_follow_from AFTER UPDATE ON experiences_pastslug
    REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION document_follow_past_slugs();
CREATE TRIGGER documents_follow_to AFTER UPDATE ON experiences_pastslug
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION document_follow_past_slugs();
CREATE TRIGGER documents_follow_gone AFTER DELETE ON experiences_pastslug
    REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION document_follow_past_slugs();
"""
GONE_ENTRIES = """
CREATE FUNCTION document_follow_gone_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM document_refresh_concerned(ARRAY(
        SELECT gone.id FROM changed_rows gone JOIN experiences_storeddocument stored ON stored.entry_id = gone.id), '{}');
    RETURN NULL;
END $$;
"""

# Each table with the columns that documents show, and the tables and columns by which editions name its rows.
RECORDS = {
    "countries_country": (
        ("iso3", "iso2", "m49", "name"),
        (
            ("experiences_countryrole", "country_id"),
            ("experiences_transfer", "from_country_id"),
            ("experiences_transfer", "to_country_id"),
        ),
    ),
    "experiences_theme": (
        ("key", "slug", "label"),
        (
            ("experiences_edition_themes", "theme_id"),
            ("(SELECT edition_id, theme_id FROM experiences_lesson_themes JOIN experiences_lesson lesson "
             "ON lesson.id = lesson_id) lesson", "theme_id"),
        ),
    ),
    "experiences_organisation": (
        ("key", "slug", "name", "acronym"),
        (("experiences_organisationrole", "organisation_id"),),
    ),
    "experiences_recommendation": (
        ("key", "slug", "paragraph", "title", "position"),
        (("experiences_edition_recommendations", "recommendation_id"),),
    ),
    "experiences_source": (
        ("key", "title", "type", "creator", "publisher", "period_from", "period_to", "period_qualifier", "language", "url", "note"),
        tuple((f"experiences_{part}", "source_id") for part in ("fact", "lesson", "transfer", "assessment", "citation")),
    ),
}  # fmt: skip


def follow_record(table: str, columns: tuple[str, ...], named_in: tuple[tuple[str, str], ...]) -> str:
    """SQL that has the documents follow a table of records."""
    name = table.partition("_")[2]
    before, after = (", ".join(f"{row}.{column}" for column in columns) for row in ("before", "after"))
    editions = " UNION ".join(f"SELECT edition_id FROM {where} WHERE {column} = ANY (changed)" for where, column in named_in)
    return f"""
CREATE FUNCTION document_follow_{name}() RETURNS trigger LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan AS $$
DECLARE changed bigint[] := ARRAY(
    SELECT after.id FROM old_rows before JOIN new_rows after ON after.id = before.id WHERE ({before}) IS DISTINCT FROM ({after}));
BEGIN
    IF changed <> '{{}}' THEN
        PERFORM document_refresh_concerned('{{}}', ARRAY(
            SELECT named.edition_id FROM ({editions}) named JOIN document_edition edition ON edition.id = named.edition_id));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER documents_follow_changed AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION document_follow_{name}();
"""


# TRUNCATE passes by the other triggers, and frozen rows let it pass.
EMPTIED_TABLES = [
    *RECORDS,
    "experiences_entry",
    "experiences_pastslug",
    "experiences_edition",
    "experiences_editiontext",
    "experiences_edition_themes",
    "experiences_edition_recommendations",
    "experiences_countryrole",
    "experiences_organisationrole",
    "experiences_contact",
    "experiences_fact",
    "experiences_lesson",
    "experiences_lesson_themes",
    "experiences_relation",
    "experiences_transfer",
    "experiences_assessment",
    "experiences_citation",
]
FOLLOW_EMPTIED = [
    f"CREATE TRIGGER documents_follow_emptied AFTER TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION document_follow_all()"
    for table in EMPTIED_TABLES
]
TERMS = """
CREATE TRIGGER documents_follow_terms AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON document_term
    FOR EACH STATEMENT EXECUTE FUNCTION document_follow_all();
"""
# What is published already.
FILL = "SELECT document_refresh_all()"

UNDO = f"""
{"".join(f"DROP FUNCTION document_follow_{table.partition('_')[2]} CASCADE;" for table in RECORDS)}
DROP FUNCTION document_follow_past_slugs CASCADE;
DROP FUNCTION document_follow_gone_entries CASCADE;
DROP FUNCTION document_follow_changed_entries CASCADE;
DROP FUNCTION document_follow_new_entries CASCADE;
DROP FUNCTION document_follow_changed_editions CASCADE;
DROP FUNCTION document_follow_new_editions CASCADE;
DROP FUNCTION document_follow_all CASCADE;
DROP FUNCTION document_refresh_all;
DROP FUNCTION document_refresh_concerned;
DROP FUNCTION document_concerned;
"""


class Migration(migrations.Migration):
    dependencies = [("experiences", "0022_stored_documents")]
    operations = [
        migrations.RunSQL(
            [
                CONCERNED,
                EDITIONS,
                GONE_ENTRIES,
                ENTRIES,
                *(follow_record(table, *of_it) for table, of_it in RECORDS.items()),
                *FOLLOW_EMPTIED,
                TERMS,
                FILL,
            ],
            UNDO,
        ),
    ]
