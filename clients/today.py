"""The client's page of today: what is due, read in a fixed number of queries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clients.ahead import read_ahead
from clients.card import Card, cards_of, items_for
from clients.forms.client import PAIN_WORDS
from clients.kept_words import kept_words
from clients.models import Client, Session, SessionItem
from clients.own_days import OwnMove, move_of
from clients.quiet import instant
from clients.schedule import schedule_of
from clients.services import Blocked, active_assignment, due_today, open_session
from exercises.words import long_day, weekday_of

ASK_MORNING_DAYS = 7  # an answer about a session longer ago says nothing about it


def long_date(day: dt.date) -> str:
    """`Monday 5 January`."""
    return long_day(day)


@dataclass(slots=True, kw_only=True)
class Day:
    """What the page of today shows. `kind`: training, finished, rest, blocked, paused or none (nothing assigned)."""

    kind: str
    client: Client | None
    date: dt.date
    greeting: str
    session: Session | None = None
    cards: list[Card] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    program: str = ""
    next_on: dt.date | None = None
    morning: Session | None = None
    move: OwnMove | None = None

    @property
    def title(self) -> str:
        titles = {
            "finished": _("That’s it for today"),
            "rest": _("Nothing due today"),
            "blocked": _("Paused"),
            "paused": _("Paused"),
        }
        if self.kind != "training" or self.session is None:
            return titles.get(self.kind, _("Today"))
        late = self.session.due_on != self.date
        if not late:
            return _("Today’s session")
        return _("%(weekday)s’s session, done today") % {"weekday": weekday_of(self.session.due_on)}

    @property
    def has_begun(self) -> bool:
        """Whether a set of the session is there, done or skipped."""
        return any(place.row for card in self.cards for place in card.places)

    @property
    def date_words(self) -> str:
        return long_date(self.date)

    @property
    def hours(self) -> tuple[dt.datetime, ...]:
        """When the day begins and when it is over where the client is: a phone asks no calendar in between."""
        days = (self.date, self.date + dt.timedelta(days=1))
        return tuple(instant(day, dt.time(), self.client.zone) for day in days) if self.client else ()

    @property
    def next_words(self) -> str:
        return long_date(self.next_on) if self.next_on else ""

    @property
    def may_do_today(self) -> bool:
        return bool(self.move and self.move.may_be_on(self.date))

    @property
    def is_over(self) -> bool:
        """Whether the last day of the program has gone."""
        return bool(self.program) and self.next_on is None

    @property
    def coach(self) -> str:
        return first_name(self.client.coach.name) if self.client else ""


def first_name(name: str) -> str:
    return name.split(" ")[0]


def greeting_at(now: dt.datetime) -> str:
    return _("Morning") if now.hour < 12 else _("Afternoon") if now.hour < 18 else _("Evening")


def client_of(user: Any) -> Client | None:
    """The client that this user trains as."""
    return Client.objects.for_user(user).select_related("coach", "user").first()


def read_day(user: Any, *, client: Client | None = None, open_key: str = "", opens: bool = True) -> Day:
    """Today of a client (whom the user trains as, unless named). Opens the session that is due, which freezes its
    prescription.

    `opens` is false where nobody looks yet, only a phone keeps the page: it shows the session as it would be opened.
    """
    now = timezone.now()
    client = client or client_of(user)
    local = now.astimezone(client.zone if client else user.zone)
    day = Day(kind="none", client=client, date=local.date(), greeting=greeting_at(local))
    assignment = active_assignment(client) if client else None
    if client is None or assignment is None:
        return day
    if client.status != Client.Status.ACTIVE:
        day.kind = "paused"
        return day
    day.morning = unanswered_morning(client, day.date)
    due = due_today(assignment, day.date)
    if due is None:
        day.session = _finished_on(client, day.date)
        day.kind = "finished" if day.session else "rest"
        day.program = str(assignment.program) if assignment.program else ""
        day.next_on = schedule_of(assignment).next_after(day.date)
        day.move = move_of(assignment, day.date)
        return day
    if not opens:
        return _as_it_would_be(day, user, client, due, now)
    try:
        day.session = open_session(assignment, due_on=due, now=now)
    except Blocked:
        day.kind = "blocked"
        return day
    day.kind = "training"
    items = list(items_for(user).filter(session=day.session).order_by("position"))
    day.cards = cards_of(items, open_key=open_key)
    day.left_out = left_out(items)
    return day


def _as_it_would_be(day: Day, user: Any, client: Client, due: dt.date, now: dt.datetime) -> Day:
    ahead = read_ahead(user, client, due_on=due, now=now)
    if ahead is None or not ahead.cards:
        day.kind = "blocked"
        return day
    day.kind, day.session, day.cards, day.left_out = "training", ahead.session, ahead.cards, ahead.left_out
    return day


def left_out(items: Iterable[SessionItem]) -> list[str]:
    """Why exercises of the day are not done, in words."""
    return [kept_words(item.note) for item in items if not item.targets.all()]


def _finished(client: Client) -> Any:
    """What was trained here. What came from another tool is not asked about, and is no training of today."""
    return Session.objects.filter(
        practice_id=client.practice_id, client=client, status=Session.Status.FINISHED, source=Session.Source.HERE
    )


def _finished_on(client: Client, date: dt.date) -> Session | None:
    found: Session | None = _finished(client).filter(performed_on=date).order_by("-finished_at").first()
    return found


def unanswered_morning(client: Client, today: dt.date) -> Session | None:
    """The last finished session, when it was on an earlier day and nobody has said how the morning after was."""
    last: Session | None = _finished(client).order_by("-performed_on", "-finished_at").first()
    if last is None or last.performed_on is None or last.next_day_pain is not None:
        return None
    return last if 1 <= (today - last.performed_on).days <= ASK_MORNING_DAYS else None


def pain_scale() -> list[dict[str, Any]]:
    """The figures of pain with their words."""
    return [{"value": value, "words": words} for value, words in PAIN_WORDS.items()]


def stepper_words() -> dict[str, str]:
    """The labels of the steppers and of their buttons."""
    return {
        "load": _("Load"),
        "reps": _("Reps"),
        "seconds": _("Seconds"),
        "lighter": _("One step lighter"),
        "heavier": _("One step heavier"),
        "rep_less": _("1 rep less"),
        "rep_more": _("1 rep more"),
        "second_less": _("1 second less"),
        "second_more": _("1 second more"),
    }
