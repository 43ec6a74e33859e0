"""What a client did of a ladder's exercises in another tool, for the chart of that ladder. Reads only.

No exposure of a rung: it is drawn beside them and decides nothing (docs/adr/0016).
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Exists, F, Max, Min, OuterRef, Q, Sum
from django.utils import timezone

from clients.charts import Reading
from clients.history import History, in_unit
from clients.models import Session, SetLog

BEFORE = dt.timedelta(days=180)  # longer ago it would only press what was trained here together
ELSEWHERE = "elsewhere"  # the rung of such a session: no line joins it with one of ours
TELLS_ONCE = Q(load_kg__gt=0, rir__lte=3, total__lte=12)  # as programs.engine.measures has it
FIGURES: dict[str, Any] = {
    "load": Min("load_kg"),
    "reps": Sum("reps"),
    "e1rm": Max(F("load_kg") * (30 + F("total")) / Decimal(30), filter=TELLS_ONCE),
    "rir": Avg("rir"),
}


def with_elsewhere(assignments: Any) -> Any:
    """With `trained_elsewhere`: whether there is anything to ask for. Most clients brought nothing along."""
    brought = Session.objects.filter(practice=OuterRef("practice"), client=OuterRef("client"))
    return assignments.annotate(trained_elsewhere=Exists(brought.exclude(source=Session.Source.HERE)))


def readings_elsewhere(history: History, metric: str) -> list[Reading]:
    """A reading a session, oldest first: from half a year before the first session here. One query, added up there;
    none of an assignment that is known to have nothing (`with_elsewhere`).
    """
    if not getattr(history.assignment, "trained_elsewhere", True):
        return []
    client = history.assignment.client
    first = history.exposures[0].date if history.exposures else timezone.now().date()
    rows = (
        SetLog.objects.filter(practice_id=client.practice_id, client=client, kind=SetLog.Kind.DONE, reps__gt=0)
        .exclude(session__source=Session.Source.HERE)
        .filter(
            session__performed_on__gte=first - BEFORE,
            item__targets__side=F("side"),
            item__targets__variation__in={rung.variation_id for rung in history.ladder},
        )
        .annotate(total=F("reps") + F("rir"))
        .order_by("session__performed_on", "session__finished_at", "session")
        .values_list("session", "session__performed_on", "session__source", "side")
        .annotate(figure=FIGURES[metric])
    )
    found: dict[Any, Reading] = {}
    for session, on, source, side, value in rows:
        name = Session.Source(source).label
        reading = found.setdefault(session, Reading(on=on, values={}, rungs={}, names={}, source=str(name)))
        reading.rungs[side], reading.names[side] = ELSEWHERE, str(name)
        if value is not None:
            reading.values[side] = _shown(Decimal(value), metric, client.unit)
    return list(found.values())


def _shown(value: Decimal, metric: str, unit: str) -> Decimal:
    if metric == "load":
        return in_unit(value, "kg", unit).quantize(Decimal("0.01"))
    if metric == "e1rm":
        return in_unit(value, "kg", unit).quantize(Decimal("0.1"))
    return value.quantize(Decimal("0.1"))
