"""How each side went over all its sessions: one figure at a time as a chart, all of them as a table. Reads only."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.charts import AWAY_DAYS, CSS, LOAD, SIDE_WORDS, Chart, Frame, Reading, away_words, side_chart
from clients.elsewhere import readings_elsewhere
from clients.evidence import is_banded, reading_of, sides_of
from clients.history import Exposure, History
from clients.measures import SideFigures, figures_of, loaded_sets, mean_rir
from clients.standing import figure
from exercises.words import short_day
from programs.engine import capacity
from programs.engine.measures import total_reps

SHOWN_ROWS = 50  # of the table, until all are asked for: a long one costs more than the chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A figure of one side of one session; `of` gives None where the session does not tell it."""

    label: Any
    title: Any
    of: Callable[[Exposure, str], Decimal | None]
    nothing: Any
    note: Any = ""
    has_unit: bool = False


def _reps(exposure: Exposure, side: str) -> Decimal | None:
    return total_reps(loaded_sets(exposure, side)) or None


def _once(exposure: Exposure, side: str) -> Decimal | None:
    once = capacity(loaded_sets(exposure, side))
    return None if once is None else once.quantize(Decimal("0.1"))


METRICS = {
    "load": Metric(
        label=_("Load"),
        title=_("Load per side"),
        of=lambda exposure, side: exposure.load(side),
        nothing=_("Nothing has been loaded yet."),
        has_unit=True,
    ),
    "reps": Metric(
        label=_("Reps"),
        title=_("Reps per side, all sets"),
        of=_reps,
        nothing=_("No set has been done yet."),
    ),
    "e1rm": Metric(
        label=_("e1RM"),
        title=_("Estimated 1RM per side"),
        of=_once,
        nothing=_(
            "No set tells it yet. It takes a weight, reps in reserve of 3 or less, and 12 reps or fewer with them."
        ),
        note=_("The best set, by Epley: load × (1 + reps / 30), with the reps in reserve counted in."),
        has_unit=True,
    ),
    "rir": Metric(
        label=_("RIR"),
        title=_("Reps in reserve per side"),
        of=lambda exposure, side: mean_rir(loaded_sets(exposure, side)),
        nothing=_("Nobody has said how many more they could do."),
        note=_("The mean of the sets that told it. 4 stands for 4 or more."),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRow:
    """A row of the table. `cells`: load, reps, one rep, RIR and work of left and right in turn, then the effort."""

    date: dt.date
    rung: str
    cells: list[str]


@dataclass(slots=True, kw_only=True)
class OverTime:
    """`said`: what the readout says of each session, oldest first, in the order of `chart.xs`."""

    metric: str
    unit: str
    chart: Chart | None
    said: list[str] = field(default_factory=list)
    rows: list[NumberRow] = field(default_factory=list)
    sessions: int = 0
    opened: bool = False

    @property
    def now(self) -> Metric:
        return METRICS[self.metric]

    @property
    def title(self) -> str:
        return f"{self.now.title}, {self.unit}" if self.now.has_unit else str(self.now.title)

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(key, each.label) for key, each in METRICS.items()]

    @property
    def sides(self) -> list[str]:
        """Those that the chart draws: a rung of both legs at once has one line."""
        drawn = {css for css, _ in self.chart.lines} if self.chart else set()
        return [side for side, css in CSS.items() if css in drawn]

    @property
    def xs_text(self) -> str:
        return " ".join(self.chart.xs) if self.chart else ""

    @property
    def said_text(self) -> str:
        return "\n".join(self.said)

    @property
    def newest(self) -> str:
        return self.said[-1] if self.said else ""

    @property
    def is_cut(self) -> bool:
        return len(self.rows) < self.sessions


def over_time(history: History, *, metric: str = "", whole_table: bool = False, frame: Frame = LOAD) -> OverTime:
    """`metric`: a key of METRICS; else the load, or the reps of somebody who never had one. One query; every session of
    the history is in the chart, and beside them what was done of the ladder in another tool.
    """
    exposures = history.exposures
    is_loaded = any(each.load(side) for each in exposures for side in sides_of(each))
    metric = metric if metric in METRICS else "reps" if exposures and not is_loaded else "load"
    chosen = METRICS[metric]
    banded = bool(exposures) and all(is_banded(each) for each in exposures)
    unit = str(BAND_LEVEL) if banded else history.assignment.client.unit
    readings = [_reading(each, chosen, history) for each in exposures] if is_loaded or metric != "load" else []
    if not banded:
        readings = sorted([*readings_elsewhere(history, metric), *readings], key=lambda each: each.on)
    most = None if whole_table else SHOWN_ROWS
    chart = side_chart(readings, frame, what=chosen.title, unit=unit if chosen.has_unit else "")
    return OverTime(
        metric=metric,
        unit=unit,
        chart=chart,
        said=_said(readings, unit if chosen.has_unit else "") if chart else [],
        rows=_rows(history, most),
        sessions=len(exposures),
        opened=whole_table,
    )


BAND_LEVEL = _("band level")


def _reading(exposure: Exposure, chosen: Metric, history: History) -> Reading:
    found = {side: chosen.of(exposure, side) for side in sides_of(exposure)}
    return reading_of(exposure, {side: value for side, value in found.items() if value is not None}, history)


def _said(readings: Sequence[Reading], unit: str) -> list[str]:
    """`Fri 2 Jan 2026: left 42.5 kg, right 37.5 kg`, and what was special about the session."""
    said = []
    before: Reading | None = None
    for reading in readings:
        figures = [f"{SIDE_WORDS[side]} {_told(reading.values.get(side), unit)}" for side in reading.rungs]
        parts = [", ".join(figures), *_special(reading, before)]
        said.append(f"{short_day(reading.on)} {reading.on.year}: {' · '.join(parts)}")
        before = reading
    return said


def _told(value: Decimal | None, unit: str) -> str:
    return gettext("not known") if value is None else f"{figure(value)} {unit}".strip()


def _special(reading: Reading, before: Reading | None) -> list[str]:
    found = []
    if reading.source:
        found.append(gettext("from %(tool)s") % {"tool": reading.source})
    elif before is not None and reading.rungs != before.rungs:
        moved = [side for side in reading.rungs if reading.rungs[side] != before.rungs.get(side)]
        found.append(gettext("new rung: %(rung)s") % {"rung": reading.names[moved[0]]} if moved else "")
    if reading.lighter:
        found.append(gettext("lighter week"))
    if before is not None and (days := (reading.on - before.on).days) >= AWAY_DAYS:
        found.append(gettext("after %(time)s away") % {"time": away_words(days)})
    return [each for each in found if each]


def _rows(history: History, most: int | None) -> list[NumberRow]:
    rows = []
    for each in figures_of(history, most=most):
        marks = [gettext("lighter week")] if each.lighter else []
        if each.away >= AWAY_DAYS:
            marks.append(gettext("after %(away)s away") % {"away": away_words(each.away)})
        rows.append(
            NumberRow(
                date=each.date,
                rung=", ".join([str(each.rung), *marks]),
                cells=[cell for pair in zip(*map(_cells, each.sides), strict=True) for cell in pair]
                + [_text(each.effort_load)],
            )
        )
    return rows


def _cells(side: SideFigures) -> list[str]:
    return [
        figure(side.load),
        str(side.reps) if side.reps else "–",
        "–" if side.once is None else f"{side.once:.1f}",
        _text(side.rir),
        _text(side.tonnage),
    ]


def _text(value: Any) -> str:
    return figure(None if value is None else Decimal(value))
