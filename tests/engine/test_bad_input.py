"""Bad input is one error that names the field; anything else is let through."""

import json

import pytest

from programs.engine import BadInput, decide_case, parse_case
from programs.engine.reading import load_json
from tests.engine.cases import ABOVE, BELOW, GATE, case, session

GOOD = case(
    session("12@2 12@2 12@2", technique_failed=["left"], sets_due=3, rest_s=90, next_day_pain=0, days_ago=3),
    start_load=None,
    exit=GATE,
    next_rung=ABOVE,
    previous_rung=BELOW,
    deload={"every_weeks": 6},
    today={"days_since_last": 3, "weeks_since_deload": 2, "red_flag": False, "cleared": False},
)
NAN, INFINITE = float("nan"), float("inf")


def put(pointer, value):
    """The good case with one value put in its place; the pointer need not exist yet."""
    changed = json.loads(json.dumps(GOOD))
    *way, last = [int(part) if part.isdigit() else part for part in pointer.split("/")[1:]]
    at = changed
    for part in way:
        at = at[part]
    at[last] = value
    return changed


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/prescription", None),
        ("/prescription", []),
        ("/prescription/rule", None),
        ("/prescription/rule", "triple"),
        ("/prescription/rule", 7),
        ("/prescription/rule", ["double"]),
        ("/prescription/sets", None),
        ("/prescription/sets", 0),
        ("/prescription/sets", 21),
        ("/prescription/sets", 2.5),
        ("/prescription/sets", True),
        ("/prescription/sets", "3"),
        ("/prescription/reps", None),
        ("/prescription/reps", [12, 8]),
        ("/prescription/reps", [8]),
        ("/prescription/reps", "8-12"),
        ("/prescription/reps/0", -1),
        ("/prescription/reps/1", 1001),
        ("/prescription/reps/1", INFINITE),
        ("/prescription/rir", None),
        ("/prescription/rir", -1),
        ("/prescription/rir", 11),
        ("/prescription/rir", NAN),
        ("/prescription/rest_s", 60.5),
        ("/prescription/rest_s", -1),
        ("/prescription/min_rest_s", "60"),
        ("/prescription/sides", None),
        ("/prescription/sides", []),
        ("/prescription/sides", "left"),
        ("/prescription/sides", ["left", "left"]),
        ("/prescription/sides", ["left", "both"]),
        ("/prescription/sides/0", "middle"),
        ("/prescription/sides/0", ["left"]),
        ("/prescription/coupling", "loose"),
        ("/prescription/start_load", -1),
        ("/prescription/start_load", INFINITE),
        ("/prescription/loads", None),
        ("/prescription/loads", []),
        ("/prescription/loads", 40),
        ("/prescription/loads/3", NAN),
        ("/prescription/loads/3", -20),
        ("/prescription/loads/3", True),
        ("/prescription/loads/3", None),
        ("/prescription/loads/3", [20]),
        ("/prescription/loads/3", 10**400),
        ("/prescription/max_jump", -0.1),
        ("/prescription/max_jump", 10),
        ("/prescription/rep_ceiling", 1001),
        ("/prescription/deload", 6),
        ("/prescription/deload/every_weeks", 0),
        ("/prescription/deload/every_month", 1),
        ("/prescription/exit/min_load", -1),
        ("/prescription/exit/sessions", 0),
        ("/prescription/exit/window", 0.5),
        ("/prescription/exit/symmetry", 90),
        ("/prescription/exit/sign_off", "yes"),
        ("/prescription/exit/signoff", True),
        ("/prescription/next_rung/loads", []),
        ("/prescription/next_rung/reps", [12, 8]),
        ("/prescription/next_rung", 12),
        ("/prescription/next_rung/name", "light touch"),
        ("/prescription/next_rung/start_load", -1),
        ("/prescription/next_rung/load_factor", 10.5),
        ("/prescription/next_rung/sets", None),
        ("/prescription/next_rung/sets", 0),
        ("/prescription/next_rung/sets", 21),
        ("/prescription/next_rung/load_factor", NAN),
        ("/prescription/previous_rung", 12),
        ("/prescription/previous_rung/name", "both legs"),
        ("/prescription/previous_rung/reps", [12, 8]),
        ("/prescription/previous_rung/sets", None),
        ("/prescription/previous_rung/sets", 0),
        ("/prescription/previous_rung/sets", 21),
        ("/prescription/previous_rung/load", "24"),
        ("/prescription/previous_rung/loads/0", "2"),
        ("/prescription/tempo", "2011"),
        ("/history", None),
        ("/history", {}),
        ("/history/0", None),
        ("/history/0", 12),
        ("/history/0/load", None),
        ("/history/0/load/right", None),
        ("/history/0/load/left", NAN),
        ("/history/0/load/left", -40),
        ("/history/0/load/both", 40),
        ("/history/0/sets/both", []),
        ("/history/0/sets/left", {}),
        ("/history/0/sets/left/1", 12),
        ("/history/0/sets/left/1/reps", None),
        ("/history/0/sets/left/1/reps", 1000000),
        ("/history/0/sets/left/1/reps", 12.5),
        ("/history/0/sets/left/1/reps", True),
        ("/history/0/sets/left/1/rir", 10.5),
        ("/history/0/sets/left/1/rir", [2]),
        ("/history/0/sets/left/1/pain", -1),
        ("/history/0/sets/left/1/pain", NAN),
        ("/history/0/sets/left/1/load", 40),
        ("/history/0/deload", 0),
        ("/history/0/next_day_pain", 11),
        ("/history/0/rest_s", 0.5),
        ("/history/0/sets_due", 0),
        ("/history/0/sets_due", 21),
        ("/history/0/technique_failed", "left"),
        ("/history/0/technique_failed/0", "both"),
        ("/history/0/technique_failed/0", None),
        ("/history/0/days_ago", "3"),
        ("/history/0/date", "2026-01-05"),
        ("/today", []),
        ("/today/days_since_last", -1),
        ("/today/weeks_since_deload", NAN),
        ("/today/red_flag", 1),
        ("/today/cleared", "no"),
        ("/today/date", 1),
        ("/unknown", 1),
    ],
)
def test_the_error_names_the_field(pointer, value):
    with pytest.raises(BadInput) as error:
        decide_case(put(pointer, value))

    assert error.value.pointer == pointer
    assert error.value.message


@pytest.mark.parametrize(
    ("pointer", "value", "message"),
    [
        ("/prescription", None, "is required"),
        ("/prescription/rule", "triple", "must be one of double, linear, two_for_two, rir, density"),
        ("/prescription/coupling", "loose", "must be one of shared, independent, lead_capped"),
        ("/prescription/sets", 0, "must be a whole number from 1 to 20"),
        ("/prescription/reps", [8], "must be two whole numbers, the fewest reps and the most"),
        ("/prescription/reps", [12, 8], "is upside down: the fewest reps come first"),
        ("/prescription/reps/1", 1001, "must be a whole number from 0 to 1,000"),
        ("/prescription/rir", 11, "must be a number from 0 to 10"),
        ("/prescription/rest_s", -1, "must be a whole number of 0 or more"),
        ("/prescription/start_load", -1, "must be a number of 0 or more"),
        ("/prescription/sides", "left", "must be a list"),
        ("/prescription/sides", [], "must name at least one side"),
        ("/prescription/sides", ["left", "left"], "names a side twice"),
        ("/prescription/sides", ["left", "both"], "must be left and right, or both alone"),
        ("/prescription/sides/0", "middle", "must be left, right or both"),
        ("/prescription/loads", [], "must hold at least one load"),
        ("/prescription/exit/sign_off", "yes", "must be true or false"),
        ("/history/0/technique_failed/0", "both", "is not a side of this prescription"),
        ("/today", [], "must be an object"),
        ("/today/date", 1, "is not a known field"),
    ],
)
def test_the_error_says_what_it_must_be(pointer, value, message):
    with pytest.raises(BadInput) as error:
        decide_case(put(pointer, value))

    assert (error.value.pointer, error.value.message) == (pointer, message)


@pytest.mark.parametrize(
    ("pointer", "least", "most"),
    [
        ("/prescription/sets", 1, 20),
        ("/prescription/reps/0", 0, 12),
        ("/prescription/reps/1", 8, 1000),
        ("/prescription/rir", 0, 10),
        ("/prescription/rest_s", 0, 3600),
        ("/prescription/min_rest_s", 0, 3600),
        ("/prescription/start_load", 0, 1e9),
        ("/prescription/max_jump", 0, 1),
        ("/prescription/rep_ceiling", 0, 1000),
        ("/prescription/deload/every_weeks", 1, 520),
        ("/prescription/exit/min_load", 0, 1e9),
        ("/prescription/exit/sessions", 1, 100),
        ("/prescription/exit/window", 1, 100),
        ("/prescription/exit/symmetry", 0, 1),
        ("/prescription/next_rung/sets", 1, 20),
        ("/prescription/next_rung/start_load", 0, 1e9),
        ("/prescription/next_rung/load_factor", 0, 10),
        ("/prescription/previous_rung/sets", 1, 20),
        ("/prescription/previous_rung/load", 0, 1e9),
        ("/history/0/load/left", 0, 1e9),
        ("/history/0/next_day_pain", 0, 10),
        ("/history/0/rest_s", 0, 3600),
        ("/history/0/sets_due", 1, 20),
        ("/history/0/days_ago", 0, 36500),
        ("/history/0/sets/left/1/reps", 0, 1000),
        ("/history/0/sets/left/1/rir", 0, 10),
        ("/history/0/sets/left/1/pain", 0, 10),
        ("/today/days_since_last", 0, 36500),
        ("/today/weeks_since_deload", 0, 520),
    ],
)
def test_the_bounds_themselves_are_let_through(pointer, least, most):
    assert decide_case(put(pointer, least))["sides"]
    assert decide_case(put(pointer, most))["sides"]


@pytest.mark.parametrize("case", [None, [], 12, "case", True])
def test_a_case_is_an_object(case):
    with pytest.raises(BadInput) as error:
        decide_case(case)

    assert error.value.pointer == ""


def test_odd_names_are_escaped_in_the_pointer():
    with pytest.raises(BadInput) as error:
        decide_case(put("/today", {"a/b~c": 1}))

    assert error.value.pointer == "/today/a~1b~0c"


def test_the_good_case_is_good():
    assert decide_case(GOOD)["sides"]["left"]["action"] == "hold"


def test_null_means_absent():
    prescription, history, today = parse_case(
        {
            "prescription": {
                **dict.fromkeys(GOOD["prescription"]),
                "rule": "double",
                "sets": 3,
                "reps": [8, 12],
                "rir": 2,
                "sides": ["left"],
                "loads": [40],
            },
            "history": [{"load": {"left": 40}, "sets": None, "deload": None, "technique_failed": None}],
            "today": None,
        }
    )

    assert (prescription.rest_s, prescription.min_rest_s, prescription.rep_ceiling) == (90, 60, 15)
    assert (str(prescription.max_jump), prescription.coupling.value) == ("0.10", "shared")
    assert (history[0].sets, history[0].deload, today.red_flag) == ({"left": ()}, False, False)


def test_a_gate_and_a_rung_above_fill_in_what_is_absent():
    prescription, _, _ = parse_case(case(exit={}, next_rung={"loads": [2], "reps": [8, 12], "sets": 3}))

    assert (prescription.exit.sessions, prescription.exit.window, prescription.exit.sign_off) == (2, 4, True)
    assert str(prescription.next_rung.load_factor) == "0.75"


def test_loads_are_sorted_for_the_caller():
    answer = decide_case(case(session("12@2 12@2 12@2"), loads=[45, 40, 42.5, 20]))

    assert answer["sides"]["left"]["load"] == 42.5


def test_whole_numbers_may_be_written_with_a_point():
    assert decide_case(case(session("12@2 12@2 12@2"), sets=3.0))["sides"]["left"]["sets"] == 3


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("", ""),
        ("{", ""),
        ("nope", ""),
        ("[" * 100_000, ""),
        (b"\xff\xfe", ""),
        ('{"prescription": {"rir": NaN}}', None),
        ('{"prescription": {"rir": 1e999}}', None),
        ('{"prescription": {"rir": ' + "9" * 5000 + "}}", None),
    ],
)
def test_text_is_read_or_refused_without_a_traceback(text, pointer):
    if pointer is None:
        assert isinstance(load_json(text), dict)
        return
    with pytest.raises(BadInput) as error:
        load_json(text)
    assert error.value.pointer == pointer


def test_sixty_digits_are_a_number_and_five_thousand_are_none():
    assert decide_case(put("/prescription/loads/0", 10**60))["sides"]
    endless = load_json('{"digits": ' + "9" * 5000 + "}")["digits"]
    with pytest.raises(BadInput) as error:
        decide_case(put("/prescription/loads/0", endless))
    assert error.value.pointer == "/prescription/loads/0"
