"""The adherence strip as plain data: weeks across, training days down, in units of an SVG view box."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.charts import Mark, number
from exercises.words import day_of_month, short_day, weekday_name

KINDS = {"done": _("done"), "part": _("part of it"), "miss": _("missed"), "plan": _("planned")}
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
            Mark(x=number(FIRST_X + COLUMN * n), y="10", text=day_of_month(first_monday + dt.timedelta(weeks=n)))
            for n in range(0, weeks, 2)
        ],
        cells=cells,
    )


def _weekday(number_of_day: int) -> str:
    return weekday_name(number_of_day, short=True)


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
        title=gettext("%(day)s: %(what)s") % {"day": short_day(day), "what": words or KINDS[kind]},
    )
