"""Whether a person wants a mail about messages that they have not read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_review_queue"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="mail_digest",
            field=models.BooleanField(default=True, help_text="A mail about messages that were not read."),
        ),
    ]
