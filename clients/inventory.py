"""What a client can really load: a bar with plates, dumbbells, kettlebells, bands.

Stored as JSON in the client's unit:
{"bar": 20, "plates": [[1.25, 2], [2.5, 2], …], "dumbbells": [2, 4, …], "kettlebells": [8, 12, …], "bands": [1, 2, 3]}
`plates` are [weight, how many]; a pair goes on the bar, so an odd one stays on the floor. `bar` null means none.
Bands are ordinal levels. Numbers are plain; loads come out as Decimal.
"""

from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

KEYS = {"bar", "plates", "dumbbells", "kettlebells", "bands"}
MAX_LOAD = Decimal(1000)
MOST_LOADS = 2000


def default_inventory() -> dict[str, Any]:
    """A usual gym in kilograms: 20 kg bar in steps of 2.5 kg to 137.5, dumbbells 2 to 40, kettlebells, three bands."""
    return {
        "bar": 20,
        "plates": [[1.25, 2], [2.5, 2], [5, 2], [10, 2], [20, 4]],
        "dumbbells": list(range(2, 42, 2)),
        "kettlebells": [4, 6, 8, 10, 12, 16, 20, 24, 28, 32],
        "bands": [1, 2, 3],
    }


def default_inventory_lb() -> dict[str, Any]:
    """The same in pounds: 45 lb bar in steps of 5 lb, dumbbells 5 to 90."""
    return {
        "bar": 45,
        "plates": [[2.5, 2], [5, 2], [10, 4], [25, 2], [45, 4]],
        "dumbbells": list(range(5, 95, 5)),
        "kettlebells": [9, 13, 18, 26, 35, 44, 53, 62, 70],
        "bands": [1, 2, 3],
    }


def loads_for(inventory: dict[str, Any], implement: str) -> list[Decimal]:
    """Sorted loads this client can make with an implement; empty when they do not have it. Bodyweight is [0]."""
    if implement == "bodyweight":
        return [Decimal(0)]
    if implement == "barbell":
        return _bar_loads(inventory)
    key = {"dumbbell": "dumbbells", "kettlebell": "kettlebells", "band": "bands"}[implement]
    return sorted({_number(value) for value in inventory.get(key) or []})


def _bar_loads(inventory: dict[str, Any]) -> list[Decimal]:
    if inventory.get("bar") is None:
        return []
    plates = tuple((str(weight), int(count)) for weight, count in inventory.get("plates") or [])
    return list(_loaded(str(inventory["bar"]), plates))


@lru_cache(maxsize=512)  # asked for every rung, session and page; a rack seldom changes
def _loaded(bar: str, plates: tuple[tuple[str, int], ...]) -> tuple[Decimal, ...]:
    totals = {Decimal(bar)}
    for weight, count in plates:
        pair = Decimal(weight) * 2
        more = (total + pair * n for total in totals for n in range(count // 2 + 1))
        totals = {total for total in more if total <= MAX_LOAD}
        if len(totals) > MOST_LOADS:
            raise ValidationError(gettext("These plates make too many different loads. Leave the smallest ones out."))
    return tuple(sorted(totals))


def _number(value: Any) -> Decimal:
    return Decimal(str(value))


def validate_inventory(inventory: Any) -> None:
    """Raises ValidationError, in the coach's words, unless `inventory` has the shape described above."""
    if not isinstance(inventory, dict) or set(inventory) - KEYS:
        raise ValidationError(gettext("The equipment list is not readable."))
    if inventory.get("bar") is not None:
        _check(inventory["bar"], gettext("The bar"))
    for key, what, most in (
        ("plates", gettext("A plate"), gettext("At most 12 sizes of plates.")),
        ("dumbbells", gettext("Dumbbells"), gettext("At most 60 dumbbells.")),
        ("kettlebells", gettext("Kettlebells"), gettext("At most 60 kettlebells.")),
        ("bands", gettext("Bands"), gettext("At most 60 bands.")),
    ):
        values = inventory.get(key, [])
        if not isinstance(values, list):
            raise ValidationError(gettext("The equipment list is not readable."))
        if len(values) > (12 if key == "plates" else 60):
            raise ValidationError(most)
        for value in values:
            _check(_one_plate(value) if key == "plates" else value, what)
    if any(level % 1 for level in map(_number, inventory.get("bands", []))):
        raise ValidationError(gettext("Bands are numbered: 1 is the lightest. A number has no decimals."))
    _bar_loads(inventory)


def _one_plate(plate: Any) -> Any:
    """What it weighs."""
    if not isinstance(plate, list) or len(plate) != 2 or type(plate[1]) is not int or not 0 <= plate[1] <= 20:
        raise ValidationError(gettext("Plates are a weight and how many there are, at most 20."))
    return plate[0]


def _check(value: Any, what: str) -> None:
    try:
        weight = Decimal(str(value))
        good = type(value) in (int, float) and 0 < weight <= MAX_LOAD and weight == round(weight, 2)
    except InvalidOperation:
        good = False
    if not good:
        raise ValidationError(
            gettext("%(what)s: a weight is a number over 0 and at most 1,000, with two decimals at the most.")
            % {"what": what}
        )
