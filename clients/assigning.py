"""Give a client a progression: check it, preview it, do it."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from clients import happened
from clients.cards import refresh_overtaken
from clients.history import trainee_of
from clients.models import Assignment, Client, Proposal, Session
from clients.pace import percent_met
from clients.schedule import ONE_DAY, Schedule
from clients.services import finish_session
from programs.engine import (
    EVERY_TARGET,
    Pace,
    Prescription,
    ProjectedSession,
    Projection,
    Start,
    parse_case,
    project,
)
from programs.models import Implement, Progression, Rung
from programs.prescribing import engine_prescription, implement_for, loads_for_rung, needs_start_load
from programs.sentences import BAND, load_text
from programs.showing import implement_word, short_name

PREVIEW_WEEKS = 6
OWN_WEEKS, OWN_RUNS = 16, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a coach chose on the assign page."""

    client: Client
    progression: Progression
    start_rung: Rung
    start_date: dt.date
    weekdays: list[int]
    coupling: str = "shared"
    policy: str = "rung_changes"
    start_load: Decimal | None = None
    deload_every_weeks: int | None = None


def conflicts(plan: Plan) -> dict[str, list[str]]:
    """What stands in the way, by field of the form. Empty when nothing does."""
    found: dict[str, list[str]] = {}
    client, rung, trainee = plan.client, plan.start_rung, trainee_of(plan.client)
    if client.status == Client.Status.ARCHIVED:
        found["client"] = [gettext("%(name)s is archived. Restore them first.") % {"name": client.first_name}]
    if not loads_for_rung(rung, trainee):
        found["start_rung"] = [
            gettext("%(name)s has none of: %(implements)s. Choose another rung or add equipment.")
            % {"name": client.first_name, "implements": ", ".join(map(implement_word, rung.implements))}
        ]
    elif plan.start_load is None and needs_start_load(rung, trainee):
        found["start_load"] = [
            gettext("%(name)s’s body mass is unknown, so say where to start.") % {"name": client.first_name}
        ]
    elif plan.start_load is not None:
        found |= _out_of_reach(plan.start_load, rung, client)
    return found


def _out_of_reach(load: Decimal, rung: Rung, client: Client) -> dict[str, list[str]]:
    loads, unit = loads_for_rung(rung, trainee_of(client)), loads_in(rung, client)
    if load > loads[-1]:
        most = load_text(loads[-1], unit) if loads[-1] else gettext("bodyweight alone")
        return {
            "start_load": [
                gettext("The most %(name)s can load here is %(most)s.") % {"name": client.first_name, "most": most}
            ]
        }
    if load < loads[0]:
        return {
            "start_load": [
                gettext("The lightest %(name)s can load here is %(loads)s.")
                % {"name": client.first_name, "loads": load_text(loads[0], unit)}
            ]
        }
    return {}


@transaction.atomic
def assign_progression(plan: Plan, *, by: User) -> Assignment:
    """The client's progression from now on; the one before ends, its history stays.

    Raises ValidationError keyed by the form's fields.
    """
    found = conflicts(plan)
    if found:
        raise ValidationError(found)
    held = Client.objects.select_for_update().get(pk=plan.client.pk)
    for running in Assignment.objects.whole().filter(
        practice_id=plan.client.practice_id, client=plan.client, status=Assignment.Status.ACTIVE
    ):
        end_assignment(running)
    assignment = Assignment(
        practice_id=plan.client.practice_id,
        client=plan.client,
        progression=plan.progression,
        start_rung=plan.start_rung,
        start_load=plan.start_load,
        start_date=plan.start_date,
        weekdays=sorted(set(plan.weekdays)),
        coupling=plan.coupling,
        policy=plan.policy,
        deload_every_weeks=plan.deload_every_weeks,
        pauses=begun_pauses(held),
        created_by=by,
    )
    assignment.full_clean(exclude=["client", "practice", "progression", "start_rung", "created_by"])
    assignment.save()
    happened.assignment_changed(assignment, "assigned")
    return assignment


def begun_pauses(client: Client) -> list[list[str | None]]:
    """Who is paused begins with the pause: nothing of it counts as missed when training is resumed."""
    return [[client.today().isoformat(), None]] if client.status == Client.Status.PAUSED else []


def end_assignment(assignment: Assignment) -> None:
    """No further sessions come due. What was logged stays as it is; what still waited for a decision is overtaken."""
    started = assignment.sessions.filter(status=Session.Status.OPEN, sets__isnull=False).distinct()
    for session in started:
        finish_session(session)
    assignment.status, assignment.ended_at = Assignment.Status.ENDED, timezone.now()
    assignment.save(update_fields=["status", "ended_at"])
    assignment.tracks.update(status=Assignment.Status.ENDED, ended_at=assignment.ended_at)
    Proposal.objects.filter(Q(assignment=assignment) | Q(assignment__parent=assignment), status="waiting").update(
        status="superseded"
    )
    happened.assignment_changed(assignment, "ended")
    refresh_overtaken(assignment.practice_id, client_id=assignment.client_id)


# --- Preview --------------------------------------------------------------------------------------------------


def preview(plan: Plan, *, own: Pace | None = None, weeks: int = PREVIEW_WEEKS) -> dict[str, Any]:
    """The first weeks as the engine itself plays them when every target is met.

    Returns `weeks`: a list of {"number", "days": [{"date", "session" or None}] × 7}, and `milestones`:
    [{"kind": "rung" | "own" | "deload", "name", "date"}]. `own`: how the client usually does; the first move up is
    then told at that pace too (see `_at_own_pace`).
    """
    ladder, rungs = list(plan.progression.rungs.all()), engine_ladder(plan)
    first = _schedule(plan).to_decide_for(plan.start_date - ONE_DAY)
    monday = first - dt.timedelta(days=first.weekday())
    projection = _project(plan, rungs, _due_within(plan, monday, weeks))
    sessions = [_seen(session, ladder, plan) for session in projection.sessions]
    by_date = {session["date"]: session for session in sessions}
    days = [monday + dt.timedelta(days=n) for n in range(7 * weeks)]
    rows = [
        {"number": n + 1, "days": [{"date": day, "session": by_date.get(day)} for day in days[7 * n : 7 * n + 7]]}
        for n in range(weeks)
    ]
    milestones = _milestones(sessions, plan)
    move = next((place for place, mark in enumerate(milestones) if mark["kind"] == "rung"), None)
    if move is not None and own and min(own.left, own.right) < 1:
        dates = _due_within(plan, monday, OWN_WEEKS)
        milestones.insert(move + 1, _at_own_pace(milestones[move], plan, rungs, dates, own))
    return {"weeks": rows, "milestones": milestones, "sessions": sessions}


def engine_ladder(plan: Plan) -> list[Prescription]:
    """The rungs of a plan as the engine reads them. One that the client cannot load ends the way up, as live."""
    ladder, trainee = list(plan.progression.rungs.all()), trainee_of(plan.client)
    start = _start_place(plan)
    reach = next((n for n in range(start + 1, len(ladder)) if not loads_for_rung(ladder[n], trainee)), len(ladder))
    cases = [
        engine_prescription(
            rung,
            ladder=ladder,
            trainee=trainee,
            sides=rung.sides,
            coupling=plan.coupling if len(rung.sides) > 1 else "shared",
            deload_every_weeks=plan.deload_every_weeks,
        )
        for rung in ladder[:reach]
    ]
    return [parse_case({"prescription": case, "history": []})[0] for case in cases]


def _start_place(plan: Plan) -> int:
    return next(n for n, rung in enumerate(plan.progression.rungs.all()) if rung.pk == plan.start_rung.pk)


def _due_within(plan: Plan, monday: dt.date, weeks: int) -> list[dt.date]:
    last = monday + dt.timedelta(days=7 * weeks - 1)
    return _schedule(plan).between(plan.start_date, last)


def _schedule(plan: Plan) -> Schedule:
    return Schedule(start=plan.start_date, weekdays=plan.weekdays)


def _project(plan: Plan, rungs: list[Prescription], dates: list[dt.date], *, pace: Pace = EVERY_TARGET) -> Projection:
    start = Start(rung=_start_place(plan), load=plan.start_load)
    return project(ladder=rungs, left=start, right=start, dates=dates, pace=pace)


def _seen(session: ProjectedSession, ladder: list[Rung], plan: Plan) -> dict[str, Any]:
    """A day of the calendar. With every target met both sides are asked the same; were they not, the lower is shown."""
    side = min(session.sides.values(), key=lambda each: (each.rung, each.load))
    rung = ladder[side.rung]
    return {
        "date": session.on,
        "rung": rung,
        "foot": rung.variation.foot_code,
        "load": side.load,
        "unit": loads_in(rung, plan.client),
        "sets": side.sets,
        "reps": list(side.reps),
        "is_new_rung": rung.pk != plan.start_rung.pk,
        "is_deload": session.deload,
        "action": side.action.code,
        "sides": {name: (ladder[each.rung], each) for name, each in session.sides.items()},
    }


def loads_in(rung: Rung, client: Client) -> str:
    """What this client's loads on a rung are counted in: kg, lb, or the levels of a band."""
    return BAND if implement_for(rung, trainee_of(client)) == Implement.BAND else client.unit


def _milestones(sessions: list[dict[str, Any]], plan: Plan) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    position = plan.start_rung.position
    for session in sessions:
        if session["rung"].position != position:
            position = session["rung"].position
            session["milestone"] = True
            found.append({"kind": "rung", "name": short_name(session["rung"]), "date": session["date"]})
        if session["is_deload"] and not any(mark["kind"] == "deload" for mark in found):
            found.append({"kind": "deload", "name": "", "date": session["date"]})
    return found


def _at_own_pace(
    move: dict[str, Any], plan: Plan, rungs: list[Prescription], dates: list[dt.date], own: Pace
) -> dict[str, Any]:
    """The first move up as it usually turns out: the middle one of OWN_RUNS simulations, at `percent` of targets met.

    `date` is None where that is not within `weeks` weeks.
    """
    above = _start_place(plan) + 1
    paces = [replace(own, seed=seed) for seed in range(OWN_RUNS)]
    runs = [_project(plan, rungs, dates, pace=pace).first_day_on(above) for pace in paces]
    middle = sorted(runs, key=lambda day: day or dt.date.max)[OWN_RUNS // 2]
    return {"kind": "own", "name": move["name"], "date": middle, "percent": percent_met(own), "weeks": OWN_WEEKS}
