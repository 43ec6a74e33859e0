"""What other tools are told of clients (webhooks): ids, sides and a few figures. Names and words stay here.

Called by the services where something happens, in their transaction. The shapes are documented in clients/api/told.py.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from clients.models import Assignment, Client, Proposal, Session, SetLog
from hooks.models import Event
from hooks.telling import Facts, tell
from programs.engine.judging import PAIN_AMBER, PAIN_RED

STOP = "stop"


def session_ended(session: Session, *, is_new: bool, is_sign: bool) -> None:
    """`is_new`: it was not finished before. `is_sign`: a warning sign was told with it."""
    if is_new:
        tell(session.practice_id, Event.SESSION_FINISHED, lambda: [_session(session)])
    if is_sign:
        sign_told(session)


def _session(session: Session) -> Facts:
    logged = SetLog.objects.filter(practice_id=session.practice_id, session=session).order_by("side").values("side")
    done = Count("pk", filter=Q(kind=SetLog.Kind.DONE))
    return {
        "client": session.client_id,
        "session": session.pk,
        "assignment": session.assignment_id,
        "due_on": session.due_on,
        "performed_on": session.performed_on,
        "finished_at": session.finished_at,
        "effort": session.effort,
        "red_flag": session.red_flag,
        "sides": list(logged.annotate(sets=Count("pk"), sets_done=done)),
    }


# --- Flags -----------------------------------------------------------------------------------------------------


def set_flagged(row: SetLog) -> None:
    """Nothing, unless the set hurt enough to be looked at or was stopped for pain."""
    if row.kind != SetLog.Kind.STOPPED and (row.pain is None or row.pain < PAIN_AMBER):
        return
    reason = "stopped" if row.kind == SetLog.Kind.STOPPED else "pain"
    told = {"item": row.item_id, "set": row.uuid, "set_number": row.set_number, "side": row.side}
    _flagged(row.session, reason, row.pain, told)


def sign_told(session: Session) -> None:
    """One of the warning signs. It is about the person: no set, no side."""
    _flagged(session, "red_flag", None, {})


def morning_hurts(session: Session, *, before: int | None) -> None:
    """Pain on the morning after, from where it is looked at. `before`: what was answered already."""
    if session.next_day_pain is not None and session.next_day_pain >= PAIN_AMBER and session.next_day_pain != before:
        _flagged(session, "next_day_pain", session.next_day_pain, {})


def _flagged(session: Session, reason: str, pain: int | None, of_set: Facts) -> None:
    is_red = (reason != "next_day_pain" and pain is None) or (pain is not None and pain >= PAIN_RED)
    facts = {
        "client": session.client_id,
        "session": session.pk,
        "assignment": session.assignment_id,
        "reason": reason,
        "level": "red" if is_red else "amber",
        "pain": pain,
        "item": None,
        "set": None,
        "set_number": None,
        "side": None,
    }
    tell(session.practice_id, Event.SET_FLAGGED, lambda: [facts | of_set])


# --- Proposals -------------------------------------------------------------------------------------------------


def proposal_made(proposal: Proposal) -> None:
    """It waits for a coach, or holds at once by the policy of the assignment."""
    if proposal.status == Proposal.Status.WAITING:
        proposals_wait(proposal.practice_id, lambda: [proposal])
    else:
        proposal_decided(proposal)


def proposals_wait(practice_id: UUID, found: Any) -> None:
    """`found()` gives the proposals: asked only when somebody wants to know."""
    tell(practice_id, Event.PROPOSAL_WAITING, lambda: [_waits(each) for each in found()])


def _waits(proposal: Proposal) -> Facts:
    sides = proposal.proposed or {}
    return _proposal(proposal) | {
        "needs_coach": proposal.needs_coach,
        "is_stop": any(values["action"] == STOP for values in sides.values()),
        "sides": _sides(sides),
    }


def proposal_decided(proposal: Proposal) -> None:
    tell(proposal.practice_id, Event.PROPOSAL_DECIDED, lambda: [_decided(proposal)])


def _decided(proposal: Proposal) -> Facts:
    return _proposal(proposal) | {
        "status": proposal.status,
        "decided_by": proposal.decided_by_id,
        "decided_at": proposal.decided_at,
        "sides": _sides(proposal.outcome or {}),
    }


def _proposal(proposal: Proposal) -> Facts:
    return {
        "client": proposal.assignment.client_id,
        "proposal": proposal.pk,
        "assignment": proposal.assignment_id,
        "session": proposal.session_id,
    }


def _sides(sides: dict[str, dict[str, Any]]) -> list[Facts]:
    """What each side does next, loads as text with two decimals as everywhere in the API."""
    return [
        {
            "side": side,
            "action": values["action"],
            "rung": values["rung"],
            "position": values["position"],
            "load": f"{Decimal(str(values['load'])):.2f}",
            "unit": values["unit"],
            "sets": values["sets"],
        }
        for side, values in sides.items()
    ]


# --- What somebody follows, and who joins ----------------------------------------------------------------------


def assignment_changed(assignment: Assignment, change: str) -> None:
    """`change`: one of clients.api.told.CHANGES."""
    assignments_changed(assignment.practice_id, **{change: [assignment]})


def assignments_changed(practice_id: UUID, **changes: Iterable[Assignment]) -> None:
    """One event for each: `ended=rows, assigned=others`. Queries are asked only when somebody wants to know."""
    tell(
        practice_id,
        Event.ASSIGNMENT_CHANGED,
        lambda: [_assignment(row, change) for change, rows in changes.items() for row in rows],
    )


def _assignment(row: Assignment, change: str) -> Facts:
    return {
        "client": row.client_id,
        "assignment": row.pk,
        "parent": row.parent_id,
        "program": row.program_id,
        "progression": row.progression_id,
        "change": change,
        "status": row.status,
        "start_date": row.start_date,
        "weekdays": row.weekdays,
        "coupling": row.coupling,
        "policy": row.policy,
        "ended_at": row.ended_at,
    }


def assignments_of(practice_id: UUID, ids: Sequence[UUID]) -> Any:
    """Whole assignments as they are now, for `assignments_changed`."""
    return Assignment.objects.whole().filter(practice_id=practice_id, pk__in=ids).order_by("pk")


def client_joined(client: Client) -> None:
    facts = {"client": client.pk, "user": client.user_id, "coach": client.coach_id}
    tell(client.practice_id, Event.CLIENT_JOINED, lambda: [facts])
