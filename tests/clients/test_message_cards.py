"""What a client writes comes before the coach, once, and stays until somebody answers or has seen it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from clients import verdicts
from clients.inbox import queue, read_items, read_queue
from clients.jobs import notice_missed_days
from clients.models import Assignment, Client, Comment, ReviewCard, ReviewDecision
from clients.talking import comment_on
from tests.clients.conftest import MONDAY, play
from tests.working import empty_queue, work_off


@pytest.fixture
def wrote(client_row: Client) -> ReviewCard:
    comment_on(client_row, author=client_row.user, text="Which shoes?")
    return ReviewCard.objects.get(kind="message")


def decide(browser: Browser, card: ReviewCard, **data: Any) -> Any:
    return browser.post(f"/coach/review/{card.pk}/decision/", data)


def test_two_lines_are_one_card_that_says_the_newest(coach: User, client_row: Client, wrote: ReviewCard) -> None:
    comment_on(client_row, author=client_row.user, text="Or barefoot?")
    (item,) = read_items(coach, read_queue(coach).places)
    assert (item.sentence, [badge.text for badge in item.badges]) == ("Or barefoot?", ["2 messages"])
    assert item.group == 2


def test_a_line_about_a_session_is_a_message_too(coach: User, client_row: Client, training: Assignment) -> None:
    session = play(training, due_on=MONDAY.date())
    comment_on(session, author=client_row.user, text="That was heavy.")
    assert {card.kind for card in queue(coach)} == {"session", "message"}


def test_the_card_shows_the_thread_and_reading_it_decides_nothing(
    as_coach: Browser, coach: User, wrote: ReviewCard
) -> None:
    html = as_coach.get(f"/coach/review/{wrote.pk}/").content.decode()
    assert html.count("Which shoes?") == 3  # in the list, over the thread, and in it
    assert Comment.objects.get().seen_by_coach_at is not None
    assert queue(coach).filter(pk=wrote.pk).exists()


def test_answering_from_the_card_closes_it_and_goes_on(as_coach: Browser, coach: User, wrote: ReviewCard) -> None:
    response = decide(as_coach, wrote, verdict="comment", comment="Flat ones.")
    assert response["Location"] == "/coach/review/"
    line = Comment.objects.latest("created_at")
    assert (line.text, line.session, line.client, line.author) == ("Flat ones.", None, wrote.client, coach)
    assert ReviewDecision.objects.get().kind == "answered"
    assert not queue(coach).exists()


def test_answering_in_the_thread_closes_it_and_undo_brings_it_back(as_coach: Browser, coach: User, wrote: Any) -> None:
    as_coach.post(f"/coach/clients/{wrote.client_id}/messages/", {"text": "Flat ones."})
    assert not queue(coach).exists()
    verdicts.undo(by=coach)
    assert queue(coach).filter(pk=wrote.pk).exists()
    assert Comment.objects.count() == 2


def test_seen_with_a_line_is_one_decision(as_coach: Browser, wrote: ReviewCard) -> None:
    decide(as_coach, wrote, verdict="approve", comment="See you on Monday.")
    assert [decision.kind for decision in ReviewDecision.objects.all()] == ["seen"]
    assert Comment.objects.count() == 2


def test_a_new_line_brings_a_card_back_that_was_put_off(coach: User, client_row: Client, wrote: ReviewCard) -> None:
    verdicts.snooze(wrote, until=timezone.now().date() + dt.timedelta(days=3), by=coach)
    assert not queue(coach).exists()
    comment_on(client_row, author=client_row.user, text="Still there?")
    assert queue(coach).count() == 1


def test_after_an_answer_the_next_line_is_a_new_card(coach: User, client_row: Client, wrote: ReviewCard) -> None:
    comment_on(client_row, author=coach, text="Flat ones.")
    comment_on(client_row, author=client_row.user, text="Thanks.")
    assert queue(coach).get().pk != wrote.pk


def test_the_worker_notices_missed_days(
    transactional_db: None, kept_library: None, coach: User, client_row: Client
) -> None:
    from tests.factories import AssignmentFactory

    AssignmentFactory(
        client=client_row, start_date=timezone.now().date() - dt.timedelta(days=21), weekdays=[0, 1, 2, 3, 4, 5, 6]
    )
    empty_queue()
    notice_missed_days.defer(timestamp=0)
    work_off()
    assert ReviewCard.objects.get().kind == "missed"
