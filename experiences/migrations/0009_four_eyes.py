"""What the database keeps about drafts, whoever writes to it, superusers and shells included.

- `edition_fingerprint` is one value for an edition with all its parts. Any change of what the edition says gives another.
- Whatever changes an approved draft sends it back to review. The triggers that freeze published editions (0002) do it, since
  every write of a part passes them; each write locks its edition, so that a publication waits for it and then sees it.
- An edition stops being a draft in one way: it is published, approved as it is by somebody who has not worked on it, or as an
  emergency that says why and by whom, or by an import that is still running. The check comes after the row is written: it sees
  what the same statement changed.
- Approvals, contributors, reviews and steps are only ever added to; they go when what they are about goes. An approval is void
  for good once the draft is no longer approved.
"""

from django.db import migrations

# Columns of an edition that say nothing about the entry, and those that are generated from others.
CONTENT = """
CREATE FUNCTION edition_own_content(edition experiences_edition) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT to_jsonb(edition) - '{state,stage,owner_id,revision,is_as_imported,created_at,created_by_id,updated_at,published_at,'
        'published_by_id,published_by_import_id,emergency_reason,first_year,last_year}'::text[]
$$;
"""

PARTS = [
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
_ROWS = """
        (SELECT jsonb_agg(content ORDER BY content) FROM (
            SELECT to_jsonb(part) - '{{id,edition_id,sort_title}}'::text[] AS content FROM {table} part WHERE edition_id = wanted
        ) AS {table})"""
FINGERPRINT = f"""
CREATE FUNCTION edition_fingerprint(wanted bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        edition_own_content(edition),{",".join(_ROWS.format(table=table) for table in PARTS)},
        (SELECT jsonb_agg(jsonb_build_array(lesson.number, themed.theme_id) ORDER BY lesson.number, themed.theme_id)
            FROM experiences_lesson lesson JOIN experiences_lesson_themes themed ON themed.lesson_id = lesson.id
            WHERE lesson.edition_id = wanted)
    )::text, 'UTF8')), 'hex')
    FROM experiences_edition edition WHERE id = wanted
$$;
"""  # noqa: S608 - names of tables, from above

APPROVAL_VOIDED = """
CREATE FUNCTION touch_editions(touched bigint[], says_something_new boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    edition record;
BEGIN
    FOR edition IN SELECT id, state, stage FROM experiences_edition WHERE id = ANY (touched) ORDER BY id FOR SHARE LOOP
        IF edition.state <> 'draft' THEN
            RAISE EXCEPTION 'edition % is published and never changes: start the next edition', edition.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF edition.stage = 'approved' AND says_something_new THEN
            UPDATE experiences_edition SET stage = 'in_review' WHERE id = edition.id;
        END IF;
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION refuse_change_of_published_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    CASE TG_OP
        WHEN 'INSERT' THEN PERFORM touch_editions(ARRAY[NEW.edition_id], true);
        WHEN 'DELETE' THEN PERFORM touch_editions(ARRAY[OLD.edition_id], true);
        -- generated columns are not there yet before the row is written
        ELSE PERFORM touch_editions(
            ARRAY[OLD.edition_id, NEW.edition_id], to_jsonb(OLD) - 'sort_title' <> to_jsonb(NEW) - 'sort_title'
        );
    END CASE;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE OR REPLACE FUNCTION refuse_change_of_published_lesson_theme() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lessons bigint[];
BEGIN
    IF TG_OP <> 'INSERT' THEN lessons := lessons || OLD.lesson_id; END IF;
    IF TG_OP <> 'DELETE' THEN lessons := lessons || NEW.lesson_id; END IF;
    PERFORM touch_editions(ARRAY(SELECT edition_id FROM experiences_lesson WHERE id = ANY (lessons)), true);
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION void_approval_of_changed_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF edition_own_content(OLD) <> edition_own_content(NEW) THEN
        NEW.stage := 'in_review';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER approval_is_voided BEFORE UPDATE ON experiences_edition FOR EACH ROW
    WHEN (OLD.state = 'draft' AND OLD.stage = 'approved' AND NEW.stage = 'approved')
    EXECUTE FUNCTION void_approval_of_changed_edition();
"""

FOUR_EYES = """
CREATE FUNCTION is_approved(wanted bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM experiences_approval approval
        WHERE approval.edition_id = wanted AND NOT approval.is_void AND approval.fingerprint = edition_fingerprint(wanted) AND NOT EXISTS (
            SELECT FROM experiences_contributor contributor
            WHERE contributor.edition_id = wanted AND contributor.person_id = approval.by_id
        )
    )
$$;

CREATE FUNCTION demand_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'published' THEN
        IF NEW.published_by_import_id IS NOT NULL THEN
            IF EXISTS (SELECT FROM experiences_import WHERE id = NEW.published_by_import_id AND finished_at IS NULL) THEN
                RETURN NULL;
            END IF;
        ELSIF NEW.emergency_reason <> '' THEN  -- a constraint asks for whoever it was
            RETURN NULL;
        ELSIF NEW.stage = 'approved' AND is_approved(NEW.id) THEN
            RETURN NULL;
        END IF;
    ELSIF NEW.state = 'draft' AND is_approved(NEW.id) THEN  -- the stage has just become "approved"
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'edition % is not approved, as it is now, by somebody who has not worked on it', NEW.id
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER four_eyes_from_the_start AFTER INSERT ON experiences_edition FOR EACH ROW
    WHEN (NEW.state <> 'draft' OR NEW.stage = 'approved') EXECUTE FUNCTION demand_four_eyes();
CREATE TRIGGER four_eyes AFTER UPDATE ON experiences_edition FOR EACH ROW
    WHEN (OLD.state = 'draft' AND (NEW.state <> 'draft' OR (NEW.stage = 'approved' AND OLD.stage <> 'approved')))
    EXECUTE FUNCTION demand_four_eyes();

-- A draft that is no longer approved does not become so again by an approval of before.
CREATE FUNCTION end_approvals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE experiences_approval SET is_void = true WHERE edition_id = NEW.id AND NOT is_void;
    RETURN NULL;
END $$;

CREATE TRIGGER approvals_end AFTER UPDATE ON experiences_edition FOR EACH ROW
    WHEN (NEW.state = 'draft' AND OLD.stage = 'approved' AND NEW.stage <> 'approved') EXECUTE FUNCTION end_approvals();

CREATE FUNCTION demand_second_reviewer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM experiences_edition edition
        WHERE id = NEW.edition_id AND emergency_reason <> '' AND published_by_id <> NEW.by_id AND NOT EXISTS (
            SELECT FROM experiences_contributor contributor
            WHERE contributor.edition_id = edition.id AND contributor.person_id = NEW.by_id
        )
    ) THEN
        RAISE EXCEPTION 'the emergency publication of edition % is reviewed by somebody who had no part in it', NEW.edition_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER by_somebody_else AFTER INSERT ON experiences_emergencyreview
    FOR EACH ROW EXECUTE FUNCTION demand_second_reviewer();
"""

ONLY_ADDED_TO = """
CREATE FUNCTION refuse_change_of_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- A row may go only with what it is about: when the transaction ends, that must be gone too.
CREATE FUNCTION refuse_loss_of_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_there boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id = $1)', TG_ARGV[0])
        INTO is_there USING (to_jsonb(OLD) ->> TG_ARGV[1])::bigint;
    IF is_there THEN
        RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER never_reopened BEFORE UPDATE ON experiences_import FOR EACH ROW
    WHEN (OLD.finished_at IS NOT NULL) EXECUTE FUNCTION refuse_change_of_record();
"""
RECORDS = [
    ("experiences_contributor", "experiences_edition", "edition_id"),
    ("experiences_approval", "experiences_edition", "edition_id"),
    ("experiences_emergencyreview", "experiences_edition", "edition_id"),
    ("experiences_step", "experiences_entry", "entry_id"),
]
# An approval becomes void, and stays so.
ALLOWED = {"experiences_approval": "WHEN (OLD.is_void OR to_jsonb(OLD) - 'is_void' <> to_jsonb(NEW) - 'is_void')"}
NEVER_CHANGED = [
    f"CREATE TRIGGER never_changes BEFORE UPDATE ON {table} FOR EACH ROW {ALLOWED.get(table, '')} "
    "EXECUTE FUNCTION refuse_change_of_record()"
    for table, _of, _column in RECORDS
]
NEVER_LOST = [
    f"CREATE CONSTRAINT TRIGGER never_goes AFTER DELETE ON {table} DEFERRABLE INITIALLY DEFERRED "
    f"FOR EACH ROW EXECUTE FUNCTION refuse_loss_of_record('{of}', '{column}')"
    for table, of, column in RECORDS
]

FORMER_TRIGGERS = """
CREATE OR REPLACE FUNCTION refuse_change_of_published_part() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION refuse_change_of_published_lesson_theme() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""
UNDO = f"""
DROP FUNCTION refuse_loss_of_record CASCADE;
DROP FUNCTION refuse_change_of_record CASCADE;
DROP FUNCTION demand_second_reviewer CASCADE;
DROP FUNCTION end_approvals CASCADE;
DROP FUNCTION demand_four_eyes CASCADE;
DROP FUNCTION is_approved;
DROP FUNCTION void_approval_of_changed_edition CASCADE;
{FORMER_TRIGGERS}
DROP FUNCTION touch_editions;
DROP FUNCTION edition_fingerprint;
DROP FUNCTION edition_own_content;
"""


class Migration(migrations.Migration):
    dependencies = [("experiences", "0008_desk")]
    operations = [
        migrations.RunSQL([CONTENT, FINGERPRINT, APPROVAL_VOIDED, FOUR_EYES, ONLY_ADDED_TO, *NEVER_CHANGED, *NEVER_LOST], UNDO)
    ]
