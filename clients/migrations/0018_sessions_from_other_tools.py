import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accounts.models
from accounts.tenancy import EnableTenantPolicy


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_admin_log_forgets"),
        ("clients", "0017_reminders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SetImport",
            fields=[
                (
                    "id",
                    models.UUIDField(default=accounts.models.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("source", models.CharField(choices=[("hevy", "Hevy"), ("strong", "Strong")], max_length=6)),
                (
                    "unit",
                    models.CharField(
                        choices=[("kg", "kg"), ("lb", "lb")],
                        help_text="Of loads that the file gives without one.",
                        max_length=2,
                    ),
                ),
                ("unit_known", models.BooleanField(default=False, help_text="Whether the file says its unit itself.")),
                ("content", models.BinaryField()),
                ("names", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("workouts", models.PositiveIntegerField(default=0)),
                ("first_on", models.DateField(null=True)),
                ("last_on", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("read", "Read, not imported yet"),
                            ("waiting", "Waits for its turn"),
                            ("running", "Being imported"),
                            ("done", "Imported"),
                            ("failed", "Stopped"),
                        ],
                        default="read",
                        max_length=7,
                    ),
                ),
                ("done_rows", models.PositiveIntegerField(default=0)),
                ("added", models.PositiveIntegerField(default=0)),
                ("added_sessions", models.PositiveIntegerField(default=0)),
                ("held", models.PositiveIntegerField(default=0, help_text="Sets that were there already.")),
                ("skipped", models.PositiveIntegerField(default=0, help_text="Sets of exercises that are not wanted.")),
                ("warm_ups", models.PositiveIntegerField(default=0)),
                ("bad_rows", models.PositiveIntegerField(default=0)),
                ("bad", models.BinaryField(default=bytes)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="session",
            name="source",
            field=models.CharField(
                blank=True,
                choices=[("", "Kickstand"), ("hevy", "Hevy"), ("strong", "Strong")],
                db_default="",
                default="",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="title",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="What the other tool called it.", max_length=120
            ),
        ),
        migrations.AlterField(
            model_name="session",
            name="assignment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sessions",
                to="clients.assignment",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("assignment__isnull", False), ("source", "")),
                    models.Q(models.Q(("source", ""), _negated=True), ("assignment", None)),
                    _connector="OR",
                ),
                name="session_assigned_or_imported",
            ),
        ),
        migrations.AddField(
            model_name="setimport",
            name="client",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="set_imports", to="clients.client"
            ),
        ),
        migrations.AddField(
            model_name="setimport",
            name="made_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="setimport",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.practice"
            ),
        ),
        migrations.AddIndex(
            model_name="setimport",
            index=models.Index(fields=["practice", "client", "-created_at"], name="set_import_newest"),
        ),
        EnableTenantPolicy("clients_setimport"),
    ]
