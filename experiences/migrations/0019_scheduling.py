"""An approved draft can have a time at which it is published: as it was approved, or not at all."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# As in 0009, without the columns that say when the edition is to be published.
COLUMNS = (
    "state,stage,owner_id,revision,is_as_imported,created_at,created_by_id,updated_at,published_at,"
    "published_by_id,published_by_import_id,emergency_reason,first_year,last_year"
)
_CONTENT = """
CREATE OR REPLACE FUNCTION edition_own_content(edition experiences_edition) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT to_jsonb(edition) - '{%s}'::text[]
$$;
"""
CONTENT = _CONTENT % f"{COLUMNS},publish_at,scheduled_by_id,scheduled_fingerprint"

APPROVED_FIRST = """
CREATE FUNCTION demand_approval_for_schedule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.stage <> 'approved' OR edition_fingerprint(NEW.id) <> NEW.scheduled_fingerprint THEN
        RAISE EXCEPTION 'edition % gets a time of publication once it is approved, as it is then', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER schedule_needs_approval_from_the_start AFTER INSERT ON experiences_edition FOR EACH ROW
    WHEN (NEW.publish_at IS NOT NULL) EXECUTE FUNCTION demand_approval_for_schedule();
CREATE TRIGGER schedule_needs_approval AFTER UPDATE ON experiences_edition FOR EACH ROW
    WHEN (
        NEW.publish_at IS NOT NULL
        AND (OLD.publish_at, OLD.scheduled_fingerprint) IS DISTINCT FROM (NEW.publish_at, NEW.scheduled_fingerprint)
    )
    EXECUTE FUNCTION demand_approval_for_schedule();
"""

UNDO = f"DROP FUNCTION demand_approval_for_schedule CASCADE; {_CONTENT % COLUMNS}"


class Migration(migrations.Migration):
    dependencies = [
        ("experiences", "0018_quality_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="step",
            name="step_verb_is_known",
        ),
        migrations.AddField(
            model_name="edition",
            name="publish_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="to be published"),
        ),
        migrations.AddField(
            model_name="edition",
            name="scheduled_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="scheduled_fingerprint",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name="step",
            name="verb",
            field=models.CharField(
                choices=[
                    ("view", "View"),
                    ("create", "Start an entry"),
                    ("edit", "Edit"),
                    ("translate", "Translate"),
                    ("comment", "Comment"),
                    ("share", "Share a preview"),
                    ("hand_over", "Hand over"),
                    ("submit", "Submit for review"),
                    ("request_changes", "Request changes"),
                    ("approve", "Approve"),
                    ("schedule", "Schedule"),
                    ("unschedule", "Take back the schedule"),
                    ("publish", "Publish"),
                    ("publish_in_emergency", "Publish in an emergency"),
                    ("review_emergency", "Review the emergency publication"),
                    ("start_edition", "Start the next edition"),
                    ("restore", "Restore"),
                    ("withdraw", "Withdraw"),
                    ("merge", "Merge into another entry"),
                    ("discard", "Discard the draft"),
                    ("view_records", "See what entries refer to"),
                    ("edit_records", "Edit what entries refer to"),
                    ("see_searches", "See what people search for"),
                    ("import", "Import"),
                    ("see_audit", "See the audit trail"),
                    ("set_rules", "Set the rules of the checklist"),
                    ("manage_people", "Manage people"),
                    ("see_jobs", "See the background jobs"),
                ],
                max_length=30,
                verbose_name="what",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("publish_at__isnull", True), ("scheduled_by__isnull", True), ("scheduled_fingerprint", "")),
                    models.Q(
                        ("publish_at__isnull", False),
                        ("scheduled_by__isnull", False),
                        ("state", "draft"),
                        models.Q(("scheduled_fingerprint", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="edition_schedule_is_of_a_draft_and_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "verb__in",
                        [
                            "view",
                            "create",
                            "edit",
                            "translate",
                            "comment",
                            "share",
                            "hand_over",
                            "submit",
                            "request_changes",
                            "approve",
                            "schedule",
                            "unschedule",
                            "publish",
                            "publish_in_emergency",
                            "review_emergency",
                            "start_edition",
                            "restore",
                            "withdraw",
                            "merge",
                            "discard",
                            "view_records",
                            "edit_records",
                            "see_searches",
                            "import",
                            "see_audit",
                            "set_rules",
                            "manage_people",
                            "see_jobs",
                        ],
                    )
                ),
                name="step_verb_is_known",
            ),
        ),
        migrations.RunSQL([CONTENT, APPROVED_FIRST], UNDO),
    ]
