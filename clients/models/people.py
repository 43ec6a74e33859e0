"""Who trains, how they were invited, what they weigh, and what their coaches note about them."""

import datetime as dt
import zoneinfo
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import membership_of
from accounts.models import Practice, Unit, uuid7, validate_one_line, validate_time_zone
from clients.inventory import default_inventory, validate_inventory
from clients.models.base import CoachQuerySet, TenantQuerySet

KG_PER_LB = Decimal("0.45359237")


class ClientQuerySet(TenantQuerySet):
    def for_user(self, user: Any) -> Any:
        membership = membership_of(user)
        if membership is None:
            return self.none()
        rows = self.filter(practice_id=membership.practice_id)
        return rows if membership.is_coach else rows.filter(user=user)

    def current(self) -> Any:
        return self.exclude(status=Client.Status.ARCHIVED)


class Client(models.Model):
    """Someone who trains. They need no account to be coached; accepting the invitation links one."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        ARCHIVED = "archived", _("Archived")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="clients")
    coach = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="coached_clients")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="training_as"
    )
    name = models.CharField(max_length=80)
    email = models.EmailField(max_length=254, blank=True)
    body_mass_kg = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(20)), MaxValueValidator(Decimal(400))],
    )
    involved_side = models.CharField(max_length=5, blank=True, choices=[("left", _("Left")), ("right", _("Right"))])
    side_note = models.CharField(max_length=300, blank=True)
    goal = models.CharField(max_length=160, blank=True)
    inventory = models.JSONField(default=default_inventory, validators=[validate_inventory])
    unit = models.CharField(max_length=2, choices=Unit, default=Unit.KG)
    time_zone = models.CharField(max_length=64, default="Europe/London", validators=[validate_time_zone])
    tags = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    imported_as = models.CharField(
        max_length=32,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text="Who this was in the practice that they were restored from: its id, without signs. Sets of other"
        " tools are known by it.",
    )

    objects = ClientQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        indexes = (models.Index(fields=["practice", "status", "name"], name="client_list"),)
        constraints = (
            models.UniqueConstraint(fields=["practice", "user"], name="client_user_once"),
            models.CheckConstraint(
                condition=Q(body_mass_kg=None) | Q(body_mass_kg__gte=20, body_mass_kg__lte=400),
                name="client_body_mass_bounds",
                violation_error_message=_("Body mass is between 20 and 400 kg."),
            ),
            models.CheckConstraint(condition=Q(involved_side__in=["", "left", "right"]), name="client_side_known"),
            models.CheckConstraint(
                condition=Q(imported_as="") | Q(imported_as__regex="^[0-9a-f]{32}$"), name="client_imported_as_is_an_id"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        validate_one_line(self.name)

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def known_as(self) -> UUID:
        """What ids of imported sets are made of, in whichever practice: the same file brings the same sets."""
        return UUID(self.imported_as) if self.imported_as else self.pk

    def today(self, now: dt.datetime | None = None) -> dt.date:
        """The date where the client is."""
        return (now or timezone.now()).astimezone(self.zone).date()


class Invitation(models.Model):
    """A link mailed to a client. It binds once, to one client, within 14 days. Only the hash of its token is kept."""

    LIFETIME = dt.timedelta(days=14)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["practice", "client"], name="invitation_client"),)

    def __str__(self) -> str:
        return f"Invitation of {self.client}"


class BodyMass(models.Model):
    """What a client weighed on a day, in kilograms. The newest is `Client.body_mass_kg`, unless that was cleared since.

    Written by `clients.body_mass` alone, which keeps the two together.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="body_masses")
    measured_on = models.DateField(help_text="The client's own date.")
    kg = models.DecimalField(max_digits=5, decimal_places=2)

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ("-measured_on",)
        constraints = (
            models.UniqueConstraint(fields=["practice", "client", "measured_on"], name="body_mass_once_a_day"),
            models.CheckConstraint(
                condition=Q(kg__gte=20, kg__lte=400),
                name="body_mass_bounds",
                violation_error_message=_("Body mass is between 20 and 400 kg."),
            ),
            models.CheckConstraint(
                condition=Q(measured_on__gte=dt.date(2000, 1, 1), measured_on__lte=dt.date(2100, 12, 31)),
                name="body_mass_date_bounds",
                violation_error_message=_("Choose a day since 2000."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kg} kg, {self.measured_on}"


class ClientNote(models.Model):
    """What coaches note about a client for themselves. The client never sees it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(max_length=2000)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = CoachQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        indexes = (models.Index(fields=["practice", "client", "-created_at"], name="client_note_newest"),)

    def __str__(self) -> str:
        return self.text[:40]
