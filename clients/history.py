"""From logged sessions to what the engine reads: the exposures of a side's present rung, and where each side stands."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Subquery, TextField, Window
from django.db.models.functions import Cast, Coalesce, JSONObject, RowNumber

from clients.inventory import loads_for
from clients.models import KG_PER_LB, Assignment, Client, Session, SessionItem, SetLog, Target, TechniqueMark
from programs.models import Implement, Rung
from programs.prescribing import Trainee, plain

LOOK_BACK = 20  # sessions read whole: more than any look back of the engine needs, however long the past


def trainee_of(client: Client) -> Trainee:
    """The client as a prescription sees them: body mass in their own unit, loads from their own rack."""
    mass = client.body_mass_kg
    if mass is not None and client.unit == "lb":
        mass = (mass / KG_PER_LB).quantize(Decimal("0.01"))
    return Trainee(loads_of=lambda name: loads_for(client.inventory, name), body_mass=mass, unit=client.unit)


def in_unit(load: Decimal, unit: str, wanted: str) -> Decimal:
    """A load in another unit, to two decimals; the same unit is the same figure."""
    if unit == wanted:
        return load
    factor = KG_PER_LB if unit == "lb" else 1 / KG_PER_LB
    return (load * factor).quantize(Decimal("0.01"))


def load_in(target: Target, load: Decimal, unit: str, wanted: str) -> Decimal:
    """The same for what was done on a target: the level of a band has no unit."""
    return load if target.implement == Implement.BAND else in_unit(load, unit, wanted)


@dataclass(frozen=True, slots=True)
class Done:
    """The lightest set of a side in a session, in the unit it was typed; what was asked of it, where none was done."""

    rung_id: UUID
    load: Decimal
    unit: str  # "" for the level of a band

    def load_in(self, unit: str) -> Decimal:
        return in_unit(self.load, self.unit, unit) if self.unit else self.load


@dataclass(frozen=True, slots=True)
class PastSession:
    """One performed session in short, however long ago. `sides` has what each did, under left and right, or both."""

    session_id: UUID
    date: dt.date
    lighter: bool
    sides: dict[str, Done]


def _done(rung_id: UUID, implement: str, load: Decimal, unit: str) -> Done:
    return Done(rung_id, load, "" if implement == Implement.BAND else unit)


@dataclass(slots=True)
class Exposure:
    """One performed session of the exercise, read for one ladder. Loads come out in `unit`, the client's."""

    session: Session
    item: SessionItem
    targets: dict[str, Target]
    sets: list[SetLog]
    unit: str
    marks: list[TechniqueMark] = field(default_factory=list)
    _done: dict[str, list[SetLog]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def date(self) -> dt.date:
        return self.session.performed_on or self.session.due_on

    def target(self, side: str) -> Target:
        """The target of a side; on a bilateral rung both sides share one."""
        return self.targets.get(side) or self.targets.get("both") or next(iter(self.targets.values()))

    def done(self, side: str) -> list[SetLog]:
        """Asked for again and again over a long history: sorted by side once."""
        if side not in self._done:
            self._done[side] = [row for row in self.sets if row.side == side and row.kind == SetLog.Kind.DONE]
        return self._done[side]

    def load(self, side: str) -> Decimal:
        """The load that every set of the side was done at: the lightest, where they differ."""
        target = self.target(side)
        loads = [load_in(target, row.load, row.unit, self.unit) for row in self.done(side) if row.load is not None]
        return min(loads, default=load_in(target, target.asked_load, target.unit, self.unit))

    def in_short(self) -> PastSession:
        sides = {}
        for side, target in self.targets.items():
            done = [(row.load_kg, row.load, row.unit) for row in self.done(side) if row.load is not None]
            _, load, unit = min(done, default=(0, target.asked_load, target.unit))
            sides[side] = _done(target.asked_rung_id, target.implement, load, unit)
        return PastSession(self.session.pk, self.date, self.item.is_deload, sides)

    def reps(self, side: str) -> list[int | None]:
        """Reps by set number; None for a set that was not done."""
        by_number = {row.set_number: row.reps for row in self.done(side)}
        return [by_number.get(number) for number in range(1, self._count(side) + 1)]

    def _count(self, side: str) -> int:
        return max([self.target(side).sets, *(row.set_number for row in self.done(side))])

    @property
    def pain(self) -> int | None:
        """The worst pain of the day and the morning after; None when nobody said."""
        said = [row.pain for row in self.sets if row.pain is not None]
        if self.session.next_day_pain is not None:
            said.append(self.session.next_day_pain)
        return max(said, default=None)

    @property
    def technique_failed(self) -> set[str]:
        """The sides that a coach marked as failed."""
        return {mark.side for mark in self.marks if not mark.is_sound}

    def case(self, sides: list[str], on: dt.date) -> dict[str, Any]:
        """The exposure as engine.md has it.

        Pain of sides that are not judged here, and of sets that were stopped or skipped, belongs to the day: it is
        carried with the morning's answer, where the engine reads it for all sides.
        """
        carried = [
            row.pain for row in self.sets if row.pain is not None and (row.side not in sides or row.kind != "done")
        ]
        if self.session.next_day_pain is not None:
            carried.append(self.session.next_day_pain)
        return {
            "days_ago": max((on - self.date).days, 0),
            "load": {side: plain(self.load(side)) for side in sides},
            "deload": self.item.is_deload,
            "next_day_pain": max(carried, default=None),
            "rest_s": self.target(sides[0]).rest_s,
            "sets_due": self.target(sides[0]).sets,
            "technique_failed": [side for side in sides if side in self.technique_failed],
            "sets": {side: self._sets(side) for side in sides},
        }

    def _sets(self, side: str) -> list[dict[str, Any] | None]:
        by_number = {row.set_number: row for row in self.done(side)}
        rows = [by_number.get(number) for number in range(1, self._count(side) + 1)]
        return [{"reps": row.reps, "rir": row.rir, "pain": row.pain} if row else None for row in rows]


@dataclass(slots=True)
class History:
    """The performed sessions of one assignment, oldest first: `past` has all in short, `exposures` the newest whole."""

    assignment: Assignment
    ladder: list[Rung]
    exposures: list[Exposure] = field(default_factory=list)
    past: list[PastSession] = field(default_factory=list)
    _earlier: dict[UUID, Rung] = field(default_factory=dict)

    @property
    def last(self) -> Exposure | None:
        return self.exposures[-1] if self.exposures else None

    @property
    def newest(self) -> Exposure:
        """The last exposure, where there is one. Raises IndexError before the first session."""
        return self.exposures[-1]

    def rung(self, side: str) -> Rung:
        """The rung a side last trained on; before the first session, or where that rung has gone from the ladder since
        (clients/moving.py), where the assignment starts.
        """
        rungs = {rung.pk: rung for rung in self.ladder}
        last = rungs.get(self.last.target(side).asked_rung_id) if self.last else None
        return last or rungs[self.assignment.first_rung_id]

    def trained_on(self, exposure: Exposure, side: str) -> Rung:
        """The rung of a session: of the ladder, or of an earlier version that the client followed then."""
        wanted = exposure.target(side).asked_rung_id
        known = next((rung for rung in self.ladder if rung.pk == wanted), None)
        if known is None and wanted not in self._earlier:
            named = {target.asked_rung_id for each in self.exposures for target in each.targets.values()}
            gone = named - {rung.pk for rung in self.ladder}
            self._earlier = {rung.pk: rung for rung in Rung.objects.filter(pk__in=gone | {wanted}).as_ladder()}
        return known or self._earlier[wanted]

    def stint(self, sides: list[str], rung: Rung) -> list[Exposure]:
        """The exposures since all these sides last came to `rung`, oldest first. Earlier visits are another story."""
        found: list[Exposure] = []
        for exposure in reversed(self.exposures):
            if any(exposure.target(side).rung_id != rung.pk for side in sides):
                break
            found.append(exposure)
        return found[::-1]

    def until(self, session_id: UUID) -> "History":
        """The history as it was when this session was the newest; unchanged when it is not among those read whole."""
        place = next((n for n, each in enumerate(self.exposures) if each.session.pk == session_id), None)
        if place is None:
            return self
        later = len(self.exposures) - place - 1  # the exposures are the newest of the past
        past = self.past[: len(self.past) - later]
        return History(self.assignment, self.ladder, self.exposures[: place + 1], past)

    def last_load_on(self, rung: Rung | None, side: str) -> Decimal | None:
        """The load a side last performed on a rung, alone or with the other; None when it was never there.

        A lighter week says nothing about what somebody can do, unless it is all there was.
        """
        if rung is None:
            return None
        there = [
            (session, done)
            for session in reversed(self.past)
            if (done := session.sides.get(side) or session.sides.get("both")) and done.rung_id == rung.pk
        ]
        usual = next((done for session, done in there if not session.lighter), None)
        found = usual or (there[0][1] if there else None)
        return found.load_in(self.assignment.client.unit) if found else None

    def days_since_last(self, on: dt.date) -> int | None:
        return max((on - self.last.date).days, 0) if self.last else None

    def weeks_since_deload(self, on: dt.date) -> int | None:
        """Whole weeks since the last lighter session or the end of the last break of 14 days, whichever is later."""
        if not self.past:
            return None
        since = self.past[0].date
        for before, after in pairwise(self.past):
            if after.lighter or (after.date - before.date).days >= 14:
                since = after.date
        if (on - self.past[-1].date).days >= 14:
            return 0
        return max((on - since).days, 0) // 7


def read_history(assignment: Assignment, *, look_back: int | None = LOOK_BACK) -> History:
    """The newest `look_back` sessions of an assignment whole (None: all), and all its past in short. Seven queries."""
    ladder = list(Rung.objects.filter(progression_id=assignment.ladder_id).as_ladder())
    sessions = Session.objects.filter(
        practice_id=assignment.practice_id, items__assignment=assignment, status=Session.Status.FINISHED
    ).order_by("-performed_on", "-finished_at", "-pk")[:look_back]
    history = History(assignment=assignment, ladder=ladder, exposures=_read_exposures(assignment, list(sessions)[::-1]))
    history.past = [each.in_short() for each in history.exposures] if look_back is None else _read_past(assignment)
    return history


def _read_exposures(assignment: Assignment, sessions: list[Session]) -> list[Exposure]:
    """Read flat and put together here: prefetching makes a queryset for each row, half the time of a long past."""
    practice_id = assignment.practice_id
    items = {
        item.session_id: item
        for item in SessionItem.objects.filter(practice_id=practice_id, assignment=assignment, session__in=sessions)
    }
    ids = [item.pk for item in items.values()]
    targets, sets, marks = (
        _by_item(model.objects.filter(practice_id=practice_id, item__in=ids))
        for model in (Target, SetLog, TechniqueMark)
    )
    parts = (
        (session, item, targets[item.pk], sets[item.pk], marks[item.pk])
        for session in sessions
        if (item := items.get(session.pk))
    )
    return [found for each in parts if (found := _exposure(assignment, *each))]


def _by_item(rows: Any) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(row)
    return found


def _exposure(
    assignment: Assignment,
    session: Session,
    item: SessionItem,
    targets: list[Target],
    sets: list[SetLog],
    marks: list[TechniqueMark],
) -> Exposure | None:
    """None for a day that was not performed, or an exercise that was left out."""
    if not targets or not _performed(session, sets):
        return None
    by_side = {target.side: target for target in targets}
    return Exposure(session, item, by_side, sets, assignment.client.unit, marks)


def read_histories(assignments: Sequence[Assignment]) -> list[History]:
    """The same of many assignments of one practice, in their order. Seven queries however many there are."""
    if not assignments:
        return []
    ids = [each.pk for each in assignments]
    ladders: dict[UUID, list[Rung]] = defaultdict(list)
    for rung in Rung.objects.filter(progression_id__in={each.ladder_id for each in assignments}).as_ladder():
        ladders[rung.progression_id].append(rung)
    newest_first = Window(
        RowNumber(),
        partition_by=F("items__assignment_id"),
        order_by=[F("performed_on").desc(), F("finished_at").desc(), F("pk").desc()],
    )
    rows = (
        Session.objects.filter(
            practice_id=assignments[0].practice_id, items__assignment__in=ids, status=Session.Status.FINISHED
        )
        .annotate(place=newest_first, track=F("items__assignment_id"))
        .filter(place__lte=LOOK_BACK)
        .prefetch_related("items__targets", "items__sets", "items__technique")
    )
    sessions: dict[UUID, list[Session]] = defaultdict(list)
    for session in sorted(rows, key=lambda row: row.place, reverse=True):
        sessions[session.track].append(session)
    past = _read_pasts(assignments)
    histories = [history_from(each, ladders[each.ladder_id], sessions[each.pk]) for each in assignments]
    for history in histories:
        history.past = past[history.assignment.pk]
    return histories


def _read_past(assignment: Assignment) -> list[PastSession]:
    return _read_pasts([assignment])[assignment.pk]


def _read_pasts(assignments: Sequence[Assignment]) -> dict[UUID, list[PastSession]]:
    """Every performed session of each assignment in short, oldest first, in one query."""
    past: dict[UUID, list[PastSession]] = defaultdict(list)
    for _, rows in groupby(_performed_targets(assignments), key=lambda row: row["item_id"]):
        sides = {}
        for row in rows:
            load, unit = row["did"]["load"], row["did"]["unit"]
            sides[row["side"]] = _done(row["rung_id"], row["implement"], Decimal(load), unit)
        session_id, date = row["item__session_id"], row["item__session__performed_on"]
        past[row["item__assignment_id"]].append(PastSession(session_id, date, row["item__is_deload"], sides))
    return past


def _performed_targets(assignments: Sequence[Assignment]) -> Any:
    """The targets of every performed session (see `_performed`), `did` being the lightest set done, as it was typed."""
    practice_id = assignments[0].practice_id
    as_typed = JSONObject(load=Cast("load", TextField()), unit="unit")  # as text: JSON has no decimals
    of_item = SetLog.objects.filter(practice_id=practice_id, item=OuterRef("item"))
    lightest = of_item.filter(side=OuterRef("side"), kind=SetLog.Kind.DONE).order_by("load_kg")
    return (
        Target.objects.filter(
            practice_id=practice_id,
            item__assignment__in=[each.pk for each in assignments],
            item__session__status=Session.Status.FINISHED,
        )
        .filter(
            Q(item__session__red_flag=True)
            | Q(item__session__next_day_pain__isnull=False)
            | Exists(of_item.filter(~Q(kind=SetLog.Kind.SKIPPED) | Q(pain__isnull=False)))
        )
        .order_by("item__session__performed_on", "item__session__finished_at", "item__session_id", "item__position")
        .annotate(did=Coalesce(Subquery(lightest.values_list(as_typed)[:1]), as_typed))
        .values(
            "item_id",
            "item__session_id",
            "item__assignment_id",
            "item__session__performed_on",
            "item__is_deload",
            "side",
            "rung_id",
            "implement",
            "did",
        )
    )


def _performed(session: Session, sets: list[SetLog]) -> bool:
    """Whether the day counts: something was done, or something hurt. Pain is heard even where every set was skipped."""
    if session.red_flag or session.next_day_pain is not None:
        return True
    return any(row.kind != SetLog.Kind.SKIPPED or row.pain is not None for row in sets)


def history_from(assignment: Assignment, ladder: list[Rung], sessions: list[Session]) -> History:
    """A history from sessions already read (items, targets and sets prefetched), oldest first."""
    history = History(assignment=assignment, ladder=ladder)
    for session in sessions:
        for item in session.items.all():
            if item.assignment_id != assignment.pk:
                continue
            rows = (list(item.targets.all()), list(item.sets.all()), list(item.technique.all()))
            exposure = _exposure(assignment, session, item, *rows)
            if exposure:
                history.exposures.append(exposure)
    history.past = [exposure.in_short() for exposure in history.exposures]
    return history
