import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accounts.models
import clients.models.exports
from accounts.tenancy import EnableTenantPolicy


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_kept_answers_api_use"),
        ("clients", "0019_changes_are_told"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DataExport",
            fields=[
                (
                    "id",
                    models.UUIDField(default=accounts.models.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("with_clips", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waits for its turn"), ("done", "Ready"), ("failed", "Stopped")],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("file", models.FileField(blank=True, max_length=200, upload_to=clients.models.exports.transfer_path)),
                ("size", models.PositiveBigIntegerField(default=0, help_text="In bytes")),
                ("rows", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                (
                    "client",
                    models.ForeignKey(
                        blank=True,
                        help_text="None: the practice.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exports",
                        to="clients.client",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.practice"
                    ),
                ),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
                "indexes": [models.Index(fields=["practice", "-created_at"], name="data_export_newest")],
            },
        ),
        migrations.CreateModel(
            name="DataRestore",
            fields=[
                (
                    "id",
                    models.UUIDField(default=accounts.models.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for its turn"),
                            ("done", "Restored"),
                            ("failed", "Stopped, nothing was changed"),
                        ],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("file", models.FileField(blank=True, max_length=200, upload_to=clients.models.exports.transfer_path)),
                ("size", models.PositiveBigIntegerField(default=0, help_text="In bytes")),
                ("made_at", models.DateTimeField(help_text="When the export was made.", null=True)),
                ("report", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.practice"
                    ),
                ),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("practice",), name="data_restore_one_waits"
                    )
                ],
            },
        ),
        EnableTenantPolicy("clients_dataexport"),
        EnableTenantPolicy("clients_datarestore"),
    ]
