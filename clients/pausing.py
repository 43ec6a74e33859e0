"""Training that stands still for a while, goes on again, or ends early."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from clients import happened
from clients.assigning import end_assignment
from clients.models import Assignment, Client, ScheduleChange, Session
from clients.people import update_client
from clients.schedule import paused_since
from clients.services import active_assignment


@transaction.atomic
def pause_training(client: Client, *, by: User, now: dt.datetime | None = None) -> Client:
    """Nothing comes due from today on, until training is resumed. Pausing twice is pausing once.

    A day that is trained or skipped already stays what it was: the pause begins the day after.
    """
    assignment = locked_assignment(client)
    if assignment and paused_since(assignment) is None:
        first = _first_free_day(assignment, client.today(now))
        assignment.pauses = [*assignment.pauses, [first.isoformat(), None]]
        assignment.save(update_fields=["pauses"])
        note_change(assignment, ScheduleChange.Kind.PAUSED, first, by=by, now=now)
        happened.assignment_changed(assignment, "paused")
    return update_client(client, status=Client.Status.PAUSED)


def _first_free_day(assignment: Assignment, today: dt.date) -> dt.date:
    over = Session.objects.filter(practice_id=assignment.practice_id, assignment=assignment).exclude(
        status=Session.Status.OPEN
    )
    return today + dt.timedelta(days=over.filter(Q(due_on=today) | Q(performed_on=today)).exists())


@transaction.atomic
def resume_training(client: Client, *, by: User, now: dt.datetime | None = None) -> Client:
    """Training days come due again from today on. How careful the first one is, the engine reads from the days away."""
    assignment = locked_assignment(client)
    if assignment and (first := paused_since(assignment)):
        assignment.pauses = _resumed(assignment, first, client.today(now))
        assignment.save(update_fields=["pauses"])
        note_change(assignment, ScheduleChange.Kind.RESUMED, client.today(now), by=by, now=now)
        happened.assignment_changed(assignment, "resumed")
    return update_client(client, status=Client.Status.ACTIVE)


def _resumed(assignment: Assignment, first: dt.date, today: dt.date) -> list[list[str | None]]:
    yesterday = today - dt.timedelta(days=1)
    over: list[list[str | None]] = [[first.isoformat(), yesterday.isoformat()]]
    closed = over if first <= yesterday else []  # resumed before it began: there was no pause
    return [*(each for each in assignment.pauses if each[1]), *closed]


def pauses_of(assignment: Assignment, client: Client, today: dt.date) -> list[list[str | None]]:
    """The pauses of something that goes on again after it had ended: open while the client is paused, else closed."""
    first = paused_since(assignment)
    if client.status == Client.Status.PAUSED and first is None:
        return [*assignment.pauses, [today.isoformat(), None]]
    if client.status != Client.Status.PAUSED and first is not None:
        return _resumed(assignment, first, today)
    pauses: list[list[str | None]] = assignment.pauses
    return pauses


@transaction.atomic
def end_early(client: Client) -> Assignment:
    """What the client follows ends today; its history stays. Raises ValidationError when nothing runs."""
    assignment = locked_assignment(client)
    if assignment is None:
        raise ValidationError(gettext("%(name)s follows nothing at the moment.") % {"name": client.first_name})
    end_assignment(assignment)
    return assignment


def note_change(
    assignment: Assignment,
    kind: ScheduleChange.Kind,
    day: dt.date,
    *,
    by: User,
    to: dt.date | None = None,
    now: dt.datetime | None = None,
) -> None:
    """Keep who changed the days of what a client follows."""
    row = ScheduleChange(
        practice_id=assignment.practice_id, assignment=assignment, kind=kind, day=day, to=to, made_by=by
    )
    row.made_at = now or timezone.now()
    row.full_clean(exclude=["practice", "assignment", "made_by"], validate_unique=False, validate_constraints=False)
    row.save()


def locked_assignment(client: Client) -> Assignment | None:
    """What the client follows, with nobody else changing it meanwhile."""
    Client.objects.select_for_update().get(pk=client.pk)
    return active_assignment(client)
