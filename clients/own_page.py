"""What clients read about themselves under Me: their things in short, and how their body mass went. Reads only."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext, ngettext

from clients.body_mass import Weighed, weighed
from clients.charts import Chart, Frame, Reading, side_chart
from clients.history import in_unit
from clients.inventory import loads_for
from clients.models import BodyMass, Client
from clients.standing import figure

MASS = Frame(width=326, height=150, left=30, right=44, top=12, by_date=True, breaks=False, dot=3.4)


def kit_in_short(client: Client) -> str:
    """`Bar 20 kg, plates from 1.25 kg, dumbbells to 40 kg`"""
    kit = client.inventory
    plates, dumbbells, bells = (kit.get(key) or [] for key in ("plates", "dumbbells", "kettlebells"))

    def weight(value: Any) -> dict[str, str]:
        return {"weight": f"{figure(Decimal(str(value)))} {client.unit}"}

    parts = [
        gettext("bar %(weight)s") % weight(kit["bar"]) if kit.get("bar") is not None else "",
        gettext("plates from %(weight)s") % weight(min(each for each, _ in plates)) if plates else "",
        gettext("dumbbells to %(weight)s") % weight(max(dumbbells)) if dumbbells else "",
        gettext("kettlebells to %(weight)s") % weight(max(bells)) if bells and not dumbbells else "",
    ]
    words = ", ".join(part for part in parts if part)
    return f"{words[:1].upper()}{words[1:]}" if words else gettext("Nothing but your body")


def bar_in_words(client: Client) -> str:
    """What bar and plates come to: `You can load 20 to 137.5 kg, in steps of 2.5 kg.` Empty without a bar."""
    loads = loads_for(client.inventory, "barbell")
    if not loads:
        return ""
    facts = {"low": figure(loads[0]), "high": figure(loads[-1]), "unit": client.unit}
    steps = {after - before for before, after in pairwise(loads)}
    if not steps:
        return gettext("You can load the bar alone: %(low)s %(unit)s.") % facts
    if len(steps) == 1:
        facts["step"] = figure(steps.pop())
        return gettext("You can load %(low)s to %(high)s %(unit)s, in steps of %(step)s %(unit)s.") % facts
    return ngettext(
        "You can load %(low)s to %(high)s %(unit)s, %(count)s load in all.",
        "You can load %(low)s to %(high)s %(unit)s, %(count)s loads in all.",
        len(loads),
    ) % (facts | {"count": len(loads)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Masses:
    """The newest day first. The chart from two days on."""

    rows: list[Weighed]
    chart: Chart | None

    @property
    def newest(self) -> Weighed | None:
        return next(iter(self.rows), None)


def masses_of(client: Client, user: Any) -> Masses:
    """Every day that is known. One query."""
    rows = weighed(client, user)
    return Masses(rows=rows, chart=_chart([each.row for each in rows[::-1]], client.unit))


def _chart(rows: Sequence[BodyMass], unit: str) -> Chart | None:
    if len(rows) < 2:
        return None
    readings = [_reading(row.measured_on, in_unit(row.kg, "kg", unit).quantize(Decimal("0.1"))) for row in rows]
    chart = side_chart(readings, MASS, what="")
    if chart:
        chart.label = ngettext(
            "Body mass on %(count)s day: %(first)s to %(last)s %(unit)s",
            "Body mass on %(count)s days: %(first)s to %(last)s %(unit)s",
            len(rows),
        ) % {
            "count": len(rows),
            "first": figure(readings[0].values["both"]),
            "last": figure(readings[-1].values["both"]),
            "unit": unit,
        }
    return chart


def _reading(on: dt.date, mass: Decimal) -> Reading:
    return Reading(on=on, values={"both": mass}, rungs={"both": 0})
