"""What comes in from other tools: read, mapped, and done by the worker."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Practice, Unit, uuid7
from clients.models.base import CoachQuerySet
from clients.models.people import Client
from clients.models.sessions import Session


class SetImport(models.Model):
    """A file of sets from another tool, for one client: read first, mapped by a coach, then done by the worker.

    `content` is the file, packed. `names`: [{name, sets, warm_ups, to, side}], each exercise as the file calls it, with
    what is guessed until `mapping` is confirmed: {name: [variation id, side rule]}. `bad`: what could not be taken
    (`set_import.writing`), packed.
    """

    class State(models.TextChoices):
        READ = "read", _("Read, not imported yet")
        WAITING = "waiting", _("Waits for its turn")
        RUNNING = "running", _("Being imported")
        DONE = "done", _("Imported")
        FAILED = "failed", _("Stopped")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="set_imports")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(max_length=6, choices=[each for each in Session.Source.choices if each[0]])
    unit = models.CharField(max_length=2, choices=Unit, help_text="Of loads that the file gives without one.")
    unit_known = models.BooleanField(default=False, help_text="Whether the file says its unit itself.")
    content = models.BinaryField(editable=False)
    names = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    workouts = models.PositiveIntegerField(default=0)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    state = models.CharField(max_length=7, choices=State, default=State.READ)
    done_rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    added_sessions = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0, help_text="Sets that were there already.")
    skipped = models.PositiveIntegerField(default=0, help_text="Sets of exercises that are not wanted.")
    warm_ups = models.PositiveIntegerField(default=0)
    bad_rows = models.PositiveIntegerField(default=0)
    bad = models.BinaryField(default=bytes, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = CoachQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=["practice", "client", "-created_at"], name="set_import_newest"),)

    def __str__(self) -> str:
        return f"{self.get_source_display()}, {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def percent(self) -> int:
        return 100 if self.state == self.State.DONE else self.done_rows * 100 // max(self.rows, 1)
