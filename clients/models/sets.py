"""What was done: sets as facts, and what corrections replaced."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_

from accounts.models import Practice, Unit, uuid7
from clients.models.base import Side, TenantQuerySet, whole_between
from clients.models.people import Client
from clients.models.sessions import Session, SessionItem


class RevisionQuerySet(TenantQuerySet):
    client_path = "set__client"


class SetLog(models.Model):
    """A fact: one set of one side. Known by the client and the UUID made on the phone; sent again it changes nothing.

    `load` in `unit` is what was typed, `load_kg` is computed by the database. Kinds: done; skipped (with a reason);
    stopped for pain. A set that was never logged has no row.
    """

    class Kind(models.TextChoices):
        DONE = "done", _("Done")
        SKIPPED = "skipped", _("Skipped")
        STOPPED = "stopped", _("Stopped for pain")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="sets")
    uuid = models.UUIDField(editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="sets")
    item = models.ForeignKey(SessionItem, on_delete=models.CASCADE, related_name="sets")
    set_number = models.PositiveSmallIntegerField(
        validators=whole_between(1, 20, N_("The set number is between %(low)s and %(high)s."))
    )
    side = models.CharField(max_length=5, choices=Side)
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.DONE)
    skip_reason = models.CharField(max_length=9, choices=Session.SkipReason, blank=True)
    reps = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=whole_between(0, 1000, N_("Reps are between %(low)s and %(high)s."))
    )
    load = models.DecimalField(
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=whole_between(0, 1000, N_("The load is between %(low)s and %(high)s.")),
    )
    unit = models.CharField(max_length=2, choices=Unit, default=Unit.KG)
    load_kg = models.GeneratedField(
        expression=models.Case(
            models.When(unit="lb", then=F("load") * Decimal("0.45359237")),
            default=F("load"),
            output_field=models.DecimalField(max_digits=10, decimal_places=4),
        ),
        output_field=models.DecimalField(max_digits=10, decimal_places=4),
        db_persist=True,
    )
    seconds = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Of a set held for time",
        validators=whole_between(0, 3600, N_("Seconds are between %(low)s and %(high)s.")),
    )
    rir = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="4 means 4 or more",
        validators=whole_between(0, 10, N_("Reps in reserve are between %(low)s and %(high)s.")),
    )
    pain = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=whole_between(0, 10, N_("Pain is between %(low)s and %(high)s."))
    )
    performed_at = models.DateTimeField(help_text="The phone's time, put right where its clock is known to be wrong")
    said_at = models.DateTimeField(
        null=True, blank=True, help_text="When the person gave these figures: of two phones, the later holds"
    )
    phone_time = models.CharField(
        max_length=40, blank=True, db_default="", default="", help_text="The phone's clock as it was sent"
    )
    received_at = models.DateTimeField(default=timezone.now, help_text="The server's time")

    objects = TenantQuerySet.as_manager()

    class Meta:
        ordering = ("set_number", "side")
        indexes = (models.Index(fields=["practice", "session"], name="set_session"),)
        constraints = (
            models.UniqueConstraint(fields=["practice", "client", "uuid"], name="set_uuid_once"),
            models.UniqueConstraint(fields=["practice", "item", "side", "set_number"], name="set_place_once"),
            models.CheckConstraint(condition=Q(set_number__gte=1, set_number__lte=20), name="set_number_bounds"),
            models.CheckConstraint(condition=Q(reps=None) | Q(reps__lte=1000), name="set_reps_bounds"),
            models.CheckConstraint(condition=Q(load=None) | Q(load__gte=0, load__lte=1000), name="set_load_bounds"),
            models.CheckConstraint(condition=Q(rir=None) | Q(rir__lte=10), name="set_rir_bounds"),
            models.CheckConstraint(condition=Q(pain=None) | Q(pain__lte=10), name="set_pain_bounds"),
            models.CheckConstraint(
                condition=~Q(kind="done")
                | Q(reps__isnull=False, load__isnull=False)
                | Q(seconds__isnull=False, load__isnull=False),
                name="set_done_has_figures",
            ),
            models.CheckConstraint(condition=Q(seconds=None) | Q(seconds__lte=3600), name="set_seconds_bounds"),
            models.CheckConstraint(condition=~Q(kind="skipped") | ~Q(skip_reason=""), name="set_skip_has_reason"),
        )

    def __str__(self) -> str:
        return gettext("%(side)s, set %(number)s") % {"side": self.get_side_display(), "number": self.set_number}


class SetRevision(models.Model):
    """What a correction replaced. Nothing logged is ever lost."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    set = models.ForeignKey(SetLog, on_delete=models.CASCADE, related_name="revisions")
    before = models.JSONField()
    replaced_at = models.DateTimeField(default=timezone.now)
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(null=True, blank=True)
    phone_time = models.CharField(max_length=40, blank=True, db_default="", default="")
    other_phone = models.BooleanField(
        default=False, db_default=False, help_text="Logged for the same set on another phone than what holds"
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["practice", "set"], name="revision_set"),)

    def __str__(self) -> str:
        return f"Before {self.replaced_at:%Y-%m-%d %H:%M}"
