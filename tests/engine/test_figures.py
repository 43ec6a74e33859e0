"""The figures of every reason, which sentences are made of: what was done, what comes next, what only the row knows."""

import json

import pytest

from programs.engine import decide_case
from tests.engine.cases import ABOVE, BAR, DUMBBELLS, GATE, case, codes, session

ANSWERED = {"action", "range", "rir_target", "to_load", "to_reps", "to_rest_s"}
DONE = {"load", "reps", "rir", "rir_least", "worst_pain"}

TOP = session("12@2 12@2 12@2")
MISSED = session("7@0 7@0 7@0", load=50)
CLUMSY = session("12@2 12@2 12@2", technique_failed=["left"])
FIT = session("8@2 8@2 8@2")
LONG_RESTED = session("8@2 8@2 8@2", rest_s=75)
COARSE = {"loads": DUMBBELLS}
GATED = {"exit": GATE, "next_rung": ABOVE}


def figures(answer, side="left"):
    return next(reason["figures"] for reason in answer["reasons"] if reason["side"] == side)


def own(answer):
    """What is in the left side's figures besides those of every reason."""
    return {name: value for name, value in figures(answer).items() if name not in ANSWERED | DONE}


def test_a_reason_tells_what_was_done_and_what_comes_next():
    answer = decide_case(case(session("12@3 11@2 10@1.5!1", load=(42.5, 40)), coupling="independent"))

    assert figures(answer) == {
        "action": "add_reps",
        "range": [8, 12],
        "rir_target": 2,
        "to_load": 42.5,
        "to_reps": [12, 12, 11],
        "to_rest_s": 90,
        "load": 42.5,
        "reps": [12, 11, 10],
        "rir": 2.2,
        "rir_least": 1.5,
        "worst_pain": 1,
    }


def test_sets_not_logged_have_no_figure_and_rir_not_given_is_none():
    done = figures(decide_case(case(session("12@3 - 10"))))
    nothing_told = figures(decide_case(case(session("12 12 12"))))

    assert (done["reps"], done["rir"], done["rir_least"]) == ([12, 10], None, 3)
    assert (nothing_told["rir"], nothing_told["rir_least"]) == (None, None)


def test_figures_are_whole_where_they_can_be():
    told = figures(decide_case(case(session("12@3 12@2 12@1", load=40))))

    assert json.dumps([told["rir"], told["rir_target"], told["load"]]) == "[2, 2, 40]"


def test_before_the_first_session_nothing_was_done():
    answer = decide_case(case())

    assert codes(answer)[0] == ("left", "first_session")
    assert figures(answer).keys() == ANSWERED


@pytest.mark.parametrize(
    ("history", "more", "code", "told"),
    [
        ([session("12@2!7 12@2 12@2")], {}, "pain_red", {"pain": 7, "red_flag": False}),
        ([TOP], {"today": {"red_flag": True}}, "pain_red", {"pain": 0, "red_flag": True}),
        ([], {"today": {"red_flag": True}}, "pain_red", {"pain": 0, "red_flag": True}),
        ([session("12@2!4 12@2 12@2")], {}, "pain_amber", {"pain": 4, "pain_before": 0}),
        (
            [session("8@2!5 8@2 8@2"), session("8@2!3 8@2 8@2")],
            {},
            "pain_amber_repeated",
            {"pain": 3, "pain_before": 5},
        ),
        ([CLUMSY, CLUMSY], {}, "technique", {}),
        ([TOP], {"today": {"days_since_last": 20}}, "layoff_short", {"days": 20, "percent": 90, "sets_fewer": 0}),
        ([TOP], {"today": {"days_since_last": 30}}, "layoff_long", {"days": 30, "percent": 80, "sets_fewer": 1}),
        ([TOP], {"today": {"days_since_last": 60}}, "layoff_rebaseline", {"days": 60, "percent": 70, "sets_fewer": 1}),
        (
            [TOP],
            {"deload": {"every_weeks": 6}, "today": {"weeks_since_deload": 7}},
            "planned_deload",
            {"weeks": 7, "every_weeks": 6},
        ),
        ([session("12@2 - 12@2")], {}, "incomplete", {"count": 2, "of": 3}),
        ([MISSED], {}, "failed", {"count": 1, "of": 3}),
        ([MISSED] * 3, {}, "failed_repeatedly", {"count": 3, "of": 3}),
        (
            [*[MISSED] * 3, *[session("7@0 7@0 7@0", load=45)] * 3],
            {},
            "failed_after_reset",
            {"count": 3, "of": 3, "lightest": False},
        ),
        (
            [session("7@0 7@0 7@0", load=20)] * 3,
            {},
            "failed_after_reset",
            {"count": 3, "of": 3, "lightest": True},
        ),
        ([TOP], GATED, "exit_confirm", {"count": 1, "of": 2, "window": 4}),
        (
            [session("20@2 20@2 20@2", "17@2 17@2 17@2")] * 3,
            GATED,
            "symmetry_low",
            {"count": 3, "of": 2, "window": 4, "symmetry": 0.85, "symmetry_asked": 0.9},
        ),
        (
            [session("12@2 12@2 12@2", "13@2 13@2 13@2")] * 2,
            GATED,
            "exit_met",
            {"count": 2, "of": 2, "window": 4, "symmetry": 0.923, "symmetry_asked": 0.9},
        ),
        (
            [TOP] * 2,
            {**GATED, "exit": {}},
            "exit_met",
            {"count": 2, "of": 2, "window": 4, "symmetry": 1},
        ),
        ([TOP], {}, "top_of_range", {}),
        ([session("12 12 12")], {}, "rir_missing", {}),
        ([session("12@1 12@1 12@1")], {}, "rir_short", {}),
        ([session("9@2 9@2 9@2")], {}, "in_range", {}),
        ([session("12@5 12@5 12@5")], {"max_jump": 0.2}, "over_achieved", {}),
        (
            [session("12@2 12@2 12@2", load=10)],
            {"loads": [10, 12.3456]},
            "increment_too_coarse",
            {"ceiling": 15, "next_load": 12.346},
        ),
        ([session("15@2 15@2 15@2", load=10)], COARSE, "increment_earned", {"ceiling": 15, "next_load": 12}),
        (
            [session("15@2 15@2 15@2", load=50)],
            COARSE,
            "inventory_exhausted",
            {"ceiling": 15, "next_load": None},
        ),
        (
            [session("8@2 8@2 10@2")],
            {"rule": "two_for_two"},
            "two_for_two_not_yet",
            {"goal": 10, "last_set": 10, "count": 1, "of": 2},
        ),
        (
            [session("8@2 8@2 9@2")],
            {"rule": "two_for_two"},
            "two_for_two_not_yet",
            {"goal": 10, "last_set": 9, "count": 0, "of": 2},
        ),
        (
            [session("8@3 8@3 8@2", load=62.5)],
            {"rule": "rir", "loads": [62.5, 70]},
            "increment_too_coarse",
            {"wanted": 64.17},
        ),
        ([FIT], {"rule": "rir"}, "on_target", {}),
        ([session("8@5 8@5 8@5", load=60)], {"rule": "rir"}, "rir_high", {}),
        ([session("8@0 8@0 8@0", load=60)], {"rule": "rir"}, "rir_low", {}),
        ([FIT, FIT], {"rule": "density"}, "density", {"rest_before": 90}),
        ([FIT, LONG_RESTED], {"rule": "density"}, "density_not_yet", {}),
    ],
)
def test_a_reason_tells_what_only_its_row_knows(history, more, code, told):
    answer = decide_case(case(*history, **more))

    assert codes(answer)[0] == ("left", code)
    assert own(answer) == told


@pytest.mark.parametrize("lighter_rung", ["below", "none"])
@pytest.mark.parametrize("load", [40, 20])
def test_pain_twice_running_is_told_wherever_it_leads(lighter_rung, load):
    history = [session("8@2!5 8@2 8@2", load=load), session("8@2!3 8@2 8@2", load=load)]
    more = {} if lighter_rung == "below" else {"previous_rung": None}
    answer = decide_case(case(*history, **more))

    assert own(answer) == {"pain": 3, "pain_before": 5}
    assert answer["needs_coach"]


def test_with_one_side_there_is_no_symmetry_to_tell():
    done = {"load": {"both": 40}, "sets": {"both": TOP["sets"]["left"]}}
    answer = decide_case(case(done, done, sides=["both"], **GATED))

    assert answer["reasons"][0]["code"] == "exit_met"
    assert "symmetry" not in answer["reasons"][0]["figures"]


# --- What also applies --------------------------------------------------------------------------------------------


def test_what_also_applies_is_told_with_its_figures():
    answer = decide_case(case(session("8@0!4 8@0 -", load=60), today={"days_since_last": 30}))

    assert codes(answer)[0] == ("left", "layoff_long")
    assert own(answer) == {
        "also": ["pain_amber", "incomplete"],
        "pain": 4,
        "pain_before": 0,
        "count": 2,
        "of": 3,
        "days": 30,
        "percent": 80,
        "sets_fewer": 1,
    }


@pytest.mark.parametrize(
    ("history", "more", "code"),
    [
        ([TOP], GATED, "exit_confirm"),
        ([session("20@2 20@2 20@2", "17@2 17@2 17@2")] * 2, GATED, "symmetry_low"),
        ([TOP] * 2, GATED, "exit_met"),
        ([TOP], {}, "top_of_range"),
        ([session("12 12 12")], {}, "rir_missing"),
        ([session("12@1 12@1 12@1")], {}, "rir_short"),
        ([session("9@2 9@2 9@2")], {}, "in_range"),
        ([session("12@5 12@5 12@5", load=60)], {}, "over_achieved"),
        ([session("12@2 12@2 12@2", load=10)], COARSE, "increment_too_coarse"),
        ([session("15@2 15@2 15@2", load=10)], COARSE, "increment_earned"),
        ([session("15@2 15@2 15@2", load=100)], {"loads": BAR}, "inventory_exhausted"),
        ([FIT], {"rule": "two_for_two"}, "two_for_two_not_yet"),
        ([session("8@2 8@2 8")], {"rule": "rir"}, "rir_missing"),
        ([FIT], {"rule": "rir"}, "on_target"),
        ([session("8@5 8@5 8@5", load=60)], {"rule": "rir"}, "rir_high"),
        ([session("8@3 8@3 8@3", load=60)], {"rule": "rir", "loads": [60, 70]}, "increment_too_coarse"),
        ([FIT, FIT], {"rule": "density"}, "density"),
        ([FIT, LONG_RESTED], {"rule": "density"}, "density_not_yet"),
    ],
)
def test_a_break_is_told_without_what_the_rule_would_have_done(history, more, code):
    usual = decide_case(case(*history, **more))
    back = decide_case(case(*history, **more, today={"days_since_last": 20}))

    assert codes(usual)[0] == ("left", code)
    assert codes(back)[0] == ("left", "layoff_short")
    assert own(back) == {"days": 20, "percent": 90, "sets_fewer": 0}
    assert not back["needs_coach"]
