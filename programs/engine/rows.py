"""Rows 1 to 7: what keeps a side from going on as usual. Each answers a Row, or None where it does not apply."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from programs.engine.judging import (
    EXPOSURES_LOOKED_BACK,
    PAIN_AMBER,
    PAIN_RED,
    Performed,
    SideLog,
    failures_in_a_row,
    is_complete,
    is_failed,
)
from programs.engine.numbers import plain
from programs.engine.rounding import has_lighter, heavier, largest_at_most, reduced
from programs.engine.row import (
    AMBER,
    FAILED,
    INCOMPLETE,
    LAY_OFF,
    PLANNED_DELOAD,
    RED,
    TECHNIQUE,
    Row,
    bottom_reps,
    hold,
    on_this_rung,
)
from programs.engine.types import Action, Figure, Prescription, Today

STEP_DOWN = Decimal("0.9")
FAILURES_TO_REDUCE = 3
# days away from, code, load factor, sets left out, coach
LAY_OFFS = (
    (Decimal(56), "layoff_rebaseline", Decimal("0.7"), 1, True),
    (Decimal(28), "layoff_long", Decimal("0.8"), 1, False),
    (Decimal(14), "layoff_short", Decimal("0.9"), 0, False),
)


def stops(today: Today, pain_newest: Decimal) -> bool:
    """Row 1: a red flag, or red pain that no coach has cleared."""
    return today.red_flag or (pain_newest >= PAIN_RED and not today.cleared)


def red(log: SideLog) -> Row:
    """Row 1, once it is known to apply: stop where the side stands."""
    facts: dict[str, Figure] = {"pain": plain(log.pain_newest), "red_flag": log.today.red_flag}
    if log.performed:
        return on_this_rung(log, RED, "pain_red", Action.STOP, asks_coach=True, facts=facts)
    start = first_session(log)
    return Row(RED, "pain_red", Action.STOP, start.load, start.reps, start.rest_s, True, facts)


def first_session(log: SideLog) -> Row:
    """Nothing to look back on: the prescribed start, or the smallest load."""
    prescription = log.prescription
    start = prescription.start_load
    load = prescription.loads[0] if start is None else largest_at_most(prescription.loads, start)
    return Row(INCOMPLETE, "first_session", Action.HOLD, load, bottom_reps(log), prescription.rest_s)


def amber(log: SideLog) -> Row | None:
    """Row 2: pain of 3 or more holds; twice running it leads down."""
    if log.pain_newest < PAIN_AMBER:
        return None
    facts: dict[str, Figure] = {"pain": plain(log.pain_newest), "pain_before": plain(log.pain_before)}
    if log.pain_before >= PAIN_AMBER:
        return move_down(log, AMBER, "pain_amber_repeated", facts)
    return hold(log, AMBER, "pain_amber", asks_coach=log.pain_newest >= PAIN_RED, facts=facts)


def technique(log: SideLog) -> Row | None:
    """Row 3: technique marked as failed on this side twice running."""
    last_two = log.performed[:2]
    if len(last_two) < 2 or not all(each.technique_failed for each in last_two):
        return None
    return move_down(log, TECHNIQUE, "technique", {})


def lay_off(log: SideLog) -> Row | None:
    """Row 4: the longer away, the lighter and shorter the way back in."""
    days = log.today.days_since_last
    if days is None:
        return None
    for at_least, code, factor, sets_fewer, asks_coach in LAY_OFFS:
        if days >= at_least:
            load = reduced(log.prescription.loads, log.last.load, factor)
            reps = bottom_reps(log, max(1, log.prescription.sets - sets_fewer))
            facts: dict[str, Figure] = {
                "days": plain(days),
                "percent": int(factor * 100),
                "sets_fewer": log.prescription.sets - len(reps),
            }
            return on_this_rung(
                log, LAY_OFF, code, Action.RESUME, load=load, reps=reps, asks_coach=asks_coach, facts=facts
            )
    return None


def planned_deload(log: SideLog) -> Row | None:
    """Row 5: the lighter week is due: half the sets, rounded up, at nine tenths of the load."""
    every, weeks = log.prescription.deload_every_weeks, log.today.weeks_since_deload
    if every is None or weeks is None or weeks < every:
        return None
    load = reduced(log.prescription.loads, log.last.load, STEP_DOWN)
    reps = bottom_reps(log, (log.prescription.sets + 1) // 2)
    facts: dict[str, Figure] = {"weeks": plain(weeks), "every_weeks": every}
    return on_this_rung(log, PLANNED_DELOAD, "planned_deload", Action.DELOAD, load=load, reps=reps, facts=facts)


def incomplete(log: SideLog) -> Row | None:
    """Row 6: fewer sets logged than were due. Never counted as a failure."""
    if is_complete(log.last):
        return None
    return hold(log, INCOMPLETE, "incomplete", facts={"count": len(log.last.logged), "of": log.last.due})


def failed(log: SideLog) -> Row | None:
    """Row 7: a set under the bottom of the range; the third time running at this load something gives."""
    prescription, load = log.prescription, log.last.load
    if not is_failed(log.last, prescription):
        return None
    count = failures_in_a_row(log.performed, prescription, load)
    facts: dict[str, Figure] = {"count": count, "of": FAILURES_TO_REDUCE}
    if count < FAILURES_TO_REDUCE:
        return hold(log, FAILED, "failed", facts=facts)
    lighter = has_lighter(prescription.loads, load)
    if not lighter or failed_before_at_a_heavier_load(log.performed, prescription):
        return move_down(log, FAILED, "failed_after_reset", facts | {"lightest": not lighter})
    load = reduced(prescription.loads, load, STEP_DOWN)
    return on_this_rung(log, FAILED, "failed_repeatedly", Action.REDUCE_LOAD, load=load, facts=facts)


def failed_before_at_a_heavier_load(performed: Sequence[Performed], prescription: Prescription) -> bool:
    """Whether a reset was tried already: an earlier run of 3 failures at one heavier load, in the last 12 exposures."""
    recent = performed[:EXPOSURES_LOOKED_BACK]
    return any(
        heavier(start.load, performed[0].load)
        and failures_in_a_row(recent[place:], prescription, start.load) >= FAILURES_TO_REDUCE
        for place, start in enumerate(recent)
    )


def move_down(log: SideLog, number: int, code: str, facts: dict[str, Figure]) -> Row:
    """To the rung below, a step lighter than last time there; where there is none, lighter on this one, or hold."""
    below = log.prescription.previous_rung
    if below is not None:
        load = below.loads[0] if below.load is None else largest_at_most(below.loads, below.load * STEP_DOWN)
        reps = (below.reps.low,) * below.sets
        return Row(number, code, Action.MOVE_DOWN, load, reps, log.last.rest_s, True, facts)
    if not has_lighter(log.prescription.loads, log.last.load):
        return hold(log, number, code, asks_coach=True, facts=facts)
    load = reduced(log.prescription.loads, log.last.load, STEP_DOWN)
    return on_this_rung(log, number, code, Action.REDUCE_LOAD, load=load, asks_coach=True, facts=facts)


CAREFUL_ROWS: tuple[Callable[[SideLog], Row | None], ...] = (
    amber,
    technique,
    lay_off,
    planned_deload,
    incomplete,
    failed,
)


def careful_rows(log: SideLog) -> list[Row]:
    """Every one of rows 2 to 7 that applies, in their order."""
    return [row for row in (find(log) for find in CAREFUL_ROWS) if row is not None]
