"""The words of the progression engine: what was prescribed, what was performed, what is decided.

Loads are Decimals in whatever unit the inventory came in; the engine never converts. Seconds, reps and sets are
whole numbers, RIR (reps in reserve) and pain are 0 to 10. Nothing here knows a date: days and weeks are counted by
whoever calls.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Literal

Side = Literal["left", "right", "both"]
Figure = str | int | float | bool | None | list[int] | list[float] | list[str]
Figures = Mapping[str, Figure]


USUAL_JUMP = Decimal("0.10")
USUAL_LOAD_FACTOR = Decimal("0.75")


class Action(IntEnum):
    """What to do next, from the most careful to the boldest: the smaller of two is the more careful."""

    STOP = 0
    MOVE_DOWN = 1
    REDUCE_LOAD = 2
    RESUME = 3
    DELOAD = 4
    HOLD = 5
    CUT_REST = 6
    ADD_REPS = 7
    ADD_LOAD = 8
    INTENSIFY = 9
    MOVE_UP = 10

    @property
    def code(self) -> str:
        return ACTION_CODES[self]

    @property
    def leaves_the_rung(self) -> bool:
        return self in (Action.MOVE_UP, Action.MOVE_DOWN)


ACTION_CODES: dict[Action, str] = {action: action.name.lower() for action in Action}


class Rule(StrEnum):
    """How a rung is worked through, once nothing more careful applies."""

    DOUBLE = "double"
    LINEAR = "linear"
    TWO_FOR_TWO = "two_for_two"
    RIR = "rir"
    DENSITY = "density"


class Coupling(StrEnum):
    """How two sides move: together, each alone, or the stronger waiting for the weaker."""

    SHARED = "shared"
    INDEPENDENT = "independent"
    LEAD_CAPPED = "lead_capped"


@dataclass(frozen=True, slots=True)
class RepRange:
    """Reps asked of a set: the bottom starts a load, the top earns the next one."""

    low: int
    high: int

    def bounded(self, reps: int) -> int:
        return min(max(reps, self.low), self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """When a rung may be left: so many of the last `window` sessions at the top, at `min_load` or more (None: any)."""

    min_load: Decimal | None = None
    sessions: int = 2
    window: int = 4
    symmetry: Decimal | None = None
    sign_off: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NextRung:
    """The rung above: it starts at `start_load`, or at the load of this rung times `load_factor`."""

    loads: tuple[Decimal, ...]
    reps: RepRange
    sets: int
    start_load: Decimal | None = None
    load_factor: Decimal = USUAL_LOAD_FACTOR


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousRung:
    """The rung below, with the load last performed there (None: not known)."""

    loads: tuple[Decimal, ...]
    reps: RepRange
    sets: int
    load: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescription:
    """One rung as prescribed to one client. `loads`: what can really be loaded, sorted, at least one.

    `deload_every_weeks`: None for no planned lighter week. `max_jump`: the largest step up, as a part of the load.
    """

    rule: Rule
    sets: int
    reps: RepRange
    rir: Decimal
    sides: tuple[Side, ...]
    loads: tuple[Decimal, ...]
    coupling: Coupling = Coupling.SHARED
    rest_s: int = 90
    min_rest_s: int = 60
    start_load: Decimal | None = None
    max_jump: Decimal = USUAL_JUMP
    rep_ceiling: int = 15
    deload_every_weeks: int | None = None
    exit: Gate | None = None
    next_rung: NextRung | None = None
    previous_rung: PreviousRung | None = None

    @property
    def ceiling(self) -> int:
        """Reps to reach where a step of load is too coarse: never under the top of the range."""
        return max(self.rep_ceiling, self.reps.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetResult:
    """A set as logged. RIR not asked or not answered is None; so is pain, which then counts as none."""

    reps: int
    rir: Decimal | None = None
    pain: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """One performed session of this exercise on this rung. A set never logged is None, in its place."""

    load: Mapping[Side, Decimal]
    sets: Mapping[Side, tuple[SetResult | None, ...]]
    deload: bool = False
    next_day_pain: Decimal | None = None
    rest_s: int | None = None
    sets_due: int | None = None
    technique_failed: frozenset[Side] = frozenset()
    days_ago: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What only the caller knows. `cleared`: the coach looked at red pain and let training go on."""

    days_since_last: Decimal | None = None
    weeks_since_deload: Decimal | None = None
    red_flag: bool = False
    cleared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a side got its verdict: a code, and the figures that a sentence about it needs (plain JSON values)."""

    code: str
    side: Side
    figures: Figures = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SideDecision:
    """The next session of one side. `reps` holds one figure a set."""

    action: Action
    load: Decimal
    sets: int
    reps: tuple[int, ...]
    rest_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The proposal for the next session; `reasons` begin with the side that governs."""

    sides: Mapping[Side, SideDecision]
    needs_coach: bool
    reasons: tuple[Reason, ...]
