"""Training that stands still, goes on again, or ends early: what comes due, what counts, and what the client reads."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clients.assigning import Plan, assign_progression
from clients.models import Assignment, Client, Proposal
from clients.overview import overview_of
from clients.pausing import pause_training, resume_training
from clients.schedule import last_due, place_of
from clients.services import due_today, open_session
from programs.models import Program
from tests.clients.conftest import play
from tests.clients.programs import DAYS, assigned, exercises, saved

MONDAY, THURSDAY = dt.date(2026, 1, 5), dt.date(2026, 1, 8)


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(8, 30), tzinfo=dt.UTC)


def after(days: int) -> dt.date:
    return MONDAY + dt.timedelta(days=days)


def post(browser: Browser, name: str, client: Client) -> Any:
    return browser.post(reverse(f"coach:{name}", args=[client.pk]))


@pytest.fixture
def away(training: Assignment, client_row: Client, monday: Any) -> Assignment:
    """Trained on Monday, paused on Tuesday, resumed three weeks later, on a Monday."""
    play(training, due_on=MONDAY, reps=9)
    monday.move_to(at(after(1)))
    pause_training(client_row, by=client_row.coach)
    monday.move_to(at(after(21)))
    resume_training(client_row, by=client_row.coach)
    training.refresh_from_db()
    return training


def test_nothing_comes_due_while_training_is_paused(
    as_coach: Browser, as_client: Browser, training: Assignment, client_row: Client
) -> None:
    assert post(as_coach, "client-pauses", client_row).status_code == 302
    training.refresh_from_db()
    assert training.pauses == [["2026-01-05", None]]
    assert "Training is paused." in as_client.get(reverse("me:today")).content.decode()
    page = as_coach.get(reverse("coach:client", args=[client_row.pk])).content.decode()
    assert "Paused since Mon 5 Jan" in page
    assert "Resume" in page


def test_pausing_twice_is_pausing_once(training: Assignment, client_row: Client) -> None:
    pause_training(client_row, by=client_row.coach)
    pause_training(client_row, by=client_row.coach)
    training.refresh_from_db()
    assert len(training.pauses) == 1


def test_the_first_session_after_a_break_is_lighter_by_the_rules_of_a_lay_off(away: Assignment) -> None:
    assert away.pauses == [["2026-01-06", "2026-01-25"]]
    assert due_today(away, after(21)) == after(21)
    open_session(away, due_on=after(21))
    standing = Proposal.objects.exclude(status="superseded").latest_first()[0]
    assert {reason["code"] for reason in standing.reasons} >= {"layoff_short"}


def test_a_day_that_a_pause_held_back_is_not_caught_up(training: Assignment, client_row: Client, monday: Any) -> None:
    pause_training(client_row, by=client_row.coach)
    monday.move_to(at(after(4)))  # Friday: Thursday lay in the pause
    resume_training(client_row, by=client_row.coach)
    training.refresh_from_db()
    assert due_today(training, after(4)) is None


def test_days_of_a_pause_are_not_missed(away: Assignment, client_row: Client, coach: Any) -> None:
    adherence = overview_of(client_row, coach).adherence
    assert adherence
    assert adherence.attendance.due == 1


def test_a_day_that_was_trained_is_no_part_of_a_pause_begun_after_it(
    training: Assignment, client_row: Client, coach: Any
) -> None:
    play(training, due_on=MONDAY)
    pause_training(client_row, by=client_row.coach)
    training.refresh_from_db()
    assert training.pauses == [["2026-01-06", None]]
    adherence = overview_of(client_row, coach).adherence
    assert adherence
    assert (adherence.attendance.done, adherence.attendance.due) == (1, 1)


def test_resumed_on_the_same_day_there_was_no_pause(training: Assignment, client_row: Client) -> None:
    pause_training(client_row, by=client_row.coach)
    resume_training(client_row, by=client_row.coach)
    training.refresh_from_db()
    assert training.pauses == []
    assert due_today(training, MONDAY) == MONDAY


def test_what_is_followed_ends_early_and_its_history_stays(
    as_coach: Browser, training: Assignment, client_row: Client
) -> None:
    play(training, due_on=MONDAY)
    assert post(as_coach, "client-end", client_row).status_code == 302
    training.refresh_from_db()
    assert (training.status, training.sessions.count()) == ("ended", 1)
    assert "Ended" in as_coach.get(reverse("coach:client", args=[client_row.pk])).content.decode()
    answer = as_coach.post(reverse("coach:client-end", args=[client_row.pk]), follow=True)
    assert "Maya follows nothing at the moment." in answer.content.decode()


def test_a_program_goes_on_where_a_pause_held_it_back(client_row: Client, coach: Any, monday: Any) -> None:
    program = Program.objects.create(practice=client_row.practice, name="Block", weeks=2, days_a_week=2)
    block = Assignment.objects.create(
        practice=client_row.practice, client=client_row, program=program, start_date=MONDAY, weekdays=[0, 3]
    )
    assert (last_due(block), place_of(block, after(7))) == (after(10), (2, 1))
    pause_training(client_row, by=client_row.coach)
    monday.move_to(at(after(7)))
    resume_training(client_row, by=client_row.coach)
    block.refresh_from_db()
    assert (last_due(block), place_of(block, after(7))) == (after(17), (1, 1))


def test_nobody_else_pauses_or_ends(
    as_rival: Browser, as_client: Browser, training: Assignment, client_row: Client
) -> None:
    for browser in (as_rival, as_client):
        for name in ("client-pauses", "client-resumption", "client-end"):
            assert post(browser, name, client_row).status_code == 404
    training.refresh_from_db()
    assert (training.pauses, training.status) == ([], "active")


def test_who_was_paused_before_the_archive_trains_again_when_restored(
    as_coach: Browser, training: Assignment, client_row: Client, monday: Any
) -> None:
    for name in ("client-pauses", "client-archive", "client-restore"):
        assert post(as_coach, name, client_row).status_code == 302
    monday.move_to(at(THURSDAY))
    training.refresh_from_db()
    assert (due_today(training, THURSDAY), training.pauses) == (THURSDAY, [])


def test_what_is_assigned_in_a_pause_begins_paused(
    as_coach: Browser, training: Assignment, client_row: Client, owner: User, monday: Any
) -> None:
    pause_training(client_row, by=client_row.coach)
    rung = training.ladder.rungs.first()
    assert rung
    plan = Plan(client=client_row, progression=rung.progression, start_rung=rung, start_date=MONDAY, weekdays=[0, 3])
    made = assign_progression(plan, by=owner)
    assert made.pauses == [["2026-01-05", None]]
    assert "Paused since Mon 5 Jan" in as_coach.get(reverse("coach:client", args=[client_row.pk])).content.decode()
    monday.move_to(at(after(4)))
    resume_training(client_row, by=client_row.coach)
    made.refresh_from_db()
    assert due_today(made, after(4)) is None


def test_a_program_assigned_in_a_pause_waits_with_its_first_day(client_row: Client, owner: User, monday: Any) -> None:
    exercises(client_row.practice)
    pause_training(client_row, by=client_row.coach)
    made = assigned(saved(owner, DAYS), client_row, owner)
    monday.move_to(at(after(7)))
    resume_training(client_row, by=client_row.coach)
    made.refresh_from_db()
    assert (made.pauses, place_of(made, after(7))) == ([["2026-01-05", "2026-01-11"]], (1, 1))
