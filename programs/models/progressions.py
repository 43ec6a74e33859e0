"""Progressions: their versions, the rungs of each in order, and the gate at the end of a rung."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import membership_of
from accounts.models import Practice, uuid7
from exercises.models import Exercise, Variation
from exercises.words import told


class Rule(models.TextChoices):
    DOUBLE = "double", _("Reps first, then load")
    LINEAR = "linear", _("Load every time")
    TWO_FOR_TWO = "two_for_two", _("Two for two")
    RIR = "rir", _("By reps in reserve")
    DENSITY = "density", _("Less rest, then load")


class Coupling(models.TextChoices):
    SHARED = "shared", _("Weaker side governs")
    INDEPENDENT = "independent", _("Each side on its own")
    LEAD_CAPPED = "lead_capped", _("Stronger side waits")


class Implement(models.TextChoices):
    BODYWEIGHT = "bodyweight", _("bodyweight")
    BARBELL = "barbell", _("barbell")
    DUMBBELL = "dumbbell", _("dumbbell")
    KETTLEBELL = "kettlebell", _("kettlebell")
    BAND = "band", _("band")


class ProgressionQuerySet(models.QuerySet["Progression"]):
    def for_user(self, user: Any) -> "ProgressionQuerySet":
        """The built-in progressions and those of the user's own practice."""
        membership = membership_of(user)
        if membership is None:
            return self.none()
        return self.filter(Q(practice=None) | Q(practice_id=membership.practice_id))

    def current(self) -> "ProgressionQuerySet":
        """The newest version of each."""
        return self.filter(superseded_at=None)

    def offered(self) -> "ProgressionQuerySet":
        """Those a coach can assign: the newest version, not archived, at least one rung."""
        return self.current().filter(archived_at=None, rungs__isnull=False).distinct()

    def with_rungs(self) -> "ProgressionQuerySet":
        """With rungs, gates, variations and exercises, in four queries however many there are."""
        return self.prefetch_related(models.Prefetch("rungs", Rung.objects.as_ladder()))


class Progression(models.Model):
    """One version of a ladder of rungs. Built-in ones have no practice and are read-only.

    Saving makes a new version: rows of one `family`, counted by `version`. Assignments stay on the version they
    follow until a coach moves them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.CASCADE, related_name="progressions")
    family = models.UUIDField(default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies")
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True)
    source_note = models.TextField(blank=True, help_text="What is from the source and what is ours.")
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProgressionQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["practice", "slug"],
                condition=Q(superseded_at=None),
                name="progression_current_slug_once",
                nulls_distinct=False,
                violation_error_message=_("There is a progression of this name already."),
            ),
            models.UniqueConstraint(fields=["family", "version"], name="progression_version_once"),
        )

    def __str__(self) -> str:
        return told(self.name)


class RungQuerySet(models.QuerySet["Rung"]):
    def for_user(self, user: Any) -> "RungQuerySet":
        """Rungs of the progressions that the user may see."""
        membership = membership_of(user)
        if membership is None:
            return self.none()
        return self.filter(Q(practice=None) | Q(practice_id=membership.practice_id))

    def as_ladder(self) -> "RungQuerySet":
        """Bottom to top, with gate, variation and exercise; the exercise without its pages of text."""
        prose = [f"variation__exercise__{name}" for name in Exercise.PROSE]
        return self.order_by("position").select_related("gate", "variation__exercise").defer(*prose)


def percent_field(help_text: str) -> models.DecimalField:
    return models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=help_text,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(300))],
    )


class Rung(models.Model):
    """One step: a variation with its prescription. Loads in per cent of body mass; seconds; reps per side.

    `lineage` is the same in every version of a rung, and in copies: by it a client's place is found again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    lineage = models.UUIDField(default=uuid7, editable=False)
    progression = models.ForeignKey(Progression, on_delete=models.CASCADE, related_name="rungs")
    position = models.PositiveSmallIntegerField()
    variation = models.ForeignKey(Variation, on_delete=models.PROTECT, related_name="rungs")
    sets = models.PositiveSmallIntegerField(default=3)
    reps_low = models.PositiveSmallIntegerField(default=8)
    reps_high = models.PositiveSmallIntegerField(default=12)
    rir = models.PositiveSmallIntegerField(default=2, help_text="Reps in reserve")
    tempo = models.CharField(
        max_length=4,
        default="2011",
        validators=[RegexValidator(r"^[0-9]{4}$", _("Four digits: lower, bottom, lift, top."))],
    )
    rest_s = models.PositiveSmallIntegerField(default=90)
    min_rest_s = models.PositiveSmallIntegerField(default=60)
    side_rest_s = models.PositiveSmallIntegerField(
        default=15, db_default=15, help_text="To change sides, before the other one."
    )
    rule = models.CharField(max_length=12, choices=Rule, default=Rule.DOUBLE)
    max_jump = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal("0.10"))
    rep_ceiling = models.PositiveSmallIntegerField(default=15)
    implements = ArrayField(
        models.CharField(max_length=12, choices=Implement), help_text="The first that the client has is used."
    )
    from_bodyweight = models.BooleanField(
        default=False, help_text="Loads begin at bodyweight, then go on with the implement."
    )
    start_percent = percent_field("Starts at, % of body mass")
    leave_percent = percent_field("Leaves at or over, % of body mass")

    objects = RungQuerySet.as_manager()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=["progression", "position"], name="rung_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(fields=["progression", "lineage"], name="rung_lineage_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="rung_position_from_one"),
            models.CheckConstraint(
                condition=Q(reps_low__gte=1, reps_low__lte=F("reps_high"), reps_high__lte=100),
                name="rung_rep_range_ordered",
                violation_error_message=_("The lowest reps cannot exceed the highest."),
            ),
            models.CheckConstraint(condition=Q(sets__gte=1, sets__lte=20), name="rung_sets_bounds"),
            models.CheckConstraint(condition=Q(rir__lte=10), name="rung_rir_bounds"),
            models.CheckConstraint(condition=Q(rest_s__lte=900, min_rest_s__lte=900), name="rung_rest_bounds"),
            models.CheckConstraint(condition=Q(side_rest_s__lte=900), name="rung_side_rest_bounds"),
            models.CheckConstraint(condition=Q(max_jump__gt=0, max_jump__lte=1), name="rung_max_jump_bounds"),
        )

    def __str__(self) -> str:
        return f"Rung {self.position}: {self.variation}"

    def clean(self) -> None:
        if not self.implements:
            raise ValidationError({"implements": gettext("Name at least one implement.")})

    @property
    def sides(self) -> list[str]:
        """The sides a session of this rung is logged for."""
        return ["both"] if self.variation.exercise.laterality == "bilateral" else ["left", "right"]


class Gate(models.Model):
    """What opens the next rung. Pain of 2 or less is asked of every session that counts (engine.md, row 8)."""

    MAX_PAIN = 2

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    rung = models.OneToOneField(Rung, on_delete=models.CASCADE, related_name="gate")
    sessions = models.PositiveSmallIntegerField(default=2)
    window = models.PositiveSmallIntegerField(default=4)
    symmetry = models.DecimalField(
        max_digits=4, decimal_places=3, null=True, blank=True, help_text="Weaker / stronger, 0 to 1"
    )
    sign_off = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(sessions__gte=1, sessions__lte=F("window"), window__lte=12),
                name="gate_sessions_in_window",
                violation_error_message=_("The sessions asked for must fit in the window."),
            ),
            models.CheckConstraint(
                condition=Q(symmetry=None) | Q(symmetry__gt=0, symmetry__lte=1), name="gate_symmetry_bounds"
            ),
        )

    def __str__(self) -> str:
        return f"Gate of {self.rung}"
