"""What clients change about themselves."""

from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import update_user
from clients.history import in_unit
from clients.inventory import default_inventory, default_inventory_lb
from clients.models import Client
from clients.people import update_client
from programs.prescribing import plain

DEFAULTS = {"kg": default_inventory, "lb": default_inventory_lb}


@transaction.atomic
def update_own_settings(
    client: Client, user: User, *, display_name: str, time_zone: str, unit: str, language: str, mail_digest: bool
) -> Client:
    """Name, zone, unit, language and mail.

    A new unit keeps the same things: weights are converted, the usual gym becomes the usual gym of the other unit.
    Raises ValidationError keyed by the client's fields.
    """
    changes = with_unit(client, {"name": display_name, "time_zone": time_zone, "unit": unit})
    update_user(
        user, display_name=display_name, time_zone=time_zone, unit=unit, language=language, mail_digest=mail_digest
    )
    return update_client(client, **changes)


@transaction.atomic
def update_own_equipment(client: Client, *, inventory: dict[str, Any]) -> Client:
    """What there is to train with, in the client's unit. Raises ValidationError keyed by `inventory`."""
    return update_client(client, inventory=inventory)


def with_unit(client: Client, changes: dict[str, Any]) -> dict[str, Any]:
    """Another unit with no word about the equipment means the same things in that unit."""
    unit = changes.get("unit", client.unit)
    if unit == client.unit or "inventory" in changes:
        return changes
    return changes | {"inventory": converted(client.inventory, client.unit, unit)}


def converted(inventory: dict[str, Any], old: str, unit: str) -> dict[str, Any]:
    """The same equipment in another unit, to two decimals. Bands are levels and stay."""
    if inventory == DEFAULTS[old]():
        return DEFAULTS[unit]()

    def weight(value: Any) -> Any:
        return plain(in_unit(Decimal(str(value)), old, unit))

    bar = inventory.get("bar")
    return {
        "bar": None if bar is None else weight(bar),
        "plates": [[weight(each), count] for each, count in inventory.get("plates") or []],
        "dumbbells": [weight(each) for each in inventory.get("dumbbells") or []],
        "kettlebells": [weight(each) for each in inventory.get("kettlebells") or []],
        "bands": inventory.get("bands") or [],
    }
