"""A program before it is given: its first weeks with a client's own loads, as far as they can be known."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from clients.assigning import PREVIEW_WEEKS, Plan, engine_ladder, loads_in
from clients.assigning_programs import ProgramPlan
from clients.calendar import load_text, reps_text
from clients.freezing import asked_as_written
from clients.models import Client, Target
from clients.places import target_load_words
from clients.schedule import Schedule
from programs.engine import ProjectedSession, Start, project
from programs.models import ProgramItem, Progression, Rung
from programs.showing import short_name


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewItem:
    """One exercise of a day. `text`: what is asked; `is_adaptive`: it follows a progression and is decided anew.

    The figures of an adaptive one are those of `session`, on the rungs of `ladder`; a fixed one has `targets`.
    """

    label: str
    name: str
    foot: str
    text: str
    is_adaptive: bool
    client: Client
    session: ProjectedSession | None = None
    ladder: list[Rung] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewDay:
    date: dt.date
    title: str
    items: list[PreviewItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewWeek:
    number: int
    days: list[PreviewDay]


def preview_program(plan: ProgramPlan, *, weeks: int = PREVIEW_WEEKS) -> list[PreviewWeek]:
    """The first weeks as the engine plays them when every target is met; fixed exercises as written.

    Wants the program with its days (`with_days`), and a plan without conflicts.
    """
    program = plan.program
    shown = min(weeks, program.weeks)
    dates = Schedule(start=plan.start_date, weekdays=plan.weekdays, length=shown * program.days_a_week).dates()
    written = {(day.week, day.day): day for day in program.days.all()}
    played = _played(plan, dates, written)
    found = []
    for week in range(1, shown + 1):
        days = []
        for number in range(1, program.days_a_week + 1):
            date, day = dates[(week - 1) * program.days_a_week + number - 1], written.get((week, number))
            rows = [_item(each, plan.client, played, date) for each in day.items.all()] if day else []
            days.append(PreviewDay(date=date, title=day.title if day else "", items=rows))
        found.append(PreviewWeek(number=week, days=days))
    return found


def _played(
    plan: ProgramPlan, dates: list[dt.date], written: dict[tuple[int, int], Any]
) -> dict[tuple[UUID, dt.date], tuple[list[Rung], Rung, ProjectedSession]]:
    """What each progression comes to on each of its days, by the progression that the item names."""
    starts = {rung.progression_id: rung for rung in plan.start_rungs()}
    ladders = {each.pk: each for each in Progression.objects.filter(pk__in=starts).with_rungs()}
    per_week = plan.program.days_a_week
    found = {}
    for progression_id, rung in starts.items():
        named = {place for place, day in written.items() if _names(day, progression_id)}
        days = [day for n, day in enumerate(dates) if (n // per_week + 1, n % per_week + 1) in named]
        ladder = list(ladders[progression_id].rungs.all())
        for session in _sessions(plan, ladders[progression_id], rung, days):
            side = min(session.sides.values(), key=lambda each: (each.rung, each.load))
            found[progression_id, session.on] = (ladder, ladder[side.rung], session)
    return found


def _names(day: Any, progression_id: UUID) -> bool:
    return any(item.rung and item.rung.progression_id == progression_id for item in day.items.all())


def _sessions(plan: ProgramPlan, progression: Progression, rung: Rung, days: list[dt.date]) -> Any:
    track = Plan(
        client=plan.client,
        progression=progression,
        start_rung=rung,
        start_date=plan.start_date,
        weekdays=plan.weekdays,
        coupling=plan.coupling,
        deload_every_weeks=plan.deload_every_weeks,
    )
    place = next(n for n, each in enumerate(progression.rungs.all()) if each.pk == rung.pk)
    start = Start(rung=place, load=None)
    return project(ladder=engine_ladder(track), left=start, right=start, dates=days).sessions if days else []


def _item(item: ProgramItem, client: Client, played: dict[Any, Any], date: dt.date) -> PreviewItem:
    if item.rung is None:
        name = item.variation.full_name if item.variation else ""
        foot = item.variation.foot_code if item.variation else ""
        text, targets = fixed_words(item, client), asked_as_written(item, client).targets
        return PreviewItem(
            label=item.label, name=name, foot=foot, text=text, is_adaptive=False, client=client, targets=targets
        )
    ladder, rung, session = played.get((item.rung.progression_id, date), ([], item.rung, None))
    side = min(session.sides.values(), key=lambda each: (each.rung, each.load)) if session else None
    text = f"{reps_text(list(side.reps))} · {load_text(side.load, loads_in(rung, client))}" if side else ""
    return PreviewItem(
        label=item.label,
        name=short_name(rung),
        foot=rung.variation.foot_code,
        text=text,
        is_adaptive=True,
        client=client,
        session=session,
        ladder=ladder,
    )


def fixed_words(item: ProgramItem, client: Client) -> str:
    """A fixed exercise in a line for this client: `3 × 8–12 per side · 20 kg · RIR 2`."""
    target = asked_as_written(item, client).targets[0]
    if target.seconds is not None:
        dose = f"{target.sets} × {target.seconds} s"
    elif target.reps:
        dose = reps_text(list(target.reps))
    else:
        dose = f"{target.sets} × {target.reps_low}–{target.reps_high}"
    load = target_load_words(target)
    words = target.load_words if target.load is not None and target.load_words else ""
    rir = "" if target.rir is None else f"RIR {target.rir}"
    first = gettext("%(dose)s per side") % {"dose": dose} if item.per_side else dose
    return " · ".join(part for part in (first, load, words, rir) if part)
