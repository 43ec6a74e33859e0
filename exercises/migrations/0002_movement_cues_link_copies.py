"""A movement, three cues, a link, what a copy came from, and revisions; words for movements beyond the hip thrust."""

import django.contrib.postgres.fields
import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_grants"),
        ("exercises", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="exercise",
            name="exercise_laterality_known",
        ),
        migrations.RemoveConstraint(
            model_name="exercisemuscle",
            name="exercise_muscle_known",
        ),
        migrations.RemoveConstraint(
            model_name="variation",
            name="variation_placement_known",
        ),
        migrations.RemoveConstraint(
            model_name="variation",
            name="variation_implement_known",
        ),
        migrations.AddField(
            model_name="exercise",
            name="copied_sections",
            field=models.JSONField(
                blank=True,
                default=dict,
                editable=False,
                help_text="The original's sections as the coach last saw them.",
            ),
        ),
        migrations.AddField(
            model_name="exercise",
            name="cues",
            field=models.JSONField(blank=True, default=list, help_text="Short lines to say while it is done."),
        ),
        migrations.AddField(
            model_name="exercise",
            name="media_url",
            field=models.URLField(
                blank=True,
                help_text="A photo or a video of it, somewhere else.",
                max_length=300,
                validators=[
                    django.core.validators.URLValidator(
                        message="Give an address that begins with https://.", schemes=["https"]
                    )
                ],
                verbose_name="link",
            ),
        ),
        migrations.AddField(
            model_name="exercise",
            name="movement",
            field=models.CharField(
                blank=True,
                choices=[
                    ("bridge", "Bridge and thrust"),
                    ("hinge", "Hinge"),
                    ("squat", "Squat"),
                    ("lunge", "Lunge and split squat"),
                    ("push", "Push"),
                    ("pull", "Pull"),
                    ("carry", "Carry"),
                    ("trunk", "Trunk"),
                    ("hip", "Hip, to the side"),
                    ("knee_ankle", "Knee and ankle"),
                    ("arm", "Arm and shoulder"),
                ],
                help_text="Empty in rows older than this column.",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="exercise",
            name="revision",
            field=models.PositiveIntegerField(
                default=1, editable=False, help_text="Goes up with every save by a coach."
            ),
        ),
        migrations.AddField(
            model_name="variation",
            name="revision",
            field=models.PositiveIntegerField(
                default=1, editable=False, help_text="Goes up with every save by a coach."
            ),
        ),
        migrations.AlterField(
            model_name="exercise",
            name="equipment",
            field=django.contrib.postgres.fields.ArrayField(
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
                        ("rack", "Rack"),
                        ("cable", "Cable"),
                        ("machine", "Machine"),
                        ("pull_up_bar", "Pull-up bar"),
                        ("trap_bar", "Trap bar"),
                        ("slider", "Sliders or towel"),
                        ("step", "Step"),
                    ],
                    max_length=12,
                ),
                blank=True,
                default=list,
                size=None,
            ),
        ),
        migrations.AlterField(
            model_name="exercise",
            name="laterality",
            field=models.CharField(
                choices=[
                    ("bilateral", "Both sides"),
                    ("staggered", "Staggered"),
                    ("single_leg", "Single leg"),
                    ("one_side", "One side"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="exercisemuscle",
            name="muscle",
            field=models.CharField(
                choices=[
                    ("gluteus_maximus", "Gluteus maximus"),
                    ("gluteus_medius", "Gluteus medius"),
                    ("gluteus_minimus", "Gluteus minimus"),
                    ("hamstrings", "Hamstrings"),
                    ("quadriceps", "Quadriceps"),
                    ("rectus_abdominis", "Rectus abdominis"),
                    ("obliques", "Obliques"),
                    ("erector_spinae", "Erector spinae"),
                    ("quadratus_lumborum", "Quadratus lumborum"),
                    ("hip_flexors", "Hip flexors"),
                    ("adductors", "Adductors"),
                    ("calves", "Calves"),
                    ("latissimus_dorsi", "Latissimus dorsi"),
                    ("trapezius", "Trapezius"),
                    ("rhomboids", "Rhomboids"),
                    ("pectorals", "Pectorals"),
                    ("deltoids", "Deltoids"),
                    ("rear_deltoids", "Rear deltoids"),
                    ("serratus_anterior", "Serratus anterior"),
                    ("rotator_cuff", "Rotator cuff"),
                    ("biceps", "Biceps"),
                    ("triceps", "Triceps"),
                    ("forearms", "Forearms"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="variation",
            name="implement",
            field=models.CharField(
                choices=[
                    ("bodyweight", "bodyweight"),
                    ("barbell", "barbell"),
                    ("dumbbell", "dumbbell"),
                    ("kettlebell", "kettlebell"),
                    ("band", "resistance band"),
                    ("cable", "cable"),
                    ("machine", "machine"),
                    ("trap_bar", "trap bar"),
                ],
                default="bodyweight",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="variation",
            name="placement",
            field=models.CharField(
                blank=True,
                choices=[
                    ("bilateral", "Both feet"),
                    ("offset", "Offset"),
                    ("light_touch", "Light touch"),
                    ("foot_on_knee", "Foot on knee"),
                    ("single_leg", "Single leg"),
                ],
                help_text="Empty where feet do not matter.",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="exercise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "movement__in",
                        [
                            "",
                            "bridge",
                            "hinge",
                            "squat",
                            "lunge",
                            "push",
                            "pull",
                            "carry",
                            "trunk",
                            "hip",
                            "knee_ankle",
                            "arm",
                        ],
                    )
                ),
                name="exercise_movement_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="exercise",
            constraint=models.CheckConstraint(
                condition=models.Q(("media_url", ""), ("media_url__startswith", "https://"), _connector="OR"),
                name="exercise_link_is_https",
                violation_error_message="Give an address that begins with https://.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exercise",
            constraint=models.CheckConstraint(
                condition=models.Q(("laterality__in", ["bilateral", "staggered", "single_leg", "one_side"])),
                name="exercise_laterality_known",
            ),
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
                            "quadratus_lumborum",
                            "hip_flexors",
                            "adductors",
                            "calves",
                            "latissimus_dorsi",
                            "trapezius",
                            "rhomboids",
                            "pectorals",
                            "deltoids",
                            "rear_deltoids",
                            "serratus_anterior",
                            "rotator_cuff",
                            "biceps",
                            "triceps",
                            "forearms",
                        ],
                    )
                ),
                name="exercise_muscle_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="variation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("placement__in", ["", "bilateral", "offset", "light_touch", "foot_on_knee", "single_leg"])
                ),
                name="variation_placement_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="variation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "implement__in",
                        ["bodyweight", "barbell", "dumbbell", "kettlebell", "band", "cable", "machine", "trap_bar"],
                    )
                ),
                name="variation_implement_known",
            ),
        ),
    ]
