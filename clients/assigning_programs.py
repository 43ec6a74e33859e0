"""Give a client a program: check it, preview it, do it. Its progressions are followed side by side, one track each."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext, ngettext

from accounts.models import User
from clients import happened
from clients.assigning import begun_pauses, end_assignment
from clients.history import trainee_of
from clients.models import Assignment, Client
from clients.program_days import first_rungs
from exercises.words import told
from programs.models import Program, ProgramItem, Progression, Rung
from programs.prescribing import loads_for_rung, needs_start_load
from programs.showing import implement_word


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramPlan:
    """What a coach chose. `starts`: by progression, the rung it is followed from; the program's own where it is not
    named."""

    client: Client
    program: Program
    start_date: dt.date
    weekdays: list[int]
    coupling: str = "shared"
    policy: str = "rung_changes"
    deload_every_weeks: int | None = None
    starts: Mapping[UUID, Rung] = field(default_factory=dict)

    def start_rungs(self) -> list[Rung]:
        """Where each progression of the program begins, in the order in which they come."""
        return [self.starts.get(rung.progression_id, rung) for rung in first_rungs(self.program)]


def start_field(progression: Progression) -> str:
    """The name of the form's field for a track's start rung."""
    return f"start_{progression.pk}"


def conflicts(plan: ProgramPlan) -> dict[str, list[str]]:
    """What stands in the way, by field of the form. Empty when nothing does."""
    return program_conflicts(plan.program, plan.weekdays) | client_conflicts(plan.client, plan.start_rungs())


def program_conflicts(program: Program, weekdays: Iterable[int]) -> dict[str, list[str]]:
    """What stands in the way of giving a program to anybody on these days."""
    found: dict[str, list[str]] = {}
    if program.archived_at is not None:
        found["program"] = [gettext("%(name)s is archived. Restore it first.") % {"name": program.name}]
    elif not program.days.filter(items__isnull=False).exists():
        found["program"] = [gettext("%(name)s is empty. Write an exercise into it first.") % {"name": program.name}]
    if len(set(weekdays)) != program.days_a_week:
        words = ngettext(
            "This program trains %(count)s day a week. Choose %(count)s day.",
            "This program trains %(count)s days a week. Choose %(count)s days.",
            program.days_a_week,
        )
        found["weekdays"] = [words % {"count": program.days_a_week}]
    twice = twice_a_day(program)
    if twice and "program" not in found:
        found["program"] = [twice]
    return found


def client_conflicts(client: Client, rungs: Iterable[Rung]) -> dict[str, list[str]]:
    """What stands in the way for one client who begins its progressions on these rungs. No queries."""
    found: dict[str, list[str]] = {}
    if client.status == Client.Status.ARCHIVED:
        found["client"] = [gettext("%(name)s is archived. Restore them first.") % {"name": client.first_name}]
    for rung in rungs:
        stands = start_conflict(rung, client)
        if stands:
            found[f"start_{rung.progression_id}"] = [stands]
    return found


def twice_a_day(program: Program) -> str:
    """A day that names one progression twice, in words, or nothing: a progression goes on once a day."""
    items = ProgramItem.objects.filter(practice_id=program.practice_id, day__program=program, rung__isnull=False)
    rows = items.values("day__week", "day__day", "rung__progression__name").annotate(times=Count("pk"))
    found = rows.filter(times__gt=1).order_by("day__week", "day__day").first()
    if found is None:
        return ""
    facts = {"week": found["day__week"], "day": found["day__day"], "name": told(found["rung__progression__name"])}
    return gettext("Week %(week)s, day %(day)s follows %(name)s twice. Once a day is enough.") % facts


def start_conflict(rung: Rung, client: Client) -> str:
    """Why this client cannot begin on a rung, or nothing."""
    trainee = trainee_of(client)
    if not loads_for_rung(rung, trainee):
        return gettext("%(name)s has none of: %(implements)s. Choose another rung or add equipment.") % {
            "name": client.first_name,
            "implements": ", ".join(map(implement_word, rung.implements)),
        }
    if needs_start_load(rung, trainee):
        return gettext("%(name)s’s body mass is unknown, so there is no load to start at. Write it down first.") % {
            "name": client.first_name
        }
    return ""


@transaction.atomic
def assign_program(plan: ProgramPlan, *, by: User) -> Assignment:
    """The client's program from now on; what ran before ends, its history stays.

    Raises ValidationError keyed by the form's fields.
    """
    found = conflicts(plan)
    if found:
        raise ValidationError(found)
    held = Client.objects.select_for_update().get(pk=plan.client.pk)
    running = Assignment.objects.whole().active().filter(practice_id=plan.client.practice_id, client=plan.client)
    for each in running:
        end_assignment(each)
    whole = _kept(Assignment(program=plan.program, pauses=begun_pauses(held), **_shared(plan, by)))
    for rung in plan.start_rungs():
        begin_track(whole, rung)
    happened.assignment_changed(whole, "assigned")
    return whole


def _shared(plan: ProgramPlan, by: User) -> dict[str, Any]:
    return {
        "practice_id": plan.client.practice_id,
        "client": plan.client,
        "start_date": plan.start_date,
        "weekdays": sorted(set(plan.weekdays)),
        "coupling": plan.coupling,
        "policy": plan.policy,
        "deload_every_weeks": plan.deload_every_weeks,
        "created_by": by,
    }


def begin_track(whole: Assignment, rung: Rung) -> Assignment:
    """Follow one progression of a program from `rung`, on the program's days and by its rules."""
    return _kept(
        Assignment(
            practice_id=whole.practice_id,
            client=whole.client,
            parent=whole,
            progression=rung.progression,
            start_rung=rung,
            start_date=whole.start_date,
            weekdays=whole.weekdays,
            coupling=whole.coupling,
            policy=whole.policy,
            deload_every_weeks=whole.deload_every_weeks,
            created_by=whole.created_by,
        )
    )


def _kept(row: Assignment) -> Assignment:
    row.full_clean(exclude=["client", "practice", "program", "parent", "progression", "start_rung", "created_by"])
    row.save()
    return row
