"""Endpoints of other tools, what is on its way to them, and how each try went.

This app knows nothing of training: what is told comes as JSON from whoever tells it (hooks.telling).
"""

import datetime as dt
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import is_owner, membership_of
from accounts.models import Practice, uuid7, validate_one_line

LONGEST_URL = 500
KEEP_START = 500  # signs of an answer


class Event(models.TextChoices):
    """What an endpoint can be told. The names are part of the API (docs/webhooks.md)."""

    SESSION_FINISHED = "session.finished", _("A session is finished")
    SET_FLAGGED = "set.flagged", _("Pain or a warning sign")
    PROPOSAL_WAITING = "proposal.waiting", _("A proposal waits for a coach")
    PROPOSAL_DECIDED = "proposal.decided", _("A proposal is decided")
    ASSIGNMENT_CHANGED = "assignment.changed", _("What a client follows changes")
    CLIENT_JOINED = "client.joined", _("A client has signed up")


TEST = "webhook.test"  # sent by hand alone; nobody chooses it


class OwnerQuerySet(models.QuerySet[Any]):
    """Rows that only an owner of the practice sees: who reads what goes where, and could send it elsewhere."""

    def for_user(self, user: Any) -> Any:
        membership = membership_of(user)
        return self.filter(practice_id=membership.practice_id) if membership and is_owner(user) else self.none()


class Endpoint(models.Model):
    """An address that is told what happens. `secret` signs; after it was changed, the old one does beside it for a
    while, so that the other side can follow.

    `failing_since`: the first failure with nothing that got through after it.
    """

    class Off(models.TextChoices):
        BY_HAND = "by_hand", _("Switched off")
        GONE = "gone", _("It answered 410: gone")
        FAILING = "failing", _("Nothing got through for five days")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80, validators=[validate_one_line])
    url = models.CharField(max_length=LONGEST_URL)
    events = ArrayField(models.CharField(max_length=30, choices=Event))
    secret = models.CharField(max_length=100, editable=False)
    old_secret = models.CharField(max_length=100, blank=True, editable=False)
    old_secret_until = models.DateTimeField(null=True, blank=True, editable=False)
    is_on = models.BooleanField(default=True)
    off_because = models.CharField(max_length=7, choices=Off, blank=True)
    off_at = models.DateTimeField(null=True, blank=True)
    off_mailed_at = models.DateTimeField(null=True, blank=True, editable=False)
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OwnerQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(is_on=True, off_because="") | (Q(is_on=False) & ~Q(off_because="")),
                name="endpoint_is_off_for_a_reason",
            ),
        )
        indexes = (models.Index(fields=["practice", "made_at"], name="endpoint_of_practice"),)

    def __str__(self) -> str:
        return self.name

    def secrets(self, now: dt.datetime) -> tuple[str, ...]:
        """What signs now, the current one first."""
        overlaps = self.old_secret and self.old_secret_until is not None and now < self.old_secret_until
        return (self.secret, self.old_secret) if overlaps else (self.secret,)


class DeliveryQuerySet(OwnerQuerySet):
    def due(self, now: dt.datetime) -> Any:
        return self.filter(state=Delivery.State.WAITING, due_at__lte=now)


class Delivery(models.Model):
    """One event on its way to one endpoint. `event` is the id that it is sent with each time; `body` is sent as it
    stands here, byte for byte, for that is what is signed.

    `tries` counts from when it was made or last asked for again; after `give_up_at` it is not tried any more.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        GIVEN_UP = "given_up", _("Given up")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.UUIDField()
    type = models.CharField(max_length=30)
    about = models.UUIDField(null=True, blank=True, help_text="The person whose deletion takes this along.")
    body = models.TextField()
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField()
    give_up_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["practice", "endpoint", "event"], name="delivery_once"),)
        indexes = (
            models.Index(fields=["practice", "endpoint", "made_at"], name="delivery_log"),
            models.Index(
                fields=["practice", "endpoint", "due_at"], condition=Q(state="waiting"), name="delivery_waiting"
            ),
        )

    def __str__(self) -> str:
        return f"{self.type} {self.message_id}"

    @property
    def message_id(self) -> str:
        """The same for every try: by it the other side knows what it has already."""
        return f"msg_{self.event.hex}"

    @property
    def is_fresh(self) -> bool:
        """Whether it is about to be tried for the first time."""
        return self.state == self.State.WAITING and self.tries == 0


class Attempt(models.Model):
    """One try: the status that came, or the problem before there was one, and how the answer began."""

    class Problem(models.TextChoices):
        TIMED_OUT = "timed_out", _("No answer in time")
        NOT_PUBLIC = "not_public", _("The name leads to no public address")
        NOT_TRUSTED = "not_trusted", _("Its certificate is not trusted")
        NOT_REACHED = "not_reached", _("Nobody answers there")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=11, choices=Problem, blank=True)
    took_ms = models.PositiveIntegerField()
    answer = models.CharField(max_length=KEEP_START, blank=True)

    objects = OwnerQuerySet.as_manager()

    class Meta:
        ordering = ("at", "id")
        indexes = (models.Index(fields=["practice", "delivery"], name="attempt_of_delivery"),)

    def __str__(self) -> str:
        return str(self.status or self.get_problem_display())
