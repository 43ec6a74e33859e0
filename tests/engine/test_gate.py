"""The gate: when a rung may be left, whatever its rule."""

import pytest

from programs.engine import decide_case
from tests.engine.cases import ABOVE, DUMBBELLS, GATE, case, codes, session

TOP = session("12@2 12@2 12@2", load=37.5)
SHORT = session("12@2 12@2 11@2", load=37.5)


def gated(*history, gate=None, above=None, **more):
    return decide_case(case(*history, exit={**GATE, **(gate or {})}, next_rung={**ABOVE, **(above or {})}, **more))


@pytest.mark.parametrize("rule", ["double", "linear", "two_for_two", "rir", "density"])
def test_every_rule_leaves_by_the_gate(rule):
    answer = gated(TOP, TOP, rule=rule)

    assert answer["sides"]["left"] == {"action": "move_up", "load": 28, "sets": 3, "reps": [8, 8, 8], "rest_s": 90}


@pytest.mark.parametrize(("between", "action"), [(2, "move_up"), (3, "hold")])
def test_only_the_last_sessions_of_the_window_count(between, action):
    assert gated(TOP, *[SHORT] * between, TOP)["sides"]["left"]["action"] == action


def test_a_session_that_does_not_count_itself_never_leaves():
    assert codes(gated(TOP, TOP, SHORT))[0] == ("left", "in_range")


def test_lighter_weeks_take_no_place_in_the_window():
    lighter = session("8@4 8@4", load=32.5, deload=True, sets_due=2)

    assert gated(TOP, SHORT, lighter, SHORT, TOP)["sides"]["left"]["action"] == "move_up"


def test_any_load_counts_where_no_leaving_load_is_set():
    light = session("12@2 12@2 12@2", load=20)

    assert gated(light, light, gate={"min_load": None})["sides"]["left"]["action"] == "move_up"


def test_without_sign_off_nobody_is_asked():
    assert not gated(TOP, TOP, gate={"sign_off": False})["needs_coach"]


def test_symmetry_of_exactly_the_limit_is_enough():
    nine_tenths = session("20@2 20@2 20@2", "18@2 18@2 18@2", load=37.5)

    assert gated(TOP, nine_tenths)["sides"]["left"]["action"] == "move_up"


def test_symmetry_counts_the_work_not_the_reps():
    uneven = session("12@2 12@2 12@2", load=(50, 37.5))

    assert codes(gated(uneven, uneven, coupling="independent")) == [
        ("left", "symmetry_low"),
        ("right", "symmetry_low"),
    ]


def test_fewer_reps_with_more_load_are_as_much_work():
    uneven = session("18@2 18@2 18@2", "15@2 15@2 15@2", load=(40, 50))

    assert codes(gated(uneven, uneven, coupling="independent")) == [("left", "exit_met"), ("right", "exit_met")]


def test_symmetry_counts_the_work_of_the_lightest_loads_too():
    uneven = session("12@2 12@2 12@2", load=(1, 0.5))
    answer = gated(uneven, uneven, gate={"min_load": None}, loads=[0, 0.5, 1], coupling="independent")

    assert codes(answer)[0] == ("left", "symmetry_low")
    assert answer["reasons"][0]["figures"]["symmetry"] == 0.5


def test_two_sides_asked_for_no_rep_are_alike():
    shown = session("0@2 0@2 0@2", load=37.5)
    answer = gated(shown, shown, reps=[0, 0])

    assert answer["sides"]["left"]["action"] == "move_up"
    assert answer["reasons"][0]["figures"]["symmetry"] == 1


def test_symmetry_counts_reps_alone_without_load():
    even = session("12@2 12@2 12@2", load=(0, 2))

    assert gated(even, even, gate={"min_load": None}, loads=[0, *DUMBBELLS])["sides"]["left"]["action"] == "move_up"


def test_a_rung_above_that_cannot_be_started_so_light_starts_at_its_lightest():
    assert gated(TOP, TOP, above={"start_load": 1})["sides"]["left"]["load"] == 2


def test_both_sides_leave_together_at_the_lighter_load():
    uneven = session("12@2 12@2 12@2", load=(40, 37.5))

    assert gated(uneven, uneven)["sides"]["left"]["load"] == gated(uneven, uneven)["sides"]["right"]["load"] == 28


def test_sides_that_go_alone_leave_alone():
    answer = gated(session("12@2 12@2 12@2", "12@2 12@2 11@2", load=37.5), TOP, coupling="independent")

    assert [side["action"] for side in answer["sides"].values()] == ["move_up", "hold"]


def test_the_side_that_is_ahead_does_not_leave_alone():
    uneven = session("12@2 12@2 12@2", load=(40, 37.5))
    answer = gated(uneven, uneven, coupling="lead_capped")

    assert [side["action"] for side in answer["sides"].values()] == ["hold", "move_up"]
    assert codes(answer) == [("left", "exit_met"), ("left", "lead_capped"), ("right", "exit_met")]
