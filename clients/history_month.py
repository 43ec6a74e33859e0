"""A month of a client as a calendar: what was done, skipped, missed, moved, and what is coming. Reads only."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext, gettext_lazy

from clients.models import Assignment, Client, Session, SetLog, Target
from clients.schedule import last_due, schedule_of
from exercises.words import long_day, weekday_name
from exercises.words import month_of as month_name

AHEAD_MONTHS = 2  # what has no end is shown so far ahead
KINDS = {
    "done": gettext_lazy("done"),
    "part": gettext_lazy("part of it"),
    "skipped": gettext_lazy("skipped"),
    "missed": gettext_lazy("missed"),
    "moved": gettext_lazy("moved"),
    "coming": gettext_lazy("coming"),
}
STRENGTH = list(KINDS)  # of two things on one day the earlier in this list is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the month. `kind`: one of KINDS, or empty; `said`: all of it in words; `session`: the page to open."""

    date: dt.date
    kind: str = ""
    said: str = ""
    session: Any = None
    is_today: bool = False


@dataclass(slots=True, kw_only=True)
class Month:
    """Weeks of seven places, None where the day is of another month. `before`, `after`: `2026-01`, or empty."""

    first: dt.date
    weeks: list[list[Day | None]]
    before: str = ""
    after: str = ""
    kinds: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return month_name(self.first)

    @property
    def heads(self) -> list[dict[str, str]]:
        """Monday first: short, and whole for whoever does not see it."""
        return [{"short": weekday_name(day, short=True), "whole": weekday_name(day)} for day in range(7)]


def month_of(client: Client, user: Any, wanted: str = "", *, today: dt.date | None = None) -> Month:
    """`wanted`: `2026-01`; anything else is this month, what lies outside of the training the nearest inside.

    The same few queries however long somebody has trained.
    """
    today = today or client.today()
    assignments = list(
        Assignment.objects.for_user(user)
        .whole()
        .filter(client=client)
        .select_related("client", "program")
        .with_filled()
        .order_by("created_at")
    )
    low, high = _range(client, user, assignments, today)
    first = min(max(_asked(wanted) or today.replace(day=1), low), high)
    days = _days(client, user, [each for each in assignments if each.start_date <= _last_of(first)], first, today)
    month = Month(first=first, weeks=_weeks(first, days, today))
    month.before = f"{_shifted(first, -1):%Y-%m}" if first > low else ""
    month.after = f"{_shifted(first, 1):%Y-%m}" if first < high else ""
    shown = {day.kind for day in days.values()}
    month.kinds = [(kind, words) for kind, words in KINDS.items() if kind in shown]
    return month


def _asked(wanted: str) -> dt.date | None:
    found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", wanted)
    return dt.date(int(found[1]), int(found[2]), 1) if found else None


def _shifted(first: dt.date, months: int) -> dt.date:
    count = first.year * 12 + first.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)


def _last_of(first: dt.date) -> dt.date:
    return _shifted(first, 1) - dt.timedelta(days=1)


def _range(client: Client, user: Any, assignments: list[Assignment], today: dt.date) -> tuple[dt.date, dt.date]:
    """The months that have anything to show, this one always."""
    oldest = Session.objects.for_user(user).filter(client=client).aggregate(day=Min("due_on"))["day"]
    starts = [each.start_date for each in assignments]
    low = min([day for day in (oldest, *starts) if day] + [today])
    running = next((each for each in assignments if each.status == Assignment.Status.ACTIVE), None)
    high = today.replace(day=1)
    if running:
        end = last_due(running) if running.program_id else _shifted(high, AHEAD_MONTHS)
        high = max(high, (end or today).replace(day=1))
    return low.replace(day=1), high


def _weeks(first: dt.date, days: dict[dt.date, Day], today: dt.date) -> list[list[Day | None]]:
    shown = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return [
        [
            replace(days.get(day, Day(date=day)), is_today=day == today) if day.month == first.month else None
            for day in week
        ]
        for week in shown
    ]


# --- What became of each day ----------------------------------------------------------------------------------


def _days(
    client: Client, user: Any, assignments: list[Assignment], first: dt.date, today: dt.date
) -> dict[dt.date, Day]:
    last = _last_of(first)
    sessions = _sessions(client, user, first, last)
    found: dict[dt.date, Day] = {}

    def show(day: Day) -> None:
        before = found.get(day.date)
        if first <= day.date <= last and (before is None or STRENGTH.index(day.kind) < STRENGTH.index(before.kind)):
            found[day.date] = day

    for session in sessions:
        for day in _of_session(session):
            show(day)
    handled = {(each.assignment_id, each.due_on) for each in sessions if each.status != Session.Status.OPEN}
    for assignment in assignments:
        for day in _of_schedule(assignment, first, last, today):
            if (assignment.pk, day.date) not in handled:
                show(day)
    return found


def _sessions(client: Client, user: Any, first: dt.date, last: dt.date) -> list[Any]:
    """With how many sets were asked, and how many were done."""
    asked = Target.objects.for_user(user).filter(item__session=OuterRef("pk")).order_by().values("item__session")
    done = SetLog.objects.for_user(user).filter(session=OuterRef("pk"), kind=SetLog.Kind.DONE).order_by()
    return list(
        Session.objects.for_user(user)
        .filter(Q(due_on__range=(first, last)) | Q(performed_on__range=(first, last)), client=client)
        .annotate(asked=Subquery(asked.annotate(n=Sum("sets")).values("n")))
        .annotate(did=Subquery(done.values("session").annotate(n=Count("pk")).values("n")))
        .order_by("finished_at")
    )


def _of_session(session: Any) -> list[Day]:
    """The day of a session that is over; where it was done on another, the day that it was due as well."""
    if session.status == Session.Status.SKIPPED:
        reason = session.get_skip_reason_display()
        words = gettext("skipped: %(reason)s") % {"reason": reason.lower()} if reason else str(KINDS["skipped"])
        return [_day(session.due_on, "skipped", words, session)]
    if session.status != Session.Status.FINISHED:
        return []
    on = session.performed_on or session.due_on
    kind = "done" if (session.did or 0) >= (session.asked or 0) else "part"
    found = [_day(on, kind, str(KINDS[kind]), session)]
    if on != session.due_on:
        found.append(_day(session.due_on, "moved", gettext("done on %(day)s") % {"day": long_day(on)}, session))
    return found


def _of_schedule(assignment: Assignment, first: dt.date, last: dt.date, today: dt.date) -> list[Day]:
    """Due days without a session, and days that were moved away. Of what has ended, those before its last day."""
    schedule = schedule_of(assignment)
    ended = assignment.ended_at.astimezone(assignment.client.zone).date() if assignment.ended_at else None
    if ended:
        last = min(last, ended - dt.timedelta(days=1))
    days = [
        _day(to_day, "coming" if to_day >= today else "missed", "")
        for to_day in schedule.between(first, last)
        if ended is None or to_day < today
    ]
    for day, to in schedule.moved.items():
        if first <= day <= last:
            days.append(_day(day, "moved", gettext("moved to %(day)s") % {"day": long_day(to)}))
    return days


def _day(date: dt.date, kind: str, words: str, session: Any = None) -> Day:
    said = gettext("%(day)s: %(what)s") % {"day": long_day(date), "what": words or KINDS[kind]}
    return Day(date=date, kind=kind, said=said, session=session.pk if session else None)
