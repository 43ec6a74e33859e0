"""What can be prescribed: exercises with what is known about them, and their variations.

Rows without a practice are the built-in library: everyone reads them, nobody edits them, `load_library` keeps them.
A practice's own rows carry its id; muscles and variations carry that of their exercise.
"""

from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Subquery, Value
from django.utils import timezone

from accounts.access import membership_of
from accounts.models import Practice, uuid7
from exercises import shapes
from exercises.search import corrected, prefix_query, words_of
from exercises.vocabulary import (
    FOOT_CODES,
    BottomStyle,
    Contact,
    Direction,
    Equipment,
    Heel,
    Implement,
    Laterality,
    Level,
    MiniBand,
    Muscle,
    MuscleRole,
    Placement,
    inches,
    span,
    stance_of,
    tempo_words,
)


def built_in_or_own(user: Any) -> Q:
    """The gate of the library: built-in rows and those of the user's practice; nothing for whoever has no practice."""
    membership = membership_of(user)
    if membership is None:
        return Q(pk__in=[])
    return Q(practice=None) | Q(practice_id=membership.practice_id)


class ExerciseQuerySet(models.QuerySet["Exercise"]):
    def for_user(self, user: Any) -> "ExerciseQuerySet":
        """The built-in exercises and those of the user's own practice."""
        return self.filter(built_in_or_own(user))

    def current(self) -> "ExerciseQuerySet":
        """Those not archived."""
        return self.filter(archived_at=None)

    def own_first(self) -> "ExerciseQuerySet":
        """A practice's own version of an exercise before the built-in one of the same slug."""
        return self.order_by(F("practice").asc(nulls_last=True), "position", "name")

    def with_muscles(self) -> "ExerciseQuerySet":
        return self.prefetch_related(models.Prefetch("muscles", ExerciseMuscle.objects.order_by("position")))

    def with_variations(self) -> "ExerciseQuerySet":
        """With the variations still offered, each knowing its exercise."""
        return self.prefetch_related(
            models.Prefetch("variations", Variation.objects.filter(archived_at=None).order_by("position", "name"))
        )

    def working(self, muscle: str) -> "ExerciseQuerySet":
        """Those that name this muscle, in whatever role."""
        return self.filter(pk__in=ExerciseMuscle.objects.filter(muscle=muscle).values("exercise"))

    def needing(self, equipment: str) -> "ExerciseQuerySet":
        """Those that use this equipment, or can."""
        return self.filter(equipment__contains=[equipment])

    def search(self, text: str) -> "ExerciseQuerySet":
        """Those whose name, alias, muscle, equipment or definition fits every word of `text`, the best fit first.

        Words may be cut short or mistyped. Nothing to search for gives all; this reads the words of the library once.
        """
        if not words_of(text):
            return self
        known = self._searchable()
        words = corrected(text, known._vocabulary())
        begun = SearchQuery(prefix_query(words), search_type="raw", config="simple")
        spoken = SearchQuery(" ".join(words), config="english")
        fits = known.annotate(rank=SearchRank(F("labels"), begun)).filter(Q(labels=begun) | Q(prose=spoken))
        return fits.order_by("-rank", "position", "name")

    def _searchable(self) -> "ExerciseQuerySet":
        muscles = ExerciseMuscle.objects.filter(exercise=OuterRef("pk")).order_by().values("exercise")
        text = models.TextField()
        return self.annotate(
            muscle_words=Subquery(muscles.annotate(all=StringAgg("muscle", " ")).values("all"), output_field=text),
            alias_words=Func(F("aliases"), Value(" "), function="array_to_string", output_field=text),
            equipment_words=Func(F("equipment"), Value(" "), function="array_to_string", output_field=text),
        ).annotate(
            labels=SearchVector("name", "alias_words", config="simple", weight="A")
            + SearchVector("muscle_words", "equipment_words", config="simple", weight="C"),
            prose=SearchVector("definition", config="english"),
        )

    def _vocabulary(self) -> set[str]:
        columns = ("name", "alias_words", "muscle_words", "equipment_words", "definition")
        return {word for row in self.values_list(*columns) for text in row for word in words_of(text or "")}


class Exercise(models.Model):
    """A movement and everything a coach tells about it. The written sections are lists of rows (`exercises.shapes`)."""

    PROSE = (
        "definition", "figure", "equipment_notes", "setup_steps", "execution_phases",
        "placements", "mistakes", "benefits", "audience", "programming",
        "variation_notes", "questions", "evidence_summary", "evidence", "source_note",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.CASCADE, related_name="exercises")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=80)
    aliases = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    definition = models.TextField(max_length=600, help_text="Two short sentences.")
    level = models.CharField(
        max_length=12, choices=Level, blank=True, help_text="Empty where it belongs to the rung, not to the movement."
    )
    laterality = models.CharField(max_length=12, choices=Laterality)
    equipment = ArrayField(models.CharField(max_length=12, choices=Equipment), default=list, blank=True)
    bench_height_cm_low = models.PositiveSmallIntegerField(null=True, blank=True)
    bench_height_cm_high = models.PositiveSmallIntegerField(null=True, blank=True)
    figure = models.JSONField(default=dict, blank=True)
    equipment_notes = models.JSONField(default=list, blank=True)
    setup_steps = models.JSONField(default=list, blank=True, help_text="In order.")
    execution_phases = models.JSONField(default=list, blank=True, help_text="In order.")
    placements = models.JSONField(default=list, blank=True)
    mistakes = models.JSONField(default=list, blank=True)
    benefits = models.JSONField(default=list, blank=True)
    audience = models.JSONField(default=list, blank=True)
    programming = models.JSONField(default=dict, blank=True)
    variation_notes = models.JSONField(default=list, blank=True)
    questions = models.JSONField(default=list, blank=True)
    evidence_summary = models.TextField(max_length=600, blank=True)
    evidence = models.JSONField(default=list, blank=True)
    source_note = models.TextField(blank=True, help_text="What is from the source and what is ours.")
    position = models.PositiveSmallIntegerField(default=0)
    library_version = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="Fingerprint of the library entry that this row or its original shows.",
    )
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies")
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["practice", "slug"],
                name="exercise_slug_once",
                nulls_distinct=False,
                violation_error_message="There is an exercise of this name already.",
            ),
            models.CheckConstraint(condition=Q(level__in=["", *Level.values]), name="exercise_level_known"),
            models.CheckConstraint(condition=Q(laterality__in=Laterality.values), name="exercise_laterality_known"),
            models.CheckConstraint(
                condition=Q(bench_height_cm_low=None, bench_height_cm_high=None)
                | Q(
                    bench_height_cm_low__isnull=False,
                    bench_height_cm_high__isnull=False,
                    bench_height_cm_low__gte=10,
                    bench_height_cm_low__lte=F("bench_height_cm_high"),
                    bench_height_cm_high__lte=120,
                ),
                name="exercise_bench_height_ordered",
                violation_error_message="Give the bench height as two figures from 10 to 120 cm, the lower one first.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Every written section has its shape. Raises ValidationError with one message a section."""
        errors: dict[str, Any] = {}
        for name in (*shapes.SECTIONS, "programming", "figure"):
            try:
                shapes.check(name, getattr(self, name))
            except ValidationError as error:
                errors[name] = error.messages
        if errors:
            raise ValidationError(errors)

    @property
    def is_built_in(self) -> bool:
        return self.practice_id is None

    @property
    def foot_code(self) -> str:
        """The foot map that stands for the exercise: that of its first variation, without reading it."""
        typical = {Laterality.STAGGERED: "forward", Laterality.SINGLE_LEG: "single"}
        return FOOT_CODES[typical.get(Laterality(self.laterality), "bilateral")]

    @property
    def bench_height(self) -> str:
        """`30 to 41 cm (12 to 16 in)`, or nothing where no bench is used."""
        low, high = self.bench_height_cm_low, self.bench_height_cm_high
        if low is None or high is None:
            return ""
        return f"{span(low, high)} cm ({span(inches(low), inches(high))} in)"


class ExerciseMuscleQuerySet(models.QuerySet["ExerciseMuscle"]):
    def for_user(self, user: Any) -> "ExerciseMuscleQuerySet":
        return self.filter(built_in_or_own(user))


class ExerciseMuscle(models.Model):
    """What a muscle does in an exercise."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="muscles")
    muscle = models.CharField(max_length=20, choices=Muscle)
    role = models.CharField(max_length=12, choices=MuscleRole)
    note = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = ExerciseMuscleQuerySet.as_manager()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["exercise", "muscle"], name="exercise_muscle_once"),
            models.CheckConstraint(condition=Q(muscle__in=Muscle.values), name="exercise_muscle_known"),
            models.CheckConstraint(condition=Q(role__in=MuscleRole.values), name="exercise_muscle_role_known"),
        )

    def __str__(self) -> str:
        return f"{self.get_muscle_display()}, {self.get_role_display()}"


class VariationQuerySet(models.QuerySet["Variation"]):
    def for_user(self, user: Any) -> "VariationQuerySet":
        """Variations of the built-in exercises and of those of the user's own practice."""
        return self.filter(built_in_or_own(user))

    def current(self) -> "VariationQuerySet":
        return self.filter(archived_at=None, exercise__archived_at=None)


class Variation(models.Model):
    """One way to do an exercise that can be prescribed: where the other foot goes, the load, and the pace."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="variations")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    placement = models.CharField(max_length=12, choices=Placement)
    offset_direction = models.CharField(max_length=8, choices=Direction, blank=True)
    offset_cm_low = models.PositiveSmallIntegerField(null=True, blank=True)
    offset_cm_high = models.PositiveSmallIntegerField(null=True, blank=True)
    heel = models.CharField(max_length=8, choices=Heel, blank=True)
    contact = models.CharField(max_length=8, choices=Contact, blank=True)
    implement = models.CharField(max_length=12, choices=Implement, default=Implement.BODYWEIGHT)
    mini_band = models.CharField(max_length=8, choices=MiniBand, default=MiniBand.NONE)
    tempo = models.CharField(
        max_length=4,
        default="2011",
        validators=[RegexValidator(r"^[0-9]{4}$", "Four digits: lower, bottom, lift, top.")],
    )
    pause_s_low = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Pause at the top, seconds.")
    pause_s_high = models.PositiveSmallIntegerField(null=True, blank=True)
    bottom_style = models.CharField(max_length=16, choices=BottomStyle, default=BottomStyle.TOUCH)
    level = models.CharField(max_length=12, choices=Level)
    note = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = VariationQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["exercise", "code"],
                name="variation_code_once",
                violation_error_message="This exercise has a variation of this name already.",
            ),
            models.CheckConstraint(condition=Q(placement__in=Placement.values), name="variation_placement_known"),
            models.CheckConstraint(condition=Q(implement__in=Implement.values), name="variation_implement_known"),
            models.CheckConstraint(condition=Q(mini_band__in=MiniBand.values), name="variation_mini_band_known"),
            models.CheckConstraint(
                condition=Q(bottom_style__in=BottomStyle.values), name="variation_bottom_style_known"
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="variation_level_known"),
            models.CheckConstraint(
                condition=Q(placement="offset", offset_direction__in=Direction.values)
                | (~Q(placement="offset") & Q(offset_direction="", offset_cm_low=None, offset_cm_high=None, heel="")),
                name="variation_offset_has_direction",
                violation_error_message="An offset foot stands forward or back; others have no distance and no heel.",
            ),
            models.CheckConstraint(
                condition=Q(offset_cm_low=None, offset_cm_high=None)
                | Q(
                    offset_cm_low__isnull=False,
                    offset_cm_high__isnull=False,
                    offset_cm_low__gte=1,
                    offset_cm_low__lte=F("offset_cm_high"),
                    offset_cm_high__lte=60,
                ),
                name="variation_offset_distance_ordered",
                violation_error_message="Give the distance as two figures from 1 to 60 cm, the lower one first.",
            ),
            models.CheckConstraint(condition=Q(heel__in=["", *Heel.values]), name="variation_heel_known"),
            models.CheckConstraint(
                condition=Q(placement="light_touch", contact__in=Contact.values)
                | (~Q(placement="light_touch") & Q(contact="")),
                name="variation_contact_with_light_touch",
                violation_error_message="A light touch says what touches: heel, toes or plate. The others say nothing.",
            ),
            models.CheckConstraint(condition=Q(tempo__regex=r"^[0-9]{4}$"), name="variation_tempo_four_digits"),
            models.CheckConstraint(
                condition=Q(pause_s_low=None, pause_s_high=None)
                | Q(
                    pause_s_low__isnull=False,
                    pause_s_high__isnull=False,
                    pause_s_low__gte=1,
                    pause_s_low__lte=F("pause_s_high"),
                    pause_s_high__lte=30,
                ),
                name="variation_pause_ordered",
                violation_error_message="Give the pause as two figures from 1 to 30 s, the lower one first.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.exercise_id and self.practice_id != self.exercise.practice_id:
            raise ValidationError({"exercise": "Choose an exercise of the same practice."})

    @property
    def stance(self) -> str:
        """The short key of the placement: bilateral, forward, back, heel, toes, plate, knee, single."""
        return stance_of(self.placement, self.offset_direction, self.contact)

    @property
    def foot_code(self) -> str:
        """The id of its foot map in the sprite."""
        return FOOT_CODES[self.stance]

    @property
    def placement_label(self) -> str:
        """`Offset forward 15 to 30 cm`, `Light touch, heel`, `Both feet`."""
        label = str(self.get_placement_display())
        if self.contact:
            return f"{label}, {self.get_contact_display()}"
        if self.offset_direction:
            label = f"{label} {self.get_offset_direction_display()}"
        if self.offset_cm_low and self.offset_cm_high:
            label = f"{label} {span(self.offset_cm_low, self.offset_cm_high)} cm"
        return label

    @property
    def pause_label(self) -> str:
        """`pause 2 to 3 s` at the top, or nothing where the tempo says it all."""
        if not (self.pause_s_low and self.pause_s_high):
            return ""
        return f"pause {span(self.pause_s_low, self.pause_s_high)} s"

    @property
    def tempo_label(self) -> str:
        """The pace in words: `lower 2 s, pause 2 to 3 s`."""
        if not self.pause_label:
            return tempo_words(self.tempo)
        return ", ".join(part for part in (tempo_words(self.tempo[:3] + "0"), self.pause_label) if part)

    @property
    def full_name(self) -> str:
        """`Staggered hip thrust, offset forward, barbell`: for lists that mix exercises. Reads the exercise."""
        if self.name.startswith(self.exercise.name):
            return self.name
        return f"{self.exercise.name}, {self.name[:1].lower()}{self.name[1:]}"
