"""Why an edition was withdrawn, kept with the edition: the entry forgets it once it is published again.

Of entries that are withdrawn now the entry tells. Of those that were published again before this, only the audit trail does:
their withdrawn editions have no row, and stay gone.
"""

import django.db.models.deletion
from django.db import migrations, models

TOLD = """
INSERT INTO experiences_takedown (edition_id, at, reason, note)
SELECT edition.id, entry.withdrawn_at, entry.withdrawal_reason, entry.withdrawal_note
FROM experiences_edition edition JOIN experiences_entry entry ON entry.id = edition.entry_id
WHERE edition.state = 'withdrawn' AND entry.state IN ('withdrawn', 'merged') AND NOT EXISTS (
    SELECT FROM experiences_edition later
    WHERE later.entry_id = edition.entry_id AND later.state = 'withdrawn' AND later.number > edition.number
)
"""
ONLY_ADDED_TO = """
CREATE TRIGGER never_changes BEFORE UPDATE ON experiences_takedown FOR EACH ROW EXECUTE FUNCTION refuse_change_of_record();
CREATE CONSTRAINT TRIGGER never_goes AFTER DELETE ON experiences_takedown DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refuse_loss_of_record('experiences_edition', 'edition_id');
SELECT audited('experiences_takedown');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("experiences", "0027_going_back_to_saves"),
    ]

    operations = [
        migrations.CreateModel(
            name="Takedown",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("in_error", "Published in error"),
                            ("superseded", "Superseded: true once, but no longer"),
                            ("consolidated", "Consolidated into another entry"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="takedown", to="experiences.edition"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["in_error", "superseded", "consolidated"])), name="takedown_says_why"
                    )
                ],
            },
        ),
        migrations.RunSQL([ONLY_ADDED_TO, TOLD], migrations.RunSQL.noop),
    ]
