"""Every progression and rung there is begins its own line."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = (("programs", "0002_family_and_lineage_begun"),)

    operations = (
        migrations.RunSQL(
            "UPDATE programs_progression SET family = id WHERE family IS NULL;"
            "UPDATE programs_rung SET lineage = id WHERE lineage IS NULL;",
            migrations.RunSQL.noop,
        ),
    )
