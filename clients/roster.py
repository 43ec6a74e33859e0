"""The clients of a practice as a list: what needs attention, when they train, where they stand. Reads only."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext

from clients.attention import DECIDE, KNOW, STOP
from clients.inbox import GROUPS, SmallLadder, queue
from clients.inbox_words import Badge
from clients.models import Assignment, Client, Invitation, Proposal, Session, Target
from clients.narrowing import EVERYONE, Narrowing
from clients.schedule import schedule_of
from clients.threads import unread_by, unread_of
from clients.trends import Trend, read_trends

PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One client in the list. `next_on`: the next training day; `last_on`: the last day trained; `unread`: comments
    of the client that no coach has seen.
    """

    client: Client
    badge: Badge | None
    assignment: Assignment | None
    next_on: dt.date | None
    last_on: dt.date | None
    ladder: SmallLadder | None
    trend: Trend | None = None
    group: int | None = None
    unread: int = 0
    is_today: bool = False


def found_clients(user: Any, wanted: Narrowing = EVERYONE) -> Any:
    """The gate of the list: a coach's clients by name, e-mail, note or tag, by status, tag and coach."""
    rows = Client.objects.for_coach(user).select_related("coach").order_by("name", "pk")
    for word in wanted.q.split()[:6]:
        rows = rows.filter(
            Q(name__icontains=word) | Q(email__icontains=word) | Q(side_note__icontains=word) | Q(tags__icontains=word)
        )
    if wanted.tag:
        rows = rows.filter(tags__contains=[wanted.tag])
    if wanted.coach:
        rows = rows.filter(coach=wanted.coach)
    if wanted.status == "attention":
        return rows.current().filter(Exists(queue(user).filter(client=OuterRef("pk"), group__lt=KNOW)))
    if wanted.status == "messages":
        return rows.filter(Exists(unread_by(user).filter(client=OuterRef("pk"))))
    return rows.filter(status=wanted.status) if wanted.status in Client.Status.values else rows.current()


def read_page(user: Any, wanted: Narrowing, number: str | None) -> tuple[Page[Any], list[Row]]:
    """One page of the list. Names are sorted by the database; what is worked out is worked out for all, then cut."""
    found = found_clients(user, wanted)
    if wanted.sort == "name":
        page = Paginator(found.order_by("-name" if wanted.down else "name", "pk"), PAGE).get_page(number)
        return page, read_rows(user, list(page.object_list))
    page = Paginator(in_order(read_rows(user, list(found)), wanted), PAGE).get_page(number)
    return page, list(page.object_list)


SORT_KEYS: dict[str, Callable[[Row], Any]] = {
    "attention": lambda row: row.group or (row.badge and KNOW + 1),
    "next": lambda row: row.next_on,
    "last": lambda row: row.last_on,
    "ladder": lambda row: row.ladder and (min(row.ladder.left, row.ladder.right), row.ladder.left + row.ladder.right),
    "trend": lambda row: None if row.trend is None else row.trend.rank,
}


def in_order(rows: list[Row], wanted: Narrowing) -> list[Row]:
    """Sorted by the column, by name among equals; who has nothing there comes last, either way round."""
    key = SORT_KEYS[wanted.sort]
    known = [row for row in rows if key(row) is not None]
    return sorted(known, key=key, reverse=wanted.down) + [row for row in rows if key(row) is None]


def read_rows(user: Any, clients: list[Client], *, now: dt.datetime | None = None) -> list[Row]:
    """Rows for these clients; the same few queries however many there are."""
    now = now or timezone.now()
    ids = [client.pk for client in clients]
    followed = list(_assignments(user, ids))
    running = {each.client_id: each for each in followed if each.parent_id is None}
    climbed = _climbed(followed, running)
    groups = _groups(user, ids)
    invited = set(
        Invitation.objects.for_coach(user)
        .filter(client__in=ids, accepted_at=None, expires_at__gt=now)
        .values_list("client_id", flat=True)
    )
    last = _last_sessions(user, ids)
    handled = _handled(user, ids, now)
    trends = read_trends(user, ids)
    unread = unread_of(user, ids)
    return [
        _row(
            client,
            running.get(client.pk),
            climbed.get(client.pk),
            groups.get(client.pk),
            client.pk in invited,
            last.get(client.pk),
            handled[client.pk],
            trends.get(client.pk),
            unread.get(client.pk, 0),
            now,
        )
        for client in clients
    ]


def _assignments(user: Any, ids: list[UUID]) -> Any:
    """What runs: each client's one assignment, and the tracks of programs in the order they were made."""
    standing = (
        Proposal.objects.for_coach(user)
        .exclude(status=Proposal.Status.SUPERSEDED)
        .order_by("assignment_id", "-created_at", "-id")
        .distinct("assignment_id")
    )
    return (
        Assignment.objects.for_coach(user)
        .active()
        .filter(client__in=ids)
        .order_by("created_at", "pk")
        .select_related("program", "progression", "start_rung")
        .annotate(rungs=Count("progression__rungs"))
        .with_filled()
        .prefetch_related(Prefetch("proposals", standing, to_attr="standing"))
    )


def _climbed(followed: list[Assignment], running: dict[UUID, Assignment]) -> dict[UUID, Assignment]:
    """Whose ladder a client's row draws: the progression they follow, or the first one of their program."""
    found: dict[UUID, Assignment] = {}
    for each in followed:
        whole = running.get(each.client_id)
        if each.progression_id and whole and whole.pk in (each.pk, each.parent_id):
            found.setdefault(each.client_id, each)
    return found


def _groups(user: Any, ids: list[UUID]) -> dict[UUID, int]:
    """The most urgent group of each client in the review queue."""
    found: dict[UUID, int] = {}
    for client_id, group in queue(user).filter(client__in=ids).values_list("client_id", "group"):
        found.setdefault(client_id, group)
    return found


def _last_sessions(user: Any, ids: list[UUID]) -> dict[UUID, Session]:
    targets = Target.objects.for_coach(user).select_related("rung")
    rows = (
        Session.objects.for_coach(user)
        .filter(client__in=ids, status=Session.Status.FINISHED)
        .order_by("client_id", "-performed_on", "-finished_at")
        .distinct("client_id")
        .prefetch_related(Prefetch("items__targets", targets))
    )
    return {row.client_id: row for row in rows}


def _handled(user: Any, ids: list[UUID], now: dt.datetime) -> dict[UUID, set[dt.date]]:
    since = now.date() - dt.timedelta(days=14)
    rows = (
        Session.objects.for_coach(user)
        .filter(client__in=ids, due_on__gte=since, assignment__status="active")
        .exclude(status=Session.Status.OPEN)
    )
    days: dict[UUID, set[dt.date]] = defaultdict(set)
    for client_id, due_on in rows.values_list("client_id", "due_on"):
        days[client_id].add(due_on)
    return days


def _row(
    client: Client,
    assignment: Any,
    climbed: Any,
    group: int | None,
    invited: bool,
    last: Any,
    handled: set[dt.date],
    trend: Trend | None,
    unread: int,
    now: dt.datetime,
) -> Row:
    today = client.today(now)
    next_on = next_day(assignment, today, handled) if assignment and client.status == Client.Status.ACTIVE else None
    return Row(
        client=client,
        badge=_badge(client, assignment, group, invited),
        assignment=assignment,
        next_on=next_on,
        last_on=last.performed_on if last else None,
        ladder=_ladder(climbed, last) if climbed else None,
        is_today=next_on == today,
        trend=trend,
        group=group,
        unread=unread,
    )


def next_day(assignment: Assignment, today: dt.date, handled: set[dt.date]) -> dt.date | None:
    """Today when a session is due (a missed one of the last days too), else the next training day; None after the
    last day of a program.
    """
    schedule = schedule_of(assignment)
    return today if schedule.due_now(today, handled) else schedule.next_after(today)


GROUP_BADGES = {
    STOP: Badge(tone="danger", icon="pain", text=GROUPS[STOP]),
    DECIDE: Badge(tone="accent", icon="adjust", text=GROUPS[DECIDE]),
}


def _badge(client: Client, assignment: Any, group: int | None, invited: bool) -> Badge | None:
    """What needs attention first; else the status that is not the usual one."""
    if group in GROUP_BADGES:
        return GROUP_BADGES[group]
    if client.status != Client.Status.ACTIVE:
        return Badge(tone="plain", icon="hold", text=client.get_status_display())
    if assignment is None:
        return Badge(tone="caution", icon="calendar", text=gettext("Nothing assigned"))
    if client.user_id is None:
        return Badge(tone="plain", icon="mail", text=gettext("Invited") if invited else gettext("Not invited"))
    return Badge(tone="plain", icon="inbox", text=gettext("To review")) if group == KNOW else None


def _ladder(track: Any, last: Any) -> SmallLadder:
    """Where each side stands: what was decided last, else where they trained last, else where they start."""
    at = {"both": track.start_rung.position}
    items = [item for item in last.items.all() if item.assignment_id == track.pk] if last else []
    at = {target.side: target.rung.position for item in items for target in item.targets.all() if target.rung} or at
    outcome = track.standing[0].outcome if track.standing else None
    if outcome:
        at = {side: values["position"] for side, values in outcome.items()}
    lowest = min(at.values())
    return SmallLadder(
        count=track.rungs,
        left=at.get("left", at.get("both", lowest)),
        right=at.get("right", at.get("both", lowest)),
    )
