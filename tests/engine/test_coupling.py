"""Two sides: who waits for whom, whose figures count, and who asks the coach."""

import pytest

from programs.engine import decide_case
from tests.engine.cases import ABOVE, GATE, case, codes, session

AHEAD = session("12@2 12@2 12@2", "10@2 10@2 9@2")


def told(answer):
    """Per reason the side, the code, for whom it waits and what it would do alone."""
    return [
        (reason["side"], reason["code"], reason["figures"].get("waits_for"), reason["figures"].get("alone"))
        for reason in answer["reasons"]
    ]


def actions(answer):
    return [side["action"] for side in answer["sides"].values()]


# --- Shared -------------------------------------------------------------------------------------------------------


def test_the_side_that_could_do_more_waits_for_the_other():
    assert told(decide_case(case(AHEAD))) == [
        ("right", "in_range", None, None),
        ("left", "top_of_range", "right", "add_load"),
    ]


def test_the_side_that_waits_tells_what_it_did_and_what_is_asked_of_it_now():
    waiting = decide_case(case(AHEAD))["reasons"][1]["figures"]

    assert (waiting["reps"], waiting["action"], waiting["to_reps"]) == ([12, 12, 12], "add_reps", [11, 11, 10])


def test_sides_that_would_do_the_same_wait_for_nobody():
    answer = decide_case(case(session("9@2 9@2 9@2", "10@2 10@2 10@2")))

    assert told(answer) == [("left", "in_range", None, None), ("right", "in_range", None, None)]


def test_shared_sides_take_the_lighter_load_and_the_fewer_reps_of_each_set():
    answer = decide_case(case(session("10@2 9@2 8@2", "8@2 9@2 10@2")))
    uneven = decide_case(case(session("9@2 9@2 9@2", "11@2 11@2 11@2", load=(42.5, 40))))

    assert answer["sides"]["left"]["reps"] == [9, 10, 9]
    assert uneven["sides"]["left"] == uneven["sides"]["right"]
    assert (uneven["sides"]["left"]["load"], uneven["sides"]["left"]["reps"]) == (40, [12, 12, 12])


def test_a_step_that_the_other_side_holds_back_asks_no_coach():
    easy = session("12@5 12@5 12@5", "10@2 10@2 9@2", load=60)

    assert not decide_case(case(easy))["needs_coach"]
    assert decide_case(case(session("12@5 12@5 12@5", load=60)))["needs_coach"]


# --- Independent --------------------------------------------------------------------------------------------------


def test_each_side_alone_waits_for_nobody():
    assert told(decide_case(case(AHEAD, coupling="independent"))) == [
        ("left", "top_of_range", None, None),
        ("right", "in_range", None, None),
    ]


def test_one_side_far_too_easy_is_enough_to_ask_the_coach():
    easy = session("12@5 12@5 12@5", "10@2 10@2 9@2", load=60)
    answer = decide_case(case(easy, coupling="independent"))

    assert actions(answer) == ["add_load", "add_reps"]
    assert answer["needs_coach"]


# --- Lead capped --------------------------------------------------------------------------------------------------


def test_the_side_that_is_ahead_says_for_whom_it_waits_and_what_it_would_do():
    answer = decide_case(
        case(session("12@2 12@2 12@2", "10@2 10@2 9@2", load=(45, 40)), coupling="lead_capped", rule="double")
    )

    assert told(answer) == [
        ("left", "top_of_range", None, "add_load"),
        ("left", "lead_capped", "right", "add_load"),
        ("right", "in_range", None, None),
    ]


def test_a_side_ready_for_the_next_rung_keeps_the_figures_of_its_gate_while_it_waits():
    uneven = session("12@2 12@2 12@2", "12@2 12@2 11@2", load=(42.5, 40))
    answer = decide_case(case(uneven, uneven, coupling="lead_capped", exit=GATE, next_rung=ABOVE))
    waiting = answer["reasons"][1]

    assert codes(answer)[1] == ("left", "lead_capped")
    assert (waiting["figures"]["alone"], waiting["figures"]["count"]) == ("move_up", 2)


def test_the_side_that_waits_asks_no_coach():
    easy = session("12@5 12@5 12@5", "10@2 10@2 9@2", load=(60, 50))

    assert not decide_case(case(easy, coupling="lead_capped"))["needs_coach"]


@pytest.mark.parametrize("load", [(40, 40), (37.5, 40)], ids=["level", "behind"])
def test_a_side_that_is_not_ahead_may_go_up(load):
    answer = decide_case(case(session("12@2 12@2 12@2", "10@2 10@2 9@2", load=load), coupling="lead_capped"))

    assert actions(answer) == ["add_load", "add_reps"]


def test_a_side_that_is_ahead_may_add_reps():
    answer = decide_case(case(session("10@2 10@2 9@2", load=(45, 40)), coupling="lead_capped"))

    assert actions(answer) == ["add_reps", "add_reps"]
    assert codes(answer) == [("left", "in_range"), ("right", "in_range")]
