"""Plans of assignments from what a tool names by id, with the same starts that the pages suggest. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from clients.assigning import Plan, loads_in, preview
from clients.assigning_many import Obstacles
from clients.assigning_programs import ProgramPlan
from clients.history import read_history, trainee_of
from clients.models import Assignment, Client
from clients.pace import own_pace
from clients.program_days import first_rungs
from clients.program_preview import PreviewItem, preview_program
from clients.suggesting import Suggestion, suggest
from programs.models import Program, Progression, Rung
from programs.prescribing import first_load


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One client and where they begin: a rung and load of a progression, or rungs by progression of a program.

    What is not named is as suggested.
    """

    client: Client
    start_rung: UUID | None = None
    start_load: Decimal | None = None
    starts: Mapping[UUID, UUID] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where a client begins a progression. `load`: what is asked first; None where the body mass is not known. `said`:
    the load that the assignment keeps, None where the rung's own holds.
    """

    progression: UUID
    rung: Rung
    said: Decimal | None
    load: Decimal | None
    unit: str
    suggested: Suggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan with what it came from. `ends`: what the client follows now."""

    plan: Plan | ProgramPlan
    starts: list[Start]
    ends: Assignment | None


def plan_all(
    user: Any, wanted: Sequence[Wanted], rules: Mapping[str, Any], *, progression: UUID | None, program: UUID | None
) -> list[Planned]:
    """A plan for each; the same few queries however many. `rules`: start date, weekdays and how it is followed.

    Raises ValidationError keyed by `progression`, `program`, `start_rung` or `starts` for what is not there.
    """
    chosen, ladders, written = _given(user, progression, program)
    usual = {rung.progression_id: rung for rung in written}
    suggested = suggest([each.client for each in wanted], ladders, otherwise=usual)
    running = _running(user, [each.client for each in wanted])
    found = []
    for each in wanted:
        _check_named(each, ladders)
        alone = program is None
        starts = [_start(each, ladder, suggested[each.client.pk, ladder.pk], alone=alone) for ladder in ladders]
        plan = _plan(chosen, each, starts, rules)
        found.append(Planned(plan=plan, starts=starts, ends=running.get(each.client.pk)))
    return found


def _unknown(name: str, words: str) -> ValidationError:
    return ValidationError({name: ValidationError(words, code="unknown")})


def _given(
    user: Any, progression: UUID | None, program: UUID | None
) -> tuple[Progression | Program, list[Progression], list[Rung]]:
    """What is given, the ladders that it follows, and where a program begins them."""
    if progression is not None:
        ladder = Progression.objects.for_user(user).offered().with_rungs().filter(pk=progression).first()
        if ladder is None:
            raise _unknown("progression", "No progression that can be assigned has this id.")
        return ladder, [ladder], []
    found = Program.objects.for_user(user).current().filter(archived_at=None).with_days().filter(pk=program).first()
    if found is None:
        raise _unknown("program", "No program that can be assigned has this id.")
    written = first_rungs(found)
    order = [rung.progression_id for rung in written]
    rows = Progression.objects.for_user(user).filter(pk__in=order).with_rungs()
    return found, sorted(rows, key=lambda each: order.index(each.pk)), written


def _running(user: Any, clients: Sequence[Client]) -> dict[UUID, Assignment]:
    rows = Assignment.objects.for_coach(user).active().whole().filter(client__in=[each.pk for each in clients])
    return {row.client_id: row for row in rows.select_related("client", "progression", "start_rung", "program")}


def _check_named(wanted: Wanted, ladders: Sequence[Progression]) -> None:
    unknown = set(wanted.starts) - {ladder.pk for ladder in ladders}
    if unknown:
        raise _unknown("starts", "The program does not follow this progression.")


def _start(wanted: Wanted, ladder: Progression, suggested: Suggestion, *, alone: bool) -> Start:
    """`alone`: the progression is followed by itself. The load of a program's is always its rung's own."""
    named = wanted.start_rung or wanted.starts.get(ladder.pk)
    field_name = "start_rung" if wanted.start_rung else "starts"
    rung = next((each for each in ladder.rungs.all() if each.pk == named), None) if named else suggested.rung
    if rung is None:
        raise _unknown(field_name, "Choose a rung of this progression.")
    client, said = wanted.client, wanted.start_load
    if said is None and not named and alone:
        said = suggested.load
    first = first_load(rung, trainee_of(client), said)
    is_known = bool(said) or rung.start_percent is None or client.body_mass_kg is not None
    return Start(
        progression=ladder.pk,
        rung=rung,
        said=said,
        load=first if is_known else None,
        unit=loads_in(rung, client),
        suggested=suggested,
    )


def _plan(
    given: Progression | Program, wanted: Wanted, starts: Sequence[Start], rules: Mapping[str, Any]
) -> Plan | ProgramPlan:
    said = {**rules, "start_date": rules.get("start_date") or wanted.client.today()}
    if isinstance(given, Program):
        if wanted.start_rung or wanted.start_load is not None:
            raise ValidationError({"start_rung": "A program begins each of its progressions: name them in starts."})
        return ProgramPlan(
            client=wanted.client, program=given, starts={each.progression: each.rung for each in starts}, **said
        )
    if wanted.starts:
        raise ValidationError({"starts": "A progression begins on one rung: name it in start_rung."})
    [start] = starts
    return Plan(client=wanted.client, progression=given, start_rung=start.rung, start_load=start.said, **said)


# --- What would follow ----------------------------------------------------------------------------------------


def foreseen(planned: Planned) -> dict[str, Any]:
    """The first weeks as the engine plays them when every target is met: `sessions` and, of a ladder, `milestones`."""
    plan = planned.plan
    if isinstance(plan, ProgramPlan):
        weeks = preview_program(plan)
        days = [
            {"date": day.date, "title": day.title, "items": [_item(item) for item in day.items]}
            for week in weeks
            for day in week.days
        ]
        return {"sessions": days, "milestones": []}
    running = planned.ends
    own = own_pace(read_history(running)) if running and running.progression_id else None
    seen = preview(plan, own=own)
    sessions = [
        {"date": session["date"], "title": "", "items": [_on_ladder(session, plan.client)]}
        for session in seen["sessions"]
    ]
    return {"sessions": sessions, "milestones": seen["milestones"]}


def _on_ladder(session: Mapping[str, Any], client: Client) -> dict[str, Any]:
    sides = [_side(name, rung, side, client) for name, (rung, side) in session["sides"].items()]
    return {"label": "", "is_deload": session["is_deload"], "sides": sides}


def _side(name: str, rung: Rung, side: Any, client: Client) -> dict[str, Any]:
    return {
        "side": name,
        "rung": rung.pk,
        "variation": rung.variation_id,
        "load": side.load,
        "load_words": "",
        "unit": loads_in(rung, client),
        "sets": side.sets,
        "reps": list(side.reps),
        "seconds": None,
        "reps_low": rung.reps_low,
        "reps_high": rung.reps_high,
        "rir": rung.rir,
        "action": side.action.code,
    }


def _item(item: PreviewItem) -> dict[str, Any]:
    if item.session is not None:
        sides = [_side(name, item.ladder[side.rung], side, item.client) for name, side in item.session.sides.items()]
        return {"label": item.label, "is_deload": item.session.deload, "sides": sides}
    sides = [
        {
            "side": target.side,
            "rung": None,
            "variation": target.variation_id,
            **{
                name: getattr(target, name)
                for name in ("load", "load_words", "unit", "sets", "reps", "seconds", "reps_low", "reps_high", "rir")
            },
            "action": None,
        }
        for target in item.targets
    ]
    return {"label": item.label, "is_deload": False, "sides": sides}


# --- What stands in the way -----------------------------------------------------------------------------------


def in_the_way(found: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Obstacles by the API's fields: a program's `start_<progression>` is one of its `starts`."""
    said: dict[str, list[str]] = {}
    for name, texts in found.items():
        known = name in ("client", "start_rung", "start_load", "program", "weekdays")
        said.setdefault(name if known or not name.startswith("start_") else "starts", []).extend(texts)
    return said


def all_in_the_way(found: Obstacles, clients: Sequence[Client]) -> dict[str, Any]:
    """The same for many: what is everybody's at the top, the rest at its place in `clients`."""
    rows = {
        str(place): in_the_way(found.by_client[client.pk])
        for place, client in enumerate(clients)
        if client.pk in found.by_client
    }
    return in_the_way(found.shared) | ({"clients": rows} if rows else {})
