"""What keeps the search index true: triggers on every table that it is made from, so that no way of writing leaves it behind.

A published edition and its parts never change (migration 0002), so that an entry's texts enter and leave the index only with
the state of an edition. What stands outside editions (countries, regions, groups, themes, organisations, recommendations) can change
at any time: its names are indexed by themselves, once each, and the entries below a moved theme or in a moved country get new codes.
Whatever pages show besides, such as sources and synonyms, counts as a change of the index too: its version tells a cached page
that it is out of date.
"""

from django.db import migrations

EDITIONS = """
CREATE FUNCTION search_follow_new_editions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted bigint[] := ARRAY(SELECT DISTINCT entry_id FROM new_rows WHERE state = 'published');
BEGIN
    IF wanted <> '{}' THEN PERFORM search_refresh(wanted); END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION search_follow_changed_editions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted bigint[] := ARRAY(
    SELECT DISTINCT after.entry_id FROM old_rows before JOIN new_rows after ON after.id = before.id
    WHERE before.state <> after.state AND 'published' IN (before.state, after.state));
BEGIN
    IF wanted <> '{}' THEN PERFORM search_refresh(wanted); END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION search_follow_gone_editions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted bigint[] := ARRAY(SELECT DISTINCT entry_id FROM old_rows WHERE state = 'published');
BEGIN
    IF wanted <> '{}' THEN PERFORM search_refresh(wanted); END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER search_follows_new AFTER INSERT ON experiences_edition
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION search_follow_new_editions();
CREATE TRIGGER search_follows_changed AFTER UPDATE ON experiences_edition
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION search_follow_changed_editions();
CREATE TRIGGER search_follows_gone AFTER DELETE ON experiences_edition
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION search_follow_gone_editions();

CREATE FUNCTION search_follow_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_refresh(ARRAY[NEW.id]);
    RETURN NULL;
END $$;
CREATE TRIGGER search_follows_name AFTER UPDATE ON experiences_entry FOR EACH ROW
    WHEN ((OLD.ref, OLD.key) IS DISTINCT FROM (NEW.ref, NEW.key))
    EXECUTE FUNCTION search_follow_entry();
"""

# A trigger's arguments: the facet, and the column that holds the record's id.
NAMES = """
CREATE FUNCTION search_follow_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM search_rename(TG_ARGV[0], to_jsonb(OLD)->>TG_ARGV[1]); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM search_rename(TG_ARGV[0], to_jsonb(NEW)->>TG_ARGV[1]); END IF;
    RETURN NULL;
END $$;
"""
NAMED = [
    ("countries_country", "country", "id"),
    ("countries_countryname", "country", "country_id"),
    ("countries_region", "region", "m49"),
    ("countries_countrygroup", "group", "id"),
    ("experiences_theme", "theme", "id"),
    ("experiences_themelabel", "theme", "theme_id"),
    ("experiences_organisation", "organisation", "id"),
    ("experiences_recommendation", "recommendation", "id"),
]
FOLLOW_NAMES = [
    f"CREATE TRIGGER search_follows_name AFTER INSERT OR UPDATE OR DELETE ON {table} "
    f"FOR EACH ROW EXECUTE FUNCTION search_follow_name('{facet}', '{column}')"
    for table, facet, column in NAMED
]

PLACES = """
CREATE FUNCTION search_recode_countries(moved bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE wanted bigint[] := ARRAY(
    SELECT DISTINCT edition.entry_id FROM experiences_edition edition
    JOIN experiences_countryrole role ON role.edition_id = edition.id
    WHERE edition.state = 'published' AND role.country_id = ANY (moved));
BEGIN
    IF wanted <> '{}' THEN PERFORM search_recode(wanted); END IF;
END $$;

CREATE FUNCTION search_follow_moved_country() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_recode_countries(ARRAY[NEW.id]);
    RETURN NULL;
END $$;
CREATE TRIGGER search_follows_place AFTER UPDATE ON countries_country FOR EACH ROW
    WHEN (OLD.region_id <> NEW.region_id) EXECUTE FUNCTION search_follow_moved_country();

CREATE FUNCTION search_follow_moved_region() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_recode_countries(ARRAY(SELECT country.id FROM countries_country country
        JOIN search_region_above USING (region_id) WHERE above_id = NEW.m49));
    RETURN NULL;
END $$;
CREATE TRIGGER search_follows_place AFTER UPDATE ON countries_region FOR EACH ROW
    WHEN (OLD.parent_id IS DISTINCT FROM NEW.parent_id) EXECUTE FUNCTION search_follow_moved_region();

CREATE FUNCTION search_follow_membership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_touch();
    IF TG_OP <> 'INSERT' THEN PERFORM search_recode_countries(ARRAY[OLD.country_id]); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM search_recode_countries(ARRAY[NEW.country_id]); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER search_follows_place AFTER INSERT OR UPDATE OR DELETE ON countries_countrygroup_members
    FOR EACH ROW EXECUTE FUNCTION search_follow_membership();

CREATE FUNCTION search_follow_moved_theme() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted bigint[] := ARRAY(
    SELECT DISTINCT edition.entry_id FROM experiences_edition edition
    JOIN experiences_edition_themes themed ON themed.edition_id = edition.id
    JOIN search_theme_above USING (theme_id)
    WHERE edition.state = 'published' AND above_id = NEW.id);
BEGIN
    IF wanted <> '{}' THEN PERFORM search_recode(wanted); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER search_follows_place AFTER UPDATE ON experiences_theme FOR EACH ROW
    WHEN (OLD.parent_id IS DISTINCT FROM NEW.parent_id) EXECUTE FUNCTION search_follow_moved_theme();
"""

SHOWN = """
CREATE FUNCTION search_follow_shown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_touch();
    RETURN NULL;
END $$;
"""
SHOWN_TABLES = ["experiences_source", "experiences_synonymgroup", "experiences_entry", "experiences_pastslug"]
FOLLOW_SHOWN = [
    f"CREATE TRIGGER search_follows_shown AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION search_follow_shown()"
    for table in SHOWN_TABLES
]

# TRUNCATE passes by row triggers: the entries are read again without what it emptied.
EMPTIED = """
CREATE FUNCTION search_follow_emptied_parts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_refresh(ARRAY(SELECT entry_id FROM search_entry));
    RETURN NULL;
END $$;

CREATE FUNCTION search_follow_emptied_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_touch();
    DELETE FROM search_label WHERE facet = TG_ARGV[0];
    INSERT INTO search_label (facet, value, key, is_whole)
        SELECT DISTINCT ON (name.value, ending.key) name.facet, name.value, ending.key, ending.is_whole
        FROM search_name name, search_endings(name.said) ending
        WHERE name.facet = TG_ARGV[0] ORDER BY name.value, ending.key, ending.is_whole DESC;
    RETURN NULL;
END $$;
"""
PART_TABLES = [
    "experiences_edition",
    "experiences_editiontext",
    "experiences_edition_themes",
    "experiences_edition_recommendations",
    "experiences_countryrole",
    "experiences_organisationrole",
    "experiences_fact",
    "experiences_lesson",
    "experiences_transfer",
    "countries_countrygroup_members",
]
FOLLOW_EMPTIED = [
    f"CREATE TRIGGER search_follows_emptied_parts AFTER TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION search_follow_emptied_parts()"
    for table in PART_TABLES
] + [
    f"CREATE TRIGGER search_follows_emptied AFTER TRUNCATE ON {table} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION search_follow_emptied_names('{facet}')"
    for table, facet, _column in NAMED
]

UNDO = """
DROP FUNCTION search_follow_emptied_names CASCADE;
DROP FUNCTION search_follow_emptied_parts CASCADE;
DROP FUNCTION search_follow_shown CASCADE;
DROP FUNCTION search_follow_moved_theme CASCADE;
DROP FUNCTION search_follow_membership CASCADE;
DROP FUNCTION search_follow_moved_region CASCADE;
DROP FUNCTION search_follow_moved_country CASCADE;
DROP FUNCTION search_recode_countries;
DROP FUNCTION search_follow_name CASCADE;
DROP FUNCTION search_follow_entry CASCADE;
DROP FUNCTION search_follow_gone_editions CASCADE;
DROP FUNCTION search_follow_changed_editions CASCADE;
DROP FUNCTION search_follow_new_editions CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("experiences", "0005_synonyms")]
    operations = [
        migrations.RunSQL(
            [EDITIONS, NAMES, *FOLLOW_NAMES, PLACES, SHOWN, *FOLLOW_SHOWN, EMPTIED, *FOLLOW_EMPTIED],
            UNDO,
        ),
    ]
