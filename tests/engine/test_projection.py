"""The sessions ahead, played by the live rules."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import mean

import pytest

from programs.engine import EVERY_TARGET, Action, Coupling, Pace, Start, met_rate, parse_case, project
from tests.engine import staggered
from tests.engine.cases import DUMBBELLS, GATE, case

MONDAY = date(2026, 1, 5)
OPEN_GATE = {**GATE, "min_load": None, "symmetry": None}
NEVER = Pace(left=0, right=0)
TWO_LEGS = case(sides=["both"], loads=[0], reps=[8, 8], exit=OPEN_GATE)


def days(count, *, apart=3):
    return [MONDAY + timedelta(days=apart * place) for place in range(count)]


def rungs(*cases):
    return [parse_case(each)[0] for each in cases]


def walk(ladder, dates, *, load=None, rung=0, right=None, pace=EVERY_TARGET):
    """Both sides start alike unless `right` says where the right one does."""
    start = Start(rung=rung, load=None if load is None else Decimal(load))
    return project(ladder=ladder, left=start, right=right or start, dates=dates, pace=pace)


def seen(projection, side="left"):
    """What one side is asked: rung, action, load and the first set's reps."""
    sides = [session.side(side) for session in projection.sessions]
    return [(each.rung, each.action, each.load, each.reps[0]) for each in sides]


def changes(projection):
    return [(change.side, change.rung, change.on) for change in projection.rung_changes]


def test_every_session_meets_its_target_and_the_next_asks_for_more():
    ahead = walk(rungs(case()), days(6), load=40)

    assert seen(ahead) == [
        (0, Action.HOLD, 40, 8),
        (0, Action.ADD_REPS, 40, 9),
        (0, Action.ADD_REPS, 40, 10),
        (0, Action.ADD_REPS, 40, 11),
        (0, Action.ADD_REPS, 40, 12),
        (0, Action.ADD_LOAD, Decimal("42.5"), 8),
    ]
    assert [session.on for session in ahead.sessions] == days(6)
    assert [session.side("right").done for session in ahead.sessions[:2]] == [(8, 8, 8), (9, 9, 9)]


def test_a_projected_side_carries_the_whole_prescription():
    first = walk(rungs(case(rest_s=75)), days(1), load=40).sessions[0]

    assert list(first.sides) == ["left", "right"]
    assert (first.sides["left"].sets, first.sides["left"].reps, first.sides["left"].rest_s) == (3, (8, 8, 8), 75)


def test_it_confirms_the_gate_then_climbs_from_two_legs_to_two_sides():
    ahead = walk(rungs(TWO_LEGS, case(start_load=30)), days(4))

    assert seen(ahead) == [
        (0, Action.HOLD, 0, 8),
        (0, Action.HOLD, 0, 8),
        (1, Action.MOVE_UP, 30, 8),
        (1, Action.ADD_REPS, 30, 9),
    ]
    assert [list(session.sides) for session in ahead.sessions[1:3]] == [["both"], ["left", "right"]]
    assert changes(ahead) == [("left", 1, days(4)[2]), ("right", 1, days(4)[2])]


def test_the_first_day_on_a_rung():
    ahead = walk(rungs(TWO_LEGS, case(start_load=30)), days(4))

    assert [ahead.first_day_on(rung) for rung in (0, 1, 2)] == [days(4)[0], days(4)[2], None]


def test_a_start_given_by_the_coach_comes_before_the_rungs_own():
    own = rungs(case(start_load=30))

    assert seen(walk(own, days(1)))[0][2] == 30
    assert seen(walk(own, days(1), load=50))[0][2] == 50


def test_the_lighter_week_comes_round_and_is_not_judged():
    weekly = walk(rungs(case(deload={"every_weeks": 3})), days(8, apart=7), load=40).sessions

    assert [each.deload for each in weekly] == [False, False, False, True, False, False, True, False]
    assert weekly[3].side("left").sets == 2
    assert weekly[4].side("left").reps == (11, 11, 11)


def test_nobody_falls_short_in_a_lighter_week():
    weekly = walk(rungs(case(deload={"every_weeks": 3})), days(5, apart=7), load=60, pace=NEVER).sessions

    assert [each.side("left").done for each in weekly if each.deload] == [(8, 8)]
    assert weekly[2].side("left").done == (8, 8, 7)


def test_a_gap_in_the_dates_is_a_break():
    dates = [MONDAY, MONDAY + timedelta(days=20)]

    assert seen(walk(rungs(case()), dates, load=60))[1][1:3] == (Action.RESUME, Decimal("52.5"))


def test_weeks_to_the_lighter_one_are_counted_from_the_end_of_a_break():
    dates = [MONDAY, *(MONDAY + timedelta(days=20 + 7 * week) for week in range(4))]
    ahead = walk(rungs(case(deload={"every_weeks": 2})), dates, load=60).sessions

    assert [each.deload for each in ahead] == [False, False, False, True, False]
    assert ahead[1].side("left").sets == 3


def test_no_dates_no_sessions():
    assert walk(rungs(case()), []).sessions == ()


@pytest.mark.parametrize(("extra_reps", "first_on_the_last_rung"), [(1, 92), (0, 143)])
def test_how_many_sessions_lead_up_the_whole_ladder(extra_reps, first_on_the_last_rung):
    dates = days(150)
    ahead = walk(staggered.ladder(), dates, pace=Pace(extra_reps=extra_reps))

    assert [change.rung for change in ahead.rung_changes if change.side != "right"] == list(range(1, 12))
    assert dates.index(ahead.first_day_on(11)) + 1 == first_on_the_last_rung


# --- The way down ----------------------------------------------------------------------------------------------


def test_three_failures_without_a_lighter_load_lead_down():
    ladder = rungs(case(), case(loads=[20], reps=[8, 8]))
    ahead = walk(ladder, days(4), rung=1, pace=NEVER)

    assert [each[:2] for each in seen(ahead)] == [(1, Action.HOLD)] * 3 + [(0, Action.MOVE_DOWN)]


def test_down_is_nine_tenths_of_what_was_last_done_there():
    """Nobody can fall short of no reps at all: the lower rung is climbed from 30 to 50, the upper one never held."""
    gate = {"min_load": 50, "sessions": 1, "sign_off": False}
    ladder = rungs(case(start_load=30, exit=gate, reps=[0, 0]), case(loads=[20], reps=[8, 8]))
    ahead = seen(walk(ladder, days(20), pace=NEVER))

    down = next(place for place, each in enumerate(ahead) if each[1] is Action.MOVE_DOWN)
    assert ahead[down - 4][:3] == (0, Action.ADD_LOAD, 50)
    assert ahead[down] == (0, Action.MOVE_DOWN, 45, 0)


def test_down_to_a_rung_never_done_goes_by_its_start():
    ladder = rungs(case(start_load=30), case(loads=[20], reps=[8, 8], previous_rung=None))

    assert seen(walk(ladder, days(4), rung=1, pace=NEVER))[3] == (0, Action.MOVE_DOWN, 25, 8)


def test_a_lighter_week_is_not_what_was_last_done_there():
    """Rung 1 is left at 40, a lighter session at 36 in between; down from rung 2 is nine tenths of 40."""
    below = case(loads=[30, 36, 40], start_load=40, reps=[0, 0], exit=OPEN_GATE, deload={"every_weeks": 2})
    ladder = rungs(below, case(loads=[20], reps=[8, 8], deload={"every_weeks": 2}))
    ahead = seen(walk(ladder, days(10, apart=7), pace=NEVER))

    assert [each[:3] for each in ahead[1:4]] == [(0, Action.HOLD, 40), (0, Action.DELOAD, 36), (1, Action.MOVE_UP, 20)]
    assert next(each for each in ahead if each[1] is Action.MOVE_DOWN)[2] == 36


FALLING = {"loads": [8, 10, 12, 20], "reps": [8, 8], "start_load": 8}


def test_back_up_is_nine_tenths_of_what_was_last_done_there():
    """From 20 down to 12, failed there too, and down; 10 is the most under 10.8."""
    ladder = rungs(case(loads=[0], reps=[0, 0], exit={"sessions": 1}), case(**FALLING))
    ahead = seen(walk(ladder, days(8), rung=1, load=20, pace=NEVER))

    assert [each[2] for each in ahead[:6]] == [20, 20, 20, 12, 12, 12]
    assert [each[:3] for each in ahead[6:]] == [(0, Action.MOVE_DOWN, 0), (1, Action.MOVE_UP, 10)]


def test_back_up_beside_a_side_that_was_never_there_is_its_usual_start():
    alone = {"coupling": "independent"}
    ladder = rungs(case(loads=[0], reps=[0, 0], exit={"sessions": 8, "window": 8}, **alone), case(**FALLING, **alone))
    ahead = walk(ladder, days(15), rung=1, load=20, right=Start(rung=0), pace=NEVER)

    assert seen(ahead)[6][:2] == (0, Action.MOVE_DOWN)
    assert [seen(ahead, side)[14][:3] for side in ("left", "right")] == [(1, Action.MOVE_UP, 8)] * 2


# --- Each side on its own rung ------------------------------------------------------------------------------------

UP_AND_UP = [
    case(coupling="independent", start_load=30, exit=OPEN_GATE, reps=[8, 9]),
    case(coupling="independent", start_load=20, exit=OPEN_GATE, loads=DUMBBELLS, reps=[8, 9]),
    case(coupling="independent", start_load=10, loads=DUMBBELLS, reps=[8, 9]),
]


def test_independent_sides_part_and_meet_again():
    ahead = walk(rungs(*UP_AND_UP), days(40), pace=Pace(left=1, right=0.5, seed=3))

    apart = [each for each in ahead.sessions if each.side("left").rung != each.side("right").rung]
    assert apart
    assert all(each.side("left").rung > each.side("right").rung for each in apart)
    assert [change.rung for change in ahead.rung_changes if change.side == "left"] == [1, 2]
    assert [change.rung for change in ahead.rung_changes if change.side == "right"] == [1, 2]
    assert {each.side("left").rung for each in ahead.sessions[-3:]} == {2}


def test_shared_sides_never_part():
    ladder = [replace(rung, coupling=Coupling.SHARED) for rung in rungs(*UP_AND_UP)]
    ahead = walk(ladder, days(40), pace=Pace(left=1, right=0.5, seed=3))

    assert all(each.side("left").rung == each.side("right").rung for each in ahead.sessions)
    assert all(each.side("left").load == each.side("right").load for each in ahead.sessions)


def test_a_side_ahead_in_load_waits_for_the_other():
    ladder = rungs(case(coupling="lead_capped", reps=[8, 9]))
    ahead = walk(ladder, days(40), load=40, pace=Pace(left=1, right=0.4, seed=1)).sessions

    after_a_lead = [after for before, after in pairwise(ahead) if before.side("left").load > before.side("right").load]
    assert {each.side("left").action for each in after_a_lead} == {Action.HOLD, Action.ADD_REPS}


def test_each_side_may_start_on_its_own_rung():
    first = walk(rungs(*UP_AND_UP), days(1), rung=1, load=24, right=Start(rung=0)).sessions[0]

    assert [(each.rung, each.load) for each in first.sides.values()] == [(1, 24), (0, 30)]


def test_a_rung_on_two_legs_takes_both_sides_down_with_the_one_that_fell():
    above = case(coupling="independent", loads=[20], reps=[8, 8], start_load=20)
    ladder = rungs({**TWO_LEGS, "prescription": {**TWO_LEGS["prescription"], "exit": None}}, above)
    ahead = walk(ladder, days(5), rung=1, pace=Pace(left=1, right=0))

    assert [list(each.sides) for each in ahead.sessions[2:4]] == [["left", "right"], ["both"]]
    assert changes(ahead) == [("both", 0, days(4)[3])]


# --- The pace ----------------------------------------------------------------------------------------------------


def test_the_same_seed_is_the_same_answer():
    pace = Pace(left=0.7, right=0.6, seed=5)
    ladder = rungs(*UP_AND_UP)

    assert walk(ladder, days(60), pace=pace) == walk(ladder, days(60), pace=pace)
    assert walk(ladder, days(60), pace=pace) != walk(ladder, days(60), pace=replace(pace, seed=6))


def test_who_falls_short_does_one_rep_fewer_in_the_last_set():
    first = walk(rungs(case()), days(1), load=40, pace=NEVER).sessions[0].side("left")

    assert (first.reps, first.done) == ((8, 8, 8), (8, 8, 7))


def test_two_legs_do_as_well_as_the_weaker_side():
    ladder = rungs(case(sides=["both"]))

    assert walk(ladder, days(1), pace=Pace(left=1, right=0)).sessions[0].sides["both"].done == (8, 8, 7)


def test_on_each_day_a_lower_rate_meets_nothing_that_a_higher_one_misses():
    slow, fast = Pace(left=0.4, right=0.5, seed=9).days(), Pace(left=0.6, right=0.9, seed=9).days()

    for _ in range(200):
        lower, higher = next(slow), next(fast)
        assert all(higher[side] or not lower[side] for side in higher)


def test_a_lower_rate_is_slower_on_average():
    dates = days(156)
    reached = [
        mean(
            walk(staggered.ladder(), dates, pace=Pace(left=rate, right=rate, seed=seed)).sessions[-1].side("left").rung
            for seed in range(5)
        )
        for rate in (1, 0.8, 0.5, 0.2)
    ]

    assert reached == sorted(reached, reverse=True)
    assert len(set(reached)) == 4


@pytest.mark.parametrize("rate", [-0.1, 1.1, float("nan")])
def test_a_rate_is_a_part(rate):
    with pytest.raises(ValueError, match="from 0 to 1"):
        Pace(right=rate)


@pytest.mark.parametrize(
    ("done", "met"),
    [
        ((9, 9, 8), True),
        ((12, 9, 8, 3), True),
        ((9, 9, 7), False),
        ((9, 9), False),
        ((9, None, 8), False),
    ],
)
def test_a_target_is_met_when_every_set_has_the_reps_asked(done, met):
    assert met_rate([((9, 9, 8), done)] * 6) == met


def test_the_rate_is_the_part_of_sessions_and_needs_six():
    met, missed = ((8,), (8,)), ((8,), (7,))

    assert met_rate([met, met, met, missed, missed, met]) == pytest.approx(4 / 6)
    assert met_rate([met] * 5) is None
