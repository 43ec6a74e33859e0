from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clients", "0015_phone_actions")]

    operations = [
        migrations.AddField(
            model_name="swap",
            name="implement",
            field=models.CharField(
                blank=True, db_default="", help_text="What loads it; empty: what loads the variation.", max_length=12
            ),
        ),
        migrations.AddField(
            model_name="swap",
            name="reason",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="Why the client swapped it themselves; empty: the coach did.",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="side_rest_s",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, help_text="To change sides, before the other one."
            ),
        ),
    ]
