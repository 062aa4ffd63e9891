"""An import belongs to the session of the database that began it. Once that is gone, killed or cut off, nobody publishes under its name.

A process number alone would come again: a session is told by that number and by when it began.
"""

from django.db import migrations, models

SESSIONS = """
CREATE FUNCTION this_session() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT pid || ' since ' || extract(epoch FROM backend_start) FROM pg_stat_get_activity(pg_backend_pid())
$$;

CREATE FUNCTION session_is_there(wanted text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid || ' since ' || extract(epoch FROM backend_start) = wanted)
$$;
"""
DEMAND_FOUR_EYES = """
CREATE OR REPLACE FUNCTION demand_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'published' THEN
        IF NEW.published_by_import_id IS NOT NULL THEN
            IF EXISTS (SELECT FROM experiences_import WHERE id = NEW.published_by_import_id AND finished_at IS NULL {of_this_session}) THEN
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
"""
BOUND = [
    DEMAND_FOUR_EYES.format(of_this_session="AND session = this_session()"),
    """CREATE TRIGGER keeps_its_session BEFORE UPDATE ON experiences_import FOR EACH ROW
    WHEN (OLD.session <> NEW.session) EXECUTE FUNCTION refuse_change_of_record()""",
]
UNBOUND = ["DROP TRIGGER keeps_its_session ON experiences_import", DEMAND_FOUR_EYES.format(of_this_session="")]


class Migration(migrations.Migration):
    dependencies = [("experiences", "0015_roles_keep_their_names")]
    operations = [
        migrations.RunSQL(SESSIONS, "DROP FUNCTION session_is_there; DROP FUNCTION this_session"),
        migrations.AddField(
            "import",
            "session",
            models.CharField(
                db_default=models.Func(function="this_session", output_field=models.CharField()),
                editable=False,
                max_length=60,
            ),
        ),
        migrations.AddField("import", "broken_off", models.BooleanField(default=False, editable=False)),
        migrations.AlterField("import", "finished_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
        migrations.RunSQL(BOUND, UNBOUND),
    ]
