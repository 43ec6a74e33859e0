"""A row is one finding about a side: an action with the figures it asks for. Rows 1 to 8 are those of the table."""

from dataclasses import dataclass, field
from decimal import Decimal

from programs.engine.judging import SideLog
from programs.engine.types import Action, Figure

RED, AMBER, TECHNIQUE, LAY_OFF, PLANNED_DELOAD, INCOMPLETE, FAILED, RULE = range(1, 9)


@dataclass(frozen=True, slots=True)
class Row:
    """`facts` are figures for the sentence that only this row knows."""

    number: int
    code: str
    action: Action
    load: Decimal
    reps: tuple[int, ...]
    rest_s: int
    asks_coach: bool = False
    facts: dict[str, Figure] = field(default_factory=dict)

    @property
    def sets(self) -> int:
        return len(self.reps)


def bottom_reps(log: SideLog, sets: int | None = None) -> tuple[int, ...]:
    """Every set at the bottom of the range; as many sets as prescribed unless told."""
    return (log.prescription.reps.low,) * (log.prescription.sets if sets is None else sets)


def on_this_rung(
    log: SideLog,
    number: int,
    code: str,
    action: Action,
    *,
    load: Decimal | None = None,
    reps: tuple[int, ...] | None = None,
    rest_s: int | None = None,
    asks_coach: bool = False,
    facts: dict[str, Figure] | None = None,
) -> Row:
    """A row that stays: what is not told stays as it was last time, with reps at the bottom of the range."""
    return Row(
        number,
        code,
        action,
        log.last.load if load is None else load,
        bottom_reps(log) if reps is None else reps,
        log.last.rest_s if rest_s is None else rest_s,
        asks_coach,
        facts or {},
    )


def hold(
    log: SideLog,
    number: int,
    code: str,
    *,
    reps: tuple[int, ...] | None = None,
    asks_coach: bool = False,
    facts: dict[str, Figure] | None = None,
) -> Row:
    """The same load once more."""
    return on_this_rung(log, number, code, Action.HOLD, reps=reps, asks_coach=asks_coach, facts=facts)
