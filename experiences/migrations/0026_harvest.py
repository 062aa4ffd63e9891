"""What harvesters need to know of each stored document beside its text: the sets that it is in, and a time that can be relied on.

- `sets`: of the edition that the public reads or read last, so that a tombstone keeps those that its entry was in: `kind`,
  `kind:agreement`, `theme:health:nutrition` with all that is above it, `country:VNM`, `scope:core`. An entry that comes into
  other sets, as when a theme is moved, is a change of it, though its text stays.
- `changed_at` never runs backwards, whatever the server's clock does: in the order of positions, and so of commits. Whoever has seen
  a time has seen all that will ever have an earlier one.
"""

from importlib import import_module

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

SETS = """
-- Of each of these entries that was public once, the sets in which harvesters find it.
CREATE FUNCTION document_sets(wanted bigint[]) RETURNS TABLE (entry_id bigint, sets text[]) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE themed AS (
        SELECT id, ARRAY['theme', 'theme:' || slug] AS specs FROM experiences_theme WHERE parent_id IS NULL
        UNION ALL
        SELECT theme.id, above.specs || (above.specs[cardinality(above.specs)] || ':' || theme.slug)
        FROM experiences_theme theme JOIN themed above ON theme.parent_id = above.id
    )
    SELECT entry.id, ARRAY(
        SELECT DISTINCT spec COLLATE "C" FROM (
            SELECT unnest(ARRAY['kind', 'kind:' || entry.kind]) AS spec
            UNION ALL SELECT unnest(ARRAY['scope', 'scope:' || edition.scope]) WHERE edition.id IS NOT NULL
            UNION ALL SELECT unnest(ARRAY['country', 'country:' || country.iso3])
                FROM experiences_countryrole part JOIN countries_country country ON country.id = part.country_id
                WHERE part.edition_id = edition.id
            UNION ALL SELECT unnest(themed.specs)
                FROM experiences_edition_themes part JOIN themed ON themed.id = part.theme_id WHERE part.edition_id = edition.id
        ) said ORDER BY 1
    )
    FROM (SELECT DISTINCT unnest(wanted) AS id) asked JOIN experiences_entry entry USING (id)
    LEFT JOIN LATERAL (
        SELECT id, scope FROM experiences_edition
        WHERE experiences_edition.entry_id = entry.id AND state IN ('published', 'withdrawn')
        ORDER BY state = 'published' DESC, number DESC LIMIT 1
    ) edition ON true
$$;
"""

KEEP = """
CREATE OR REPLACE FUNCTION document_refresh(wanted bigint[]) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE latest timestamptz;
BEGIN
    PERFORM search_touch();
    latest := (SELECT max(changed_at) FROM experiences_storeddocument);
    -- references that are no longer there, which only somebody with the power to change or empty tables brings about
    UPDATE experiences_storeddocument gone SET entry_id = NULL, is_listed = false, card = '', document = '', item = remains,
        digest = encode(sha256(convert_to(remains, 'UTF8')), 'hex'), position = nextval('document_position'),
        changed_at = greatest(latest, clock_timestamp())
    FROM experiences_storeddocument stored, LATERAL (SELECT row_to_json(tombstone)::text AS remains FROM (
        SELECT stored.ref, NULL AS key, NULL AS kind, true AS deleted, NULL AS url, NULL AS api_url, NULL AS edition,
            NULL AS first_published_at, NULL AS withdrawn_at, NULL AS reason, NULL AS reason_label, NULL AS note, NULL AS merged_into
    ) tombstone) said
    WHERE gone.ref = stored.ref AND stored.entry_id = ANY (wanted)
        AND NOT EXISTS (SELECT FROM experiences_entry entry WHERE entry.id = stored.entry_id AND entry.ref = stored.ref);
    INSERT INTO experiences_storeddocument
        (ref, entry_id, is_listed, sets, item, card, document, digest, position, changed_at)
    SELECT ref, entry_id, is_listed, sets, item, card, document, digest, nextval('document_position'),
        greatest(latest, clock_timestamp())
    FROM (
        SELECT *, encode(sha256(convert_to(item || document, 'UTF8')), 'hex') AS digest
        FROM document_of(wanted) JOIN document_sets(wanted) USING (entry_id)
    ) fresh
    WHERE NOT EXISTS (
        SELECT FROM experiences_storeddocument same
        WHERE same.ref = fresh.ref AND same.digest = fresh.digest AND same.entry_id = fresh.entry_id AND same.sets = fresh.sets
    )
    ON CONFLICT (ref) DO UPDATE SET entry_id = excluded.entry_id, is_listed = excluded.is_listed, sets = excluded.sets,
        item = excluded.item, card = excluded.card, document = excluded.document, digest = excluded.digest,
        position = excluded.position, changed_at = excluded.changed_at;
END $$;
"""

# An entry's own changes are followed already; here, those of what its sets are named by.
FOLLOW = """
CREATE FUNCTION document_follow_places_of_themes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moved bigint[] := ARRAY(
    SELECT after.id FROM old_rows before JOIN new_rows after ON after.id = before.id
    WHERE (before.slug, before.parent_id) IS DISTINCT FROM (after.slug, after.parent_id));
BEGIN
    IF moved <> '{}' THEN
        PERFORM document_refresh(ARRAY(
            WITH RECURSIVE under AS (
                SELECT unnest(moved) AS id
                UNION SELECT theme.id FROM experiences_theme theme JOIN under ON theme.parent_id = under.id
            )
            SELECT edition.entry_id FROM under JOIN experiences_edition_themes part ON part.theme_id = under.id
            JOIN experiences_edition edition ON edition.id = part.edition_id WHERE edition.state IN ('published', 'withdrawn')
        ));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER documents_follow_places AFTER UPDATE ON experiences_theme
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION document_follow_places_of_themes();

CREATE FUNCTION document_follow_codes_of_countries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed bigint[] := ARRAY(
    SELECT after.id FROM old_rows before JOIN new_rows after ON after.id = before.id WHERE before.iso3 <> after.iso3);
BEGIN
    IF changed <> '{}' THEN
        PERFORM document_refresh(ARRAY(
            SELECT edition.entry_id FROM experiences_countryrole part JOIN experiences_edition edition ON edition.id = part.edition_id
            WHERE part.country_id = ANY (changed) AND edition.state IN ('published', 'withdrawn')
        ));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER documents_follow_codes AFTER UPDATE ON countries_country
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION document_follow_codes_of_countries();
"""

# What is stored already keeps its place in the feed.
FILL = """
UPDATE experiences_storeddocument stored SET sets = fresh.sets
FROM document_sets(ARRAY(SELECT entry_id FROM experiences_storeddocument WHERE entry_id IS NOT NULL)) fresh
WHERE fresh.entry_id = stored.entry_id;

UPDATE experiences_storeddocument stored SET changed_at = run.latest
FROM (SELECT ref, max(changed_at) OVER (ORDER BY position) AS latest FROM experiences_storeddocument) run
WHERE run.ref = stored.ref AND run.latest <> stored.changed_at;
"""

_BEFORE = import_module("experiences.migrations.0022_stored_documents").KEEP
UNDO = f"""
DROP FUNCTION document_follow_codes_of_countries CASCADE;
DROP FUNCTION document_follow_places_of_themes CASCADE;
{_BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")}
DROP FUNCTION document_sets;
"""


class Migration(migrations.Migration):
    dependencies = [("experiences", "0025_when_the_index_changed")]
    operations = [
        migrations.AddField(
            "storeddocument",
            "sets",
            django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, db_default=[]),
        ),
        migrations.RunSQL([SETS, KEEP, FOLLOW, FILL], UNDO),
        migrations.AddIndex(
            "storeddocument", django.contrib.postgres.indexes.GinIndex(fields=["sets"], name="stored_document_sets")
        ),
        migrations.AddIndex("storeddocument", models.Index(fields=["changed_at"], name="stored_document_changed")),
    ]
