"""The address where a phone sends what it kept: one answer an action, each once, nothing lost."""

import datetime as dt
import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from clients.models import Assignment, Client, Comment, PhoneAction, ReviewCard, Session, SetLog, SetRevision
from clients.services import finish_session
from tests.clients.conftest import MONDAY, opened, play
from tests.clients.phones import a_set, action, send, states

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
pytestmark = pytest.mark.usefixtures("training")


def figures() -> list[tuple[str, int, str, int | None]]:
    return [(row.side, row.set_number, row.kind, row.reps) for row in SetLog.objects.order_by("set_number", "side")]


def told(response: Any) -> str:
    return " ".join(response.json()["results"][0][name] for name in ("why", "what"))


# --- Who sends -------------------------------------------------------------------------------------------------


def test_it_says_whose_phone_it_is_and_gives_a_token(
    as_client: Browser, client_user: User, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        answer = as_client.get("/me/sync/")
    assert answer.json()["user"] == str(client_user.pk)
    strict = Browser(enforce_csrf_checks=True)
    strict.force_login(client_user)
    token = strict.get("/me/sync/").json()["csrf"]
    body = {"user": str(client_user.pk), "version": 2, "actions": []}
    assert strict.post("/me/sync/", body, content_type="application/json").status_code == 403
    sent = strict.post("/me/sync/", body, content_type="application/json", headers={"X-CSRFToken": token})
    assert sent.json() == {"results": [], "cards": {}}


def test_abuse_35_signed_out_is_a_401_and_nobody_is_sent_away(as_stranger: Browser, training: Assignment) -> None:
    answer = send(as_stranger, a_set(opened(training)), user=uuid4())
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/json")
    assert "Sign in" in answer.json()["why"]
    assert not SetLog.objects.exists()


def test_a_coach_has_no_phone_here(as_coach: Browser, as_rival: Browser) -> None:
    assert [browser.get("/me/sync/").status_code for browser in (as_coach, as_rival)] == [404, 404]
    assert send(as_rival, action("message", text="Hi")).status_code == 404


def test_abuse_36_what_another_person_logged_on_this_phone_is_not_sent_as_mine(
    as_client: Browser, training: Assignment
) -> None:
    answer = send(as_client, a_set(opened(training)), user=uuid4())
    assert (answer.status_code, answer.json()["error"]) == (409, "other_user")
    assert not SetLog.objects.exists()


def test_abuse_11_another_clients_session_is_like_one_that_is_not_there(
    as_other_client: Browser, training: Assignment
) -> None:
    item = opened(training)
    mine = {"session": item.session_id, "assignment": training.pk, "due_on": item.session.due_on}
    answer = send(as_other_client, a_set(item, **mine), action("finish", effort=7, **mine))
    assert states(answer) == ["refused", "refused"]
    assert "no longer there" in told(answer)
    assert not SetLog.objects.exists()


# --- Once, in order, each for itself ---------------------------------------------------------------------------


def test_abuse_27_the_same_batch_ten_times_is_one_copy(
    as_client: Browser, training: Assignment, django_assert_max_num_queries: Any
) -> None:
    item = opened(training)
    here = {"session": item.session_id}
    batch = [
        *(a_set(item, side, number) for number in (1, 2, 3) for side in ("left", "right")),
        action("finish", effort=7, note="Good day", **here),
        action("morning", pain=1, **here),
        action("comment", text="See my knee?", **here),
        action("message", text="On holiday next week."),
    ]
    assert states(send(as_client, *batch)) == ["saved"] * len(batch)
    for _ in range(9):
        with django_assert_max_num_queries(80):
            assert states(send(as_client, *batch)) == ["had"] * len(batch)
    session = Session.objects.get()
    assert (session.status, session.effort, session.note, session.next_day_pain) == ("finished", 7, "Good day", 1)
    assert (SetLog.objects.count(), SetRevision.objects.count(), Comment.objects.count()) == (6, 0, 2)
    assert PhoneAction.objects.filter(state="saved").count() == 4


def test_abuse_33_one_poison_action_is_set_aside_and_the_rest_flows(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    batch = [
        a_set(item, "left", 1),
        a_set(item, "right", 1, reps="1000000"),
        a_set(item, "left", 2, item=uuid4()),
        a_set(item, "right", 2, load={"deep": [1]}),
        a_set(item, "left", 3, side="tail"),
        action("dance", pk=uuid4()),
        action("set", pk="no-uuid"),
        "nothing",
        a_set(item, "right", 3),
    ]
    answer = send(as_client, *batch)
    by_id = {each["id"]: each for each in answer.json()["results"]}
    found = [by_id[each["id"]]["state"] for each in batch if isinstance(each, dict)]
    assert found == ["saved", *["refused"] * 6, "saved"]
    assert len(by_id) == len(batch)
    assert "0 to 1,000" in by_id[batch[1]["id"]]["why"]
    assert all(each["why"] and each["what"] for each in by_id.values() if each["state"] == "refused")
    assert figures() == [("left", 1, "done", 8), ("right", 3, "done", 8)]
    assert sorted(row.reason for row in PhoneAction.objects.apart()) == ["gone", "kind"]
    assert PhoneAction.objects.count() == 4
    finish_session(item.session)
    assert "apart" in {reason["code"] for reason in ReviewCard.objects.get(session=item.session).reasons}


def test_an_action_that_breaks_here_is_sent_again_later_and_the_rest_is_done(
    as_client: Browser, training: Assignment, caplog: Any
) -> None:
    item = opened(training)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE clients_setlog ADD CONSTRAINT breaks CHECK (reps IS DISTINCT FROM 9) NOT VALID")
    secret = a_set(item, "left", 2, reps=9)
    finish = action("finish", session=item.session_id, note="My secret words")
    answer = send(as_client, a_set(item, "left", 1), secret, a_set(item, "right", 1), finish)
    assert states(answer) == ["saved", "retry", "saved", "retry"]
    assert "sent again" in answer.json()["results"][1]["what"]
    assert "IntegrityError" in caplog.text
    assert "secret" not in caplog.text
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE clients_setlog DROP CONSTRAINT breaks")
    assert states(send(as_client, secret, finish)) == ["saved", "saved"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"{", 400), (b"[]", 400), (b"null", 400), (b"[" * 5000 + b"]" * 5000, 400), (b"\xff\xfe", 400),
        (b'{"version": 2}', 400), (b'{"version": 1, "actions": []}', 422), (b'{"version": 99, "actions": []}', 422),
        (json.dumps({"version": 2, "actions": [{}] * 51}).encode(), 413), (b" " * 300_000, 413),
    ],
)  # fmt: skip
def test_abuse_21_22_38_what_is_no_batch_is_refused_in_words(as_client: Browser, body: bytes, status: int) -> None:
    answer = as_client.post("/me/sync/", body, content_type="application/json")
    assert answer.status_code == status
    assert answer.json()["why"]


def test_abuse_24_signs_that_no_text_holds_are_no_500(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    text = "a\x00b \ud800 c"
    answer = send(as_client, action("comment", session=item.session_id, text=text), a_set(item, skip_reason=text))
    assert states(answer) == ["saved", "refused"]


def test_the_same_uuid_with_other_words_is_kept_beside_the_first(as_client: Browser, training: Assignment) -> None:
    play(training, due_on=MONDAY.date())
    pk, here = uuid4(), {"session": Session.objects.get().pk}
    assert states(send(as_client, action("comment", pk=pk, text="One", **here))) == ["saved"]
    answer = send(as_client, action("comment", pk=pk, text="Two", **here))
    assert states(answer) == ["conflict"]
    assert [row.text for row in Comment.objects.all()] == ["One"]
    assert PhoneAction.objects.apart().get().data["text"] == "Two"


# --- Two phones ------------------------------------------------------------------------------------------------


def test_abuse_31_the_same_set_on_two_phones_the_later_holds_whatever_comes_first(
    as_client: Browser, as_coach: Browser, training: Assignment, client_row: Client
) -> None:
    item = opened(training)
    early = a_set(item, reps=8, at=MONDAY - 2 * MINUTE)
    late = a_set(item, reps=9, load="27.5", at=MONDAY - MINUTE)
    other = [a_set(item, "right", reps=8, at=MONDAY - 2 * MINUTE), a_set(item, "right", reps=9, at=MONDAY - MINUTE)]
    assert states(send(as_client, late, other[0])) == ["saved", "saved"]
    answer = send(as_client, early, other[1])
    assert states(answer) == ["conflict", "saved"]
    assert "later on another phone" in told(answer)
    assert states(send(as_client, early, late, *other)) == ["had"] * 4
    assert figures() == [("left", 1, "done", 9), ("right", 1, "done", 9)]
    assert SetRevision.objects.filter(other_phone=True).count() == 2
    card = ReviewCard.objects.get(session=item.session)
    assert [reason["code"] for reason in card.reasons] == ["two_phones"]
    page = as_coach.get(f"/coach/clients/{client_row.pk}/sessions/").content.decode()
    assert "logged on another phone: 25 kg × 8, RIR 2; what stands above holds" in page
    assert "Two phones differ" in as_coach.get("/coach/review/").content.decode()


def test_a_correction_and_its_correction_in_any_order(as_client: Browser, training: Assignment) -> None:
    item, pk = opened(training), uuid4()
    words = [a_set(item, uuid=pk, pk=uuid4(), reps=n, at=MONDAY - (10 - n) * MINUTE) for n in (7, 8, 9)]
    send(as_client, words[0])
    send(as_client, words[2])
    send(as_client, words[1])
    send(as_client, words[0], words[1])
    assert figures() == [("left", 1, "done", 9)]
    assert sorted(row.before["reps"] for row in SetRevision.objects.all()) == [7, 8]
    assert not SetRevision.objects.filter(other_phone=True).exists()
    assert SetLog.objects.get().performed_at == MONDAY - 3 * MINUTE


def test_a_set_that_was_done_goes_before_the_mark_of_a_stop(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    first = a_set(item, "left", 1, pain=7, at=MONDAY - 9 * MINUTE)
    stop = action("stop", item=item.pk, session=item.session_id, at=MONDAY - 5 * MINUTE)
    late = a_set(item, "right", 1, at=MONDAY - 7 * MINUTE)
    assert states(send(as_client, first, stop)) == ["saved", "saved"]
    assert states(send(as_client, late, stop)) == ["saved", "had"]
    kinds = {(side, number): kind for side, number, kind, _ in figures()}
    assert (kinds.pop(("left", 1)), kinds.pop(("right", 1)), set(kinds.values())) == ("done", "done", {"stopped"})
    assert not SetRevision.objects.filter(other_phone=True).exists()


def test_a_later_answer_holds_but_red_pain_and_warning_signs_stay(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    here = {"session": item.session_id}
    send(as_client, a_set(item), action("finish", effort=6, at=MONDAY - MINUTE, **here))
    send(as_client, action("morning", pain=1, at=MONDAY - MINUTE, **here))
    answer = send(
        as_client,
        action("finish", effort=8, note="Leg gives way", red_flag="on", at=MONDAY - 2 * MINUTE, **here),
        action("morning", pain=8, at=MONDAY - 2 * MINUTE, **here),
        action("skip_session", skip_reason="time", at=MONDAY, **here),
    )
    assert states(answer) == ["conflict", "conflict", "conflict"]
    session = Session.objects.get()
    assert (session.effort, session.red_flag, session.next_day_pain, session.status) == (6, True, 8, "finished")
    assert PhoneAction.objects.apart().count() == 3


# --- The coach changed something meanwhile ---------------------------------------------------------------------


def test_abuse_29_a_set_before_its_session_opens_it(as_client: Browser, training: Assignment) -> None:
    from clients.ahead_ids import session_id

    pk = session_id(training.pk, MONDAY.date())
    opened(training)
    item = Session.objects.get(pk=pk).items.get()
    Session.objects.all().delete()
    day = {"session": pk, "assignment": training.pk, "due_on": "2026-01-05"}
    answer = send(as_client, a_set(item, **day), a_set(item, "right", **day), cards=[str(item.pk)])
    assert states(answer) == ["saved", "saved"]
    assert Session.objects.get().pk == pk
    assert "Left, set 2" in answer.json()["cards"][str(item.pk)]


@pytest.mark.parametrize(
    ("day", "code"), [("2026-01-06", "not_due"), ("2029-01-01", "gone"), ("yesterday", "gone"), ("", "gone")]
)
def test_a_day_that_is_none_is_kept_and_shown(
    as_client: Browser, as_coach: Browser, training: Assignment, client_row: Client, day: str, code: str
) -> None:
    item = opened(training)
    lost = a_set(item, item=uuid4(), session=uuid4(), assignment=training.pk, due_on=day, load="42,5", pain=7)
    assert states(send(as_client, lost)) == ["refused"]
    assert states(send(as_client, lost)) == ["refused"]
    kept = PhoneAction.objects.get()
    assert (kept.reason, kept.session_id, kept.data["load"]) == (code, item.session_id, "42,5")
    page = as_coach.get(f"/coach/clients/{client_row.pk}/sessions/").content.decode()
    assert "From the phone, 5 Jan 08:30: left, set 1, 42,5 kg × 8, RIR 2, pain 7. Not placed" in page


def test_an_ended_assignment_takes_what_was_opened_and_keeps_the_rest(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    Assignment.objects.update(status=Assignment.Status.ENDED)
    day = {"assignment": training.pk, "due_on": "2026-01-08"}
    answer = send(as_client, a_set(item), a_set(item, item=uuid4(), **day), action("message", text="Why?"))
    assert states(answer) == ["saved", "refused", "saved"]
    assert PhoneAction.objects.apart().get().reason == "ended"


def test_a_refused_set_that_fits_later_is_taken_when_it_is_tried_again(
    as_client: Browser, training: Assignment
) -> None:
    item = opened(training)
    day = {"assignment": training.pk, "due_on": "2026-01-05"}
    lost = a_set(item, **day)
    Assignment.objects.update(status=Assignment.Status.ENDED)
    Session.objects.all().delete()
    assert states(send(as_client, lost)) == ["refused"]
    Assignment.objects.update(status=Assignment.Status.ACTIVE)
    assert states(send(as_client, lost)) == ["saved"]
    assert not PhoneAction.objects.apart().exists()


def test_abuse_30_what_comes_after_a_deletion_stays_visible(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    before = play(training, due_on=MONDAY.date())
    send(as_client, a_set(item, reps=5))
    Session.objects.all().delete()
    Assignment.objects.all().delete()
    here = {"session": before.pk, "assignment": training.pk, "due_on": "2026-01-05"}
    answer = send(as_client, a_set(item, reps=6, **here), action("comment", text="Look", **here))
    assert states(answer) == ["refused", "saved"]
    assert PhoneAction.objects.apart().get().data["reps"] == "6"
    assert Comment.objects.get().session is None


def test_a_session_closed_meanwhile_takes_its_sets_and_a_skip_waits_for_nobody(
    as_client: Browser, training: Assignment
) -> None:
    item = opened(training)
    send(as_client, action("skip_session", session=item.session_id, skip_reason="time", at=MONDAY))
    assert Session.objects.get().status == "skipped"
    assert states(send(as_client, a_set(item, at=MONDAY - MINUTE))) == ["saved"]
    assert Session.objects.get().status == "finished"


def test_finishing_without_a_set_says_what_to_do(as_client: Browser, training: Assignment) -> None:
    answer = send(as_client, action("finish", session=opened(training).session_id, note="Slept badly"))
    assert states(answer) == ["refused"]
    assert told(answer) == "Nothing is logged yet. Log a set, or skip the session and say why."


# --- The clock -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("off", [-400 * DAY, -DAY, DAY, 400 * DAY], ids=str)
def test_abuse_32_a_clock_that_is_wrong_by_a_day_or_a_year_is_put_right(
    as_client: Browser, training: Assignment, off: dt.timedelta
) -> None:
    item = opened(training)
    phone = timezone.now() + off
    first, second = a_set(item, at=phone - 9 * MINUTE, reps=8), a_set(item, at=phone - 4 * MINUTE, reps=9)
    assert states(send(as_client, second, sent_at=phone)) == ["saved"]
    assert states(send(as_client, first, sent_at=phone)) == ["conflict"]
    row = SetLog.objects.get()
    assert (row.reps, row.performed_at, row.said_at) == (9, MONDAY - 9 * MINUTE, MONDAY - 4 * MINUTE)
    assert (row.phone_time, row.received_at) == (second["at"], MONDAY)


@pytest.mark.parametrize(
    "at",
    ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "2026-01-05T08:00:00", "soon", "", "1" * 5000],
    ids=["far", "first", "no offset", "words", "none", "long"],
)
def test_abuse_25_a_time_that_is_none_is_as_old_as_its_arrival(
    as_client: Browser, training: Assignment, at: str
) -> None:
    item = opened(training)
    assert states(send(as_client, a_set(item) | {"at": at}, sent_at=at or None)) == ["saved"]
    row = SetLog.objects.get()
    assert (row.performed_at, row.phone_time) == (MONDAY, at[:40])


@pytest.mark.parametrize("at", ["2026-03-29T02:30:00+01:00", "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"])
def test_abuse_39_the_hour_that_is_skipped_or_comes_twice_is_an_instant(
    browser_of: Any, client_user: User, training: Assignment, monday: Any, at: str
) -> None:
    moment = dt.datetime.fromisoformat(at)
    Client.objects.update(time_zone="Europe/Berlin")
    monday.move_to(moment + DAY)
    item = opened(Assignment.objects.get(), due_on=moment.date())
    phone = browser_of(client_user)
    assert states(send(phone, a_set(item, at=at), action("finish", session=item.session_id))) == ["saved", "saved"]
    session = Session.objects.get()
    assert (SetLog.objects.get().performed_at, SetLog.objects.get().phone_time) == (moment, at)
    assert (session.performed_on, session.zone) == (moment.date(), "Europe/Berlin")


def test_abuse_40_a_traveller_across_the_date_line_keeps_the_sessions_day(
    as_client: Browser, training: Assignment, monday: Any
) -> None:
    Client.objects.update(time_zone="Pacific/Auckland")
    item = opened(Assignment.objects.get(), due_on=dt.date(2026, 1, 5))
    at = "2026-01-05T18:00:00+13:00"  # still the 4th in Honolulu
    Client.objects.update(time_zone="Pacific/Honolulu")
    monday.move_to(MONDAY + DAY)
    assert states(send(as_client, a_set(item, at=at), action("finish", session=item.session_id))) == ["saved"] * 2
    session = Session.objects.get()
    assert (session.due_on, session.performed_on) == (dt.date(2026, 1, 5), dt.date(2026, 1, 5))
    assert session.zone == "Pacific/Auckland"
