"""Cases as they could come: every rule and coupling, racks fine and coarse, histories long and short.

`cases` are what a gym sees, dense in the situations that the rows tell apart; `odd_cases` go to the bounds of every
field; `broken_cases` go past one of them. `ladders` are rungs to climb.
"""

import copy

from hypothesis import strategies as st

from tests.engine.cases import ABOVE, BAR, BELOW, DUMBBELLS, GATE

racks = st.sampled_from([BAR, DUMBBELLS, [0], [0, *DUMBBELLS], [20, 60], [1, 2, 3]])
reps = st.sampled_from([[8, 12], [8, 8], [5, 8], [10, 15], [0, 3]])
any_sides = st.sampled_from([["left", "right"], ["right", "left"], ["both"]])
exits = st.sampled_from([None, {}, {"min_load": 20, "symmetry": 0.9}, {"sessions": 1, "sign_off": False}])
maybe_rir = st.one_of(st.none(), st.integers(0, 6))


def one_set(pain):
    return st.one_of(
        st.none(),
        st.fixed_dictionaries({"reps": st.integers(0, 18), "rir": maybe_rir, "pain": pain}),
        st.fixed_dictionaries({"reps": st.integers(8, 14), "rir": st.integers(2, 5), "pain": st.just(0)}),
    )


@st.composite
def exposures(draw, sides, rack, pain):
    together = draw(st.booleans())
    anything = st.sampled_from([*rack, *rack, 41.3])  # now and then what is on no rack
    load = draw(anything)
    loads = {side: load if together else draw(anything) for side in sides}
    done = draw(st.lists(one_set(pain), min_size=0, max_size=5))
    other = done if draw(st.booleans()) else draw(st.lists(one_set(pain), min_size=0, max_size=5))
    return {
        "load": loads,
        "sets": dict(zip(sides, (done, other), strict=False)),
        "deload": draw(st.sampled_from([False, False, False, True])),
        "next_day_pain": draw(pain),
        "rest_s": draw(st.sampled_from([None, 90, 75, 60])),
        "sets_due": draw(st.sampled_from([None, None, 2])),
        "technique_failed": draw(st.sampled_from([[], [], [sides[0]], list(sides)])),
    }


@st.composite
def cases(draw, *, sides=any_sides, coupling=None, pain=None):
    rack, named = draw(racks), draw(sides)
    pains = st.sampled_from([0, 0, 0, 0, 2, 3, 6]) if pain is None else pain
    other = {"loads": draw(racks), "reps": draw(reps), "sets": draw(st.integers(1, 5))}
    prescription = {
        "rule": draw(st.sampled_from(["double", "linear", "two_for_two", "rir", "density"])),
        "sets": draw(st.integers(1, 4)),
        "reps": draw(reps),
        "rir": draw(st.integers(0, 3)),
        "sides": named,
        "coupling": draw(st.sampled_from(["shared", "independent", "lead_capped"]) if coupling is None else coupling),
        "loads": rack,
        "start_load": draw(st.sampled_from([None, 0, 25])),
        "deload": draw(st.sampled_from([None, {"every_weeks": 6}])),
        "exit": draw(exits),
        "next_rung": draw(st.sampled_from([None, other, {**other, "start_load": 11}])),
        "previous_rung": draw(st.sampled_from([None, other, {**other, "load": 24}])),
    }
    today = {
        "days_since_last": draw(st.sampled_from([None, 3, 13, 14, 30, 80])),
        "weeks_since_deload": draw(st.sampled_from([None, 1, 6])),
        "red_flag": draw(st.sampled_from([False, False, False, True])),
        "cleared": draw(st.booleans()),
    }
    history = draw(st.lists(exposures(named, rack, pains), max_size=7))
    return {"prescription": prescription, "history": history, "today": today}


# --- At the bounds -----------------------------------------------------------------------------------------------

any_load = st.one_of(st.integers(0, 10**9), st.floats(0, 1e300), st.sampled_from([0, 1e-12, 1e-9, 1e308, 10**60]))
any_rack = st.lists(any_load, min_size=1, max_size=6)
any_reps = st.one_of(st.integers(0, 1000), st.sampled_from([0, 1, 1000]))
any_range = st.tuples(any_reps, any_reps).map(sorted)
any_set_count = st.integers(1, 20)
any_seconds = st.integers(0, 10**9)
scale = st.one_of(st.integers(0, 10), st.floats(0, 10))
part = st.one_of(st.integers(0, 1), st.floats(0, 1))
flag = st.booleans()


def maybe(value):
    return st.one_of(st.none(), value)


any_set = st.fixed_dictionaries({"reps": any_reps}, optional={"rir": maybe(scale), "pain": maybe(scale)})
any_gate = st.fixed_dictionaries(
    {},
    optional={
        "min_load": maybe(any_load),
        "sessions": maybe(st.integers(1, 99)),
        "window": maybe(st.integers(1, 99)),
        "symmetry": maybe(part),
        "sign_off": maybe(flag),
    },
)
beside = {"loads": any_rack, "reps": any_range, "sets": any_set_count}
any_next = st.fixed_dictionaries(
    beside, optional={"start_load": maybe(any_load), "load_factor": maybe(st.floats(0, 10))}
)
any_previous = st.fixed_dictionaries(beside, optional={"load": maybe(any_load)})
any_today = st.fixed_dictionaries(
    {},
    optional={
        "days_since_last": maybe(any_load),
        "weeks_since_deload": maybe(any_load),
        "red_flag": maybe(flag),
        "cleared": maybe(flag),
    },
)


def any_exposure(sides):
    each_side = st.lists(maybe(any_set), max_size=20)
    return st.fixed_dictionaries(
        {"load": st.fixed_dictionaries(dict.fromkeys(sides, any_load))},
        optional={
            "sets": maybe(st.fixed_dictionaries({}, optional=dict.fromkeys(sides, maybe(each_side)))),
            "deload": maybe(flag),
            "next_day_pain": maybe(scale),
            "rest_s": maybe(any_seconds),
            "sets_due": maybe(any_set_count),
            "technique_failed": maybe(st.lists(st.sampled_from(sides), max_size=3)),
            "days_ago": maybe(any_load),
        },
    )


@st.composite
def odd_cases(draw):
    sides = draw(st.sampled_from([["left", "right"], ["right", "left"], ["both"], ["left"], ["right"]]))
    prescription = st.fixed_dictionaries(
        {
            "rule": st.sampled_from(["double", "linear", "two_for_two", "rir", "density"]),
            "sets": any_set_count,
            "reps": any_range,
            "rir": scale,
            "sides": st.just(sides),
            "loads": any_rack,
        },
        optional={
            "coupling": maybe(st.sampled_from(["shared", "independent", "lead_capped"])),
            "rest_s": maybe(any_seconds),
            "min_rest_s": maybe(any_seconds),
            "start_load": maybe(any_load),
            "max_jump": maybe(part),
            "rep_ceiling": maybe(any_reps),
            "deload": maybe(st.fixed_dictionaries({"every_weeks": maybe(st.integers(1, 99))})),
            "exit": maybe(any_gate),
            "next_rung": maybe(any_next),
            "previous_rung": maybe(any_previous),
        },
    )
    return {
        "prescription": draw(prescription),
        "history": draw(st.lists(any_exposure(sides), max_size=4)),
        "today": draw(maybe(any_today)),
    }


# --- Past the bounds ---------------------------------------------------------------------------------------------

NO_NUMBER = [float("nan"), float("inf"), -float("inf"), True, "3", [3], {}]
NO_FLAG = [0, 1, "yes", []]
NO_LIST = [{}, 7, "left", True]
NO_OBJECT = [[], 7, "load", True]


def no_number(least=0, most=None):
    return [*NO_NUMBER, least - 1, least - 1e-6, *([] if most is None else [most + 1, most + 1e-6])]


def no_whole(least=0, most=None):
    return [*no_number(least, most), least + 0.5]


def required(values):
    return [None, *values]


NO_RACK = required([*NO_LIST, []])
NO_RANGE = required([*NO_LIST, [], [8], [8, 9, 10], [12, 8]])
NO_REPS = required(no_whole(0, 1000))
# What every field refuses. A field that may be left out takes null.
REFUSED = {
    "/prescription": required(NO_OBJECT),
    "/prescription/rule": required(["triple", 7, ["double"], True]),
    "/prescription/sets": required(no_whole(1, 20)),
    "/prescription/reps": NO_RANGE,
    "/prescription/reps/0": NO_REPS,
    "/prescription/reps/1": NO_REPS,
    "/prescription/rir": required(no_number(0, 10)),
    "/prescription/sides": required([*NO_LIST, []]),
    "/prescription/sides/0": required(["middle", 7, ["left"]]),
    "/prescription/loads": NO_RACK,
    "/prescription/loads/0": required(no_number()),
    "/prescription/coupling": ["loose", 7, []],
    "/prescription/rest_s": no_whole(),
    "/prescription/min_rest_s": no_whole(),
    "/prescription/start_load": no_number(),
    "/prescription/max_jump": no_number(0, 1),
    "/prescription/rep_ceiling": no_whole(0, 1000),
    "/prescription/deload": NO_OBJECT,
    "/prescription/deload/every_weeks": no_whole(1),
    "/prescription/exit": NO_OBJECT,
    "/prescription/exit/min_load": no_number(),
    "/prescription/exit/sessions": no_whole(1),
    "/prescription/exit/window": no_whole(1),
    "/prescription/exit/symmetry": no_number(0, 1),
    "/prescription/exit/sign_off": NO_FLAG,
    "/prescription/next_rung": NO_OBJECT,
    "/prescription/next_rung/loads": NO_RACK,
    "/prescription/next_rung/loads/0": required(no_number()),
    "/prescription/next_rung/start_load": no_number(),
    "/prescription/next_rung/load_factor": no_number(0, 10),
    "/prescription/next_rung/reps": NO_RANGE,
    "/prescription/next_rung/sets": required(no_whole(1, 20)),
    "/prescription/previous_rung": NO_OBJECT,
    "/prescription/previous_rung/loads": NO_RACK,
    "/prescription/previous_rung/load": no_number(),
    "/prescription/previous_rung/reps": NO_RANGE,
    "/prescription/previous_rung/sets": required(no_whole(1, 20)),
    "/history": required([*NO_LIST]),
    "/history/0": required(NO_OBJECT),
    "/history/0/days_ago": no_number(),
    "/history/0/load": required(NO_OBJECT),
    "/history/0/load/left": required(no_number()),
    "/history/0/deload": NO_FLAG,
    "/history/0/next_day_pain": no_number(0, 10),
    "/history/0/rest_s": no_whole(),
    "/history/0/sets_due": no_whole(1, 20),
    "/history/0/technique_failed": NO_LIST,
    "/history/0/technique_failed/0": required(["both", "middle", 7]),
    "/history/0/sets": NO_OBJECT,
    "/history/0/sets/left": NO_LIST,
    "/history/0/sets/left/0": NO_OBJECT,
    "/history/0/sets/left/0/reps": NO_REPS,
    "/history/0/sets/left/0/rir": no_number(0, 10),
    "/history/0/sets/left/0/pain": no_number(0, 10),
    "/today": NO_OBJECT,
    "/today/days_since_last": no_number(),
    "/today/weeks_since_deload": no_number(),
    "/today/red_flag": NO_FLAG,
    "/today/cleared": NO_FLAG,
}
OBJECTS = (
    "", "/prescription", "/prescription/deload", "/prescription/exit", "/prescription/next_rung",
    "/prescription/previous_rung", "/history/0", "/history/0/load", "/history/0/sets", "/history/0/sets/left/0",
    "/today",
)  # fmt: skip
UNKNOWN = {f"{pointer}/tempo": ["2011"] for pointer in OBJECTS}


def _whole(case):
    """The case with every object in its place, so that any field of it can be broken."""
    whole = copy.deepcopy(case)
    prescription = whole["prescription"]
    for name, usual in {"exit": GATE, "deload": {"every_weeks": 6}, "next_rung": ABOVE, "previous_rung": BELOW}.items():
        prescription[name] = copy.deepcopy(prescription[name] or usual)
    first = whole["history"][0]
    first["sets"]["left"] = [{"reps": 8, "rir": 2, "pain": 0}]
    first["technique_failed"] = ["left"]
    return whole


@st.composite
def broken_cases(draw):
    """A case with one field past its bounds, and the pointer of that field."""
    case = _whole(draw(cases(sides=st.just(["left", "right"])).filter(lambda case: case["history"])))
    pointer, refused = draw(st.sampled_from([*REFUSED.items(), *UNKNOWN.items()]))
    *way, last = [int(step) if step.isdigit() else step for step in pointer.split("/")[1:]]
    at = case
    for step in way:
        at = at[step]
    at[last] = draw(st.sampled_from(refused))
    return case, pointer


# --- Ladders -----------------------------------------------------------------------------------------------------

steps = st.sampled_from([[8, 8], [8, 8], [5, 5], [8, 9], [8, 10]])
gates = st.sampled_from([{"sessions": 1, "window": 1}, {"sessions": 1}, {"min_load": 22.5}, {"symmetry": 0.9}, None])


@st.composite
def rung_prescriptions(draw, sides, coupling, every_weeks):
    return {
        "rule": draw(st.sampled_from(["double", "double", "linear", "two_for_two", "rir", "density"])),
        "sets": draw(st.integers(1, 3)),
        "reps": draw(steps),
        "rir": draw(st.integers(0, 3)),
        "rest_s": draw(st.sampled_from([90, 120])),
        "sides": sides,
        "coupling": coupling,
        "loads": draw(st.sampled_from([[20 + 2.5 * step for step in range(4)], [0], [20], [0, 2, 4], [18, 20, 24]])),
        "start_load": draw(st.sampled_from([None, 0, 21, 22.5])),
        "max_jump": 0.2,
        "rep_ceiling": 10,
        "deload": every_weeks and {"every_weeks": every_weeks},
        "exit": draw(gates),
    }


@st.composite
def ladders(draw):
    """One to four rungs, bottom to top, without their neighbours: some on two legs below, the rest on two sides."""
    coupling = draw(st.sampled_from(["shared", "independent", "lead_capped"]))
    every_weeks = draw(st.sampled_from([None, None, None, 1, 3]))
    on_two_legs, one_sided = draw(st.integers(0, 2)), draw(st.integers(1, 2))
    named = [["both"]] * on_two_legs + [draw(st.sampled_from([["left", "right"], ["right", "left"]]))] * one_sided
    return [draw(rung_prescriptions(sides, coupling, every_weeks)) for sides in named]
