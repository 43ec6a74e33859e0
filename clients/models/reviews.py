"""The review queue: what needs a coach, and what became of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Practice, uuid7
from clients.models.assignments import Assignment
from clients.models.base import CoachQuerySet
from clients.models.people import Client
from clients.models.sessions import Session


class ReviewItemQuerySet(CoachQuerySet):
    def open(self) -> Any:
        return self.filter(closed_at=None)


class ReviewItem(models.Model):
    """One card of the queue. It stays until a coach decides or snoozes it; who, when, before and after are kept.

    A `session` card is about one track of a session (`assignment`; none where every exercise was fixed), a `missed`
    one about days not trained, a `message` one about what the client wrote. `reasons`: [{"code", "side"?, figures}],
    the most urgent first (clients/attention.py says which there are); `urgency` is the first one's place.
    """

    class Kind(models.TextChoices):
        SESSION = "session", "Session"
        MISSED = "missed", "Missed"
        MESSAGE = "message", "Message"

    class Decision(models.TextChoices):
        APPROVED = "approved", "Approved"
        HELD = "held", "Held"
        ADJUSTED = "adjusted", "Adjusted"
        MOVED_UP = "moved_up", "Moved up"
        CLEARED = "cleared", "Let training go on"
        SEEN = "seen", "Seen"
        OVERTAKEN = "overtaken", "Overtaken by new training"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="review_items")
    kind = models.CharField(max_length=7, choices=Kind)
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.CASCADE, related_name="review_items")
    assignment = models.ForeignKey(
        Assignment, null=True, blank=True, on_delete=models.CASCADE, related_name="review_items"
    )
    reasons = models.JSONField(default=list)
    urgency = models.PositiveSmallIntegerField()
    raised_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    snoozed_until = models.DateField(null=True, blank=True, help_text="Back in the queue on this day.")
    decision = models.CharField(max_length=9, choices=Decision, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    before = models.JSONField(null=True, blank=True, help_text="What was proposed, or stood, per side.")
    after = models.JSONField(null=True, blank=True, help_text="What holds since, per side.")

    objects = ReviewItemQuerySet.as_manager()

    class Meta:
        ordering = ("urgency", "-raised_at")
        indexes = (
            models.Index(
                fields=["practice", "urgency", "-raised_at"], name="review_queue", condition=Q(closed_at=None)
            ),
            models.Index(fields=["practice", "client", "-raised_at"], name="review_client"),
            models.Index(fields=["practice", "-changed_at"], name="review_changed"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["practice", "session", "assignment"],
                condition=Q(closed_at=None, kind="session"),
                nulls_distinct=False,
                name="review_session_once",
            ),
            models.UniqueConstraint(
                fields=["practice", "client", "kind"],
                condition=Q(closed_at=None, kind__in=["missed", "message"]),
                name="review_client_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="session", session__isnull=False) | Q(kind__in=["missed", "message"]),
                name="review_kind_known",
            ),
            models.CheckConstraint(condition=Q(closed_at=None) | ~Q(decision=""), name="review_closed_has_decision"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.client}"
