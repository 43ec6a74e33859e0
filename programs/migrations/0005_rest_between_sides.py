from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0004_versions_drafts_programs")]

    operations = [
        migrations.AddField(
            model_name="rung",
            name="side_rest_s",
            field=models.PositiveSmallIntegerField(
                db_default=15, default=15, help_text="To change sides, before the other one."
            ),
        ),
        migrations.AddConstraint(
            model_name="rung",
            constraint=models.CheckConstraint(condition=models.Q(side_rest_s__lte=900), name="rung_side_rest_bounds"),
        ),
    ]
