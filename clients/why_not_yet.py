"""Why a side is not on the next rung yet, in plain words for the coach: a sentence for each part of its gate."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

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


# By the side that did less.
LESS_THAN_THE_OTHER = {
    "left": _("It did %(seen)s of what right did last time. The gate asks for %(asked)s."),
    "right": _("It did %(seen)s of what left did last time. The gate asks for %(asked)s."),
}
LESS_THAN_THIS = {
    "left": _("Left did %(seen)s of its work last time. The gate asks for %(asked)s."),
    "right": _("Right did %(seen)s of its work last time. The gate asks for %(asked)s."),
}
DONE_ITS_PART = {
    "left": _("Has done its part. It waits for right, since the weaker side governs."),
    "right": _("Has done its part. It waits for left, since the weaker side governs."),
}


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
            return [gettext("Stopped for pain. Nothing moves before you have decided.")]
        if progress is None:
            return [self._without_a_gate()]
        own = [*self._sessions(progress), *self._symmetry(progress), *self._load(progress), *self._pain(progress)]
        return own or [self._ready(progress)]

    def _without_a_gate(self) -> str:
        if self.row.position == len(self.history.ladder):
            return gettext("The top rung. There is nothing above it.")
        return gettext("This rung has no gate. You decide when it is time for the next one.")

    def _sessions(self, progress: GateProgress) -> Iterator[str]:
        count = _count(progress, self.side) or 0
        short = progress.sessions - count
        if short <= 0:
            return
        said = ngettext(
            "%(count)s of %(asked)s session at the top so far: %(top)s.",
            "%(count)s of %(asked)s sessions at the top so far: %(top)s.",
            progress.sessions,
        )
        facts = {"count": count or gettext("None"), "asked": progress.sessions, "top": self._top(progress)}
        window = gettext("The last %(count)s are looked at.") % {"count": progress.window}
        parts = [said % facts, _more(short), window if progress.window > progress.sessions else ""]
        yield " ".join(part for part in parts if part)

    def _top(self, progress: GateProgress) -> str:
        """What a session has to be like to count."""
        rung, unit = self.row.rung, self.history.assignment.client.unit
        facts = {"reps": rung.reps_high, "spare": rung.rir}
        every = gettext("every set at %(reps)s reps with %(spare)s or more to spare")
        top = (every if rung.rir else gettext("every set at %(reps)s reps")) % facts
        if progress.min_load is None:
            return top
        return gettext("%(top)s, at %(load)s or more") % {"top": top, "load": f"{figure(progress.min_load)} {unit}"}

    def _symmetry(self, progress: GateProgress) -> Iterator[str]:
        if progress.symmetry_met or progress.symmetry is None:
            return
        weaker = _weaker(self.history.last)
        facts = {"seen": percent(progress.symmetry), "asked": percent(progress.symmetry_asked)}
        if weaker == self.side:
            yield str(LESS_THAN_THE_OTHER[weaker] % facts)
        elif weaker:
            yield str(LESS_THAN_THIS[weaker] % facts)

    def _load(self, progress: GateProgress) -> Iterator[str]:
        last = self.history.last
        if progress.min_load is None or last is None or self.side not in last.targets:
            return
        if (at := last.load(self.side)) < progress.min_load:
            unit = self.history.assignment.client.unit
            loads = {"load": f"{figure(at)} {unit}", "asked": f"{figure(progress.min_load)} {unit}"}
            yield gettext("It works at %(load)s now, under the %(asked)s of the gate.") % loads

    def _pain(self, progress: GateProgress) -> Iterator[str]:
        if progress.pain is not None and not progress.pain_met:
            pain = {"pain": figure(progress.pain), "most": figure(progress.pain_most)}
            yield gettext("Pain was %(pain)s of 10 last time. The gate lets %(most)s pass.") % pain

    def _ready(self, progress: GateProgress) -> str:
        """Nothing of its own is missing."""
        stands = self.proposal
        if stands and stands.status == Proposal.Status.WAITING and "move_up" in stands.actions:
            return gettext("Everything is there. It waits for your decision.")
        if self._other_is_short(progress):
            return str(DONE_ITS_PART[self.side])
        if progress.sign_off:
            return gettext("Has shown what the gate asks for. The next session at the top puts it before you.")
        return gettext("Has shown what the gate asks for. The next session at the top opens it.")

    def _other_is_short(self, progress: GateProgress) -> bool:
        other = _count(progress, OTHER.get(self.side, ""))
        shared = self.history.assignment.coupling == Coupling.SHARED
        return shared and other is not None and other < progress.sessions


def _count(progress: GateProgress, side: str) -> int | None:
    """How often a side has been at the top; None for one that stands elsewhere."""
    return {str(key): count for key, count in progress.count.items()}.get(side)


def _more(count: int) -> str:
    return ngettext("One more is needed.", "%(count)s more are needed.", count) % {"count": count}


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
