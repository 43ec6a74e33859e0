"""Programs: weeks of days of items. An item follows a progression from a rung, or prescribes an exercise as fixed."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import membership_of
from accounts.models import Practice, Unit, uuid7
from exercises.models import Variation
from exercises.words import told
from programs.models.progressions import Rung


class OwnQuerySet(models.QuerySet[Any]):
    def for_user(self, user: Any) -> Any:
        """The rows of the user's practice, for coaches."""
        membership = membership_of(user)
        if membership is None or not membership.is_coach:
            return self.none()
        return self.filter(practice_id=membership.practice_id)


class ProgramQuerySet(OwnQuerySet):
    def current(self) -> Any:
        """The newest version of each."""
        return self.filter(superseded_at=None)

    def with_days(self) -> Any:
        """With days, items, and what the items prescribe, in three queries however long it is."""
        items = ProgramItem.objects.select_related(
            "variation__exercise", "rung__progression", "rung__variation__exercise"
        )
        return self.prefetch_related("days", models.Prefetch("days__items", items))

    def with_lines(self) -> Any:
        """With days and items as text: what they prescribe is only named by its id."""
        items = ProgramItem.objects.only("day", "position", "line", "variation", "rung__progression__family")
        return self.prefetch_related("days", models.Prefetch("days__items", items.select_related("rung__progression")))


class Program(models.Model):
    """One version of a program. Saving makes a new version: rows of one `family`, counted by `version`."""

    MOST_WEEKS = 52

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="programs")
    family = models.UUIDField(default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True)
    folder = models.CharField(max_length=60, blank=True)
    tags = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    weeks = models.PositiveSmallIntegerField(
        default=4, validators=[MinValueValidator(1), MaxValueValidator(MOST_WEEKS)]
    )
    days_a_week = models.PositiveSmallIntegerField(default=3, validators=[MinValueValidator(1), MaxValueValidator(7)])
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ("folder", "name")
        indexes = (models.Index(fields=["practice", "folder", "name"], name="program_list"),)
        constraints = (
            models.UniqueConstraint(fields=["practice", "family", "version"], name="program_version_once"),
            models.UniqueConstraint(
                fields=["practice", "family"], condition=Q(superseded_at=None), name="program_one_current"
            ),
            models.CheckConstraint(condition=Q(weeks__gte=1, weeks__lte=52), name="program_weeks_bounds"),
            models.CheckConstraint(condition=Q(days_a_week__gte=1, days_a_week__lte=7), name="program_days_bounds"),
        )

    def __str__(self) -> str:
        return told(self.name)


class ProgramDay(models.Model):
    """One training day: which of the week (1 to 7, in order, no weekday), and what it is called."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="days")
    week = models.PositiveSmallIntegerField()
    day = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=500, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ("week", "day")
        constraints = (
            models.UniqueConstraint(fields=["program", "week", "day"], name="program_day_once"),
            models.CheckConstraint(condition=Q(week__gte=1, week__lte=52), name="program_day_week_bounds"),
            models.CheckConstraint(condition=Q(day__gte=1, day__lte=7), name="program_day_bounds"),
        )

    def __str__(self) -> str:
        return f"Week {self.week}, day {self.day}"


class ProgramItem(models.Model):
    """One exercise of a day, as the line of notation says it (docs/notation.md).

    Either `rung` (where the progression is followed from) or `variation` with a fixed prescription: sets, then reps
    (a range, or one figure a set) or seconds; effort as RIR, per cent of 1RM or of body mass, or a load in its unit.
    Items of a day whose `label` has one letter (A1, A2) alternate.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    day = models.ForeignKey(ProgramDay, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    line = models.CharField(max_length=600)
    label = models.CharField(max_length=2, blank=True)
    rung = models.ForeignKey(Rung, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    variation = models.ForeignKey(Variation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sets = models.PositiveSmallIntegerField(null=True, blank=True)
    reps = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, help_text="One figure a set.")
    reps_low = models.PositiveSmallIntegerField(null=True, blank=True)
    reps_high = models.PositiveSmallIntegerField(null=True, blank=True)
    seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    rir = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)
    percent_1rm = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    percent_body_mass = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    load = models.DecimalField(
        max_digits=6, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    unit = models.CharField(max_length=2, choices=Unit, blank=True)
    rest_s = models.PositiveSmallIntegerField(null=True, blank=True)
    tempo = models.CharField(
        max_length=4,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{4}$", _("Four digits: lower, bottom, lift, top."))],
    )
    pause_s = models.PositiveSmallIntegerField(null=True, blank=True)
    per_side = models.BooleanField(default=False)
    warm_up_sets = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["day", "position"], name="program_item_position_once"),
            models.CheckConstraint(
                condition=Q(rung__isnull=False, variation=None) | Q(rung=None, variation__isnull=False, sets__gte=1),
                name="program_item_adaptive_or_fixed",
            ),
            models.CheckConstraint(condition=Q(sets=None) | Q(sets__lte=20), name="program_item_sets_bounds"),
            models.CheckConstraint(
                condition=Q(reps_low=None, reps_high=None)
                | Q(reps_low__gte=1, reps_low__lte=F("reps_high"), reps_high__lte=100),
                name="program_item_rep_range_ordered",
            ),
            models.CheckConstraint(condition=Q(rest_s=None) | Q(rest_s__lte=900), name="program_item_rest_bounds"),
            models.CheckConstraint(condition=Q(rir=None) | Q(rir__gte=0, rir__lte=10), name="program_item_rir_bounds"),
            models.CheckConstraint(
                condition=Q(load=None) | Q(load__gte=0, load__lte=1000), name="program_item_load_bounds"
            ),
        )

    def __str__(self) -> str:
        return self.line
