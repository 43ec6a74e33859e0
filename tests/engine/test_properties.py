"""What holds for every case, whatever is in it."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.engine import Action, BadInput, decide_case
from tests.engine.strategies import broken_cases, cases, odd_cases

BOTH_SIDES = st.just(["left", "right"])
usual = settings(max_examples=60, deadline=None)
often = settings(max_examples=100, deadline=None)


def boldness(answer, side):
    return Action[answer["sides"][side]["action"].upper()]


def changed(case, **today):
    return {**case, "today": {**case["today"], **today}}


@often
@given(st.one_of(cases(), odd_cases()))
def test_every_case_within_the_bounds_has_an_answer_in_plain_json(case):
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


@often
@given(broken_cases())
def test_past_the_bounds_the_error_names_the_field(broken):
    case, pointer = broken

    with pytest.raises(BadInput) as error:
        decide_case(case)
    assert error.value.pointer == pointer


@often
@given(cases(), st.data())
def test_more_pain_in_the_newest_two_exposures_never_makes_it_bolder(case, data):
    """Whole figures, as people tell them: between 2 and 3 a session neither counts for the gate nor holds."""
    if not case["history"]:
        return
    hurt = copy.deepcopy(case)
    exposure = data.draw(st.sampled_from(hurt["history"][-2:]), label="exposure")
    told = [(exposure, "next_day_pain")]
    told += [(each, "pain") for sets in exposure["sets"].values() for each in sets if each]
    where, name = data.draw(st.sampled_from(told), label="where")
    where[name] = data.draw(st.integers(where[name] or 0, 10), label="pain")

    fine, careful = decide_case(case), decide_case(hurt)
    assert all(boldness(careful, side) <= boldness(fine, side) for side in fine["sides"])


@usual
@given(cases())
def test_a_red_flag_always_stops_and_asks(case):
    answer = decide_case(changed(case, red_flag=True))

    assert {side["action"] for side in answer["sides"].values()} == {"stop"}
    assert answer["needs_coach"]


@usual
@given(cases(), st.one_of(st.none(), st.integers(0, 120)), st.integers(0, 120))
def test_more_days_away_never_make_it_bolder(case, some, others):
    shorter, longer = sorted((some, others)) if some is not None else (None, others)
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


@often
@given(cases())
def test_every_load_can_be_loaded_or_was_the_last_one(case):
    prescription = case["prescription"]
    elsewhere = {
        "move_up": (prescription["next_rung"] or {}).get("loads"),
        "move_down": (prescription["previous_rung"] or {}).get("loads"),
    }
    for name, side in decide_case(case)["sides"].items():
        known = elsewhere.get(side["action"]) or {*prescription["loads"], *last_loads(case, name)}
        assert side["load"] in known


def last_loads(case, side):
    """What a side last did, or any of the two where they share one answer."""
    performed = [exposure["load"] for exposure in case["history"] if not exposure["deload"]]
    shared = case["prescription"]["coupling"] == "shared"
    return [] if not performed else performed[-1].values() if shared else [performed[-1][side]]


@often
@given(cases(sides=st.sampled_from([["left", "right"], ["right", "left"]])))
def test_left_and_right_swapped_throughout_swap_the_answer(case):
    """To the order of sides and reasons: what is named first is named first on the other side."""
    mirrored = mirror(case)
    mirrored["prescription"]["sides"] = [other(side) for side in case["prescription"]["sides"]]

    assert json.dumps(swapped(decide_case(mirrored))) == json.dumps(decide_case(case))


@often
@given(cases(sides=BOTH_SIDES))
def test_which_side_is_named_first_says_nothing_but_the_order(case):
    answer, mirrored = decide_case(case), swapped(decide_case(mirror(case)))

    assert mirrored["sides"] == answer["sides"]
    assert mirrored["needs_coach"] == answer["needs_coach"]
    assert by_side(mirrored["reasons"]) == by_side(answer["reasons"])


def by_side(reasons):
    return sorted(reasons, key=lambda reason: (reason["side"], reason["code"]))


def other(side):
    return {"left": "right", "right": "left"}[side]


def mirror(case):
    """What left did, right did, and the other way round."""
    mirrored = copy.deepcopy(case)
    for exposure in mirrored["history"]:
        exposure["load"] = {other(side): load for side, load in exposure["load"].items()}
        exposure["sets"] = {other(side): sets for side, sets in exposure["sets"].items()}
        exposure["technique_failed"] = [other(side) for side in exposure["technique_failed"]]
    return mirrored


def swapped(answer):
    """The answer with left called right and right called left."""
    sides = {other(side): values for side, values in answer["sides"].items()}
    reasons = [{**reason, "side": other(reason["side"])} for reason in copy.deepcopy(answer["reasons"])]
    for reason in reasons:
        if "waits_for" in reason["figures"]:
            reason["figures"]["waits_for"] = other(reason["figures"]["waits_for"])
    return {**answer, "sides": sides, "reasons": reasons}
