"""The log of searches, a view that sums it up for staff, and the indexes that suggestions are read from."""

from django.db import migrations, models

SUMMARY = """
CREATE VIEW experiences_searched_query AS
SELECT query, sum(times)::int AS times, (array_agg(results ORDER BY day DESC, id DESC))[1] AS results,
    (array_agg(corrected ORDER BY day DESC, id DESC))[1] AS corrected, sum(clicks)::int AS clicks,
    sum(positions)::float8 / nullif(sum(clicks), 0) AS position, max(day) AS last_day
FROM experiences_searchtally GROUP BY query
"""

# A beginning is looked up in one facet and among whole names first; a whole name among all that are no titles.
LABELS = """
DROP INDEX search_label_key;
CREATE INDEX search_label_beginning ON search_label (facet, is_whole, key);
CREATE INDEX search_label_name ON search_label (key) WHERE facet <> 'entry';
"""

UNDO_LABELS = """
DROP INDEX search_label_beginning, search_label_name;
CREATE INDEX search_label_key ON search_label (key);
"""


class Migration(migrations.Migration):
    dependencies = [("experiences", "0006_search_index_follows")]
    operations = [
        migrations.CreateModel(
            name="SearchTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("language", models.CharField(max_length=10)),
                ("query", models.CharField(max_length=100)),
                ("times", models.PositiveIntegerField()),
                ("results", models.PositiveIntegerField()),
                ("corrected", models.BooleanField()),
                ("clicks", models.PositiveIntegerField(default=0)),
                ("positions", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "ordering": ["-day", "query"],
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("day", "query", "language"), name="search_tally_once_a_day")],
            },
        ),
        migrations.CreateModel(
            name="SearchedQuery",
            fields=[
                ("query", models.CharField(max_length=100, primary_key=True, serialize=False, verbose_name="query")),
                ("times", models.PositiveIntegerField(verbose_name="times")),
                ("results", models.PositiveIntegerField(verbose_name="found, last time")),
                ("corrected", models.BooleanField(verbose_name="other spelling")),
                ("clicks", models.PositiveIntegerField(verbose_name="clicks")),
                ("position", models.FloatField(null=True, verbose_name="mean place clicked")),
                ("last_day", models.DateField(verbose_name="last day")),
            ],
            options={
                "verbose_name": "search",
                "verbose_name_plural": "searches",
                "db_table": "experiences_searched_query",
                "ordering": ["-times", "query"],
                "managed": False,
                "default_permissions": ("view",),
            },
        ),
        migrations.RunSQL(SUMMARY, "DROP VIEW experiences_searched_query"),
        migrations.RunSQL(LABELS, UNDO_LABELS),
    ]
