"""What a session and the weeks came to, read from what was logged."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from clients.history import Exposure, History, read_history
from clients.measures import asked_sets, attendance_of, dose_of, figures_of, is_excused, loaded_sets, minutes_of
from clients.models import Assignment, Client, Session, SetLog, Target
from clients.services import skip_session
from tests.clients.conftest import opened
from tests.clients.rows import finished

MONDAY = dt.date(2026, 1, 5)


def exposure_of(assignment: Assignment) -> Exposure:
    return read_history(assignment).newest


def history_of(assignment: Assignment) -> History:
    return read_history(Assignment.objects.select_related("client").get(pk=assignment.pk))


@pytest.fixture
def session(training: Assignment) -> Session:
    """3 × 8 at 22.5 kg on both sides, as asked."""
    return finished(training, due_on=MONDAY, effort=7)


# --- One session --------------------------------------------------------------------------------------------------


def test_a_session_in_figures(training: Assignment, session: Session) -> None:
    session.sets.filter(side="left", set_number=2).update(reps=10)
    figures = figures_of(history_of(training))[0]
    assert (figures.left.load, figures.left.once, figures.left.tonnage) == (Decimal("22.5"), Decimal("31.5"), 585)
    assert (figures.right.once, figures.right.tonnage) == (30, 540)
    assert (figures.date, figures.rung, figures.lighter) == (MONDAY, 1, False)


def test_a_set_not_done_is_no_work(training: Assignment, session: Session) -> None:
    session.sets.filter(side="left").exclude(set_number=1).update(kind="skipped", skip_reason="time")
    assert figures_of(history_of(training))[0].left.tonnage == 180


def test_a_bilateral_session_has_one_figure_for_both(training: Assignment, session: Session) -> None:
    session.sets.filter(side="right").delete()
    Target.objects.filter(item__session=session, side="right").delete()
    Target.objects.filter(item__session=session).update(side="both")
    session.sets.update(side="both")
    figures = figures_of(history_of(training))[0]
    assert figures.left == figures.right
    assert figures.left.tonnage == 540


def test_pounds_are_read_in_the_clients_unit(training: Assignment, session: Session) -> None:
    session.sets.filter(side="left").update(load="45", unit="lb")
    exposure = exposure_of(training)
    assert {each.load for each in loaded_sets(exposure, "left")} == {Decimal("20.41")}


def test_the_level_of_a_band_is_no_weight(training: Assignment, session: Session) -> None:
    Target.objects.filter(item__session=session).update(implement="band", load=2)
    session.sets.update(load=2)
    exposure = exposure_of(training)
    assert {each.load for each in (*loaded_sets(exposure, "left"), *asked_sets(exposure, "left"))} == {0}
    assert figures_of(history_of(training))[0].left.tonnage is None


def test_effort_times_the_minutes_between_the_first_set_and_the_last(training: Assignment, session: Session) -> None:
    first = session.sets.filter(side="left", set_number=1)
    first.update(performed_at=session.sets.first().performed_at - dt.timedelta(minutes=19, seconds=30))
    assert minutes_of(exposure_of(training)) == 20
    assert figures_of(history_of(training))[0].effort_load == 140


@pytest.mark.parametrize("effort", [None, 7])
def test_without_effort_or_time_there_is_no_load_of_effort(training: Assignment, effort: int | None) -> None:
    session = finished(training, due_on=MONDAY, effort=effort)
    if effort is None:
        session.sets.filter(side="left", set_number=1).update(performed_at=dt.datetime(2026, 1, 5, 8, 0, tzinfo=dt.UTC))
    assert figures_of(history_of(training))[0].effort_load is None


def test_whoever_changed_the_phones_clock_has_no_load_of_effort(training: Assignment, session: Session) -> None:
    session.sets.filter(set_number=1).update(performed_at=dt.datetime(2001, 1, 1, tzinfo=dt.UTC))
    assert figures_of(history_of(training))[0].effort_load is None


# --- Weeks --------------------------------------------------------------------------------------------------------


def test_the_dose_is_the_mean_of_the_sessions_trained(training: Assignment, session: Session) -> None:
    second = finished(training, due_on=MONDAY + dt.timedelta(days=3))
    second.sets.filter(set_number=3).delete()
    assert dose_of(history_of(training).exposures) == (1 + Decimal(2) / 3) / 2


def test_what_pain_cut_short_is_in_no_dose(training: Assignment, session: Session) -> None:
    second = finished(training, due_on=MONDAY + dt.timedelta(days=3))
    second.sets.filter(set_number=3).update(kind="stopped")
    assert dose_of(history_of(training).exposures) == 1
    assert dose_of([]) is None


def test_bodyweight_is_dosed_in_reps(training: Assignment, session: Session) -> None:
    Target.objects.filter(item__session=session).update(load=0, reps=[10, 10, 10], implement="bodyweight")
    session.sets.update(load=0)
    assert dose_of(history_of(training).exposures) == Decimal("0.8")


@pytest.mark.parametrize(
    ("fact", "excused"),
    [
        ({"kind": "stopped"}, True),
        ({"kind": "skipped", "skip_reason": "pain"}, True),
        ({"kind": "skipped", "skip_reason": "time"}, False),
        ({"pain": 5}, False),
    ],
)
def test_pain_that_stopped_a_set_excuses(training: Assignment, session: Session, fact: Any, excused: bool) -> None:
    SetLog.objects.filter(session=session, side="left", set_number=3).update(**fact)
    exposure = exposure_of(training)
    assert is_excused(exposure.session, exposure) is excused


@pytest.mark.parametrize(("reason", "excused"), [("pain", True), ("time", False), ("other", False)])
def test_a_session_skipped_for_pain_is_excused(training: Assignment, reason: str, excused: bool) -> None:
    session = skip_session(opened(training, MONDAY).session, reason=reason)
    assert is_excused(session, None) is excused


def test_days_due_are_trained_missed_or_excused(training: Assignment, client_row: Client) -> None:
    whole, part, sore = (finished(training, due_on=MONDAY + dt.timedelta(days=days)) for days in (0, 3, 7))
    part.sets.filter(set_number=3).delete()
    sore.sets.filter(set_number=3).update(kind="stopped")
    skipped = Session(status="skipped", skip_reason="pain")
    performed = {each.session.pk: each for each in history_of(training).exposures}
    days = [("done", whole), ("part", part), ("part", sore), ("miss", skipped), ("miss", None), ("plan", None)]
    counted = attendance_of(days, performed)
    assert (counted.done, counted.due, counted.excused) == (2, 3, 2)
