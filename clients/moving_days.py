"""Days that a coach moves: one session on another date than the weekdays say. Everything else stays."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from accounts.models import User
from clients import happened
from clients.models import Assignment, Client, ScheduleChange, Session, SessionItem, Swap
from clients.pausing import locked_assignment, note_change
from clients.proposals import OPEN_ANEW
from clients.schedule import Schedule, day_words, in_a_pause, schedule_of

SHOWN_DAYS = 6
FARTHEST = dt.timedelta(days=28)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingDay:
    """One due day ahead. `usual`: the day by the weekdays, where it was moved from, and `by` whom."""

    date: dt.date
    usual: dt.date | None = None
    by: User | None = None
    swaps: list[Swap] = field(default_factory=list)


def coming_days(assignment: Assignment, user: Any, today: dt.date) -> list[ComingDay]:
    """The next due days, today's too, who moved them, and the exercises that are swapped. Two queries at most."""
    schedule = schedule_of(assignment)
    days = schedule.between(today, today + 2 * FARTHEST)[:SHOWN_DAYS]
    usual = {to: day for day, to in schedule.moved.items()}
    by = _moved_by(assignment, user) if usual else {}
    swaps: dict[dt.date, list[Swap]] = defaultdict(list)
    of_whole = Q(assignment=assignment) | Q(assignment__parent=assignment)
    rows = Swap.objects.for_coach(user).filter(of_whole, due_on__gte=today)
    for swap in rows.select_related("variation__exercise", "made_by").order_by("made_at"):
        swaps[swap.due_on].append(swap)
    return [
        ComingDay(date=day, usual=usual.get(day), by=by.get(usual[day]) if day in usual else None, swaps=swaps[day])
        for day in days
    ]


def _moved_by(assignment: Assignment, user: Any) -> dict[dt.date, User | None]:
    moves = ScheduleChange.objects.for_coach(user).filter(assignment=assignment, kind=ScheduleChange.Kind.MOVED)
    return {move.day: move.made_by for move in moves.select_related("made_by")}


@transaction.atomic
def move_day(
    client: Client, *, day: dt.date, to: dt.date, by: User, is_late: bool = False, now: dt.datetime | None = None
) -> Assignment:
    """The session due on `day` is done on `to` instead; back on the day of the weekdays, nothing was moved.

    `is_late`: its day is over, and it can still be done. A program's day keeps its place in the program. Raises
    ValidationError keyed by `day` or `to` where that cannot be.
    """
    assignment, today = locked_assignment(client), client.today(now)
    if assignment is None:
        raise ValidationError(gettext("%(name)s follows nothing at the moment.") % {"name": client.first_name})
    schedule = schedule_of(assignment)
    usual = usual_day(schedule, day)
    sessions = Session.objects.filter(practice_id=assignment.practice_id, assignment=assignment)
    if (day < today and not is_late) or not schedule.is_due(day):
        raise ValidationError({"day": gettext("No session is due on %(day)s.") % {"day": day_words(day)}})
    if sessions.filter(due_on=day).exclude(status=Session.Status.OPEN, sets=None).exists():
        raise ValidationError(
            {"day": gettext("The session of %(day)s has begun. It stays where it is.") % {"day": day_words(day)}}
        )
    stands = in_the_way(to, usual, schedule, today)
    if stands or to == day:
        raise ValidationError({"to": stands or gettext("It is on that day already.")})
    others = {due: other for due, other in assignment.moved_days.items() if due != usual.isoformat()}
    assignment.moved_days = others if to == usual else others | {usual.isoformat(): to.isoformat()}
    assignment.save(update_fields=["moved_days"])
    # Opened and not begun, it goes along: a phone that holds it still sends its sets to the same session.
    SessionItem.objects.filter(session__in=sessions.filter(due_on=day)).update(action=OPEN_ANEW)
    sessions.filter(due_on=day).update(due_on=to)
    of_whole = Q(assignment=assignment) | Q(assignment__parent=assignment)
    Swap.objects.filter(of_whole, practice_id=assignment.practice_id, due_on=day).update(due_on=to)
    note_change(assignment, ScheduleChange.Kind.MOVED, usual, to=to, by=by, now=now)
    happened.assignment_changed(assignment, "day_moved")
    return assignment


def usual_day(schedule: Schedule, day: dt.date) -> dt.date:
    """The day by the weekdays of a session that is done on `day`."""
    return next((due for due, other in schedule.moved.items() if other == day), day)


def in_the_way(to: dt.date, usual: dt.date, schedule: Schedule, today: dt.date) -> str:
    """Why nothing can be moved to a day, or nothing."""
    others = {day: other for day, other in schedule.moved.items() if day != usual}
    if to < today:
        return gettext("That day is over. Choose today or later.")
    if to < schedule.start:
        return gettext("Training begins on %(start)s. Choose that day or a later one.") % {
            "start": day_words(schedule.start)
        }
    if abs(to - usual) > FARTHEST:
        return gettext("At most four weeks away from %(usual)s.") % {"usual": day_words(usual)}
    if in_a_pause(to, schedule.pauses):
        return gettext("Training is paused then. Choose another day.")
    if to in others:
        return gettext("The session of %(to)s was moved to %(others)s. Move that one back first.") % {
            "to": day_words(to),
            "others": day_words(others[to]),
        }
    if to != usual and schedule.is_taken(to):
        return gettext("%(to)s has a session already. Choose a free day.") % {"to": day_words(to)}
    return ""
