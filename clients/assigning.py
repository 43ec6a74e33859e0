"""Give a client a progression: check it, preview it, do it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from clients.history import trainee_of
from clients.models import Assignment, Client, Session
from clients.schedule import due_between, due_dates
from clients.services import finish_session
from clients.standing import figure
from programs.engine import ProjectedSession, parse_case, project
from programs.models import Progression, Rung
from programs.prescribing import engine_prescription, loads_for_rung, needs_start_load
from programs.showing import short_name

PREVIEW_WEEKS = 6


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
        found["client"] = [f"{client.first_name} is archived. Restore them first."]
    if not loads_for_rung(rung, trainee):
        found["start_rung"] = [
            f"{client.first_name} has none of: {', '.join(rung.implements)}. Choose another rung or add equipment."
        ]
    elif plan.start_load is None and needs_start_load(rung, trainee):
        found["start_load"] = [f"{client.first_name}’s body mass is unknown, so say where to start."]
    elif plan.start_load is not None and plan.start_load > (heaviest := loads_for_rung(rung, trainee)[-1]):
        most = "bodyweight alone" if heaviest == 0 else f"{figure(heaviest)} {client.unit}"
        found["start_load"] = [f"The most {client.first_name} can load here is {most}."]
    elif plan.start_load is not None and plan.start_load < (lightest := loads_for_rung(rung, trainee)[0]):
        found["start_load"] = [f"The lightest {client.first_name} can load here is {figure(lightest)} {client.unit}."]
    return found


@transaction.atomic
def assign_progression(plan: Plan, *, by: User) -> Assignment:
    """The client's progression from now on; the one before ends, its history stays.

    Raises ValidationError keyed by the form's fields.
    """
    found = conflicts(plan)
    if found:
        raise ValidationError(found)
    Client.objects.select_for_update().get(pk=plan.client.pk)
    for running in Assignment.objects.filter(
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
        created_by=by,
    )
    assignment.full_clean(exclude=["client", "practice", "progression", "start_rung", "created_by"])
    assignment.save()
    return assignment


def end_assignment(assignment: Assignment) -> None:
    """No further sessions come due. What was logged stays as it is; what still waited for a decision is overtaken."""
    started = assignment.sessions.filter(status=Session.Status.OPEN, sets__isnull=False).distinct()
    for session in started:
        finish_session(session)
    assignment.status, assignment.ended_at = Assignment.Status.ENDED, timezone.now()
    assignment.save(update_fields=["status", "ended_at"])
    assignment.proposals.filter(status="waiting").update(status="superseded")


# --- Preview --------------------------------------------------------------------------------------------------


def preview(plan: Plan, *, weeks: int = PREVIEW_WEEKS) -> dict[str, Any]:
    """The first weeks as the engine itself plays them when every target is met.

    Returns `weeks`: a list of {"number", "days": [{"date", "session" or None}] × 7}, and `milestones`:
    [{"kind": "rung" | "deload", "name", "date"}].
    """
    ladder = list(plan.progression.rungs.all())
    first = next(due_dates(plan.start_date, plan.weekdays, plan.start_date))
    monday = first - dt.timedelta(days=first.weekday())
    last = monday + dt.timedelta(days=7 * weeks - 1)
    dates = due_between(plan.start_date, plan.weekdays, plan.start_date, last)
    sessions = _simulate(plan, ladder, dates)
    by_date = {session["date"]: session for session in sessions}
    days = [monday + dt.timedelta(days=n) for n in range(7 * weeks)]
    rows = [
        {"number": n + 1, "days": [{"date": day, "session": by_date.get(day)} for day in days[7 * n : 7 * n + 7]]}
        for n in range(weeks)
    ]
    return {"weeks": rows, "milestones": _milestones(sessions, plan, ladder), "sessions": sessions}


def _simulate(plan: Plan, ladder: list[Rung], dates: list[dt.date]) -> list[dict[str, Any]]:
    trainee = trainee_of(plan.client)
    cases = [
        engine_prescription(
            rung,
            ladder=ladder,
            trainee=trainee,
            sides=rung.sides,
            coupling=plan.coupling if len(rung.sides) > 1 else "shared",
            deload_every_weeks=plan.deload_every_weeks,
        )
        for rung in ladder
    ]
    start = next(n for n, rung in enumerate(ladder) if rung.pk == plan.start_rung.pk)
    # A rung that the client cannot load ends the way up, as it does live.
    reach = next((n for n in range(start + 1, len(ladder)) if not loads_for_rung(ladder[n], trainee)), len(ladder))
    rungs = [parse_case({"prescription": case, "history": []})[0] for case in cases[:reach]]
    sessions = project(ladder=rungs, start_index=start, start_load=plan.start_load, dates=dates).sessions
    return [_seen(session, ladder, start, plan) for session in sessions]


def _seen(session: ProjectedSession, ladder: list[Rung], start: int, plan: Plan) -> dict[str, Any]:
    rung = ladder[session.rung]
    return {
        "date": session.on,
        "rung": rung,
        "foot": rung.variation.foot_code,
        "load": next(iter(session.load.values())),
        "unit": plan.client.unit,
        "sets": session.sets,
        "reps": list(session.reps),
        "is_new_rung": session.rung != start,
        "is_deload": session.deload,
        "action": session.action.code,
    }


def _milestones(sessions: list[dict[str, Any]], plan: Plan, ladder: list[Rung]) -> list[dict[str, Any]]:
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
