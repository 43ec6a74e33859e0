"""What a client weighs, day by day: the one place that writes it, and the list as it is shown."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from clients.history import in_unit
from clients.models import BodyMass, Client
from clients.standing import figure

SHOWN = 5  # on the client's page


@transaction.atomic
def weigh(client: Client, *, kg: Decimal, on: dt.date | None = None) -> BodyMass:
    """Keep what the client weighed on a day (None: today, where they are). The same day again takes its place.

    The newest day is what loads are reckoned from. Raises ValidationError keyed by `kg` or `measured_on`.
    """
    today = client.today()
    day = on or today
    if day > today:
        raise ValidationError({"measured_on": gettext("Choose a day that has been.")})
    Client.objects.select_for_update().get(pk=client.pk)
    mine = BodyMass.objects.filter(practice_id=client.practice_id, client=client)
    row = mine.filter(measured_on=day).first() or BodyMass(
        practice_id=client.practice_id, client=client, measured_on=day
    )
    row.kg = kg
    _check(row)
    row.save()
    _hold_newest(client)
    return row


@transaction.atomic
def unweigh(row: BodyMass) -> None:
    """Take a figure back that was never true. The newest of the others holds; without one it is not known."""
    client = Client.objects.select_for_update().get(pk=row.client_id)
    row.delete()
    _hold_newest(client)


def keep_first(clients: Iterable[Client]) -> None:
    """New clients, as many as there are: what they came with is the first day of their list."""
    BodyMass.objects.bulk_create(
        BodyMass(practice_id=each.practice_id, client=each, measured_on=each.today(), kg=each.body_mass_kg)
        for each in clients
        if each.body_mass_kg is not None
    )


def _check(row: BodyMass) -> None:
    if row.measured_on < dt.date(2000, 1, 1):
        raise ValidationError({"measured_on": gettext("Choose a day since 2000.")})
    if not Decimal(20) <= row.kg <= Decimal(400):
        raise ValidationError({"kg": gettext("Body mass is between 20 and 400 kg.")})
    row.full_clean(exclude=["client", "practice"], validate_unique=False, validate_constraints=False)


def _hold_newest(client: Client) -> None:
    newest = BodyMass.objects.filter(practice_id=client.practice_id, client=client).order_by("-measured_on").first()
    client.body_mass_kg = newest.kg if newest else None
    client.save(update_fields=["body_mass_kg"])


# --- As it is shown -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A day of the list in the client's unit. `change`: from the day before it in the list; empty for the first."""

    row: BodyMass
    text: str
    change: str


def weighed(client: Client, user: Any, *, most: int | None = None) -> list[Weighed]:
    """The newest first. One query."""
    found = BodyMass.objects.for_user(user).filter(client=client).order_by("-measured_on")
    rows = list(found[: most + 1] if most else found)
    shown = [_shown(row, before, client.unit) for row, before in pairwise([*rows, None]) if row]
    return shown[:most]


def _shown(row: BodyMass, before: BodyMass | None, unit: str) -> Weighed:
    return Weighed(
        row=row, text=f"{figure(_in(row, unit))} {unit}", change=_change(row, before, unit) if before else ""
    )


def _change(row: BodyMass, before: BodyMass, unit: str) -> str:
    change = _in(row, unit) - _in(before, unit)
    if not change:
        return "±0"
    return f"{'+' if change > 0 else '−'}{figure(abs(change))}"


def _in(row: BodyMass, unit: str) -> Decimal:
    return in_unit(row.kg, "kg", unit).quantize(Decimal("0.1"))
