"""Points, limbs and moves in the drawing's units: x to the right, y down, the floor at y = 300."""

from collections.abc import Iterable, Sequence
from math import acos, atan2, cos, degrees, hypot, radians, sin
from typing import NamedTuple

FLOOR = 300.0

Outline = tuple[tuple[str, Sequence[tuple[float, float]]], ...]  # commands of a path, each with its points


class Point(NamedTuple):
    x: float
    y: float

    def moved(self, dx: float, dy: float) -> "Point":
        return Point(self.x + dx, self.y + dy)

    def towards(self, angle: float, length: float) -> "Point":
        """The point `length` away; the angle is in radians, clockwise from the right."""
        return Point(self.x + length * cos(angle), self.y + length * sin(angle))

    def angle_to(self, other: "Point") -> float:
        """In radians, clockwise from the right."""
        return atan2(other.y - self.y, other.x - self.x)

    def distance_to(self, other: "Point") -> float:
        return hypot(other.x - self.x, other.y - self.y)


class Move(NamedTuple):
    """An affine map, in the order of SVG's `matrix()`."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def __call__(self, point: Point) -> Point:
        x, y = point
        return Point(self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)

    def __str__(self) -> str:
        """`1 0 0 1 12.5 -3`: four decimals for what is multiplied by hundreds, one for what is added."""
        turned = " ".join(short(value, 4) for value in self[:4])
        return f"{turned} {short(self.e)} {short(self.f)}"


def turn_about(start: Point, end: Point, turn: float, scale: float = 1.0) -> Move:
    """`start` goes to `end`, and everything turns about it, clockwise by `turn` radians."""
    c, s = cos(turn) * scale, sin(turn) * scale
    return Move(c, s, -s, c, end.x - start.x * c + start.y * s, end.y - start.x * s - start.y * c)


def carry(bone: tuple[Point, Point], to: tuple[Point, Point]) -> Move:
    """What lies on one bone then lies on the other. A bone that points to the eye is shorter, and drawn smaller."""
    turn = to[0].angle_to(to[1]) - bone[0].angle_to(bone[1])
    return turn_about(bone[0], to[0], turn, to[0].distance_to(to[1]) / bone[0].distance_to(bone[1]))


def stretch_from_floor(top: Point, to: Point) -> Move:
    """What stands on the floor stays there; its upper end goes along."""
    height = FLOOR - top.y
    lean, scale = (to.x - top.x) / height, (FLOOR - to.y) / height
    return Move(1, 0, -lean, scale, lean * FLOOR, FLOOR * (1 - scale))


def reach(root: Point, target: Point, first: float, second: float) -> Point:
    """The joint between two bones from `root` to `target`, bent upwards. A target out of reach straightens the limb."""
    distance = min(root.distance_to(target), first + second - 0.01)
    bend = acos((first**2 + distance**2 - second**2) / (2 * first * distance))
    return root.towards(root.angle_to(target) - bend, first)


def around(origin: Point, turn: float, steps: Iterable[tuple[float, float]]) -> list[Point]:
    """Points given as steps from `origin`, turned clockwise by `turn` degrees."""
    c, s = cos(radians(turn)), sin(radians(turn))
    return [origin.moved(x * c - y * s, x * s + y * c) for x, y in steps]


def slope(start: Point, end: Point) -> float:
    """In degrees, clockwise from the right."""
    return degrees(start.angle_to(end))


# Text of a path -------------------------------------------------------------------------------------------------------


def short(value: float, decimals: int = 1) -> str:
    text = f"{value:.{decimals}f}".rstrip("0").removesuffix(".") if decimals else f"{value:.0f}"
    return "0" if text in ("-0", "") else text


def xy(point: Point) -> str:
    return f"{short(point.x)} {short(point.y)}"


def limb(a: Point, ra: float, b: Point, rb: float) -> str:
    """Path of a tapered limb: two circles and the lines that touch both."""
    line = a.angle_to(b)
    open_angle = acos((ra - rb) / a.distance_to(b))
    under, over = line + open_angle, line - open_angle
    return (
        f"M{xy(a.towards(under, ra))}L{xy(b.towards(under, rb))}"
        f"A{short(rb)} {short(rb)} 0 0 0 {xy(b.towards(over, rb))}"
        f"L{xy(a.towards(over, ra))}A{short(ra)} {short(ra)} 0 1 0 {xy(a.towards(under, ra))}Z"
    )


def oval(centre: Point, rx: float, ry: float, tilt: float) -> str:
    """Path of an ellipse, tilted clockwise by `tilt` degrees."""
    ends = around(centre, tilt, [(-rx, 0), (rx, 0)])
    arc = f"A{short(rx)} {short(ry)} {short(tilt)} 0 1 "
    return f"M{xy(ends[0])}{arc}{xy(ends[1])}{arc}{xy(ends[0])}Z"


def turned(origin: Point, outline: Outline, turn: float, scale: float = 1.0) -> str:
    """Path of an outline given around `origin`, turned clockwise by `turn` degrees."""
    return "".join(
        command + " ".join(xy(point) for point in around(origin, turn, [(x * scale, y * scale) for x, y in points]))
        for command, points in outline
    )
