"""Twelve weeks of what a client follows: every day on which a session was due, and what became of it. Reads only."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext

from clients.asymmetry import percent
from clients.decided import day_words
from clients.heat import KINDS, Heat, heat
from clients.history import Exposure, History
from clients.measures import attendance_of, dose_of
from clients.models import Assignment, Client, Session, SetLog
from clients.schedule import schedule_of
from exercises.words import within
from programs.engine import Attendance

WEEKS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Adherence:
    """Twelve weeks as a strip and in figures. `dose`: how much of the work asked was done in the sessions trained."""

    heat: Heat
    attendance: Attendance
    dose: Decimal | None

    @property
    def dose_words(self) -> str:
        return "" if self.dose is None else percent(self.dose * 100, places=0)

    @property
    def label(self) -> str:
        return gettext("%(done)s of %(due)s sessions trained, by week") % {
            "done": self.attendance.done,
            "due": self.attendance.due,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    """A day on which a session was due, and what became of it: `kind` is a key of KINDS. `usual`: moved from there."""

    date: dt.date
    kind: str
    words: str
    session: Session | None
    usual: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """Twelve weeks back and this one: every due day, what it comes to, and how much of the work asked was done."""

    first: dt.date
    days: list[DueDay]
    attendance: Attendance
    dose: Decimal | None


def weeks_of(
    history: History, assignment: Assignment, client: Client, user: Any, now: dt.datetime | None = None
) -> Weeks | None:
    """Of what a client follows as a whole. None where nothing was due."""
    today = client.today(now)
    monday = today - dt.timedelta(days=today.weekday())
    first = monday - dt.timedelta(weeks=WEEKS)
    last = monday + dt.timedelta(days=6)
    if assignment.ended_at:
        last = min(last, assignment.ended_at.astimezone(client.zone).date())
    schedule = schedule_of(assignment)
    days = schedule.between(first, last)
    if not days:
        return None
    sessions = {
        row.due_on: row
        for row in Session.objects.for_coach(user)
        .filter(assignment=assignment, due_on__range=(first, last))
        .select_related("assignment")
        .annotate(swapped=Exists(_swapped_sets(user)))
    }
    performed = {each.session.pk: each for each in history.exposures}
    usual = {to: day for day, to in schedule.moved.items()}
    found = [_due(day, sessions.get(day), usual.get(day), performed, today) for day in days]
    return Weeks(
        first=first,
        days=found,
        attendance=attendance_of(((day.kind, day.session) for day in found), performed),
        dose=dose_of(each for each in history.exposures if first <= each.session.due_on <= last),
    )


def _due(
    day: dt.date, session: Session | None, usual: dt.date | None, performed: dict[Any, Exposure], today: dt.date
) -> DueDay:
    kind, words = _kind(day, session, performed, today)
    return DueDay(date=day, kind=kind, words=words, session=session, usual=usual)


def adherence_of(
    history: History, assignment: Assignment, client: Client, user: Any, now: dt.datetime
) -> Adherence | None:
    weeks = weeks_of(history, assignment, client, user, now)
    if weeks is None:
        return None
    told = [(day.date, day.kind, _moved_words(day.kind, day.words, day.usual)) for day in weeks.days]
    drawn = heat(told, first_monday=weeks.first, weeks=WEEKS + 1)
    return Adherence(heat=drawn, attendance=weeks.attendance, dose=weeks.dose)


def _swapped_sets(user: Any) -> Any:
    done = SetLog.objects.for_coach(user).filter(session=OuterRef("pk"), kind=SetLog.Kind.DONE)
    return done.filter(item__swap__isnull=False)


def _moved_words(kind: str, words: str, usual: dt.date | None) -> str:
    """`done, moved from Mon 5 Jan`."""
    return (
        gettext("%(what)s, moved from %(usual)s") % {"what": words or KINDS[kind], "usual": day_words(usual)}
        if usual
        else words
    )


def _kind(day: dt.date, session: Session | None, performed: dict[Any, Exposure], today: dt.date) -> tuple[str, str]:
    """What became of a due day, and the words for it."""
    if session is None or session.status == Session.Status.OPEN:
        return ("plan", "") if day >= today else ("miss", "")
    if session.status == Session.Status.SKIPPED:
        return "miss", gettext("skipped, %(reason)s") % {"reason": within(session.get_skip_reason_display())}
    exposure = performed.get(session.pk)
    if exposure is None and (session.given.program_id or getattr(session, "swapped", False)):
        return "done", ""  # without the progression that is drawn: a day of the program, or another exercise
    if exposure is None:
        return "miss", gettext("nothing logged")
    whole = all(None not in exposure.reps(side) for side in exposure.targets)
    return ("done", "") if whole else ("part", "")
