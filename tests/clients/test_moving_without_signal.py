"""The next session moved in a basement: judged by what the phone showed and when it was said, whenever it arrives."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.models import User
from clients.models import Assignment, Client, PhoneAction, ScheduleChange, Session, SetLog
from clients.moving_days import move_day
from tests.clients.conftest import MONDAY, opened, play
from tests.clients.phones import a_set, action, send, states

pytestmark = pytest.mark.django_db
TODAY = "/me/today/"
DAY = dt.timedelta(days=1)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, NEXT_MONDAY = (MONDAY + n * DAY for n in (1, 2, 3, 4, 7))


def moved(training: Assignment, day: dt.datetime, to: dt.datetime, /, *, at: Any = None, **data: Any) -> dict[str, Any]:
    days = {"day": day.date().isoformat(), "to": to.date().isoformat()}
    return action("move", at=at, **{"assignment": training.pk, **days, **data})


def reasons() -> list[str]:
    return list(PhoneAction.objects.apart().order_by("received_at").values_list("reason", flat=True))


@pytest.mark.parametrize("later", [0, 1, 2], ids=["at once", "the day it is done", "a day late"])
def test_it_is_moved_once_and_the_coach_sees_who_and_when(
    as_client: Browser, training: Assignment, client_user: User, monday: Any, later: int
) -> None:
    said = moved(training, MONDAY, TUESDAY, at=MONDAY)
    monday.move_to(MONDAY + later * DAY)
    assert states(send(as_client, said)) == ["saved"]
    assert states(send(as_client, said)) == ["had"]
    again = moved(training, MONDAY, TUESDAY, at=MONDAY)  # of another phone: it is there already
    assert states(send(as_client, again)) == ["saved"]
    change = ScheduleChange.objects.get()
    assert (change.day, change.to, change.made_by) == (MONDAY.date(), TUESDAY.date(), client_user)
    assert change.made_at == MONDAY
    assert Session.objects.get().due_on == TUESDAY.date()
    page = as_client.get(TODAY).content.decode()
    assert ("Left, set 1" in page) == (later > 0)


@pytest.mark.parametrize("knows", ["opened before", "opened by the move"])
def test_the_sets_of_a_session_done_earlier_find_it(
    as_client: Browser, training: Assignment, monday: Any, knows: str
) -> None:
    """On a free day the page of Thursday is trained on: its sets name the ids of Thursday's session."""
    play(training, due_on=MONDAY.date())
    monday.move_to(TUESDAY)
    item = opened(training, THURSDAY.date())
    ids = {"session": item.session_id, "assignment": training.pk, "due_on": THURSDAY.date()}
    if knows == "opened by the move":
        item.session.delete()
    sets = [a_set(item, side, **ids) for side in ("left", "right")]
    finish = action("finish", effort=7, **ids)
    assert states(send(as_client, moved(training, THURSDAY, TUESDAY), *sets, finish)) == ["saved"] * 4
    session = Session.objects.get(due_on=TUESDAY.date())
    assert (session.pk, session.status, session.performed_on) == (ids["session"], "finished", TUESDAY.date())
    assert SetLog.objects.filter(session=session).count() == 2
    monday.move_to(THURSDAY)
    assert "Nothing due today" in as_client.get(TODAY).content.decode()


def test_what_cannot_be_moved_says_why_and_changes_nothing(
    as_client: Browser, as_coach: Browser, training: Assignment, owner: User, client_row: Client, monday: Any
) -> None:
    def refused(said: dict[str, Any], reason: str) -> None:
        answer = send(as_client, said)
        assert states(answer) == ["refused"], reason
        assert all(answer.json()["results"][0][name] for name in ("why", "what"))
        assert PhoneAction.objects.get(uuid=said["id"]).reason == reason

    play(training, due_on=MONDAY.date())
    monday.move_to(TUESDAY)
    refused(moved(training, THURSDAY, NEXT_MONDAY), "not_free")  # it has a session already
    refused(moved(training, THURSDAY, MONDAY), "not_free")  # that day is over
    refused(moved(training, MONDAY, TUESDAY), "not_moved")  # it is done
    refused(moved(training, NEXT_MONDAY, TUESDAY), "not_moved")  # it is not the next one
    refused(moved(training, THURSDAY, TUESDAY, to="soon"), "not_free")
    refused(moved(training, THURSDAY, TUESDAY, day=""), "not_moved")
    refused(moved(training, THURSDAY, TUESDAY, assignment="mine"), "gone")
    assert not ScheduleChange.objects.exists()
    move_day(client_row, day=THURSDAY.date(), to=FRIDAY.date(), by=owner)
    refused(moved(training, THURSDAY, WEDNESDAY), "not_moved")  # the coach moved it meanwhile
    send(as_client, a_set(opened(training, FRIDAY.date())))
    refused(moved(training, FRIDAY, WEDNESDAY), "not_moved")  # it has begun
    Assignment.objects.update(status="ended")
    refused(moved(training, FRIDAY, WEDNESDAY), "ended")
    assert ScheduleChange.objects.count() == 1
    page = as_coach.get(f"/coach/clients/{client_row.pk}/sessions/").content.decode()
    assert "session of Thu 8 Jan moved to Wed 7 Jan. Not placed: the session cannot be moved any more." in page


def test_said_longer_ago_than_a_session_can_be_late_it_changes_no_past(
    as_client: Browser, training: Assignment, monday: Any
) -> None:
    monday.move_to(MONDAY + 30 * DAY)
    assert states(send(as_client, moved(training, MONDAY, TUESDAY, at=MONDAY))) == ["refused"]
    assert reasons() == ["not_free"]


def test_another_clients_plan_is_like_one_that_is_not_there(as_other_client: Browser, training: Assignment) -> None:
    assert states(send(as_other_client, moved(training, MONDAY, TUESDAY))) == ["refused"]
    assert reasons() == ["gone"]


def test_the_pages_move_by_what_they_show(as_client: Browser, training: Assignment, monday: Any) -> None:
    page = as_client.get("/me/moved-days/")
    assert page["X-Offline"] == "keep"
    html = page.content.decode()
    for part in ('data-keep="move"', f'value="{training.pk}"', 'name="day" value="2026-01-05"'):
        assert part in html
    assert "data-keep-too" in as_client.get(TODAY).content.decode()
    answer = as_client.post("/me/moved-days/", {"day": "2026-01-01", "to": "2026-01-06"})  # of an old page
    assert answer.status_code == 422
    assert "There is no session to move." in answer.content.decode()
