"""How each part of the figure moves: the drawing shows the top, a track carries a part from there to any phase.

Bones are stiff, so a part needs no path of its own for each phase: the same path is moved. The browser gets
`FRAMES` moves for each track, evenly spaced from the bottom to the top, and goes straight from one to the next.
"""

from collections.abc import Sequence

from exercises.figure.geometry import Move, carry, stretch_from_floor, turn_about
from exercises.figure.skeleton import STANCES, Leg, Pose, Support, pose

FRAMES = 9  # at the hip that is a step of five degrees: the bones come out 0.1 % short in between


def moves(stances: Sequence[str], support: Support, phase: float) -> dict[str, Move]:
    """Track name to the move from the top to `phase`. Those of the other leg carry its stance: `thigh-forward`."""
    top, now = (pose("bilateral", phase=at, support=support) for at in (1.0, phase))
    found = {**_trunk(support, top, now), **_load(top, now), **_leg("", top.working, now.working)}
    for key in stances:
        other_top, other_now = (pose(key, phase=at, support=support).other for at in (1.0, phase))
        found |= _leg(f"-{key}", other_top, other_now)
    return found


def _trunk(support: Support, top: Pose, now: Pose) -> dict[str, Move]:
    turn = now.shoulder.angle_to(now.hip) - top.shoulder.angle_to(top.hip)
    return {
        "trunk": carry((top.shoulder, top.hip), (now.shoulder, now.hip)),
        "head": turn_about(top.shoulder, now.shoulder, turn * support.head_turns),
    }


def _load(top: Pose, now: Pose) -> dict[str, Move]:
    return {
        "load": turn_about(top.load, now.load, 0),
        "strap": stretch_from_floor(top.load, now.load),
        "forearm": carry((top.elbow, top.load), (now.elbow, now.load)),
    }


def _leg(suffix: str, top: Leg, now: Leg) -> dict[str, Move]:
    return {
        f"thigh{suffix}": carry((top.hip, top.knee), (now.hip, now.knee)),
        f"shin{suffix}": carry((top.knee, top.ankle), (now.knee, now.ankle)),
    }


def foot_track(stance: str) -> str:
    """A foot on the floor stays; one that is carried goes with its shin."""
    return "" if STANCES[stance].planted else f"shin-{stance}"


def frames(stances: Sequence[str], support: Support) -> str:
    """All tracks as one text for the browser: `thigh:1 0 0 1 -22 69.5,…;shin:…`."""
    steps = [moves(stances, support, number / (FRAMES - 1)) for number in range(FRAMES)]
    return ";".join(f"{name}:{','.join(str(step[name]) for step in steps)}" for name in steps[0])
