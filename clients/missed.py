"""Days missed: who has not trained though it was due, noticed by a worker and put before the coach once."""

import datetime as dt
from collections import defaultdict
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from clients.attention import RANKS, Reason
from clients.models import Assignment, Client, ReviewCard, Session
from clients.schedule import ONE_DAY, schedule_of

A_WEEK = dt.timedelta(days=7)
LOOK_BACK = dt.timedelta(days=28)
MISSED_TO_ASK = 2  # sessions missed in a row, or a week without one


@transaction.atomic
def notice_missed(practice_id: UUID, *, now: dt.datetime | None = None) -> int:
    """Raise a card for every client who missed two sessions in a row, or has not trained for a week though it was due.

    After a coach has looked, two more have to be missed. Returns how many cards were raised or changed. For a worker:
    three queries for a practice, and one for each card.
    """
    now = now or timezone.now()
    running = list(
        Assignment.objects.active()
        .whole()
        .filter(practice_id=practice_id, client__status=Client.Status.ACTIVE)
        .select_related("client", "program")
        .with_filled()
    )
    handled = _handled(practice_id, now)
    cards: dict[UUID, list[ReviewCard]] = defaultdict(list)
    for card in ReviewCard.objects.filter(practice_id=practice_id, kind=ReviewCard.Kind.MISSED).order_by("happened_at"):
        cards[card.client_id].append(card)
    changed = 0
    for assignment in running:
        days = missed_days(assignment, handled[assignment.pk], now)
        changed += _note_missed(assignment, days, cards[assignment.client_id], now)
    return changed


def _handled(practice_id: UUID, now: dt.datetime) -> dict[UUID, set[dt.date]]:
    """The due days that were trained or skipped, of each assignment, lately."""
    rows = Session.objects.filter(practice_id=practice_id, due_on__gte=now.date() - LOOK_BACK).exclude(
        status=Session.Status.OPEN
    )
    days: dict[UUID, set[dt.date]] = defaultdict(set)
    for assignment_id, due_on in rows.values_list("assignment_id", "due_on"):
        days[assignment_id].add(due_on)
    return days


def missed_days(assignment: Assignment, handled: set[dt.date], now: dt.datetime) -> list[dt.date]:
    """The due days that passed since the last one that was trained or skipped, of the last four weeks."""
    today = assignment.client.today(now)
    first = max(handled, default=today - LOOK_BACK) + ONE_DAY
    return schedule_of(assignment).between(first, today - ONE_DAY)


def _note_missed(assignment: Assignment, days: list[dt.date], cards: list[ReviewCard], now: dt.datetime) -> int:
    card = next((each for each in cards if each.closed_at is None), None)
    if card is None:
        looked = max(
            (each.closed_at.astimezone(assignment.client.zone).date() for each in cards if each.closed_at), default=None
        )
        days = [day for day in days if looked is None or day >= looked]
        today = assignment.client.today(now)
        if len(days) < MISSED_TO_ASK and not (days and today - days[0] >= A_WEEK):
            return 0
        card = ReviewCard(
            practice_id=assignment.practice_id,
            client=assignment.client,
            kind=ReviewCard.Kind.MISSED,
            urgency=RANKS["missed"],
            happened_at=now,
        )
    elif not days:
        return 0  # they train again; the card stays until somebody has seen it
    reasons: list[Reason] = [
        {"code": "missed", "rank": RANKS["missed"], "value": len(days), "days": [day.isoformat() for day in days]}
    ]
    if card.reasons == reasons:
        return 0
    card.reasons, card.changed_at = reasons, now
    card.save()
    return 1
