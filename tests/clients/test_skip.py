"""Not today, and why."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser

from clients.models import Assignment, Session, SetLog
from tests.clients.conftest import fields, opened


def test_a_skipped_session_keeps_its_reason_and_the_next_day_comes(
    as_client: Browser, training: Assignment, monday: Any
) -> None:
    item = opened(training)
    url = f"/me/sessions/{item.session_id}/skip/"
    assert "Skip this session" in as_client.get(url).content.decode()
    assert as_client.post(url, {"skip_reason": "time"})["Location"] == f"/me/sessions/{item.session_id}/"
    session = Session.objects.get()
    assert (session.status, session.skip_reason, session.performed_on) == ("skipped", "time", None)
    assert not SetLog.objects.exists()
    assert "No time" in as_client.get(f"/me/sessions/{session.pk}/").content.decode()
    assert "Nothing due today" in as_client.get("/me/today/").content.decode()
    monday.move_to(dt.datetime(2026, 1, 8, 9, tzinfo=dt.UTC))
    assert "Left, set 1" in as_client.get("/me/today/").content.decode()


@pytest.mark.parametrize(("typed", "said"), [("", "Say why."), ("bored", "Choose one of these.")])
def test_a_reason_is_asked_for(as_client: Browser, training: Assignment, typed: str, said: str) -> None:
    item = opened(training)
    response = as_client.post(f"/me/sessions/{item.session_id}/skip/", {"skip_reason": typed})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert Session.objects.get().status == "open"


def test_what_was_logged_counts_when_the_rest_is_skipped(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    as_client.post("/me/sets/", fields(item))
    as_client.post(f"/me/sessions/{item.session_id}/skip/", {"skip_reason": "time"})
    session = Session.objects.get()
    assert (session.status, session.skip_reason) == ("finished", "time")
    assert "Cut short" in as_client.get(f"/me/sessions/{session.pk}/").content.decode()
    assert session.proposals.count() == 1


def test_sets_stopped_for_pain_are_looked_at_even_when_the_session_is_skipped(
    as_client: Browser, training: Assignment
) -> None:
    item = opened(training)
    as_client.post(f"/me/sessions/{item.session_id}/stop/")
    as_client.post(f"/me/sessions/{item.session_id}/skip/", {"skip_reason": "pain"})
    assert Session.objects.get().status == "finished"


def test_a_session_that_is_over_cannot_be_skipped(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    url = f"/me/sessions/{item.session_id}/skip/"
    as_client.post(url, {"skip_reason": "time"})
    assert as_client.post(url, {"skip_reason": "pain"}).status_code == 404
    assert Session.objects.get().skip_reason == "time"
