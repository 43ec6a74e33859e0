"""What coach and client write to each other."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Practice, uuid7
from clients.models.base import TenantQuerySet
from clients.models.people import Client
from clients.models.sessions import Session


class Comment(models.Model):
    """A line from coach to client or back: about a session, or in the client's own thread (no session).

    Each side has a time at which it saw the line. Whoever wrote it has seen it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="comments")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(max_length=1000)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    seen_by_client_at = models.DateTimeField(null=True, blank=True, editable=False)
    seen_by_coach_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When a coach of the practice saw it"
    )

    mailed_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When a mail told of it")

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ("created_at",)
        indexes = (
            models.Index(fields=["practice", "client", "created_at"], name="comment_client"),
            models.Index(
                fields=["practice", "created_at"], condition=models.Q(mailed_at=None), name="comment_not_mailed"
            ),
            models.Index(
                fields=["practice", "client"], condition=models.Q(seen_by_client_at=None), name="comment_new_to_client"
            ),
            models.Index(
                fields=["practice", "client"], condition=models.Q(seen_by_coach_at=None), name="comment_new_to_coach"
            ),
        )

    def __str__(self) -> str:
        return self.text[:40]
