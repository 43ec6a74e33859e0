"""The hip thrust from the side, drawn from joint angles and moved by them.

`skeleton` solves the joints of a phase, `parts` covers those of the top, `motion` carries the parts to other phases.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from exercises.figure import parts
from exercises.figure.geometry import Move
from exercises.figure.motion import frames, moves
from exercises.figure.parts import Shape
from exercises.figure.skeleton import STANCES, SUPPORTS, Pose, Support, pose


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that appear together; `css` is empty for what is always shown.

    With an `outline`, which names their look, they are drawn twice: their edges, and their faces over them.
    """

    shapes: tuple[Shape, ...]
    css: str = ""
    outline: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """`tracks` holds the moves of the parts from the bottom to the top (`motion.frames`); `shows` is for `label`."""

    view_box: str
    shows: str
    groups: tuple[Group, ...]
    tracks: str

    @property
    def label(self) -> str:
        """What is to be seen, in the reader's language: a drawing may be kept for the next one."""
        return gettext(self.shows)


def draw(
    stances: Sequence[str], *, support: str = "bench", implements: Sequence[str] = ("barbell",), phase: float = 1.0
) -> Figure:
    """The figure at a phase from 0 (bottom) to 1 (top).

    A group named `for for-<stance>` for each placement, unless there is only one, and one named
    `with with-<implement>` for each load. Raises KeyError for an unknown stance or support.
    """
    where = SUPPORTS[support]
    groups = _groups(stances, implements, where)
    if phase < 1:
        now = moves(stances, where, phase)
        groups = [replace(group, shapes=tuple(_at(shape, now) for shape in group.shapes)) for group in groups]
    return Figure(where.view_box, where.label, tuple(groups), frames(stances, where))


def _at(shape: Shape, now: dict[str, Move]) -> Shape:
    return replace(shape, transform=f"matrix({now[shape.track]})") if shape.track else shape


def _groups(stances: Sequence[str], implements: Sequence[str], where: Support) -> list[Group]:
    """From back to front."""
    top = pose("bilateral", support=where)
    legs = {key: pose(key, support=where).other for key in stances}
    low = pose("bilateral", phase=0, support=where)
    ghost, arrow = parts.way_of_the_hips(where, low)
    stance_css = {key: f"for for-{key}" if len(stances) > 1 else "" for key in stances}
    return [
        Group(tuple(parts.scene(where))),
        *(Group((parts.plate_under(legs[key]),), stance_css[key]) for key in stances if STANCES[key].plate),
        *(_leg(parts.other_leg_behind(key, leg), key, stance_css[key]) for key, leg in legs.items()),
        Group(tuple(ghost), "fig-still"),
        Group((*parts.body(where, top), *parts.working_leg(top))),
        Group((parts.mini_band(top),), "with with-mini_band"),
        *(
            _leg(parts.other_leg_in_front(key, leg), key, stance_css[key])
            for key, leg in legs.items()
            if STANCES[key].in_front
        ),
        *_loads(implements, where, top, low),
        Group(tuple(parts.guides(top))),
        Group(tuple(arrow), "fig-still"),
    ]


def _leg(shapes: Sequence[Shape], stance: str, css: str) -> Group:
    return Group(tuple(shapes), css, "fig-work2" if STANCES[stance].same_as_working else "fig-other")


def _loads(implements: Iterable[str], where: Support, top: Pose, low: Pose) -> list[Group]:
    """Each load with the arm that holds it."""
    return [
        Group((*parts.load(each, top, low), *parts.arm(where, each, top)), f"with with-{each}") for each in implements
    ]


__all__ = ["Figure", "Group", "Shape", "draw"]
