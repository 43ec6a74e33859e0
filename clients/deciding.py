"""Asks the engine what comes next for an assignment, and reads its answer back as rungs and loads. Writes nothing."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from clients.history import Exposure, History, trainee_of
from clients.models import Assignment, Proposal
from programs.engine import decide_case
from programs.engine.rounding import largest_at_most
from programs.engine.rows import STEP_DOWN
from programs.models import Coupling, Implement, Rung
from programs.prescribing import engine_prescription, first_load, implement_for, loads_for_rung, plain, start_load
from programs.sentences import BAND

# From the most careful to the boldest, as in engine.md.
MORE_CAREFUL = ("stop", "move_down", "reduce_load", "resume", "deload")
RUNG_CHANGES = ("move_up", "move_down")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine decided. `sides`: see Proposal.proposed. `reasons`: codes with figures, governing side first."""

    sides: dict[str, dict[str, Any]]
    needs_coach: bool
    reasons: list[dict[str, Any]] = field(default_factory=list)

    @property
    def actions(self) -> set[str]:
        return {side["action"] for side in self.sides.values()}


def decide_next(history: History, *, on: dt.date, cleared: bool = False) -> Answer:
    """What the client should do on `on`, from everything performed so far.

    Sides on one rung are judged together, sides on two rungs one after the other; pain is always shared.
    """
    today = _today(history, on, cleared)
    answers = [_ask(history, rung, sides, on, today) for rung, sides in _judged_together(history)]
    merged = {side: values for answer in answers for side, values in answer.sides.items()}
    return Answer(
        sides=on_common_floor(merged, history),
        needs_coach=any(answer.needs_coach for answer in answers),
        reasons=[reason for answer in answers for reason in answer.reasons],
    )


def _today(history: History, on: dt.date, cleared: bool) -> dict[str, Any]:
    flagged = bool(history.last and history.last.session.red_flag)
    return {
        "days_since_last": history.days_since_last(on),
        "weeks_since_deload": history.weeks_since_deload(on),
        "red_flag": flagged and not cleared,
        "cleared": cleared,
    }


def _judged_together(history: History) -> list[tuple[Rung, list[str]]]:
    left, right = history.rung("left"), history.rung("right")
    if left.pk == right.pk:
        return [(left, left.sides)]
    return [(left, ["left"]), (right, ["right"])]


def _ask(history: History, rung: Rung, sides: list[str], on: dt.date, today: dict[str, Any]) -> Answer:
    case = {
        "prescription": prescription_of(history, rung, sides),
        "history": [exposure.case(sides, on) for exposure in history.stint(sides, rung)],
        "today": today,
    }
    decision = decide_case(case)
    return Answer(
        sides={side: _landed(values, rung, history) for side, values in decision["sides"].items()},
        needs_coach=decision["needs_coach"],
        reasons=decision["reasons"],
    )


def prescription_of(history: History, rung: Rung, sides: list[str]) -> dict[str, Any]:
    """The engine's prescription of a rung of the assignment, with this client's loads and what they did beside it."""
    assignment = history.assignment
    below = next((other for other in history.ladder if other.position == rung.position - 1), None)
    above = next((other for other in history.ladder if other.position == rung.position + 1), None)
    return engine_prescription(
        rung,
        ladder=history.ladder,
        trainee=trainee_of(assignment.client),
        sides=sides,
        coupling=assignment.coupling if len(sides) > 1 else Coupling.SHARED,
        start=assignment.start_load if rung.pk == assignment.first_rung_id else None,
        deload_every_weeks=assignment.deload_every_weeks,
        previous_load=min(_last_loads(history, below, sides), default=None),
        next_start=start_again(history, above, sides),
    )


def _last_loads(history: History, rung: Rung | None, sides: list[str]) -> list[Decimal]:
    """What each side last did on a rung beside, where it has been there."""
    there = rung.sides if rung and sides == ["both"] else sides
    return [load for side in there if (load := history.last_load_on(rung, side)) is not None]


def start_again(history: History, rung: Rung | None, sides: list[str]) -> Decimal | None:
    """The start on a rung that was left before: the step back from what was last done there; None on a new one.

    Sides that go together start at the smaller figure; where the rung is new to one of them, its usual start is one.
    """
    loads = [load * STEP_DOWN for load in _last_loads(history, rung, sides)]
    if rung is None or not loads:
        return None
    usual = start_load(rung, trainee_of(history.assignment.client))
    both_know_it = len(loads) == len(rung.sides if sides == ["both"] else sides)
    return min(loads if both_know_it or usual is None else [*loads, usual])


def _landed(values: dict[str, Any], rung: Rung, history: History) -> dict[str, Any]:
    """One side of the engine's answer with the rung it lands on."""
    step = {"move_up": 1, "move_down": -1}.get(values["action"], 0)
    landed = next((other for other in history.ladder if other.position == rung.position + step), rung)
    if history.last:
        values = values | {"load": _loadable(Decimal(str(values["load"])), landed, history, since=history.last)}
    return on_rung(landed, unit=unit_on(landed, history.assignment), **values)


def _loadable(load: Decimal, rung: Rung, history: History, *, since: Exposure) -> Decimal:
    """A load that came from a session in another unit, rounded down: 40 kg is 88.18 lb, which nobody can load."""
    client = history.assignment.client
    if all(row.unit == client.unit for row in since.sets):
        return load
    loads = loads_for_rung(rung, trainee_of(client))
    return largest_at_most(loads, load) if loads else load


def unit_on(rung: Rung, assignment: Assignment) -> str:
    """What the loads of a rung are counted in: kg, lb, or the levels of a band."""
    return BAND if implement_name(rung, assignment) == Implement.BAND else assignment.client.unit


def on_rung(
    rung: Rung, *, unit: str, action: str, load: Any, sets: int, reps: list[int], rest_s: int
) -> dict[str, Any]:
    """One side of a proposal, as it is stored."""
    return {
        "action": action,
        "rung": str(rung.pk),
        "position": rung.position,
        "load": plain(Decimal(str(load))),
        "unit": unit,
        "sets": sets,
        "reps": list(reps),
        "rest_s": rest_s,
    }


def on_common_floor(sides: dict[str, dict[str, Any]], history: History) -> dict[str, dict[str, Any]]:
    """Sides named as the rungs they land on name them.

    A bilateral rung has one side, `both`: when one side lands there, both do, for the lower rung is the careful one.
    """
    rungs = {str(rung.pk): rung for rung in history.ladder}
    lowest = min(sides.values(), key=lambda side: side["position"])
    if rungs[lowest["rung"]].sides == ["both"]:
        return {"both": lowest}
    if "both" in sides:
        return {side: dict(sides["both"]) for side in ("left", "right")}
    return sides


def first_session(assignment: Assignment, ladder: list[Rung]) -> Answer:
    """The targets of a first session: the start rung at its start load, bottom of the range."""
    return decide_next(History(assignment=assignment, ladder=ladder), on=assignment.start_date)


def repeat_last(history: History) -> dict[str, dict[str, Any]]:
    """The last session that was no lighter one, once more: rung and load, the reps performed, bounded to the range."""
    performed = history.exposures
    if not performed:
        return first_session(history.assignment, history.ladder).sides
    last = next((each for each in reversed(performed) if not each.item.is_deload), performed[-1])
    on_ladder = {rung.pk for rung in history.ladder}
    gone = [side for side, target in last.targets.items() if target.rung_id not in on_ladder]
    if not gone:
        return {side: _repeated(last, side, history) for side in last.targets}
    first = first_session(history.assignment, history.ladder).sides  # what has gone cannot be repeated
    sides = {
        side: (first.get(side) or next(iter(first.values()))) if side in gone else _repeated(last, side, history)
        for side in last.targets
    }
    return on_common_floor(sides, history)


def _repeated(last: Exposure, side: str, history: History) -> dict[str, Any]:
    target = last.target(side)
    rung = next(rung for rung in history.ladder if rung.pk == target.rung_id)
    done = (last.reps(side) + [None] * rung.sets)[: rung.sets]
    reps = [min(max(rep or target.reps_low, target.reps_low), target.reps_high) for rep in done]
    return on_rung(
        rung,
        unit=unit_on(rung, history.assignment),
        action="hold",
        load=_loadable(last.load(side), rung, history, since=last),
        sets=rung.sets,
        reps=reps,
        rest_s=target.rest_s,
    )


def meanwhile(proposal: Proposal, history: History) -> dict[str, dict[str, Any]]:
    """What holds while a proposal waits: the last session again, or lighter where the proposal is careful.

    A waiting step down is no reason to go on as before, so its side repeats at 90 % of the load, bottom of the range.
    """
    sides = repeat_last(history)
    trainee = trainee_of(history.assignment.client)
    for side, values in sides.items():
        asked = proposal.proposed.get(side) or next(iter(proposal.proposed.values()))
        if asked["action"] in ("reduce_load", "resume", "deload"):
            sides[side] = dict(asked)
        elif asked["action"] == "move_down":
            rung = next(rung for rung in history.ladder if str(rung.pk) == values["rung"])
            lighter = first_load(rung, trainee, Decimal(str(values["load"])) * STEP_DOWN)
            load = min(lighter, Decimal(str(values["load"]))) if lighter is not None else values["load"]
            sides[side] = values | {"load": plain(Decimal(str(load))), "reps": [rung.reps_low] * rung.sets}
    return sides


def implement_name(rung: Rung, assignment: Assignment) -> str:
    """What the client loads this rung with; where they have none of its implements, the first it names."""
    return implement_for(rung, trainee_of(assignment.client)) or rung.implements[0]
