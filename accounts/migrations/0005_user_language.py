"""The language a person reads; empty follows the browser."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_mail_digest"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(
                blank=True,
                choices=[("en-gb", "English"), ("de", "Deutsch")],
                default="",
                help_text="Empty: what the browser asks for.",
                max_length=8,
            ),
            preserve_default=False,
        ),
    ]
