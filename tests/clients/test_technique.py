"""Technique as a coach marks it: what the engine makes of it, who reads it, and what cannot be kept."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clients import proposals
from clients.models import Assignment, Proposal, Session, TechniqueMark
from clients.technique import mark_technique
from tests.clients.conftest import play

MONDAY, THURSDAY = dt.date(2026, 1, 5), dt.date(2026, 1, 8)


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(8, 30), tzinfo=dt.UTC)


@pytest.fixture
def sessions(training: Assignment, monday: Any) -> list[Session]:
    """Two sessions on the second rung, so that there is one to go down to."""
    training.start_rung, training.policy = training.ladder.rungs.get(position=2), "all"
    training.save()
    first = play(training, due_on=MONDAY, reps=9)
    monday.move_to(at(THURSDAY))
    return [first, play(training, due_on=THURSDAY, reps=10)]


def standing() -> Proposal:
    return Proposal.objects.exclude(status="superseded").latest_first()[0]


def fail(session: Session, by: User, side: str = "right") -> None:
    mark_technique(session.items.get(), side=side, sound=False, note="Hips turn at the top", by=by)


def posted(**others: str) -> dict[str, str]:
    blank = {"left": "", "left-note": "", "right": "", "right-note": ""} | others
    return {f"technique-1-{name}": value for name, value in blank.items()}


def url(session: Session) -> str:
    return reverse("coach:technique", args=[session.pk])


def test_one_failed_session_changes_nothing(sessions: list[Session], owner: User) -> None:
    before = standing()
    fail(sessions[1], owner)
    assert standing() == before


def test_two_failed_in_a_row_move_down_and_wait_for_the_coach(sessions: list[Session], owner: User) -> None:
    for session in sessions:
        fail(session, owner)
    now = standing()
    assert (now.status, now.proposed["right"]["action"], now.proposed["right"]["position"]) == (
        "waiting",
        "move_down",
        1,
    )
    assert "technique" in {reason["code"] for reason in now.reasons}


def test_a_mark_taken_back_takes_its_proposal_back(sessions: list[Session], owner: User) -> None:
    before = standing().proposed
    for session in sessions:
        fail(session, owner)
    mark_technique(sessions[1].items.get(), side="right", sound=None, by=owner)
    assert standing().proposed == before
    assert TechniqueMark.objects.count() == 1


def test_a_sound_mark_leaves_a_decision_as_it_is(sessions: list[Session], owner: User) -> None:
    decided = standing()
    mark_technique(sessions[1].items.get(), side="left", sound=True, by=owner)
    assert standing() == decided


def test_an_approval_is_overtaken_when_its_grounds_go(sessions: list[Session], owner: User) -> None:
    proposals.approve(standing(), by=owner)
    for session in sessions:
        fail(session, owner)
    assert (standing().status, standing().proposed["right"]["action"]) == ("waiting", "move_down")


def test_a_coach_marks_on_the_page_and_the_client_reads_it(
    as_coach: Browser, as_client: Browser, sessions: list[Session], owner: User
) -> None:
    page = as_coach.get(reverse("coach:review-item", args=[sessions[1].pk])).content.decode()
    assert url(sessions[1]) in page
    answer = as_coach.post(url(sessions[1]), posted(left="sound", right="failed", **{"right-note": "Knee falls in"}))
    assert answer.status_code == 302
    assert {(mark.side, mark.is_sound, mark.note, mark.marked_by) for mark in TechniqueMark.objects.all()} == {
        ("left", True, "", owner),
        ("right", False, "Knee falls in", owner),
    }
    for address in (reverse("me:done", args=[sessions[1].pk]), reverse("me:history")):
        assert "Technique not there yet: Knee falls in." in as_client.get(address).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"left-note": "Looked fine"}, "Sound or failed? A note alone says neither."),
        ({"left": "sound", "left-note": "x" * 301}, "A note has at most 300 characters."),
        ({"left": "lovely"}, "Sound, failed, or not judged."),
    ],
)
def test_what_cannot_be_kept_is_told_at_its_field(
    as_coach: Browser, sessions: list[Session], typed: dict[str, str], words: str
) -> None:
    answer = as_coach.post(url(sessions[1]), posted(**typed, **{"right": "sound", "right-note": "Strong"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="Strong"' in page
    assert not TechniqueMark.objects.exists()


def test_nobody_else_marks(
    as_rival: Browser, as_client: Browser, as_stranger: Browser, sessions: list[Session]
) -> None:
    for browser, status in ((as_rival, 404), (as_client, 404), (as_stranger, 302)):
        assert browser.post(url(sessions[1]), posted(left="sound")).status_code == status
    assert not TechniqueMark.objects.exists()
