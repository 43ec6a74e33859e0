"""From logged sessions to what the engine reads: the exposures of a side's present rung, and where each side stands."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import F

from clients.inventory import loads_for
from clients.models import KG_PER_LB, Assignment, Client, Session, SessionItem, SetLog, Side, Target
from programs.models import Rung
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


@dataclass(slots=True)
class Exposure:
    """One performed session of the exercise, read for one ladder. Loads come out in `unit`, the client's."""

    session: Session
    item: SessionItem
    targets: dict[str, Target]
    sets: list[SetLog]
    unit: str

    @property
    def date(self) -> dt.date:
        return self.session.performed_on or self.session.due_on

    def target(self, side: str) -> Target:
        """The target of a side; on a bilateral rung both sides share one."""
        return self.targets.get(side) or self.targets.get("both") or next(iter(self.targets.values()))

    def done(self, side: str) -> list[SetLog]:
        return [row for row in self.sets if row.side == side and row.kind == SetLog.Kind.DONE]

    def load(self, side: str) -> Decimal:
        """The load that every set of the side was done at: the lightest, where they differ."""
        loads = [in_unit(row.load, row.unit, self.unit) for row in self.done(side) if row.load is not None]
        target = self.target(side)
        return min(loads, default=in_unit(target.load, target.unit, self.unit))

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
            "technique_failed": [],
            "sets": {side: self._sets(side) for side in sides},
        }

    def _sets(self, side: str) -> list[dict[str, Any] | None]:
        by_number = {row.set_number: row for row in self.done(side)}
        rows = [by_number.get(number) for number in range(1, self._count(side) + 1)]
        return [{"reps": row.reps, "rir": row.rir, "pain": row.pain} if row else None for row in rows]


@dataclass(slots=True)
class History:
    """The performed sessions of one assignment, oldest first."""

    assignment: Assignment
    ladder: list[Rung]
    exposures: list[Exposure] = field(default_factory=list)
    days: list[tuple[dt.date, bool]] = field(
        default_factory=list
    )  # every performed day of the whole past, and if lighter

    @property
    def last(self) -> Exposure | None:
        return self.exposures[-1] if self.exposures else None

    @property
    def newest(self) -> Exposure:
        """The last exposure, where there is one. Raises IndexError before the first session."""
        return self.exposures[-1]

    def rung(self, side: str) -> Rung:
        """The rung a side last trained on; before the first session, where the assignment starts."""
        position = self.last.target(side).rung_id if self.last else self.assignment.start_rung_id
        return next(rung for rung in self.ladder if rung.pk == position)

    def stint(self, sides: list[str], rung: Rung) -> list[Exposure]:
        """The exposures since all these sides last came to `rung`, oldest first. Earlier visits are another story."""
        found: list[Exposure] = []
        for exposure in reversed(self.exposures):
            if any(exposure.target(side).rung_id != rung.pk for side in sides):
                break
            found.append(exposure)
        return found[::-1]

    def last_load_on(self, rung: Rung | None, side: str) -> Decimal | None:
        """The load last performed on a rung; None when it was never trained."""
        if rung is None:
            return None
        for exposure in reversed(self.exposures):
            target = exposure.target(side)
            if target.rung_id == rung.pk:
                return exposure.load(target.side)
        return self._load_long_ago(rung, side) if len(self.exposures) >= LOOK_BACK else None

    def _load_long_ago(self, rung: Rung, side: str) -> Decimal | None:
        """The same, from before the sessions that were read whole."""
        assignment = self.assignment
        rows = SetLog.objects.filter(
            practice_id=assignment.practice_id,
            session__assignment=assignment,
            session__status=Session.Status.FINISHED,
            item__targets__rung=rung,
            item__targets__side=F("side"),
            side__in=[side, Side.BOTH],
            kind=SetLog.Kind.DONE,
        )
        found = rows.order_by("-session__performed_on", "load_kg").first()
        return in_unit(found.load, found.unit, assignment.client.unit) if found and found.load is not None else None

    def days_since_last(self, on: dt.date) -> int | None:
        return max((on - self.last.date).days, 0) if self.last else None

    def weeks_since_deload(self, on: dt.date) -> int | None:
        """Whole weeks since the last lighter session or the end of the last break of 14 days, whichever is later."""
        if not self.days:
            return None
        since = self.days[0][0]
        for (before, _), (after, lighter) in pairwise(self.days):
            if lighter or (after - before).days >= 14:
                since = after
        if (on - self.days[-1][0]).days >= 14:
            return 0
        return max((on - since).days, 0) // 7


def read_history(assignment: Assignment, *, look_back: int = LOOK_BACK) -> History:
    """The newest `look_back` sessions of an assignment, in six queries however long it runs."""
    ladder = list(Rung.objects.filter(progression_id=assignment.progression_id).as_ladder())
    sessions = (
        Session.objects.filter(
            practice_id=assignment.practice_id, assignment=assignment, status=Session.Status.FINISHED
        )
        .order_by("-performed_on", "-finished_at")
        .prefetch_related("items__targets", "items__sets")[:look_back]
    )
    history = history_from(assignment, ladder, list(sessions)[::-1])
    performed = (
        Session.objects.filter(
            practice_id=assignment.practice_id, assignment=assignment, status=Session.Status.FINISHED
        )
        .order_by("performed_on", "finished_at")
        .values_list("performed_on", "items__is_deload")
    )
    history.days = [(day, bool(lighter)) for day, lighter in performed if day is not None]
    return history


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
            sets = list(item.sets.all())
            targets = {target.side: target for target in item.targets.all()}
            if targets and _performed(session, sets):
                history.exposures.append(
                    Exposure(session=session, item=item, targets=targets, sets=sets, unit=assignment.client.unit)
                )
    history.days = [(exposure.date, exposure.item.is_deload) for exposure in history.exposures]
    return history
