"""A practice's data as a file, on its way out and back in."""

import datetime as dt
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Practice, uuid7
from clients.models.base import CoachQuerySet
from clients.models.people import Client


def transfer_path(row: models.Model, name: str) -> str:
    """Where a file waits to be fetched or read. It tells nothing, neither whose it is nor when it was made."""
    return f"transfers/{uuid4().hex}"


class DataExport(models.Model):
    """Everything of a practice, or of one client, as one ZIP (docs/export-format.md). Gone when it has expired."""

    LASTS = dt.timedelta(days=7)

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for its turn")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Stopped")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(
        Client, null=True, blank=True, on_delete=models.CASCADE, related_name="exports", help_text="None: the practice."
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    with_clips = models.BooleanField(default=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    file = models.FileField(upload_to=transfer_path, max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text="In bytes")
    rows = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = CoachQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=["practice", "-created_at"], name="data_export_newest"),)

    def __str__(self) -> str:
        return f"Export of {self.client or self.practice}"

    def is_here(self, now: dt.datetime | None = None) -> bool:
        """Whether it can be fetched."""
        return bool(
            self.state == self.State.DONE
            and self.file
            and self.expires_at
            and self.expires_at > (now or timezone.now())
        )


class DataRestore(models.Model):
    """An export that comes back in. `report`: {"tables": {table: {"rows", "added", "held", "left"}}}, or {"problem": a
    `clients.reasons.Reason` as it is kept}.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for its turn")
        DONE = "done", _("Restored")
        FAILED = "failed", _("Stopped, nothing was changed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    file = models.FileField(upload_to=transfer_path, max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text="In bytes")
    made_at = models.DateTimeField(null=True, help_text="When the export was made.")
    report = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = CoachQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["practice"], condition=Q(state="waiting"), name="data_restore_one_waits"),
        )

    def __str__(self) -> str:
        return f"Restore into {self.practice}"
