"""A client in training: the ladder, the days, and what a phone posts."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from clients.models import Assignment, Client, Session, SessionItem
from clients.services import SetFacts, finish_session, log_set, open_session
from tests.factories import AssignmentFactory

MONDAY = dt.datetime(2026, 1, 5, 8, 30, tzinfo=dt.UTC)


@pytest.fixture
def monday() -> Iterator[Any]:
    """Monday 5 January 2026, half past eight where the client is. `monday.move_to()` goes on."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def training(client_row: Client, monday: Any) -> Assignment:
    """The client of the cast has a progression of three rungs, every Monday and Thursday from today."""
    return AssignmentFactory(client=client_row)


def opened(assignment: Assignment, due_on: dt.date | None = None) -> SessionItem:
    """The exercise of the session that is due today, as the page of today opens it."""
    session = open_session(assignment, due_on=due_on or timezone.now().date())
    return session.items.get()


def fields(item: SessionItem, side: str = "left", number: int = 1, **others: Any) -> dict[str, Any]:
    """What the form of one set posts."""
    return {
        "item": item.pk,
        "uuid": uuid4(),
        "set_number": number,
        "side": side,
        "unit": "kg",
        "load": "25",
        "reps": "8",
        "rir": "2",
        **others,
    }


def play(
    assignment: Assignment,
    *,
    due_on: dt.date,
    reps: int = 8,
    rir: int = 2,
    pain: int | None = None,
    left: int | None = None,
    effort: int | None = 7,
) -> Session:
    """One whole session through the services, at its targets' loads. `left`: other reps on the left."""
    session = open_session(assignment, due_on=due_on)
    item = session.items.get()
    for target in item.targets.all():
        for number in range(1, target.sets + 1):
            done = left if left is not None and target.side == "left" else reps
            facts = SetFacts(
                uuid=uuid4(),
                set_number=number,
                side=target.side,
                performed_at=timezone.now(),
                reps=done,
                load=target.load,
                unit=target.unit,
                rir=rir,
                pain=pain,
            )
            log_set(item, facts)
    finish_session(session, effort=effort)
    return session


@pytest.fixture
def played() -> Callable[..., Session]:
    return play
