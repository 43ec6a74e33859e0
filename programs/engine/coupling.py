"""From the rows that apply to each side to one answer: the most careful row, figures merged, sides coupled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from programs.engine.judging import SideLog
from programs.engine.reasons import reason_for
from programs.engine.rounding import heavier, same_load
from programs.engine.row import RULE, Row, hold
from programs.engine.types import Action, Coupling, Decision, Reason, Side, SideDecision


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one side would do by itself: the governing row, and every row that applies to it.

    `waits_for`: the lighter side, where this one is held back because it is ahead.
    """

    log: SideLog
    rows: Sequence[Row]
    governing: Row
    waits_for: Side | None = None

    @property
    def side(self) -> Side:
        return self.log.side


def verdict_of(log: SideLog, rows: Sequence[Row]) -> Verdict:
    """The most careful row governs; of two alike the one with the lower number. `rows` come in the table's order."""
    return Verdict(log, rows, min(rows, key=lambda row: row.action))


def merged(action: Action, rows: Sequence[Row]) -> SideDecision:
    """One set of figures: the smallest load, the fewest sets, the longest rest, the fewest reps at that load.

    Rows that leave the rung speak of other loads than those that stay, so they are merged only with their like.
    """
    alike = [row for row in rows if row.action is action or not (action.leaves_the_rung or row.action.leaves_the_rung)]
    load = min(row.load for row in alike)
    sets = min(row.sets for row in alike)
    lightest = [row.reps for row in alike if same_load(row.load, load)]
    return SideDecision(
        action=action,
        load=load,
        sets=sets,
        reps=tuple(min(reps[place] for reps in lightest) for place in range(sets)),
        rest_s=max(row.rest_s for row in alike),
    )


def asks_coach(action: Action, rows: Sequence[Row]) -> bool:
    """Rows 1 to 7 ask whenever they apply; row 8 only when it is the answer."""
    return any(row.asks_coach and (row.number != RULE or row.action is action) for row in rows)


def couple(coupling: Coupling, verdicts: Mapping[Side, Verdict]) -> Decision:
    if coupling is Coupling.SHARED:
        return _together(list(verdicts.values()))
    if coupling is Coupling.LEAD_CAPPED:
        return _each_alone([_capped(verdict) for verdict in verdicts.values()])
    return _each_alone(list(verdicts.values()))


def _together(verdicts: Sequence[Verdict]) -> Decision:
    """The more careful side governs both; the first named where they agree."""
    governing = min(verdicts, key=lambda verdict: verdict.governing.action)
    action = governing.governing.action
    rows = [row for verdict in verdicts for row in verdict.rows]
    answer = merged(action, rows)
    reasons = [_reason(governing, answer)]
    for verdict in verdicts:
        if verdict is not governing:
            waits_for = governing.side if verdict.governing.action > action else None
            reasons.append(_reason(verdict, answer, waits_for))
    return Decision(
        sides={verdict.side: answer for verdict in verdicts},
        needs_coach=asks_coach(action, rows),
        reasons=tuple(reasons),
    )


def _each_alone(verdicts: Sequence[Verdict]) -> Decision:
    sides: dict[Side, SideDecision] = {}
    reasons: list[Reason] = []
    for verdict in verdicts:
        answer = sides[verdict.side] = merged(verdict.governing.action, verdict.rows)
        reasons.append(_reason(verdict, answer))
        if verdict.waits_for is not None:
            reasons.append(replace(_reason(verdict, answer, verdict.waits_for), code="lead_capped"))
    return Decision(
        sides=sides,
        needs_coach=any(asks_coach(verdict.governing.action, verdict.rows) for verdict in verdicts),
        reasons=tuple(reasons),
    )


def _reason(verdict: Verdict, answer: SideDecision, waits_for: Side | None = None) -> Reason:
    also = [row for row in verdict.rows if row is not verdict.governing and row.number != RULE]
    return reason_for(verdict.log, verdict.governing, also, answer, waits_for)


def _capped(verdict: Verdict) -> Verdict:
    """The side that is ahead in load waits where it is, until the other has caught up."""
    row, log = verdict.governing, verdict.log
    behind = _side_behind(log)
    if row.action not in (Action.ADD_LOAD, Action.MOVE_UP) or behind is None:
        return verdict
    waiting = hold(log, row.number, row.code, facts={**row.facts, "alone": row.action.code})
    return Verdict(log, [waiting], waiting, waits_for=behind)


def _side_behind(log: SideLog) -> Side | None:
    return next((side for side, other in log.newest.items() if heavier(log.last.load, other.load)), None)
