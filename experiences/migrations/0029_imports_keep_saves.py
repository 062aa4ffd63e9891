"""What an import leaves as a draft is kept as a save, in the name of the import."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("experiences", "0028_takedowns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="save",
            name="by_import",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="saves", to="experiences.import"
            ),
        ),
        migrations.AlterField(
            model_name="save",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddConstraint(
            model_name="save",
            constraint=models.CheckConstraint(
                condition=models.Q(("by__isnull", False), ("by_import__isnull", False), _connector="OR"), name="save_says_by_whom"
            ),
        ),
    ]
