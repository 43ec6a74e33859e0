"""Where a client stands: the ladder with both sides on it, and what is missing for the next rung. Computed, never stored."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from clients.deciding import prescription_of
from clients.history import History
from clients.models import Proposal
from exercises.vocabulary import tempo_words
from programs.engine import parse_case
from programs.engine.progress import GateProgress, gate_progress
from programs.models import Progression, Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One foothold of a gate, read as lead, strong, rest: "symmetry ", "93 %", " of 90 %"."""

    lead: str
    strong: str
    rest: str
    met: bool
    waits: bool = False
    sides: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class LadderRow:
    """One rung as drawn. `state`: done, now, next, ahead; in the picker also start and skip."""

    rung: Rung
    state: str
    sides: list[str]
    gate: list[Condition] = field(default_factory=list)

    @property
    def position(self) -> int:
        return self.rung.position

    @property
    def name(self) -> str:
        return short_name(self.rung)

    @property
    def note(self) -> str:
        return f"{implements_words(self.rung)} · {dose(self.rung)}"

    @property
    def foot(self) -> str:
        return self.rung.variation.foot_code


@dataclass(slots=True, kw_only=True)
class Ladder:
    """A progression with both sides standing on it, top rung first."""

    rows: list[LadderRow]
    left: int
    right: int

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def label(self) -> str:
        if self.left == self.right:
            return f"Both sides on rung {self.left} of {self.count}"
        return f"Left on rung {self.left}, right on rung {self.right}, of {self.count}"


def short_name(rung: Rung) -> str:
    """The rung in a few words: `Offset forward, barbell`; bilateral ones by their exercise."""
    if rung.sides == ["both"]:
        return f"{rung.variation.exercise.name}, both feet"
    return rung.variation.name


def implements_words(rung: Rung) -> str:
    words = " or ".join(rung.implements)
    return f"bodyweight, then {words}" if rung.from_bodyweight else words


def dose(rung: Rung) -> str:
    return f"{rung.sets} × {rung.reps_low}–{rung.reps_high}"


def positions(history: History, proposal: Proposal | None) -> tuple[int, int]:
    """The rungs that left and right stand on: where they last trained, or where a decision has put them since."""
    left, right = history.rung("left").position, history.rung("right").position
    outcome = proposal.outcome if proposal else None
    if outcome:
        both = outcome.get("both")
        left = (both or outcome.get("left") or {"position": left})["position"]
        right = (both or outcome.get("right") or {"position": right})["position"]
    return left, right


def ladder_of(history: History, proposal: Proposal | None = None) -> Ladder:
    """The client's ladder, with the gate's conditions where a side stands."""
    left, right = positions(history, proposal)
    rows = [LadderRow(rung=rung, state=_state(rung.position, left, right), sides=_sides(rung, left, right)) for rung in history.ladder]
    for row in rows:
        if row.sides:
            row.gate = conditions(history, row.rung, row.sides, proposal)
    return Ladder(rows=rows[::-1], left=left, right=right)


def _state(position: int, left: int, right: int) -> str:
    if position in (left, right):
        return "now"
    if position < max(left, right):
        return "done" if position < min(left, right) else "now"
    return "next" if position == max(left, right) + 1 else "ahead"


def _sides(rung: Rung, left: int, right: int) -> list[str]:
    standing = [side for side, position in (("left", left), ("right", right)) if position == rung.position]
    return ["both"] if standing and rung.sides == ["both"] else standing


def progress_on(history: History, rung: Rung, sides: list[str]) -> GateProgress | None:
    """The gate's figures for sides on a rung, from the exposures since they came to it."""
    exposures = history.stint(sides, rung)
    on = exposures[-1].date if exposures else history.assignment.start_date
    case = {"prescription": prescription_of(history, rung, sides), "history": [each.case(sides, on) for each in exposures]}
    prescription, performed, _ = parse_case(case)
    return gate_progress(prescription, performed)


def conditions(history: History, rung: Rung, sides: list[str], proposal: Proposal | None) -> list[Condition]:
    """The footholds between this rung and the one above, in the order they are read."""
    progress = progress_on(history, rung, sides)
    if progress is None:
        return []
    found = [_sessions(progress)]
    if progress.symmetry_asked is not None:
        found.append(_symmetry(progress))
    if progress.min_load is not None:
        found.append(_load(progress, history.assignment.client.unit))
    found.append(_pain(progress))
    if progress.sign_off:
        ready = bool(proposal and proposal.status == Proposal.Status.WAITING and "move_up" in _actions(proposal))
        found.append(Condition(lead="", strong="coach’s sign-off", rest="", met=False, waits=ready))
    return found


def _actions(proposal: Proposal) -> set[str]:
    return {side["action"] for side in proposal.proposed.values()}


def _sessions(progress: GateProgress) -> Condition:
    counts = set(progress.count.values())
    rest = f" of {progress.sessions} sessions at the top"
    if len(counts) == 1:
        return Condition(lead="", strong=str(min(counts.pop(), progress.sessions)), rest=rest, met=progress.sessions_met)
    sides = [(side, str(min(count, progress.sessions))) for side, count in progress.count.items()]
    return Condition(lead="", strong="", rest=rest, met=progress.sessions_met, sides=sides)


def _symmetry(progress: GateProgress) -> Condition:
    seen = "–" if progress.symmetry is None else f"{progress.symmetry * 100:.0f} %"
    return Condition(lead="symmetry ", strong=seen, rest=f" of {progress.symmetry_asked * 100:.0f} %", met=progress.symmetry_met)


def _load(progress: GateProgress, unit: str) -> Condition:
    seen = "–" if progress.load is None else figure(progress.load)
    return Condition(lead="load ", strong=seen, rest=f" of {figure(progress.min_load)} {unit}", met=progress.load_met)


def _pain(progress: GateProgress) -> Condition:
    seen = "–" if progress.pain is None else figure(progress.pain)
    return Condition(lead="pain ", strong=seen, rest=f" of {progress.pain_most} at most", met=progress.pain_met)


def figure(value: Decimal) -> str:
    """A number without trailing zeros: 42.5, 40."""
    return f"{value.normalize():f}"


def picker(progression: Progression, start: Rung | None) -> Ladder:
    """The ladder for choosing a start: rungs below it are faint, nobody has climbed them."""
    rungs = list(progression.rungs.all())
    at = start.position if start else 1
    states = {True: "start", False: "ahead"}
    rows = [
        LadderRow(rung=rung, state="skip" if rung.position < at else states[rung.position == at], sides=["left", "right"] if rung.position == at else [])
        for rung in rungs
    ]
    return Ladder(rows=rows[::-1], left=at, right=at)


def rx(*, rung: Rung, load: Decimal | None = None, unit: str = "kg", rest_s: int | None = None, sets: int | None = None) -> dict[str, Any]:
    """The prescription line's parts, in its fixed order, for includes/_rx.html."""
    return {
        "sets": sets or rung.sets, "reps_low": rung.reps_low, "reps_high": rung.reps_high, "per_side": rung.sides != ["both"],
        "load": load, "unit": unit, "implement": implements_words(rung), "rir": rung.rir, "tempo_words": tempo_of(rung),
        "rest_s": rest_s or rung.rest_s,
    }


def tempo_of(rung: Rung) -> str:
    """The rung's pace in words, with the variation's longer pause where it names one."""
    pause = rung.variation.pause_label
    return ", ".join(part for part in (tempo_words(rung.tempo[:3] + "0" if pause else rung.tempo), pause) if part)
