"""The calendar of a client: what became of each day, in words that need no colour, and how far it goes."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from clients.history_month import Month, month_of
from clients.models import Assignment, Client, Session, SetLog
from clients.moving_days import move_day
from tests.clients.conftest import play
from tests.clients.rows import finished, skipped
from tests.factories import AssignmentFactory

MONDAY = dt.date(2026, 1, 5)
THURSDAY = dt.date(2026, 1, 8)


def days(month: Month) -> dict[int, str]:
    """Day of the month to its words, of those that have any."""
    found = [day for week in month.weeks for day in week if day and day.kind]
    return {day.date.day: f"{day.kind}, {day.said}" for day in found}


def month(client: Client, wanted: str = "", **others: Any) -> Month:
    assert client.user
    return month_of(client, client.user, wanted, **others)


@pytest.fixture
def after_a_while(training: Assignment, monday: Any) -> Assignment:
    """It is Wednesday 21 January. Training days are Mondays and Thursdays from the 5th on."""
    monday.move_to(dt.datetime(2026, 1, 21, 8, tzinfo=dt.UTC))
    return training


def test_every_kind_of_day_is_said_in_words(after_a_while: Assignment, client_row: Client) -> None:
    finished(after_a_while, due_on=MONDAY)
    part = finished(after_a_while, due_on=THURSDAY)
    SetLog.objects.filter(session=part, side="left", set_number=3).delete()
    skipped(after_a_while, due_on=dt.date(2026, 1, 12), reason="time")
    late = finished(after_a_while, due_on=dt.date(2026, 1, 15))
    Session.objects.filter(pk=late.pk).update(performed_on=dt.date(2026, 1, 16))
    found = days(month(client_row))
    assert found == {
        5: "done, Monday 5 January: done",
        8: "part, Thursday 8 January: part of it",
        12: "skipped, Monday 12 January: skipped: no time",
        15: "moved, Thursday 15 January: done on Friday 16 January",
        16: "done, Friday 16 January: done",
        19: "missed, Monday 19 January: missed",
        22: "coming, Thursday 22 January: coming",
        26: "coming, Monday 26 January: coming",
        29: "coming, Thursday 29 January: coming",
    }


def test_a_day_that_the_coach_moved_says_where_to(after_a_while: Assignment, client_row: Client, coach: User) -> None:
    move_day(client_row, day=dt.date(2026, 1, 22), to=dt.date(2026, 1, 24), by=coach)
    found = days(month(client_row))
    assert found[22] == "moved, Thursday 22 January: moved to Saturday 24 January"
    assert found[24] == "coming, Saturday 24 January: coming"


def test_what_ended_has_nothing_to_come_and_what_was_done_in_it_stays(
    after_a_while: Assignment, client_row: Client
) -> None:
    finished(after_a_while, due_on=MONDAY)
    Assignment.objects.update(status="ended", ended_at=timezone.now())
    AssignmentFactory(client=client_row, start_date=dt.date(2026, 1, 27), weekdays=[1])
    found = days(month(client_row))
    assert found[5].startswith("done")
    assert found[8].startswith("missed")
    assert [day for day, words in found.items() if words.startswith("coming")] == [27]


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("", "January 2026"),
        ("nonsense", "January 2026"),
        ("2026-13", "January 2026"),
        ("2026-02", "February 2026"),
        ("2099-12", "March 2026"),
        ("2000-01", "January 2026"),
    ],
)
def test_the_months_that_have_something_can_be_turned_to(
    after_a_while: Assignment, client_row: Client, wanted: str, shown: str
) -> None:
    assert month(client_row, wanted).name == shown


def test_the_first_and_the_last_month_have_no_arrow(after_a_while: Assignment, client_row: Client) -> None:
    assert (month(client_row).before, month(client_row).after) == ("", "2026-02")
    assert (month(client_row, "2026-03").before, month(client_row, "2026-03").after) == ("2026-02", "")


def test_todays_date_is_the_clients(training: Assignment, client_row: Client, monday: Any) -> None:
    monday.move_to(dt.datetime(2026, 1, 31, 23, tzinfo=dt.UTC))
    Client.objects.filter(pk=client_row.pk).update(time_zone="Pacific/Auckland")
    client_row.refresh_from_db()
    assert month(client_row).name == "February 2026"


def test_the_page_has_a_table_that_says_each_day(as_client: Browser, training: Assignment) -> None:
    session = play(training, due_on=MONDAY)
    html = as_client.get("/me/history/").content.decode()
    assert "Your training in January 2026</caption>" in html
    assert '<th scope="col"><abbr title="Monday">Mon</abbr></th>' in html
    assert f'href="/me/sessions/{session.pk}/"' in html
    assert "Monday 5 January: done</span>" in html
    assert 'aria-current="date"' in html


def test_htmx_gets_the_part_it_asks_for_and_a_link_the_whole_page(as_client: Browser, training: Assignment) -> None:
    play(training, due_on=MONDAY)
    part = as_client.get("/me/history/?part=month&month=2026-02", headers={"HX-Request": "true"}).content.decode()
    assert "February 2026" in part
    assert not [sign for sign in ("<html", "chart-readout") if sign in part]
    sides = as_client.get("/me/history/?part=sides&chart=reps", headers={"HX-Request": "true"}).content.decode()
    assert "Reps per side" in sides
    assert not [sign for sign in ("<html", "month-days") if sign in sides]
    assert "<html" in as_client.get("/me/history/?part=month&month=2026-02").content.decode()


def test_a_client_with_nothing_at_all_has_this_month(as_client: Browser) -> None:
    html = as_client.get("/me/history/").content.decode()
    assert "Nothing in this month." in html
    assert "chart-readout" not in html


def test_a_year_of_training_costs_no_more_queries(
    training: Assignment, client_row: Client, django_assert_num_queries: Any
) -> None:
    user = client_row.user
    month_of(client_row, user)
    with django_assert_num_queries(3):
        month_of(client_row, user)
    for week in range(20):
        finished(training, due_on=MONDAY + dt.timedelta(weeks=week))
    with django_assert_num_queries(3):
        month_of(client_row, user, "2026-04", today=dt.date(2026, 6, 1))
