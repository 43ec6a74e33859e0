"""From which rung somebody begins: suggested from what they have logged, and why. A coach may choose another."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext

from clients.history import load_in, trainee_of
from clients.models import Client, Session, SetLog, Target
from exercises.words import day_of_month, full_day, one_of, told
from programs.engine.rows import LAY_OFFS
from programs.models import Implement, Progression, Rung
from programs.prescribing import first_load, implement_for, loads_for_rung
from programs.sentences import BAND, load_text
from programs.showing import implement_word

Key = tuple[UUID, UUID]  # client and progression


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """`load`: in the client's unit, or the level of a band; None: where the rung starts. `is_logged`: `why` is about
    something they did."""

    rung: Rung
    why: str
    load: Decimal | None = None
    is_logged: bool = False


@dataclass(frozen=True, slots=True)
class _Trained:
    """The newest time that a side trained a rung or a variation. `load`: the lightest set, in the client's unit."""

    target: Target
    load: Decimal
    lighter: bool

    @property
    def session(self) -> Session:
        return self.target.item.session

    @property
    def on(self) -> dt.date:
        return self.session.performed_on or self.session.due_on


def suggest(
    clients: Sequence[Client], progressions: Sequence[Progression], *, otherwise: Mapping[UUID, Rung] | None = None
) -> dict[Key, Suggestion]:
    """A start for each client on each progression (with its rungs); two queries however many there are.

    Where they trained last on this progression, in whatever version or copy; else the rung whose exercise they trained
    last elsewhere; else the rung of `otherwise` (by progression: where a program begins), else the first. Never one
    that they cannot load while one below can be.
    """
    trained = _read(clients, [rung for each in progressions for rung in each.rungs.all()], progressions)
    return {
        (client.pk, each.pk): _suggestion(client, each, trained[client.pk], (otherwise or {}).get(each.pk))
        for client in clients
        for each in progressions
    }


# --- What was logged ------------------------------------------------------------------------------------------


def _read(
    clients: Sequence[Client], rungs: list[Rung], progressions: Sequence[Progression]
) -> dict[UUID, list[_Trained]]:
    """Each client's newest day on each rung and variation, by side; a lighter week only where it is all there was."""
    found: dict[UUID, list[_Trained]] = defaultdict(list)
    if not clients or not rungs:
        return found
    practice_id = clients[0].practice_id
    done = SetLog.objects.filter(practice_id=practice_id, kind=SetLog.Kind.DONE, load__isnull=False)
    about = (
        Q(rung__lineage__in={rung.lineage for rung in rungs})
        | Q(rung__progression__family__in={each.family for each in progressions})
        | Q(variation__in={rung.variation_id for rung in rungs})
    )
    newest = ("item__is_deload", "-item__session__performed_on", "-item__session__finished_at")
    each_once = ("item__session__client_id", "rung_id", "variation_id", "side")
    targets = list(
        Target.objects.filter(about, practice_id=practice_id, item__session__client__in=[each.pk for each in clients])
        .alias(did=Subquery(done.filter(item=OuterRef("item"), side=OuterRef("side")).values("pk")[:1]))
        .filter(did__isnull=False)  # looked up row by row: as a join it took minutes where nothing was analyzed yet
        .filter(item__session__status=Session.Status.FINISHED)
        .order_by(*each_once, *newest)
        .distinct(*each_once)
        .select_related("item__session", "rung__progression", "variation__exercise")
    )
    units = {each.pk: each.unit for each in clients}
    loads: dict[tuple[UUID, str], list[Any]] = defaultdict(list)
    for row in done.filter(item__in=[target.item_id for target in targets]).only("item_id", "side", "load", "unit"):
        loads[row.item_id, row.side].append(row)
    for target in targets:
        unit = units[target.item.session.client_id]
        load = min(load_in(target, row.load, row.unit, unit) for row in loads[target.item_id, target.side])
        found[target.item.session.client_id].append(_Trained(target, load, target.item.is_deload))
    return found


# --- What follows from it -------------------------------------------------------------------------------------


def _suggestion(
    client: Client, progression: Progression, trained: list[_Trained], otherwise: Rung | None
) -> Suggestion:
    rungs = list(progression.rungs.all())
    lineages = {rung.lineage for rung in rungs}
    here = [row for row in trained if row.target.rung and _is_of(row.target.rung, progression, lineages)]
    found = (
        _from_here(client, rungs, here) or _from_elsewhere(client, rungs, trained) or _from_nothing(rungs, otherwise)
    )
    return _within_reach(found, client, rungs)


def _is_of(rung: Rung, progression: Progression, lineages: set[UUID]) -> bool:
    return rung.lineage in lineages or rung.progression.family == progression.family


def _from_here(client: Client, rungs: list[Rung], rows: list[_Trained]) -> Suggestion | None:
    """Where the sides stood last: the lower of the two, for both begin on one rung."""
    newest = _newest_of_sides(rows)
    if not newest:
        return None
    places = {side: (_place(row, rungs), row.load, row) for side, row in newest.items()}
    lower = min(places.values(), key=lambda each: each[:2])
    place, _, row = lower
    rung = rungs[place]
    kept = row.target.rung is not None and row.target.rung.lineage == rung.lineage
    apart = len({each[0] for each in places.values()}) > 1
    where = _apart_words(rungs, {side: each[0] for side, each in places.items()}) if apart else ""
    load, away = _load_now(row, rung, client) if kept else (None, "")
    if not kept:
        why = gettext("Trained a rung of an earlier version on %(on)s; this one is the nearest below.") % {
            "on": _day(row.on, client)
        }
    else:
        at = load_text(row.load, _unit(row, client))
        trained = gettext("Trained there on %(day)s at %(load)s, in a lighter week.")
        trained = trained if row.lighter else gettext("Trained there on %(day)s at %(load)s.")
        there = trained % {"day": _day(row.on, client), "load": at}
        why = " ".join(part for part in (where, there, away) if part)
    return Suggestion(rung=rung, load=load, why=why, is_logged=True)


def _newest_of_sides(rows: Iterable[_Trained]) -> dict[str, _Trained]:
    """The newest row of each side; one of both counts where it is newer than the sides' own."""
    rows = list(rows)
    if not rows:
        return {}
    last = max(row.on for row in rows)
    ours = [row for row in rows if row.on == last]
    return {
        row.target.side: row for row in sorted(ours, key=lambda row: row.session.finished_at or row.session.opened_at)
    }


def _place(row: _Trained, rungs: list[Rung]) -> int:
    """The index of the rung that was trained; where it has gone from the ladder, of the nearest below."""
    then = row.target.asked_rung
    same = next((place for place, rung in enumerate(rungs) if rung.lineage == then.lineage), None)
    return same if same is not None else max(min(then.position - 2, len(rungs) - 1), 0)


def _apart_words(rungs: list[Rung], places: dict[str, int]) -> str:
    low, high = sorted(places, key=lambda side: places[side])[:: len(places) - 1 or 1]
    said = {
        "left": gettext("Left is on rung %(low)s, right on %(high)s."),
        "right": gettext("Right is on rung %(low)s, left on %(high)s."),
    }
    return said[low] % {"low": rungs[places[low]].position, "high": rungs[places[high]].position}


def _load_now(row: _Trained, rung: Rung, client: Client) -> tuple[Decimal | None, str]:
    """What to begin at, after as long away as it was: the engine's own factors. None where it says nothing for now."""
    trainee = trainee_of(client)
    if row.lighter or implement_for(rung, trainee) != row.target.implement or not row.load:
        return None, ""
    days = (client.today() - row.on).days
    away = next((each for each in LAY_OFFS if days >= each[0]), None)
    if away is None or _unit(row, client) == BAND:
        return first_load(rung, trainee, row.load), ""
    words = gettext("%(days)s days ago, so from %(percent)s %% of it.") % {
        "days": days,
        "percent": f"{away[2] * 100:.0f}",
    }
    return first_load(rung, trainee, row.load * away[2]), words


def _unit(row: _Trained, client: Client) -> str:
    return BAND if row.target.implement == Implement.BAND else client.unit


def _from_elsewhere(client: Client, rungs: list[Rung], rows: list[_Trained]) -> Suggestion | None:
    """The rung whose exercise was trained last in something else: its load was for other reps, so it is only told."""
    by_variation: dict[UUID, Rung] = {}
    for rung in rungs:
        by_variation.setdefault(rung.variation_id, rung)
    known = [row for row in rows if row.target.variation_id in by_variation]
    if not known:
        return None
    row = max(known, key=lambda each: (each.on, -by_variation[each.target.variation_id].position))
    rung = by_variation[row.target.variation_id]
    facts = {"day": _day(row.on, client), "load": load_text(row.load, _unit(row, client))}
    if row.target.rung:
        before = gettext("Trained this rung’s exercise in %(progression)s on %(day)s at %(load)s.")
        facts["progression"] = told(row.target.rung.progression.name)
    else:
        before = gettext("Trained this rung’s exercise outside of any on %(day)s at %(load)s.")
    why = f"{gettext('New on this progression.')} {before % facts}"
    return Suggestion(rung=rung, why=why, is_logged=True)


def _from_nothing(rungs: list[Rung], otherwise: Rung | None) -> Suggestion:
    if otherwise is None:
        return Suggestion(rung=rungs[0], why=gettext("Nothing logged on it yet, so from the first rung."))
    same = next((rung for rung in rungs if rung.pk == otherwise.pk), rungs[0])
    return Suggestion(rung=same, why=gettext("Nothing logged on it yet, so from where the program starts it."))


def _within_reach(found: Suggestion, client: Client, rungs: list[Rung]) -> Suggestion:
    """The nearest rung at or below that the client has the equipment for; as it is where there is none."""
    trainee = trainee_of(client)
    if loads_for_rung(found.rung, trainee):
        return found
    place = rungs.index(found.rung)
    lower = next((rung for rung in reversed(rungs[:place]) if loads_for_rung(rung, trainee)), None)
    if lower is None:
        return found
    needs = {"rung": found.rung.position, "needs": one_of([implement_word(each) for each in found.rung.implements])}
    below = gettext("Rung %(rung)s needs %(needs)s, so the nearest below without it.") % needs
    why = f"{found.why} {below}"
    return Suggestion(rung=lower, why=why, is_logged=found.is_logged)


def _day(day: dt.date, client: Client) -> str:
    """`24 Nov`; with its year where that is another one."""
    return day_of_month(day) if day.year == client.today().year else full_day(day)
