"""A projection's own sessions, put to `decide` one by one, give the same path.

The history is built here anew, as engine.md words it, from nothing but what was projected and done.
"""

from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate, pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from programs.engine import EVERY_TARGET, Pace, Start, decide_case, parse_case, project
from tests.engine.strategies import ladders

MONDAY = date(2026, 1, 5)
LIGHTER = Decimal("0.9")

gaps = st.lists(st.sampled_from([2, 2, 2, 3, 3, 3, 3, 7, 7, 7, 16]), min_size=10, max_size=22)
rates = st.sampled_from([1, 0.8, 0.5, 0])
paces = st.one_of(
    st.just(EVERY_TARGET),
    st.builds(Pace, left=rates, right=rates, seed=st.integers(0, 99)),
    st.builds(Pace, left=rates, right=rates, seed=st.integers(0, 99), extra_reps=st.integers(1, 2)),
)
starts = st.builds(Start, rung=st.integers(0, 3), load=st.sampled_from([None, None, Decimal(20)]))
TWO_RUNGS = [
    {"rule": "double", "sets": 1, "reps": [8, 8], "rir": 2, "rest_s": 90, "sides": sides, "coupling": "independent",
     "loads": [20, 22.5], "start_load": 20, "exit": {"sessions": 1}, "deload": {"every_weeks": 2}}
    for sides in (["both"], ["left", "right"])
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(ladders(), starts, starts, st.booleans(), gaps, paces)
@example(TWO_RUNGS, Start(rung=0), Start(rung=0), True, [3] * 20, Pace(left=1, right=0.3, seed=2))
def test_the_projected_sessions_are_what_decide_answers(ladder, left, right, together, gaps, pace):
    top = len(ladder) - 1
    left = Start(rung=min(left.rung, top), load=left.load)
    right = left if together else Start(rung=min(right.rung, top), load=right.load)
    dates = [MONDAY + timedelta(days=days) for days in accumulate(gaps, initial=0)]
    parsed = [parse_case({"prescription": rung, "history": []})[0] for rung in ladder]

    sessions = project(ladder=parsed, left=left, right=right, dates=dates, pace=pace).sessions

    for place, session in enumerate(sessions):
        asked = Replay(ladder, {"left": left, "right": right}, sessions[:place]).asked(session.on)
        assert {side: as_asked(each) for side, each in session.sides.items()} == asked
        assert session.deload == any(each["action"] == "deload" for each in asked.values())


@given(ladders(), gaps)
@settings(max_examples=20, deadline=None)
def test_every_target_is_met_exactly(ladder, gaps):
    dates = [MONDAY + timedelta(days=days) for days in accumulate(gaps)]
    parsed = [parse_case({"prescription": rung, "history": []})[0] for rung in ladder]
    start = Start(rung=0)

    sessions = project(ladder=parsed, left=start, right=start, dates=dates).sessions

    assert all(side.done == side.reps for session in sessions for side in session.sides.values())


def as_asked(side):
    return {
        "rung": side.rung,
        "action": side.action.code,
        "load": side.load,
        "sets": side.sets,
        "reps": list(side.reps),
        "rest_s": side.rest_s,
    }


class Replay:
    """What the engine is asked on a day, after these sessions; everything is looked up afresh."""

    def __init__(self, ladder, starts, past):
        self.ladder, self.starts, self.past = ladder, starts, past

    def asked(self, on):
        left, right = (self.rung(side) for side in ("left", "right"))
        groups = [(left, self.ladder[left]["sides"])] if left == right else [(left, ["left"]), (right, ["right"])]
        landed = {}
        for rung, sides in groups:
            case = {"prescription": self.prescription(rung, sides), "history": self.history(rung, sides)}
            for side, answer in decide_case({**case, "today": self.today(on)})["sides"].items():
                step = {"move_up": 1, "move_down": -1}.get(answer["action"], 0)
                landed[side] = {"rung": rung + step, **answer}
        lowest = min(landed.values(), key=lambda each: each["rung"])
        if self.ladder[lowest["rung"]]["sides"] == ["both"]:
            return {"both": lowest}
        return dict.fromkeys(("left", "right"), landed["both"]) if "both" in landed else landed

    def rung(self, side):
        return self.past[-1].side(side).rung if self.past else self.starts[side].rung

    def today(self, on):
        if not self.past:
            return None
        days = [session.on for session in self.past]
        lighter = [session.on for session in self.past if session.deload]
        after_a_break = [after for before, after in pairwise([*days, on]) if (after - before).days >= 14]
        fresh = max([days[0], *lighter, *after_a_break])
        return {"days_since_last": (on - days[-1]).days, "weeks_since_deload": (on - fresh).days // 7}

    def history(self, rung, sides):
        stint = []
        for session in reversed(self.past):
            if any(session.side(side).rung != rung for side in sides):
                break
            stint.insert(0, self.exposure(session, rung, sides))
        return stint

    def exposure(self, session, rung, sides):
        rir, first = self.ladder[rung]["rir"], session.side(sides[0])
        return {
            "load": {side: float(session.side(side).load) for side in sides},
            "sets": {side: [{"reps": reps, "rir": rir} for reps in session.side(side).done] for side in sides},
            "deload": session.deload,
            "rest_s": first.rest_s,
            "sets_due": first.sets,
        }

    def prescription(self, rung, sides):
        legs = ["left", "right"] if sides == ["both"] else sides
        given = [self.starts[leg].load for leg in legs if self.starts[leg].rung == rung and self.starts[leg].load]
        return {
            **self.ladder[rung],
            "sides": sides,
            "start_load": float(min(given)) if given else self.ladder[rung]["start_load"],
            "next_rung": self.above(rung + 1, legs) if rung + 1 < len(self.ladder) else None,
            "previous_rung": self.below(rung - 1, legs) if rung else None,
        }

    def above(self, rung, legs):
        """Nine tenths of what was last done there, or the usual start if that is less and new to one leg."""
        there = self.last_loads(rung, legs)
        usual = self.ladder[rung]["start_load"]
        again = [load * LIGHTER for load in there]
        if len(there) < len(legs) and usual is not None:
            again.append(Decimal(str(usual)))
        return {**self.beside(rung), "start_load": float(min(again)) if again else None}

    def below(self, rung, legs):
        there, usual = self.last_loads(rung, legs), self.ladder[rung]["start_load"]
        return {**self.beside(rung), "load": float(min(there)) if there else usual}

    def beside(self, rung):
        return {name: self.ladder[rung][name] for name in ("loads", "reps", "sets")}

    def last_loads(self, rung, legs):
        """Of each leg that was on the rung: the last load that was no lighter one, else the lighter one."""
        found = []
        for leg in legs:
            there = [each for each in self.past if each.side(leg).rung == rung]
            usual = [each for each in there if not each.deload] or there
            found += [each.side(leg).load for each in usual[-1:]]
        return found
