"""What drafts said after each save. A save is never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import experiences.models.saves

NEVER_CHANGES = (
    "CREATE TRIGGER never_changes BEFORE UPDATE ON experiences_save FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_record()"
)


class Migration(migrations.Migration):
    dependencies = [("experiences", "0019_audit_trail"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="Save",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(verbose_name="revision")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("content", models.JSONField(decoder=experiences.models.saves.ExactNumbers)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="saves", to="experiences.edition"
                    ),
                ),
            ],
            options={
                "verbose_name": "save",
                "verbose_name_plural": "saves",
                "ordering": ["edition_id", "revision"],
                "constraints": [models.UniqueConstraint(fields=("edition", "revision"), name="save_once_for_a_revision")],
            },
        ),
        migrations.RunSQL(NEVER_CHANGES, "DROP TRIGGER never_changes ON experiences_save"),
    ]
