"""The parts that cover the skeleton at the top, each with the track that it moves on."""

from collections.abc import Sequence
from dataclasses import dataclass

from exercises.figure.geometry import (
    FLOOR,
    Outline,
    Point,
    around,
    limb,
    oval,
    short,
    slope,
    turned,
    xy,
)
from exercises.figure.motion import foot_track
from exercises.figure.skeleton import BENCH, GROUND, STANCES, Leg, Pose, Support


@dataclass(frozen=True, slots=True)
class Shape:
    """One SVG element: `tag` names it, the other fields are its attributes. Without a track it never moves."""

    tag: str
    css: str
    d: str = ""
    x: str = ""
    y: str = ""
    width: str = ""
    height: str = ""
    r: str = ""
    rx: str = ""
    track: str = ""
    transform: str = ""


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


def path(css: str, d: str, track: str = "") -> Shape:
    return Shape("path", css, d=d, track=track)


def circle(css: str, at: Point, r: float, track: str = "") -> Shape:
    return Shape("circle", css, x=short(at.x), y=short(at.y), r=short(r), track=track)


def rect(css: str, *box: float) -> Shape:
    x, y, width, height, radius = (short(value) for value in box)
    return Shape("rect", css, x=x, y=y, width=width, height=height, rx=radius)


def scene(support: Support) -> list[Shape]:
    floor = path("fig-floor", "M60 301H608")
    if support is GROUND:
        return [floor]
    return [
        floor,
        path("fig-prop", "M116 212h10v88h-10zM194 212h10v88h-10z"),
        path("fig-prop", "M104 294h34v6h-34zM182 294h34v6h-34z"),
        rect("fig-pad", 90, 193, 146, 22, 7),
    ]


# Legs -----------------------------------------------------------------------------------------------------------------

Part = tuple[str, str]  # the path, the track


def _leg_parts(leg: Leg, *, hip: float, knee: float, suffix: str = "", foot: str = "") -> tuple[Part, list[Part]]:
    """(thigh, the parts from the knee down): the calf sits a little behind the line of the shin."""
    shin, length = slope(leg.knee, leg.ankle), leg.knee.distance_to(leg.ankle)
    calf = around(leg.knee, shin, [(0.34 * length, 5.5)])[0]
    lower = [
        limb(leg.knee, knee, leg.ankle, 8),
        limb(calf, 12.2, leg.ankle, 8),
        limb(leg.knee, knee, calf, 12.2),
    ]
    rest = [(d, f"shin{suffix}") for d in lower]
    rest.append((turned(leg.ankle, _FOOT, leg.toe_down, leg.foot_scale), foot))
    return (limb(leg.hip, hip, leg.knee, knee), f"thigh{suffix}"), rest


def _plain(parts: Sequence[Part]) -> list[Shape]:
    """Without a look of their own: a leg is drawn twice, all edges and then all faces, so that it has no seams."""
    return [path("", d, track) for d, track in parts]


def _other(stance: str, leg: Leg) -> tuple[Part, list[Part]]:
    return _leg_parts(leg, hip=22, knee=12.5, suffix=f"-{stance}", foot=foot_track(stance))


def other_leg_behind(stance: str, leg: Leg) -> list[Shape]:
    """What the working leg hides: the whole other leg, or its thigh where the ankle lies on the working knee."""
    thigh, rest = _other(stance, leg)
    return _plain([thigh] if STANCES[stance].in_front else [thigh, *rest])


def other_leg_in_front(stance: str, leg: Leg) -> list[Shape]:
    return _plain(_other(stance, leg)[1])


def plate_under(leg: Leg) -> Shape:
    return rect("fig-plate2", leg.ankle.x - 24, 290.5, 84, 10, 2.5)


def working_leg(at: Pose) -> list[Shape]:
    thigh = slope(at.hip, at.working.knee) - 2.7
    upper, rest = _leg_parts(at.working, hip=24, knee=13)
    return [
        path("fig-work", turned(at.hip, _SEAT, thigh), "thigh"),
        *(path("fig-work", d, track) for d, track in (upper, *rest)),
        path("fig-glute", turned(at.hip, _GLUTE, thigh), "thigh"),
    ]


def mini_band(at: Pose) -> Shape:
    """Seen from the side, the loop above the knees is a stripe across the thigh."""
    hip, knee = at.working.hip, at.working.knee
    over, under = around(knee, slope(hip, knee), [(-26, -15), (-26, 15)])
    return path("fig-mini", f"M{xy(over)}L{xy(under)}", "thigh")


# Trunk, head and arms -------------------------------------------------------------------------------------------------


def body(support: Support, at: Pose) -> list[Shape]:
    """Trunk, neck and head. On the bench the head keeps the eyes on the knees; on the floor it lies."""
    shoulder, hip = at.shoulder, at.hip
    waist = Point(shoulder.x + (hip.x - shoulder.x) * 0.508, shoulder.y + (hip.y - shoulder.y) * 0.508 + 0.4)
    tilt, steps = -24.0, [(-14, -16), (-42, -31), (-55, -47)]
    if support is GROUND:
        tilt, steps = -82.0, [(-14, 4), (-38, 8), (-61, 0)]
    nape, neck, skull = around(shoulder, 0, steps)
    return [
        path("fig-body", limb(nape, 16, neck, 12), "head"),
        path("fig-body", oval(skull, 21, 25, tilt), "head"),
        path("fig-body", limb(shoulder, 27, waist, 23), "trunk"),
        path("fig-body", limb(waist, 23, hip, 25), "trunk"),
    ]


def arm(support: Support, implement: str, at: Pose) -> list[Shape]:
    """The near arm. The hand steadies the load or lies on the hip; on the floor an empty arm lies beside the trunk."""
    if support is GROUND and implement == "bodyweight":
        joint, elbow, hand = around(at.shoulder, 0, [(8, 8), (66, 18), (128, 19)])
        tracks = ["", ""]
    else:
        turn = slope(at.shoulder, at.hip) - BENCH.top
        joint, elbow, on_hip = around(at.shoulder, turn, [(10.7, -3), (66.5, 20.3), (112, -2)])
        empty = implement in ("bodyweight", "band")
        hand = on_hip if empty else at.load.towards(at.load.angle_to(elbow), 11)
        tracks = ["trunk", "trunk" if empty else "forearm"]
    return [
        path("fig-arm", limb(joint, 13.5, elbow, 10), tracks[0]),
        path("fig-arm", limb(elbow, 10, hand, 7), tracks[1]),
    ]


# Loads ----------------------------------------------------------------------------------------------------------------


def load(implement: str, at: Pose, low: Pose) -> list[Shape]:
    """The load lies in the fold of the hips; a bar and a dumbbell are seen from their end. `low` is the bottom."""
    if implement == "barbell":
        rings = [("fig-plate", 46), ("fig-plate", 37), ("fig-bar", 11), ("fig-barhole", 4)]
        return [circle(css, at.load, r, "load") for css, r in rings]
    if implement == "dumbbell":
        rings = [("fig-bar", 20), ("fig-plate", 14), ("fig-barhole", 4)]
        return [circle(css, at.load, r, "load") for css, r in rings]
    if implement == "kettlebell":
        return _kettlebell(at.load.moved(10, -5))
    if implement == "band":
        return [_strap(at.load, (at.load.x + low.load.x) / 2)]
    return []


def _strap(load: Point, held_at: float) -> Shape:
    """Over the hips and down to where its ends are held, half way under their travel."""
    corners = load.moved(-9, 12), load.moved(9, 12), Point(held_at + 16, FLOOR), Point(held_at - 16, FLOOR)
    return path("fig-strap", f"M{'L'.join(xy(corner) for corner in corners)}Z", "strap")


def _kettlebell(bell: Point) -> list[Shape]:
    """It lies on its side, the handle towards the hands."""
    start, *curve = (xy(point) for point in around(bell, -70, [(-9, -12), (-16, -34), (16, -34), (9, -12)]))
    return [path("fig-handle", f"M{start}C{' '.join(curve)}", "load"), circle("fig-bar", bell, 18, "load")]


# What the eye should follow -------------------------------------------------------------------------------------------


def guides(at: Pose) -> list[Shape]:
    """The line that the top is judged by and the upright shin, which stay, and the three joints that come to them."""
    shoulder, knee = at.shoulder, at.working.knee
    line = shoulder.angle_to(knee)
    return [
        path("fig-guide", f"M{xy(shoulder.towards(line, -14))}L{xy(knee.towards(line, 44))}"),
        path("fig-guide", f"M{short(knee.x)} {short(knee.y - 28)}V300"),
        circle("fig-joint", shoulder, 4, "trunk"),
        circle("fig-joint", at.hip, 4, "thigh"),
        circle("fig-joint", knee, 4, "thigh"),
    ]


def way_of_the_hips(support: Support, low: Pose) -> tuple[list[Shape], list[Shape]]:
    """(where the hips start, the arrow from there): behind and over the body."""
    if support is GROUND:
        return [], [path("fig-arc", f"M{short(low.hip.x + 24)} 294V266m-6 6.5l6 -7l6 7")]
    arrow = f"M{xy(low.hip.moved(0, -22))}c0 -14 3 -22 9 -29m-8.5 4.5l9.2-5.8 2.4 10.5"
    return [circle("fig-ghost", low.hip, 17)], [path("fig-arc", arrow)]
