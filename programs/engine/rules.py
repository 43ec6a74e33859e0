"""Row 8, the five rules: how a rung is worked through when nothing more careful applies.

Each takes the log of a side whose last exposure was complete and not failed, and answers one Row.
"""

from collections.abc import Callable
from decimal import Decimal

from programs.engine.gate import gate
from programs.engine.judging import (
    SideLog,
    as_performed,
    every_known_rir_at_least,
    every_set_reaches,
    is_complete,
    is_top,
    is_top_but_for_rir,
    reps_by_place,
)
from programs.engine.numbers import rounded
from programs.engine.rounding import heavier, largest_at_most, nearest, next_heavier, same_load, within_jump
from programs.engine.row import RULE, Row, hold, on_this_rung
from programs.engine.types import Action, Rule

FAR_OVER_TARGET = Decimal(3)
ON_TARGET_WITHIN = Decimal("0.5")
LOAD_PER_RIR = Decimal("0.04")
TWO_MORE = 2
NO_LOAD = Decimal(0)
REST_STEP_S = 15


def usual_row(log: SideLog) -> Row:
    """Row 8: the gate where it speaks, else the rung's own rule."""
    return gate(log) or RULES[log.prescription.rule](log)


def double(log: SideLog) -> Row:
    """Fill the range of reps, then add load and begin at the bottom again."""
    prescription, last = log.prescription, log.last
    if is_top(last, prescription):
        return go_up(log, "top_of_range")
    if is_top_but_for_rir(last, prescription):
        if _was_at_the_top_before(log):
            return go_up(log, "top_of_range")
        return hold(log, RULE, "rir_missing", reps=as_performed(log))
    mean = last.mean_rir
    too_hard = mean is not None and mean < prescription.rir
    if too_hard or every_set_reaches(last, prescription.reps.high):
        return hold(log, RULE, "rir_short", reps=as_performed(log))
    return on_this_rung(log, RULE, "in_range", Action.ADD_REPS, reps=one_more_rep(log, prescription.reps.high))


def _was_at_the_top_before(log: SideLog) -> bool:
    before = log.performed[1:2]
    return any(same_load(each.load, log.last.load) and is_top_but_for_rir(each, log.prescription) for each in before)


def linear(log: SideLog) -> Row:
    """Add load every session that is not failed."""
    return go_up(log, "rule_met")


def two_for_two(log: SideLog) -> Row:
    """Two reps over the goal in the last set, two sessions running: add load. The goal is the bottom of the range."""
    goal = log.prescription.reps.low + TWO_MORE
    last_two = log.performed[:2]
    met = [
        is_complete(each) and same_load(each.load, log.last.load) and each.logged[-1].reps >= goal for each in last_two
    ]
    if len(met) == 2 and all(met):
        return go_up(log, "rule_met")
    last_set = log.last.logged[-1].reps
    facts = {"goal": goal, "last_set": last_set, "count": int(last_set >= goal), "of": 2}
    return hold(log, RULE, "two_for_two_not_yet", facts=dict(facts))


def rir(log: SideLog) -> Row:
    """Steer the load by how much was left: 4 % for each rep in reserve over or under the target."""
    mean = log.last.mean_rir
    if mean is None:
        return hold(log, RULE, "rir_missing")
    over = mean - log.prescription.rir
    if abs(over) < ON_TARGET_WITHIN:
        return hold(log, RULE, "on_target")
    load = log.last.load
    target = load * (1 + LOAD_PER_RIR * over)
    chosen = nearest(within_jump(log.prescription.loads, load, log.prescription.max_jump), target)
    if heavier(chosen, load):
        return on_this_rung(log, RULE, "rir_high", Action.ADD_LOAD, load=chosen)
    if heavier(load, chosen):
        return on_this_rung(log, RULE, "rir_low", Action.REDUCE_LOAD, load=chosen)
    return hold(log, RULE, "increment_too_coarse", facts={"wanted": rounded(target, 2)})


def density(log: SideLog) -> Row:
    """The same work in less time: take rest off, then add load and give the rest back."""
    prescription, rest_s = log.prescription, log.last.rest_s
    if not _density_met_twice(log):
        return hold(log, RULE, "density_not_yet")
    if rest_s <= prescription.min_rest_s:
        return go_up(log, "rule_met", rest_s=prescription.rest_s)
    shorter = max(rest_s - REST_STEP_S, prescription.min_rest_s)
    return on_this_rung(log, RULE, "density", Action.CUT_REST, rest_s=shorter, facts={"rest_before": rest_s})


def _density_met_twice(log: SideLog) -> bool:
    prescription, last = log.prescription, log.last
    last_two = log.performed[:2]
    return len(last_two) == 2 and all(
        is_complete(each)
        and every_set_reaches(each, prescription.reps.low)
        and every_known_rir_at_least(each, prescription.rir)
        and same_load(each.load, last.load)
        and each.rest_s == last.rest_s
        for each in last_two
    )


RULES: dict[Rule, Callable[[SideLog], Row]] = {
    Rule.DOUBLE: double,
    Rule.LINEAR: linear,
    Rule.TWO_FOR_TWO: two_for_two,
    Rule.RIR: rir,
    Rule.DENSITY: density,
}


def go_up(log: SideLog, code: str, *, rest_s: int | None = None) -> Row:
    """One step harder: a whole jump where it was too easy, else the next load, else more reps until it is earned."""
    load, loads = log.last.load, log.prescription.loads
    reach = load * log.prescription.max_jump
    if log.last.mean_rir is not None and every_known_rir_at_least(log.last, log.prescription.rir + FAR_OVER_TARGET):
        most = largest_at_most(loads, load + reach)
        if heavier(most, load) and not heavier(most, load + reach):
            return on_this_rung(log, RULE, "over_achieved", Action.ADD_LOAD, load=most, rest_s=rest_s, asks_coach=True)
    above = next_heavier(loads, load)
    small_enough = above is not None and (same_load(load, NO_LOAD) or not heavier(above - load, reach))
    if small_enough and len(loads) > 1:
        return on_this_rung(log, RULE, code, Action.ADD_LOAD, load=above, rest_s=rest_s)
    return _earn_the_step(log, above, rest_s)


def _earn_the_step(log: SideLog, above: Decimal | None, rest_s: int | None) -> Row:
    """The step is too coarse, or there is none: reps up to the ceiling, then the step all the same."""
    ceiling = log.prescription.ceiling
    facts = {"ceiling": ceiling, "next_load": None if above is None else rounded(above, 3)}
    if not every_set_reaches(log.last, ceiling):
        reps = one_more_rep(log, ceiling, keep_more=True)
        return on_this_rung(
            log, RULE, "increment_too_coarse", Action.ADD_REPS, reps=reps, rest_s=rest_s, facts=dict(facts)
        )
    if above is not None:
        return on_this_rung(
            log, RULE, "increment_earned", Action.ADD_LOAD, load=above, rest_s=rest_s, facts=dict(facts)
        )
    return on_this_rung(
        log, RULE, "inventory_exhausted", Action.INTENSIFY, rest_s=rest_s, asks_coach=True, facts=dict(facts)
    )


def one_more_rep(log: SideLog, most: int, *, keep_more: bool = False) -> tuple[int, ...]:
    """One rep more than performed in each prescribed set, up to `most`; a set not logged starts at the bottom.

    `keep_more`: a set already over `most` stays as performed.
    """
    bottom = log.prescription.reps.low
    return tuple(
        bottom if done is None else done if keep_more and done > most else min(done + 1, most)
        for done in reps_by_place(log)
    )
