"""What a session and its exercises will be called when they are opened: said before, and free of collisions."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from clients.ahead_ids import id_to_open, item_ids, session_id
from clients.freezing import asked_of_track
from clients.models import Assignment, Client, Session
from clients.moving_days import move_day
from clients.program_days import asked_on
from clients.proposals import OPEN_ANEW
from clients.services import open_session
from clients.swapping import Figures, swap_exercise, undo_swap
from tests.clients.conftest import opened
from tests.clients.programs import DAYS, assigned, exercises, saved
from tests.factories import ExerciseFactory, VariationFactory

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 1, 5)
WEDNESDAY, THURSDAY = (MONDAY + dt.timedelta(days=n) for n in (2, 3))
NOW = dt.datetime(2026, 1, 5, 8, 30, tzinfo=dt.UTC)


def test_a_session_and_its_exercise_are_called_what_was_said_before(training: Assignment) -> None:
    said = id_to_open(training, MONDAY)
    asked = [asked_of_track(training, now=NOW)]
    item = opened(training, MONDAY)
    assert item.session_id == said == session_id(training.pk, MONDAY)
    assert [item.pk] == item_ids(said, asked)


def test_every_exercise_of_a_programs_day_has_its_own(client_row: Client, owner: User, monday: Any) -> None:
    exercises(client_row.practice)
    block = assigned(saved(owner, DAYS), client_row, owner)
    said = item_ids(id_to_open(block, MONDAY), asked_on(block, due_on=MONDAY, now=NOW))
    session = open_session(block, due_on=MONDAY)
    assert [item.pk for item in session.items.order_by("position")] == said
    assert len(set(said)) == len(said) > 1
    session.items.update(action=OPEN_ANEW)  # opened anew they are called the same
    assert [item.pk for item in open_session(block, due_on=MONDAY).items.order_by("position")] == said


def test_a_day_that_is_due_again_gets_another_id(training: Assignment, client_row: Client, owner: User) -> None:
    """Thursday's session was opened and went along to Wednesday; then Monday's comes to Thursday."""
    thursday = open_session(training, due_on=THURSDAY)
    training = move_day(client_row, day=THURSDAY, to=WEDNESDAY, by=owner)
    assert open_session(training, due_on=WEDNESDAY).pk == thursday.pk
    said = id_to_open(training, THURSDAY)
    assert said != thursday.pk
    assert open_session(training, due_on=THURSDAY).pk == said
    assert Session.objects.count() == 2


def test_an_exercise_put_in_the_place_of_another_is_another(training: Assignment, owner: User) -> None:
    """A set that a phone holds for the first is not taken for the second; undone, the first keeps its name."""
    split_squat = VariationFactory(exercise=ExerciseFactory(laterality="single_leg"), implement="dumbbell")
    twenty = Figures(load=Decimal(20), sets=2, reps=[8])
    said = {"variation": split_squat, "sides": {"left": twenty, "right": twenty}, "note": "", "by": owner}
    first = opened(training, MONDAY)
    undo_swap(swap_exercise(training, due_on=MONDAY, **said))
    assert opened(training, MONDAY).pk == first.pk
    swap = swap_exercise(training, due_on=MONDAY, **said)
    second = opened(training, MONDAY)
    assert (second.session_id, second.swap) == (first.session_id, swap)
    assert second.pk != first.pk
