"""The twelve rungs of the staggered hip thrust for someone of 70 kg, with the usual bar and dumbbells."""

from decimal import Decimal
from typing import Any

from programs.engine import Prescription, parse_case

BODY_MASS = 70
NONE = [0]
BAR = [20 + 2.5 * step for step in range(49)]
DUMBBELL = [2 * step for step in range(1, 21)]
BODYWEIGHT_THEN_DUMBBELL = [0, *DUMBBELL]
JUMP = {"bar": 0.15, "dumbbell": 0.20}

# loads, reps, RIR, rest in s, starts at and leaves at (percent of body mass), largest step
RUNGS: list[tuple[list[Any], list[int], int, int, int | None, int | None, float]] = [
    (NONE, [12, 15], 3, 60, None, None, JUMP["bar"]),
    (NONE, [12, 15], 3, 60, None, None, JUMP["bar"]),
    (BAR, [8, 10], 2, 90, 35, 50, JUMP["bar"]),
    (NONE, [10, 15], 3, 60, None, None, JUMP["bar"]),
    (NONE, [8, 12], 3, 60, None, None, JUMP["bar"]),
    (DUMBBELL, [8, 12], 2, 90, 15, 25, JUMP["dumbbell"]),
    (BAR, [8, 10], 2, 120, 35, 50, JUMP["bar"]),
    (DUMBBELL, [8, 12], 2, 90, 20, 25, JUMP["dumbbell"]),
    (BAR, [8, 10], 2, 120, 35, 45, JUMP["bar"]),
    (BAR, [8, 10], 2, 120, 40, None, JUMP["bar"]),
    (BODYWEIGHT_THEN_DUMBBELL, [8, 12], 2, 90, 0, 5, JUMP["dumbbell"]),
    (BODYWEIGHT_THEN_DUMBBELL, [8, 12], 2, 120, 0, None, JUMP["dumbbell"]),
]
BILATERAL_RUNGS = 3
SYMMETRY_FROM = 7


def ladder() -> list[Prescription]:
    return [_rung(place) for place in range(len(RUNGS))]


def _rung(place: int) -> Prescription:
    loads, reps, rir, rest_s, starts, leaves, max_jump = RUNGS[place]
    prescription = {
        "rule": "double",
        "sets": 3,
        "reps": reps,
        "rir": rir,
        "rest_s": rest_s,
        "sides": ["both"] if place < BILATERAL_RUNGS else ["left", "right"],
        "loads": loads,
        "start_load": _part(starts),
        "max_jump": max_jump,
        "exit": {"min_load": _part(leaves), "symmetry": 0.9 if place >= SYMMETRY_FROM else None},
    }
    return parse_case({"prescription": prescription, "history": []})[0]


def _part(percent: int | None) -> float | None:
    return None if percent is None else float(Decimal(percent) * BODY_MASS / 100)
