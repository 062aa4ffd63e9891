"""Why jobs failed. A reason goes with its job, which the library deletes by SQL of its own."""

import django.db.models.deletion
from django.db import migrations, models

GOES_WITH_THE_JOB = """
ALTER TABLE jobs_failure ADD CONSTRAINT failure_goes_with_its_job
    FOREIGN KEY (job_id) REFERENCES procrastinate_jobs (id) ON DELETE CASCADE
"""


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_jobs"),
    ]

    operations = [
        migrations.CreateModel(
            name="Failure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "job",
                    models.OneToOneField(
                        db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="failure", to="jobs.job"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(GOES_WITH_THE_JOB, migrations.RunSQL.noop),
    ]
