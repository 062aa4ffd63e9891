"""A draft goes back to an old save: a verb, and so a step."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("experiences", "0026_harvest"),
    ]

    operations = [
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
                    ("go_back", "Go back to an old save"),
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
                            "go_back",
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
    ]
