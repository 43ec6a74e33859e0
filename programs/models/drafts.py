"""What a coach is working on and has not saved yet."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import membership_of
from accounts.models import Practice, uuid7


class DraftQuerySet(models.QuerySet["Draft"]):
    def for_user(self, user: Any) -> "DraftQuerySet":
        """The coach's own drafts."""
        membership = membership_of(user)
        if membership is None or not membership.is_coach:
            return self.none()
        return self.filter(practice_id=membership.practice_id, author=user)

    def of_practice(self, user: Any) -> "DraftQuerySet":
        """Every coach's, to say who else is editing."""
        membership = membership_of(user)
        if membership is None or not membership.is_coach:
            return self.none()
        return self.filter(practice_id=membership.practice_id)


class Draft(models.Model):
    """One coach's unsaved work on one progression or program, kept as it was typed, right or wrong.

    `base`: the version it began from, null for something new. Saving checks that it is still the newest. `past`
    holds what each of the last changes replaced, the newest last, for undo.
    """

    class Kind(models.TextChoices):
        PROGRESSION = "progression", _("Progression")
        PROGRAM = "program", _("Program")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=11, choices=Kind)
    family = models.UUIDField(default=uuid7)
    base = models.UUIDField(null=True, blank=True)
    content = models.JSONField(default=dict)
    past = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0, help_text="Counts the changes; a stale window is told so.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_at",)
        constraints = (
            models.UniqueConstraint(fields=["practice", "author", "kind", "family"], name="draft_one_each"),
            models.CheckConstraint(condition=Q(kind__in=["progression", "program"]), name="draft_kind_known"),
        )

    def __str__(self) -> str:
        return f"Draft of a {self.get_kind_display().lower()}"
