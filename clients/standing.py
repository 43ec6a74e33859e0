"""Where a client stands: the ladder with both sides on it, and what is missing for the next rung. Never stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.deciding import prescription_of
from clients.history import History
from clients.models import Proposal
from exercises.words import figure_words
from programs.engine import parse_case
from programs.engine.progress import GateProgress, gate_progress
from programs.models import Progression, Rung
from programs.showing import dose as dose
from programs.showing import implement_word as implement_word
from programs.showing import implements_words as implements_words
from programs.showing import rx as rx
from programs.showing import short_name as short_name
from programs.showing import tempo_of as tempo_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One foothold of a gate, read as lead, strong, rest: "symmetry ", "93 %", " of 90 %"."""

    lead: str
    strong: str
    rest: str
    met: bool
    waits: bool = False
    sides: Sequence[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class LadderRow:
    """One rung as drawn. `state`: done, now, next, ahead; in the picker also start and skip. `when`: since when a side
    stands on it, or when it was passed, in words.
    """

    rung: Rung
    state: str
    sides: list[str]
    gate: list[Condition] = field(default_factory=list)
    progress: GateProgress | None = None
    when: str = ""

    @property
    def position(self) -> int:
        return self.rung.position

    @property
    def name(self) -> str:
        return short_name(self.rung)

    @property
    def notes(self) -> list[str]:
        """`barbell`, `3 × 8–12`, `since 4 Nov`; of a rung that was passed only when."""
        if self.when and self.state == "done":
            return [self.when]
        return [part for part in (implements_words(self.rung), dose(self.rung), self.when) if part]

    @property
    def note(self) -> str:
        return " · ".join(self.notes)

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
            return _("Both sides on rung %(rung)s of %(count)s") % {"rung": self.left, "count": self.count}
        words = {"left": self.left, "right": self.right, "count": self.count}
        return _("Left on rung %(left)s, right on rung %(right)s, of %(count)s") % words


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
    rows = [
        LadderRow(rung=rung, state=_state(rung.position, left, right), sides=_sides(rung, left, right))
        for rung in history.ladder
    ]
    for row in rows:
        if row.sides:
            row.progress = progress_on(history, row.rung, row.sides)
            row.gate = conditions(row.progress, history.assignment.client.unit, proposal)
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
    case = {
        "prescription": prescription_of(history, rung, sides),
        "history": [each.case(sides, on) for each in exposures],
    }
    prescription, performed, _date = parse_case(case)
    return gate_progress(prescription, performed)


def conditions(progress: GateProgress | None, unit: str, proposal: Proposal | None) -> list[Condition]:
    """The footholds between this rung and the one above, in the order they are read."""
    if progress is None:
        return []
    found = [_sessions(progress)]
    if progress.symmetry_asked is not None:
        found.append(_symmetry(progress))
    if progress.min_load is not None:
        found.append(_load(progress, unit))
    found.append(_pain(progress))
    if progress.sign_off:
        ready = bool(proposal and proposal.status == Proposal.Status.WAITING and "move_up" in _actions(proposal))
        found.append(Condition(lead="", strong=_("coach’s sign-off"), rest="", met=False, waits=ready))
    return found


def _actions(proposal: Proposal) -> set[str]:
    return {side["action"] for side in proposal.proposed.values()}


def _sessions(progress: GateProgress) -> Condition:
    counts = set(progress.count.values())
    text = ngettext("of %(count)s session at the top", "of %(count)s sessions at the top", progress.sessions)
    rest = f" {text % {'count': progress.sessions}}"
    if len(counts) == 1:
        return Condition(
            lead="", strong=str(min(counts.pop(), progress.sessions)), rest=rest, met=progress.sessions_met
        )
    sides = [(side, str(min(count, progress.sessions))) for side, count in progress.count.items()]
    return Condition(lead="", strong="", rest=rest, met=progress.sessions_met, sides=sides)


def _symmetry(progress: GateProgress) -> Condition:
    asked = percent(progress.symmetry_asked)
    seen = percent(progress.symmetry)
    return Condition(lead=f"{_('symmetry')} ", strong=seen, rest=_rest(asked), met=progress.symmetry_met)


def _load(progress: GateProgress, unit: str) -> Condition:
    rest = _rest(f"{figure(progress.min_load)} {unit}")
    return Condition(lead=f"{_('load')} ", strong=figure(progress.load), rest=rest, met=progress.load_met)


def _pain(progress: GateProgress) -> Condition:
    rest = f" {_('of %(most)s at most') % {'most': progress.pain_most}}"
    return Condition(lead=f"{_('pain')} ", strong=figure(progress.pain), rest=rest, met=progress.pain_met)


def _rest(asked: str) -> str:
    return f" {_('of %(asked)s') % {'asked': asked}}"


def percent(share: Decimal | None) -> str:
    return "–" if share is None else f"{share * 100:.0f} %"


def figure(value: Decimal | None) -> str:
    """A number as it is read, without trailing zeros: 42.5 or 42,5, 40; a dash where there is none."""
    return "–" if value is None else figure_words(value)


def picker(progression: Progression, start: Rung | None) -> Ladder:
    """The ladder for choosing a start: rungs below it are faint, nobody has climbed them."""
    rungs = list(progression.rungs.all())
    at = start.position if start else 1
    states = {True: "start", False: "ahead"}
    rows = [
        LadderRow(
            rung=rung,
            state="skip" if rung.position < at else states[rung.position == at],
            sides=["left", "right"] if rung.position == at else [],
        )
        for rung in rungs
    ]
    return Ladder(rows=rows[::-1], left=at, right=at)
