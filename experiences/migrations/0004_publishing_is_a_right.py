from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("experiences", "0003_published_editions_never_change")]
    operations = [
        migrations.AlterModelOptions(
            name="edition",
            options={
                "ordering": ["entry_id", "number"],
                "permissions": [("publish_edition", "Can publish and withdraw entries")],
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
            },
        ),
    ]
