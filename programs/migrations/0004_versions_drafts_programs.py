from decimal import Decimal

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accounts.models
from accounts.tenancy import EnableTenantPolicy


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_grants"),
        ("exercises", "0001_initial"),
        ("programs", "0003_families_and_lineages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(default=accounts.models.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(choices=[("progression", "Progression"), ("program", "Program")], max_length=11),
                ),
                ("family", models.UUIDField(default=accounts.models.uuid7)),
                ("base", models.UUIDField(blank=True, null=True)),
                ("content", models.JSONField(default=dict)),
                ("past", models.JSONField(default=list)),
                (
                    "revision",
                    models.PositiveIntegerField(default=0, help_text="Counts the changes; a stale window is told so."),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("-changed_at",),
            },
        ),
        migrations.CreateModel(
            name="Program",
            fields=[
                (
                    "id",
                    models.UUIDField(default=accounts.models.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("family", models.UUIDField(default=accounts.models.uuid7, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("superseded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=120)),
                ("summary", models.CharField(blank=True, max_length=300)),
                ("folder", models.CharField(blank=True, max_length=60)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), blank=True, default=list, size=None
                    ),
                ),
                (
                    "weeks",
                    models.PositiveSmallIntegerField(
                        default=4,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(52),
                        ],
                    ),
                ),
                (
                    "days_a_week",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(7),
                        ],
                    ),
                ),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "ordering": ("folder", "name"),
            },
        ),
        migrations.CreateModel(
            name="ProgramDay",
            fields=[
                (
                    "id",
                    models.UUIDField(default=accounts.models.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("week", models.PositiveSmallIntegerField()),
                ("day", models.PositiveSmallIntegerField()),
                ("title", models.CharField(blank=True, max_length=60)),
                ("note", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ("week", "day"),
            },
        ),
        migrations.CreateModel(
            name="ProgramItem",
            fields=[
                (
                    "id",
                    models.UUIDField(default=accounts.models.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("line", models.CharField(max_length=600)),
                ("label", models.CharField(blank=True, max_length=2)),
                ("sets", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "reps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        help_text="One figure a set.",
                        size=None,
                    ),
                ),
                ("reps_low", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("reps_high", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("seconds", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("rir", models.DecimalField(blank=True, decimal_places=1, max_digits=3, null=True)),
                ("percent_1rm", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ("percent_body_mass", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                (
                    "load",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                    ),
                ),
                ("unit", models.CharField(blank=True, choices=[("kg", "kg"), ("lb", "lb")], max_length=2)),
                ("rest_s", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "tempo",
                    models.CharField(
                        blank=True,
                        max_length=4,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9]{4}$", "Four digits: lower, bottom, lift, top."
                            )
                        ],
                    ),
                ),
                ("pause_s", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("per_side", models.BooleanField(default=False)),
                ("warm_up_sets", models.PositiveSmallIntegerField(default=0)),
                ("note", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        migrations.RemoveConstraint(
            model_name="progression",
            name="progression_slug_once",
        ),
        migrations.AddField(
            model_name="progression",
            name="copied_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="copies",
                to="programs.progression",
            ),
        ),
        migrations.AlterField(
            model_name="progression",
            name="family",
            field=models.UUIDField(default=accounts.models.uuid7, editable=False),
        ),
        migrations.AddField(
            model_name="progression",
            name="saved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="progression",
            name="superseded_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="progression",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AlterField(
            model_name="rung",
            name="lineage",
            field=models.UUIDField(default=accounts.models.uuid7, editable=False),
        ),
        migrations.AddConstraint(
            model_name="progression",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)),
                fields=("practice", "slug"),
                name="progression_current_slug_once",
                nulls_distinct=False,
                violation_error_message="There is a progression of this name already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="progression",
            constraint=models.UniqueConstraint(fields=("family", "version"), name="progression_version_once"),
        ),
        migrations.AddConstraint(
            model_name="rung",
            constraint=models.UniqueConstraint(fields=("progression", "lineage"), name="rung_lineage_once"),
        ),
        migrations.AddField(
            model_name="draft",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.practice"
            ),
        ),
        migrations.AddField(
            model_name="program",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="programs", to="accounts.practice"
            ),
        ),
        migrations.AddField(
            model_name="program",
            name="saved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="programday",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.practice"
            ),
        ),
        migrations.AddField(
            model_name="programday",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="days", to="programs.program"
            ),
        ),
        migrations.AddField(
            model_name="programitem",
            name="day",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="items", to="programs.programday"
            ),
        ),
        migrations.AddField(
            model_name="programitem",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.practice"
            ),
        ),
        migrations.AddField(
            model_name="programitem",
            name="rung",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.rung"
            ),
        ),
        migrations.AddField(
            model_name="programitem",
            name="variation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="exercises.variation",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(fields=("practice", "author", "kind", "family"), name="draft_one_each"),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["progression", "program"])), name="draft_kind_known"
            ),
        ),
        migrations.AddIndex(
            model_name="program",
            index=models.Index(fields=["practice", "folder", "name"], name="program_list"),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.UniqueConstraint(fields=("practice", "family", "version"), name="program_version_once"),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)), fields=("practice", "family"), name="program_one_current"
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(("weeks__gte", 1), ("weeks__lte", 52)), name="program_weeks_bounds"
            ),
        ),
        migrations.AddConstraint(
            model_name="programday",
            constraint=models.UniqueConstraint(fields=("program", "week", "day"), name="program_day_once"),
        ),
        migrations.AddConstraint(
            model_name="programday",
            constraint=models.CheckConstraint(
                condition=models.Q(("week__gte", 1), ("week__lte", 52)), name="program_day_week_bounds"
            ),
        ),
        migrations.AddConstraint(
            model_name="programday",
            constraint=models.CheckConstraint(
                condition=models.Q(("day__gte", 1), ("day__lte", 7)), name="program_day_bounds"
            ),
        ),
        migrations.AddConstraint(
            model_name="programitem",
            constraint=models.UniqueConstraint(fields=("day", "position"), name="program_item_position_once"),
        ),
        migrations.AddConstraint(
            model_name="programitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rung__isnull", False), ("variation", None)),
                    models.Q(("rung", None), ("sets__gte", 1), ("variation__isnull", False)),
                    _connector="OR",
                ),
                name="program_item_adaptive_or_fixed",
            ),
        ),
        migrations.AddConstraint(
            model_name="programitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("sets", None), ("sets__lte", 20), _connector="OR"), name="program_item_sets_bounds"
            ),
        ),
        migrations.AddConstraint(
            model_name="programitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reps_high", None), ("reps_low", None)),
                    models.Q(("reps_high__lte", 100), ("reps_low__gte", 1), ("reps_low__lte", models.F("reps_high"))),
                    _connector="OR",
                ),
                name="program_item_rep_range_ordered",
            ),
        ),
        migrations.AddConstraint(
            model_name="programitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("rest_s", None), ("rest_s__lte", 900), _connector="OR"),
                name="program_item_rest_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="programitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("rir", None), models.Q(("rir__gte", 0), ("rir__lte", 10)), _connector="OR"),
                name="program_item_rir_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="programitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("load", None), models.Q(("load__gte", 0), ("load__lte", 1000)), _connector="OR"),
                name="program_item_load_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(("days_a_week__gte", 1), ("days_a_week__lte", 7)), name="program_days_bounds"
            ),
        ),
        EnableTenantPolicy("programs_draft"),
        EnableTenantPolicy("programs_program"),
        EnableTenantPolicy("programs_programday"),
        EnableTenantPolicy("programs_programitem"),
    ]
