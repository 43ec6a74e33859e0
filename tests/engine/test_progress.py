"""How far each side is with its gate: the same judgements as the table's, as figures to show."""

from decimal import Decimal

import pytest

from programs.engine import parse_case
from programs.engine.progress import gate_progress, tops
from tests.engine.cases import ABOVE, GATE, case, session

TOP = session("12@2 12@2 12@2", load=37.5)
SHORT = session("12@2 12@2 11@2", load=37.5)
LIGHT = session("12@2 12@2 12@2", load=30)


def progress(*history, gate=None, **more):
    gated = {"exit": {**GATE, **(gate or {})}, "next_rung": ABOVE}
    prescription, exposures, _ = parse_case(case(*history, **{**gated, **more}))
    return gate_progress(prescription, exposures)


def test_where_a_gate_stands():
    far = progress(TOP, SHORT, session("12@2 12@2 12@2", "12@2 12@2 11@2!1", load=(40, 37.5)))

    assert far.count == {"left": 2, "right": 1}
    assert (far.sessions, far.window) == (2, 4)
    assert (round(far.symmetry, 3), far.symmetry_asked) == (Decimal("0.911"), Decimal("0.9"))
    assert (far.load, far.min_load) == (Decimal("37.5"), 35)
    assert (far.pain, far.pain_most) == (1, 2)
    assert far.sign_off


@pytest.mark.parametrize("absent", [{"exit": None}, {"next_rung": None}])
def test_without_a_gate_or_a_rung_above_there_is_nothing_to_show(absent):
    assert progress(TOP, **absent) is None


def test_before_the_first_session_nothing_is_known():
    far = progress()

    assert far.count == {"left": 0, "right": 0}
    assert (far.symmetry, far.load, far.pain) == (None, None, None)
    assert not any((far.sessions_met, far.symmetry_met, far.load_met, far.pain_met))


def test_a_lighter_session_alone_tells_of_pain_only():
    far = progress(session("8@4!3 8@4", load=32.5, deload=True, sets_due=2))

    assert (far.load, far.symmetry, far.pain) == (None, None, 3)


def test_only_the_last_sessions_of_the_window_count():
    assert progress(TOP, TOP, SHORT, SHORT, SHORT).count == {"left": 1, "right": 1}
    assert progress(TOP, *[SHORT] * 14, gate={"window": 15}).count == {"left": 1, "right": 1}


@pytest.mark.parametrize(
    ("history", "gate", "met"),
    [
        ([TOP], {}, False),
        ([TOP, TOP], {}, True),
        ([session("12@2 12@2 12@2", "12@2 12@2 11@2", load=37.5)] * 2, {}, False),
    ],
    ids=["one of two", "two of two", "one side only"],
)
def test_enough_sessions_on_every_side(history, gate, met):
    assert progress(*history, gate=gate).sessions_met is met


@pytest.mark.parametrize(
    ("right", "asked", "met"),
    [("18@2 18@2 18@2", 0.9, True), ("18@2 18@2 17@2", 0.9, False), ("8@2 8@2 8@2", None, True)],
)
def test_both_sides_alike_enough(right, asked, met):
    done = session("20@2 20@2 20@2", right, load=37.5)

    assert progress(done, gate={"symmetry": asked}).symmetry_met is met


@pytest.mark.parametrize(("load", "asked", "met"), [(35, 35, True), (32.5, 35, False), (20, None, True)])
def test_enough_load_on_the_lighter_side(load, asked, met):
    done = session("12@2 12@2 12@2", load=(50, load))

    assert progress(done, gate={"min_load": asked}).load_met is met


@pytest.mark.parametrize(("pain", "met"), [(0, True), (2, True), (3, False)])
def test_little_enough_pain(pain, met):
    assert progress(session("12@2 12@2 12@2", load=37.5, next_day_pain=pain)).pain_met is met


def test_sign_off_is_told():
    assert not progress(TOP, gate={"sign_off": False}).sign_off


def test_sessions_at_the_top_are_told_from_old_to_new_whatever_their_load():
    lighter = session("12@4 12@4", load=32.5, deload=True, sets_due=2)
    prescription, exposures, _ = parse_case(
        case(LIGHT, SHORT, lighter, session("12 12 12", "12@1 12@2 12@2", load=37.5), TOP)
    )

    assert tops(prescription, exposures) == {
        "left": [True, False, True, True],
        "right": [True, False, False, True],
    }
