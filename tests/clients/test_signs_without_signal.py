"""A warning sign said where there is no signal: it stops training, however late it comes and whatever came first."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clients.models import Assignment, Client, Comment, PhoneAction, Proposal, ReviewCard, Session, SetLog
from clients.proposals import clear
from tests.clients.conftest import MONDAY, opened, play
from tests.clients.phones import a_set, action, send, states

pytestmark = pytest.mark.django_db
TODAY = "/me/today/"
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
THURSDAY = MONDAY + 3 * DAY
# What was said, in minutes: two sets and the sign after the first, before both, after both.
ORDERS = {
    "while training": (0, 10, 5),
    "before": (5, 10, 0),
    "at the end": (0, 5, 10),
}


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("is_first", [True, False], ids=["the first session", "a later one"])
@pytest.mark.parametrize("said", ORDERS.values(), ids=ORDERS.keys())
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)], ids=str)
def test_whatever_arrives_first_training_stops_and_the_coach_is_told(
    as_client: Browser, training: Assignment, monday: Any, order: Any, said: Any, is_first: bool
) -> None:
    if not is_first:
        Session.objects.update(reviewed_at=play(training, due_on=MONDAY.date()).finished_at)
    monday.move_to(THURSDAY + dt.timedelta(hours=1))
    item = opened(training, THURSDAY.date())
    words = [
        a_set(item, "left", at=THURSDAY + said[0] * MINUTE),
        a_set(item, "right", at=THURSDAY + said[1] * MINUTE),
        action("sign", words="My foot is numb.", at=THURSDAY + said[2] * MINUTE),
    ]
    for n in order:
        assert states(send(as_client, words[n])) == ["saved"]
    assert states(send(as_client, *words)) == ["had"] * 3
    item.session.refresh_from_db()
    assert (item.session.status, item.session.red_flag) == ("finished", True)
    assert SetLog.objects.filter(session=item.session).count() == 2
    assert "red_flag" in {each["code"] for each in ReviewCard.objects.get(session=item.session).reasons}
    assert "My foot is numb. (said 8 Jan" in Comment.objects.get().text
    for day in (4, 7):
        monday.move_to(THURSDAY + day * DAY)
        page = text(as_client.get(TODAY))
        assert "Your coach looks first." in page or "Training is paused." in page


def test_a_session_that_is_finished_after_the_sign_takes_it_along(
    as_client: Browser, training: Assignment, monday: Any
) -> None:
    """All of it was done before, on another phone: the sign is not lifted by a newer session."""
    play(training, due_on=MONDAY.date())
    monday.move_to(THURSDAY + dt.timedelta(hours=1))
    item = opened(training, THURSDAY.date())
    send(as_client, action("sign", words="Numb.", at=THURSDAY + 20 * MINUTE))
    done = [a_set(item, at=THURSDAY), a_set(item, "right", at=THURSDAY)]
    finish = action("finish", session=item.session_id, effort=6, at=THURSDAY + 10 * MINUTE)
    assert states(send(as_client, *done, finish)) == ["saved"] * 3
    item.session.refresh_from_db()
    assert (item.session.effort, item.session.red_flag) == (6, True)
    monday.move_to(THURSDAY + 4 * DAY)
    assert "Your coach looks first." in text(as_client.get(TODAY))


def test_a_day_later_the_coach_reads_when_it_was_said(
    as_client: Browser, as_coach: Browser, training: Assignment, monday: Any
) -> None:
    session = play(training, due_on=MONDAY.date())
    monday.move_to(MONDAY + 2 * DAY)
    assert states(send(as_client, action("sign", words="A swollen calf.", at=MONDAY + DAY))) == ["saved"]
    row = PhoneAction.objects.get()
    assert (row.kind, row.said_at, row.received_at, row.session) == ("sign", MONDAY + DAY, MONDAY + 2 * DAY, session)
    said = "A swollen calf. (said 6 Jan 08:30, sent when there was a signal)"
    assert said in text(as_coach.get(reverse("coach:review-item", args=[session.pk])))


def test_said_just_now_it_is_in_the_clients_own_words(as_client: Browser, training: Assignment) -> None:
    assert states(send(as_client, action("sign", words="", at=MONDAY - MINUTE))) == ["saved"]
    assert Comment.objects.get().text == "I have one of the warning signs."


def test_it_is_never_refused(as_client: Browser, training: Assignment, client_row: Client) -> None:
    """Not for its words, and not when nothing is followed any more: somebody has to hear of it."""
    long = action("sign", words="é" * 5000, at=MONDAY - 3 * DAY)
    assert states(send(as_client, long)) == ["saved"]
    Assignment.objects.update(status="ended")
    assert states(send(as_client, action("sign", more="", at="no time"))) == ["saved"]
    assert Comment.objects.filter(client=client_row).count() == 2
    assert len(PhoneAction.objects.get(uuid=long["id"]).data["words"]) == 5000


def test_what_the_coach_has_cleared_stops_no_session_that_begins_later(
    as_client: Browser, training: Assignment, owner: User, monday: Any
) -> None:
    play(training, due_on=MONDAY.date())
    send(as_client, action("sign", words="Numb."))
    clear(Proposal.objects.latest_first().first(), by=owner)
    monday.move_to(THURSDAY)
    item = opened(training, THURSDAY.date())
    send(as_client, a_set(item), a_set(item, "right"))
    item.session.refresh_from_db()
    assert (item.session.status, item.session.red_flag) == ("open", False)
    send(as_client, action("finish", session=item.session_id, effort=6))
    item.session.refresh_from_db()
    assert (item.session.status, item.session.red_flag) == ("finished", False)


def test_the_page_with_the_signs_says_it_to_the_phone_first(as_client: Browser, training: Assignment) -> None:
    page = as_client.get("/me/signs/")
    assert page["X-Offline"] == "keep"
    assert 'data-keep="sign"' in text(page)
    assert "data-needs-signal" not in text(page)
