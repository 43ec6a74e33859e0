"""Each side has a time at which it saw a comment, and an index of what is new to it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0004_review_queue"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="seen_by_client_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="seen_by_coach_at",
            field=models.DateTimeField(
                blank=True, editable=False, help_text="When a coach of the practice saw it", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("seen_by_client_at", None)),
                fields=["practice", "client"],
                name="comment_new_to_client",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("seen_by_coach_at", None)),
                fields=["practice", "client"],
                name="comment_new_to_coach",
            ),
        ),
    ]
