"""The audit trail: triggers write down every change of a row, in the transaction that makes it.

- `audited(table, left_out)` puts the triggers on a table: one for each sort of statement, which reads all rows that the statement
  touched at once, so that bulk writes cost little. What TRUNCATE is about to empty is written down as deleted.
- Who and from where comes from the request (django-pghistory's context); without one, from the name of the program that is
  connected, and of the import that runs in the session.
- The trail itself, and the event tables of reference records, are only ever added to. The context of events may only grow.
"""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

NOTING = """
CREATE FUNCTION entry_of_row(name text, content jsonb) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN name = 'experiences_entry' THEN (content ->> 'id')::bigint
        WHEN content ? 'entry_id' THEN (content ->> 'entry_id')::bigint
        WHEN content ? 'edition_id' THEN (SELECT entry_id FROM experiences_edition WHERE id = (content ->> 'edition_id')::bigint)
        WHEN content ? 'lesson_id' THEN (
            SELECT edition.entry_id FROM experiences_lesson lesson JOIN experiences_edition edition ON edition.id = lesson.edition_id
            WHERE lesson.id = (content ->> 'lesson_id')::bigint
        )
    END
$$;

CREATE FUNCTION note_change_of_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    identity text := TG_ARGV[0];
    left_out text[] := TG_ARGV[1]::text[];
    context jsonb := nullif(current_setting('pghistory.context_metadata', true), '')::jsonb;
    importing text := nullif(current_setting('portal.importing', true), '');
    person bigint := (context ->> 'user')::bigint;
    address inet := nullif(context ->> 'address', '')::inet;
    way text := concat_ws(', ',
        nullif(CASE WHEN context IS NULL THEN current_setting('application_name')
            ELSE concat_ws(' ', context ->> 'method', context ->> 'url') END, ''),
        'import “' || importing || '”');
BEGIN
    CASE TG_OP
        WHEN 'INSERT' THEN
            INSERT INTO experiences_auditevent (at, "table", row, operation, entry_id, person_id, address, way, before, after)
            SELECT clock_timestamp(), TG_TABLE_NAME, now ->> identity, TG_OP, entry_of_row(TG_TABLE_NAME, now), person,
                address, way, NULL, now
            FROM (SELECT to_jsonb(there) - left_out AS now FROM new_rows there) AS rows;
        WHEN 'TRUNCATE' THEN  -- before it: then the rows are still there
            EXECUTE format('INSERT INTO experiences_auditevent (at, "table", row, operation, entry_id, person_id, address, way, before)
                SELECT clock_timestamp(), $1, was ->> $2, ''DELETE'', entry_of_row($1, was), $3, $4, $5, was
                FROM (SELECT to_jsonb(there) - $6 AS was FROM %I there) AS rows', TG_TABLE_NAME)
                USING TG_TABLE_NAME::text, identity, person, address, way, left_out;
        WHEN 'DELETE' THEN
            INSERT INTO experiences_auditevent (at, "table", row, operation, entry_id, person_id, address, way, before, after)
            SELECT clock_timestamp(), TG_TABLE_NAME, was ->> identity, TG_OP, entry_of_row(TG_TABLE_NAME, was), person,
                address, way, was, NULL
            FROM (SELECT to_jsonb(there) - left_out AS was FROM old_rows there) AS rows;
        ELSE
            INSERT INTO experiences_auditevent (at, "table", row, operation, entry_id, person_id, address, way, before, after)
            SELECT clock_timestamp(), TG_TABLE_NAME, coalesce(now, was) ->> identity, TG_OP,
                entry_of_row(TG_TABLE_NAME, coalesce(now, was)), person, address, way, was, now
            FROM (
                SELECT was, now FROM (SELECT to_jsonb(there) - left_out AS was FROM old_rows there) AS older
                FULL JOIN (SELECT to_jsonb(there) - left_out AS now FROM new_rows there) AS newer ON was ->> identity = now ->> identity
            ) AS rows
            WHERE was IS DISTINCT FROM now;
    END CASE;
    RETURN NULL;
END $$;


CREATE FUNCTION audited(name regclass, left_out text[] DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    generated text[] := ARRAY(SELECT attname FROM pg_attribute WHERE attrelid = name AND attgenerated <> '' AND NOT attisdropped);
    identity text := (SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
        WHERE indrelid = name AND indisprimary);
    how text := format('FOR EACH STATEMENT EXECUTE FUNCTION note_change_of_rows(%L, %L)', identity, left_out || generated);
BEGIN
    EXECUTE format('CREATE TRIGGER audit_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows %s', name, how);
    EXECUTE format('CREATE TRIGGER audit_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows %s', name, how);
    EXECUTE format(
        'CREATE TRIGGER audit_update AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows %s', name, how);
    EXECUTE format('CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON %s %s', name, how);
END $$;
"""
_SECRET_OR_IDLE = "{password,last_login,sessions_key}"  # noqa: S105 - names of columns
AUDITED = {
    "accounts_user": _SECRET_OR_IDLE,
    "experiences_previewlink": "{times_opened,last_opened_at}",
    **dict.fromkeys(
        (
            "accounts_user_groups", "accounts_user_user_permissions", "auth_group", "auth_group_permissions",
            "countries_region", "countries_country", "countries_countryname", "countries_countrygroup",
            "countries_countrygroup_members",
            "experiences_entry", "experiences_pastslug", "experiences_edition", "experiences_edition_themes",
            "experiences_edition_recommendations", "experiences_editiontext", "experiences_countryrole",
            "experiences_organisationrole", "experiences_contact", "experiences_fact", "experiences_lesson",
            "experiences_lesson_themes", "experiences_relation", "experiences_transfer", "experiences_assessment",
            "experiences_citation",
            "experiences_step", "experiences_approval", "experiences_contributor", "experiences_emergencyreview",
            "experiences_comment", "experiences_answer", "experiences_import",
            "experiences_qualityrule", "experiences_remit", "experiences_remit_countries", "experiences_remit_organisations",
            "experiences_theme", "experiences_themelabel", "experiences_organisation", "experiences_source",
            "experiences_recommendation", "experiences_synonymgroup",
        ),
        "{}",
    ),
}  # fmt: skip
AUDIT = [f"SELECT audited('{table}', '{left_out}')" for table, left_out in AUDITED.items()]

ONLY_ADDED_TO = (
    "experiences_auditevent", "countries_regionevent", "countries_countryevent", "countries_countrynameevent",
    "countries_countrygroupevent", "experiences_themeevent", "experiences_themelabelevent", "experiences_organisationevent",
    "experiences_sourceevent", "experiences_recommendationevent", "experiences_synonymgroupevent", "experiences_qualityruleevent",
)  # fmt: skip
GUARD = [
    f"CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_record()"
    for table in ONLY_ADDED_TO
]
CONTEXT = """
CREATE TRIGGER only_added_to BEFORE DELETE OR TRUNCATE ON pghistory_context
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_record();
CREATE TRIGGER only_grows BEFORE UPDATE ON pghistory_context FOR EACH ROW
    WHEN (NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at OR (OLD.metadata ->> 'user') <> (NEW.metadata ->> 'user'))
    EXECUTE FUNCTION refuse_change_of_record();
"""

UNDO = f"""
DROP TRIGGER only_grows ON pghistory_context;
DROP TRIGGER only_added_to ON pghistory_context;
{"".join(f"DROP TRIGGER only_added_to ON {table};" for table in ONLY_ADDED_TO)}
DROP FUNCTION audited;
DROP FUNCTION note_change_of_rows CASCADE;
DROP FUNCTION entry_of_row;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("experiences", "0018_quality_rules"),
        ("countries", "0002_initial"),
        ("accounts", "0002_sign_in"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]
    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("table", models.CharField(max_length=63, verbose_name="what")),
                ("row", models.CharField(max_length=40, verbose_name="number of the row")),
                (
                    "operation",
                    models.CharField(
                        choices=[("INSERT", "Added"), ("UPDATE", "Changed"), ("DELETE", "Deleted")],
                        max_length=6,
                        verbose_name="how",
                    ),
                ),
                ("address", models.GenericIPAddressField(null=True, verbose_name="from where")),
                ("way", models.TextField(blank=True, verbose_name="by what")),
                ("before", models.JSONField(null=True, verbose_name="before")),
                ("after", models.JSONField(null=True, verbose_name="after")),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="experiences.entry",
                        verbose_name="entry",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "audit trail",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["entry", "id"], name="audit_of_an_entry"),
                    models.Index(fields=["person", "id"], name="audit_of_a_person"),
                    models.Index(fields=["table", "id"], name="audit_of_a_table"),
                    django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=["at"], name="audit_of_a_day"),
                ],
            },
        ),
        migrations.RunSQL([NOTING, *AUDIT, *GUARD, CONTEXT], UNDO),
    ]
