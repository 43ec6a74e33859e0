"""Looking back: past sessions, and where the client stands."""

import datetime as dt
from typing import Any

from django.test import Client as Browser

from accounts.models import User
from clients.models import Assignment
from clients.talking import comment_on
from tests.clients.conftest import fields, opened, play

MONDAY = dt.date(2026, 1, 5)


def past(training: Assignment, monday: Any, count: int) -> None:
    due = MONDAY
    for _ in range(count):
        monday.move_to(dt.datetime.combine(due, dt.time(8), tzinfo=dt.UTC))
        play(training, due_on=due)
        due += dt.timedelta(days=3 if due.weekday() == 0 else 4)


def test_history_has_every_side_what_was_decided_and_what_was_said(
    as_client: Browser, training: Assignment, owner: User
) -> None:
    session = play(training, due_on=MONDAY, reps=10, left=11)
    comment_on(session, author=owner, text="Good depth.")
    text = as_client.get("/me/history/").content.decode()
    assert "January 2026" in text
    assert "Mon 5 Jan" in text
    assert "× 11, 11, 11" in text
    assert "× 10, 10, 10" in text
    assert "effort 7 of 10" in text
    assert "Next: " in text
    assert "<b>Ruth Adeyemi:</b> Good depth." in text


def test_skipped_and_unlogged_sets_are_named(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    as_client.post("/me/sets/", fields(item))
    as_client.post("/me/sets/", fields(item, number=2, kind="skipped", skip_reason="time"))
    as_client.post(f"/me/sessions/{item.session_id}/finish/", {})
    text = as_client.get("/me/history/").content.decode()
    assert "25 kg × 8; 1 skipped; 1 not logged" in text
    assert "3 not logged" in text


def test_history_without_sessions_says_what_will_be_here(as_client: Browser) -> None:
    assert "No sessions yet" in as_client.get("/me/history/").content.decode()


def test_history_shows_twenty_a_page_in_a_fixed_number_of_queries(
    as_client: Browser, training: Assignment, monday: Any, django_assert_max_num_queries: Any
) -> None:
    counts = []
    past(training, monday, 2)
    as_client.get("/me/history/")  # what was new in it is seen from now on
    with django_assert_max_num_queries(34) as captured:
        as_client.get("/me/history/")
    counts.append(len(captured))
    due = dt.date(2026, 1, 12)
    for _ in range(20):
        monday.move_to(dt.datetime.combine(due, dt.time(8), tzinfo=dt.UTC))
        play(training, due_on=due)
        due += dt.timedelta(days=3 if due.weekday() == 0 else 4)
    with django_assert_max_num_queries(34) as captured:
        text = as_client.get("/me/history/").content.decode()
    counts.append(len(captured))
    assert counts[0] == counts[1]
    assert text.count('class="card past"') == 20
    assert as_client.get("/me/history/?page=2").content.decode().count('class="card past"') == 2
    assert as_client.get("/me/history/?page=nonsense").status_code == 200


def test_only_ones_own_sessions_are_listed(
    as_client: Browser, as_other_client: Browser, as_coach: Browser, training: Assignment
) -> None:
    play(training, due_on=MONDAY)
    assert "No sessions yet" in as_other_client.get("/me/history/").content.decode()
    assert as_coach.get("/me/history/").status_code == 404


def test_the_ladder_shows_both_sides_and_what_opens_the_next_rung(as_client: Browser, training: Assignment) -> None:
    play(training, due_on=MONDAY, reps=12)
    text = as_client.get("/me/ladder/").content.decode()
    assert "Both sides on rung 1 of 3" in text
    assert "Rung 1 of 3</b>" in text
    assert "sessions at the top" in text


def test_a_client_without_a_progression_has_no_ladder(as_client: Browser) -> None:
    assert "No progression yet" in as_client.get("/me/ladder/").content.decode()
