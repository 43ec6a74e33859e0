"""One assignment lived through again with another ladder: the live code, asked session by session. Writes nothing.

Each performed session is answered from what was known then, and the answer stands beside the one that was given.

What it cannot know: the logs are of the rung that the client was really on. While the edited ladder has a side on that
rung, its sessions can be judged. Once the edited ladder would have left a rung earlier, or later, the two part: the
side would stand on the other rung, and what was logged meanwhile says nothing about it (`judged` is False) until both
come to the same rung again. Loads are not carried on: every answer is one step from what was really lifted. Where both
ladders lead to the same rung, what people made of it holds (a coach's hold is not the rule's doing); a change of rung
that only the edited ladder proposes counts as taken.

Everything is dated by the session after which it was decided.
"""

import datetime as dt
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field, fields, replace
from typing import Any
from uuid import UUID

from clients.deciding import Answer, decide_next
from clients.history import LOOK_BACK, Exposure, History
from clients.models import Assignment, Proposal
from clients.schedule import Schedule
from programs.models import Coupling, Rung
from programs.prescribing import gate_of

Sides = dict[str, dict[str, Any]]  # as in Proposal.proposed: left and right, or both
BODY = ("left", "right")
FACTS = [each.name for each in fields(Exposure) if each.init]
COMPARED = ("action", "rung", "load", "sets", "reps", "rest_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What really happened in one assignment: every performed session whole, the proposals by session (oldest first),
    and the moments at which sessions were opened. `earlier`: rungs of versions that it followed before, by their ids.
    """

    history: History
    schedule: Schedule
    proposals: Mapping[UUID, list[Proposal]]
    openings: frozenset[dt.datetime]
    earlier: Mapping[UUID, Rung] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One performed session. By side, left and right: the rung it was done on, the one the edited ladder had it on, and
    whether it could be judged.

    `on`: the day that was decided for. `decided`: the engine's own answer then, None where there was none. `outcome`:
    what people made of it, None while it waits or was overtaken. `people`: see `_people`.
    `unchanged`: what the edited ladder is compared with. That is the answer of then; or, where the ladder as it stands
    says something else to the same logs by now, what it says (`changed_since`: body mass, equipment, a late set, an
    edited ladder). `would`: the edited ladder's answer, None where no side could be judged. `differs`: the judged sides
    for which it is another answer.
    """

    session_id: UUID
    date: dt.date
    on: dt.date
    rung: dict[str, Rung]
    would_rung: dict[str, Rung]
    judged: dict[str, bool]
    decided: Sides | None
    outcome: Sides | None
    people: str
    unchanged: Sides | None = None
    changed_since: bool = False
    would: Sides | None = None
    reasons: list[dict[str, Any]] = field(default_factory=list)
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RungChange:
    date: dt.date
    before: Rung
    after: Rung


@dataclass(slots=True, kw_only=True)
class Path:
    """One side's way: where it stands, where it would, and since when they have been apart (None: they are not)."""

    stands: Rung
    would_stand: Rung
    since: dt.date | None = None
    changes: list[RungChange] = field(default_factory=list)
    would_changes: list[RungChange] = field(default_factory=list)

    def step(self, date: dt.date, *, stands: Rung, would_stand: Rung) -> None:
        """On to where the session of `date` leads."""
        if stands.pk != self.stands.pk:
            self.changes.append(RungChange(date=date, before=self.stands, after=stands))
        if would_stand.pk != self.would_stand.pk:
            self.would_changes.append(RungChange(date=date, before=self.would_stand, after=would_stand))
        self.stands, self.would_stand = stands, would_stand
        if stands.pk == would_stand.pk:
            self.since = None
        elif self.since is None:
            self.since = date


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """One assignment lived through again. `ladder` is the edited one; `paths` by side, left and right."""

    assignment: Assignment
    ladder: list[Rung]
    rows: list[Row]
    paths: dict[str, Path]

    @property
    def first_difference(self) -> Row | None:
        return next((row for row in self.rows if row.differs), None)

    @property
    def since(self) -> dt.date | None:
        """When the sides that would stand elsewhere today parted, the earlier one's; None where none would."""
        return min((path.since for path in self.paths.values() if path.since), default=None)


def side_of(sides: Sides, side: str) -> dict[str, Any]:
    """The answer for a side; a bilateral rung has one for both."""
    return sides.get("both") or sides[side]


def alike(one: Sides, other: Sides | None, sides: tuple[str, ...] = BODY) -> bool:
    """Whether two answers ask the same: action, rung, load, sets, reps and rest."""
    return other is not None and all(
        side_of(one, side)[key] == side_of(other, side)[key] for side in sides for key in COMPARED
    )


def replay(record: Record, *, ladder: list[Rung], coupling: str | None = None) -> Backtest:
    """What an edited ladder (rungs that need not be saved, known by their lineage) and coupling would have decided.

    Asks no database when the ladder comes with its gates and variations.
    """
    tried = copy(record.history.assignment)
    tried.coupling = coupling or tried.coupling
    return _Replay(record, tried, ladder).played()


class _Read(Exposure):
    """An exposure that is asked for again and again: only the days since change from one day to another."""

    __slots__ = ("_cases",)

    def case(self, sides: list[str], on: dt.date) -> dict[str, Any]:
        cases: dict[tuple[str, ...], dict[str, Any]] = getattr(self, "_cases", {})
        if tuple(sides) not in cases:
            cases[tuple(sides)] = super().case(sides, on)
            self._cases = cases
        return cases[tuple(sides)] | {"days_ago": max((on - self.date).days, 0)}


class _Replay:
    def __init__(self, record: Record, tried: Assignment, ladder: list[Rung]) -> None:
        self.tried = tried
        read: list[Exposure] = []
        for exposure in record.history.exposures:
            read.append(_Read(**{name: getattr(exposure, name) for name in FACTS}))
        self.record = replace(record, history=replace(record.history, exposures=read))
        self.live = {rung.pk: rung for rung in record.history.ladder}
        self.by_lineage = {rung.lineage: rung for rung in record.history.ladder}
        self.ladder = [self._with_live_id(rung) for rung in ladder]
        self.edited = {rung.pk: rung for rung in self.ladder}

    def played(self) -> Backtest:
        assignment, exposures = self.record.history.assignment, self.record.history.exposures
        begin = self._trained(exposures[0]) if exposures else dict.fromkeys(BODY, self.live[assignment.first_rung_id])
        paths = {side: Path(stands=rung, would_stand=rung) for side, rung in begin.items()}
        rows = []
        for number, exposure in enumerate(exposures):
            row = self._row(exposure, {side: path.would_stand for side, path in paths.items()})
            rows.append(row)
            last = number + 1 == len(exposures)
            came = self._standing(row) if last else self._trained(exposures[number + 1])
            for side, path in paths.items():
                path.step(row.date, stands=came[side], would_stand=self._would_stand(row, side, came[side]))
        return Backtest(assignment=assignment, ladder=self.ladder, rows=rows, paths=paths)

    def _with_live_id(self, rung: Rung) -> Rung:
        twin = self.by_lineage.get(rung.lineage)
        if twin is None or twin.pk == rung.pk:
            return rung
        found = copy(rung)
        found.pk = twin.pk
        return found

    def _rung(self, pk: UUID) -> Rung | None:
        """The rung of the ladder as it stands, also by the id that it had in an earlier version; one that is gone."""
        rung = self.live.get(pk) or self.record.earlier.get(pk)
        return self.by_lineage.get(rung.lineage, rung) if rung else None

    def _now(self, sides: Sides | None) -> Sides | None:
        """A stored answer with the ids that its rungs have now."""
        if sides is None:
            return None
        rungs = {side: self._rung(UUID(values["rung"])) for side, values in sides.items()}
        return {
            side: values | ({"rung": str(rung.pk)} if (rung := rungs[side]) else {}) for side, values in sides.items()
        }

    def _trained(self, exposure: Exposure) -> dict[str, Rung]:
        found = {side: self._rung(exposure.target(side).asked_rung_id) for side in BODY}
        return {side: rung or exposure.target(side).asked_rung for side, rung in found.items()}

    def _standing(self, row: Row) -> dict[str, Rung]:
        """Where the last decision has put each side; where it trained last, as long as nothing is decided."""
        if row.outcome is None:
            return row.rung
        found = {side: self._rung(UUID(side_of(row.outcome, side)["rung"])) for side in BODY}
        return {side: rung or row.rung[side] for side, rung in found.items()}

    def _would_stand(self, row: Row, side: str, came: Rung) -> Rung:
        """The rung that the edited ladder has a side on after a session; `came`: the one that it really came to."""
        if row.judged[side] and row.would and row.unchanged:
            landed = side_of(row.would, side)["rung"]
            return came if landed == side_of(row.unchanged, side)["rung"] else self.edited[UUID(landed)]
        before = row.would_rung[side]
        return before if before.pk in self.edited else came  # a rung that was taken out says nothing

    def _row(self, exposure: Exposure, would_rung: dict[str, Rung]) -> Row:
        proposals = self.record.proposals.get(exposure.session.pk, [])
        stood, rung = _stood(proposals), self._trained(exposure)
        days = self._days(exposure, stood)
        row = Row(
            session_id=exposure.session.pk,
            date=exposure.date,
            on=days[0],
            rung=rung,
            would_rung=would_rung,
            judged=self._judged(rung, would_rung),
            decided=self._now(stood.proposed) if stood else None,
            outcome=self._now(stood.outcome) if stood else None,
            people=_people(stood, proposals),
        )
        if not any(row.judged.values()):
            return row
        return self._answered(row, days, cleared=any(each.cleared for each in proposals))

    def _answered(self, row: Row, days: list[dt.date], *, cleared: bool) -> Row:
        """The row with the edited ladder's answer, and the one that it is compared with.

        The day that was decided for is not stored. It is the likelier of two unless only the other gives what was
        decided then.
        """
        known = self.record.history.until(row.session_id)
        known = replace(known, exposures=known.exposures[-LOOK_BACK:])
        tried = replace(known, assignment=self.tried, ladder=self.ladder)
        found = []
        for on in days:
            would = decide_next(tried, on=on, cleared=cleared)
            if on == days[0] and alike(would.sides, row.decided):
                return _with_answer(row, on, would, would.sides)
            unchanged = decide_next(known, on=on, cleared=cleared).sides
            if alike(unchanged, row.decided):
                return _with_answer(row, on, would, unchanged)
            found.append((on, would, unchanged))
        return replace(_with_answer(row, *found[0]), changed_since=row.decided is not None)

    def _days(self, exposure: Exposure, stood: Proposal | None) -> list[dt.date]:
        """The days that a proposal can be for, the likelier one first: the next one due, or the day of an opening."""
        assignment = self.record.history.assignment
        due = self.record.schedule.as_of(exposure.date).to_decide_for(exposure.date)
        if stood is None:
            return [due]
        made = stood.created_at.astimezone(assignment.client.zone).date()
        at_opening = stood.created_at in self.record.openings
        return list(dict.fromkeys([made, due] if at_opening else [due, made]))

    def _judged(self, rung: dict[str, Rung], would_rung: dict[str, Rung]) -> dict[str, bool]:
        """A side that was on the very rung; both have to be where the answer for one needs the other's sets."""
        if any(each.pk not in self.edited or each.pk not in self.live for each in rung.values()):
            return dict.fromkeys(BODY, False)
        met = {side: rung[side].pk == would_rung[side].pk for side in BODY}
        needed = any(self._need_each_other(way["left"], way["right"]) for way in (rung, would_rung))
        return dict.fromkeys(BODY, all(met.values())) if needed else met

    def _need_each_other(self, left: Rung, right: Rung) -> bool:
        if left.pk != right.pk:
            return False
        gate = gate_of(self.edited.get(left.pk, left))
        return self.tried.coupling != Coupling.INDEPENDENT or bool(gate and gate.symmetry is not None)


def _with_answer(row: Row, on: dt.date, would: Answer, unchanged: Sides) -> Row:
    differs = tuple(side for side in BODY if row.judged[side] and not alike(would.sides, unchanged, (side,)))
    return replace(row, on=on, would=would.sides, reasons=would.reasons, unchanged=unchanged, differs=differs)


def _stood(proposals: list[Proposal]) -> Proposal | None:
    """What stood after a session; one that nobody decided is overtaken by the next session, and stood until then."""
    standing = [each for each in proposals if each.status != Proposal.Status.SUPERSEDED]
    return next(iter((standing or proposals)[::-1]), None)


def _people(stood: Proposal | None, proposals: list[Proposal]) -> str:
    """What people did about a session: "" (nobody was asked), waits, undecided, approved, held, adjusted, cleared."""
    if stood is None:
        return ""
    if any(each.cleared for each in proposals):
        return "cleared"
    words = {Proposal.Status.AUTOMATIC: "", Proposal.Status.WAITING: "waits", Proposal.Status.SUPERSEDED: "undecided"}
    return words.get(Proposal.Status(stood.status), stood.status)
