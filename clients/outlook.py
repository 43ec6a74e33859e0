"""What a drafted progression would do: the ladder with the weeks in which its rungs can be reached. Writes nothing."""

import datetime as dt
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from clients.assigning import Plan, engine_ladder, loads_in
from clients.calendar import load_text, reps_text
from clients.history import History, read_history
from clients.models import Assignment, Client
from clients.schedule import Schedule
from clients.words import side_word
from exercises.words import one_of, weekday_name
from programs.engine import ProjectedSession, Start, project
from programs.models import Progression, Rung
from programs.prescribing import gate_of
from programs.showing import dose, implement_word, implements_words, short_name

WEEKS = 104
FIRST = 4
TUESDAY_FRIDAY = [1, 4]
TYPICAL_MASS = Decimal(70)
NO_IMPLEMENT, NO_GATE, NOT_IN_TIME = "no_implement", "no_gate", "not_in_time"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Why the top is not reached: `below` the rung of this place, counted from 0."""

    below: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """The weeks to come on a ladder, bottom rung first. Weeks are counted from that of `monday`, which is the first.

    `days`: the first day on which a side stands on the rung of a place or above it, where that is reached.
    """

    ladder: list[Rung]
    starts: dict[str, Start]
    monday: dt.date
    days: dict[int, dt.date] = field(default_factory=dict)
    first: Sequence[ProjectedSession] = ()
    stop: Stop | None = None

    @property
    def stands(self) -> tuple[int, int]:
        """The places of the lower and the upper side."""
        low, high = sorted(start.rung for start in self.starts.values())
        return low, high

    def week_of(self, day: dt.date) -> int:
        return (day - self.monday).days // 7 + 1

    def week_on(self, place: int) -> int | None:
        """The week in which the rung of a place is reached; None where it never is, or is stood on already."""
        return self.week_of(self.days[place]) if place > self.stands[1] and place in self.days else None

    def state_of(self, place: int) -> str:
        low, high = self.stands
        return "done" if place < low else "now" if place <= high else "ahead"

    def sides_on(self, place: int) -> list[str]:
        return standing(self.ladder[place], [side for side, start in self.starts.items() if start.rung == place])


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
    """`look_ahead`, in words."""
    return _drawn(look_ahead(rungs, client, running, today=today), client)


def look_ahead(rungs: Sequence[Rung], client: Client, running: Assignment | None, *, today: dt.date) -> Ahead:
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
        return Ahead(ladder=ladder, starts=starts, monday=monday, stop=Stop(below=high, why=NO_IMPLEMENT))
    played = project(ladder=reach, left=starts["left"], right=starts["right"], dates=dates)
    days = {place: day for place in range(low, len(ladder)) if (day := played.first_day_on(place)) is not None}
    first = played.sessions[:FIRST]
    return Ahead(ladder=ladder, starts=starts, monday=monday, days=days, first=first, stop=_stop(ladder, reach, days))


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


def _stop(ladder: list[Rung], reach: Sequence[Any], days: dict[int, dt.date]) -> Stop | None:
    if len(ladder) - 1 in days:
        return None
    last = max(days, default=0)
    if last + 1 == len(reach) < len(ladder):
        return Stop(below=len(reach), why=NO_IMPLEMENT)
    return Stop(below=last + 1, why=NO_GATE if gate_of(ladder[last]) is None else NOT_IN_TIME)


def standing(rung: Rung, sides: list[str]) -> list[str]:
    """Both sides stand on a rung for both."""
    return ["both"] if sides and rung.sides == ["both"] else sides


# --- In words -------------------------------------------------------------------------------------------------


def _drawn(ahead: Ahead, client: Client) -> Outlook:
    rows = [
        Row(
            position=rung.position,
            name=short_name(rung),
            notes=[implements_words(rung), dose(rung)],
            foot=rung.variation.foot_code,
            state=ahead.state_of(place),
            sides=ahead.sides_on(place),
            week=gettext("week %(week)s") % {"week": week} if (week := ahead.week_on(place)) else "",
        )
        for place, rung in enumerate(ahead.ladder)
    ]
    reached = ahead.week_on(len(rows) - 1)
    top = {"rung": short_name(ahead.ladder[-1]), "week": reached}
    return Outlook(
        rows=rows[::-1],
        first=[_session(each, ahead, client) for each in ahead.first],
        top=gettext("%(rung)s in week %(week)s at the earliest") % top if reached else "",
        stops=stop_words(ahead),
        label=gettext("Ladder of %(count)s rungs") % {"count": len(rows)},
    )


def _session(session: ProjectedSession, ahead: Ahead, client: Client) -> tuple[str, str]:
    asked = {
        name: f"{reps_text(list(side.reps))} · {load_text(side.load, loads_in(ahead.ladder[side.rung], client))}"
        for name, side in session.sides.items()
    }
    alike = len(set(asked.values())) == 1
    words = (
        next(iter(asked.values())) if alike else ", ".join(f"{side_word(side)} {each}" for side, each in asked.items())
    )
    day = {"week": ahead.week_of(session.on), "day": weekday_name(session.on.weekday(), short=True)}
    return gettext("Week %(week)s, %(day)s") % day, words


def stop_words(ahead: Ahead) -> str:
    if ahead.stop is None:
        return ""
    above = ahead.stop.below + 1
    if ahead.stop.why == NO_IMPLEMENT:
        rung = ahead.ladder[ahead.stop.below]
        needs = {"rung": rung.position, "needs": one_of([implement_word(each) for each in rung.implements])}
        return gettext("Stops below rung %(rung)s: no %(needs)s there.") % needs
    facts = {"rung": above, "years": WEEKS // 52, "below": above - 1}
    if ahead.stop.why == NO_GATE:
        return gettext("Rung %(below)s has no gate, so nothing opens rung %(rung)s.") % facts
    words = gettext("Rung %(rung)s is not reached in %(years)s years: see the gate and the loads of rung %(below)s.")
    return words % facts
