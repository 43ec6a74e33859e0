"""Rows 1 to 7 of the table, beyond the vectors. Names say what a coach would say."""

from dataclasses import replace

import pytest

from programs.engine import as_json, decide, decide_case, parse_case
from tests.engine.cases import DUMBBELLS, case, codes, left, session

# --- Nothing to look back on ------------------------------------------------------------------------------------


def test_a_first_session_rounds_the_start_down_to_what_can_be_loaded():
    answer = decide_case(case(start_load=41))

    assert left(answer) == ("hold", 40, [8, 8, 8])
    assert codes(answer) == [("left", "first_session"), ("right", "first_session")]


def test_a_start_under_the_lightest_load_is_the_lightest_load():
    assert left(decide_case(case(start_load=5))) == ("hold", 20, [8, 8, 8])


def test_deload_sessions_alone_are_nothing_to_look_back_on():
    answer = decide_case(case(session("8@4 8@4", deload=True), start_load=50))

    assert left(answer) == ("hold", 50, [8, 8, 8])


# --- Rows 1 and 2: pain -----------------------------------------------------------------------------------------


def test_pain_of_six_the_morning_after_stops():
    answer = decide_case(case(session("12@2 12@2 12@2", next_day_pain=6)))

    assert left(answer) == ("stop", 40, [8, 8, 8])
    assert answer["needs_coach"]


def test_a_coach_who_cleared_pain_lifts_it_but_no_red_flag():
    hurt = session("12@2 12@2 12@2!7")

    assert left(decide_case(case(hurt, today={"cleared": True})))[0] == "hold"
    assert left(decide_case(case(hurt, today={"cleared": True, "red_flag": True})))[0] == "stop"


def test_a_stop_keeps_each_sides_own_load_when_sides_go_alone():
    answer = decide_case(case(session("12@2!6 12@2 12@2", load=(45, 40)), coupling="independent"))

    assert (answer["sides"]["left"]["load"], answer["sides"]["right"]["load"]) == (45, 40)


def test_a_shared_stop_takes_the_lighter_of_two_loads():
    answer = decide_case(case(session("12@2!6 12@2 12@2", load=(45, 40))))

    assert answer["sides"]["left"] == answer["sides"]["right"]
    assert left(answer)[:2] == ("stop", 40)


def test_pain_in_the_lighter_week_counts_for_the_second_time():
    history = [session("8@2 8@2 8@2", load=50), session("8@4 8@4!4", load=45, deload=True, sets_due=2)]
    answer = decide_case(case(session("8@2 8@2 8@2!3", load=50), *history[1:]))

    assert codes(answer)[0] == ("left", "pain_amber_repeated")
    assert left(answer) == ("move_down", 20, [8, 8, 8])


@pytest.mark.parametrize(("pain", "asked"), [(5, False), (6, True)])
def test_red_pain_that_is_cleared_still_asks_the_coach(pain, asked):
    answer = decide_case(case(session("12@2 12@2 12@2", next_day_pain=pain), today={"cleared": True}))

    assert codes(answer)[0] == ("left", "pain_amber")
    assert answer["needs_coach"] is asked


def test_pain_of_two_is_no_reason_to_wait():
    assert left(decide_case(case(session("12@2 12@2 12@2!2"))))[:2] == ("add_load", 42.5)


def test_pain_at_the_top_of_the_range_is_not_the_top():
    before, newest = session("12@2 12@2 12@2!3"), session("8@4 8@4", deload=True, sets_due=2)

    assert codes(decide_case(case(before, newest)))[0] == ("left", "rir_short")


# --- Row 3: technique -------------------------------------------------------------------------------------------


def test_technique_failed_once_or_not_twice_running_is_let_pass():
    failed, good = session("12@2 12@2 12@2", technique_failed=["left"]), session("12@2 12@2 12@2")

    assert left(decide_case(case(failed)))[0] == "add_load"
    assert left(decide_case(case(failed, good)))[0] == "add_load"
    assert left(decide_case(case(failed, good, failed)))[0] == "add_load"


def test_technique_failed_twice_after_a_good_session_leads_down():
    failed, good = session("12@2 12@2 12@2", technique_failed=["left"]), session("12@2 12@2 12@2")

    assert left(decide_case(case(good, failed, failed)))[0] == "move_down"


def test_technique_moves_one_side_down_when_sides_go_alone():
    failed = session("12@2 12@2 12@2", technique_failed=["left"])
    answer = decide_case(case(failed, failed, coupling="independent"))

    assert [side["action"] for side in answer["sides"].values()] == ["move_down", "add_load"]
    assert answer["needs_coach"]


# --- Row 4: away ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "action", "load", "sets", "coach"),
    [
        (13, "add_load", 62.5, 3, False),
        (14, "resume", 52.5, 3, False),
        (27, "resume", 52.5, 3, False),
        (28, "resume", 47.5, 2, False),
        (55, "resume", 47.5, 2, False),
        (56, "resume", 40, 2, True),
    ],
)
def test_the_longer_away_the_lighter(days, action, load, sets, coach):
    answer = decide_case(case(session("12@2 12@2 12@2", load=60), today={"days_since_last": days}))
    side = answer["sides"]["left"]

    assert (side["action"], side["load"], side["sets"], answer["needs_coach"]) == (action, load, sets, coach)


def test_one_set_stays_one_set():
    answer = decide_case(case(session("12@2", load=60), sets=1, today={"days_since_last": 40}))

    assert answer["sides"]["left"]["sets"] == 1


def test_two_sets_become_one():
    answer = decide_case(case(session("12@2 12@2", load=60), sets=2, today={"days_since_last": 40}))

    assert answer["sides"]["left"]["sets"] == 1


def test_a_load_under_the_rack_is_not_raised_by_rounding():
    answer = decide_case(case(session("12@2 12@2 12@2", load=15), today={"days_since_last": 20}))

    assert left(answer)[:2] == ("resume", 15)


# --- Row 5: the lighter week ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sets", "lighter"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)])
def test_the_lighter_week_halves_the_sets_upwards(sets, lighter):
    done = session(" ".join(["12@2"] * sets), load=60)
    answer = decide_case(case(done, sets=sets, deload={"every_weeks": 6}, today={"weeks_since_deload": 6}))

    assert (answer["sides"]["left"]["action"], answer["sides"]["left"]["sets"]) == ("deload", lighter)


def test_no_lighter_week_before_it_is_due():
    due = {"deload": {"every_weeks": 6}, "today": {"weeks_since_deload": 5}}

    assert left(decide_case(case(session("12@2 12@2 12@2"), **due)))[0] == "add_load"


def test_back_from_a_break_when_the_lighter_week_is_due_is_the_more_careful_of_both():
    answer = decide_case(
        case(
            session("12@2 12@2 12@2", load=60),
            deload={"every_weeks": 6},
            today={"weeks_since_deload": 6, "days_since_last": 14},
        )
    )

    assert answer["sides"]["left"] == {"action": "resume", "load": 52.5, "sets": 2, "reps": [8, 8], "rest_s": 90}


# --- Rows 6 and 7: not all done, not enough done ----------------------------------------------------------------


def test_reps_under_the_range_with_a_set_missing_are_no_failure():
    answer = decide_case(case(*[session("6@0 6@0 -", load=50)] * 4))

    assert codes(answer)[0] == ("left", "incomplete")
    assert left(answer)[:2] == ("hold", 50)


def test_a_set_more_than_due_makes_up_for_a_gap():
    answer = decide_case(case(session("9@2 - 9@2 9@2")))
    held = decide_case(case(session("14@1 - 12@1 12@1")))

    assert left(answer) == ("add_reps", 40, [10, 8, 10])
    assert left(held) == ("hold", 40, [12, 8, 12])


@pytest.mark.parametrize("nothing", ["", "- - -"])
def test_a_side_without_a_set_is_incomplete(nothing):
    answer = decide_case(case(session("12@2 12@2 12@2", nothing)))

    assert codes(answer)[0] == ("right", "incomplete")
    assert left(answer)[:2] == ("hold", 40)


def test_a_side_that_was_left_out_is_incomplete():
    prescription, (exposure,), today = parse_case(case(session("12@2 12@2 12@2")))
    left_only = replace(exposure, sets={"left": exposure.sets["left"]})

    assert as_json(decide(prescription, [left_only], today))["reasons"][0]["code"] == "incomplete"


@pytest.mark.parametrize(("done", "code"), [("8@0 8@0 -", "incomplete"), ("8@0 8@0 7@0", "failed")])
def test_what_was_not_done_is_not_steered_by_rir(done, code):
    answer = decide_case(case(session(done, load=60), rule="rir"))

    assert codes(answer)[0] == ("left", code)
    assert left(answer)[:2] == ("hold", 60)


def test_the_third_failure_takes_a_tenth_off_whatever_the_rir():
    missed = session("7@0 7@0 7@0", load=60)
    answer = decide_case(case(*[missed] * 3, rule="rir", rir=5, max_jump=0.5))

    assert codes(answer)[0] == ("left", "failed_repeatedly")
    assert left(answer)[:2] == ("reduce_load", 52.5)


@pytest.mark.parametrize(
    "between",
    [
        session("8@2 8@2 8@2", load=50),
        session("7@0 7@0 -", load=50),
        session("7@0 7@0 7@0", load=47.5),
    ],
    ids=["a good session", "an incomplete session", "another load"],
)
def test_failures_in_a_row_are_broken_by(between):
    missed = session("7@0 7@0 7@0", load=50)

    assert codes(decide_case(case(missed, missed, between, missed)))[0] == ("left", "failed")
    assert codes(decide_case(case(between, missed, missed, missed)))[0] == ("left", "failed_repeatedly")


def test_a_lighter_week_does_not_break_failures_in_a_row():
    missed, lighter = session("7@0 7@0 7@0", load=50), session("8@4 8@4", load=45, deload=True, sets_due=2)

    assert codes(decide_case(case(missed, missed, lighter, missed)))[0] == ("left", "failed_repeatedly")


def test_the_reset_is_forgotten_after_twelve_exposures():
    heavy, light = [session("7@0 7@0 7@0", load=50)] * 3, [session("7@0 7@0 7@0", load=45)] * 3
    between = [session("9@2 9@2 9@2", load=45)]

    assert codes(decide_case(case(*heavy, *between * 6, *light)))[0] == ("left", "failed_after_reset")
    assert codes(decide_case(case(*heavy, *between * 7, *light)))[0] == ("left", "failed_repeatedly")


def test_three_failures_at_a_lighter_load_before_are_no_reset():
    light, heavy = [session("7@0 7@0 7@0", load=45)] * 3, [session("7@0 7@0 7@0", load=50)] * 3

    assert codes(decide_case(case(*light, *heavy)))[0] == ("left", "failed_repeatedly")


def test_down_to_a_rung_whose_load_is_not_known_starts_at_its_lightest():
    missed = [session("7@0 7@0 7@0", load=20)] * 3
    below = {"loads": DUMBBELLS, "reps": [10, 15], "sets": 4}

    assert left(decide_case(case(*missed, previous_rung=below))) == ("move_down", 2, [10, 10, 10, 10])


# --- Merging: pain, absence and failure only ever make it more careful --------------------------------------------


def test_the_coach_is_asked_by_a_row_that_does_not_govern():
    answer = decide_case(case(session("8@0 8@0 8@0", load=60), rule="rir", today={"days_since_last": 56}))

    assert codes(answer)[0] == ("left", "rir_low")
    assert left(answer) == ("reduce_load", 40, [8, 8])
    assert answer["needs_coach"]
    assert answer["reasons"][0]["figures"]["also"] == ["layoff_rebaseline"]


def test_a_way_down_keeps_its_own_load_though_a_break_asks_for_less():
    failed = session("12@2 12@2 12@2", technique_failed=["left"])
    answer = decide_case(case(failed, failed, today={"days_since_last": 60}))

    assert left(answer) == ("move_down", 20, [8, 8, 8])


def test_the_longest_rest_wins():
    history = [session("8@2 8@2 8@2", "8@2 8@2 8@2", rest_s=75)] * 2
    history[-1] = session("8@2 8@2 8@2", "8@2 8@2 7@2", rest_s=75)
    answer = decide_case(case(*history, rule="density"))

    assert answer["sides"]["left"]["rest_s"] == answer["sides"]["right"]["rest_s"] == 75
