"""The joints: where they are at each phase, from 0 (bottom) to 1 (top), for each support and each placement."""

from dataclasses import dataclass
from math import pi, radians, sin

from django.utils.translation import gettext_noop

from exercises.figure.geometry import Point, around, reach, slope

TORSO, THIGH, SHIN = 130.2, 126.1, 102.0
BEHIND = (4.0, -3.0)  # the far hip, seen past the near one
CREASE = 37.0  # from the hip to the middle of what lies on it, when trunk and thigh are one line


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Where the shoulders lie, and the trunk's angle at both ends of the way (degrees clockwise from the right)."""

    code: str
    shoulder: Point
    roll: tuple[float, float]  # how far the shoulders shift between top and bottom
    top: float
    bottom: float
    head_turns: float  # the part of the trunk's turn that the head makes with it
    ankle: Point
    view_box: str
    label: str


BENCH = Support(
    code="bench",
    shoulder=Point(196, 166),
    roll=(8, 4),
    top=3.08,
    bottom=43.6,
    head_turns=0.5,
    ankle=Point(452, 281),
    view_box="60 70 548 244",
    label=gettext_noop(
        "Side view at the top of the hip thrust: shoulders on the bench, hips high, the shin of the working leg upright"
    ),
)
GROUND = Support(
    code="floor",
    shoulder=Point(196, 272),
    roll=(0, 0),
    top=-21.3,
    bottom=-5.3,
    head_turns=0.0,
    ankle=Point(434.8, 281),
    view_box="60 130 548 184",
    label=gettext_noop("Side view at the top of the glute bridge: shoulders on the floor, hips high, shins upright"),
)
SUPPORTS = {support.code: support for support in (BENCH, GROUND)}


@dataclass(frozen=True, slots=True)
class Leg:
    hip: Point
    knee: Point
    ankle: Point
    toe_down: float = 0.0  # turn of the foot at the top in degrees, clockwise
    foot_scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Pose:
    """The joints at one phase, with the other leg in one placement. `load` is the middle of what lies on the hips."""

    shoulder: Point
    hip: Point
    elbow: Point
    load: Point
    working: Leg
    other: Leg


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """Where the other foot is: beside the working ankle (dx, dy), or carried along when it has no place of its own."""

    key: str
    dx: float = 0.0
    dy: float = 0.0
    toe_down: float = 0.0
    same_as_working: bool = False
    planted: bool = True
    in_front: bool = False
    plate: bool = False


STANCES = {
    stance.key: stance
    for stance in (
        Stance(key="bilateral", dx=12, dy=-4, same_as_working=True),
        Stance(key="forward", dx=58, dy=-1),
        Stance(key="back", dx=-42, dy=-1),
        Stance(key="heel", dx=69, dy=-3, toe_down=-30),
        Stance(key="toes", dx=-31, dy=-18.5, toe_down=29),
        Stance(key="plate", dx=40, dy=-10, plate=True),
        Stance(key="knee", planted=False, in_front=True),
        Stance(key="single", planted=False),
    )
}


def pose(stance: str, *, phase: float = 1.0, support: Support = BENCH) -> Pose:
    """Solve the skeleton. The feet stay where they stand; only the hips travel."""
    left = 1 - phase
    shoulder = support.shoulder.moved(support.roll[0] * left, support.roll[1] * left)
    trunk = support.top + (support.bottom - support.top) * left
    hip = shoulder.towards(radians(trunk), TORSO)
    working = Leg(hip, reach(hip, support.ankle, THIGH, SHIN), support.ankle)
    elbow = around(shoulder, trunk - BENCH.top, [(66.5, 20.3)])[0]
    other = _other_leg(STANCES[stance], working, support)
    return Pose(shoulder, hip, elbow, _crease(shoulder, hip, working.knee), working, other)


def _crease(shoulder: Point, hip: Point, knee: Point) -> Point:
    """Over the hip, half way between trunk and thigh: further out as they close, until it would leave the body."""
    trunk, thigh = hip.angle_to(shoulder), hip.angle_to(knee)
    half = ((thigh - trunk) % (2 * pi)) / 2
    return hip.towards(trunk + half, CREASE / max(sin(half), 0.86))


def _other_leg(stance: Stance, working: Leg, support: Support) -> Leg:
    hip = working.hip.moved(*BEHIND)
    if stance.key == "knee":
        return _ankle_on_knee(hip, working)
    if stance.key == "single":
        return _lifted(hip, working)
    ankle = support.ankle.moved(stance.dx, stance.dy)
    return Leg(hip, reach(hip, ankle, THIGH, SHIN), ankle, stance.toe_down)


def _ankle_on_knee(hip: Point, working: Leg) -> Leg:
    """The turned-out leg comes towards the eye, so its bones and its foot look shorter."""
    ankle = working.knee.moved(6, -19)
    return Leg(hip, reach(hip, ankle, 88, 78), ankle, -38, 0.72)


def _lifted(hip: Point, working: Leg) -> Leg:
    thigh = radians(slope(working.hip, working.knee) - 40.7)
    knee = hip.towards(thigh, THIGH)
    return Leg(hip, knee, knee.towards(thigh + radians(61.5), SHIN - 6), -8)
