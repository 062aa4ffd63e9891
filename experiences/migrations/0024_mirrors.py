"""Mirrors: how far another portal is copied, imports that say which one, and the one change that a mirrored edition may see.

The other portal tells of no relation or transfer to an entry that is not public. Once such an entry is published there, the editions that
name it say so, though they are the same editions. So a running import that mirrors the portal from which an edition came may add
relations to the edition, and fill in an end of a transfer that was empty. Nothing else of it can change, and nobody else can.
"""

from django.db import migrations, models

MIRRORED = """
CREATE FUNCTION is_being_mirrored(wanted bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM experiences_edition edition
        JOIN experiences_import first ON first.id = edition.published_by_import_id AND first.mirrors <> ''
        JOIN experiences_import running ON running.mirrors = first.mirrors
            AND running.finished_at IS NULL AND running.session = this_session()
        WHERE edition.id = wanted
    )
$$;

CREATE FUNCTION fills_in_ends(before experiences_transfer, after experiences_transfer) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT to_jsonb(before) - '{experience_id,exchange_id,outcome_id}'::text[]
            = to_jsonb(after) - '{experience_id,exchange_id,outcome_id}'::text[]
        AND coalesce(before.experience_id = after.experience_id, before.experience_id IS NULL)
        AND coalesce(before.exchange_id = after.exchange_id, before.exchange_id IS NULL)
        AND coalesce(before.outcome_id = after.outcome_id, before.outcome_id IS NULL)
$$;

DROP TRIGGER published_never_changes ON experiences_relation;
CREATE TRIGGER published_never_changes BEFORE UPDATE OR DELETE ON experiences_relation
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_part();
CREATE TRIGGER published_never_grows BEFORE INSERT ON experiences_relation
    FOR EACH ROW WHEN (NOT is_being_mirrored(NEW.edition_id)) EXECUTE FUNCTION refuse_change_of_published_part();

DROP TRIGGER published_never_changes ON experiences_transfer;
CREATE TRIGGER published_never_changes BEFORE INSERT OR DELETE ON experiences_transfer
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_part();
CREATE TRIGGER published_never_turns BEFORE UPDATE ON experiences_transfer
    FOR EACH ROW WHEN (NOT (is_being_mirrored(NEW.edition_id) AND fills_in_ends(OLD, NEW)))
    EXECUTE FUNCTION refuse_change_of_published_part();
"""
FOLLOWED = """
CREATE FUNCTION document_follow_late_links() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM document_refresh_concerned('{}', ARRAY(
        SELECT DISTINCT edition.id FROM new_rows JOIN experiences_edition edition ON edition.id = new_rows.edition_id
        WHERE edition.state <> 'draft'));
    RETURN NULL;
END $$;
CREATE TRIGGER documents_follow_late_links AFTER INSERT ON experiences_relation
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION document_follow_late_links();
CREATE TRIGGER documents_follow_late_links AFTER UPDATE ON experiences_transfer
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION document_follow_late_links();
"""
UNDO = """
DROP FUNCTION document_follow_late_links CASCADE;
DROP TRIGGER published_never_grows ON experiences_relation;
DROP TRIGGER published_never_changes ON experiences_relation;
CREATE TRIGGER published_never_changes BEFORE INSERT OR UPDATE OR DELETE ON experiences_relation
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_part();
DROP TRIGGER published_never_turns ON experiences_transfer;
DROP TRIGGER published_never_changes ON experiences_transfer;
CREATE TRIGGER published_never_changes BEFORE INSERT OR UPDATE OR DELETE ON experiences_transfer
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_part();
DROP FUNCTION fills_in_ends;
DROP FUNCTION is_being_mirrored;
"""


class Migration(migrations.Migration):
    dependencies = [("experiences", "0023_documents_follow")]
    operations = [
        migrations.CreateModel(
            name="MirroredPortal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.URLField(unique=True)),
                ("since", models.CharField(blank=True, max_length=100)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.AddField(
            "import",
            "mirrors",
            models.URLField(blank=True, default="", editable=False, verbose_name="portal that is mirrored"),
            False,
        ),
        migrations.RunSQL([MIRRORED, FOLLOWED, "SELECT audited('experiences_mirroredportal')"], UNDO),
    ]
