"""What the engine proposes, and what people made of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Practice, uuid7
from clients.models.assignments import Assignment
from clients.models.base import TenantQuerySet
from clients.models.sessions import Session


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
        WAITING = "waiting", _("Waits for the coach")
        AUTOMATIC = "automatic", _("Went through")
        APPROVED = "approved", _("Approved")
        HELD = "held", _("Held")
        ADJUSTED = "adjusted", _("Adjusted")
        SUPERSEDED = "superseded", _("Overtaken")

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
    note = models.CharField(max_length=300, blank=True, help_text="Why the coach chose other figures.")
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

    @property
    def holding(self) -> dict[str, dict[str, Any]]:
        """What holds, or would: what came of it, else what is proposed. Per side."""
        return self.outcome or self.proposed

    @property
    def actions(self) -> set[str]:
        return {side["action"] for side in self.holding.values()}

    @property
    def stops(self) -> bool:
        """Whether training is stopped, or would be."""
        return "stop" in self.actions

    @property
    def proposes_stop(self) -> bool:
        """Whether the engine said stop, whatever a coach made of it since."""
        return "stop" in {side["action"] for side in self.proposed.values()}
