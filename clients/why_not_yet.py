"""Why a side is not on the next rung yet, in plain words for the coach: a sentence for each part of its gate."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from clients.history import Exposure, History
from clients.measures import loaded_sets
from clients.models import Proposal
from clients.standing import Ladder, LadderRow, figure, percent
from programs.engine.measures import tonnage, total_reps
from programs.engine.progress import GateProgress
from programs.models import Coupling

OTHER = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """`side`: left or right; empty where both sides read the same."""

    side: str
    lines: list[str]


def why_not_yet(history: History, ladder: Ladder, proposal: Proposal | None) -> list[Why]:
    """What each side lacks for the rung above, left first. No query."""
    said = {}
    for row in ladder.rows:
        for side in row.sides:
            said[side] = _Reasons(history, row, side, proposal).lines()
    if len({tuple(lines) for lines in said.values()}) == 1:
        return [Why(side="", lines=next(iter(said.values())))]
    return [Why(side=side, lines=said[side]) for side in ("left", "right", "both") if side in said]


@dataclass(frozen=True, slots=True)
class _Reasons:
    """The sentences of one side on one rung."""

    history: History
    row: LadderRow
    side: str
    proposal: Proposal | None

    def lines(self) -> list[str]:
        progress = self.row.progress
        if self.proposal and self.proposal.stops:
            return ["Stopped for pain. Nothing moves before you have decided."]
        if progress is None:
            return [self._without_a_gate()]
        own = [*self._sessions(progress), *self._symmetry(progress), *self._load(progress), *self._pain(progress)]
        return own or [self._ready(progress)]

    def _without_a_gate(self) -> str:
        if self.row.position == len(self.history.ladder):
            return "The top rung. There is nothing above it."
        return "This rung has no gate. You decide when it is time for the next one."

    def _sessions(self, progress: GateProgress) -> Iterator[str]:
        count = _count(progress, self.side) or 0
        short = progress.sessions - count
        if short <= 0:
            return
        asked = f"{progress.sessions} session{'' if progress.sessions == 1 else 's'}"
        within = f" The last {progress.window} are looked at." if progress.window > progress.sessions else ""
        yield f"{count or 'None'} of {asked} at the top so far: {self._top(progress)}. {_more(short)}{within}"

    def _top(self, progress: GateProgress) -> str:
        """What a session has to be like to count."""
        rung, unit = self.row.rung, self.history.assignment.client.unit
        spare = f" with {rung.rir} or more to spare" if rung.rir else ""
        load = f", at {figure(progress.min_load)} {unit} or more" if progress.min_load is not None else ""
        return f"every set at {rung.reps_high} reps{spare}{load}"

    def _symmetry(self, progress: GateProgress) -> Iterator[str]:
        if progress.symmetry_met or progress.symmetry is None:
            return
        weaker = _weaker(self.history.last)
        seen, asked = percent(progress.symmetry), percent(progress.symmetry_asked)
        if weaker == self.side:
            yield f"It did {seen} of what {OTHER[weaker]} did last time. The gate asks for {asked}."
        elif weaker:
            yield f"{weaker.capitalize()} did {seen} of its work last time. The gate asks for {asked}."

    def _load(self, progress: GateProgress) -> Iterator[str]:
        last = self.history.last
        if progress.min_load is None or last is None or self.side not in last.targets:
            return
        if (at := last.load(self.side)) < progress.min_load:
            unit = self.history.assignment.client.unit
            yield f"It works at {figure(at)} {unit} now, under the {figure(progress.min_load)} {unit} of the gate."

    def _pain(self, progress: GateProgress) -> Iterator[str]:
        if progress.pain is not None and not progress.pain_met:
            yield f"Pain was {figure(progress.pain)} of 10 last time. The gate lets {figure(progress.pain_most)} pass."

    def _ready(self, progress: GateProgress) -> str:
        """Nothing of its own is missing."""
        stands = self.proposal
        if stands and stands.status == Proposal.Status.WAITING and "move_up" in stands.actions:
            return "Everything is there. It waits for your decision."
        if self._other_is_short(progress):
            return f"Has done its part. It waits for {OTHER[self.side]}, since the weaker side governs."
        if progress.sign_off:
            return "Has shown what the gate asks for. The next session at the top puts it before you."
        return "Has shown what the gate asks for. The next session at the top opens it."

    def _other_is_short(self, progress: GateProgress) -> bool:
        other = _count(progress, OTHER.get(self.side, ""))
        shared = self.history.assignment.coupling == Coupling.SHARED
        return shared and other is not None and other < progress.sessions


def _count(progress: GateProgress, side: str) -> int | None:
    """How often a side has been at the top; None for one that stands elsewhere."""
    return {str(key): count for key, count in progress.count.items()}.get(side)


def _more(count: int) -> str:
    return "One more is needed." if count == 1 else f"{count} more are needed."


def _weaker(exposure: Exposure | None) -> str:
    """The side that did less work; empty where both did as much, or one did both."""
    if exposure is None or "both" in exposure.targets:
        return ""
    sets = {side: loaded_sets(exposure, side) for side in ("left", "right")}
    loaded = all(any(each.load for each in rows) for rows in sets.values())
    work: dict[str, Decimal] = {side: tonnage(rows) if loaded else total_reps(rows) for side, rows in sets.items()}
    if work["left"] == work["right"]:
        return ""
    return min(work, key=lambda side: work[side])
