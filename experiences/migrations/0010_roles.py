"""The roles, as groups. What each may do is in experiences/permissions.py; the groups themselves carry no permissions."""

from django.db import migrations

ROLES = ("focal point", "editor", "reviewer", "publisher", "administrator", "translator")


def create_groups(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.get_or_create(name=name)


def forget_publish_permission(apps, schema_editor):
    """The right that stood for publishing before there were roles. It gave nothing else."""
    apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="experiences", codename="publish_edition"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("experiences", "0009_four_eyes"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [
        migrations.RunPython(create_groups, migrations.RunPython.noop),
        migrations.RunPython(forget_publish_permission, migrations.RunPython.noop),
    ]
