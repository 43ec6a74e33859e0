"""Which pages are to be on a client's phone, each with a mark that changes when it may look different."""

import datetime as dt
import hashlib
from typing import Any

from django.db.models import Count, Max, Q
from django.urls import reverse

from clients.ahead import days_ahead
from clients.models import Assignment, Client, Comment, Proposal, Session, SetLog, SetRevision, Swap
from clients.past import past_sessions
from clients.schedule import place_of
from clients.services import active_assignment, due_today
from clients.today import client_of
from exercises.models import Exercise

KEPT_BEHIND = 5  # sessions that are over
MOST_EXERCISES = 12


def pages_to_keep(user: Any, *, shell: str, now: dt.datetime | None = None) -> list[dict[str, str]]:
    """`{url, mark}` of each page, the most needed first, in a fixed number of queries.

    `shell`: what every page looks like, such as the version of the app and the language.
    """
    client = client_of(user)
    if client is None:
        return [_page(name, shell) for name in ("me:today", "me:signs", "me:settings", "offline")]
    assignment, today = active_assignment(client), client.today(now)
    days = days_ahead(assignment, today) if assignment else []
    plan = _mark(shell, *_facts(user, client, assignment, today))
    over = past_sessions(user).prefetch_related(None).annotate(said=Count("comments"))[:KEPT_BEHIND]
    return [
        _page("me:today", plan),
        *(_page("me:ahead", plan, day) for day in days),
        *(_page("library:exercise", shell, slug) for slug in _slugs(user, assignment, days, today)),
        _page("me:signs", shell),
        _page("library:list", shell),
        *(_page("me:done", _mark(plan, each.finished_at, each.next_day_pain, each.said), each.pk) for each in over),
        *(_page(name, plan) for name in ("me:messages", "me:history", "me:ladder", "me:settings")),
        _page("offline", shell),
    ]


def _page(name: str, mark: str, *args: Any) -> dict[str, str]:
    return {"url": reverse(name, args=args), "mark": mark}


def _mark(*facts: Any) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:12]


def _facts(user: Any, client: Client, assignment: Assignment | None, today: dt.date) -> list[Any]:
    """What the pages of a client follow from. Six queries."""
    proposals = Proposal.objects.for_user(user).aggregate(Count("pk"), Max("created_at"), Max("decided_at"))
    sessions = Session.objects.for_user(user).aggregate(Count("pk"), Max("finished_at"), Max("next_day_pain_at"))
    sets = SetLog.objects.for_user(user).aggregate(Count("pk"), Max("received_at"))
    revisions = SetRevision.objects.for_user(user).aggregate(Max("replaced_at"))
    swaps = Swap.objects.for_user(user).filter(due_on__gte=today).aggregate(Count("pk"), Max("made_at"))
    comments = Comment.objects.for_user(user).aggregate(Count("pk"), Max("created_at"))
    asked = [proposals, sessions, sets, revisions, swaps, comments]
    own = [client.unit, client.time_zone, client.inventory, client.body_mass_kg, client.status, client.name]
    plan = assignment and [
        *(assignment.pk, assignment.program_id, assignment.progression_id, assignment.weekdays, assignment.pauses),
        *(assignment.moved_days, due_today(assignment, today)),
    ]
    return [today, own, plan, *(sorted(each.items()) for each in asked)]


def _slugs(user: Any, assignment: Assignment | None, days: list[dt.date], today: dt.date) -> list[str]:
    """The exercises of the coming sessions: of the ladders that are climbed, and those that the program fixes."""
    if assignment is None:
        return []
    ladders = Assignment.objects.for_user(user).active().tracked()
    ladders = ladders.filter(Q(pk=assignment.pk) | Q(parent=assignment)).values("progression")
    wanted = Q(variations__rungs__progression__in=ladders)
    if assignment.program_id:
        for week, day in {place_of(assignment, each) for each in (today, *days)}:
            wanted |= Q(
                variations__programitem__day__program=assignment.program_id,
                variations__programitem__day__week=week,
                variations__programitem__day__day=day,
            )
    rows = Exercise.objects.for_user(user).current().filter(wanted)
    return list(rows.order_by("slug").values_list("slug", flat=True).distinct()[:MOST_EXERCISES])
