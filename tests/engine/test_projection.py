"""The sessions ahead, played by the live rules."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from programs.engine import Action, parse_case, project
from tests.engine import staggered
from tests.engine.cases import GATE, case

MONDAY = date(2026, 1, 5)


def days(count, *, apart=3):
    return [MONDAY + timedelta(days=apart * place) for place in range(count)]


def rungs(*cases):
    return [parse_case(each)[0] for each in cases]


def test_every_session_meets_its_target_and_the_next_asks_for_more():
    seen = project(ladder=rungs(case()), start_index=0, start_load=Decimal(40), dates=days(6)).sessions

    assert [(each.action, each.reps[0], each.load["left"]) for each in seen] == [
        (Action.HOLD, 8, 40),
        (Action.ADD_REPS, 9, 40),
        (Action.ADD_REPS, 10, 40),
        (Action.ADD_REPS, 11, 40),
        (Action.ADD_REPS, 12, 40),
        (Action.ADD_LOAD, 8, Decimal("42.5")),
    ]
    assert [each.on for each in seen] == days(6)
    assert seen[0].load == {"left": 40, "right": 40}


def test_it_confirms_the_gate_then_climbs_from_two_legs_to_two_sides():
    gate = {**GATE, "min_load": None, "symmetry": None}
    below = case(sides=["both"], loads=[0], reps=[8, 8], exit=gate)
    above = case(start_load=30)

    seen = project(ladder=rungs(below, above), start_index=0, start_load=None, dates=days(4))

    assert [(each.rung, dict(each.load), each.action) for each in seen.sessions] == [
        (0, {"both": 0}, Action.HOLD),
        (0, {"both": 0}, Action.HOLD),
        (1, {"left": 30, "right": 30}, Action.MOVE_UP),
        (1, {"left": 30, "right": 30}, Action.ADD_REPS),
    ]
    assert [(change.on, change.rung) for change in seen.rung_changes] == [(days(4)[2], 1)]


def test_a_start_given_by_the_coach_comes_before_the_rungs_own():
    own, given = case(start_load=30), Decimal(50)

    assert project(ladder=rungs(own), start_index=0, start_load=None, dates=days(1)).sessions[0].load["left"] == 30
    assert project(ladder=rungs(own), start_index=0, start_load=given, dates=days(1)).sessions[0].load["left"] == 50


def test_the_lighter_week_comes_round_and_is_not_judged():
    weekly = project(
        ladder=rungs(case(deload={"every_weeks": 3})), start_index=0, start_load=None, dates=days(8, apart=7)
    ).sessions

    assert [each.deload for each in weekly] == [False, False, False, True, False, False, True, False]
    assert weekly[3].sets == 2
    assert weekly[4].reps == (11, 11, 11)


def test_a_gap_in_the_dates_is_a_break():
    dates = [MONDAY, MONDAY + timedelta(days=20)]
    second = project(ladder=rungs(case()), start_index=0, start_load=Decimal(60), dates=dates).sessions[1]

    assert (second.action, second.load["left"]) == (Action.RESUME, Decimal("52.5"))


def test_no_dates_no_sessions():
    assert project(ladder=rungs(case()), start_index=0, start_load=None, dates=[]).sessions == ()


@pytest.mark.parametrize(("extra_reps", "first_on_the_last_rung"), [(1, 92), (0, 143)])
def test_how_many_sessions_lead_up_the_whole_ladder(extra_reps, first_on_the_last_rung):
    dates = days(150)
    seen = project(ladder=staggered.ladder(), start_index=0, start_load=None, dates=dates, extra_reps=extra_reps)

    assert [change.rung for change in seen.rung_changes] == list(range(1, 12))
    assert dates.index(seen.rung_changes[-1].on) + 1 == first_on_the_last_rung


def test_the_way_down_goes_to_the_rung_below():
    ladder = rungs(case(), case(loads=[20], reps=[8, 8]))
    careful = replace(ladder[1], rir=Decimal(2))
    seen = project(ladder=[ladder[0], careful], start_index=1, start_load=None, dates=days(3), extra_reps=-1)

    assert [each.rung for each in seen.sessions] == [1, 1, 1]
    later = project(ladder=[ladder[0], careful], start_index=1, start_load=None, dates=days(4), extra_reps=-1)
    assert (later.sessions[-1].rung, later.sessions[-1].action) == (0, Action.MOVE_DOWN)
