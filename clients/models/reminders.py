"""Reminders: on which devices, which of them and when, and that each is sent once."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Practice, uuid7
from clients.models.base import TenantQuerySet
from clients.models.people import Client

LONGEST_ENDPOINT = 1000


class PushSubscription(models.Model):
    """A browser that a client turned reminders on in. Who knows endpoint and keys can write to it: no page shows them.

    `browser` and `system` are what the browser calls itself, to tell one device from another; empty where unknown.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="devices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=LONGEST_ENDPOINT)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=32)
    browser = models.CharField(max_length=30, blank=True)
    system = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=8, blank=True, help_text="Of the page that it was turned on in.")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, help_text="Since the last that got through.")

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ("made_at",)
        constraints = (models.UniqueConstraint(fields=["practice", "endpoint"], name="push_subscription_once"),)
        indexes = (models.Index(fields=["practice", "client"], name="push_subscription_client"),)

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """`Chrome on Android`"""
        if self.browser and self.system:
            return _("%(browser)s on %(system)s") % {"browser": self.browser, "system": self.system}
        return self.browser or self.system or _("A browser")


class ReminderSetting(models.Model):
    """What a client wants to be reminded of, and how. Who never chose has no row: the defaults hold.

    Times are the client's own. Mail about messages is `User.mail_digest`, as for coaches. Quiet hours may pass
    midnight; the same time twice means none.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.OneToOneField(Client, on_delete=models.CASCADE, related_name="reminder_setting")
    session_push = models.BooleanField(default=True)
    session_mail = models.BooleanField(default=False)
    reply_push = models.BooleanField(default=True)
    decision_push = models.BooleanField(default=True)
    decision_mail = models.BooleanField(default=False)
    session_at = models.TimeField(default=dt.time(8))
    quiet_from = models.TimeField(default=dt.time(21))
    quiet_until = models.TimeField(default=dt.time(8))

    objects = TenantQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Reminders of {self.client}"


class ReminderQuerySet(TenantQuerySet):
    def waiting(self, now: dt.datetime) -> Any:
        """Those to send now."""
        return self.filter(sent_at=None, dropped="", due_at__lte=now)


class Reminder(models.Model):
    """One reminder, one way, to one device: made once, sent once, whoever looks how often.

    It waits from `due_at`, and is worth nothing after `expires_at`. `about`: the assignment whose day it is, the newest
    comment, or the session that was decided on. `dropped`: why it was not sent.
    """

    class Kind(models.TextChoices):
        SESSION = "session", gettext_lazy("Session today")
        REPLY = "reply", gettext_lazy("Your coach wrote")
        DECISION = "decision", gettext_lazy("What comes next")
        TEST = "test", gettext_lazy("Test")

    class Way(models.TextChoices):
        PUSH = "push", pgettext_lazy("reminder", "Push")
        MAIL = "mail", gettext_lazy("Mail")

    class Dropped(models.TextChoices):
        OFF = "off", "Turned off"
        LATE = "late", "Too late"
        QUIET = "quiet", "In quiet hours"
        OVERTAKEN = "overtaken", "Nothing to tell any more"
        REFUSED = "refused", "Refused by the push service"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=8, choices=Kind)
    about = models.UUIDField()
    day = models.DateField(help_text="The client's own date.")
    way = models.CharField(max_length=4, choices=Way)
    device = models.ForeignKey(PushSubscription, null=True, on_delete=models.CASCADE, related_name="reminders")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    dropped = models.CharField(max_length=9, choices=Dropped, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["practice", "client", "kind", "about", "day", "way", "device"],
                nulls_distinct=False,
                name="reminder_once",
            ),
            models.CheckConstraint(
                condition=Q(way="push", device__isnull=False) | Q(way="mail", device=None), name="reminder_has_device"
            ),
        )
        indexes = (
            models.Index(fields=["practice", "due_at"], condition=Q(sent_at=None, dropped=""), name="reminder_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_way_display()}, {self.day}"
