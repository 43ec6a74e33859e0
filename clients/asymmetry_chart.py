"""Geometry of the asymmetry chart: a session a line, left of the middle where left is the weaker, right where right."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from clients.charts import CSS, Mark, number, short_day
from exercises.words import decimal_words
from programs.engine import Asymmetry
from programs.engine.asymmetry import POSSIBLE_SESSIONS

WIDTH, START, MIDDLE, END = 288, 52, 163, 274
TOP, FIRST, STEP, LAST_TO_AXIS, AXIS_TO_FOOT = 4, 15, Decimal("22.667"), 11, 24
DOT = 4
SCALES = ((15, 10), (30, 20), (60, 40), (100, 80))  # per cent from the middle to an end, and the tick between them


@dataclass(slots=True, kw_only=True)
class SidesChart:
    """All there is to draw. `rows` are date, length of the line and shape; `band` the noise, `mean` its place."""

    height: str
    axis: str
    label: str
    band: Mark
    mean: Mark
    ticks: list[Mark]
    lines: list[Mark] = field(default_factory=list)
    circles: list[Mark] = field(default_factory=list)
    squares: list[Mark] = field(default_factory=list)


def sides_chart(found: Asymmetry, dates: Sequence[dt.date]) -> SidesChart | None:
    """The sessions that the mean is of, oldest first; None where there are too few to speak of noise."""
    if found.comparable < POSSIBLE_SESSIONS or found.mean is None or found.noise is None:
        return None
    both = zip(dates, found.sessions, strict=True)
    shown = [(day, each, each.difference) for day, each in both if each.difference is not None][-found.n :]
    far, tick = _scale([abs(difference) for _, _, difference in shown] + [found.noise])
    unit = Decimal(END - MIDDLE) / far
    axis = FIRST + STEP * (len(shown) - 1) + LAST_TO_AXIS
    chart = SidesChart(
        height=number(axis + AXIS_TO_FOOT),
        axis=number(axis),
        label=_label(found, [(day, difference) for day, _, difference in shown]),
        band=_band(found.noise, unit, axis),
        mean=Mark(x=number(MIDDLE + found.mean * unit), y=number(axis), css=CSS[found.direction or "both"]),
        ticks=[Mark(x=number(MIDDLE + at * unit), y=number(axis + 16), text=f"{abs(at)} %") for at in (-tick, 0, tick)],
    )
    for place, (day, each, difference) in enumerate(shown):
        _row(chart, day, each.weaker or "both", MIDDLE + difference * unit, FIRST + STEP * place)
    return chart


def _scale(sizes: Sequence[Decimal]) -> tuple[int, int]:
    return next((scale for scale in SCALES if max(sizes) <= scale[0]), SCALES[-1])


def _band(noise: Decimal, unit: Decimal, axis: Decimal) -> Mark:
    half = min(noise * unit, Decimal(END - MIDDLE))
    return Mark(x=number(MIDDLE - half), y=number(TOP), width=number(2 * half), size=number(axis - TOP))


def _row(chart: SidesChart, day: dt.date, side: str, x: Decimal, y: Decimal) -> None:
    """A thin line from the middle to the point; left's circle, right's square, neutral where they are equal."""
    chart.lines.append(Mark(x=number(x), y=number(y), text=short_day(day)))
    if side == "right":
        chart.squares.append(Mark(x=number(x - DOT), y=number(y - DOT), size=number(2 * DOT), css=CSS[side]))
    else:
        chart.circles.append(Mark(x=number(x), y=number(y), size=number(DOT), css=CSS[side]))


def _label(found: Asymmetry, shown: Sequence[tuple[dt.date, Decimal]]) -> str:
    """One sentence with every figure; the weaker side is named once where it is always the same."""
    if found.direction:
        facts = {"figures": ", ".join(_tenths(abs(difference)) for _, difference in shown)}
        weaker = {
            "left": gettext("%(figures)s percent, left weaker"),
            "right": gettext("%(figures)s percent, right weaker"),
        }
        said = weaker[found.direction] % facts
    else:
        said = ", ".join(_signed(difference) for _, difference in shown)
    return gettext(
        "Difference between the sides in the last %(count)s comparable sessions: %(said)s;"
        " mean %(mean)s, noise %(noise)s percent"
    ) % {"count": len(shown), "said": said, "mean": _tenths(abs(found.mean or 0)), "noise": _tenths(found.noise)}


def _signed(difference: Decimal) -> str:
    size = _tenths(abs(difference))
    if size == "0.0":
        return gettext("equal")
    words = (
        gettext("right weaker by %(size)s percent") if difference > 0 else gettext("left weaker by %(size)s percent")
    )
    return words % {"size": size}


def _tenths(value: Any) -> str:
    return decimal_words(f"{value:.1f}")
