"""Deliveries: each event reaches each endpoint once or more, always with the same id, or is given up and said so."""

import asyncio
import datetime as dt
import socket
from collections.abc import Iterator
from itertools import pairwise
from threading import Event as Flag
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.management.commands.worker import connected, serve
from accounts.models import Practice, User
from config.outward import Reply
from hooks import delivering
from hooks.delivering import OFF_AFTER, note, send, switch_off, take
from hooks.jobs import deliver_due, forget_deliveries
from hooks.models import TEST, Attempt, Delivery, Endpoint, Event
from hooks.services import change_endpoint, replay, rotate_secret, send_test
from hooks.telling import TRIED_FOR, tell
from tests.hooks.receiver import HANG, Receiver, endpoint_at, receiver
from tests.hooks.test_signing import guide
from tests.working import empty_queue, queued, run_apart, work_off

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
State = Delivery.State
OK, BROKEN = Reply(status=200), Reply(status=500)


def happens(practice: Practice, *numbers: int, **when: Any) -> list[Delivery]:
    return tell(practice.pk, Event.SESSION_FINISHED, lambda: [{"number": number} for number in numbers], **when)


# --- With a worker and a tool that listens ---------------------------------------------------------------------


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    empty_queue()
    yield
    empty_queue()


def a_minute_later(clock: Any, **shift: float) -> None:
    clock.shift(dt.timedelta(**shift or {"minutes": 1}))
    deliver_due.defer(timestamp=0)
    work_off()


def test_a_tool_that_fails_hangs_and_recovers_gets_each_event_with_the_same_id(
    worker: None, practice: Practice, tool: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "PATIENCE_S", 0.3)
    endpoint, verify = endpoint_at(practice, tool.url), guide()["verify"]
    tool.answers = [503, HANG, 302]
    with time_machine.travel(NOON, tick=False) as clock, receiver() as elsewhere:
        tool.headers = {"Location": elsewhere.url}
        happens(practice, 1, 2, 3)
        work_off()
        assert [call.told["data"]["number"] for call in tool.calls] == [1]  # it fails: the others wait
        a_minute_later(clock)  # hangs
        a_minute_later(clock)  # sends elsewhere, where nobody follows it
        tool.headers = {}
        a_minute_later(clock)
        assert elsewhere.calls == []
        first_ids = {call.told["data"]["number"]: call.id for call in tool.calls}
        assert sorted(first_ids) == [1, 2, 3]
        for call in tool.calls:
            assert call.id == first_ids[call.told["data"]["number"]]
            moment = int(call.headers["webhook-timestamp"])
            assert verify(endpoint.secret, call.headers, call.body, now=moment) == call.told
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.DELIVERED}
    tries = Attempt.objects.order_by("at", "pk").values_list("status", "problem")
    assert list(tries)[:3] == [(503, ""), (None, "timed_out"), (302, "")]
    assert Attempt.objects.last().answer == "ok"
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None
    assert queued() == []


def test_what_is_rolled_back_is_never_told(worker: None, practice: Practice, tool: Receiver) -> None:
    endpoint_at(practice, tool.url)
    with transaction.atomic():
        happens(practice, 1)
        transaction.set_rollback(True)
    work_off()
    assert (tool.calls, queued()) == ([], [])


def test_each_endpoint_that_wants_an_event_gets_it_and_no_other(
    worker: None, practice: Practice, rival: User, tool: Receiver
) -> None:
    with receiver() as second, receiver() as deaf, receiver() as off, receiver() as elsewhere:
        endpoint_at(practice, tool.url)
        endpoint_at(practice, second.url)
        endpoint_at(practice, deaf.url, events=[Event.CLIENT_JOINED])
        change_endpoint(endpoint_at(practice, off.url), is_on=False)
        endpoint_at(rival.memberships.get().practice, elsewhere.url)
        happens(practice, 1)
        work_off()
        assert tool.calls[0].id == second.calls[0].id
        assert [len(each.calls) for each in (tool, second, deaf, off, elsewhere)] == [1, 1, 0, 0, 0]
    told = tool.calls[0].told
    assert told.keys() == {"type", "version", "timestamp", "data"}
    assert (told["type"], told["version"]) == ("session.finished", 1)
    assert told["data"] == {"practice": str(practice.pk), "number": 1}
    assert tool.calls[0].headers["content-type"] == "application/json"
    assert "cookie" not in tool.calls[0].headers


def test_an_endpoint_that_is_gone_is_switched_off_and_its_owner_told_once(
    worker: None, practice: Practice, owner: User, colleague: User, tool: Receiver
) -> None:
    endpoint = endpoint_at(practice, tool.url, name="Old sheet")
    tool.answers = [410]
    with time_machine.travel(NOON, tick=False) as clock:
        happens(practice, 1, 2)
        work_off()
        a_minute_later(clock)
        a_minute_later(clock)
    endpoint.refresh_from_db()
    assert (endpoint.is_on, endpoint.off_because) == (False, Endpoint.Off.GONE)
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.GIVEN_UP}
    assert len(tool.calls) == 1
    [letter] = mail.outbox
    assert letter.to == [owner.email]
    assert "Old sheet" in letter.subject
    assert f"/coach/settings/webhooks/{endpoint.pk}/" in letter.body


hook_is_under_way, mail_went_out = Flag(), Flag()


@app.task(name="tests.slow_hook", queue="hooks")
def slow_hook() -> None:
    hook_is_under_way.set()
    assert mail_went_out.wait(20)


@app.task(name="tests.mail")
def a_mail() -> None:
    assert hook_is_under_way.wait(20)
    mail_went_out.set()
    connections.close_all()


def test_an_endpoint_that_is_slow_holds_up_neither_mail_nor_other_endpoints(worker: None) -> None:
    """Each of the two would wait for ever if they were done one after the other."""
    slow_hook.defer()
    a_mail.defer()

    async def until_done() -> None:
        await asyncio.wait_for(serve(working, wait=False, listen_notify=False), 30)

    with connected() as working:
        run_apart(until_done)
    assert mail_went_out.is_set()
    assert queued() == []


# --- What follows from an answer -------------------------------------------------------------------------------


def test_waits_grow_for_three_days_then_it_is_given_up(practice: Practice) -> None:
    endpoint = endpoint_at(practice)
    [row] = happens(practice, 1, now=NOON)
    now, waits = NOON, []
    while row.state == State.WAITING:
        parcel = take(practice.pk, endpoint.pk, now=now)
        assert parcel is not None
        assert note(practice.pk, parcel.delivery_id, BROKEN, now=now) is False
        row.refresh_from_db()
        waits.append(row.due_at - now)
        last, now = now, row.due_at
    assert all(long > short * 0.8 for short, long in pairwise(waits))
    assert waits[0] <= dt.timedelta(minutes=1)
    assert dt.timedelta(days=2) < last - NOON <= TRIED_FOR
    assert (row.state, row.attempts.count()) == (State.GIVEN_UP, len(waits))
    assert take(practice.pk, endpoint.pk, now=now) is None


def test_waits_differ_so_that_what_failed_together_does_not_come_back_together(practice: Practice) -> None:
    endpoint_at(practice)
    rows = happens(practice, *range(20), now=NOON)
    for row in rows:
        note(practice.pk, row.pk, BROKEN, now=NOON)
    assert len(set(Delivery.objects.values_list("due_at", flat=True))) > 10


def test_what_a_tool_asks_to_wait_is_waited(practice: Practice) -> None:
    endpoint_at(practice)
    [row] = happens(practice, 1, now=NOON)
    note(practice.pk, row.pk, Reply(status=429, wait_s=7200), now=NOON)
    row.refresh_from_db()
    assert row.due_at == NOON + 2 * HOUR


def test_when_something_gets_through_again_the_rest_is_not_kept_waiting(practice: Practice) -> None:
    endpoint = endpoint_at(practice)
    first, second = happens(practice, 1, 2, now=NOON)
    for hours in range(4):
        note(practice.pk, second.pk, BROKEN, now=NOON + hours * HOUR)
    later = NOON + 4 * HOUR
    assert take(practice.pk, endpoint.pk, now=later).delivery_id == first.pk
    assert note(practice.pk, first.pk, OK, now=later) is True
    assert take(practice.pk, endpoint.pk, now=later).delivery_id == second.pk


def test_five_days_of_failures_switch_an_endpoint_off(practice: Practice) -> None:
    endpoint = endpoint_at(practice)
    for days in (0, 2, 4):
        [row] = happens(practice, 1, now=NOON + dt.timedelta(days=days))
        note(practice.pk, row.pk, BROKEN, now=row.made_at)
    endpoint.refresh_from_db()
    assert endpoint.is_on
    test = send_test(endpoint, now=NOON + OFF_AFTER)
    note(practice.pk, test.pk, BROKEN, now=NOON + OFF_AFTER)
    endpoint.refresh_from_db()
    test.refresh_from_db()
    assert (endpoint.is_on, test.state) == (True, State.GIVEN_UP)  # a test fails once, and says nothing of five days
    note(practice.pk, row.pk, Reply(problem="not_reached"), now=NOON + OFF_AFTER)
    endpoint.refresh_from_db()
    assert (endpoint.is_on, endpoint.off_because) == (False, Endpoint.Off.FAILING)
    assert happens(practice, 2) == []
    on = change_endpoint(endpoint, is_on=True)
    assert (on.off_because, on.off_at, on.failing_since) == ("", None, None)


def test_a_delivery_can_be_sent_again_with_the_same_id(practice: Practice) -> None:
    endpoint = endpoint_at(practice)
    [row] = happens(practice, 1, now=NOON)
    before = take(practice.pk, endpoint.pk, now=NOON)
    note(practice.pk, row.pk, OK, now=NOON)
    assert take(practice.pk, endpoint.pk, now=NOON) is None
    replay(row, now=NOON + HOUR)
    again = take(practice.pk, endpoint.pk, now=NOON + HOUR)
    assert (again.message_id, again.body) == (before.message_id, before.body)
    assert Delivery.objects.count() == 1


def test_an_old_secret_signs_beside_the_new_one_for_as_long_as_was_chosen(practice: Practice) -> None:
    endpoint = endpoint_at(practice)
    changed = rotate_secret(endpoint, overlap_hours=24, now=NOON)
    assert changed.secret != endpoint.secret
    assert changed.secrets(NOON + 23 * HOUR) == (changed.secret, endpoint.secret)
    assert changed.secrets(NOON + 24 * HOUR) == (changed.secret,)
    leaked = rotate_secret(changed, overlap_hours=0, now=NOON)
    assert leaked.secrets(NOON) == (leaked.secret,)


def test_only_the_log_of_a_month_is_kept_and_what_waits(practice: Practice) -> None:
    endpoint_at(practice)
    long_ago = timezone.now() - dt.timedelta(days=31)
    old, waits = happens(practice, 1, 2, now=long_ago)
    [new] = happens(practice, 3)
    for row in (old, new):
        note(practice.pk, row.pk, OK)
    forget_deliveries.func(timestamp=0)
    assert set(Delivery.objects.values_list("pk", flat=True)) == {waits.pk, new.pk}


def test_what_was_removed_while_it_was_sent_is_no_fault(practice: Practice) -> None:
    endpoint = endpoint_at(practice)
    [row] = happens(practice, 1)
    endpoint.delete()
    assert note(practice.pk, row.pk, OK) is True


def test_nothing_goes_to_an_endpoint_that_is_off(practice: Practice) -> None:
    endpoint = endpoint_at(practice)
    happens(practice, 1, now=NOON)
    switch_off(endpoint, Endpoint.Off.BY_HAND, now=NOON)
    assert take(practice.pk, endpoint.pk, now=NOON) is None
    assert list(Delivery.objects.values_list("state", flat=True)) == [State.GIVEN_UP]


# --- The call itself -------------------------------------------------------------------------------------------


def sent(practice: Practice, endpoint: Endpoint) -> Reply:
    parcel = take(practice.pk, endpoint.pk)
    assert parcel is not None
    return send(parcel)


def test_a_name_that_leads_inside_is_not_connected_to(
    practice: Practice, tool: Receiver, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is looked up by the system; here it is told what a rebinding name server would say."""
    port = int(tool.url.rpartition(":")[2].split("/")[0])
    settings.WEBHOOKS_TO_THIS_MACHINE = False
    endpoint = endpoint_at(practice, f"https://tool.example.org:{port}/hook")
    happens(practice, 1)
    for place in ("127.0.0.1", "10.0.0.8", "100.64.0.1", "169.254.169.254"):
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, found=found, **more: found)
        assert sent(practice, endpoint).problem == Attempt.Problem.NOT_PUBLIC
    assert tool.calls == []


def test_little_is_read_of_an_answer_and_kept_as_text(practice: Practice, tool: Receiver) -> None:
    endpoint = endpoint_at(practice, tool.url)
    [row] = happens(practice, 1)
    tool.says = b"\x00\xff<b>" + b"a" * 1_000_000
    note(practice.pk, row.pk, sent(practice, endpoint))
    attempt = Attempt.objects.get()
    assert attempt.status == 200
    assert attempt.answer.startswith("\ufffd\ufffd<b>aaa")
    assert len(attempt.answer) <= 500


def test_nobody_there_is_a_problem_that_is_told(practice: Practice) -> None:
    endpoint = endpoint_at(practice, "http://127.0.0.1:1/hook")
    happens(practice, 1)
    assert sent(practice, endpoint).problem == Attempt.Problem.NOT_REACHED


def test_a_test_is_an_event_of_its_own_kind(practice: Practice, tool: Receiver) -> None:
    endpoint = endpoint_at(practice, tool.url)
    assert send_test(endpoint).pk == send_test(endpoint).pk  # one that waits is enough
    assert sent(practice, endpoint).status == 200
    assert tool.calls[0].told["type"] == TEST
    assert tool.calls[0].told["data"] == {"practice": str(practice.pk), "webhook": str(endpoint.pk)}
