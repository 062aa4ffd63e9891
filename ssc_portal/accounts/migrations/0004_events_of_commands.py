from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_digest"),
    ]

    operations = [
        migrations.AlterField(
            model_name="signinevent",
            name="address",
            field=models.GenericIPAddressField(
                help_text="Empty for what a command on the server did.", null=True, verbose_name="address"
            ),
        ),
    ]
