"""Reasons in words: for the coach with the rule, for the person who trains without code or blame."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from programs.engine import decide_case
from programs.sentences import CLIENT, COACH, LABELS, client_sentence, coach_sentence, headline, label, waits_sentence
from tests.engine.cases import ABOVE, GATE, case, session
from tests.engine.strategies import cases

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())


def reasons(*history, **more):
    return {reason["side"]: reason for reason in decide_case(case(*history, **more))["reasons"]}


def test_every_code_has_a_label_and_a_sentence_for_both():
    assert set(LABELS) <= set(COACH)
    assert set(LABELS) <= set(CLIENT)


@pytest.mark.parametrize("code", LABELS)
def test_without_figures_the_label_is_said(code):
    reason = {"code": code, "side": "left"}

    assert coach_sentence(reason).endswith(".")
    assert client_sentence(reason).endswith(".")
    assert label(code)


def test_one_more_rep():
    reason = reasons(session("12@3 12@3 12@3", "10@2 10@2 9@2"))["right"]

    said = "10, 10, 9 with 2 to spare: one more rep each before the weight goes up."
    assert client_sentence(reason) == said
    assert coach_sentence(reason) == said
    assert coach_sentence(reason, named=True) == f"Right {said}"


def test_the_side_that_waits_says_for_which():
    reason = reasons(session("12@3 12@3 12@3", "10@2 10@2 9@2"))["left"]

    assert client_sentence(reason) == "Had one or two more in it. It waits for right."
    assert coach_sentence(reason) == "12, 12, 12 with 3 to spare: top of the range. It waits for right."


def test_a_side_that_only_did_what_was_asked_waits_without_a_promise():
    assert waits_sentence("left", "right") == "Had more in it. It waits for right."


def test_a_side_that_follows_the_other_down_is_told_that_it_is_fine():
    missed = [session("12@2 12@2 12@2", "7@0 7@0 7@0", load=50)] * 3

    assert client_sentence(reasons(*missed)["left"]) == "This side is fine. It follows right."


def test_the_side_that_is_ahead_waits():
    answer = decide_case(case(session("12@2 12@2 12@2", "10@2 10@2 9@2", load=(45, 40)), coupling="lead_capped"))

    own, capped, _ = answer["reasons"]
    assert client_sentence(own) == "12, 12, 12 with 2 to spare, all that was asked."
    assert client_sentence(capped) == "This side is ahead at 45 kg. It waits for right."


def test_loads_are_said_in_the_persons_unit():
    reason = reasons(session("12@2 12@2 12@2"))["left"]

    assert coach_sentence(reason, "lb") == "12, 12, 12 with 2 to spare, every set at 12: the load goes up to 42.5 lb."


def test_no_load_is_bodyweight():
    assert "Start at bodyweight" in client_sentence(reasons(loads=[0])["left"])


@pytest.mark.parametrize(
    ("history", "more", "said"),
    [
        (["12@2 12@2 12@2!7"], {}, "Pain 7 of 10: stop and look."),
        (["12@2 12@2 12@2!4"], {}, "Pain 4 of 10: nothing is added."),
        (["12@2 12@2 -"], {}, "2 of 3 sets logged: the same again. It does not count as a failure."),
        (["12@3 12@2 12@1"], {}, "12, 12, 12 with 2 to spare, but 1 in one set, RIR 2 asked in each: the same again."),
        (["8@0 8@0 8@0"], {}, "8, 8, 8 with none to spare, RIR 2 asked: the same again."),
        (
            ["8@2 8@2 8@2"],
            {"today": {"days_since_last": 40}},
            "40 days away: back in at 80 % of the load, one set fewer.",
        ),
        (
            ["12@2 12@2 12@2"] * 2,
            {"exit": {**GATE, "min_load": None}, "next_rung": ABOVE},
            "12, 12, 12 with 2 to spare, 2 sessions that count: the gate is met.",
        ),
    ],
)
def test_the_coach_reads_why(history, more, said):
    assert coach_sentence(reasons(*[session(each) for each in history], **more)["left"]) == said


def test_what_also_applies_is_said_too():
    reason = reasons(session("8@0 8@0 8@0"), rule="rir", today={"days_since_last": 70})["left"]

    assert coach_sentence(reason).endswith("less load. Also: long break.")
    assert client_sentence(reason).endswith("70 days away. Find your level again: well lighter, one set fewer.")


@settings(max_examples=80, deadline=None)
@given(cases())
def test_every_reason_can_be_said_in_whole(case):
    for reason in decide_case(case)["reasons"]:
        for said in (coach_sentence(reason), client_sentence(reason)):
            assert said.endswith(".")
            assert not any(sign in said for sign in ("%(", "None", "!", "  ", "_"))
            assert said != f"{label(reason['code'])}."


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_every_vector_has_a_headline(vector):
    assert headline(vector["expect"]["sides"])


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("stop", "Stop and look"),
        ("hold", "Hold at 40 kg"),
        ("add_load", "Add load: 40 kg"),
        ("add_reps", "One more rep each"),
        ("cut_rest", "Less rest: 75 s"),
        ("move_up", "Move up to light touch, 40 kg"),
        ("move_down", "Move down to the rung below, 40 kg"),
    ],
)
def test_the_decision_in_a_few_words(action, said):
    answer = {"action": action, "load": 40, "sets": 3, "reps": [8, 8, 8], "rest_s": 75}

    assert headline({"left": answer, "right": answer}, next_rung="light touch") == said


def test_sides_that_part_ways_have_a_part_each():
    sides = decide_case(case(session("12@2 12@2 12@2", "10@2 10@2 9@2"), coupling="independent"))["sides"]

    assert headline(sides) == "Left: add load: 42.5 kg · Right: one more rep each"
