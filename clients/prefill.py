"""What the form of a set shows before anybody types."""

from collections.abc import Sequence
from decimal import Decimal

from accounts.models import uuid7
from clients.history import load_in
from clients.inventory import loads_for
from clients.matching import lead_of, words_before
from clients.models import Client, SessionItem, Target
from clients.places import Place, figures_of
from clients.plates import words_by_load
from clients.standing import figure
from exercises.words import bare
from programs.models import Implement


def prefill(place: Place, places: Sequence[Place], item: SessionItem) -> None:
    """What the form shows before anybody types: what is there, else the target at the load of the set before."""
    row, target, client = place.row, place.target, item.session.client
    lead = lead_of(place, places, item)
    place.matches = lead.side if lead else ""
    place.follows = words_before(place, places, lead)
    done = place.done or (lead.done if lead else None)
    rir = place.done.rir if place.done else target.rir
    load = done.load if done else _load_before(place, places)
    place.values = {
        "uuid": row.uuid if row else uuid7(),
        "load": "" if load is None else figure(load),
        "reps": (done.reps if done else place.reps) if target.seconds is None else "",
        "seconds": (done.seconds if done else target.seconds) if target.seconds is not None else "",
        "rir": "" if rir is None else min(rir, 4),
        "rir_more": rir if rir is not None and rir > 4 else "",
        "pain": row.pain if row and row.pain is not None else "",
        "skip_reason": row.skip_reason if row else "",
    }
    place.loads = _own_loads(client, target)
    if target.implement == Implement.BARBELL and target.unit == client.unit:
        place.on_bar = words_by_load(client.inventory)


def _load_before(place: Place, places: Sequence[Place]) -> Decimal | None:
    """The load of this side's set before, else the target's; where that is left open, what was done here last time."""
    same_side = [other.done for other in places if other.side == place.side and other.number < place.number]
    last = next((done.load for done in reversed(same_side) if done), place.target.load)
    if last is not None:
        return last
    before = figures_of(place.before, place.target)
    return before.load if before else None


def _own_loads(client: Client, target: Target) -> list[str]:
    """The loads the buttons step through: what the client can load with this implement, in the target's unit. For a
    script: with points.
    """
    loads = loads_for(client.inventory, target.implement)
    if target.rung is not None and target.rung.from_bodyweight:
        loads = [Decimal(0), *loads]
    loads = [load_in(target, load, client.unit, target.unit) for load in loads]
    return [bare(load) for load in sorted({*loads, *([] if target.load is None else [target.load])})]
