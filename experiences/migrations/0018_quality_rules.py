"""The rules of the quality checklist with the weights that administrators begin with: what blocked so far blocks, the rest warns."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

KINDS = ("experience", "initiative", "agreement", "exchange")
BLOCKS, WARNS = "blocks", "warns"
# name: weight, and the kinds that the rule concerns where that is not all of them
RULES = {
    "summary": (BLOCKS, KINDS),
    "summary_length": (WARNS, KINDS),
    "source": (BLOCKS, KINDS),
    "places": (WARNS, KINDS),
    "facts": (WARNS, KINDS),
    "figures": (WARNS, KINDS),
    "contact": (WARNS, KINDS),
    "lesson": (WARNS, ("experience",)),
    "criteria": (WARNS, KINDS),
    "period": (WARNS, KINDS),
    "countries": (WARNS, KINDS),
    "themes": (WARNS, KINDS),
    "parties": (WARNS, ("agreement",)),
    "status": (WARNS, ("agreement",)),
    "place": (WARNS, ("exchange",)),
    "translations": (WARNS, KINDS),
    "sections": (WARNS, KINDS),
}


def write_rules(apps, schema_editor):
    rules = apps.get_model("experiences", "QualityRule")
    for name, (weight, kinds) in RULES.items():
        rules.objects.create(name=name, **dict.fromkeys(kinds, weight))


class Migration(migrations.Migration):
    dependencies = [
        ("experiences", "0017_edition_content"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="QualityRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.SlugField(editable=False, max_length=40, unique=True, verbose_name="name")),
                (
                    "experience",
                    models.CharField(
                        blank=True,
                        choices=[("blocks", "Blocks"), ("warns", "Warns"), ("off", "Off")],
                        max_length=10,
                        verbose_name="Experience",
                    ),
                ),
                (
                    "initiative",
                    models.CharField(
                        blank=True,
                        choices=[("blocks", "Blocks"), ("warns", "Warns"), ("off", "Off")],
                        max_length=10,
                        verbose_name="Initiative",
                    ),
                ),
                (
                    "agreement",
                    models.CharField(
                        blank=True,
                        choices=[("blocks", "Blocks"), ("warns", "Warns"), ("off", "Off")],
                        max_length=10,
                        verbose_name="Agreement",
                    ),
                ),
                (
                    "exchange",
                    models.CharField(
                        blank=True,
                        choices=[("blocks", "Blocks"), ("warns", "Warns"), ("off", "Off")],
                        max_length=10,
                        verbose_name="Exchange",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule of the checklist",
                "verbose_name_plural": "rules of the checklist",
                "ordering": ["id"],
                "default_permissions": ("view", "change"),
            },
        ),
        migrations.CreateModel(
            name="QualityRuleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.SlugField(db_index=False, editable=False, max_length=40, verbose_name="name")),
                (
                    "experience",
                    models.CharField(
                        blank=True,
                        choices=[("blocks", "Blocks"), ("warns", "Warns"), ("off", "Off")],
                        max_length=10,
                        verbose_name="Experience",
                    ),
                ),
                (
                    "initiative",
                    models.CharField(
                        blank=True,
                        choices=[("blocks", "Blocks"), ("warns", "Warns"), ("off", "Off")],
                        max_length=10,
                        verbose_name="Initiative",
                    ),
                ),
                (
                    "agreement",
                    models.CharField(
                        blank=True,
                        choices=[("blocks", "Blocks"), ("warns", "Warns"), ("off", "Off")],
                        max_length=10,
                        verbose_name="Agreement",
                    ),
                ),
                (
                    "exchange",
                    models.CharField(
                        blank=True,
                        choices=[("blocks", "Blocks"), ("warns", "Warns"), ("off", "Off")],
                        max_length=10,
                        verbose_name="Exchange",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="step",
            name="step_verb_is_known",
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
                ],
                max_length=30,
                verbose_name="what",
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
                        ],
                    )
                ),
                name="step_verb_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualityrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("experience__in", ["", "blocks", "warns", "off"])),
                name="quality_rule_weight_for_experience_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualityrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("initiative__in", ["", "blocks", "warns", "off"])),
                name="quality_rule_weight_for_initiative_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualityrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("agreement__in", ["", "blocks", "warns", "off"])),
                name="quality_rule_weight_for_agreement_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualityrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("exchange__in", ["", "blocks", "warns", "off"])),
                name="quality_rule_weight_for_exchange_is_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="qualityrule",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "experiences_qualityruleevent" ("agreement", "exchange", "experience", "id", "initiative", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."agreement", NEW."exchange", NEW."experience", NEW."id", NEW."initiative", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="20b7d2e3b51e14f8c712ea484ae66750598883aa",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9a50a",
                    table="experiences_qualityrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="qualityrule",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "experiences_qualityruleevent" ("agreement", "exchange", "experience", "id", "initiative", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."agreement", NEW."exchange", NEW."experience", NEW."id", NEW."initiative", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="e46b9187caabd00965156dfb070c82bb8d44f584",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d767b",
                    table="experiences_qualityrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="qualityrule",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "experiences_qualityruleevent" ("agreement", "exchange", "experience", "id", "initiative", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."agreement", OLD."exchange", OLD."experience", OLD."id", OLD."initiative", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="fa64d39044dee3eff68a0b738038c81a084964e3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e2dde",
                    table="experiences_qualityrule",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="qualityruleevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="qualityruleevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="experiences.qualityrule",
            ),
        ),
        migrations.RunPython(write_rules, migrations.RunPython.noop),
    ]
