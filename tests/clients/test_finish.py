"""The end of a session, and the page that says what comes next."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.models import User
from clients.models import Assignment, Comment, Session
from clients.proposals import approve, hold
from tests.clients.conftest import fields, opened, play

MONDAY, THURSDAY = dt.date(2026, 1, 5), dt.date(2026, 1, 8)


def done_page(browser: Browser, session: Session) -> str:
    response = browser.get(f"/me/sessions/{session.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def test_finishing_keeps_effort_and_note_and_asks_the_engine(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    as_client.post("/me/sets/", fields(item))
    url = f"/me/sessions/{item.session_id}/finish/"
    assert "5 sets are" in as_client.get(url).content.decode()
    response = as_client.post(url, {"effort": "7", "note": "Bench was taken."})
    assert response["Location"] == f"/me/sessions/{item.session_id}/"
    session = Session.objects.get()
    assert (session.status, session.effort, session.note, session.red_flag) == (
        "finished",
        7,
        "Bench was taken.",
        False,
    )
    assert session.performed_on == MONDAY
    assert session.proposals.get().proposed["left"]["action"] == "hold"


def test_finishing_twice_keeps_the_first_time(as_client: Browser, training: Assignment, monday: Any) -> None:
    session = play(training, due_on=MONDAY)
    monday.shift(3600)
    as_client.post(f"/me/sessions/{session.pk}/finish/", {"effort": "9"})
    before = session.finished_at
    session.refresh_from_db()
    assert (session.finished_at, session.effort) == (before, 9)
    assert session.proposals.count() == 1


def test_nothing_logged_cannot_be_finished(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    response = as_client.post(f"/me/sessions/{item.session_id}/finish/", {"effort": "7", "note": "Typed"})
    assert response.status_code == 422
    text = response.content.decode()
    assert "Nothing is logged yet." in text
    assert "Typed" in text
    assert Session.objects.get().status == "open"


@pytest.mark.parametrize("effort", ["11", "-1", "seven", "٧"])
def test_an_effort_that_is_none_is_said_at_the_field(as_client: Browser, training: Assignment, effort: str) -> None:
    item = opened(training)
    as_client.post("/me/sets/", fields(item))
    response = as_client.post(f"/me/sessions/{item.session_id}/finish/", {"effort": effort, "note": "Typed"})
    assert response.status_code == 422
    assert "Effort: a whole number from 0 to 10" in response.content.decode()
    assert "Typed" in response.content.decode()


def test_a_warning_sign_stops_until_the_coach_has_looked(as_client: Browser, training: Assignment, monday: Any) -> None:
    item = opened(training)
    as_client.post("/me/sets/", fields(item))
    as_client.post(f"/me/sessions/{item.session_id}/finish/", {"red_flag": "on"})
    text = done_page(as_client, Session.objects.get())
    assert "Paused until Ruth has looked" in text
    monday.move_to(dt.datetime(2026, 1, 8, 9, tzinfo=dt.UTC))
    assert "Your coach looks first." in as_client.get("/me/today/").content.decode()


def test_the_signs_are_there_in_plain_words(as_client: Browser) -> None:
    text = as_client.get("/me/signs/").content.decode()
    assert "does not diagnose" in text


def test_the_done_page_says_what_each_side_did_and_what_comes_next(as_client: Browser, training: Assignment) -> None:
    text = done_page(as_client, play(training, due_on=MONDAY, reps=10, left=11))
    assert '<h2 id="next">Next time</h2>' in text
    assert "Thursday 8 January" in text
    assert "× 11, 11, 11 each side" in text
    assert "<b>33</b> reps" in text
    assert "<b>30</b> reps" in text
    assert "Right did 91 % of left." in text
    assert "10, 10, 10 with 2 to spare: one more rep each before the weight goes up." in text
    assert "Rung 1 of 3." in text
    assert "opens after 2 sessions at 12, 12, 12 on both sides" in text
    assert "Tomorrow, one question" in text
    assert "6 sets" in text


def at_the_gate(training: Assignment, monday: Any) -> Session:
    """Two sessions at the top: the rung is ready to be left, and the coach decides."""
    play(training, due_on=MONDAY, reps=12)
    monday.move_to(dt.datetime(2026, 1, 8, 9, tzinfo=dt.UTC))
    return play(training, due_on=THURSDAY, reps=12)


def test_a_proposal_that_waits_is_said_and_what_holds_until_then(
    as_client: Browser, training: Assignment, monday: Any
) -> None:
    text = done_page(as_client, at_the_gate(training, monday))
    assert "× 12, 12, 12 each side" in text
    assert "Ruth decides about" in text


def test_what_the_coach_decided_holds(as_client: Browser, training: Assignment, monday: Any, owner: User) -> None:
    session = at_the_gate(training, monday)
    approve(session.proposals.get(status="waiting"), by=owner)
    text = done_page(as_client, session)
    assert "Ruth decides about" not in text
    assert "× 8, 8, 8 each side" in text
    assert "Rung 2 of 3." in text


def test_a_held_proposal_repeats(as_client: Browser, training: Assignment, monday: Any, owner: User) -> None:
    session = at_the_gate(training, monday)
    hold(session.proposals.get(status="waiting"), by=owner)
    assert "× 12, 12, 12 each side" in done_page(as_client, session)


def test_an_open_session_has_no_done_page_yet(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    assert as_client.get(f"/me/sessions/{item.session_id}/")["Location"] == "/me/today/"


# --- Words ----------------------------------------------------------------------------------------------------


def test_client_and_coach_talk_about_a_session(
    as_client: Browser, training: Assignment, owner: User, client_user: User
) -> None:
    session = play(training, due_on=MONDAY)
    Comment.objects.create(
        practice=session.practice,
        client=session.client,
        session=session,
        author=owner,
        text="Keep the <b>chin</b> down.",
    )
    response = as_client.post(f"/me/sessions/{session.pk}/comments/", {"text": "Will do."})
    assert response["Location"] == f"/me/sessions/{session.pk}/"
    assert Comment.objects.get(author=client_user).text == "Will do."
    text = done_page(as_client, session)
    assert "Keep the &lt;b&gt;chin&lt;/b&gt; down." in text
    assert "Answer Ruth" in text
    assert "Sent to Ruth." in text


@pytest.mark.parametrize(("typed", "said"), [("   ", "Write a line first."), ("x" * 1001, "At most 1,000 characters.")])
def test_a_comment_that_is_none_is_said_at_the_field(
    as_client: Browser, training: Assignment, typed: str, said: str
) -> None:
    session = play(training, due_on=MONDAY)
    response = as_client.post(f"/me/sessions/{session.pk}/comments/", {"text": typed})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert typed in response.content.decode()
    assert not Comment.objects.exists()


# --- Whose session --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["", "finish/", "skip/", "morning/"])
def test_a_session_of_somebody_else_is_404(
    as_other_client: Browser,
    as_coach: Browser,
    as_rival: Browser,
    as_stranger: Browser,
    training: Assignment,
    place: str,
) -> None:
    url = f"/me/sessions/{opened(training).session_id}/{place}"
    for browser in (as_other_client, as_coach, as_rival):
        assert browser.get(url).status_code == 404
        if place:
            assert browser.post(url, {"effort": "1", "skip_reason": "time", "pain": "0"}).status_code == 404
    assert as_stranger.get(url)["Location"].startswith("/accounts/login/")
    assert Session.objects.get().status == "open"


@pytest.mark.parametrize("place", ["stop/", "comments/"])
def test_what_is_only_posted_is_404_for_others_too(
    as_other_client: Browser, as_coach: Browser, as_client: Browser, training: Assignment, place: str
) -> None:
    url = f"/me/sessions/{opened(training).session_id}/{place}"
    for browser in (as_other_client, as_coach):
        assert browser.post(url, {"text": "Hello"}).status_code == 404
    assert as_client.get(url).status_code == 405


def test_the_done_page_asks_a_fixed_number_of_questions(
    as_client: Browser, training: Assignment, monday: Any, django_assert_max_num_queries: Any
) -> None:
    due, counts = MONDAY, []
    for number in range(12):
        monday.move_to(dt.datetime.combine(due, dt.time(8), tzinfo=dt.UTC))
        session = play(training, due_on=due)
        if number in (2, 11):
            with django_assert_max_num_queries(40) as captured:
                done_page(as_client, session)
            counts.append(len(captured))
        due += dt.timedelta(days=3 if due.weekday() == 0 else 4)
    assert counts[0] == counts[1]
