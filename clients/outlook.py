"""What a drafted progression would do: the ladder with the weeks in which its rungs can be reached. Writes nothing."""

import datetime as dt
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clients.assigning import Plan, engine_ladder, loads_in
from clients.calendar import load_text, reps_text
from clients.history import History, read_history
from clients.models import Assignment, Client
from clients.schedule import Schedule
from programs.engine import ProjectedSession, Start, project
from programs.models import Progression, Rung
from programs.prescribing import gate_of
from programs.showing import dose, implements_words, short_name

WEEKS = 104
FIRST = 4
TUESDAY_FRIDAY = [1, 4]
TYPICAL_MASS = Decimal(70)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One rung as the client's ladder draws it. `week`: `week 14`, or nothing where it is not reached."""

    position: int
    name: str
    notes: list[str]
    foot: str
    state: str
    sides: list[str]
    week: str
    gate: Sequence[Any] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """`rows`: top rung first. `first`: (`week 1, Tue`, `3 × 8 · 20 kg`). `stops`: why it does not reach the top."""

    rows: list[Row]
    first: list[tuple[str, str]]
    top: str
    stops: str
    label: str


def typical_client() -> Client:
    """Somebody of 70 kg with the usual gym. Never saved."""
    return Client(name="Somebody typical", body_mass_kg=TYPICAL_MASS)


def unsaved(rungs: Sequence[Rung]) -> Progression:
    """A progression of these rungs that is in no table, numbered from 1 as if those that are wrong were not there."""
    numbered = [copy(rung) for rung in rungs]
    for position, rung in enumerate(numbered, start=1):
        rung.position = position
    progression = Progression(name="")
    progression._prefetched_objects_cache = {"rungs": numbered}  # type: ignore[attr-defined]
    return progression


def outlook(rungs: Sequence[Rung], client: Client, running: Assignment | None, *, today: dt.date) -> Outlook:
    """From where each side of the client stands, on the days that they train; a new one begins on the first rung,
    twice a week.
    """
    progression = unsaved(rungs)
    ladder = list(progression.rungs.all())
    starts = _starts(ladder, running)
    low, high = sorted(start.rung for start in starts.values())
    plan = _plan(progression, ladder[high], client, running, today)
    reach = engine_ladder(plan)
    every_day = Schedule(start=today, weekdays=plan.weekdays)
    dates = every_day.between(today, today + dt.timedelta(days=7 * WEEKS - 1))
    monday = dates[0] - dt.timedelta(days=dates[0].weekday())
    if high >= len(reach):
        return _drawn(ladder, starts, {}, [], _none_of(client, ladder[high]))
    played = project(ladder=reach, left=starts["left"], right=starts["right"], dates=dates)
    weeks = {
        place: (day - monday).days // 7 + 1
        for place in range(low, len(ladder))
        if (day := played.first_day_on(place)) is not None
    }
    first = [_session(each, monday, ladder, client) for each in played.sessions[:FIRST]]
    return _drawn(ladder, starts, weeks, first, _stops(ladder, reach, weeks, client))


def _starts(ladder: list[Rung], running: Assignment | None) -> dict[str, Start]:
    """Where each side begins: on the rung it stands on, as heavy as last time there; where that one is gone,
    on the nearest below.

    Sides that share a rung begin at the lighter load of the two; both stand on a rung for both.
    """
    begin = Start(rung=0)
    if running is None:
        return {"left": begin, "right": begin}
    history = read_history(running)
    starts = {side: _start(ladder, history, side) for side in ("left", "right")}
    lower = min(starts.values(), key=lambda start: (start.rung, start.load or 0))
    if ladder[lower.rung].sides == ["both"] or starts["left"].rung == starts["right"].rung:
        return {"left": lower, "right": lower}
    return starts


def _start(ladder: list[Rung], history: History, side: str) -> Start:
    stands = history.rung(side)
    at_most = [rung for rung in history.ladder if rung.position <= stands.position]
    for rung in reversed(at_most):
        place = next((n for n, each in enumerate(ladder) if each.lineage == rung.lineage), None)
        if place is not None:
            return Start(rung=place, load=history.last_load_on(rung, side) if rung is stands else None)
    return Start(rung=0)


def _plan(progression: Progression, start: Rung, client: Client, running: Assignment | None, today: dt.date) -> Plan:
    return Plan(
        client=client,
        progression=progression,
        start_rung=start,
        start_load=None,
        start_date=today,
        weekdays=running.weekdays if running else TUESDAY_FRIDAY,
        coupling=running.coupling if running else "shared",
        deload_every_weeks=running.deload_every_weeks if running else None,
    )


def _session(session: ProjectedSession, monday: dt.date, ladder: list[Rung], client: Client) -> tuple[str, str]:
    week = (session.on - monday).days // 7 + 1
    asked = {
        name: f"{reps_text(list(side.reps))} · {load_text(side.load, loads_in(ladder[side.rung], client))}"
        for name, side in session.sides.items()
    }
    alike = len(set(asked.values())) == 1
    words = next(iter(asked.values())) if alike else ", ".join(f"{name} {each}" for name, each in asked.items())
    return f"Week {week}, {session.on:%a}", words


def _stops(ladder: list[Rung], reach: Sequence[Any], weeks: dict[int, int], client: Client) -> str:
    if len(ladder) - 1 in weeks:
        return ""
    last = max(weeks, default=0)
    if last + 1 == len(reach) < len(ladder):
        return _none_of(client, ladder[len(reach)])
    if gate_of(ladder[last]) is None:
        return f"Rung {last + 1} has no gate, so nothing opens rung {last + 2}."
    return f"Rung {last + 2} is not reached in {WEEKS // 52} years: see the gate and the loads of rung {last + 1}."


def _none_of(client: Client, rung: Rung) -> str:
    return f"Stops below rung {rung.position}: no {' or '.join(rung.implements)} there."


def _drawn(
    ladder: list[Rung],
    starts: dict[str, Start],
    weeks: dict[int, int],
    first: list[tuple[str, str]],
    stops: str,
) -> Outlook:
    low, high = sorted(start.rung for start in starts.values())
    rows = [
        Row(
            position=rung.position,
            name=short_name(rung),
            notes=[implements_words(rung), dose(rung)],
            foot=rung.variation.foot_code,
            state="done" if place < low else "now" if place <= high else "ahead",
            sides=_standing(rung, [side for side, start in starts.items() if start.rung == place]),
            week=f"week {weeks[place]}" if place > high and place in weeks else "",
        )
        for place, rung in enumerate(ladder)
    ]
    top = ladder[-1]
    reached = len(ladder) - 1 > high and weeks.get(len(ladder) - 1)
    words = f"{short_name(top)} in week {reached} at the earliest" if reached else ""
    return Outlook(rows=rows[::-1], first=first, top=words, stops=stops, label=f"Ladder of {len(ladder)} rungs")


def _standing(rung: Rung, sides: list[str]) -> list[str]:
    return ["both"] if sides and rung.sides == ["both"] else sides
