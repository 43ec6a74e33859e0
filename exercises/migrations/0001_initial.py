"""The library: exercises, what their muscles do, and the variations that can be prescribed."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import accounts.models
from accounts.tenancy import EnableTenantPolicy


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Exercise",
            fields=[
                (
                    "id",
                    models.UUIDField(default=accounts.models.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("slug", models.SlugField(max_length=80)),
                ("name", models.CharField(max_length=80)),
                (
                    "aliases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), blank=True, default=list, size=None
                    ),
                ),
                ("definition", models.TextField(help_text="Two short sentences.", max_length=600)),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[("start", "start"), ("intermediate", "intermediate"), ("advanced", "advanced")],
                        help_text="Empty where it belongs to the rung, not to the movement.",
                        max_length=12,
                    ),
                ),
                (
                    "laterality",
                    models.CharField(
                        choices=[("bilateral", "Both feet"), ("staggered", "Staggered"), ("single_leg", "Single leg")],
                        max_length=12,
                    ),
                ),
                (
                    "equipment",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("bodyweight", "Bodyweight"),
                                ("bench", "Bench or box"),
                                ("barbell", "Barbell"),
                                ("pad", "Bar pad or towel"),
                                ("dumbbell", "Dumbbell"),
                                ("kettlebell", "Kettlebell"),
                                ("band", "Resistance band"),
                                ("mini_band", "Mini-band"),
                                ("plate", "Small plate"),
                                ("mat", "Mat"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("bench_height_cm_low", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("bench_height_cm_high", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("figure", models.JSONField(blank=True, default=dict)),
                ("equipment_notes", models.JSONField(blank=True, default=list)),
                ("setup_steps", models.JSONField(blank=True, default=list, help_text="In order.")),
                ("execution_phases", models.JSONField(blank=True, default=list, help_text="In order.")),
                ("placements", models.JSONField(blank=True, default=list)),
                ("mistakes", models.JSONField(blank=True, default=list)),
                ("benefits", models.JSONField(blank=True, default=list)),
                ("audience", models.JSONField(blank=True, default=list)),
                ("programming", models.JSONField(blank=True, default=dict)),
                ("variation_notes", models.JSONField(blank=True, default=list)),
                ("questions", models.JSONField(blank=True, default=list)),
                ("evidence_summary", models.TextField(blank=True, max_length=600)),
                ("evidence", models.JSONField(blank=True, default=list)),
                ("source_note", models.TextField(blank=True, help_text="What is from the source and what is ours.")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "library_version",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Fingerprint of the library entry that this row or its original shows.",
                        max_length=64,
                    ),
                ),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="copies",
                        to="exercises.exercise",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exercises",
                        to="accounts.practice",
                    ),
                ),
            ],
            options={
                "ordering": ("position", "name"),
            },
        ),
        migrations.CreateModel(
            name="ExerciseMuscle",
            fields=[
                (
                    "id",
                    models.UUIDField(default=accounts.models.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "muscle",
                    models.CharField(
                        choices=[
                            ("gluteus_maximus", "Gluteus maximus"),
                            ("gluteus_medius", "Gluteus medius"),
                            ("gluteus_minimus", "Gluteus minimus"),
                            ("hamstrings", "Hamstrings"),
                            ("quadriceps", "Quadriceps"),
                            ("rectus_abdominis", "Rectus abdominis"),
                            ("obliques", "Obliques"),
                            ("erector_spinae", "Erector spinae"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("mover", "mover"),
                            ("synergist", "helper"),
                            ("stabiliser", "stabiliser"),
                            ("minor", "minor"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=120)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="muscles", to="exercises.exercise"
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.practice",
                    ),
                ),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        migrations.CreateModel(
            name="Variation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=accounts.models.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=80)),
                (
                    "placement",
                    models.CharField(
                        choices=[
                            ("bilateral", "Both feet"),
                            ("offset", "Offset"),
                            ("light_touch", "Light touch"),
                            ("foot_on_knee", "Foot on knee"),
                            ("single_leg", "Single leg"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "offset_direction",
                    models.CharField(blank=True, choices=[("forward", "forward"), ("back", "back")], max_length=8),
                ),
                ("offset_cm_low", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("offset_cm_high", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "heel",
                    models.CharField(
                        blank=True,
                        choices=[("down", "down"), ("raised", "raised"), ("either", "down or raised")],
                        max_length=8,
                    ),
                ),
                (
                    "contact",
                    models.CharField(
                        blank=True, choices=[("heel", "heel"), ("toes", "toes"), ("plate", "plate")], max_length=8
                    ),
                ),
                (
                    "implement",
                    models.CharField(
                        choices=[
                            ("bodyweight", "bodyweight"),
                            ("barbell", "barbell"),
                            ("dumbbell", "dumbbell"),
                            ("kettlebell", "kettlebell"),
                            ("band", "resistance band"),
                        ],
                        default="bodyweight",
                        max_length=12,
                    ),
                ),
                (
                    "mini_band",
                    models.CharField(
                        choices=[("none", "none"), ("optional", "optional"), ("required", "required")],
                        default="none",
                        max_length=8,
                    ),
                ),
                (
                    "tempo",
                    models.CharField(
                        default="2011",
                        max_length=4,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9]{4}$", "Four digits: lower, bottom, lift, top."
                            )
                        ],
                    ),
                ),
                (
                    "pause_s_low",
                    models.PositiveSmallIntegerField(blank=True, help_text="Pause at the top, seconds.", null=True),
                ),
                ("pause_s_high", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "bottom_style",
                    models.CharField(
                        choices=[
                            ("touch", "touch the floor lightly"),
                            ("short_of_floor", "stop just short of the floor"),
                        ],
                        default="touch",
                        max_length=16,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("start", "start"), ("intermediate", "intermediate"), ("advanced", "advanced")],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="variations", to="exercises.exercise"
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.practice",
                    ),
                ),
            ],
            options={
                "ordering": ("position", "name"),
            },
        ),
        migrations.AddConstraint(
            model_name="exercise",
            constraint=models.UniqueConstraint(
                fields=("practice", "slug"),
                name="exercise_slug_once",
                nulls_distinct=False,
                violation_error_message="There is an exercise of this name already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exercise",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["", "start", "intermediate", "advanced"])),
                name="exercise_level_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="exercise",
            constraint=models.CheckConstraint(
                condition=models.Q(("laterality__in", ["bilateral", "staggered", "single_leg"])),
                name="exercise_laterality_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="exercise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bench_height_cm_high", None), ("bench_height_cm_low", None)),
                    models.Q(
                        ("bench_height_cm_high__isnull", False),
                        ("bench_height_cm_high__lte", 120),
                        ("bench_height_cm_low__gte", 10),
                        ("bench_height_cm_low__isnull", False),
                        ("bench_height_cm_low__lte", models.F("bench_height_cm_high")),
                    ),
                    _connector="OR",
                ),
                name="exercise_bench_height_ordered",
                violation_error_message="Give the bench height as two figures from 10 to 120 cm, the lower one first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exercisemuscle",
            constraint=models.UniqueConstraint(fields=("exercise", "muscle"), name="exercise_muscle_once"),
        ),
        migrations.AddConstraint(
            model_name="exercisemuscle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "muscle__in",
                        [
                            "gluteus_maximus",
                            "gluteus_medius",
                            "gluteus_minimus",
                            "hamstrings",
                            "quadriceps",
                            "rectus_abdominis",
                            "obliques",
                            "erector_spinae",
                        ],
                    )
                ),
                name="exercise_muscle_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="exercisemuscle",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["mover", "synergist", "stabiliser", "minor"])),
                name="exercise_muscle_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="variation",
            constraint=models.UniqueConstraint(
                fields=("exercise", "code"),
                name="variation_code_once",
                violation_error_message="This exercise has a variation of this name already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="variation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("placement__in", ["bilateral", "offset", "light_touch", "foot_on_knee", "single_leg"])
                ),
                name="variation_placement_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="variation",
            constraint=models.CheckConstraint(
                condition=models.Q(("implement__in", ["bodyweight", "barbell", "dumbbell", "kettlebell", "band"])),
                name="variation_implement_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="variation",
            constraint=models.CheckConstraint(
                condition=models.Q(("mini_band__in", ["none", "optional", "required"])),
                name="variation_mini_band_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="variation",
            constraint=models.CheckConstraint(
                condition=models.Q(("bottom_style__in", ["touch", "short_of_floor"])),
                name="variation_bottom_style_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="variation",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["start", "intermediate", "advanced"])), name="variation_level_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="variation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("offset_direction__in", ["forward", "back"]), ("placement", "offset")),
                    models.Q(
                        models.Q(("placement", "offset"), _negated=True),
                        ("heel", ""),
                        ("offset_cm_high", None),
                        ("offset_cm_low", None),
                        ("offset_direction", ""),
                    ),
                    _connector="OR",
                ),
                name="variation_offset_has_direction",
                violation_error_message="An offset foot stands forward or back; others have no distance and no heel.",
            ),
        ),
        migrations.AddConstraint(
            model_name="variation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("offset_cm_high", None), ("offset_cm_low", None)),
                    models.Q(
                        ("offset_cm_high__isnull", False),
                        ("offset_cm_high__lte", 60),
                        ("offset_cm_low__gte", 1),
                        ("offset_cm_low__isnull", False),
                        ("offset_cm_low__lte", models.F("offset_cm_high")),
                    ),
                    _connector="OR",
                ),
                name="variation_offset_distance_ordered",
                violation_error_message="Give the distance as two figures from 1 to 60 cm, the lower one first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="variation",
            constraint=models.CheckConstraint(
                condition=models.Q(("heel__in", ["", "down", "raised", "either"])), name="variation_heel_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="variation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("contact__in", ["heel", "toes", "plate"]), ("placement", "light_touch")),
                    models.Q(models.Q(("placement", "light_touch"), _negated=True), ("contact", "")),
                    _connector="OR",
                ),
                name="variation_contact_with_light_touch",
                violation_error_message="A light touch says what touches: heel, toes or plate. The others say nothing.",
            ),
        ),
        migrations.AddConstraint(
            model_name="variation",
            constraint=models.CheckConstraint(
                condition=models.Q(("tempo__regex", "^[0-9]{4}$")), name="variation_tempo_four_digits"
            ),
        ),
        migrations.AddConstraint(
            model_name="variation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pause_s_high", None), ("pause_s_low", None)),
                    models.Q(
                        ("pause_s_high__isnull", False),
                        ("pause_s_high__lte", 30),
                        ("pause_s_low__gte", 1),
                        ("pause_s_low__isnull", False),
                        ("pause_s_low__lte", models.F("pause_s_high")),
                    ),
                    _connector="OR",
                ),
                name="variation_pause_ordered",
                violation_error_message="Give the pause as two figures from 1 to 30 s, the lower one first.",
            ),
        ),
        EnableTenantPolicy("exercises_exercise", shared=True),
        EnableTenantPolicy("exercises_exercisemuscle", shared=True),
        EnableTenantPolicy("exercises_variation", shared=True),
    ]
