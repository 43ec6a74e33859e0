"""What clients follow: a progression or a program, since when, on which days; and what was changed for a day."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Practice, uuid7
from clients.kept_words import INSTEAD, INSTEAD_ONCE, INSTEAD_TAKEN
from clients.models.base import CoachQuerySet, TenantQuerySet
from clients.models.people import Client
from exercises.models import Variation
from exercises.words import told
from programs.models import Coupling, Program, ProgramItem, Progression, Rung


class Policy(models.TextChoices):
    ALL = "all", _("Every change")
    RUNG_CHANGES = "rung_changes", _("Only rung changes")
    NONE = "none", _("None, tell me")


class AssignmentBatch(models.Model):
    """Assignments made in one go. For ten minutes it can be undone: its own end, those that it ended go on."""

    UNDO_FOR = dt.timedelta(minutes=10)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    content = models.CharField(max_length=64, editable=False, help_text="Hash of what was assigned to whom.")
    overtaken = ArrayField(
        models.UUIDField(), default=list, editable=False, help_text="Proposals that waited, and wait again if undone."
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = CoachQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["practice", "-created_at"], name="batch_newest"),)

    def __str__(self) -> str:
        return f"Assigned together, {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def undo_until(self) -> dt.datetime:
        return self.created_at + self.UNDO_FOR


class AssignmentQuerySet(TenantQuerySet):
    def active(self) -> Any:
        return self.filter(status=Assignment.Status.ACTIVE)

    def whole(self) -> Any:
        """What a client follows as a whole: not the tracks of a program."""
        return self.filter(parent=None)

    def tracked(self) -> Any:
        """What is followed rung by rung: assignments of one progression, and the tracks of programs."""
        return self.filter(progression__isnull=False)

    def with_filled(self) -> Any:
        """With `filled`: numbers (from 0) of the program's days that have an exercise; of a track, those with its own.

        Empty for what is no program.
        """
        item_of_track = (
            IsNull(OuterRef("progression"), True)
            | Q(rung__progression__family=OuterRef("progression__family"))
            | Q(rung__progression=OuterRef("progression__copied_from"))
        )
        items = ProgramItem.objects.filter(
            item_of_track,
            practice_id=OuterRef("practice"),
            day__program=Coalesce(OuterRef("program"), OuterRef("parent__program")),
        )
        number = (F("day__week") - 1) * F("day__program__days_a_week") + F("day__day") - 1
        return self.annotate(filled=ArraySubquery(items.order_by().values_list(number).distinct()))


class ScheduleChangeQuerySet(TenantQuerySet):
    client_path = "assignment__client"


class Assignment(models.Model):
    """What a client follows: a progression from a rung, or a program; on which days, how sides and coach take part.

    A program's progressions are followed side by side: each is a *track*, a row with this one as its `parent`, with
    rung, history and proposals of its own. Days and pauses are the parent's. An assignment of one
    progression has no tracks: it is its own.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        ENDED = "ended", _("Ended")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="assignments")
    program = models.ForeignKey(Program, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="tracks")
    progression = models.ForeignKey(
        Progression, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    start_rung = models.ForeignKey(Rung, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    start_load = models.DecimalField(
        max_digits=6, decimal_places=2, null=True, blank=True, help_text="In the client's unit."
    )
    start_date = models.DateField()
    weekdays = ArrayField(models.PositiveSmallIntegerField(), help_text="0 is Monday.")
    coupling = models.CharField(max_length=12, choices=Coupling, default=Coupling.SHARED)
    policy = models.CharField(max_length=12, choices=Policy, default=Policy.RUNG_CHANGES)
    deload_every_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    pauses = models.JSONField(
        default=list, blank=True, help_text="[[first day, last day or null], …]: no session is due in them."
    )
    moved_days = models.JSONField(
        default=dict, blank=True, help_text="{due day: the day it is done on instead}, ISO; the whole assignment's."
    )
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    batch = models.ForeignKey(
        AssignmentBatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="assignments"
    )
    ended_by = models.ForeignKey(
        AssignmentBatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="ended"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["practice", "client", "status"], name="assignment_client"),)
        constraints = (
            models.UniqueConstraint(
                fields=["practice", "client"],
                condition=Q(status="active", parent=None),
                name="assignment_one_active",
            ),
            models.CheckConstraint(
                condition=Q(program=None, progression__isnull=False, start_rung__isnull=False)
                | Q(program__isnull=False, progression=None, start_rung=None, parent=None),
                name="assignment_progression_or_program",
            ),
            models.CheckConstraint(
                condition=Q(start_load=None) | Q(start_load__gte=0, start_load__lte=1000),
                name="assignment_start_load_bounds",
            ),
            models.CheckConstraint(
                condition=Q(start_date__gte=dt.date(2000, 1, 1), start_date__lte=dt.date(2100, 12, 31)),
                name="assignment_start_date_bounds",
                violation_error_message=_("Choose a start date between 2000 and 2100."),
            ),
            models.CheckConstraint(
                condition=Q(deload_every_weeks=None) | Q(deload_every_weeks__gte=2, deload_every_weeks__lte=26),
                name="assignment_deload_bounds",
            ),
        )

    def __str__(self) -> str:
        return f"{self.program or self.progression} for {self.client}"

    @property
    def given(self) -> str:
        """What was assigned, by name, a built-in progression in the reader's language."""
        return self.program.name if self.program else told(self.ladder.name)

    @property
    def ladder(self) -> Progression:
        """The progression that is followed rung by rung. Raises TypeError for a program: its tracks have one each."""
        if self.progression is None:
            raise TypeError("A program has no ladder of its own.")
        return self.progression

    @property
    def ladder_id(self) -> UUID:
        """The id of `ladder`, without reading it."""
        if self.progression_id is None:
            raise TypeError("A program has no ladder of its own.")
        return self.progression_id

    @property
    def first_rung(self) -> Rung:
        """Where `ladder` is climbed from. Raises TypeError for a program."""
        if self.start_rung is None:
            raise TypeError("A program has no ladder of its own.")
        return self.start_rung

    @property
    def first_rung_id(self) -> UUID:
        """The id of `first_rung`, without reading it."""
        if self.start_rung_id is None:
            raise TypeError("A program has no ladder of its own.")
        return self.start_rung_id

    @property
    def whole_id(self) -> UUID:
        """What sessions are made for: the program of a track, else the assignment itself."""
        return self.parent_id or self.pk

    def clean(self) -> None:
        if not self.weekdays or any(day not in range(7) for day in self.weekdays):
            raise ValidationError({"weekdays": gettext("Choose at least one day.")})
        if self.start_rung and self.start_rung.progression_id != self.progression_id:
            raise ValidationError({"start_rung": gettext("Choose a rung of this progression.")})


class ScheduleChange(models.Model):
    """Who paused, resumed or moved a day, and when. What holds stands in the assignment; this only tells of it.

    `day`: the first day of the pause, the first day after it, or the due day that was moved, by the weekdays; `to`:
    where it was moved.
    """

    class Kind(models.TextChoices):
        PAUSED = "paused", _("Paused")
        RESUMED = "resumed", _("Resumed")
        MOVED = "moved", _("Moved")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="schedule_changes")
    kind = models.CharField(max_length=7, choices=Kind)
    day = models.DateField()
    to = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ScheduleChangeQuerySet.as_manager()

    class Meta:
        ordering = ("made_at", "pk")
        indexes = (models.Index(fields=["practice", "assignment", "made_at"], name="schedule_change_assignment"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="moved", to__isnull=False) | (~Q(kind="moved") & Q(to=None)),
                name="schedule_change_moved_has_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.day}"


class Swap(models.Model):
    """Another exercise in the place of a track's for one session: no exposure of the rung, the ladder stays as it is.

    `sides`: {side: {"load": "20", "sets": 3, "reps": [8, 8, 8]}}, loads in the client's unit, with the rests of
    the rung; what the client chose has its other figures too. `instead_of`: what would have been done, as it was
    called then.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="swaps")
    due_on = models.DateField()
    variation = models.ForeignKey(Variation, on_delete=models.PROTECT, related_name="+")
    instead_of = models.CharField(max_length=120)
    sides = models.JSONField()
    implement = models.CharField(
        max_length=12, blank=True, db_default="", help_text="What loads it; empty: what loads the variation."
    )
    reason = models.CharField(
        max_length=9, blank=True, db_default="", help_text="Why the client swapped it themselves; empty: the coach did."
    )
    note = models.CharField(max_length=160, blank=True, help_text="Why; the client reads it.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ScheduleChangeQuerySet.as_manager()

    class Meta:
        ordering = ("due_on",)
        constraints = (models.UniqueConstraint(fields=["practice", "assignment", "due_on"], name="swap_once_a_day"),)

    def __str__(self) -> str:
        return self.words

    @property
    def is_own(self) -> bool:
        """Whether the client chose it on the day."""
        return bool(self.reason)

    @property
    def words(self) -> str:
        """`Instead of Staggered hip thrust, offset forward: the bench is gone`"""
        words = {"exercise": self.instead_of, "note": self.note}
        if self.is_own:
            return INSTEAD_TAKEN % words
        return (INSTEAD if self.note else INSTEAD_ONCE) % words
