"""A due day on another date: what comes due, what is shown, who did it, and what stands in the way."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clients.context import training_today
from clients.missed import missed_days
from clients.models import Assignment, Client, ScheduleChange, Session
from clients.moving_days import move_day
from clients.overview import overview_of
from clients.pausing import pause_training
from clients.roster import next_day
from clients.schedule import Schedule, last_due, place_of, schedule_of
from clients.services import SetFacts, due_today, log_set, open_session
from tests.clients.conftest import opened, play
from tests.clients.programs import DAYS, assigned, exercises, saved

MONDAY = dt.date(2026, 1, 5)


def after(days: int) -> dt.date:
    return MONDAY + dt.timedelta(days=days)


TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (after(n) for n in (1, 2, 3, 4))


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(8, 30), tzinfo=dt.UTC)


def post(browser: Browser, client: Client, day: Any, to: Any) -> Any:
    return browser.post(reverse("coach:client-moved-days", args=[client.pk]), {"day": day, "to": to})


def page(browser: Browser, client: Client) -> str:
    return " ".join(browser.get(reverse("coach:client", args=[client.pk])).content.decode().split())


@pytest.fixture
def moved(training: Assignment, client_row: Client, owner: User) -> Assignment:
    """Thursday's session is done on Wednesday."""
    return move_day(client_row, day=THURSDAY, to=WEDNESDAY, by=owner)


@pytest.fixture
def block(client_row: Client, owner: User, monday: Any) -> Assignment:
    """Two weeks of Mondays and Thursdays."""
    exercises(client_row.practice)
    return assigned(saved(owner, DAYS), client_row, owner)


# --- What comes due --------------------------------------------------------------------------------------------


def test_every_page_knows_the_other_day(
    moved: Assignment, client_row: Client, coach: User, as_coach: Browser, as_client: Browser, monday: Any
) -> None:
    play(moved, due_on=MONDAY)
    monday.move_to(at(TUESDAY))
    assert next_day(moved, TUESDAY, {MONDAY}) == WEDNESDAY
    assert "Wednesday 7 January" in as_client.get(reverse("me:today")).content.decode()
    monday.move_to(at(WEDNESDAY))
    assert due_today(moved, WEDNESDAY) == WEDNESDAY
    assert [each["name"] for each in training_today(coach)] == [client_row.name]
    assert "<title>Wed 7 Jan: planned, moved from Thu 8 Jan</title>" in page(as_coach, client_row)
    monday.move_to(at(FRIDAY))
    assert missed_days(moved, {MONDAY}, at(FRIDAY)) == [WEDNESDAY]
    adherence = overview_of(client_row, coach).adherence
    assert adherence
    assert (adherence.attendance.done, adherence.attendance.due) == (1, 2)


def test_the_usual_day_is_free(moved: Assignment, coach: User, monday: Any) -> None:
    play(moved, due_on=MONDAY)
    monday.move_to(at(WEDNESDAY))
    play(moved, due_on=WEDNESDAY)
    monday.move_to(at(THURSDAY))
    assert due_today(moved, THURSDAY) is None
    assert training_today(coach) == []


def test_a_session_that_was_opened_goes_along(training: Assignment, client_row: Client, owner: User) -> None:
    item = opened(training, MONDAY)
    move_day(client_row, day=MONDAY, to=TUESDAY, by=owner)
    assert Session.objects.get().due_on == TUESDAY
    assert open_session(training, due_on=TUESDAY).items.get() == item


def test_moving_on_and_back_undoes(moved: Assignment, client_row: Client, owner: User) -> None:
    move_day(client_row, day=WEDNESDAY, to=FRIDAY, by=owner)
    moved.refresh_from_db()
    assert moved.moved_days == {"2026-01-08": "2026-01-09"}
    move_day(client_row, day=FRIDAY, to=THURSDAY, by=owner)
    moved.refresh_from_db()
    assert moved.moved_days == {}
    assert ScheduleChange.objects.count() == 3


def test_a_moved_day_of_a_program_keeps_its_place(block: Assignment, client_row: Client, owner: User) -> None:
    move_day(client_row, day=MONDAY, to=FRIDAY, by=owner)
    move_day(client_row, day=after(10), to=after(12), by=owner)
    block.refresh_from_db()
    assert [place_of(block, day) for day in (FRIDAY, THURSDAY, after(12))] == [(1, 1), (1, 2), (2, 2)]
    assert last_due(block) == after(12)
    assert schedule_of(block).next_after(THURSDAY) == FRIDAY


def test_a_moved_day_that_a_pause_held_back_comes_after_it() -> None:
    days = {"start": MONDAY, "weekdays": [0, 3], "moved": {MONDAY: WEDNESDAY}, "length": 2}
    held = Schedule(**days, pauses=[["2026-01-07", "2026-01-11"]])
    assert held.dates() == [after(7), after(10)]
    went_on = Schedule(**days | {"moved": {MONDAY: after(8)}}, pauses=[["2026-01-05", "2026-01-11"]])
    assert went_on.dates() == [after(8), after(7)]


# --- What stands in the way ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "to", "words"),
    [
        (MONDAY, THURSDAY, "Thu 8 Jan has a session already. Choose a free day."),
        (MONDAY, MONDAY, "It is on that day already."),
        (THURSDAY, after(-1), "That day is over. Choose today or later."),
        (THURSDAY, after(32), "At most four weeks away from Thu 8 Jan."),
        (TUESDAY, WEDNESDAY, "No session is due on Tue 6 Jan."),
        (after(-4), WEDNESDAY, "No session is due on Thu 1 Jan."),
    ],
)
def test_what_cannot_be(
    training: Assignment, client_row: Client, owner: User, day: dt.date, to: dt.date, words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        move_day(client_row, day=day, to=to, by=owner)


def test_neither_onto_a_moved_day_nor_onto_where_it_came_from(
    moved: Assignment, client_row: Client, owner: User
) -> None:
    with pytest.raises(ValidationError, match="Wed 7 Jan has a session already"):
        move_day(client_row, day=MONDAY, to=WEDNESDAY, by=owner)
    with pytest.raises(ValidationError, match=r"Thu 8 Jan was moved to Wed 7 Jan\. Move that one back first"):
        move_day(client_row, day=MONDAY, to=THURSDAY, by=owner)


def test_nothing_moves_before_the_start_nor_in_a_pause(
    training: Assignment, client_row: Client, owner: User, monday: Any
) -> None:
    Assignment.objects.update(start_date=after(7))
    with pytest.raises(ValidationError, match="Training begins on Mon 12 Jan"):
        move_day(client_row, day=after(7), to=FRIDAY, by=owner)
    pause_training(client_row, by=owner)
    with pytest.raises(ValidationError, match="No session is due on Mon 12 Jan"):
        move_day(client_row, day=after(7), to=after(8), by=owner)


@pytest.mark.parametrize("begun", ["set", "finished"])
def test_what_has_begun_stays(training: Assignment, client_row: Client, owner: User, begun: str) -> None:
    if begun == "finished":
        play(training, due_on=MONDAY)
    else:
        item = opened(training, MONDAY)
        log_set(
            item,
            SetFacts(uuid=item.pk, set_number=1, side="left", performed_at=at(MONDAY), reps=8, load=Decimal(20), rir=2),
        )
    with pytest.raises(ValidationError, match="The session of Mon 5 Jan has begun"):
        move_day(client_row, day=MONDAY, to=TUESDAY, by=owner)


def test_what_has_ended_has_no_days(client_row: Client, owner: User) -> None:
    with pytest.raises(ValidationError, match="Maya follows nothing"):
        move_day(client_row, day=MONDAY, to=TUESDAY, by=owner)


# --- The page --------------------------------------------------------------------------------------------------


def test_the_coach_moves_a_day_on_the_page_and_back(
    training: Assignment, client_row: Client, as_coach: Browser, as_colleague: Browser, coach: User
) -> None:
    assert post(as_coach, client_row, THURSDAY, WEDNESDAY).status_code == 302
    assert "moved from Thu 8 Jan by you" in page(as_coach, client_row)
    assert f"moved from Thu 8 Jan by {coach.name}" in page(as_colleague, client_row)
    assert post(as_colleague, client_row, WEDNESDAY, THURSDAY).status_code == 302
    assert "moved from" not in page(as_coach, client_row)


def test_what_was_typed_stays_with_the_words_at_its_field(
    training: Assignment, client_row: Client, as_coach: Browser
) -> None:
    answer = post(as_coach, client_row, THURSDAY, MONDAY)
    html = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    assert "Mon 5 Jan has a session already. Choose a free day." in html
    assert '<option value="2026-01-08" selected>Thu 8 Jan</option>' in html
    assert 'value="2026-01-05"' in html
    for day, to, words in (
        ("", "", "Choose the session to move."),
        ("2026-01-06", "x", "No session is due on that day any more."),
        (THURSDAY, "9999-99-99", "Write the date as year, month, day"),
    ):
        answer = post(as_coach, client_row, day, to)
        assert answer.status_code == 422
        assert words in answer.content.decode()


def test_nobody_else_moves_days(
    training: Assignment, client_row: Client, as_rival: Browser, as_client: Browser
) -> None:
    for browser in (as_rival, as_client):
        assert post(browser, client_row, THURSDAY, WEDNESDAY).status_code == 404
    training.refresh_from_db()
    assert training.moved_days == {}


def test_who_paused_is_shown(
    training: Assignment, client_row: Client, as_coach: Browser, as_colleague: Browser
) -> None:
    as_coach.post(reverse("coach:client-pauses", args=[client_row.pk]))
    assert "Paused since Mon 5 Jan, by you" in page(as_coach, client_row)
    assert f"Paused since Mon 5 Jan, by {client_row.coach.name}" in page(as_colleague, client_row)
    ScheduleChange.objects.update(made_by=None)
    assert "Paused since Mon 5 Jan, by a coach who has left" in page(as_coach, client_row)
