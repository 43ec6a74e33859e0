"""The sessions to come, as they would be opened if all goes as planned. Writes nothing.

The next one asks what stands now; each later one what would follow if the ones before were done as they are asked.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clients.ahead_ids import id_to_open, item_ids
from clients.card import Card, cards_of, items_for
from clients.freezing import Asked, Blocked, asked_of_history
from clients.history import Done, Exposure, History, PastSession, read_history
from clients.models import Assignment, Client, Session, SessionItem, SetLog, Target
from clients.proposals import expected_proposal
from clients.schedule import schedule_of
from clients.services import active_assignment, asked_for, due_today
from programs.models import Implement

KEPT_AHEAD = 3  # sessions after today's that are on the phone


@dataclass(slots=True, kw_only=True)
class Ahead:
    """One session to come. Without cards training waits for the coach. `is_next`: no other one comes before it."""

    session: Session
    is_next: bool
    cards: list[Card] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return "training" if self.cards else "blocked"

    @property
    def date(self) -> dt.date:
        return self.session.due_on

    @property
    def title(self) -> str:
        return _("%(day)s’s session") % {"day": date_format(self.date, "l")}


def days_ahead(assignment: Assignment, today: dt.date) -> list[dt.date]:
    """The days of the next sessions after today's."""
    return list(islice(_following(assignment, today), KEPT_AHEAD))


def _following(assignment: Assignment, today: dt.date) -> Iterator[dt.date]:
    schedule = schedule_of(assignment)
    day = schedule.next_after(today)
    while day is not None:
        yield day
        day = schedule.next_after(day)


def read_ahead(user: Any, client: Client, *, due_on: dt.date, now: dt.datetime | None = None) -> Ahead | None:
    """The session of a day as it stands now: today's before it is opened, or one of the next. None for other days."""
    now = now or timezone.now()
    assignment, today = active_assignment(client), client.today(now)
    if assignment is None or client.status != Client.Status.ACTIVE:
        return None
    first = due_today(assignment, today)
    days = [*([first] if first else []), *days_ahead(assignment, today)]
    if due_on not in days:
        return None
    before = days[: days.index(due_on)]
    found = Session.objects.for_user(user).filter(assignment=assignment, due_on=due_on).first()
    if found is not None:  # opened before, and moved here
        items = list(items_for(user).filter(session=found).order_by("position"))
        return Ahead(session=found, is_next=not before, cards=cards_of(items), left_out=_left_out(items))
    session = _session(assignment, due_on, now)
    try:
        items = _items(session, _walk(assignment, [*before, due_on], today, now))
    except Blocked:
        return Ahead(session=session, is_next=not before)
    return Ahead(session=session, is_next=not before, cards=cards_of(items), left_out=_left_out(items))


def _left_out(items: list[SessionItem]) -> list[str]:
    return [item.note for item in items if not item.targets.all()]


# --- Walking there ---------------------------------------------------------------------------------------------


def _walk(assignment: Assignment, days: list[dt.date], today: dt.date, now: dt.datetime) -> list[Asked]:
    """What the last of these days asks, the others done as they are asked. Raises Blocked."""
    histories: dict[UUID, History] = {}
    asked: list[Asked] = []
    for day in days:
        asked = _asked_on(assignment, day, histories, on=max(day, today), now=now)
        for each in asked:
            if day != days[-1] and each.track is not None and each.targets:
                _perform(histories[each.track.pk], _begun(assignment, each, day) or each, on=max(day, today))
    return asked


def _asked_on(
    assignment: Assignment, day: dt.date, histories: dict[UUID, History], *, on: dt.date, now: dt.datetime
) -> list[Asked]:
    def of_track(track: Assignment, *, now: dt.datetime, **place: Any) -> Asked:
        history = histories[track.pk] = histories.get(track.pk) or read_history(track)
        standing = expected_proposal(history, on=on) if history.last is not None else None
        return asked_of_history(history, standing, **place)

    return asked_for(assignment, due_on=day, now=now, of_track=of_track)


def _begun(assignment: Assignment, asked: Asked, day: dt.date) -> Asked | None:
    """What the session of a day asks already, where it was opened: it may stand otherwise by now."""
    items = SessionItem.objects.filter(
        practice_id=assignment.practice_id,
        session__assignment=assignment,
        session__due_on=day,
        assignment=asked.track,
    )
    item = items.prefetch_related("targets").first()
    targets = list(item.targets.all()) if item else []
    return Asked(targets=targets, track=asked.track, is_deload=item.is_deload) if item and targets else None


def _perform(history: History, asked: Asked, *, on: dt.date) -> None:
    """The history goes on as if this was done as it is asked, every set."""
    assignment = history.assignment
    session = Session(assignment=assignment, due_on=on, performed_on=on, status=Session.Status.FINISHED)
    item = SessionItem(session=session, assignment=assignment, is_deload=asked.is_deload)
    targets = {target.side: target for target in asked.targets}
    sets = [row for target in asked.targets for row in _sets(target)]
    exposure = Exposure(session, item, targets, sets, assignment.client.unit)
    history.exposures.append(exposure)
    done = {side: _as_asked(target) for side, target in targets.items()}
    history.past.append(PastSession(session.pk, on, asked.is_deload, done))


def _as_asked(target: Target) -> Done:
    unit = "" if target.implement == Implement.BAND else target.unit
    return Done(target.asked_rung_id, target.asked_load, unit)


def _sets(target: Target) -> list[SetLog]:
    return [
        SetLog(side=target.side, set_number=number, reps=reps, load=target.load, unit=target.unit, rir=target.rir)
        for number, reps in enumerate(target.reps, start=1)
    ]


# --- As if it was opened ---------------------------------------------------------------------------------------


def _session(assignment: Assignment, due_on: dt.date, now: dt.datetime) -> Session:
    return Session(
        id=id_to_open(assignment, due_on),
        practice_id=assignment.practice_id,
        client=assignment.client,
        assignment=assignment,
        due_on=due_on,
        zone=assignment.client.time_zone,
        opened_at=now,
    )


def _items(session: Session, asked: list[Asked]) -> list[SessionItem]:
    """Rows that are in no table, with all that a card reads. They have the ids that they will be opened with."""
    found = [item_to_open(session, each, pk) for each, pk in zip(asked, item_ids(session.pk, asked), strict=True)]
    session._prefetched_objects_cache = {"items": found}  # type: ignore[attr-defined]
    return found


def item_to_open(session: Session, asked: Asked, pk: UUID) -> SessionItem:
    """One exercise as a card reads it."""
    item = SessionItem(
        id=pk,
        practice_id=session.practice_id,
        session=session,
        assignment=asked.track,
        swap=asked.swap,
        position=asked.position,
        label=asked.label,
        warm_up_sets=asked.warm_up_sets,
        note=asked.note,
        action=asked.action,
        is_deload=asked.is_deload,
        reasons=asked.reasons,
    )
    for target in asked.targets:
        target.practice_id, target.item = session.practice_id, item
    read = {"targets": asked.targets, "sets": [], "technique": []}
    item._prefetched_objects_cache = read  # type: ignore[attr-defined]
    return item
