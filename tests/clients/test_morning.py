"""The morning after: one question, and what its answer decides."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser

from clients.models import Assignment, Session
from tests.clients.conftest import fields, play

MONDAY = dt.date(2026, 1, 5)
QUESTION = "How do your hips and back feel, 0 to 10?"


@pytest.fixture
def tuesday(training: Assignment, monday: Any) -> Any:
    """The day after the first session."""
    play(training, due_on=MONDAY, reps=10)
    monday.move_to(dt.datetime(2026, 1, 6, 7, tzinfo=dt.UTC))
    return monday


def test_nobody_is_asked_on_the_day_itself(as_client: Browser, training: Assignment) -> None:
    play(training, due_on=MONDAY)
    assert QUESTION not in as_client.get("/me/today/").content.decode()


def test_the_next_morning_asks_once(as_client: Browser, tuesday: Any) -> None:
    session = Session.objects.get()
    assert QUESTION in as_client.get("/me/today/").content.decode()
    assert as_client.post(f"/me/sessions/{session.pk}/morning/", {"pain": "1"})["Location"] == "/me/today/"
    session.refresh_from_db()
    assert session.next_day_pain == 1
    assert QUESTION not in as_client.get("/me/today/").content.decode()


def test_a_week_later_nobody_is_asked(as_client: Browser, tuesday: Any) -> None:
    tuesday.move_to(dt.datetime(2026, 1, 13, 7, tzinfo=dt.UTC))
    assert QUESTION not in as_client.get("/me/today/").content.decode()


@pytest.mark.parametrize("pain", ["", "11", "-1", "mild", "٣"])
def test_an_answer_that_is_none_is_said_at_the_question(as_client: Browser, tuesday: Any, pain: str) -> None:
    response = as_client.post(f"/me/sessions/{Session.objects.get().pk}/morning/", {"pain": pain})
    assert response.status_code == 422
    assert 'id="morning-error"' in response.content.decode()
    assert Session.objects.get().next_day_pain is None


def test_the_answer_decides_whether_the_next_session_stays_as_it_is(
    as_client: Browser, training: Assignment, tuesday: Any
) -> None:
    tuesday.move_to(dt.datetime(2026, 1, 8, 7, tzinfo=dt.UTC))
    assert "Target 11 reps" in as_client.get("/me/today/").content.decode()
    first = Session.objects.get(due_on=MONDAY)
    as_client.post(f"/me/sessions/{first.pk}/morning/", {"pain": "4"})
    text = as_client.get("/me/today/").content.decode()
    assert "You had pain of 4 of 10, so nothing is added." in text
    assert "11 reps" not in text


def test_strong_pain_the_next_morning_pauses(as_client: Browser, tuesday: Any) -> None:
    tuesday.move_to(dt.datetime(2026, 1, 8, 7, tzinfo=dt.UTC))
    as_client.get("/me/today/")
    first = Session.objects.get(due_on=MONDAY)
    as_client.post(f"/me/sessions/{first.pk}/morning/", {"pain": "8"})
    assert "Your coach looks first." in as_client.get("/me/today/").content.decode()


def test_a_session_with_sets_stays_as_it_was_opened(as_client: Browser, training: Assignment, tuesday: Any) -> None:
    tuesday.move_to(dt.datetime(2026, 1, 8, 7, tzinfo=dt.UTC))
    as_client.get("/me/today/")
    item = Session.objects.get(due_on=dt.date(2026, 1, 8)).items.get()
    as_client.post("/me/sets/", fields(item))
    as_client.post(f"/me/sessions/{Session.objects.get(due_on=MONDAY).pk}/morning/", {"pain": "4"})
    assert Session.objects.get(due_on=dt.date(2026, 1, 8)).items.get().pk == item.pk
