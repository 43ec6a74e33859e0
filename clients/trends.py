"""How the load of each side has gone over a client's last sessions: a word and a line a side. Reads only."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import F, Min, Window
from django.db.models.functions import RowNumber
from django.utils.translation import pgettext_lazy

from clients.models import Session, SetLog, Side, Target

SESSIONS = 6
SIDES = ("left", "right", "both")
WIDTH, HEIGHT, EDGE = 64, 24, 4


@dataclass(frozen=True, slots=True)
class Point:
    """The load of one side in one session (adr/0005). `place` counts from the oldest session shown."""

    place: int
    rung: UUID | None
    kg: Decimal


@dataclass(frozen=True, slots=True)
class SideTrend:
    """`way`: a key of ORDER. `strokes`: a line breaks where the rung changes, for a polyline each."""

    side: str
    way: str
    strokes: list[str]
    end: tuple[str, str]

    @property
    def word(self) -> str:
        return str(WORDS[self.way])

    @property
    def text(self) -> str:
        return f"{Side(self.side).label} {self.word}"


@dataclass(frozen=True, slots=True)
class Trend:
    sides: list[SideTrend]

    @property
    def label(self) -> str:
        return ", ".join(each.text for each in self.sides)

    @property
    def rank(self) -> int:
        """What sorts: a side that falls before one that stands before one that rises."""
        return min((ORDER[each.way] for each in self.sides), default=len(ORDER))


ORDER = {"down": 0, "same": 1, "new rung": 2, "up": 3}
WORDS = {
    "down": pgettext_lazy("trend", "down"),
    "same": pgettext_lazy("trend", "same"),
    "new rung": pgettext_lazy("trend", "new rung"),
    "up": pgettext_lazy("trend", "up"),
}


def read_trends(user: Any, ids: list[UUID]) -> dict[UUID, Trend]:
    """A trend for each client who has logged sets on a ladder; three queries however many clients."""
    sessions = (
        Session.objects.for_coach(user)
        .filter(client__in=ids, status=Session.Status.FINISHED, source=Session.Source.HERE)
        .annotate(n=Window(RowNumber(), partition_by=F("client"), order_by=[F("performed_on").desc(), F("id").desc()]))
        .filter(n__lte=SESSIONS)
        .values_list("pk", "client_id", "n")
    )
    places = {pk: (client, SESSIONS - n) for pk, client, n in sessions}
    points: dict[UUID, dict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
    for (session, side), (rung, kg) in _loads(user, list(places)).items():
        client, place = places[session]
        points[client][side].append(Point(place, rung, kg))
    return {client: trend_of(sides) for client, sides in points.items()}


def _loads(user: Any, sessions: list[UUID]) -> dict[tuple[UUID, str], tuple[UUID | None, Decimal]]:
    """By session and side: the rung and the lightest load of the sets done, in the day's first exercise on a ladder."""
    rungs = {
        (item, side): rung
        for item, side, rung in Target.objects.for_coach(user)
        .filter(item__session__in=sessions, rung__isnull=False)
        .values_list("item_id", "side", "rung_id")
    }
    rows = (
        SetLog.objects.for_coach(user)
        .filter(session__in=sessions, kind=SetLog.Kind.DONE, item__assignment__isnull=False)
        .order_by("item__position")
        .values_list("session_id", "item_id", "side")
        .annotate(kg=Min("load_kg"))
    )
    found: dict[tuple[UUID, str], tuple[UUID | None, Decimal]] = {}
    first: dict[UUID, UUID] = {}
    for session, item, side, kg in rows:
        if first.setdefault(session, item) == item and kg is not None:
            found[session, side] = (rungs.get((item, side)), kg)
    return found


def trend_of(sides: dict[str, list[Point]]) -> Trend:
    loads = [point.kg for points in sides.values() for point in points]
    low, high = min(loads), max(loads)
    shown = {side: sorted(sides[side], key=lambda point: point.place) for side in SIDES if sides.get(side)}
    ends = [points[-1] for points in shown.values()]
    meet = len(ends) > 1 and ends[0].place == ends[1].place and ends[0].kg == ends[1].kg
    return Trend([_side(side, points, low, high, meet=meet) for side, points in shown.items()])


def _side(side: str, points: list[Point], low: Decimal, high: Decimal, *, meet: bool) -> SideTrend:
    """`meet`: both sides end at one load, and stand side by side there."""
    runs = [list(run) for _rung, run in groupby(points, key=lambda point: point.rung)]
    strokes = [" ".join(",".join(_at(point, low, high)) for point in run) for run in runs]
    x, y = _at(points[-1], low, high)
    aside = {"left": Decimal(-3), "right": Decimal(3)}.get(side, Decimal(0)) if meet else Decimal(0)
    return SideTrend(side, _way(runs), strokes, (f"{Decimal(x) + aside:.1f}", y))


def _way(runs: list[list[Point]]) -> str:
    """Loads of two rungs are never compared: the newest rung alone says up or down."""
    newest = runs[-1]
    if len(newest) == 1 and len(runs) > 1:
        return "new rung"
    change = newest[-1].kg - newest[0].kg
    return "up" if change > 0 else "down" if change < 0 else "same"


def _at(point: Point, low: Decimal, high: Decimal) -> tuple[str, str]:
    """Where the point lies in the small box. Equal loads lie in the middle."""
    share = (point.kg - low) / (high - low) if high > low else Decimal("0.5")
    x = EDGE + Decimal(point.place) * (WIDTH - 2 * EDGE) / (SESSIONS - 1)
    y = HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE)
    return f"{x:.1f}", f"{y:.1f}"
