"""The review queue: what needs a coach, and every decision that was made of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Practice, uuid7
from clients.models.base import CoachQuerySet
from clients.models.people import Client
from clients.models.proposals import Proposal
from clients.models.sessions import Session


class ReviewCardQuerySet(CoachQuerySet):
    def open(self) -> Any:
        return self.filter(closed_at=None)


class ReviewCard(models.Model):
    """One card of the queue. It stays until a coach decides or snoozes it.

    A `session` card is about one session and comes back when that session needs a coach again; a `missed` one is about
    days not trained, a `message` one about what the client wrote. `reasons`: [{"code", "side"?, figures}], the most
    urgent first (clients/attention.py says which there are); `urgency` is the rank of the first, tens are the group.
    """

    class Kind(models.TextChoices):
        SESSION = "session", _("Session")
        MISSED = "missed", _("Missed")
        MESSAGE = "message", _("Message")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="review_cards")
    kind = models.CharField(max_length=7, choices=Kind)
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.CASCADE, related_name="review_cards")
    proposal = models.ForeignKey(
        Proposal,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="What is looked at first.",
    )
    reasons = models.JSONField(default=list)
    urgency = models.PositiveSmallIntegerField()
    ladder = models.JSONField(default=list, blank=True, help_text="[rungs, left stands on, right stands on], from 1")
    happened_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    snoozed_until = models.DateField(null=True, blank=True, help_text="Back in the queue on this day.")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewCardQuerySet.as_manager()

    class Meta:
        ordering = ("urgency", "-happened_at", "-pk")
        indexes = (
            models.Index(
                fields=["practice", "urgency", "-happened_at"], name="review_queue", condition=Q(closed_at=None)
            ),
            models.Index(fields=["practice", "-changed_at"], name="review_changed"),
            models.Index(fields=["practice", "client"], name="review_client"),
        )
        constraints = (
            models.UniqueConstraint(fields=["practice", "session"], name="review_session_once"),
            models.UniqueConstraint(
                fields=["practice", "client", "kind"],
                condition=Q(closed_at=None, session=None),
                name="review_client_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="session", session__isnull=False)
                | Q(kind__in=["missed", "message"], session__isnull=True),
                name="review_kind_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.client}"

    @property
    def has_clip(self) -> bool:
        """Whether a clip or photo is among the reasons: one that nobody has opened."""
        return any(reason["code"] == "clip" for reason in self.reasons)

    @property
    def address(self) -> Any:
        """What the card is called by: a session's card by the session."""
        return self.session_id or self.pk


class ReviewDecision(models.Model):
    """What a coach made of a card: who, when, what stood before and what holds after.

    `before` and `after`: see clients/verdicts.py. `batch`: decisions made with one key are undone with one. An undone
    decision is kept with who undid it.
    """

    class Kind(models.TextChoices):
        APPROVED = "approved", _("Approved")
        HELD = "held", _("Held")
        ADJUSTED = "adjusted", _("Set other figures")
        MOVED_UP = "moved_up", _("Moved up")
        CLEARED = "cleared", _("Cleared to train")
        SEEN = "seen", _("Seen")
        SNOOZED = "snoozed", _("Snoozed")
        ANSWERED = "answered", _("Answered")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    card = models.ForeignKey(ReviewCard, on_delete=models.CASCADE, related_name="decisions")
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    batch = models.UUIDField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = CoachQuerySet.as_manager()

    class Meta:
        ordering = ("made_at", "pk")
        indexes = (
            models.Index(fields=["practice", "card"], name="decision_card"),
            models.Index(fields=["practice", "made_by", "-made_at"], name="decision_newest"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.card}"
