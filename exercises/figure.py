"""The hip thrust from the side, drawn from joint positions.

Everything is in drawing units: x to the right, y down, the floor at y = 300. The skeleton is solved first (`pose`),
then clothed in tapered limbs (`draw`). `phase` runs from 0 (bottom) to 1 (top); the page shows the top, and an
animation can ask for the phases in between, because every limb comes from the same joints.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import acos, atan2, cos, degrees, hypot, radians, sin
from typing import NamedTuple

FLOOR = 300.0
TORSO, THIGH, SHIN = 130.2, 126.1, 102.0
BEHIND = (4.0, -3.0)  # the far hip, seen past the near one


Outline = tuple[tuple[str, Sequence[tuple[float, float]]], ...]  # commands of a path, each with its points


class Point(NamedTuple):
    x: float
    y: float

    def moved(self, dx: float, dy: float) -> "Point":
        return Point(self.x + dx, self.y + dy)

    def towards(self, angle: float, length: float) -> "Point":
        """The point `length` away; the angle is in radians, clockwise from the right."""
        return Point(self.x + length * cos(angle), self.y + length * sin(angle))


@dataclass(frozen=True, slots=True)
class Shape:
    """One SVG element: `tag` names it, the other fields are its attributes."""

    tag: str
    css: str
    d: str = ""
    x: str = ""
    y: str = ""
    width: str = ""
    height: str = ""
    r: str = ""
    rx: str = ""
    ry: str = ""
    transform: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that appear together; `css` is empty for what every placement shows."""

    shapes: tuple[Shape, ...]
    css: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    view_box: str
    label: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Where the shoulders lie, and the trunk's angle at both ends of the way (degrees clockwise from the right)."""

    code: str
    shoulder: Point
    roll: tuple[float, float]  # how far the shoulders shift between top and bottom
    top: float
    bottom: float
    ankle: Point
    view_box: str
    label: str


BENCH = Support(
    code="bench",
    shoulder=Point(196, 166),
    roll=(8, 4),
    top=3.08,
    bottom=45.0,
    ankle=Point(452, 281),
    view_box="60 70 548 244",
    label=(
        "Side view at the top of the hip thrust: shoulders on the bench, hips high, the shin of the working leg upright"
    ),
)
GROUND = Support(
    code="floor",
    shoulder=Point(196, 272),
    roll=(0, 0),
    top=-21.3,
    bottom=-7.5,
    ankle=Point(434.8, 281),
    view_box="60 130 548 184",
    label="Side view at the top of the glute bridge: shoulders on the floor, hips high, shins upright",
)
SUPPORTS = {support.code: support for support in (BENCH, GROUND)}


@dataclass(frozen=True, slots=True)
class Leg:
    hip: Point
    knee: Point
    ankle: Point
    toe_down: float = 0.0  # turn of the foot in degrees, clockwise
    foot_scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Pose:
    """The joints at one phase, with the other leg in one placement."""

    shoulder: Point
    hip: Point
    working: Leg
    other: Leg
    phase: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """Where the other foot is: beside the working ankle (dx, dy), or carried by the working leg."""

    key: str
    dx: float = 0.0
    dy: float = 0.0
    toe_down: float = 0.0
    same_as_working: bool = False
    in_front: bool = False
    plate: bool = False


STANCES = {
    stance.key: stance
    for stance in (
        Stance(key="bilateral", dx=12, dy=-4, same_as_working=True),
        Stance(key="forward", dx=58, dy=-1),
        Stance(key="back", dx=-42, dy=-1),
        Stance(key="heel", dx=69, dy=-5, toe_down=-30),
        Stance(key="toes", dx=-31, dy=-18.5, toe_down=29),
        Stance(key="plate", dx=40, dy=-10, plate=True),
        Stance(key="knee", in_front=True),
        Stance(key="single"),
    )
}


def reach(root: Point, target: Point, first: float, second: float) -> Point:
    """The joint between two bones from `root` to `target`, bent upwards. A target out of reach straightens the limb."""
    distance = min(hypot(target.x - root.x, target.y - root.y), first + second - 0.01)
    line = atan2(target.y - root.y, target.x - root.x)
    bend = acos((first**2 + distance**2 - second**2) / (2 * first * distance))
    return root.towards(line - bend, first)


def pose(stance: str, *, phase: float = 1.0, support: Support = BENCH) -> Pose:
    """Solve the skeleton. The feet stay where they stand; only the hips travel."""
    left = 1 - phase
    shoulder = support.shoulder.moved(support.roll[0] * left, support.roll[1] * left)
    hip = shoulder.towards(radians(support.top + (support.bottom - support.top) * left), TORSO)
    working = Leg(hip, reach(hip, support.ankle, THIGH, SHIN), support.ankle)
    return Pose(shoulder, hip, working, _other_leg(STANCES[stance], working, support), phase)


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
    thigh = atan2(working.knee.y - working.hip.y, working.knee.x - working.hip.x) - radians(40.7)
    knee = hip.towards(thigh, THIGH)
    return Leg(hip, knee, knee.towards(thigh + radians(61.5), SHIN - 6), -8)


# Shapes ---------------------------------------------------------------------------------------------------------------


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _xy(point: Point) -> str:
    return f"{_n(point.x)} {_n(point.y)}"


def limb(a: Point, ra: float, b: Point, rb: float) -> str:
    """Path of a tapered limb: two circles and the lines that touch both."""
    line = atan2(b.y - a.y, b.x - a.x)
    open_angle = acos((ra - rb) / hypot(b.x - a.x, b.y - a.y))
    under, over = line + open_angle, line - open_angle
    return (
        f"M{_xy(a.towards(under, ra))}L{_xy(b.towards(under, rb))}"
        f"A{_n(rb)} {_n(rb)} 0 0 0 {_xy(b.towards(over, rb))}"
        f"L{_xy(a.towards(over, ra))}A{_n(ra)} {_n(ra)} 0 1 0 {_xy(a.towards(under, ra))}Z"
    )


def _turned(
    origin: Point, steps: Iterable[tuple[str, Sequence[tuple[float, float]]]], turn: float, scale: float
) -> str:
    """A path given around `origin`, turned clockwise by `turn` degrees."""
    c, s = cos(radians(turn)) * scale, sin(radians(turn)) * scale
    return "".join(
        command + " ".join(_xy(origin.moved(x * c - y * s, x * s + y * c)) for x, y in points)
        for command, points in steps
    )


_FOOT: Outline = (
    ("M", [(-8, 19)]),
    ("C", [(-13, 19), (-14, 10), (-9, -2)]),
    ("L", [(9, -3)]),
    ("C", [(15, 4), (28, 6), (38, 9)]),
    ("C", [(48, 12), (48, 19), (42, 19)]),
    ("Z", []),
)
_SEAT: Outline = (
    ("M", [(-26, -8)]),
    ("C", [(-34, 14), (-20, 35), (6, 34)]),
    ("C", [(28, 33), (48, 22), (60, 10)]),
    ("L", [(20, -16)]),
    ("Z", []),
)
_GLUTE: Outline = (
    ("M", [(-25, 6)]),
    ("C", [(-24, -7), (-6, -8), (10, -2)]),
    ("C", [(26, 4), (42, 10), (48, 16)]),
    ("C", [(38, 25), (22, 30), (5, 30)]),
    ("C", [(-16, 31), (-27, 20), (-25, 6)]),
    ("Z", []),
)


def _leg_paths(leg: Leg, *, hip: float, knee: float) -> tuple[str, list[str]]:
    """(thigh, the parts from the knee down): the calf sits a little behind the line of the shin."""
    shin = atan2(leg.ankle.y - leg.knee.y, leg.ankle.x - leg.knee.x)
    length = hypot(leg.ankle.x - leg.knee.x, leg.ankle.y - leg.knee.y)
    calf = leg.knee.towards(shin, 0.34 * length).towards(shin + radians(90), 5.5)
    rest = [
        limb(leg.knee, knee, leg.ankle, 8),
        limb(calf, 12.2, leg.ankle, 8),
        limb(leg.knee, knee, calf, 12.2),
        _turned(leg.ankle, _FOOT, leg.toe_down, leg.foot_scale),
    ]
    return limb(leg.hip, hip, leg.knee, knee), rest


def _outlined(css: str, paths: Sequence[str]) -> list[Shape]:
    """First all edges, then all faces over them, so that the parts of a leg join without a seam."""
    return [Shape("path", f"{css} {part}", d=d) for part in ("edge", "face") for d in paths]


def _circle(css: str, at: Point, r: float) -> Shape:
    return Shape("circle", css, x=_n(at.x), y=_n(at.y), r=_n(r))


def _rect(css: str, *box: float) -> Shape:
    x, y, width, height, radius = (_n(value) for value in box)
    return Shape("rect", css, x=x, y=y, width=width, height=height, rx=radius)


def _scene(support: Support) -> list[Shape]:
    floor = Shape("path", "fig-floor", d="M60 301H608")
    if support is GROUND:
        return [floor]
    return [
        floor,
        Shape("path", "fig-prop", d="M116 212h10v88h-10zM194 212h10v88h-10z"),
        Shape("path", "fig-prop", d="M104 294h34v6h-34zM182 294h34v6h-34z"),
        _rect("fig-pad", 90, 193, 146, 22, 7),
    ]


def _behind(stance: Stance, at: Pose) -> list[Shape]:
    """What the working leg hides: the whole other leg, or its thigh where the ankle lies on the working knee."""
    thigh, rest = _leg_paths(at.other, hip=22, knee=12.5)
    if stance.in_front:
        return _outlined("fig-other", [thigh])
    plate = [_rect("fig-plate2", at.other.ankle.x - 24, 290.5, 84, 10, 2.5)] if stance.plate else []
    return plate + _outlined("fig-work2" if stance.same_as_working else "fig-other", [thigh, *rest])


def _in_front(at: Pose) -> list[Shape]:
    return _outlined("fig-other", _leg_paths(at.other, hip=22, knee=12.5)[1])


def _trunk_turn(support: Support, at: Pose) -> float:
    """How far the trunk has turned from the top position, in degrees clockwise."""
    return degrees(atan2(at.hip.y - at.shoulder.y, at.hip.x - at.shoulder.x)) - support.top


def _around(origin: Point, turn: float, steps: Iterable[tuple[float, float]]) -> list[Point]:
    c, s = cos(radians(turn)), sin(radians(turn))
    return [origin.moved(x * c - y * s, x * s + y * c) for x, y in steps]


def _body(support: Support, at: Pose) -> list[Shape]:
    """Trunk, neck and head; the head turns back half the way of the trunk, so that the eyes stay on the knees."""
    shoulder, hip = at.shoulder, at.hip
    waist = Point(shoulder.x + (hip.x - shoulder.x) * 0.508, shoulder.y + (hip.y - shoulder.y) * 0.508 + 0.4)
    trunk = [
        Shape("path", "fig-body", d=limb(shoulder, 27, waist, 23)),
        Shape("path", "fig-body", d=limb(waist, 23, hip, 25)),
    ]
    turn, upright = _trunk_turn(support, at) / 2, -24.0
    steps = [(-14, -16), (-42, -31), (-55, -47)]
    if support is GROUND:
        turn, upright, steps = 0, -82.0, [(-14, 4), (-38, 8), (-61, 0)]
    nape, neck, skull = _around(shoulder, turn, steps)
    tilt = f"rotate({_n(upright + turn)} {_n(skull.x)} {_n(skull.y)})"
    return [
        Shape("path", "fig-body", d=limb(nape, 16, neck, 12)),
        Shape("ellipse", "fig-body", x=_n(skull.x), y=_n(skull.y), rx="21", ry="25", transform=tilt),
        *trunk,
    ]


def _working(at: Pose) -> list[Shape]:
    thigh = degrees(atan2(at.working.knee.y - at.hip.y, at.working.knee.x - at.hip.x)) - 2.7
    seat = _turned(at.hip, _SEAT, thigh, 1)
    thigh_path, rest = _leg_paths(at.working, hip=24, knee=13)
    leg = [Shape("path", "fig-work", d=d) for d in (thigh_path, *rest)]
    glute = Shape("path", "fig-glute", d=_turned(at.hip, _GLUTE, thigh, 1))
    return [Shape("path", "fig-work", d=seat), *leg, glute]


def _load(implement: str, at: Pose) -> list[Shape]:
    """The load lies in the fold of the hips; a bar is seen from its end."""
    x, y = at.hip
    if implement == "barbell":
        end = Point(x + 2, y - 37)
        rings = [_circle("fig-plate", end, 46), _circle("fig-plate", end, 37)]
        return [*rings, _circle("fig-bar", end, 11), _circle("fig-barhole", end, 4)]
    if implement == "dumbbell":
        end = Point(x + 2, y - 36)
        return [_circle("fig-bar", end, 20), _circle("fig-plate", end, 14), _circle("fig-barhole", end, 4)]
    if implement == "kettlebell":
        bell = Point(x + 2, y - 40)
        grip = [(-9, -12), (-15, -32), (15, -32), (9, -12)]
        start, *curve = (_xy(bell.moved(*step)) for step in grip)
        handle = f"M{start}C{' '.join(curve)}"
        return [Shape("path", "fig-plate", d=handle), _circle("fig-bar", bell, 17)]
    if implement == "band":
        over_hips = f"{_xy(Point(x - 8, y - 24))}L{_xy(Point(x + 12, y - 23))}"
        strap = f"M{_n(x - 18)} {_n(FLOOR)}L{over_hips}L{_n(x + 22)} {_n(FLOOR)}"
        return [Shape("path", "fig-plate", d=strap)]
    return []


def _arms(support: Support, implement: str, at: Pose) -> list[Shape]:
    """The near arm. The hand steadies the load or lies on the hip; on the floor an empty arm lies beside the trunk."""
    if support is GROUND and implement == "bodyweight":
        turn, steps = 0.0, [(8.0, 8.0), (66.0, 18.0), (128.0, 19.0)]
    else:
        turn = degrees(atan2(at.hip.y - at.shoulder.y, at.hip.x - at.shoulder.x)) - BENCH.top
        steps = [(10.7, -3.0), (66.5, 20.3), (112.0, -2.0) if implement == "bodyweight" else (122.2, -23.1)]
    joint, elbow, hand = _around(at.shoulder, turn, steps)
    return [
        Shape("path", "fig-arm", d=limb(joint, 13.5, elbow, 10)),
        Shape("path", "fig-arm", d=limb(elbow, 10, hand, 7)),
    ]


def _guides(support: Support, at: Pose) -> list[Shape]:
    """The line that the top is judged by, the upright shin, and the three joints on them."""
    shoulder, knee = at.shoulder, at.working.knee
    line = atan2(knee.y - shoulder.y, knee.x - shoulder.x)
    reach_past = knee.towards(line, 44)
    return [
        Shape("path", "fig-guide", d=f"M{_xy(shoulder.towards(line, -14))}L{_xy(reach_past)}"),
        Shape("path", "fig-guide", d=f"M{_n(knee.x)} {_n(knee.y - 28)}V300"),
        *(_circle("fig-joint", joint, 4) for joint in (shoulder, at.hip, knee)),
    ]


def _path_of_hips(support: Support) -> tuple[list[Shape], list[Shape]]:
    """(where the hips start, the arrow from there): behind and over the body."""
    low = pose("bilateral", phase=0, support=support).hip
    if support is GROUND:
        return [], [Shape("path", "fig-arc", d=f"M{_n(low.x + 24)} 294V266m-6 6.5l6 -7l6 7")]
    arrow = f"M{_xy(low.moved(0, -22))}c0 -14 3 -22 9 -29m-8.5 4.5l9.2-5.8 2.4 10.5"
    return [_circle("fig-ghost", low, 17)], [Shape("path", "fig-arc", d=arrow)]


def draw(stances: Sequence[str], *, support: str = "bench", implement: str = "barbell", phase: float = 1.0) -> Figure:
    """The figure with one group a placement, named `for for-<stance>`; with a single placement it is simply shown.

    Raises KeyError for an unknown stance or support.
    """
    where = SUPPORTS[support]
    poses = {key: pose(key, phase=phase, support=where) for key in stances}
    anyone = pose("bilateral", phase=phase, support=where)
    ghost, arrow = _path_of_hips(where)
    css = {key: f"for for-{key}" if len(stances) > 1 else "" for key in stances}
    behind = [Group(tuple(_behind(STANCES[key], at)), css[key]) for key, at in poses.items()]
    front = [Group(tuple(_in_front(at)), css[key]) for key, at in poses.items() if STANCES[key].in_front]
    over = _load(implement, anyone) + _arms(where, implement, anyone) + _guides(where, anyone)
    if phase < 1:
        ghost, arrow = [], []
    return Figure(
        where.view_box,
        where.label,
        (
            Group(tuple(_scene(where))),
            *behind,
            Group(tuple(ghost + _body(where, anyone) + _working(anyone))),
            *front,
            Group(tuple(over + arrow)),
        ),
    )
