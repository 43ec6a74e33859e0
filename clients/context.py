"""What the frame of every page needs. Lazy: a page that draws no coach's frame asks the database nothing."""

import datetime as dt
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.access import is_coach, membership_of
from clients.inbox import attention_count
from clients.models import Assignment, Client, Session
from clients.own_exercises import own_exercises
from clients.schedule import schedule_of
from clients.threads import unread_count

SHOWN_TODAY = 8  # names in the sidebar; the clients' list has them all


def frame(request: HttpRequest) -> dict[str, Any]:
    """membership, audience_base, nav_count (sessions that need the coach), nav_unread (comments that the reader's side
    has not seen), training_today ([{name, url}]), has_clients (for pages that are empty without one),
    own_exercises (what a client is assigned, for the library).
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {
            "membership": None,
            "audience_base": "base.html",
            "nav_count": 0,
            "nav_unread": 0,
            "training_today": [],
            "has_clients": False,
            "own_exercises": [],
        }
    coach = is_coach(user)
    bases = {True: "coach/base.html", False: "client/base.html"}
    return {
        "membership": membership_of(user),
        "audience_base": bases[coach] if membership_of(user) else "base.html",
        "nav_count": SimpleLazyObject(lambda: attention_count(user)) if coach else 0,
        "nav_unread": SimpleLazyObject(lambda: unread_count(user)),
        "training_today": SimpleLazyObject(lambda: training_today(user)) if coach else [],
        "has_clients": SimpleLazyObject(lambda: Client.objects.for_coach(user).current().exists()) if coach else False,
        "own_exercises": [] if coach else SimpleLazyObject(lambda: own_exercises(user)),
    }


def training_today(user: Any, *, now: dt.datetime | None = None) -> list[dict[str, str]]:
    """The coach's clients whose training day is today, where they are, and who have not trained yet. Two queries."""
    now = now or timezone.now()
    handled = Session.objects.for_coach(user).filter(assignment=OuterRef("pk")).exclude(status=Session.Status.OPEN)
    rows = (
        Assignment.objects.for_coach(user)
        .active()
        .whole()
        .filter(
            _trains_today(user, now) | ~Q(moved_days={}),
            client__status=Client.Status.ACTIVE,
            start_date__lte=now.date() + dt.timedelta(days=1),
        )
        .annotate(**{f"handled_{n}": Exists(handled.filter(due_on=now.date() + dt.timedelta(days=n))) for n in (0, 1)})
        .annotate(handled_before=Exists(handled.filter(due_on=now.date() - dt.timedelta(days=1))))
        .select_related("client", "program")
        .with_filled()
        .order_by("client__name")
    )
    # Read a few at a time: a large practice has hundreds, and the first eight are shown.
    read = rows.iterator(chunk_size=4 * SHOWN_TODAY)
    due = (row.client for row in read if _is_due(row, row.client.today(now), now.date()))
    return [
        {"name": client.name, "url": reverse("coach:client", args=[client.pk])} for client in islice(due, SHOWN_TODAY)
    ]


def _trains_today(user: Any, now: dt.datetime) -> Q:
    """Whose weekday it is, by the date in each one's own time zone."""
    found = Q(pk=None)
    for zone in Client.objects.for_coach(user).order_by().values_list("time_zone", flat=True).distinct():
        found |= Q(client__time_zone=zone, weekdays__contains=[now.astimezone(ZoneInfo(zone)).weekday()])
    return found


def _is_due(assignment: Any, today: dt.date, utc_today: dt.date) -> bool:
    """`today` is the client's own date: the day before, the same or the day after the server's."""
    handled = {-1: assignment.handled_before, 0: assignment.handled_0, 1: assignment.handled_1}[
        (today - utc_today).days
    ]
    return not handled and schedule_of(assignment).is_due(today)
