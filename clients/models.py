"""Who trains, what they were assigned, what they logged, what was decided.

Nothing derived is stored: where a client stands, what counts for a gate and what comes next is computed from the
sessions and from what people confirmed.
"""

import datetime as dt
import zoneinfo
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.access import membership_of
from accounts.models import Practice, Unit, uuid7, validate_one_line, validate_time_zone
from clients.inventory import default_inventory, validate_inventory
from exercises.models import Variation
from programs.models import Coupling, Progression, Rung

KG_PER_LB = Decimal("0.45359237")


def whole_between(low: int, high: int, what: str) -> list[Any]:
    """Validators for a whole number, with one message in plain words. The database checks the same bounds."""
    words = f"{what} between {low:,} and {high:,}."
    return [MinValueValidator(low, words), MaxValueValidator(high, words)]


class Side(models.TextChoices):
    LEFT = "left", "Left"
    RIGHT = "right", "Right"
    BOTH = "both", "Both sides"


class TenantQuerySet(models.QuerySet[Any]):
    """Rows of one practice; a client sees only what is about themselves."""

    client_path = "client"

    def for_user(self, user: Any) -> Any:
        membership = membership_of(user)
        if membership is None:
            return self.none()
        rows = self.filter(practice_id=membership.practice_id)
        if membership.is_coach:
            return rows
        return rows.filter(**{f"{self.client_path}__user": user})

    def for_coach(self, user: Any) -> Any:
        membership = membership_of(user)
        if membership is None or not membership.is_coach:
            return self.none()
        return self.filter(practice_id=membership.practice_id)


class ItemQuerySet(TenantQuerySet):
    client_path = "session__client"


class TargetQuerySet(TenantQuerySet):
    client_path = "item__session__client"


class RevisionQuerySet(TenantQuerySet):
    client_path = "set__client"


class ClientQuerySet(TenantQuerySet):
    def for_user(self, user: Any) -> Any:
        membership = membership_of(user)
        if membership is None:
            return self.none()
        rows = self.filter(practice_id=membership.practice_id)
        return rows if membership.is_coach else rows.filter(user=user)

    def current(self) -> Any:
        return self.exclude(status=Client.Status.ARCHIVED)


class Client(models.Model):
    """Someone who trains. They need no account to be coached; accepting the invitation links one."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        PAUSED = "paused", "Paused"
        ARCHIVED = "archived", "Archived"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="clients")
    coach = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="coached_clients")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="training_as"
    )
    name = models.CharField(max_length=80)
    email = models.EmailField(max_length=254, blank=True)
    body_mass_kg = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(20)), MaxValueValidator(Decimal(400))],
    )
    involved_side = models.CharField(max_length=5, blank=True, choices=[("left", "Left"), ("right", "Right")])
    side_note = models.CharField(max_length=300, blank=True)
    goal = models.CharField(max_length=160, blank=True)
    inventory = models.JSONField(default=default_inventory, validators=[validate_inventory])
    unit = models.CharField(max_length=2, choices=Unit, default=Unit.KG)
    time_zone = models.CharField(max_length=64, default="Europe/London", validators=[validate_time_zone])
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ClientQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        indexes = (models.Index(fields=["practice", "status", "name"], name="client_list"),)
        constraints = (
            models.UniqueConstraint(fields=["practice", "user"], name="client_user_once"),
            models.CheckConstraint(
                condition=Q(body_mass_kg=None) | Q(body_mass_kg__gte=20, body_mass_kg__lte=400),
                name="client_body_mass_bounds",
                violation_error_message="Body mass is between 20 and 400 kg.",
            ),
            models.CheckConstraint(condition=Q(involved_side__in=["", "left", "right"]), name="client_side_known"),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        validate_one_line(self.name)

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self, now: dt.datetime | None = None) -> dt.date:
        """The date where the client is."""
        return (now or timezone.now()).astimezone(self.zone).date()


class Invitation(models.Model):
    """A link mailed to a client. It binds once, to one client, within 14 days. Only the hash of its token is kept."""

    LIFETIME = dt.timedelta(days=14)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["practice", "client"], name="invitation_client"),)

    def __str__(self) -> str:
        return f"Invitation of {self.client}"


class Policy(models.TextChoices):
    ALL = "all", "Every change"
    RUNG_CHANGES = "rung_changes", "Only rung changes"
    NONE = "none", "None, tell me"


class AssignmentQuerySet(TenantQuerySet):
    def active(self) -> Any:
        return self.filter(status=Assignment.Status.ACTIVE)


class Assignment(models.Model):
    """A progression given to a client: from which rung, on which days, how the two sides and the coach take part."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        ENDED = "ended", "Ended"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="assignments")
    progression = models.ForeignKey(Progression, on_delete=models.PROTECT, related_name="assignments")
    start_rung = models.ForeignKey(Rung, on_delete=models.PROTECT, related_name="+")
    start_load = models.DecimalField(
        max_digits=6, decimal_places=2, null=True, blank=True, help_text="In the client's unit."
    )
    start_date = models.DateField()
    weekdays = ArrayField(models.PositiveSmallIntegerField(), help_text="0 is Monday.")
    coupling = models.CharField(max_length=12, choices=Coupling, default=Coupling.SHARED)
    policy = models.CharField(max_length=12, choices=Policy, default=Policy.RUNG_CHANGES)
    deload_every_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["practice", "client", "status"], name="assignment_client"),)
        constraints = (
            models.UniqueConstraint(
                fields=["practice", "client"], condition=Q(status="active"), name="assignment_one_active"
            ),
            models.CheckConstraint(
                condition=Q(start_load=None) | Q(start_load__gte=0, start_load__lte=1000),
                name="assignment_start_load_bounds",
            ),
            models.CheckConstraint(
                condition=Q(start_date__gte=dt.date(2000, 1, 1), start_date__lte=dt.date(2100, 12, 31)),
                name="assignment_start_date_bounds",
                violation_error_message="Choose a start date between 2000 and 2100.",
            ),
            models.CheckConstraint(
                condition=Q(deload_every_weeks=None) | Q(deload_every_weeks__gte=2, deload_every_weeks__lte=26),
                name="assignment_deload_bounds",
            ),
        )

    def __str__(self) -> str:
        return f"{self.progression} for {self.client}"

    def clean(self) -> None:
        if not self.weekdays or any(day not in range(7) for day in self.weekdays):
            raise ValidationError({"weekdays": "Choose at least one day."})
        if self.start_rung.progression_id != self.progression_id:
            raise ValidationError({"start_rung": "Choose a rung of this progression."})


class Session(models.Model):
    """One training day of an assignment. Made when the client opens the day; its prescription is frozen then."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        FINISHED = "finished", "Finished"
        SKIPPED = "skipped", "Skipped"

    class SkipReason(models.TextChoices):
        TIME = "time", "No time"
        EQUIPMENT = "equipment", "Equipment taken"
        PAIN = "pain", "Pain"
        OTHER = "other", "Something else"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="sessions")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="sessions")
    due_on = models.DateField()
    performed_on = models.DateField(null=True, blank=True, help_text="The client's own date.")
    zone = models.CharField(max_length=64, validators=[validate_time_zone])
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    skip_reason = models.CharField(max_length=9, choices=SkipReason, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    effort = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Session RPE, 0 to 10", validators=whole_between(0, 10, "Effort is")
    )
    note = models.CharField(max_length=1000, blank=True)
    red_flag = models.BooleanField(default=False)
    next_day_pain = models.PositiveSmallIntegerField(null=True, blank=True, validators=whole_between(0, 10, "Pain is"))
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
        )

    def __str__(self) -> str:
        return f"{self.client}, {self.due_on}"


class SessionItem(models.Model):
    """One exercise of a session."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=1)
    action = models.CharField(max_length=12, blank=True, help_text="The engine's action that led to these targets.")
    is_deload = models.BooleanField(default=False)
    reasons = models.JSONField(default=list, help_text="The engine's reasons for these targets.")

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["practice", "session", "position"], name="item_position_once"),)

    def __str__(self) -> str:
        return f"Item {self.position} of {self.session}"


class Target(models.Model):
    """The frozen prescription of one side: what was asked, as it was asked. Load in `unit`, reps one figure a set."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(SessionItem, on_delete=models.CASCADE, related_name="targets")
    side = models.CharField(max_length=5, choices=Side)
    rung = models.ForeignKey(Rung, on_delete=models.PROTECT, related_name="+")
    variation = models.ForeignKey(Variation, on_delete=models.PROTECT, related_name="+")
    implement = models.CharField(max_length=12)
    load = models.DecimalField(max_digits=6, decimal_places=2)
    unit = models.CharField(max_length=2, choices=Unit, default=Unit.KG)
    sets = models.PositiveSmallIntegerField()
    reps = ArrayField(models.PositiveSmallIntegerField())
    reps_low = models.PositiveSmallIntegerField()
    reps_high = models.PositiveSmallIntegerField()
    rir = models.PositiveSmallIntegerField()
    tempo = models.CharField(max_length=4)
    rest_s = models.PositiveSmallIntegerField()

    objects = TargetQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["practice", "rung", "side"], name="target_rung"),)
        constraints = (
            models.UniqueConstraint(fields=["practice", "item", "side"], name="target_side_once"),
            models.CheckConstraint(condition=Q(load__gte=0, load__lte=1000), name="target_load_bounds"),
        )

    def __str__(self) -> str:
        return f"{self.get_side_display()} of {self.item}"


class SetLog(models.Model):
    """A fact: one set of one side. Known by the client and the UUID made on the phone; sent again it changes nothing.

    `load` in `unit` is what was typed, `load_kg` is computed by the database. Kinds: done; skipped (with a reason);
    stopped for pain. A set that was never logged has no row.
    """

    class Kind(models.TextChoices):
        DONE = "done", "Done"
        SKIPPED = "skipped", "Skipped"
        STOPPED = "stopped", "Stopped for pain"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="sets")
    uuid = models.UUIDField(editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="sets")
    item = models.ForeignKey(SessionItem, on_delete=models.CASCADE, related_name="sets")
    set_number = models.PositiveSmallIntegerField(validators=whole_between(1, 20, "The set number is"))
    side = models.CharField(max_length=5, choices=Side)
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.DONE)
    skip_reason = models.CharField(max_length=9, choices=Session.SkipReason, blank=True)
    reps = models.PositiveSmallIntegerField(null=True, blank=True, validators=whole_between(0, 1000, "Reps are"))
    load = models.DecimalField(
        max_digits=6, decimal_places=2, null=True, blank=True, validators=whole_between(0, 1000, "The load is")
    )
    unit = models.CharField(max_length=2, choices=Unit, default=Unit.KG)
    load_kg = models.GeneratedField(
        expression=models.Case(
            models.When(unit="lb", then=F("load") * Decimal("0.45359237")),
            default=F("load"),
            output_field=models.DecimalField(max_digits=10, decimal_places=4),
        ),
        output_field=models.DecimalField(max_digits=10, decimal_places=4),
        db_persist=True,
    )
    rir = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="4 means 4 or more", validators=whole_between(0, 10, "Reps in reserve are")
    )
    pain = models.PositiveSmallIntegerField(null=True, blank=True, validators=whole_between(0, 10, "Pain is"))
    performed_at = models.DateTimeField(help_text="The phone's time")
    received_at = models.DateTimeField(default=timezone.now, help_text="The server's time")

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ("set_number", "side")
        indexes = (models.Index(fields=["practice", "session"], name="set_session"),)
        constraints = (
            models.UniqueConstraint(fields=["practice", "client", "uuid"], name="set_uuid_once"),
            models.UniqueConstraint(fields=["practice", "item", "side", "set_number"], name="set_place_once"),
            models.CheckConstraint(condition=Q(set_number__gte=1, set_number__lte=20), name="set_number_bounds"),
            models.CheckConstraint(condition=Q(reps=None) | Q(reps__lte=1000), name="set_reps_bounds"),
            models.CheckConstraint(condition=Q(load=None) | Q(load__gte=0, load__lte=1000), name="set_load_bounds"),
            models.CheckConstraint(condition=Q(rir=None) | Q(rir__lte=10), name="set_rir_bounds"),
            models.CheckConstraint(condition=Q(pain=None) | Q(pain__lte=10), name="set_pain_bounds"),
            models.CheckConstraint(
                condition=~Q(kind="done") | Q(reps__isnull=False, load__isnull=False), name="set_done_has_figures"
            ),
            models.CheckConstraint(condition=~Q(kind="skipped") | ~Q(skip_reason=""), name="set_skip_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.get_side_display()}, set {self.set_number}"


class SetRevision(models.Model):
    """What a correction replaced. Nothing logged is ever lost."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    set = models.ForeignKey(SetLog, on_delete=models.CASCADE, related_name="revisions")
    before = models.JSONField()
    replaced_at = models.DateTimeField(default=timezone.now)
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["practice", "set"], name="revision_set"),)

    def __str__(self) -> str:
        return f"Before {self.replaced_at:%Y-%m-%d %H:%M}"


class ProposalQuerySet(TenantQuerySet):
    client_path = "assignment__client"

    def waiting(self) -> Any:
        return self.filter(status=Proposal.Status.WAITING)

    def latest_first(self) -> Any:
        return self.order_by("-created_at", "-id")


class Proposal(models.Model):
    """What the engine proposes after a session, and what became of it.

    `proposed` and `outcome` hold per side: action, rung (id), position, load, unit, sets, reps, rest_s. `outcome` is
    what holds for the next session: filled at once when the policy lets it through, by the coach otherwise.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "Waits for the coach"
        AUTOMATIC = "automatic", "Went through"
        APPROVED = "approved", "Approved"
        HELD = "held", "Held"
        ADJUSTED = "adjusted", "Adjusted"
        SUPERSEDED = "superseded", "Overtaken"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="proposals")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="proposals")
    proposed = models.JSONField()
    outcome = models.JSONField(null=True, blank=True)
    reasons = models.JSONField(default=list)
    needs_coach = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cleared = models.BooleanField(default=False, help_text="The coach looked at red pain and let training go on.")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["practice", "assignment", "-created_at"], name="proposal_newest"),
            models.Index(fields=["practice", "session"], name="proposal_session"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["practice", "assignment"], condition=Q(status="waiting"), name="proposal_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "superseded"]) | Q(outcome__isnull=False),
                name="proposal_decided_has_outcome",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_status_display()}: {self.assignment}"


class Comment(models.Model):
    """A line from coach to client or back, about a session."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="comments")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(max_length=1000)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ("created_at",)
        indexes = (models.Index(fields=["practice", "client", "created_at"], name="comment_client"),)

    def __str__(self) -> str:
        return self.text[:40]
