"""From a rung and a person to what the engine reads: which implement, which loads, where it starts and leaves.

Percentages of body mass come from the progression (ours, not the source's); loads are in the person's own unit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from programs.models import Gate, Implement, Progression, Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Trainee:
    """What a prescription needs to know of a person. `body_mass` is in `unit`; None when unknown.

    `loads_of` gives the sorted loads for an implement, empty when the person does not have it.
    """

    loads_of: Callable[[str], list[Decimal]]
    body_mass: Decimal | None
    unit: str = "kg"


def implement_for(rung: Rung, trainee: Trainee) -> str | None:
    """The first of the rung's implements that the person has; None when they have none of them."""
    return next((name for name in rung.implements if trainee.loads_of(name)), None)


def loads_for_rung(rung: Rung, trainee: Trainee) -> list[Decimal]:
    """Sorted loads for this rung; a rung that begins at bodyweight begins at 0. Empty: the person cannot do it."""
    name = implement_for(rung, trainee)
    loads = trainee.loads_of(name) if name else []
    return sorted({Decimal(0), *loads}) if rung.from_bodyweight else loads


def start_load(rung: Rung, trainee: Trainee) -> Decimal | None:
    """Where the rung starts, before rounding to the inventory; None when it depends on an unknown body mass.

    The level of a band is no share of body mass: the lightest is the start.
    """
    if rung.from_bodyweight or rung.implements == ["bodyweight"] or _is_banded(rung, trainee):
        return Decimal(0)
    return _share(rung.start_percent, trainee)


def needs_start_load(rung: Rung, trainee: Trainee) -> bool:
    """True when the coach has to say where to start: the rung goes by body mass and that is unknown."""
    return rung.start_percent is not None and start_load(rung, trainee) is None


def first_load(rung: Rung, trainee: Trainee, wanted: Decimal | None = None) -> Decimal | None:
    """The load of a first session: the largest inventory load at or under the start. None without equipment."""
    loads = loads_for_rung(rung, trainee)
    start = wanted if wanted is not None else start_load(rung, trainee)
    if not loads:
        return None
    return max((load for load in loads if start is not None and load <= start), default=loads[0])


def _is_banded(rung: Rung, trainee: Trainee) -> bool:
    return implement_for(rung, trainee) == Implement.BAND


def _share(percent: Decimal | None, trainee: Trainee) -> Decimal | None:
    if percent is None or trainee.body_mass is None:
        return None
    return (trainee.body_mass * percent / 100).quantize(Decimal("0.01"))


def gate_of(rung: Rung) -> Gate | None:
    return getattr(rung, "gate", None)


def plain(value: Decimal | None) -> int | float | None:
    """A Decimal as the plain number that the engine's JSON speaks."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def engine_prescription(
    rung: Rung,
    *,
    ladder: list[Rung],
    trainee: Trainee,
    sides: list[str],
    coupling: str,
    start: Decimal | None = None,
    deload_every_weeks: int | None = None,
    previous_load: Decimal | None = None,
    next_start: Decimal | None = None,
) -> dict[str, Any]:
    """The `prescription` object of engine.md for one rung of a ladder.

    `start` overrides the rung's own start load, `next_start` that of the rung above; `previous_load` is what was last
    performed on the rung below.
    """
    below = next((other for other in ladder if other.position == rung.position - 1), None)
    above = next((other for other in ladder if other.position == rung.position + 1), None)
    return {
        "rule": rung.rule,
        "sets": rung.sets,
        "reps": [rung.reps_low, rung.reps_high],
        "rir": rung.rir,
        "rest_s": rung.rest_s,
        "min_rest_s": min(rung.min_rest_s, rung.rest_s),
        "sides": sides,
        "coupling": coupling,
        "start_load": plain(start if start is not None else start_load(rung, trainee)),
        "loads": [plain(load) for load in loads_for_rung(rung, trainee)] or [0],
        "max_jump": plain(rung.max_jump),
        "rep_ceiling": max(rung.rep_ceiling, rung.reps_high),
        "deload": {"every_weeks": deload_every_weeks} if deload_every_weeks else None,
        "exit": _exit(rung, trainee),
        "next_rung": _next(above, trainee, next_start),
        "previous_rung": _previous(below, trainee, previous_load),
    }


def _exit(rung: Rung, trainee: Trainee) -> dict[str, Any] | None:
    gate = gate_of(rung)
    if gate is None:
        return None
    leave_at = None if _is_banded(rung, trainee) else _share(rung.leave_percent, trainee)
    return {
        "min_load": plain(leave_at),
        "sessions": gate.sessions,
        "window": gate.window,
        "symmetry": plain(gate.symmetry),
        "sign_off": gate.sign_off,
    }


def _next(rung: Rung | None, trainee: Trainee, start: Decimal | None) -> dict[str, Any] | None:
    if rung is None or not loads_for_rung(rung, trainee):
        return None
    return {
        "loads": [plain(load) for load in loads_for_rung(rung, trainee)],
        "start_load": plain(start if start is not None else start_load(rung, trainee)),
        "reps": [rung.reps_low, rung.reps_high],
        "sets": rung.sets,
    }


def _previous(rung: Rung | None, trainee: Trainee, performed: Decimal | None) -> dict[str, Any] | None:
    if rung is None or not loads_for_rung(rung, trainee):
        return None
    return {
        "loads": [plain(load) for load in loads_for_rung(rung, trainee)],
        "load": plain(performed if performed is not None else start_load(rung, trainee)),
        "reps": [rung.reps_low, rung.reps_high],
        "sets": rung.sets,
    }


def gate_in_words(progression: Progression, rungs: list[Rung]) -> str:
    """The usual gate of a progression as one sentence, from its first gated rung."""
    gate = next((gate_of(rung) for rung in rungs if gate_of(rung)), None)
    if gate is None:
        return ""
    asked = {"sessions": gate.sessions, "window": gate.window, "pain": Gate.MAX_PAIN}
    words = gettext("Up a rung after %(sessions)s of %(window)s sessions at the top, pain %(pain)s or less") % asked
    for rung in rungs:
        own = gate_of(rung)
        if own and own.symmetry:
            alike = {"percent": f"{own.symmetry * 100:.0f}", "rung": rung.position}
            words += ", " + gettext("symmetry %(percent)s %% from rung %(rung)s") % alike
            break
    return gettext("%(conditions)s, and your sign-off.") % {"conditions": words} if gate.sign_off else f"{words}."
