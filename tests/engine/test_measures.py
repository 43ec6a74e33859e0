"""Figures that describe training: each formula at a known value, at its bounds and outside them."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.engine.measures import (
    LoadedSet,
    attendance,
    brzycki,
    capacity,
    epley,
    mean_dose,
    relative_dose,
    session_load,
    set_capacity,
    tonnage,
    total_reps,
    why_no_capacity,
)

usual = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
loads = st.decimals("0.25", "1000", places=2)
done_sets = st.builds(
    LoadedSet,
    reps=st.integers(0, 30),
    load=st.decimals("0", "1000", places=2),
    rir=st.none() | st.integers(0, 10).map(Decimal),
)


def done(reps: int, load: str = "40", rir: str | None = "2") -> LoadedSet:
    return LoadedSet(reps=reps, load=Decimal(load), rir=None if rir is None else Decimal(rir))


def short(value: Decimal | None) -> Decimal:
    assert value is not None
    return round(value, 2)


# --- Strength from a set ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("reps", "once"), [(1, "103.33"), (5, "116.67"), (10, "133.33"), (12, "140.00")])
def test_epley(reps: int, once: str) -> None:
    assert short(epley(Decimal(100), reps)) == Decimal(once)


@pytest.mark.parametrize(("reps", "once"), [(1, "100.00"), (5, "112.50"), (10, "133.33")])
def test_brzycki(reps: int, once: str) -> None:
    assert short(brzycki(Decimal(100), reps)) == Decimal(once)


@pytest.mark.parametrize("formula", [epley, brzycki])
@pytest.mark.parametrize(("load", "reps"), [("0", "5"), ("-20", "5"), ("100", "0.5"), ("100", "0"), ("100", "12.5")])
def test_outside_its_bounds_a_formula_says_nothing(formula, load: str, reps: str) -> None:
    assert formula(Decimal(load), Decimal(reps)) is None


def test_brzycki_ends_at_ten_reps() -> None:
    assert brzycki(Decimal(100), 11) is None
    assert epley(Decimal(100), 11) is not None


@usual
@given(loads, st.integers(1, 9))
def test_brzycki_is_under_epley_until_they_meet_at_ten(load: Decimal, reps: int) -> None:
    assert brzycki(load, reps) < epley(load, reps)
    assert abs(brzycki(load, 10) - epley(load, 10)) < Decimal("1e-20")


def test_reps_in_reserve_count_as_reps() -> None:
    assert set_capacity(done(8, rir="2")) == epley(Decimal(40), 10)
    assert set_capacity(done(9, rir="1.5")) == epley(Decimal(40), Decimal("10.5"))


@pytest.mark.parametrize(
    ("each", "why"),
    [
        (done(8), None),
        (done(9, rir="3"), None),
        (done(12, rir="0"), None),
        (done(1, rir="0"), None),
        (done(8, load="0.5"), None),
        (done(8, load="0"), "no_load"),
        (done(0, rir="2"), "no_reps"),
        (done(8, rir=None), "rir_unknown"),
        (done(8, rir="3.5"), "rir_over_3"),
        (done(11, rir="2"), "reps_over_12"),
        (done(20, load="0", rir=None), "no_load"),
        (done(20, rir=None), "rir_unknown"),
        (done(20, rir="4"), "rir_over_3"),
    ],
)
def test_why_a_set_tells_no_capacity(each: LoadedSet, why: str | None) -> None:
    assert why_no_capacity(each) == why
    assert (set_capacity(each) is None) is (why is not None)


def test_the_best_set_speaks_for_its_side() -> None:
    assert capacity([done(8), done(10), done(9), done(12, rir="4")]) == epley(Decimal(40), 12)
    assert capacity([done(10, load="37.5"), done(8, load="42.5")]) == epley(Decimal("42.5"), 10)
    assert capacity([]) is None
    assert capacity([done(8, rir=None)]) is None


@usual
@given(st.lists(done_sets, max_size=6))
def test_an_estimate_lies_over_the_load_and_under_one_and_a_half_of_it(sets: list[LoadedSet]) -> None:
    found = capacity(sets)
    if found is not None:
        heaviest = max(each.load for each in sets)
        assert min(each.load for each in sets if each.load > 0) < found <= heaviest * Decimal("1.4")


# --- Work, dose, attendance, effort ------------------------------------------------------------------------------


def test_tonnage_is_reps_times_load() -> None:
    assert tonnage([done(10), done(9), done(8, load="42.5")]) == 1100
    assert tonnage([done(10, load="0")]) == 0
    assert tonnage([]) == 0
    assert total_reps([done(10), done(9, load="0")]) == 19


def test_relative_dose_is_work_done_of_work_asked() -> None:
    asked = [done(10), done(10), done(10)]
    assert relative_dose([done(10), done(10)], asked) == Decimal(800) / 1200
    assert relative_dose(asked, asked) == 1
    assert relative_dose([], asked) == 0
    assert relative_dose([done(10, load="36"), done(10, load="36"), done(10, load="36")], asked) == Decimal("0.9")


def test_more_than_asked_counts_as_more() -> None:
    assert relative_dose([done(12), done(12)], [done(10), done(10)]) == Decimal("1.2")


@pytest.mark.parametrize(
    ("performed", "asked"),
    [
        ([done(9, load="0"), done(9)], [done(10), done(10)]),
        ([done(9), done(9)], [done(10, load="0"), done(10)]),
        ([done(9, load="0"), done(9, load="0")], [done(10, load="0"), done(10, load="0")]),
    ],
)
def test_without_a_load_the_dose_is_in_reps(performed: list[LoadedSet], asked: list[LoadedSet]) -> None:
    assert relative_dose(performed, asked) == Decimal("0.9")


def test_nothing_asked_has_no_dose() -> None:
    assert relative_dose([done(8)], []) is None
    assert relative_dose([done(8)], [done(0)]) is None


@usual
@given(st.lists(done_sets, max_size=5), st.lists(done_sets, min_size=1, max_size=5), st.sampled_from([2, 5, 10]))
def test_the_unit_changes_no_dose(performed: list[LoadedSet], asked: list[LoadedSet], factor: int) -> None:
    def scaled(sets: list[LoadedSet]) -> list[LoadedSet]:
        return [LoadedSet(reps=each.reps, load=each.load * factor, rir=each.rir) for each in sets]

    assert relative_dose(scaled(performed), scaled(asked)) == relative_dose(performed, asked)


def test_the_mean_dose_weighs_each_session_the_same() -> None:
    assert mean_dose([Decimal("0.5"), None, Decimal(1)]) == Decimal("0.75")
    assert mean_dose([None]) is None


def test_attendance_leaves_out_what_is_excused() -> None:
    counted = attendance(["trained", "excused", "missed", "trained", "excused"])
    assert (counted.done, counted.due, counted.excused) == (2, 3, 2)
    assert counted.share == Decimal(2) / 3


def test_nothing_due_is_no_share() -> None:
    assert attendance([]).share is None
    assert attendance(["excused"]).share is None


@usual
@given(st.lists(st.sampled_from(["trained", "missed", "excused"])))
def test_attendance_is_a_share(days: list) -> None:
    share = attendance(days).share
    assert share is None or 0 <= share <= 1
    assert attendance([*days, "excused"]).share == share


def test_session_load_is_effort_times_minutes() -> None:
    assert session_load(7, 45) == 315
    assert session_load(0, 45) == 0
    assert session_load(Decimal("7.5"), Decimal(40)) == 300


@pytest.mark.parametrize(
    ("effort", "minutes"), [(None, 45), (7, None), (-1, 45), (11, 45), (7, 0), (7, -5), (7, 24 * 60 + 1)]
)
def test_no_session_load_outside_its_bounds(effort: int | None, minutes: int | None) -> None:
    assert session_load(effort, minutes) is None


def test_a_session_may_last_all_day() -> None:
    assert session_load(10, 24 * 60) == 14400
