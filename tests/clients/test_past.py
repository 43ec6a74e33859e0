"""What the past of an assignment says about the next session: the days, the lighter weeks, the loads last done."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from clients import services
from clients.deciding import decide_next, repeat_last
from clients.history import read_history
from clients.inventory import default_inventory_lb
from clients.models import Assignment, Client, Session, SetLog
from clients.services import SetFacts
from programs.models import Rung
from tests.clients.conftest import MONDAY as FIRST_MORNING
from tests.clients.rows import finished

MONDAY, THURSDAY, NEXT_MONDAY = dt.date(2026, 1, 5), dt.date(2026, 1, 8), dt.date(2026, 1, 12)

pytestmark = pytest.mark.usefixtures("monday")


def day(number: int) -> dt.date:
    """The date of the session with this number; two a week, Monday and Thursday."""
    weeks, later = divmod(number, 2)
    return MONDAY + dt.timedelta(weeks=weeks, days=3 * later)


@pytest.fixture
def first(training: Assignment) -> Rung:
    return training.start_rung


def weigh(session: Session, load: str, *, unit: str = "kg", side: str = "left", number: int = 1) -> None:
    SetLog.objects.filter(session=session, side=side, set_number=number).update(load=Decimal(load), unit=unit)


def skip_everything(session: Session) -> None:
    """Sets skipped for want of time, and the day finished."""
    item = session.items.get()
    for side in ("left", "right"):
        values = {"reps": None, "load": None, "kind": "skipped", "skip_reason": "time", "performed_at": FIRST_MORNING}
        services.log_set(item, SetFacts(uuid=uuid4(), set_number=1, side=side, **values))
    services.finish_session(session)
    Session.objects.filter(pk=session.pk).update(performed_on=session.due_on)


# --- Days --------------------------------------------------------------------------------------------------------


def test_a_lighter_week_that_was_skipped_was_none(training: Assignment) -> None:
    for number in range(4):
        finished(training, due_on=day(number))
    session = services.open_session(training, due_on=day(4))
    session.items.update(is_deload=True)
    skip_everything(session)

    assert read_history(training).weeks_since_deload(day(5)) == 2


def test_a_day_on_which_everything_was_skipped_does_not_end_a_break(training: Assignment) -> None:
    finished(training, due_on=day(0))
    skip_everything(services.open_session(training, due_on=day(3)))
    finished(training, due_on=day(5))

    history = read_history(training)
    assert [each.date for each in history.past] == [each.date for each in history.exposures] == [day(0), day(5)]
    assert history.weeks_since_deload(day(8)) == 1  # since the end of the break, on 22 January


def test_the_short_past_and_the_sessions_read_whole_say_the_same(training: Assignment) -> None:
    for number in range(3):
        weigh(finished(training, due_on=day(number)), "45", unit="lb")
    SetLog.objects.filter(session__due_on=day(1), side="right").update(kind="stopped", load=None, reps=None)
    history = read_history(training)
    assert [each.in_short() for each in history.exposures] == history.past


def test_the_whole_past_is_one_query(training: Assignment, django_assert_num_queries: Any) -> None:
    for number in range(24):
        finished(training, due_on=day(number))
    with django_assert_num_queries(7):
        history = read_history(training)
        history.last_load_on(training.start_rung, "left")
        history.weeks_since_deload(day(30))
    assert (len(history.exposures), len(history.past)) == (20, 24)


def test_the_history_until_a_session_knows_nothing_later(training: Assignment, first: Rung) -> None:
    sessions = [finished(training, due_on=day(number)) for number in range(24)]
    weigh(sessions[10], "20")
    then = read_history(training).until(sessions[10].pk)
    assert then.newest.session == sessions[10]
    assert len(then.past) == 11
    assert then.last_load_on(first, "left") == Decimal(20)


# --- The load last done on a rung --------------------------------------------------------------------------------


def test_the_load_on_a_rung_is_remembered_however_long_ago(training: Assignment, first: Rung) -> None:
    long_ago = finished(training, due_on=day(0))
    weigh(long_ago, "27.5")
    training.start_rung = training.progression.rungs.get(position=2)
    for number in range(1, 24):
        finished(training, due_on=day(number))

    history = read_history(training)
    assert long_ago not in [each.session for each in history.exposures]
    assert (history.last_load_on(first, "left"), history.last_load_on(first, "right")) == (Decimal("22.5"),) * 2


@pytest.mark.parametrize(("unit", "remembered"), [("lb", "45"), ("kg", "20.41")])
def test_a_load_in_pounds_stays_what_it_was(
    training: Assignment, client_row: Client, first: Rung, unit: str, remembered: str
) -> None:
    Client.objects.filter(pk=client_row.pk).update(unit=unit)
    session = finished(training, due_on=day(0))
    SetLog.objects.filter(session=session).update(load=45, unit="lb")
    history = read_history(Assignment.objects.get(pk=training.pk))
    assert history.last_load_on(first, "left") == Decimal(remembered)


def test_a_lighter_week_is_not_what_somebody_can_do(training: Assignment, first: Rung) -> None:
    finished(training, due_on=day(0))
    lighter = finished(training, due_on=day(1))
    lighter.items.update(is_deload=True)
    SetLog.objects.filter(session=lighter).update(load=20)
    assert read_history(training).last_load_on(first, "left") == Decimal("22.5")


def test_a_rung_that_was_never_trained_has_no_load(training: Assignment) -> None:
    finished(training, due_on=day(0))
    assert read_history(training).last_load_on(training.progression.rungs.get(position=2), "left") is None


def test_the_level_of_a_band_has_no_unit(training: Assignment, client_row: Client, first: Rung) -> None:
    session = finished(training, due_on=day(0))
    session.items.get().targets.update(implement="band", load=2)
    SetLog.objects.filter(session=session).update(load=2)
    Client.objects.filter(pk=client_row.pk).update(unit="lb")
    history = read_history(Assignment.objects.get(pk=training.pk))
    assert history.last_load_on(first, "left") == history.newest.load("left") == 2


def test_after_a_change_of_unit_the_load_is_one_of_the_new_rack(training: Assignment, client_row: Client) -> None:
    weigh(finished(training, due_on=MONDAY), "40")
    SetLog.objects.update(load=40)
    Client.objects.filter(pk=client_row.pk).update(unit="lb", inventory=default_inventory_lb())
    history = read_history(Assignment.objects.select_related("client").get(pk=training.pk))

    for sides in (decide_next(history, on=THURSDAY).sides, repeat_last(history)):  # as proposed, and while it waits
        assert {(side["load"], side["unit"]) for side in sides.values()} == {(85, "lb")}
