"""What holds for every case, whatever is in it."""

import copy
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from programs.engine import Action, decide_case
from tests.engine.strategies import cases

BOTH_SIDES = st.just(["left", "right"])
usual = settings(max_examples=80, deadline=None)


def boldness(answer, side):
    return Action[answer["sides"][side]["action"].upper()]


def changed(case, **today):
    return {**case, "today": {**case["today"], **today}}


@usual
@given(cases())
def test_every_case_has_an_answer_in_plain_json(case):
    answer = decide_case(case)

    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    assert set(answer["sides"]) == set(case["prescription"]["sides"])
    assert all(side["sets"] == len(side["reps"]) >= 1 for side in answer["sides"].values())
    assert {reason["side"] for reason in answer["reasons"]} == set(answer["sides"])


@usual
@given(cases())
def test_the_same_case_has_the_same_answer_and_is_not_touched(case):
    before = copy.deepcopy(case)

    assert decide_case(case) == decide_case(case)
    assert case == before


@usual
@given(cases(pain=st.just(0)), st.sampled_from([3, 5, 6, 9]))
def test_pain_never_makes_it_bolder(case, pain):
    if not case["history"]:
        return
    hurt = copy.deepcopy(case)
    hurt["history"][-1]["next_day_pain"] = pain

    fine, careful = decide_case(case), decide_case(hurt)
    assert all(boldness(careful, side) <= boldness(fine, side) for side in fine["sides"])


@usual
@given(cases())
def test_a_red_flag_always_stops_and_asks(case):
    answer = decide_case(changed(case, red_flag=True))

    assert all(side["action"] == "stop" for side in answer["sides"].values())
    assert answer["needs_coach"]


@usual
@given(cases(), st.integers(0, 120), st.integers(0, 120))
def test_more_days_away_never_make_it_bolder(case, some, others):
    shorter, longer = sorted((some, others))
    sooner = decide_case(changed(case, days_since_last=shorter))
    later = decide_case(changed(case, days_since_last=longer))

    assert all(boldness(later, side) <= boldness(sooner, side) for side in sooner["sides"])


@usual
@given(cases(sides=BOTH_SIDES, coupling=st.just("shared")))
def test_shared_sides_are_asked_the_same(case):
    answer = decide_case(case)

    assert answer["sides"]["left"] == answer["sides"]["right"]
    governing = answer["reasons"][0]
    assert "waits_for" not in governing["figures"]


@usual
@given(cases())
def test_every_load_can_be_loaded_or_was_the_last_one(case):
    prescription = case["prescription"]
    performed = [exposure for exposure in case["history"] if not exposure["deload"]]
    loadable = {
        "move_up": (prescription["next_rung"] or {}).get("loads", []),
        "move_down": (prescription["previous_rung"] or {}).get("loads", []),
    }
    for side in decide_case(case)["sides"].values():
        last = set(performed[-1]["load"].values()) if performed else set()
        known = loadable.get(side["action"], {*prescription["loads"], *last})
        assert side["load"] in known


@usual
@given(cases(sides=BOTH_SIDES))
def test_left_and_right_are_treated_alike(case):
    answer, mirrored = decide_case(case), decide_case(mirror(case))

    assert mirrored["sides"] == {other(side): values for side, values in answer["sides"].items()}
    assert mirrored["needs_coach"] == answer["needs_coach"]


def other(side):
    return {"left": "right", "right": "left"}[side]


def mirror(case):
    mirrored = copy.deepcopy(case)
    for exposure in mirrored["history"]:
        exposure["load"] = {other(side): load for side, load in exposure["load"].items()}
        exposure["sets"] = {other(side): sets for side, sets in exposure["sets"].items()}
        exposure["technique_failed"] = [other(side) for side in exposure["technique_failed"]]
    return mirrored
