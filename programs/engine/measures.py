"""Figures that describe training: strength estimated from a set, work, dose, attendance, effort. None of them decides.

A load is in whatever unit it came in and a result in the same one; nothing is converted. Outside the bounds of its
formula a figure is None, never a guess.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

EPLEY_REPS = (Decimal(1), Decimal(12))
BRZYCKI_REPS = (Decimal(1), Decimal(10))
MOST_IN_RESERVE = Decimal(3)
EFFORT = (Decimal(0), Decimal(10))
MINUTES_A_DAY = Decimal(24 * 60)

DueDay = Literal["trained", "missed", "excused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedSet:
    """A set as done, or as asked. `load` is what is lifted besides the body: 0 for none. RIR not known is None."""

    reps: int
    load: Decimal
    rir: Decimal | None = None


def epley(load: Decimal, reps: Decimal | int) -> Decimal | None:
    """The load that could be lifted once: load × (1 + reps / 30), in the unit of `load`.

    `reps` are all that could be done: those done, and those left in reserve. Source: Epley, Poundage chart, Boyd Epley
    Workout, 1985. Bounds: load over 0, 1 to 12 reps (the limit of 12 is ours). Outside them None.
    """
    if load <= 0 or not EPLEY_REPS[0] <= reps <= EPLEY_REPS[1]:
        return None
    return load * (30 + Decimal(reps)) / 30


def brzycki(load: Decimal, reps: Decimal | int) -> Decimal | None:
    """The load that could be lifted once: load × 36 / (37 − reps), in the unit of `load`.

    Source: Brzycki, Strength testing: predicting a one-rep max from reps-to-fatigue, Journal of Physical Education,
    Recreation & Dance 64(1), 1993. Bounds: load over 0, 1 to 10 reps. Outside them None. It agrees with Epley at 10
    reps and is lower under that.
    """
    if load <= 0 or not BRZYCKI_REPS[0] <= reps <= BRZYCKI_REPS[1]:
        return None
    return load * 36 / (37 - Decimal(reps))


def why_no_capacity(each: LoadedSet) -> str | None:
    """The first thing that keeps a set from telling a capacity, as a code; None where it tells one.

    Asked in this order: `no_load`, `no_reps`, `rir_unknown`, `rir_over_3`, `reps_over_12`.
    """
    if each.load <= 0:
        return "no_load"
    if each.reps < 1:
        return "no_reps"
    if each.rir is None:
        return "rir_unknown"
    if each.rir > MOST_IN_RESERVE:
        return "rir_over_3"
    return "reps_over_12" if each.reps + each.rir > EPLEY_REPS[1] else None


def set_capacity(each: LoadedSet) -> Decimal | None:
    """Epley's estimate from reps done plus reps in reserve, in the unit of the load; None where `why_no_capacity`."""
    if why_no_capacity(each) is not None or each.rir is None:
        return None
    return epley(each.load, each.reps + each.rir)


def capacity(sets: Iterable[LoadedSet]) -> Decimal | None:
    """The best estimate that the sets of one side give; None where none of them gives one."""
    return max((found for each in sets if (found := set_capacity(each)) is not None), default=None)


def tonnage(sets: Iterable[LoadedSet]) -> Decimal:
    """Reps × load, summed (volume load): unit of the load × reps. Per side when given one side's sets; 0 without load.

    Only what hangs on the body is counted, not the body.
    """
    return sum((each.reps * each.load for each in sets), Decimal(0))


def total_reps(sets: Iterable[LoadedSet]) -> Decimal:
    return Decimal(sum(each.reps for each in sets))


def relative_dose(done: Sequence[LoadedSet], asked: Sequence[LoadedSet]) -> Decimal | None:
    """The work done of the work asked for in one session, 1 for all of it; None where nothing was asked.

    Work is the tonnage; reps alone where a set, done or asked, has no load. Not capped: 1.05 is 5 % more than asked.
    Source of the idea: relative dose intensity, the completed over the planned cumulative dose (Nilsen and others,
    Medicine & Science in Sports & Exercise 50(6), 2018); for resistance training with reps × sets × load, Fairman and
    others, Reporting of resistance training dose, adherence, and tolerance in exercise oncology. A figure per session
    is ours.
    """
    work = tonnage if all(each.load > 0 for each in (*done, *asked)) else total_reps
    planned = work(asked)
    return work(done) / planned if planned else None


def mean_dose(sessions: Iterable[Decimal | None]) -> Decimal | None:
    """The mean relative dose; None without any. Each session weighs the same: bodyweight and loads share no unit."""
    known = [each for each in sessions if each is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Days trained of days due. `excused` days are in neither."""

    done: int
    due: int
    excused: int

    @property
    def share(self) -> Decimal | None:
        """0 to 1; None where nothing was due."""
        return Decimal(self.done) / self.due if self.due else None


def attendance(days: Iterable[DueDay]) -> Attendance:
    """Counts due days: sessions trained over sessions due.

    A session trained in part counts as trained; how much of it was done is the relative dose. A session skipped or
    stopped for pain is excused: it leaves both figures.
    """
    counted = list(days)
    excused = counted.count("excused")
    return Attendance(done=counted.count("trained"), due=len(counted) - excused, excused=excused)


def session_load(effort: Decimal | int | None, minutes: Decimal | int | None) -> Decimal | None:
    """Session-RPE load: effort of the whole session × its minutes, in arbitrary units.

    Source: Foster and others, A new approach to monitoring exercise training, Journal of Strength and Conditioning
    Research 15(1), 2001. Bounds: effort 0 to 10, over 0 minutes and at most a day. Outside them, or unknown: None.
    """
    if effort is None or minutes is None:
        return None
    if not EFFORT[0] <= effort <= EFFORT[1] or not 0 < minutes <= MINUTES_A_DAY:
        return None
    return Decimal(effort) * minutes
