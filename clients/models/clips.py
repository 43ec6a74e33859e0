"""The clips and photos of a set, and what a coach notes on them."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_

from accounts.models import Practice, uuid7
from clients.models.base import TenantQuerySet, whole_between
from clients.models.people import Client
from clients.models.sessions import Session
from clients.models.sets import SetLog
from exercises.words import within

MOST_BYTES = 200 * 1024 * 1024


class AttachmentNoteQuerySet(TenantQuerySet):
    client_path = "attachment__client"


def attachment_path(attachment: "Attachment", name: str) -> str:
    """Where the bytes are kept. It tells nothing: neither whose they are, nor when, nor the sender's file name."""
    place = uuid4().hex
    return f"{place[:2]}/{place}"


class Attachment(models.Model):
    """A clip or photo of a set. What it is was told by its bytes, not by its name."""

    class Kind(models.TextChoices):
        VIDEO = "video", _("Clip")
        IMAGE = "image", _("Photo")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="attachments")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attachments")
    set = models.ForeignKey(SetLog, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=5, choices=Kind)
    content_type = models.CharField(max_length=40)
    file = models.FileField(upload_to=attachment_path, max_length=200)
    size = models.PositiveBigIntegerField(help_text="In bytes")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When a coach first opened it.")

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        indexes = (
            models.Index(fields=["practice", "session"], name="attachment_session"),
            models.Index(fields=["practice", "set"], name="attachment_set"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(size__gt=0, size__lte=MOST_BYTES), name="attachment_size_bounds"),
        )

    def __str__(self) -> str:
        return gettext("%(clip)s of %(set)s") % {"clip": self.get_kind_display(), "set": within(str(self.set))}

    @property
    def is_video(self) -> bool:
        return self.kind == self.Kind.VIDEO


class AttachmentNote(models.Model):
    """A coach's note at a moment of a clip; on a photo the moment is 0. The client reads it."""

    LONGEST_MS = 3_600_000

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="notes")
    at_ms = models.PositiveIntegerField(
        default=0,
        help_text="Milliseconds from the start",
        validators=whole_between(0, LONGEST_MS, N_("The moment is between %(low)s and %(high)s.")),
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(max_length=500)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AttachmentNoteQuerySet.as_manager()

    class Meta:
        ordering = ("at_ms", "created_at", "pk")
        indexes = (models.Index(fields=["practice", "attachment"], name="attachment_note_of"),)
        constraints = (models.CheckConstraint(condition=Q(at_ms__lte=3_600_000), name="attachment_note_moment_bounds"),)

    def __str__(self) -> str:
        return self.text[:40]
