"""One training day: what was opened, what was asked of each side, and how it looked."""

from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_

from accounts.models import Practice, Unit, uuid7, validate_time_zone
from clients.models.assignments import Assignment, Swap
from clients.models.base import Side, TenantQuerySet, whole_between
from clients.models.people import Client
from exercises.models import Variation
from programs.models import Rung


class ItemQuerySet(TenantQuerySet):
    client_path = "session__client"


class TargetQuerySet(TenantQuerySet):
    client_path = "item__session__client"


class Session(models.Model):
    """One training day of an assignment. Made when the client opens the day; its prescription is frozen then.

    A session from another tool (`source`) is of no assignment: nothing was asked, no rung was trained, nobody reviews
    it. Its items have targets only to say which exercise and side, with no sets asked (docs/adr/0016).
    """

    class Source(models.TextChoices):
        HERE = "", _("Kickstand")
        HEVY = "hevy", "Hevy"
        STRONG = "strong", "Strong"

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        FINISHED = "finished", _("Finished")
        SKIPPED = "skipped", _("Skipped")

    class SkipReason(models.TextChoices):
        TIME = "time", _("No time")
        EQUIPMENT = "equipment", _("Equipment taken")
        PAIN = "pain", _("Pain")
        OTHER = "other", _("Something else")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="sessions")
    assignment = models.ForeignKey(Assignment, null=True, blank=True, on_delete=models.CASCADE, related_name="sessions")
    source = models.CharField(max_length=6, choices=Source, blank=True, default="", db_default="")
    title = models.CharField(
        max_length=120, blank=True, default="", db_default="", help_text="What the other tool called it."
    )
    due_on = models.DateField()
    performed_on = models.DateField(null=True, blank=True, help_text="The client's own date.")
    zone = models.CharField(max_length=64, validators=[validate_time_zone])
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    skip_reason = models.CharField(max_length=9, choices=SkipReason, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    effort = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Session RPE, 0 to 10",
        validators=whole_between(0, 10, N_("Effort is between %(low)s and %(high)s.")),
    )
    note = models.CharField(max_length=1000, blank=True)
    red_flag = models.BooleanField(default=False)
    next_day_pain = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=whole_between(0, 10, N_("Pain is between %(low)s and %(high)s."))
    )
    next_day_pain_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ("due_on",)
        indexes = (
            models.Index(fields=["practice", "client", "due_on"], name="session_client"),
            models.Index(
                fields=["practice", "finished_at"],
                name="session_inbox",
                condition=Q(reviewed_at=None, status__in=["finished", "skipped"]),
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["practice", "assignment", "due_on"], name="session_once_a_day"),
            models.CheckConstraint(condition=Q(effort=None) | Q(effort__lte=10), name="session_effort_bounds"),
            models.CheckConstraint(
                condition=Q(next_day_pain=None) | Q(next_day_pain__lte=10), name="session_next_day_pain_bounds"
            ),
            models.CheckConstraint(
                condition=~Q(status="finished") | Q(finished_at__isnull=False, performed_on__isnull=False),
                name="session_finished_has_time",
            ),
            models.CheckConstraint(
                condition=Q(source="", assignment__isnull=False) | (~Q(source="") & Q(assignment=None)),
                name="session_assigned_or_imported",
            ),
        )

    def __str__(self) -> str:
        return f"{self.client}, {self.due_on}"

    @property
    def given(self) -> Assignment:
        """The assignment that the day is of. Raises TypeError for a session from another tool."""
        if self.assignment is None:
            raise TypeError("A session from another tool is of no assignment.")
        return self.assignment

    @property
    def follows(self) -> str:
        """What the day is of: a program, a progression, or what another tool called it."""
        if self.assignment is None:
            return self.title or str(self.get_source_display())
        return str(self.assignment.program or self.assignment.progression)


class SessionItem(models.Model):
    """One exercise of a session: of a progression (`assignment` is the track it follows), or fixed (none).

    `swap`: it is done in the place of a progression's exercise, this once; it is of no track, and `note` says why.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="items")
    assignment = models.ForeignKey(Assignment, null=True, blank=True, on_delete=models.CASCADE, related_name="items")
    swap = models.ForeignKey(Swap, null=True, blank=True, on_delete=models.SET_NULL, related_name="items")
    position = models.PositiveSmallIntegerField(default=1)
    label = models.CharField(max_length=2, blank=True, help_text="A1 and A2 alternate.")
    warm_up_sets = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True, help_text="The program's own words for this exercise.")
    action = models.CharField(max_length=12, blank=True, help_text="The engine's action that led to these targets.")
    is_deload = models.BooleanField(default=False)
    reasons = models.JSONField(default=list, help_text="The engine's reasons for these targets.")

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ("position",)
        indexes = (models.Index(fields=["practice", "assignment"], name="item_assignment"),)
        constraints = (
            models.UniqueConstraint(fields=["practice", "session", "position"], name="item_position_once"),
            models.UniqueConstraint(fields=["practice", "session", "assignment"], name="item_track_once"),
        )

    def __str__(self) -> str:
        return f"Item {self.position} of {self.session}"

    @property
    def may_be_swapped(self) -> bool:
        """Before its first set, of a progression's exercise: with a set done it is the exercise of the day.

        Not before the day is opened, as a page kept for it shows it: there is no row yet.
        """
        if self._state.adding or self.assignment_id is None:
            return False
        return self.session.status == Session.Status.OPEN and not self.sets.all()


class Target(models.Model):
    """The frozen prescription of one side: what was asked, as it was asked. Load in `unit`, reps one figure a set.

    A fixed exercise stands on no rung; it may leave the load to the client (`load` null, `load_words` such as
    "70 % of 1RM"), the effort open (`rir` null), or ask for a time (`seconds` a set, no reps).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(SessionItem, on_delete=models.CASCADE, related_name="targets")
    side = models.CharField(max_length=5, choices=Side)
    rung = models.ForeignKey(Rung, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    variation = models.ForeignKey(Variation, on_delete=models.PROTECT, related_name="+")
    implement = models.CharField(max_length=12)
    load = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    load_words = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=2, choices=Unit, default=Unit.KG)
    sets = models.PositiveSmallIntegerField()
    reps = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    reps_low = models.PositiveSmallIntegerField()
    reps_high = models.PositiveSmallIntegerField()
    rir = models.PositiveSmallIntegerField(null=True, blank=True)
    tempo = models.CharField(max_length=4, blank=True)
    rest_s = models.PositiveSmallIntegerField()
    side_rest_s = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="To change sides, before the other one."
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["practice", "rung", "side"], name="target_rung"),)
        constraints = (
            models.UniqueConstraint(fields=["practice", "item", "side"], name="target_side_once"),
            models.CheckConstraint(condition=Q(load=None) | Q(load__gte=0, load__lte=1000), name="target_load_bounds"),
            models.CheckConstraint(
                condition=Q(rung=None) | Q(load__isnull=False, rir__isnull=False), name="target_rung_has_figures"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_side_display()} of {self.item}"

    @property
    def asked_rung(self) -> Rung:
        """The rung of a target on a ladder. Raises TypeError for a fixed exercise."""
        if self.rung is None:
            raise TypeError("A fixed exercise stands on no rung.")
        return self.rung

    @property
    def asked_rung_id(self) -> UUID:
        """The id of `asked_rung`, without reading it."""
        if self.rung_id is None:
            raise TypeError("A fixed exercise stands on no rung.")
        return self.rung_id

    @property
    def asked_load(self) -> Decimal:
        """The load of a target on a ladder. Raises TypeError where the load is left to the client."""
        if self.load is None:
            raise TypeError("The load is left to the client.")
        return self.load

    @property
    def asked_rir(self) -> int:
        """The reps in reserve of a target on a ladder. Raises TypeError where the effort is left open."""
        if self.rir is None:
            raise TypeError("The effort is left open.")
        return self.rir


class TechniqueMark(models.Model):
    """What a coach saw of a side's technique in a session, in person or on a clip. The engine reads it (row 3)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(SessionItem, on_delete=models.CASCADE, related_name="technique")
    side = models.CharField(max_length=5, choices=Side)
    is_sound = models.BooleanField()
    note = models.CharField(max_length=300, blank=True, help_text="The client reads it.")
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ("side",)
        constraints = (models.UniqueConstraint(fields=["practice", "item", "side"], name="technique_side_once"),)

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {'sound' if self.is_sound else 'failed'}"
