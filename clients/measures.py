"""What training came to: strength, work and effort of each session, attendance and dose of the weeks. Reads only."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clients.history import Exposure, History, load_in
from clients.models import Session, SetLog, Target
from programs.engine import (
    Attendance,
    LoadedSet,
    attendance,
    capacity,
    mean_dose,
    relative_dose,
    session_load,
    tonnage,
)
from programs.engine.measures import DueDay
from programs.models import Implement

SIDES = ("left", "right", "both")


def loaded_sets(exposure: Exposure, side: str) -> list[LoadedSet]:
    """The sets that a side did, in the client's unit. The level of a band is no weight: it counts as no load."""
    target = exposure.target(side)
    return [_done(row, target, exposure.unit) for row in exposure.done(side)]


def asked_sets(exposure: Exposure, side: str) -> list[LoadedSet]:
    target = exposure.target(side)
    load = _weight(target, target.asked_load, target.unit, exposure.unit)
    return [LoadedSet(reps=reps, load=load) for reps in target.reps]


def _done(row: SetLog, target: Target, unit: str) -> LoadedSet:
    load = Decimal(0) if row.load is None else _weight(target, row.load, row.unit, unit)
    return LoadedSet(reps=row.reps or 0, load=load, rir=None if row.rir is None else Decimal(row.rir))


def _weight(target: Target, load: Decimal, unit: str, wanted: str) -> Decimal:
    return Decimal(0) if target.implement == Implement.BAND else load_in(target, load, unit, wanted)


# --- Session by session ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SideFigures:
    """One side of one session. Without a weight there is no tonnage; `once` and `rir` are None where no set tells."""

    load: Decimal
    reps: int
    once: Decimal | None
    rir: Decimal | None
    tonnage: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFigures:
    """A row of the numbers. A bilateral session has one figure for both sides, under each of them.

    `effort_load`: session RPE × minutes; None where the effort was not said or the minutes are not known.
    """

    date: dt.date
    rung: int
    lighter: bool
    left: SideFigures
    right: SideFigures
    effort_load: Decimal | None
    away: int = 0

    @property
    def sides(self) -> tuple[SideFigures, SideFigures]:
        return self.left, self.right


def figures_of(history: History, *, most: int | None = None) -> list[SessionFigures]:
    """The newest `most` sessions of those read (None: all), newest first. `away`: days since the one before."""
    before = [None, *(each.date for each in history.exposures)]
    pairs = list(zip(history.exposures, before, strict=False))[::-1]
    return [
        SessionFigures(
            date=each.date,
            rung=history.trained_on(each, "left").position,
            lighter=each.item.is_deload,
            left=_side_figures(each, "left"),
            right=_side_figures(each, "right"),
            effort_load=session_load(each.session.effort, minutes_of(each)),
            away=(each.date - last).days if last else 0,
        )
        for each, last in pairs[:most]
    ]


def _side_figures(exposure: Exposure, side: str) -> SideFigures:
    side = exposure.target(side).side
    sets = loaded_sets(exposure, side)
    return SideFigures(
        load=exposure.load(side),
        reps=sum(each.reps for each in sets),
        once=capacity(sets),
        rir=mean_rir(sets),
        tonnage=tonnage(sets) or None,
    )


def mean_rir(sets: Iterable[LoadedSet]) -> Decimal | None:
    """The mean of the reps in reserve that were told, to one decimal; None where none were."""
    told = [each.rir for each in sets if each.rir is not None]
    return (sum(told) / Decimal(len(told))).quantize(Decimal("0.1")) if told else None


def minutes_of(exposure: Exposure) -> int | None:
    """From the first set to the last by the phone's clock, rounded up: warming up is not in it. None under two sets."""
    times = [row.performed_at for row in exposure.sets if row.kind == SetLog.Kind.DONE]
    seconds = (max(times) - min(times)).total_seconds() if times else 0
    return -(-int(seconds) // 60) or None


# --- Weeks ----------------------------------------------------------------------------------------------------


def attendance_of(days: Iterable[tuple[str, Session | None]], performed: dict[Any, Exposure]) -> Attendance:
    """Counts due days, each with what became of it (done, part, miss or plan: see the strip) and its session."""
    return attendance(_due_day(kind, session, performed) for kind, session in days if kind != "plan")


def _due_day(kind: str, session: Session | None, performed: dict[Any, Exposure]) -> DueDay:
    if session is not None and kind != "done" and is_excused(session, performed.get(session.pk)):
        return "excused"
    return "missed" if kind == "miss" else "trained"


def is_excused(session: Session, exposure: Exposure | None) -> bool:
    """Skipped or cut short for pain, or stopped for it in a set."""
    if session.skip_reason == Session.SkipReason.PAIN:
        return True
    return exposure is not None and any(
        row.kind == SetLog.Kind.STOPPED or row.skip_reason == Session.SkipReason.PAIN for row in exposure.sets
    )


def dose_of(exposures: Iterable[Exposure]) -> Decimal | None:
    """The mean part of the work asked that was done, over sessions that were trained and not cut short by pain."""
    return mean_dose(_dose(each) for each in exposures if not is_excused(each.session, each))


def _dose(exposure: Exposure) -> Decimal | None:
    sides = [side for side in SIDES if side in exposure.targets]
    done = [each for side in sides for each in loaded_sets(exposure, side)]
    return relative_dose(done, [each for side in sides for each in asked_sets(exposure, side)])
