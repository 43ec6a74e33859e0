"""From the JSON of a case to the engine's types. Anything it does not know or cannot use is a BadInput."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeVar

from programs.engine.reading import (
    BadInput,
    Fields,
    an_array,
    an_object,
    flag_at,
    number,
    number_at,
    pointer,
    required,
    whole,
    whole_at,
)
from programs.engine.types import (
    USUAL_JUMP,
    USUAL_LOAD_FACTOR,
    Coupling,
    Exposure,
    Gate,
    NextRung,
    Prescription,
    PreviousRung,
    RepRange,
    Rule,
    SetResult,
    Side,
    Today,
)

__all__ = ["BadInput", "parse_case"]

T = TypeVar("T")
Kind = TypeVar("Kind", Rule, Coupling)
REPS_MOST, SETS_MOST, SCALE_MOST, PART_MOST, FACTOR_MOST = 1000, 20, 10, 1, 10
SIDE_NAMES: dict[str, Side] = {"left": "left", "right": "right", "both": "both"}

CASE = frozenset({"prescription", "history", "today"})
PRESCRIPTION = frozenset({
    "rule", "sets", "reps", "rir", "rest_s", "sides", "coupling", "start_load", "loads", "max_jump", "rep_ceiling",
    "deload", "min_rest_s", "exit", "next_rung", "previous_rung",
})  # fmt: skip
DELOAD = frozenset({"every_weeks"})
EXIT = frozenset({"min_load", "sessions", "window", "symmetry", "sign_off"})
NEXT_RUNG = frozenset({"loads", "start_load", "load_factor", "reps", "sets"})
PREVIOUS_RUNG = frozenset({"loads", "load", "reps", "sets"})
EXPOSURE = frozenset({
    "days_ago", "load", "deload", "next_day_pain", "rest_s", "sets_due", "technique_failed", "sets",
})  # fmt: skip
SET = frozenset({"reps", "rir", "pain"})
NO_SIDE: frozenset[Side] = frozenset()
TODAY = frozenset({"days_since_last", "weeks_since_deload", "red_flag", "cleared"})


def parse_case(case: object) -> tuple[Prescription, tuple[Exposure, ...], Today]:
    """What `decide` takes, from a parsed JSON case. Raises BadInput, naming the first field that is wrong."""
    fields = an_object(case, "", CASE)
    prescription = parse_prescription(required(fields, "prescription", ""), "/prescription")
    history = an_array(required(fields, "history", ""), "/history")
    exposures = tuple(
        [parse_exposure(each, f"/history/{place}", prescription.sides) for place, each in enumerate(history)]
    )
    today = fields.get("today")
    return prescription, exposures, Today() if today is None else parse_today(today, "/today")


def parse_prescription(value: object, at: str) -> Prescription:
    fields = an_object(value, at, PRESCRIPTION)
    return Prescription(
        rule=_one_of(Rule, required(fields, "rule", at), f"{at}/rule"),
        sets=whole(required(fields, "sets", at), at, "sets", 1, SETS_MOST),
        reps=_range(fields, at),
        rir=number(required(fields, "rir", at), at, "rir", 0, SCALE_MOST),
        sides=_sides(required(fields, "sides", at), f"{at}/sides"),
        loads=_inventory(fields, at),
        coupling=_one_of(Coupling, _default(fields.get("coupling"), "shared"), f"{at}/coupling"),
        rest_s=_default(whole_at(fields, "rest_s", at, 0), 90),
        min_rest_s=_default(whole_at(fields, "min_rest_s", at, 0), 60),
        start_load=number_at(fields, "start_load", at),
        max_jump=_default(number_at(fields, "max_jump", at, 0, PART_MOST), USUAL_JUMP),
        rep_ceiling=_default(whole_at(fields, "rep_ceiling", at, 0, REPS_MOST), 15),
        deload_every_weeks=_every_weeks(fields.get("deload"), f"{at}/deload"),
        exit=_gate(fields.get("exit"), f"{at}/exit"),
        next_rung=_next_rung(fields.get("next_rung"), f"{at}/next_rung"),
        previous_rung=_previous_rung(fields.get("previous_rung"), f"{at}/previous_rung"),
    )


def parse_exposure(value: object, at: str, sides: tuple[Side, ...]) -> Exposure:
    fields = an_object(value, at, EXPOSURE)
    sets_at = f"{at}/sets"
    sets = an_object(_default(fields.get("sets"), {}), sets_at, frozenset(sides))
    return Exposure(
        load=_load(required(fields, "load", at), at, sides),
        sets={side: _sets(sets.get(side), sets_at, side) for side in sides},
        deload=flag_at(fields, "deload", at),
        next_day_pain=number_at(fields, "next_day_pain", at, 0, SCALE_MOST),
        rest_s=whole_at(fields, "rest_s", at, 0),
        sets_due=whole_at(fields, "sets_due", at, 1, SETS_MOST),
        technique_failed=_technique_failed(fields.get("technique_failed"), at, sides),
        days_ago=number_at(fields, "days_ago", at),
    )


def parse_today(value: object, at: str) -> Today:
    fields = an_object(value, at, TODAY)
    return Today(
        days_since_last=number_at(fields, "days_since_last", at),
        weeks_since_deload=number_at(fields, "weeks_since_deload", at),
        red_flag=flag_at(fields, "red_flag", at),
        cleared=flag_at(fields, "cleared", at),
    )


def _default(value: T | None, absent: T) -> T:
    return absent if value is None else value


def _one_of(kind: type[Kind], value: object, at: str) -> Kind:
    try:
        return kind(str(value))
    except ValueError:
        raise BadInput(at, f"must be one of {', '.join(kind)}") from None


def _range(fields: Fields, at: str) -> RepRange:
    both = an_array(required(fields, "reps", at), f"{at}/reps")
    if len(both) != 2:
        raise BadInput(f"{at}/reps", "must be two whole numbers, the fewest reps and the most")
    low, high = (whole(reps, f"{at}/reps", place, 0, REPS_MOST) for place, reps in enumerate(both))
    if low > high:
        raise BadInput(f"{at}/reps", "is upside down: the fewest reps come first")
    return RepRange(low, high)


def _sides(value: object, at: str) -> tuple[Side, ...]:
    names = an_array(value, at)
    if not names:
        raise BadInput(at, "must name at least one side")
    sides = tuple(_side(name, pointer(at, place)) for place, name in enumerate(names))
    if len(set(sides)) != len(sides):
        raise BadInput(at, "names a side twice")
    if "both" in sides and len(sides) > 1:
        raise BadInput(at, "must be left and right, or both alone")
    return sides


def _side(value: object, at: str) -> Side:
    if not isinstance(value, str) or value not in SIDE_NAMES:
        raise BadInput(at, "must be left, right or both")
    return SIDE_NAMES[value]


def _inventory(fields: Fields, at: str) -> tuple[Decimal, ...]:
    """The loads sorted, each once."""
    loads = an_array(required(fields, "loads", at), f"{at}/loads")
    if not loads:
        raise BadInput(f"{at}/loads", "must hold at least one load")
    try:
        return _sorted_loads(*loads)
    except (BadInput, TypeError):  # read once more, to say where it stands
        return _sorted_loads.__wrapped__(*loads, at=f"{at}/loads")


@lru_cache(maxsize=512, typed=True)
def _sorted_loads(*loads: Any, at: str = "") -> tuple[Decimal, ...]:
    """A rack is the same in every case about it: each is read once."""
    return tuple(sorted({number(load, at, place) for place, load in enumerate(loads)}))


def _every_weeks(value: object, at: str) -> int | None:
    return None if value is None else whole_at(an_object(value, at, DELOAD), "every_weeks", at, 1)


def _gate(value: object, at: str) -> Gate | None:
    if value is None:
        return None
    fields = an_object(value, at, EXIT)
    return Gate(
        min_load=number_at(fields, "min_load", at),
        sessions=_default(whole_at(fields, "sessions", at, 1), 2),
        window=_default(whole_at(fields, "window", at, 1), 4),
        symmetry=number_at(fields, "symmetry", at, 0, PART_MOST),
        sign_off=flag_at(fields, "sign_off", at, absent=True),
    )


def _next_rung(value: object, at: str) -> NextRung | None:
    if value is None:
        return None
    fields = an_object(value, at, NEXT_RUNG)
    return NextRung(
        loads=_inventory(fields, at),
        reps=_range(fields, at),
        sets=whole(required(fields, "sets", at), at, "sets", 1, SETS_MOST),
        start_load=number_at(fields, "start_load", at),
        load_factor=_default(number_at(fields, "load_factor", at, 0, FACTOR_MOST), USUAL_LOAD_FACTOR),
    )


def _previous_rung(value: object, at: str) -> PreviousRung | None:
    if value is None:
        return None
    fields = an_object(value, at, PREVIOUS_RUNG)
    return PreviousRung(
        loads=_inventory(fields, at),
        reps=_range(fields, at),
        sets=whole(required(fields, "sets", at), at, "sets", 1, SETS_MOST),
        load=number_at(fields, "load", at),
    )


def _technique_failed(value: object, at: str, sides: tuple[Side, ...]) -> frozenset[Side]:
    if value is None or value == []:
        return NO_SIDE
    names = an_array(value, f"{at}/technique_failed")
    failed = [_side(name, pointer(f"{at}/technique_failed", place)) for place, name in enumerate(names)]
    for place, side in enumerate(failed):
        if side not in sides:
            raise BadInput(pointer(f"{at}/technique_failed", place), "is not a side of this prescription")
    return frozenset(failed)


# Loads and sets repeat themselves, from session to session and from case to case, so each is read once. What a cached
# reader cannot take (a TypeError: no object, an unknown field, a value that no cache holds) or refuses is read again
# by the reader that says where it stands.


def _load(value: Any, at: str, sides: tuple[Side, ...]) -> Mapping[Side, Decimal]:
    try:
        return _known_load(sides, **value)
    except (BadInput, TypeError):
        return _load_at(value, f"{at}/load", sides)


@lru_cache(maxsize=4096, typed=True)
def _known_load(sides: tuple[Side, ...], /, **value: Any) -> Mapping[Side, Decimal]:
    return _load_at(value, "", sides)


def _load_at(value: object, at: str, sides: tuple[Side, ...]) -> Mapping[Side, Decimal]:
    fields = an_object(value, at, frozenset(sides))
    return MappingProxyType({side: number(required(fields, side, at), at, side) for side in sides})


def _sets(value: object, at: str, side: Side) -> tuple[SetResult | None, ...]:
    if value is None:
        return ()
    sets = an_array(value, f"{at}/{side}")
    try:
        return tuple([None if each is None else _known_set(**each) for each in sets])
    except (BadInput, TypeError):
        at = f"{at}/{side}"
        return tuple([None if each is None else _set(each, f"{at}/{place}") for place, each in enumerate(sets)])


@lru_cache(maxsize=4096, typed=True)
def _known_set(*, reps: Any = None, rir: Any = None, pain: Any = None) -> SetResult:
    return _set({"reps": reps, "rir": rir, "pain": pain}, "")


def _set(value: object, at: str) -> SetResult:
    fields = an_object(value, at, SET)
    return SetResult(
        reps=whole(required(fields, "reps", at), at, "reps", 0, REPS_MOST),
        rir=number_at(fields, "rir", at, 0, SCALE_MOST),
        pain=number_at(fields, "pain", at, 0, SCALE_MOST),
    )
