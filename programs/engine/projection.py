"""The sessions ahead at a given pace. The live rules play them; nothing here decides.

Two sides walk one ladder. On the same rung they are judged together, on two rungs one after the other, and a rung
done on two legs has the one side `both`: what the services do with a real client, done here with an imagined one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from programs.engine.decide import decide_logs
from programs.engine.judging import NO_PAIN, Performed, furthest_look_back, logs_of, performed
from programs.engine.pace import EVERY_TARGET, Pace
from programs.engine.rows import STEP_DOWN
from programs.engine.types import (
    USUAL_LOAD_FACTOR,
    Action,
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
_Loads = tuple[Decimal | None, ...]
_Question = tuple[int, tuple[Side, ...], _Loads, _Loads]  # rung, sides, last done on the rung below and above
STEPS = {Action.MOVE_UP: 1, Action.MOVE_DOWN: -1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where a side begins: a rung, counted from 0, and a load. None: the rung's own start."""

    rung: int
    load: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectedSide:
    """One side of a session to come: what is asked, the action that led to it, and the reps that are then done."""

    rung: int
    action: Action
    load: Decimal
    sets: int
    reps: tuple[int, ...]
    rest_s: int
    done: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectedSession:
    """`sides`: left and right, or both alone where the session is done on two legs."""

    on: date
    sides: Mapping[Side, ProjectedSide]
    deload: bool

    def side(self, name: Side) -> ProjectedSide:
        """What a side does that day, whether it is named or goes with the other."""
        return self.sides.get(name) or next(iter(self.sides.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class RungChange:
    """The first day of a side on another rung, counted from 0 in the ladder. Going down and coming back are changes."""

    on: date
    side: Side
    rung: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    sessions: tuple[ProjectedSession, ...]
    rung_changes: tuple[RungChange, ...]

    def first_day_on(self, rung: int) -> date | None:
        """The first day on which a side stands on the rung or above it; None when that is not reached."""
        return next((each.on for each in self.sessions if any(side.rung >= rung for side in each.sides.values())), None)


@dataclass(slots=True)
class _Walk:
    """Where the imagined client stands. `loads`: what each side last did on each rung, lighter sessions left out.

    `asked` and `performed` are what was worked out already: a session is read again for a dozen sessions to come.
    """

    ladder: Sequence[Prescription]
    starts: Mapping[Side, Start]
    pace: Pace
    days: Iterator[Mapping[Side, bool]]
    sessions: list[ProjectedSession] = field(default_factory=list)
    loads: dict[tuple[int, Side], Decimal] = field(default_factory=dict)
    asked: dict[_Question, Prescription] = field(default_factory=dict)
    performed: dict[tuple[int, tuple[Side, ...]], dict[Side, Performed]] = field(default_factory=dict)
    fresh_since: date | None = None


def project(
    *,
    ladder: Sequence[Prescription],
    left: Start,
    right: Start,
    dates: Sequence[date],
    pace: Pace = EVERY_TARGET,
) -> Projection:
    """Simulate a session on each of the dates (in order). Nothing ever hurts and every sign-off is given.

    `ladder`: the rungs bottom to top, as prescribed; the rung above and below are taken from it, with the start load
    and the factor of a `next_rung` that a prescription already names. Rungs with the one side `both` may stand next to
    rungs with two sides.
    """
    walk = _Walk(ladder, {"left": left, "right": right}, pace, pace.days())
    for on in dates:
        _play(walk, on)
    return Projection(sessions=tuple(walk.sessions), rung_changes=tuple(_changes(walk.sessions)))


def _changes(sessions: Sequence[ProjectedSession]) -> Iterator[RungChange]:
    for before, after in pairwise(sessions):
        for name, side in after.sides.items():
            if side.rung != before.side(name).rung:
                yield RungChange(on=after.on, side=name, rung=side.rung)


def _play(walk: _Walk, on: date) -> None:
    today, meets = _today(walk, on), next(walk.days)
    landed: dict[Side, tuple[int, SideDecision]] = {}
    for rung, sides in _judged_together(walk):
        prescription = _asked(walk, rung, sides)
        answer = decide_logs(prescription.coupling, logs_of(prescription, today, _stint(walk, rung, sides)))
        landed |= {side: (rung + STEPS.get(each.action, 0), each) for side, each in answer.sides.items()}
    asked = _on_common_floor(walk, landed)
    deload = any(answer.action is Action.DELOAD for _, answer in asked.values())
    played = {
        side: _done(walk.pace, rung, answer, meets=deload or meets[side]) for side, (rung, answer) in asked.items()
    }
    _remember(walk, ProjectedSession(on=on, sides=played, deload=deload))


def _today(walk: _Walk, on: date) -> Today:
    """Weeks are counted from the last lighter session or the end of the last break, whichever is later."""
    if not walk.sessions or walk.fresh_since is None:
        return Today()
    away = (on - walk.sessions[-1].on).days
    weeks = 0 if away >= BREAK_DAYS else (on - walk.fresh_since).days // 7
    return Today(days_since_last=Decimal(away), weeks_since_deload=Decimal(weeks))


def _judged_together(walk: _Walk) -> list[tuple[int, tuple[Side, ...]]]:
    left, right = _stands_on(walk, "left"), _stands_on(walk, "right")
    if left == right:
        return [(left, walk.ladder[left].sides)]
    return [(left, ("left",)), (right, ("right",))]


def _stands_on(walk: _Walk, side: Side) -> int:
    return walk.sessions[-1].side(side).rung if walk.sessions else walk.starts[side].rung


def _stint(walk: _Walk, rung: int, sides: tuple[Side, ...]) -> dict[Side, tuple[Performed, ...]]:
    """What these sides did since all of them last came to the rung, newest first, as far as the engine looks back."""
    found: list[dict[Side, Performed]] = []
    furthest = furthest_look_back(walk.ladder[rung])
    for place in range(len(walk.sessions) - 1, -1, -1):
        session = walk.sessions[place]
        if len(found) == furthest or any(session.side(side).rung != rung for side in sides):
            break
        if not session.deload:
            found.append(walk.performed.get((place, sides)) or _perform(walk, place, sides))
    return {side: tuple([each[side] for each in found]) for side in sides}


def _perform(walk: _Walk, place: int, sides: tuple[Side, ...]) -> dict[Side, Performed]:
    """A projected session as the engine reads it for these sides."""
    played = {side: walk.sessions[place].side(side) for side in sides}
    first = played[sides[0]]
    here = walk.ladder[first.rung]
    exposure = Exposure(
        load={side: each.load for side, each in played.items()},
        sets={side: tuple(SetResult(reps=reps, rir=here.rir) for reps in each.done) for side, each in played.items()},
        rest_s=first.rest_s,
        sets_due=first.sets,
    )
    rows = walk.performed[place, sides] = {side: performed(here, side, exposure, NO_PAIN) for side in sides}
    return rows


def _on_common_floor(
    walk: _Walk, landed: Mapping[Side, tuple[int, SideDecision]]
) -> Mapping[Side, tuple[int, SideDecision]]:
    """Sides named as the rungs they land on name them: where one side lands on two legs, both do."""
    lowest = min(landed.values(), key=lambda each: each[0])
    if walk.ladder[lowest[0]].sides == ("both",):
        return {"both": lowest}
    return {"left": landed["both"], "right": landed["both"]} if "both" in landed else landed


def _done(pace: Pace, rung: int, asked: SideDecision, *, meets: bool) -> ProjectedSide:
    return ProjectedSide(
        rung=rung,
        action=asked.action,
        load=asked.load,
        sets=asked.sets,
        reps=asked.reps,
        rest_s=asked.rest_s,
        done=pace.done(asked.reps, meets=meets),
    )


def _remember(walk: _Walk, session: ProjectedSession) -> None:
    away = (session.on - walk.sessions[-1].on).days if walk.sessions else BREAK_DAYS
    if session.deload or away >= BREAK_DAYS:
        walk.fresh_since = session.on
    walk.sessions.append(session)
    for name in ("left", "right"):
        side = session.side(name)
        if not session.deload or (side.rung, name) not in walk.loads:
            walk.loads[side.rung, name] = side.load


def _asked(walk: _Walk, rung: int, sides: tuple[Side, ...]) -> Prescription:
    """The rung as asked of these sides today, with the rungs next to it and what was last done there."""
    people: tuple[Side, ...] = ("left", "right") if sides == ("both",) else sides
    below, above = _last_loads(walk, rung - 1, people), _last_loads(walk, rung + 1, people)
    key = (rung, sides, below, above)
    if key not in walk.asked:
        starts = [walk.starts[side] for side in people if walk.starts[side].rung == rung]
        given = [start.load for start in starts if start.load is not None]
        here = walk.ladder[rung]
        walk.asked[key] = replace(
            here,
            sides=sides,
            start_load=min(given, default=here.start_load),
            next_rung=_next(here, walk.ladder[rung + 1], above) if rung + 1 < len(walk.ladder) else None,
            previous_rung=_previous(here, walk.ladder[rung - 1], below) if rung else None,
        )
    return walk.asked[key]


def _last_loads(walk: _Walk, rung: int, people: tuple[Side, ...]) -> _Loads:
    return tuple([walk.loads.get((rung, side)) for side in people])


def _next(here: Prescription, above: Prescription, performed: _Loads) -> NextRung:
    """Back on a rung that was left: the step down from what was last done there, or its usual start if that is less.

    The usual start counts where the rung is new to a side.
    """
    known = here.next_rung
    usual = known.start_load if known and known.start_load is not None else above.start_load
    again = [load * STEP_DOWN for load in performed if load is not None]
    new_to_one = len(again) < len(performed)
    return NextRung(
        loads=above.loads,
        reps=above.reps,
        sets=above.sets,
        start_load=min([*again, usual] if new_to_one and usual is not None else again, default=usual),
        load_factor=known.load_factor if known else USUAL_LOAD_FACTOR,
    )


def _previous(here: Prescription, below: Prescription, performed: _Loads) -> PreviousRung:
    """The load last performed below; else the one the prescription knows of, else where that rung starts."""
    known = here.previous_rung.load if here.previous_rung else None
    usual = below.start_load if known is None else known
    return PreviousRung(
        loads=below.loads,
        reps=below.reps,
        sets=below.sets,
        load=min([load for load in performed if load is not None], default=usual),
    )
