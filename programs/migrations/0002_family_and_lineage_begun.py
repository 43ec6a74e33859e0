"""Two columns, empty at first: filled and then required by the next migrations."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("programs", "0001_initial"),)

    operations = (
        migrations.AddField(
            model_name="progression",
            name="family",
            field=models.UUIDField(default=None, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="rung",
            name="lineage",
            field=models.UUIDField(default=None, editable=False, null=True),
        ),
    )
