"""What a line says, and what can be wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

MAX_LINE = 600
MAX_NAME = 120
MAX_NOTE = 300
MAX_SETS = 20
MAX_REPS = 100
MAX_HOLD_S = 600
MAX_WARM_UP_SETS = 10
MAX_RIR = 10
MAX_LOAD = 1000
MAX_PERCENT = 200
MAX_REST_S = 900
MAX_PAUSE_S = 30
MAX_RUNG = 50

Unit = Literal["", "kg", "lb", "%1RM", "%BM", "BW"]
Kind = Literal[
    "label", "follow", "name", "dose", "side", "load", "effort", "tempo", "pause", "rest", "warm_up", "rung", "note",
    "error",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item. Exactly one of `reps`, `per_set` and `seconds` is given, or `follow` and none of them.

    `name_span` is where the name stands in the text (start, end); it is not compared. `reps` is (low, high), the same
    for every set, as are the `seconds` of a hold; `per_set` has the reps of each set, of two at least. A load of unit
    BW has no figure. `tempo` is four digits, 0 in the third place is a fast lift. `rung` is None where the client goes
    on from where they stand.
    """

    name: str
    name_span: tuple[int, int] = field(default=(0, 0), compare=False)
    label: str = ""
    follow: bool = False
    rung: int | None = None
    sets: int | None = None
    reps: tuple[int, int] | None = None
    per_set: tuple[int, ...] = ()
    seconds: int | None = None
    per_side: bool = False
    load: Decimal | None = None
    unit: Unit = ""
    rir: Decimal | None = None
    tempo: str = ""
    pause_s: int | None = None
    rest_s: int | None = None
    warm_up_sets: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """What the characters from `start` up to `end` are."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, from character `position` on. `length` is 0 where something is missing."""

    position: int
    length: int
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it was understood: `line` is None as long as there are problems. Spans and problems are in order."""

    line: Line | None
    spans: tuple[Span, ...]
    problems: tuple[Problem, ...]


class NotationError(ValueError):
    """The line cannot be read. `position`, `length`, `message` and `hint` are those of the first problem."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        super().__init__(first.message)
        self.problems = tuple(problems)
        self.position, self.length = first.position, first.length
        self.message, self.hint = first.message, first.hint
