"""Give many clients the same thing at once, each from a rung of their own: all of them or none, and undone at will."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from accounts.models import User
from clients import happened
from clients.assigning import Plan, begun_pauses
from clients.assigning import conflicts as progression_conflicts
from clients.assigning_programs import ProgramPlan, client_conflicts, program_conflicts
from clients.cards import refresh
from clients.models import Assignment, AssignmentBatch, Client, Proposal, ReviewCard, Session, SetLog
from clients.pausing import pauses_of
from clients.program_days import first_rungs
from clients.services import finish_session
from exercises.words import all_of
from programs.models import Rung

MOST = 150
SENT_TWICE = dt.timedelta(minutes=1)
RELATED = {"practice", "client", "program", "parent", "progression", "start_rung", "batch", "ended_by", "created_by"}
Found = dict[str, list[str]]


@dataclass(slots=True, kw_only=True)
class Obstacles:
    """What stands in the way, by field: for everybody, and by client. Neither: nothing does."""

    shared: Found = field(default_factory=dict)
    by_client: dict[UUID, Found] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.shared or self.by_client)


class InTheWay(Exception):
    """Nobody was assigned anything; `obstacles` says why."""

    def __init__(self, obstacles: Obstacles) -> None:
        super().__init__(gettext("Something stands in the way."))
        self.obstacles = obstacles


def obstacles(plans: Sequence[Plan] | Sequence[ProgramPlan]) -> Obstacles:
    """What stands in the way of these plans. The same few queries for one and for many."""
    first = plans[0]
    shared: Found = {}
    if isinstance(first, ProgramPlan):
        shared = program_conflicts(first.program, first.weekdays)
    found = {plan.client.pk: _in_the_way(plan) for plan in plans}
    return Obstacles(shared=shared, by_client={key: each for key, each in found.items() if each})


def _in_the_way(plan: Plan | ProgramPlan) -> Found:
    if isinstance(plan, ProgramPlan):
        return client_conflicts(plan.client, plan.starts.values())
    return progression_conflicts(plan)


# --- Assign ---------------------------------------------------------------------------------------------------


@transaction.atomic
def assign_many(
    plans: Sequence[Plan] | Sequence[ProgramPlan], *, by: User, now: dt.datetime | None = None
) -> AssignmentBatch:
    """What each client follows from now on; what ran before ends, its history stays. All of them, or none.

    The plans are alike but for the client and where they start; a program's plan names the start of each of its
    progressions. The same again within a minute is the same form sent twice: it is assigned once. Raises InTheWay
    when something is, ValidationError for too many, nobody, somebody twice, or what no assignment can be.
    """
    _check_people([plan.client for plan in plans])
    now = now or timezone.now()
    practice_id = plans[0].client.practice_id
    held = _locked(practice_id, [plan.client.pk for plan in plans])
    content = _content(plans)
    before = _just_made(practice_id, by, content, now)
    if before is not None:
        return before
    for plan in plans:
        plan.client.status = held[plan.client.pk].status  # as it is now, not as it was when the page was read
    found = obstacles(plans)
    if found:
        raise InTheWay(found)
    batch = AssignmentBatch.objects.create(practice_id=practice_id, made_by=by, content=content, created_at=now)
    ended = _end_what_runs(practice_id, list(held), batch, now)
    begun = _begin(plans, batch, by)
    happened.assignments_changed(practice_id, ended=happened.assignments_of(practice_id, ended), assigned=begun)
    return batch


def _check_people(clients: Collection[Client]) -> None:
    if not clients:
        raise ValidationError(gettext("Choose clients first."))
    if len(clients) > MOST:
        raise ValidationError(
            gettext("At most %(most)s clients at once. You chose %(clients)s.")
            % {"most": MOST, "clients": len(clients)}
        )
    if len({client.pk for client in clients}) < len(clients):
        raise ValidationError(gettext("Somebody is named twice."))


def _content(plans: Sequence[Plan] | Sequence[ProgramPlan]) -> str:
    rows = sorted(repr([plan.client.pk, _given(plan), sorted(plan.weekdays), _shared(plan)]) for plan in plans)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _given(plan: Plan | ProgramPlan) -> list[Any]:
    if isinstance(plan, ProgramPlan):
        return [plan.program.pk, *sorted(str(rung.pk) for rung in plan.starts.values())]
    return [plan.progression.pk, plan.start_rung.pk, plan.start_load]


def _just_made(practice_id: UUID, by: User, content: str, now: dt.datetime) -> AssignmentBatch | None:
    mine = AssignmentBatch.objects.filter(practice_id=practice_id, made_by=by, content=content, undone_at=None)
    return mine.filter(created_at__gt=now - SENT_TWICE).first()


def _locked(practice_id: UUID, ids: Iterable[UUID]) -> dict[UUID, Client]:
    """The clients, held until the transaction ends; always in one order, so that two at once do not wait for each
    other."""
    rows = Client.objects.select_for_update(of=("self",)).filter(practice_id=practice_id, pk__in=list(ids))
    return {client.pk: client for client in rows.order_by("pk")}


def _end_what_runs(practice_id: UUID, clients: list[UUID], batch: AssignmentBatch, now: dt.datetime) -> list[UUID]:
    """As assigning.end_assignment, for all at once; the batch keeps what it takes to go on. Returns what ended."""
    whole = Assignment.objects.whole().active().filter(practice_id=practice_id, client__in=clients)
    ids = list(whole.select_for_update(of=("self",)).values_list("pk", flat=True))
    started = Session.objects.filter(
        practice_id=practice_id, assignment__in=ids, status=Session.Status.OPEN, sets__isnull=False
    )
    for session in started.select_related("client").distinct():
        finish_session(session, now=now)
    waiting = Proposal.objects.waiting().filter(
        Q(assignment__in=ids) | Q(assignment__parent__in=ids), practice_id=practice_id
    )
    batch.overtaken = list(waiting.values_list("pk", flat=True))
    if batch.overtaken:
        batch.save(update_fields=["overtaken"])
        overtaken = Proposal.objects.filter(practice_id=practice_id, pk__in=batch.overtaken)
        overtaken.update(status=Proposal.Status.SUPERSEDED)
    running = Assignment.objects.active().filter(Q(pk__in=ids) | Q(parent__in=ids), practice_id=practice_id)
    running.update(status=Assignment.Status.ENDED, ended_at=now, ended_by=batch)
    return ids


def _begin(plans: Sequence[Plan] | Sequence[ProgramPlan], batch: AssignmentBatch, by: User) -> list[Assignment]:
    first = plans[0]
    written = first_rungs(first.program) if isinstance(first, ProgramPlan) else []
    wholes, tracks = [], []
    for plan in plans:
        whole = _whole(plan, batch, by)
        wholes.append(whole)
        if isinstance(plan, ProgramPlan):
            tracks += [_track(whole, plan.starts.get(rung.progression_id, rung)) for rung in written]
    wholes[0].validate_constraints(exclude=RELATED)  # figures that are the same for all of them: asked once
    Assignment.objects.bulk_create(wholes)
    Assignment.objects.bulk_create(tracks)
    return wholes


def _whole(plan: Plan | ProgramPlan, batch: AssignmentBatch, by: User) -> Assignment:
    given: dict[str, Any] = (
        {"program": plan.program}
        if isinstance(plan, ProgramPlan)
        else {"progression": plan.progression, "start_rung": plan.start_rung, "start_load": plan.start_load}
    )
    return _checked(
        Assignment(
            practice_id=plan.client.practice_id,
            client=plan.client,
            weekdays=sorted(set(plan.weekdays)),
            pauses=begun_pauses(plan.client),
            batch=batch,
            created_by=by,
            **given,
            **_shared(plan),
        )
    )


def _shared(plan: Plan | ProgramPlan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in ("start_date", "coupling", "policy", "deload_every_weeks")}


def _track(whole: Assignment, rung: Rung) -> Assignment:
    """As assigning_programs.begin_track, not yet kept."""
    kept = ("practice_id", "client", "start_date", "weekdays", "coupling", "policy", "deload_every_weeks")
    shared = {name: getattr(whole, name) for name in (*kept, "batch", "created_by")}
    return _checked(Assignment(parent=whole, progression_id=rung.progression_id, start_rung=rung, **shared))


def _checked(row: Assignment) -> Assignment:
    row.clean_fields(exclude=RELATED)
    row.clean()
    return row


# --- Undo -----------------------------------------------------------------------------------------------------


@transaction.atomic
def undo_batch(batch: AssignmentBatch, *, now: dt.datetime | None = None) -> AssignmentBatch:
    """What was assigned together ends, and what that had ended goes on, with what waited for a decision. All or none.

    A session that was under way when it was assigned stays finished. Raises ValidationError in words when it was
    undone already, when its ten minutes are over, when somebody follows something else by now, or has trained since.
    """
    now = now or timezone.now()
    mine = Assignment.objects.filter(practice_id=batch.practice_id, batch=batch)
    clients = _locked(batch.practice_id, mine.whole().values_list("client_id", flat=True))
    held = AssignmentBatch.objects.select_for_update(of=("self",)).get(practice_id=batch.practice_id, pk=batch.pk)
    _check_undoable(held, clients, now)
    rows = Assignment.objects.filter(practice_id=batch.practice_id)
    rows.filter(batch=held).update(status=Assignment.Status.ENDED, ended_at=now)
    _go_on(rows.filter(ended_by=held), clients, now)
    proposals = Proposal.objects.filter(practice_id=batch.practice_id)
    proposals.filter(assignment__batch=held).waiting().update(status=Proposal.Status.SUPERSEDED)
    overtaken = proposals.filter(pk__in=held.overtaken, status=Proposal.Status.SUPERSEDED)
    happened.assignments_changed(batch.practice_id, ended=mine.whole().order_by("pk"))
    if overtaken.update(status=Proposal.Status.WAITING):
        again = proposals.waiting().filter(pk__in=held.overtaken).select_related("assignment")
        happened.proposals_wait(batch.practice_id, again.all)
    _back_to_the_queue(held, now)
    held.undone_at = now
    held.save(update_fields=["undone_at"])
    return held


def _back_to_the_queue(batch: AssignmentBatch, now: dt.datetime) -> None:
    """What waits again is for a coach to see again: where its card was closed or changed meanwhile, it is made anew."""
    waiting = Proposal.objects.waiting().filter(practice_id=batch.practice_id, pk__in=batch.overtaken)
    told = ReviewCard.objects.open().filter(practice_id=batch.practice_id).values("proposal")
    for session_id in set(
        waiting.exclude(pk__in=told.filter(proposal__isnull=False)).values_list("session_id", flat=True)
    ):
        refresh(session_id, now=now)


def _check_undoable(batch: AssignmentBatch, clients: dict[UUID, Client], now: dt.datetime) -> None:
    if batch.undone_at:
        raise ValidationError(gettext("This was undone already."))
    if now > batch.undo_until:
        raise ValidationError(
            gettext("The ten minutes are over. End or change what somebody follows on their own page.")
        )
    rows = Assignment.objects.select_for_update(of=("self",)).filter(practice_id=batch.practice_id, batch=batch)
    changed = [row.client_id for row in rows.whole().order_by("pk") if row.status != Assignment.Status.ACTIVE]
    if changed:
        words = ngettext(
            "%(names)s is no longer as assigned here, so it cannot be undone for all.",
            "%(names)s are no longer as assigned here, so it cannot be undone for all.",
            len(set(changed)),
        )
        raise ValidationError(words % {"names": names(clients, changed)})
    trained = trained_since(batch, lock=True)
    if trained:
        words = ngettext(
            "%(names)s has trained since. What was logged stays, so it cannot be undone.",
            "%(names)s have trained since. What was logged stays, so it cannot be undone.",
            len(set(trained)),
        )
        raise ValidationError(words % {"names": names(clients, trained)})


def trained_since(batch: AssignmentBatch, *, lock: bool = False) -> list[UUID]:
    """The clients who have logged a set, finished or skipped a day of it. `lock`: no set comes in meanwhile."""
    sessions = Session.objects.filter(practice_id=batch.practice_id, assignment__batch=batch)
    if lock:
        sessions = sessions.select_for_update(of=("self",))
    rows = list(sessions.order_by("pk"))
    logged = SetLog.objects.filter(practice_id=batch.practice_id, session__in=[row.pk for row in rows])
    with_sets = set(logged.values_list("session_id", flat=True))
    return [row.client_id for row in rows if row.status != Session.Status.OPEN or row.pk in with_sets]


def _go_on(ended: Any, clients: dict[UUID, Client], now: dt.datetime) -> None:
    """Active again; of somebody who was paused or resumed in between, as they are now."""
    for row in ended.whole():
        client = clients[row.client_id]
        pauses = pauses_of(row, client, client.today(now))
        if pauses != row.pauses:
            row.pauses = pauses
            row.save(update_fields=["pauses"])
    ids = list(ended.values_list("pk", flat=True))
    ended.update(status=Assignment.Status.ACTIVE, ended_at=None, ended_by=None)
    if ids:
        practice_id = next(iter(clients.values())).practice_id
        happened.assignments_changed(practice_id, restored=happened.assignments_of(practice_id, ids))


def names(clients: dict[UUID, Client], ids: Iterable[UUID]) -> str:
    """`Maya`, `Maya and Noor`, `Maya, Noor, Owen and 4 others`."""
    found = sorted(clients[key].first_name for key in set(ids))
    others = gettext("%(count)s others") % {"count": len(found) - 3}
    return all_of(found if len(found) <= 4 else [*found[:3], others])
