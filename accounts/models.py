"""Who signs in, and which practice they belong to."""

import unicodedata
import zoneinfo
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

import uuid_utils
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def uuid7() -> UUID:
    """A UUID of version 7: made in Python, sorted by time of making."""
    return UUID(bytes=uuid_utils.uuid7().bytes)


def uuid_in(text: str) -> UUID | None:
    """The UUID that an address or a document names; None where it names none."""
    try:
        return UUID(text)
    except ValueError:
        return None


@cache
def time_zones() -> frozenset[str]:
    """Every zone this machine knows; reading them takes a walk over the disk, so once."""
    return frozenset(zoneinfo.available_timezones())


def validate_time_zone(name: str) -> None:
    if name not in time_zones():
        raise ValidationError(_("Choose a time zone from the list, such as Europe/Madrid."))


def validate_one_line(text: str) -> None:
    """Raises ValidationError for a name with line breaks, control signs, or nothing to see in it."""
    if any(unicodedata.category(sign) == "Cc" for sign in text):
        raise ValidationError(_("A name is one line of plain text."))
    if text and all(unicodedata.category(sign) in {"Cf", "Zs"} for sign in text):
        raise ValidationError(_("A name has at least one letter."))


class Unit(models.TextChoices):
    KG = "kg", "kg"
    LB = "lb", "lb"


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail; an e-mail is one person, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def for_user(self, user: Any) -> models.QuerySet["User"]:
        """The people of the user's practice."""
        from accounts.access import membership_of

        membership = membership_of(user)
        if membership is None:
            return self.none()
        return self.filter(pk__in=Membership.objects.filter(practice_id=membership.practice_id).values("user"))

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. The e-mail is the name."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254)
    display_name = models.CharField(max_length=80, blank=True)
    time_zone = models.CharField(max_length=64, default="Europe/London", validators=[validate_time_zone])
    unit = models.CharField(max_length=2, choices=Unit, default=Unit.KG)
    language = models.CharField(
        max_length=8, choices=settings.LANGUAGES, blank=True, help_text="Empty: what the browser asks for."
    )
    mail_digest = models.BooleanField(default=True, help_text="A mail about messages that were not read.")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("email"), name="user_email_once", violation_error_message=_("This e-mail already has an account.")
            ),
            models.CheckConstraint(condition=models.Q(unit__in=["kg", "lb"]), name="user_unit_known"),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        validate_one_line(self.display_name)

    @property
    def name(self) -> str:
        return self.display_name or self.email.split("@")[0]

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)


class PracticeQuerySet(models.QuerySet["Practice"]):
    def for_user(self, user: Any) -> "PracticeQuerySet":
        """The one practice the user works in or trains with."""
        from accounts.access import membership_of

        membership = membership_of(user)
        return self.filter(pk=membership.practice_id) if membership else self.none()


class Practice(models.Model):
    """The tenant: one coach or several, and their clients."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PracticeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        validate_one_line(self.name)


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    COACH = "coach", _("Coach")
    CLIENT = "client", _("Client")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def for_user(self, user: Any) -> "MembershipQuerySet":
        """The people of the user's practice."""
        from accounts.access import membership_of

        membership = membership_of(user)
        return self.filter(practice_id=membership.practice_id) if membership else self.none()

    def coaches(self) -> "MembershipQuerySet":
        return self.filter(role__in=[Role.OWNER, Role.COACH])


class Membership(models.Model):
    """That a user belongs to a practice, and as what. A client's row is made when the invitation is accepted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role)
    review_filter = models.JSONField(default=dict, blank=True, help_text="What the coach narrows the review to.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["practice", "user"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["owner", "coach", "client"]), name="membership_role_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()} of {self.practice}"

    @property
    def is_coach(self) -> bool:
        return self.role in (Role.OWNER, Role.COACH)


class KeptAnswer(models.Model):
    """What a POST with an Idempotency-Key was answered, so that the same one again changes nothing.

    `caller` tells a person's tools from each other; `digest` is of what was sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="kept_answers")
    caller = models.CharField(max_length=120)
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["practice", "user", "caller", "key"], name="kept_answer_once"),)

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"


class ApiUse(models.Model):
    """How often a caller called within a window of time. Counts need not outlive a crash: the table is not logged."""

    caller = models.CharField(max_length=120)
    rate = models.CharField(max_length=16)
    window = models.BigIntegerField(help_text="Its end, in seconds since 1970.")
    calls = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["window", "caller", "rate"], name="api_use_once"),)

    def __str__(self) -> str:
        return f"{self.caller}: {self.calls} {self.rate}"


class ChangeQuerySet(models.QuerySet["Change"]):
    def for_user(self, user: Any) -> "ChangeQuerySet":
        """What a coach's practice has changed, and the built-in library; for a client, what they may read of it."""
        from accounts.access import membership_of

        membership = membership_of(user)
        if membership is None:
            return self.none()
        rows = self.filter(models.Q(practice=membership.practice_id) | models.Q(practice=None))
        if membership.is_coach:
            return rows
        own = user.training_as.filter(practice=membership.practice_id).values("pk")
        return rows.filter(models.Q(client=None) | models.Q(client__in=own), coaches_only=False)


class Change(models.Model):
    """That a row was made, changed or deleted. Written by triggers (accounts/changes.py), whoever writes and however.

    `transaction` is PostgreSQL's number of the transaction that did it. No foreign keys: what is told of may be gone.
    """

    id = models.BigAutoField(primary_key=True)
    transaction = models.BigIntegerField()
    practice = models.UUIDField(null=True)
    client = models.UUIDField(null=True)
    coaches_only = models.BooleanField(default=False)
    kind = models.CharField(max_length=24)
    row = models.UUIDField()
    deleted = models.BooleanField()
    at = models.DateTimeField(db_index=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["practice", "transaction", "id"], name="change_practice"),
            models.Index(fields=["client", "transaction"], condition=~models.Q(client=None), name="change_client"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"
