"""Rules that only the database can keep for everybody who writes to it.

- Once published, an edition and all its parts never change (design: identity and editions). All that may still happen to
  it is that it is superseded or withdrawn.
- An edition's kind is that of its entry, and a fact disagrees only with a fact of the same edition.
- An entry is published exactly when one of its editions is. Checked when the transaction ends.
"""

from django.db import migrations

FROZEN = """
CREATE FUNCTION refuse_change_of_published_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state IN ('superseded', 'withdrawn')
        -- generated columns are not there yet before the row is written
        AND to_jsonb(OLD) - '{state,first_year,last_year}'::text[]
            = to_jsonb(NEW) - '{state,first_year,last_year}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'edition % is published and never changes: start the next edition', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION refuse_change_of_published_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
    frozen bigint;
BEGIN
    IF TG_OP <> 'INSERT' THEN touched := touched || OLD.edition_id; END IF;
    IF TG_OP <> 'DELETE' THEN touched := touched || NEW.edition_id; END IF;
    SELECT id INTO frozen FROM experiences_edition WHERE id = ANY (touched) AND state <> 'draft' LIMIT 1;
    IF frozen IS NOT NULL THEN
        RAISE EXCEPTION 'edition % is published and never changes: start the next edition', frozen
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION refuse_change_of_published_lesson_theme() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
    frozen bigint;
BEGIN
    IF TG_OP <> 'INSERT' THEN touched := touched || OLD.lesson_id; END IF;
    IF TG_OP <> 'DELETE' THEN touched := touched || NEW.lesson_id; END IF;
    SELECT edition.id INTO frozen FROM experiences_lesson lesson JOIN experiences_edition edition
        ON edition.id = lesson.edition_id WHERE lesson.id = ANY (touched) AND edition.state <> 'draft' LIMIT 1;
    IF frozen IS NOT NULL THEN
        RAISE EXCEPTION 'edition % is published and never changes: start the next edition', frozen
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER published_never_changes BEFORE UPDATE OR DELETE ON experiences_edition
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_edition();
CREATE TRIGGER published_never_changes BEFORE INSERT OR UPDATE OR DELETE ON experiences_lesson_themes
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_lesson_theme();
"""

PART_TABLES = [
    "experiences_editiontext",
    "experiences_edition_themes",
    "experiences_edition_recommendations",
    "experiences_countryrole",
    "experiences_organisationrole",
    "experiences_fact",
    "experiences_lesson",
    "experiences_relation",
    "experiences_transfer",
    "experiences_assessment",
    "experiences_citation",
]
FROZEN_PARTS = [
    f"CREATE TRIGGER published_never_changes BEFORE INSERT OR UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_part()"
    for table in PART_TABLES
]

WITHIN = """
ALTER TABLE experiences_edition ADD CONSTRAINT edition_kind_is_its_entrys
    FOREIGN KEY (entry_id, kind) REFERENCES experiences_entry (id, kind);
ALTER TABLE experiences_fact ADD CONSTRAINT fact_disagrees_within_its_edition
    FOREIGN KEY (edition_id, disagrees_with) REFERENCES experiences_fact (edition_id, number)
    DEFERRABLE INITIALLY DEFERRED;
"""

IN_STEP = """
CREATE FUNCTION check_entry_and_editions_agree() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entry experiences_entry;
    entry_id_ bigint := CASE TG_TABLE_NAME WHEN 'experiences_entry' THEN NEW.id ELSE (to_jsonb(NEW)->>'entry_id')::bigint END;
BEGIN
    SELECT * INTO entry FROM experiences_entry WHERE id = entry_id_;
    IF FOUND AND (entry.state = 'published') <> EXISTS (
        SELECT FROM experiences_edition WHERE entry_id = entry.id AND state = 'published'
    ) THEN
        RAISE EXCEPTION 'entry % and its editions disagree about whether it is published', entry.ref
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER agrees_with_editions AFTER INSERT OR UPDATE OF state ON experiences_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_entry_and_editions_agree();
CREATE CONSTRAINT TRIGGER agrees_with_entry AFTER INSERT OR UPDATE OF state ON experiences_edition
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_entry_and_editions_agree();
"""

UNDO = """
DROP FUNCTION check_entry_and_editions_agree CASCADE;
ALTER TABLE experiences_fact DROP CONSTRAINT fact_disagrees_within_its_edition;
ALTER TABLE experiences_edition DROP CONSTRAINT edition_kind_is_its_entrys;
DROP FUNCTION refuse_change_of_published_edition CASCADE;
DROP FUNCTION refuse_change_of_published_part CASCADE;
DROP FUNCTION refuse_change_of_published_lesson_theme CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("experiences", "0001_initial")]
    operations = [migrations.RunSQL([FROZEN, *FROZEN_PARTS, WITHIN, IN_STEP], UNDO)]
