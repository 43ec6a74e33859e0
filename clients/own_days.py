"""A session on another day, as the client moves it: the one whose turn it is, and no farther than the one after it."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from clients.models import Assignment, Client, Session
from clients.moving_days import in_the_way, move_day, usual_day
from clients.pausing import locked_assignment
from clients.schedule import Schedule, schedule_of
from clients.services import active_assignment, due_today

AHEAD = dt.timedelta(days=7)  # farther is for the coach, who sees the whole plan


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMove:
    """The session that may be moved, and the days it may be moved to, each free. `usual`: its day by the weekdays.

    `of`: the assignment.
    """

    of: UUID
    day: dt.date
    usual: dt.date
    days: list[dt.date] = field(default_factory=list)

    def may_be_on(self, day: dt.date) -> bool:
        return day in self.days


def own_move(client: Client, today: dt.date) -> OwnMove | None:
    """What may be moved today; None where nothing is due, training stands still, or its session has begun."""
    assignment = active_assignment(client)
    if assignment is None or client.status != Client.Status.ACTIVE:
        return None
    return move_of(assignment, today)


def move_of(assignment: Assignment, today: dt.date) -> OwnMove | None:
    schedule = schedule_of(assignment)
    due = due_today(assignment, today)
    day = due or schedule.next_after(today)
    sessions = Session.objects.filter(practice_id=assignment.practice_id, assignment=assignment)
    if day is None or sessions.filter(due_on=day).exclude(status=Session.Status.OPEN, sets=None).exists():
        return None
    trained = sessions.filter(performed_on=today, status=Session.Status.FINISHED).exists()
    first = today + dt.timedelta(days=trained or due is not None)  # what is due can be done today as it is
    usual = usual_day(schedule, day)
    return OwnMove(of=assignment.pk, day=day, usual=usual, days=_free(schedule, day, usual, first, today))


def _free(schedule: Schedule, day: dt.date, usual: dt.date, first: dt.date, today: dt.date) -> list[dt.date]:
    """From `first` to the day before the session after this one."""
    last = max(day, today) + AHEAD
    after = schedule.next_after(max(day, today))
    if after is not None:
        last = min(last, after - dt.timedelta(days=1))
    found = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    return [each for each in found if each != day and not in_the_way(each, usual, schedule, today)]


@transaction.atomic
def move_own(
    client: Client, *, to: dt.date, by: User, day: dt.date | None = None, now: dt.datetime | None = None
) -> Assignment:
    """The client's next session is done on `to`. The coach sees who moved it.

    `day`: which session was meant, where a page may be old; `now`: when it was said. Raises ValidationError keyed by
    `to`.
    """
    assignment, today = locked_assignment(client), client.today(now)
    found = move_of(assignment, today) if assignment and client.status == Client.Status.ACTIVE else None
    if found is None or day not in (None, found.day):
        raise ValidationError({"to": _("There is no session to move.")})
    if not found.may_be_on(to):
        raise ValidationError({"to": _("That day is not free any more. Choose one of these.")})
    return move_day(client, day=found.day, to=to, by=by, is_late=found.day < today, now=now)
