"""Whom readers can ask: a part of an edition, frozen and approved with it like every other.

The fingerprint of an edition without contacts stays what it was, so that approvals of before still hold.
"""

import django.db.models.deletion
from django.db import migrations, models

FROZEN = (
    "CREATE TRIGGER published_never_changes BEFORE INSERT OR UPDATE OR DELETE ON experiences_contact "
    "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_part()"
)
PARTS = [
    "experiences_editiontext",
    "experiences_edition_themes",
    "experiences_edition_recommendations",
    "experiences_countryrole",
    "experiences_organisationrole",
    "experiences_fact",
    "experiences_lesson",
    "experiences_relation",
    "experiences_transfer",
    "experiences_assessment",
    "experiences_citation",
]
_ROWS = """
        (SELECT jsonb_agg(content ORDER BY content) FROM (
            SELECT to_jsonb(part) - '{{id,edition_id,sort_title}}'::text[] AS content FROM {table} part WHERE edition_id = wanted
        ) AS {table})"""
FINGERPRINT = """
CREATE OR REPLACE FUNCTION edition_fingerprint(wanted bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to((jsonb_build_array(
        edition_own_content(edition),{parts},
        (SELECT jsonb_agg(jsonb_build_array(lesson.number, themed.theme_id) ORDER BY lesson.number, themed.theme_id)
            FROM experiences_lesson lesson JOIN experiences_lesson_themes themed ON themed.lesson_id = lesson.id
            WHERE lesson.edition_id = wanted)
    ){contacts})::text, 'UTF8')), 'hex')
    FROM experiences_edition edition WHERE id = wanted
$$;
"""
_CONTACTS = """ || coalesce((
        SELECT jsonb_build_array(jsonb_agg(to_jsonb(part) - '{id,edition_id}'::text[] ORDER BY position, id))
        FROM experiences_contact part WHERE edition_id = wanted HAVING count(*) > 0
    ), '[]')"""
_PARTS = ",".join(_ROWS.format(table=table) for table in PARTS)
WITH_CONTACTS = FINGERPRINT.format(parts=_PARTS, contacts=_CONTACTS)
WITHOUT_CONTACTS = FINGERPRINT.format(parts=_PARTS, contacts="")


class Migration(migrations.Migration):
    dependencies = [("experiences", "0013_notices")]
    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="An office rather than a person: it stays when people move on.",
                        max_length=200,
                        verbose_name="office or person",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("url", models.URLField(blank=True, verbose_name="address on the web")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="experiences.edition"
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "name"), name="contact_once_in_an_edition"),
                    models.CheckConstraint(condition=~models.Q(name=""), name="contact_has_a_name"),
                    models.CheckConstraint(
                        condition=~models.Q(email="") | ~models.Q(url=""),
                        name="contact_can_be_reached",
                        violation_error_message="Give an e-mail or an address on the web.",
                    ),
                ],
            },
        ),
        migrations.RunSQL([FROZEN, WITH_CONTACTS], WITHOUT_CONTACTS),
    ]
