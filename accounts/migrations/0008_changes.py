from django.db import migrations, models

from accounts.tenancy import EnableTenantPolicy


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_kept_answers_api_use")]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("transaction", models.BigIntegerField()),
                ("practice", models.UUIDField(null=True)),
                ("client", models.UUIDField(null=True)),
                ("coaches_only", models.BooleanField(default=False)),
                ("kind", models.CharField(max_length=24)),
                ("row", models.UUIDField()),
                ("deleted", models.BooleanField()),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["practice", "transaction", "id"], name="change_practice"),
                    models.Index(
                        condition=models.Q(("client", None), _negated=True),
                        fields=["client", "transaction"],
                        name="change_client",
                    ),
                ],
            },
        ),
        EnableTenantPolicy("accounts_change", "practice", shared=True),
    ]
