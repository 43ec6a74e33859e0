"""Geometry of the charts as plain data: points, lines, ticks and bands in units of an SVG view box."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext_lazy

from exercises.words import day_of_month, decimal_words
from programs.engine.rows import LAY_OFFS

LETTERS = {"left": "L", "right": "R", "both": ""}
SIDE_WORDS = {
    "left": pgettext_lazy("side", "left"),
    "right": pgettext_lazy("side", "right"),
    "both": pgettext_lazy("side", "both sides"),
}
CSS = {"left": "l", "right": "r", "both": "b"}
APART = 3.4  # equal values stand side by side
LINE_HEIGHT = 14
AWAY_DAYS = int(min(days for days, *_ in LAY_OFFS))  # from so many days on, the engine calls it a lay-off
LETTER = 6  # the width of a letter, about


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One session: a value per side, and the rung of each side. A line never joins two rungs.

    `source`: the other tool that it was logged in.
    """

    on: dt.date
    values: dict[str, Decimal]
    rungs: dict[str, Any]
    names: dict[str, str] = field(default_factory=dict)
    lighter: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The box of a chart. `by_date`: days have their distance; else sessions stand at equal distances.

    `breaks`: long times without a session are drawn, where days have their distance.
    """

    width: int
    height: int
    left: int
    right: int
    top: int = 10
    bottom: int = 22
    by_date: bool = False
    breaks: bool = True
    dot: float = 4

    @property
    def x_end(self) -> int:
        return self.width - self.right

    @property
    def y_end(self) -> int:
        return self.height - self.bottom

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"

    def dots_for(self, sessions: int) -> float:
        """Points that do not run into each other, however many sessions share the width."""
        return max(min(self.dot, (self.x_end - self.left) / max(sessions, 1) / 2.2), 1.6)


WORK = Frame(width=500, height=168, left=36, right=62)
LOAD = Frame(width=820, height=236, left=28, right=56, by_date=True, dot=3.6)


@dataclass(slots=True, kw_only=True)
class Mark:
    """One thing to draw: a point, a tick, a label. Sizes are there where the shape needs them."""

    x: str
    y: str
    text: str = ""
    css: str = ""
    anchor: str = "middle"
    size: str = ""
    width: str = ""
    word_x: str = ""


@dataclass(slots=True, kw_only=True)
class Chart:
    """All there is to draw. `lines` are (class, path); `label` says it to whoever does not see it. Points are circles
    and squares; of many sessions all points of a side are one path in `crowds`.

    `bands` are lighter weeks, `aways` the time between two sessions that lie two weeks apart or more; `xs` is where
    each session stands, oldest first.
    """

    frame: Frame
    label: str
    dot: float = 4
    xs: list[str] = field(default_factory=list)
    y_ticks: list[Mark] = field(default_factory=list)
    x_ticks: list[Mark] = field(default_factory=list)
    bands: list[Mark] = field(default_factory=list)
    aways: list[Mark] = field(default_factory=list)
    changes: list[Mark] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)
    crowds: list[tuple[str, str]] = field(default_factory=list)
    circles: list[Mark] = field(default_factory=list)
    squares: list[Mark] = field(default_factory=list)
    ends: list[Mark] = field(default_factory=list)

    @property
    def is_dense(self) -> bool:
        return self.dot < 3


def number(value: float | Decimal) -> str:
    """A coordinate or a figure without zeros at its end; with a point, as drawings read it."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _figure(value: Decimal) -> str:
    """A figure that is read, not drawn."""
    return decimal_words(number(value))


def short_day(day: dt.date) -> str:
    return day_of_month(day)


def nice_ticks(low: Decimal, high: Decimal, *, most: int = 6) -> list[Decimal]:
    """Round figures from at or under `low` to at or over `high`, at most `most` of them, at least two."""
    span = max(high - low, Decimal(1))
    power = Decimal(10) ** math.floor(math.log10(span / (most - 1)))
    for factor in (1, 2, Decimal("2.5"), 5, 10, 20):
        step = power * factor
        first = math.floor(low / step) * step
        count = math.ceil((high - first) / step) + 1
        if count <= most:
            return [first + step * n for n in range(max(count, 2))]
    return [low, low + span]


def side_chart(readings: Sequence[Reading], frame: Frame, *, what: str, unit: str = "") -> Chart | None:
    """A value per side over sessions, oldest first; None when there is nothing to draw."""
    sides = [side for side in LETTERS if any(side in reading.values for reading in readings)]
    values = [value for reading in readings for value in reading.values.values()]
    if not values:
        return None
    ticks = nice_ticks(min(values), max(values), most=3 if frame.height < 200 else 6)
    xs = _places(readings, frame)
    chart = Chart(frame=frame, label=_label(readings, sides, what, unit), dot=frame.dots_for(len(readings)))
    chart.xs = [number(x) for x in xs]
    chart.y_ticks = [
        Mark(x=number(frame.left - 8), y=number(_y(tick, ticks, frame)), text=_figure(tick)) for tick in ticks
    ]
    chart.x_ticks = _dates(readings, xs, frame)
    chart.bands = _bands(readings, xs, frame)
    chart.aways = _aways(readings, xs, frame)
    chart.changes = _changes(readings, xs, frame)
    _named_apart(chart)
    for side in sides:
        _draw_side(chart, side, readings, xs, ticks)
    chart.ends = _ends(readings, sides, ticks, frame)
    return chart


def _y(value: Decimal, ticks: list[Decimal], frame: Frame) -> float:
    share = float((value - ticks[0]) / (ticks[-1] - ticks[0]))
    return frame.y_end - share * (frame.y_end - frame.top)


def _places(readings: Sequence[Reading], frame: Frame) -> list[float]:
    """Where each session stands from left to right. A single one stands in the middle."""
    width = frame.x_end - frame.left
    if len(readings) == 1:
        return [frame.left + width / 2]
    if not frame.by_date:
        return [frame.left + width * n / (len(readings) - 1) for n in range(len(readings))]
    days = max((readings[-1].on - readings[0].on).days, 1)
    return [frame.left + width * (reading.on - readings[0].on).days / days for reading in readings]


def _dates(readings: Sequence[Reading], xs: list[float], frame: Frame) -> list[Mark]:
    """As many dates as fit without touching, 56 units each, the first one always."""
    marks: list[Mark] = []
    last = -math.inf
    for reading, x in zip(readings, xs, strict=True):
        if x - last >= 56:
            last = x
            marks.append(
                Mark(
                    x=number(x),
                    y=number(frame.height - 5),
                    text=short_day(reading.on),
                    anchor="middle" if marks else "start",
                )
            )
    return marks


def _bands(readings: Sequence[Reading], xs: list[float], frame: Frame) -> list[Mark]:
    """A shaded band for each run of lighter sessions."""
    runs: list[list[float]] = []
    for place, (reading, x) in enumerate(zip(readings, xs, strict=True)):
        if not reading.lighter:
            continue
        if runs and place and readings[place - 1].lighter:
            runs[-1].append(x)
        else:
            runs.append([x])
    around = max(min(13, (frame.x_end - frame.left) / max(len(readings), 1)), 3)
    return [_span(run[0] - around, run[-1] + around, gettext("lighter"), frame) for run in runs]


def _aways(readings: Sequence[Reading], xs: list[float], frame: Frame) -> list[Mark]:
    """The time between two sessions that lie two weeks apart or more. Only where days have their distance."""
    if not (frame.by_date and frame.breaks):
        return []
    return [
        _span(x + frame.dot, x_after - frame.dot, gettext("%(time)s away") % {"time": away_words(days)}, frame)
        for (before, x), (after, x_after) in pairwise(zip(readings, xs, strict=True))
        if (days := (after.on - before.on).days) >= AWAY_DAYS
    ]


def away_words(days: int) -> str:
    """`15 days`, `3 weeks`, `5 months`: as people say how long they were away."""
    if days < 21:
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    if days < 92:
        return ngettext("%(count)s week", "%(count)s weeks", days // 7) % {"count": days // 7}
    months = round(days / 30.4)
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}


def _span(first: float, last: float, text: str, frame: Frame) -> Mark:
    """From `first` to `last` over the whole height, its word in the middle."""
    width = max(last - first, 1)
    return Mark(
        x=number(first),
        y=number(frame.top),
        width=number(width),
        size=number(frame.y_end - frame.top),
        text=text,
        word_x=number(first + width / 2),
    )


def _changes(readings: Sequence[Reading], xs: list[float], frame: Frame) -> list[Mark]:
    """A dotted line where a side changes its rung, named at its right by the rung that begins there."""
    found = []
    for place in range(1, len(readings)):
        before, after = readings[place - 1].rungs, readings[place].rungs
        changed = next((side for side in after if after[side] != before.get(side)), None)
        if changed:
            x = (xs[place] + xs[place - 1]) / 2
            name = readings[place].names.get(changed, "")
            found.append(Mark(x=number(x), y=number(frame.top), text=name, word_x=number(x + 6)))
    return found


def _named_apart(chart: Chart) -> None:
    """Words that would run into a line, the edge or another word are left out; the table has them. Rungs come first."""
    lines = [float(mark.x) for mark in chart.changes]
    taken: list[tuple[float, float]] = []
    marks = [(mark, float(mark.word_x)) for mark in chart.changes]
    marks += [(mark, float(mark.word_x) - LETTER * len(mark.text) / 2) for mark in (*chart.aways, *chart.bands)]
    for mark, first in marks:
        last = first + LETTER * len(mark.text)
        crossed = any(first < line < last for line in lines) or last > chart.frame.width or first < chart.frame.left
        if crossed or any(first < end and begin < last for begin, end in taken):
            mark.text = ""
        else:
            taken.append((first, last + LETTER))


def _draw_side(chart: Chart, side: str, readings: Sequence[Reading], xs: list[float], ticks: list[Decimal]) -> None:
    """The lines and points of one side. The line breaks where the rung changes or the side is missing."""
    frame, css = chart.frame, CSS[side]
    path: list[str] = []
    points: list[tuple[float, float]] = []
    before: Any = None
    for reading, x in zip(readings, xs, strict=True):
        value = reading.values.get(side)
        if value is None:
            before = None
            continue
        y = _y(value, ticks, frame)
        path.append(f"{'L' if before == reading.rungs.get(side) else 'M'}{number(x)} {number(y)}")
        before = reading.rungs.get(side)
        points.append((x + _aside(reading, side) * min(chart.dot / frame.dot, 1), y))
    chart.lines.append((css, "".join(path)))
    _draw_points(chart, side, points)


def _aside(reading: Reading, side: str) -> float:
    """Left and right at one value stand side by side."""
    if reading.values.get("left") != reading.values.get("right") or side == "both":
        return 0
    return -APART if side == "left" else APART


def _draw_points(chart: Chart, side: str, places: Sequence[tuple[float, float]]) -> None:
    """Circles for left and both, squares for right."""
    dot, css = chart.dot, CSS[side]
    half = dot * 0.92
    if chart.is_dense:
        chart.crowds.append((css, "".join(_as_path(side, x, y, dot if side != "right" else half) for x, y in places)))
    elif side == "right":
        chart.squares += [
            Mark(x=number(x - half), y=number(y - half), size=number(2 * half), css=css) for x, y in places
        ]
    else:
        chart.circles += [Mark(x=number(x), y=number(y), size=number(dot), css=css) for x, y in places]


def _as_path(side: str, x: float, y: float, half: float) -> str:
    first, size = f"M{number(x - half)} {number(y - half if side == 'right' else y)}", number(2 * half)
    if side == "right":
        return f"{first}h{size}v{size}h-{size}z"
    round_ = f"a{number(half)} {number(half)} 0 1 0"
    return f"{first}{round_} {size} 0{round_} -{size} 0"


def _ends(readings: Sequence[Reading], sides: list[str], ticks: list[Decimal], frame: Frame) -> list[Mark]:
    """The last figure of each side of the newest session, at the line's end, pushed apart where they would touch."""
    last = readings[-1].values
    x = number((frame.x_end if len(readings) > 1 else frame.left + (frame.x_end - frame.left) / 2) + 11)
    placed = sorted((_y(last[side], ticks, frame) + 4, side) for side in sides if side in last)
    if len(placed) == 2 and placed[1][0] - placed[0][0] < LINE_HEIGHT:
        middle = (placed[0][0] + placed[1][0]) / 2
        placed = [(middle - LINE_HEIGHT / 2, placed[0][1]), (middle + LINE_HEIGHT / 2, placed[1][1])]
    under = max([y - frame.y_end for y, _ in placed] + [0])
    placed = [(y - under, side) for y, side in placed]
    return [
        Mark(x=x, y=number(y), text=f"{LETTERS[side]} {_figure(last[side])}".strip(), css=CSS[side], anchor="start")
        for y, side in placed
    ]


def _label(readings: Sequence[Reading], sides: list[str], what: str, unit: str) -> str:
    """One sentence: what, over how many sessions, and from where to where on each side."""
    parts = []
    for side in sides:
        values = [reading.values[side] for reading in readings if side in reading.values]
        facts = {"side": SIDE_WORDS[side], "first": _figure(values[0]), "last": f"{_figure(values[-1])} {unit}".strip()}
        parts.append(gettext("%(side)s %(first)s to %(last)s") % facts)
    return ngettext(
        "%(what)s over %(count)s session: %(sides)s", "%(what)s over %(count)s sessions: %(sides)s", len(readings)
    ) % {"what": what, "count": len(readings), "sides": ", ".join(parts)}
