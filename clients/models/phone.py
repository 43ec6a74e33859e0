"""What phones sent without signal, and what became of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Practice, uuid7
from clients.models.base import TenantQuerySet
from clients.models.people import Client
from clients.models.sessions import Session


class PhoneActionQuerySet(TenantQuerySet):
    def apart(self) -> "PhoneActionQuerySet":
        """What could not be placed, or lost against something later: only the coach can make sense of it.

        What the person can put right (a figure, a session without a set) stays with them.
        """
        return self.exclude(state=PhoneAction.State.SAVED).exclude(reason__in=("figure", "nothing_logged"))

    def signs(self) -> "PhoneActionQuerySet":
        """Warning signs that were told."""
        return self.filter(kind=PhoneAction.Kind.SIGN, state=PhoneAction.State.SAVED)


class PhoneAction(models.Model):
    """One action of a client's phone, known by the UUID that the phone made.

    Every kind but sets has a row, so that it is done once however often it is sent; of sets (which are known by
    themselves) only those that could not be placed. `session` is where the coach is shown it.
    """

    class Kind(models.TextChoices):
        SET = "set", _("Set")
        STOP = "stop", _("Stop")
        SWAP = "swap", _("Another exercise")
        SKIP_SESSION = "skip_session", _("Session skipped")
        FINISH = "finish", _("Session finished")
        MORNING = "morning", _("Morning after")
        COMMENT = "comment", _("Comment")
        MESSAGE = "message", _("Message")
        SIGN = "sign", _("Warning sign")
        MOVE = "move", _("Moved to another day")
        UNKNOWN = "unknown", _("Something unknown")

    class State(models.TextChoices):
        SAVED = "saved", _("Done")
        REFUSED = "refused", _("Could not be placed")
        CONFLICT = "conflict", _("Something else holds")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="phone_actions")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="phone_actions")
    uuid = models.UUIDField(editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    data = models.JSONField(default=dict, help_text="As it was sent")
    digest = models.CharField(max_length=64, help_text="The same UUID with other content is another row")
    state = models.CharField(max_length=8, choices=State)
    reason = models.CharField(max_length=16, blank=True)
    phone_time = models.CharField(max_length=40, blank=True, help_text="The phone's clock, as it was sent")
    said_at = models.DateTimeField(help_text="The phone's time, put right")
    received_at = models.DateTimeField(default=timezone.now, help_text="The server's time")

    objects = PhoneActionQuerySet.as_manager()

    class Meta:
        ordering = ("said_at", "pk")
        indexes = (models.Index(fields=["practice", "session", "state"], name="phone_action_session"),)
        constraints = (
            models.UniqueConstraint(fields=["practice", "client", "uuid", "digest"], name="phone_action_once"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_state_display().lower()}"
