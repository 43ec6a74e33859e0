"""Every session of a client with every set, as the coach reads it."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from clients.models import Assignment, Client
from clients.services import SetFacts, answer_morning, correct_set, finish_session, log_set, skip_session
from clients.technique import mark_technique
from tests.clients.conftest import opened, play
from tests.clients.rows import finished, skipped

MONDAY = dt.date(2026, 1, 5)


def log(browser: Browser, client: Client, query: str = "") -> str:
    response = browser.get(f"/coach/clients/{client.pk}/sessions/{query}")
    assert response.status_code == 200
    return response.content.decode()


def cells(html: str) -> list[list[str]]:
    """The text of every row of sets."""
    body = re.findall(r'<tr><th scope="row">(.*?)</tr>', html, re.DOTALL)
    return [[re.sub(r"<.*?>", "|", cell).strip("|") for cell in re.split(r"</t[dh]>", row)[:-1]] for row in body]


def test_what_each_side_did_set_by_set(as_coach: Browser, client_row: Client, training: Assignment) -> None:
    play(training, due_on=MONDAY, reps=9, left=10)
    html = log(as_coach, client_row)
    assert cells(html)[0] == ["1", "22.5 kg × 10", "2", "–", "22.5 kg × 9", "2", "–"]
    assert "Asked: 3 × 8 · 22.5 kg · RIR 2" in html
    assert "effort 7 of 10" in html


def test_a_correction_keeps_what_it_replaced(
    as_coach: Browser, client_row: Client, training: Assignment, client_user: User
) -> None:
    session = play(training, due_on=MONDAY)
    row = session.sets.get(side="left", set_number=1)
    facts = {"uuid": row.uuid, "set_number": 1, "side": "left", "performed_at": row.performed_at, "load": row.load}
    correct_set(row, SetFacts(**facts, reps=11, rir=1), by=client_user)
    html = log(as_coach, client_row)
    assert "22.5 kg × 11" in html
    assert "was 22.5 kg × 8, RIR 2 until 5 Jan 08:30, Maya Lindqvist" in html


def test_technique_pain_notes_and_what_was_left_out(
    as_coach: Browser, client_row: Client, training: Assignment, coach: User
) -> None:
    item = opened(training)
    common: dict[str, Any] = {"performed_at": timezone.now(), "side": "left"}
    log_set(item, SetFacts(uuid=uuid4(), set_number=1, reps=8, load=Decimal(50), unit="lb", rir=4, **common))
    log_set(item, SetFacts(uuid=uuid4(), set_number=2, kind="stopped", pain=7, **common))
    log_set(item, SetFacts(uuid=uuid4(), set_number=3, kind="skipped", skip_reason="pain", **common))
    finish_session(item.session, note="It <i>pulled</i>")
    answer_morning(item.session, pain=3)
    mark_technique(item, side="left", sound=False, note="Hips turn", by=coach)
    html = log(as_coach, client_row)
    assert [row[1:4] for row in cells(html)] == [
        ["50 lb × 8", "4+", "–"],
        ["stopped for pain", "–", "7"],
        ["skipped: pain", "–", "–"],
    ]
    assert {row[4] for row in cells(html)} == {"not logged"}
    assert '<span class="pain" data-level="red">7</span>' in html
    assert "Technique not there yet: Hips turn." in html
    assert "It &lt;i&gt;pulled&lt;/i&gt;" in html
    assert 'morning after <span class="pain" data-level="amber">3</span> of 10' in html


def test_a_skipped_day_says_why(as_coach: Browser, client_row: Client, training: Assignment) -> None:
    skip_session(opened(training).session, reason="equipment")
    html = log(as_coach, client_row)
    assert "Skipped: equipment taken" in html
    assert cells(html) == []


def test_a_day_that_was_only_opened_is_no_session_yet(
    as_coach: Browser, client_row: Client, training: Assignment
) -> None:
    opened(training)
    assert "No sessions yet" in log(as_coach, client_row)


def test_pages_and_queries(
    as_coach: Browser,
    client_row: Client,
    training: Assignment,
    django_assert_max_num_queries: Any,
    django_assert_num_queries: Any,
) -> None:
    finished(training, due_on=MONDAY)
    skipped(training, due_on=MONDAY + dt.timedelta(days=1))
    with django_assert_max_num_queries(27) as few:
        log(as_coach, client_row)
    for n in range(2, 23):
        finished(training, due_on=MONDAY + dt.timedelta(days=n))
    with django_assert_num_queries(len(few.captured_queries)):
        html = log(as_coach, client_row)
    assert html.count('class="log-session"') == 20
    assert "1–20 of 23" in html
    assert log(as_coach, client_row, "?page=2").count('class="log-session"') == 3
    assert log(as_coach, client_row, "?page=seven").count('class="log-session"') == 20
