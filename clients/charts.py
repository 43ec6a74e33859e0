"""Geometry of the charts as plain data: points, lines, ticks and bands in units of an SVG view box."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

LETTERS = {"left": "L", "right": "R", "both": ""}
CSS = {"left": "l", "right": "r", "both": "b"}
APART = 3.4  # equal values stand side by side
LINE_HEIGHT = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One session: a value per side, and the rung of each side. A line never joins two rungs."""

    on: dt.date
    values: dict[str, Decimal]
    rungs: dict[str, Any]
    names: dict[str, str] = field(default_factory=dict)
    lighter: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The box of a chart. `by_date`: days have their distance; else sessions stand at equal distances."""

    width: int
    height: int
    left: int
    right: int
    top: int = 10
    bottom: int = 22
    by_date: bool = False
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


@dataclass(slots=True, kw_only=True)
class Chart:
    """All there is to draw. `lines` are (class, path); `label` says it to whoever does not see it."""

    frame: Frame
    label: str
    y_ticks: list[Mark] = field(default_factory=list)
    x_ticks: list[Mark] = field(default_factory=list)
    bands: list[Mark] = field(default_factory=list)
    changes: list[Mark] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)
    circles: list[Mark] = field(default_factory=list)
    squares: list[Mark] = field(default_factory=list)
    ends: list[Mark] = field(default_factory=list)


def number(value: float | Decimal) -> str:
    """A coordinate or a figure without zeros at its end."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def short_day(day: dt.date) -> str:
    return f"{day.day} {day:%b}"


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
    chart = Chart(frame=frame, label=_label(readings, sides, what, unit))
    chart.y_ticks = [
        Mark(x=number(frame.left - 8), y=number(_y(tick, ticks, frame)), text=number(tick)) for tick in ticks
    ]
    chart.x_ticks = _dates(readings, xs, frame)
    chart.bands = _bands(readings, xs, frame)
    chart.changes = _changes(readings, xs, frame)
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
    height = number(frame.y_end - frame.top)
    return [
        Mark(
            x=number(run[0] - 13),
            y=number(frame.top),
            width=number(run[-1] - run[0] + 26),
            size=height,
            text=number((run[0] + run[-1]) / 2),
        )
        for run in runs
    ]


def _changes(readings: Sequence[Reading], xs: list[float], frame: Frame) -> list[Mark]:
    """A dotted line where a side changes its rung, named at its right by the rung that begins there."""
    found = []
    for place in range(1, len(readings)):
        before, after = readings[place - 1].rungs, readings[place].rungs
        changed = next((side for side in after if after[side] != before.get(side)), None)
        if changed:
            x = (xs[place] + xs[place - 1]) / 2
            name = readings[place].names.get(changed, "") if xs[-1] - x > 90 else ""
            found.append(Mark(x=number(x), y=number(frame.top), text=name, width=number(x + 6)))
    return _named_apart(found)


def _named_apart(changes: list[Mark]) -> list[Mark]:
    """Names that would run into the next line are left out; the table has them."""
    for here, after in pairwise(changes):
        if float(after.x) - float(here.x) < 6 * len(here.text):
            here.text = ""
    return changes


def _draw_side(chart: Chart, side: str, readings: Sequence[Reading], xs: list[float], ticks: list[Decimal]) -> None:
    """The lines and points of one side. The line breaks where the rung changes or the side is missing."""
    frame, css = chart.frame, CSS[side]
    path: list[str] = []
    before: Any = None
    for reading, x in zip(readings, xs, strict=True):
        value = reading.values.get(side)
        if value is None:
            before = None
            continue
        y = _y(value, ticks, frame)
        path.append(f"{'L' if before == reading.rungs.get(side) else 'M'}{number(x)} {number(y)}")
        before = reading.rungs.get(side)
        _point(chart, side, x + _aside(reading, side), y)
    chart.lines.append((css, "".join(path)))


def _aside(reading: Reading, side: str) -> float:
    """Left and right at one value stand side by side."""
    if reading.values.get("left") != reading.values.get("right") or side == "both":
        return 0
    return -APART if side == "left" else APART


def _point(chart: Chart, side: str, x: float, y: float) -> None:
    dot = chart.frame.dot
    if side == "right":
        half = dot * 0.92
        chart.squares.append(Mark(x=number(x - half), y=number(y - half), size=number(2 * half), css="r"))
    else:
        chart.circles.append(Mark(x=number(x), y=number(y), size=number(dot), css=CSS[side]))


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
        Mark(x=x, y=number(y), text=f"{LETTERS[side]} {number(last[side])}".strip(), css=CSS[side], anchor="start")
        for y, side in placed
    ]


def _label(readings: Sequence[Reading], sides: list[str], what: str, unit: str) -> str:
    """One sentence: what, over how many sessions, and from where to where on each side."""
    words = {"left": "left", "right": "right", "both": "both sides"}
    parts = []
    for side in sides:
        values = [reading.values[side] for reading in readings if side in reading.values]
        end = f"{number(values[-1])} {unit}".strip()
        parts.append(f"{words[side]} {number(values[0])} to {end}")
    count = f"{len(readings)} session{'s' if len(readings) != 1 else ''}"
    return f"{what} over {count}: {', '.join(parts)}"


# --- Adherence: weeks across, training days down ---------------------------------------------------------------

KINDS = {"done": "done", "part": "part of it", "miss": "missed", "plan": "planned"}
CELL, COLUMN, ROW, FIRST_X, FIRST_Y = 20, 60.3, 26, 36, 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One due day. `kind`: done, part, miss, plan. Coordinates of its box, its tick and its half."""

    kind: str
    x: str
    y: str
    inner_x: str
    inner_y: str
    mark_x: str
    tick_y: str
    cross_y: str
    half_y: str
    title: str


@dataclass(slots=True, kw_only=True)
class Heat:
    """The adherence strip: a row for each weekday, a column for each week."""

    height: int
    days: list[Mark]
    weeks: list[Mark]
    cells: list[Cell]


def heat(days: Iterable[tuple[dt.date, str, str]], *, first_monday: dt.date, weeks: int) -> Heat:
    """The strip from (due day, kind, words) triples. Weekdays that are never due have no row."""
    found = sorted(days)
    rows = sorted({day.weekday() for day, _, _ in found})
    cells = [_cell(day, kind, words, rows, first_monday) for day, kind, words in found]
    return Heat(
        height=FIRST_Y + ROW * max(len(rows), 1),
        days=[Mark(x="0", y=number(FIRST_Y + ROW * n + 14), text=_weekday(row)) for n, row in enumerate(rows)],
        weeks=[
            Mark(x=number(FIRST_X + COLUMN * n), y="10", text=short_day(first_monday + dt.timedelta(weeks=n)))
            for n in range(0, weeks, 2)
        ],
        cells=cells,
    )


def _weekday(number_of_day: int) -> str:
    return f"{dt.date(2024, 1, 1) + dt.timedelta(days=number_of_day):%a}"


def _cell(day: dt.date, kind: str, words: str, rows: list[int], first_monday: dt.date) -> Cell:
    x = FIRST_X + COLUMN * ((day - first_monday).days // 7)
    y = FIRST_Y + ROW * rows.index(day.weekday())
    return Cell(
        kind=kind,
        x=number(x),
        y=number(y),
        inner_x=number(x + 0.75),
        inner_y=number(y + 0.75),
        mark_x=number(x + 7 if kind == "miss" else x + 6),
        tick_y=number(y + 10.3),
        cross_y=number(y + 7),
        half_y=number(y + 10),
        title=f"{day:%a} {short_day(day)}: {words or KINDS[kind]}",
    )
