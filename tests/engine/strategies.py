"""Cases as they could come: every rule and coupling, racks fine and coarse, histories long and short."""

from hypothesis import strategies as st

from tests.engine.cases import BAR, DUMBBELLS

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
    load = draw(st.sampled_from(rack))
    loads = {side: load if together else draw(st.sampled_from(rack)) for side in sides}
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
