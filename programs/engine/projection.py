"""The sessions ahead, if every one goes exactly as asked. The live rules play it; nothing here decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from programs.engine.decide import decide
from programs.engine.types import (
    USUAL_LOAD_FACTOR,
    Action,
    Decision,
    Exposure,
    NextRung,
    Prescription,
    PreviousRung,
    SetResult,
    Side,
    SideDecision,
    Today,
)

BREAK_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectedSession:
    """One session to come: what would be asked on that day, and the action that led to it."""

    on: date
    rung: int
    load: Mapping[Side, Decimal]
    sets: int
    reps: tuple[int, ...]
    rest_s: int
    action: Action
    deload: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RungChange:
    """The first day on another rung, counted from 0 in the ladder."""

    on: date
    rung: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    sessions: tuple[ProjectedSession, ...]
    rung_changes: tuple[RungChange, ...]


@dataclass(slots=True)
class _Walk:
    """Where the imagined client stands."""

    ladder: Sequence[Prescription]
    rung: int
    prescription: Prescription
    history: list[Exposure]
    extra_reps: int
    last_on: date | None = None
    fresh_since: date | None = None


def project(
    *,
    ladder: Sequence[Prescription],
    start_index: int,
    start_load: Decimal | None,
    dates: Sequence[date],
    extra_reps: int = 0,
) -> Projection:
    """Simulate a session on each of the dates (in order), every target met exactly at its RIR, every sign-off given.

    `ladder`: the rungs bottom to top, as prescribed; the rung above and below are taken from it, with the start load
    and the factor of a `next_rung` that a prescription already names. Rungs with the one side `both` may stand next to
    rungs with two sides. `start_load` None: the first rung's own start. `extra_reps`: done over what each set asks.
    """
    first = _on_rung(ladder, start_index, start_load)
    walk = _Walk(ladder, start_index, first, [], extra_reps)
    sessions = tuple(_session(walk, on) for on in dates)
    changes = tuple(
        RungChange(on=after.on, rung=after.rung) for before, after in pairwise(sessions) if after.rung != before.rung
    )
    return Projection(sessions=sessions, rung_changes=changes)


def _session(walk: _Walk, on: date) -> ProjectedSession:
    decision = decide(walk.prescription, walk.history, _today(walk, on))
    answer = next(iter(decision.sides.values()))
    if answer.action.leaves_the_rung:
        _change_rung(walk, answer)
    load = _loads(walk.prescription, decision)
    deload = answer.action is Action.DELOAD
    if deload or walk.fresh_since is None or _days(walk.last_on, on) >= BREAK_DAYS:
        walk.fresh_since = on
    walk.history.append(_as_asked(walk, answer, load, deload=deload))
    walk.last_on = on
    return ProjectedSession(
        on=on,
        rung=walk.rung,
        load=load,
        sets=answer.sets,
        reps=answer.reps,
        rest_s=answer.rest_s,
        action=answer.action,
        deload=deload,
    )


def _today(walk: _Walk, on: date) -> Today:
    if walk.last_on is None or walk.fresh_since is None:
        return Today()
    weeks = (on - walk.fresh_since).days // 7
    return Today(days_since_last=Decimal(_days(walk.last_on, on)), weeks_since_deload=Decimal(weeks))


def _days(since: date | None, on: date) -> int:
    return 0 if since is None else (on - since).days


def _change_rung(walk: _Walk, answer: SideDecision) -> None:
    walk.rung += 1 if answer.action is Action.MOVE_UP else -1
    walk.prescription = _on_rung(walk.ladder, walk.rung, answer.load)
    walk.history.clear()


def _loads(prescription: Prescription, decision: Decision) -> dict[Side, Decimal]:
    """The load of each side; after a change between one side and two, every side starts at the smallest."""
    least = min(answer.load for answer in decision.sides.values())
    return {side: decision.sides[side].load if side in decision.sides else least for side in prescription.sides}


def _as_asked(walk: _Walk, answer: SideDecision, load: Mapping[Side, Decimal], *, deload: bool) -> Exposure:
    rir = walk.prescription.rir
    done = tuple(SetResult(reps=reps + walk.extra_reps, rir=rir) for reps in answer.reps)
    return Exposure(
        load=load,
        sets=dict.fromkeys(walk.prescription.sides, done),
        deload=deload,
        rest_s=answer.rest_s,
        sets_due=answer.sets,
    )


def _on_rung(ladder: Sequence[Prescription], index: int, start_load: Decimal | None) -> Prescription:
    here = ladder[index]
    above = ladder[index + 1] if index + 1 < len(ladder) else None
    below = ladder[index - 1] if index else None
    return replace(
        here,
        start_load=here.start_load if start_load is None else start_load,
        next_rung=None if above is None else _next(here, above),
        previous_rung=None if below is None else _previous(here, below),
    )


def _next(here: Prescription, above: Prescription) -> NextRung:
    start = here.next_rung.start_load if here.next_rung else None
    factor = here.next_rung.load_factor if here.next_rung else USUAL_LOAD_FACTOR
    return NextRung(
        loads=above.loads,
        reps=above.reps,
        sets=above.sets,
        start_load=above.start_load if start is None else start,
        load_factor=factor,
    )


def _previous(here: Prescription, below: Prescription) -> PreviousRung:
    load = here.previous_rung.load if here.previous_rung else None
    return PreviousRung(loads=below.loads, reps=below.reps, sets=below.sets, load=load)
