"""The next day that everything is decided for: it knows pauses, and the days that a program trains a progression on."""

import datetime as dt
from typing import Any

from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clients.context import training_today
from clients.models import Assignment, Client, Proposal
from clients.overview import overview_of
from clients.pausing import pause_training, resume_training
from clients.proposals import clear
from clients.roster import next_day
from clients.schedule import Schedule, schedule_of
from tests.clients.conftest import play
from tests.clients.programs import assigned, exercises, saved, trained

MONDAY = dt.date(2026, 1, 5)
SPARSE = {
    "1.1": ("follow thrust ladder",),
    "2.1": ("side plank 2x30s per side",),
    "4.1": ("follow thrust ladder",),
}


def after(days: int) -> dt.date:
    return MONDAY + dt.timedelta(days=days)


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(8, 30), tzinfo=dt.UTC)


def codes(proposal: Proposal) -> set[str]:
    return {reason["code"] for reason in proposal.reasons}


def sparse(client: Client, owner: User) -> Assignment:
    """Four weeks of Mondays and Thursdays; the thrust is trained in the first and the last, Thursdays are empty."""
    exercises(client.practice)
    return assigned(saved(owner, SPARSE, weeks=4), client, owner)


def test_a_cleared_stop_is_decided_for_the_day_on_which_the_exercise_comes_again(
    client_row: Client, owner: User, monday: Any
) -> None:
    followed = sparse(client_row, owner)
    trained(followed, MONDAY, pain=7)
    found = clear(Proposal.objects.get(), by=owner)
    assert "layoff_short" in codes(found)  # three weeks until then, not three days


def test_a_cleared_stop_is_decided_for_a_day_after_the_pause(
    training: Assignment, client_row: Client, owner: User, monday: Any
) -> None:
    play(training, due_on=MONDAY, pain=7)
    monday.move_to(at(after(1)))
    pause_training(client_row, by=owner)
    monday.move_to(at(after(21)))
    resume_training(client_row, by=owner)
    assert "layoff_short" in codes(clear(Proposal.objects.get(), by=owner))


def test_a_day_that_asks_nothing_is_no_training_day(
    client_row: Client, owner: User, as_coach: Browser, monday: Any
) -> None:
    followed = sparse(client_row, owner)
    trained(followed, MONDAY)
    monday.move_to(at(after(3)))
    assert training_today(owner) == []
    assert next_day(followed, after(3), {MONDAY}) == after(7)
    monday.move_to(at(after(4)))
    adherence = overview_of(client_row, owner).adherence
    assert adherence
    assert (adherence.attendance.done, adherence.attendance.due) == (1, 1)
    page = as_coach.get(reverse("coach:clients")).content.decode()
    assert "Mon 12 Jan" in page


def test_the_next_day_costs_nothing_where_the_rows_brought_the_program_along(
    client_row: Client, owner: User, monday: Any, django_assert_num_queries: Any
) -> None:
    sparse(client_row, owner)
    rows = list(Assignment.objects.select_related("program", "parent__program").with_filled().order_by("parent"))
    with django_assert_num_queries(0):
        assert [schedule_of(row).next_after(MONDAY) for row in rows] == [after(21), after(7)]


def test_a_pause_that_goes_on_hides_what_is_due_and_not_what_would_come() -> None:
    held = Schedule(start=MONDAY, weekdays=[0, 3], pauses=[["2026-01-06", None]])
    assert held.between(MONDAY, after(13)) == [MONDAY]
    assert held.next_after(MONDAY) == after(3)
    assert held.due_now(after(3), []) is None


def test_what_was_decided_before_a_pause_did_not_know_of_it() -> None:
    days = Schedule(start=MONDAY, weekdays=[0, 3], pauses=[["2026-01-06", "2026-01-25"]])
    assert days.to_decide_for(MONDAY) == after(21)
    assert days.as_of(MONDAY).to_decide_for(MONDAY) == after(3)


def test_after_its_last_day_a_program_is_decided_for_as_if_it_went_on() -> None:
    days = Schedule(start=MONDAY, weekdays=[0, 3], length=2)
    assert days.next_after(after(3)) is None
    assert days.to_decide_for(after(3)) == after(7)
