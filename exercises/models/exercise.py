"""Exercises with what is known about them, and what their muscles do."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import membership_of
from accounts.models import Practice, uuid7
from exercises import shapes
from exercises.models.gate import built_in_or_own
from exercises.models.variation import Variation
from exercises.search import corrected, prefix_query, words_of
from exercises.vocabulary import (
    FOOT_CODES,
    ON_FEET,
    Equipment,
    Implement,
    Laterality,
    Level,
    Movement,
    Muscle,
    MuscleRole,
    inches,
    span,
    stance_of,
)
from exercises.words import told


class ExerciseQuerySet(models.QuerySet["Exercise"]):
    def for_user(self, user: Any) -> "ExerciseQuerySet":
        """The built-in exercises and those of the user's own practice."""
        return self.filter(built_in_or_own(user))

    def for_coach(self, user: Any) -> "ExerciseQuerySet":
        """The exercises that the user may change: those of their own practice, archived ones too, for a coach."""
        membership = membership_of(user)
        if membership is None or not membership.is_coach:
            return self.none()
        return self.filter(practice_id=membership.practice_id)

    def current(self) -> "ExerciseQuerySet":
        """Those not archived."""
        return self.filter(archived_at=None)

    def shown_to(self, user: Any) -> "ExerciseQuerySet":
        """What the library shows: not archived, and a practice's own version in place of the built-in one."""
        membership = membership_of(user)
        if membership is None:
            return self.none()
        own = Exercise.objects.filter(practice_id=membership.practice_id, archived_at=None, slug=OuterRef("slug"))
        return self.current().exclude(Q(practice=None) & Exists(own))

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

    def placed(self, placement: str) -> "ExerciseQuerySet":
        """Those with a variation that places the other foot so."""
        offered = Variation.objects.filter(exercise=OuterRef("pk"), archived_at=None, placement=placement)
        return self.filter(Exists(offered))

    def on_level(self, level: str) -> "ExerciseQuerySet":
        """Those of this level; where each variation has its own, those with one of it."""
        offered = Variation.objects.filter(exercise=OuterRef("pk"), archived_at=None, level=level)
        return self.filter(Q(level=level) | Q(level="") & Exists(offered))

    def without_prose(self) -> "ExerciseQuerySet":
        """For lists: the pages of text stay in the database, but for the definition and where the feet go."""
        return self.defer(*(name for name in Exercise.PROSE if name not in ("definition", "placements")))

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
        "placements", "mistakes", "cues", "benefits", "audience", "programming",
        "variation_notes", "questions", "evidence_summary", "evidence", "source_note",
        "copied_sections",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.CASCADE, related_name="exercises")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=80)
    aliases = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    definition = models.TextField(max_length=600, help_text="Two short sentences.")
    movement = models.CharField(
        max_length=12, choices=Movement, blank=True, help_text="Empty in rows older than this column."
    )
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
    cues = models.JSONField(default=list, blank=True, help_text="Short lines to say while it is done.")
    benefits = models.JSONField(default=list, blank=True)
    audience = models.JSONField(default=list, blank=True)
    programming = models.JSONField(default=dict, blank=True)
    variation_notes = models.JSONField(default=list, blank=True)
    questions = models.JSONField(default=list, blank=True)
    evidence_summary = models.TextField(max_length=600, blank=True)
    evidence = models.JSONField(default=list, blank=True)
    source_note = models.TextField(blank=True, help_text="What is from the source and what is ours.")
    media_url = models.URLField(
        "link",
        max_length=300,
        blank=True,
        validators=[
            URLValidator(schemes=["https"], message=gettext_lazy("Give an address that begins with https://."))
        ],
        help_text="A photo or a video of it, somewhere else.",
    )
    position = models.PositiveSmallIntegerField(default=0)
    library_version = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="Fingerprint of the library entry that this row or its original shows.",
    )
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies")
    copied_sections = models.JSONField(
        default=dict, blank=True, editable=False, help_text="The original's sections as the coach last saw them."
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False, help_text="Goes up with every save by a coach.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["practice", "slug"],
                name="exercise_slug_once",
                nulls_distinct=False,
                violation_error_message=gettext_lazy("There is an exercise of this name already."),
            ),
            models.CheckConstraint(condition=Q(movement__in=["", *Movement.values]), name="exercise_movement_known"),
            models.CheckConstraint(
                condition=Q(media_url="") | Q(media_url__startswith="https://"),
                name="exercise_link_is_https",
                violation_error_message=gettext_lazy("Give an address that begins with https://."),
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
                violation_error_message=gettext_lazy(
                    "Give the bench height as two figures from 10 to 120 cm, the lower one first."
                ),
            ),
        )

    def __str__(self) -> str:
        return told(self.name)

    def clean(self) -> None:
        """Every written section has its shape. Raises ValidationError with one message a section."""
        errors: dict[str, Any] = {}
        for name in (*shapes.SECTIONS, "cues", "programming", "figure"):
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
    def original_has_changed(self) -> bool:
        """True for a copy whose built-in original has moved on since the coach last looked. Reads the original."""
        return self.copied_from is not None and self.copied_from.library_version != self.library_version

    @property
    def media_label(self) -> str:
        """What the link says: a picture is looked at, anything else is watched."""
        path = urlsplit(self.media_url).path.lower()
        return (
            _("See the photo")
            if path.endswith((".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"))
            else _("Watch the video")
        )

    @property
    def foot_code(self) -> str:
        """The foot map that stands for the exercise; none where feet do not matter."""
        typical = {Laterality.STAGGERED: "forward", Laterality.SINGLE_LEG: "single"}
        if len(self.placements) == 1:
            row = self.placements[0]
            return FOOT_CODES[stance_of(row["placement"], row.get("direction", ""), row.get("contact", ""))]
        if self.laterality in typical:
            return FOOT_CODES[typical[Laterality(self.laterality)]]
        stands = self.laterality == Laterality.BILATERAL and self.movement in ("", *ON_FEET)
        return FOOT_CODES["bilateral"] if self.placements or stands else ""

    @property
    def icon(self) -> str:
        """What stands for it where no foot map does: its first load, a dumbbell for those that have no icon."""
        load = next((item for item in self.equipment if item in Implement.values), "")
        return load if load in (Implement.BARBELL, Implement.KETTLEBELL, Implement.BAND) else "dumbbell"

    @property
    def bench_height(self) -> str:
        """`30 to 41 cm (12 to 16 in)`, or nothing where no bench is used."""
        low, high = self.bench_height_cm_low, self.bench_height_cm_high
        if low is None or high is None:
            return ""
        return _("%(cm)s cm (%(inches)s in)") % {"cm": span(low, high), "inches": span(inches(low), inches(high))}


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
