"""A comment knows when a mail told of it, so that none does so twice."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_mail_digest"),
        ("clients", "0006_old_comments_were_seen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="mailed_at",
            field=models.DateTimeField(blank=True, editable=False, help_text="When a mail told of it", null=True),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("mailed_at", None)), fields=["practice", "created_at"], name="comment_not_mailed"
            ),
        ),
    ]
