"""Proposals: the engine's answers as rows, and what coaches make of them."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from clients import happened
from clients.cards import refresh
from clients.deciding import MORE_CAREFUL, RUNG_CHANGES, Answer, decide_next, repeat_last
from clients.history import History, read_history
from clients.models import Assignment, Policy, Proposal, Session, SessionItem, SetLog
from clients.schedule import schedule_of
from programs.engine.judging import PAIN_RED

OPEN_ANEW = "again"  # SessionItem.action of a session whose targets are made again when it is next opened


class AlreadyDecided(Exception):
    """Somebody was quicker, or new training has overtaken the proposal. `proposal` is as it stands now."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(gettext("This proposal is decided already."))
        self.proposal = proposal


def waits(answer: Answer, policy: str) -> bool:
    """Whether an answer waits for the coach. A stop always does: a person has to look."""
    if "stop" in answer.actions:
        return True
    if policy == Policy.NONE:
        return False
    if policy == Policy.ALL:
        return answer.needs_coach or answer.actions != {"hold"}
    return answer.needs_coach or bool(answer.actions & set(RUNG_CHANGES))


def _newest(history: History) -> Proposal | None:
    return (
        Proposal.objects.filter(practice_id=history.assignment.practice_id, assignment=history.assignment)
        .exclude(status=Proposal.Status.SUPERSEDED)
        .latest_first()
        .first()
    )


def _cleared(history: History) -> bool:
    """Whether a coach has let training go on after the newest session."""
    session = history.last.session if history.last else None
    return Proposal.objects.filter(session=session, assignment=history.assignment, cleared=True).exists()


@transaction.atomic
def propose(history: History, *, on: dt.date, now: dt.datetime | None = None) -> Proposal:
    """The proposal for the session due on `on`. An unchanged answer keeps the one that stands, and its decision."""
    answer = decide_next(history, on=on, cleared=_cleared(history))
    newest = _newest(history)
    session = history.newest.session
    if (
        newest
        and newest.session_id == session.pk
        and newest.proposed == answer.sides
        and _codes(newest.reasons) == _codes(answer.reasons)
    ):
        return newest
    if newest and newest.status in (Proposal.Status.WAITING, *_DECIDED) and newest.session_id == session.pk:
        newest.status = Proposal.Status.SUPERSEDED
        newest.save(update_fields=["status"])
    Proposal.objects.filter(
        practice_id=history.assignment.practice_id, assignment=history.assignment, status=Proposal.Status.WAITING
    ).update(status=Proposal.Status.SUPERSEDED)
    return _store(history, answer, now or timezone.now())


_DECIDED = (Proposal.Status.AUTOMATIC, Proposal.Status.APPROVED, Proposal.Status.HELD, Proposal.Status.ADJUSTED)


def _codes(reasons: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(reason["code"], reason.get("side", "")) for reason in reasons]


def _store(history: History, answer: Answer, now: dt.datetime) -> Proposal:
    proposal = _unsaved(history, answer, now)
    proposal.full_clean(
        exclude=["assignment", "session", "practice"], validate_unique=False, validate_constraints=False
    )
    proposal.save()
    happened.proposal_made(proposal)
    return proposal


def _unsaved(history: History, answer: Answer, now: dt.datetime) -> Proposal:
    waiting = waits(answer, history.assignment.policy)
    return Proposal(
        practice_id=history.assignment.practice_id,
        assignment=history.assignment,
        session=history.newest.session,
        proposed=answer.sides,
        outcome=None if waiting else answer.sides,
        reasons=answer.reasons,
        needs_coach=answer.needs_coach,
        status=Proposal.Status.WAITING if waiting else Proposal.Status.AUTOMATIC,
        created_at=now,
    )


def current_proposal(history: History, *, on: dt.date, now: dt.datetime | None = None) -> Proposal:
    """What stands for a session opened on `on`.

    The engine looks again with the days that really passed. What a coach decided stands, unless the new answer is
    more careful than the one they saw.
    """
    standing, _ = _look(history, on)
    if standing is not None:
        return standing
    made = propose(history, on=on, now=now)
    refresh(made.session_id, now=now, read={history.assignment.pk: history})
    return made


def expected_proposal(history: History, *, on: dt.date) -> Proposal:
    """The same as it would stand on a day to come. Writes nothing: a new answer is a row that is in no table."""
    standing, answer = _look(history, on)
    return standing or _unsaved(history, answer, timezone.now())


def _look(history: History, on: dt.date) -> tuple[Proposal | None, Answer]:
    """The proposal that holds for a day, if one does, and what the engine says now."""
    newest = _newest(history)
    answer = decide_next(history, on=on, cleared=_cleared(history))
    if newest is None or newest.session_id != history.newest.session.pk:
        return None, answer
    decided = newest.decided_by_id and not answer.actions & set(MORE_CAREFUL)
    return (newest if decided or answer.sides == newest.proposed else None), answer


# --- What a coach does ----------------------------------------------------------------------------------------


def lock_undecided(proposal: Proposal) -> Proposal:
    held = _standing(proposal)
    if held.decided_at:
        raise AlreadyDecided(held)
    return held


def _standing(proposal: Proposal) -> Proposal:
    """The row, locked. Raises AlreadyDecided when it stands no more: looked at again, or followed by a session."""
    held = Proposal.objects.select_for_update().get(pk=proposal.pk)
    followed = Proposal.objects.filter(
        practice_id=held.practice_id, assignment_id=held.assignment_id, session__due_on__gt=held.session.due_on
    ).exclude(status=Proposal.Status.SUPERSEDED)
    if held.status == Proposal.Status.SUPERSEDED or followed.exists():
        raise AlreadyDecided(held)
    return held


def history_of(proposal: Proposal) -> History:
    rows = Assignment.objects.select_related("client", "progression", "start_rung", "parent__program", "program")
    return read_history(rows.get(pk=proposal.assignment_id))


def open_anew(*assignment_ids: UUID | None) -> None:
    """What has changed since holds for a session that was opened and has no set yet: its next opening reads anew."""
    begun = SetLog.objects.filter(item=OuterRef("pk"))
    under_way = Session.objects.filter(pk=OuterRef("session_id"), status=Session.Status.OPEN)  # a join is read twice
    SessionItem.objects.filter(
        Exists(under_way), ~Exists(begun), assignment__in=[each for each in assignment_ids if each]
    ).update(action=OPEN_ANEW)


def clear_no_more(session: Session) -> None:
    """New red pain or a new warning sign: what a coach cleared before was something else."""
    Proposal.objects.filter(session=session, cleared=True).update(cleared=False)


def settle(
    held: Proposal, *, by: User, status: str, outcome: dict[str, Any], now: dt.datetime | None = None
) -> Proposal:
    held.status, held.outcome, held.decided_by, held.decided_at = status, outcome, by, now or timezone.now()
    held.full_clean(
        exclude=["assignment", "session", "practice", "decided_by"], validate_unique=False, validate_constraints=False
    )
    held.save()
    happened.proposal_decided(held)
    mark_reviewed(held.session, by=by, now=now)
    open_anew(held.assignment_id)
    return held


@transaction.atomic
def approve(proposal: Proposal, *, by: User, now: dt.datetime | None = None) -> Proposal:
    """What the engine proposes holds. Raises AlreadyDecided."""
    held = lock_undecided(proposal)
    return settle(held, by=by, status=Proposal.Status.APPROVED, outcome=held.proposed, now=now)


@transaction.atomic
def hold(proposal: Proposal, *, by: User) -> Proposal:
    """The last session is done once more instead; a stop stays a stop. Raises AlreadyDecided."""
    held = lock_undecided(proposal)
    outcome = held.proposed if held.proposes_stop else repeat_last(history_of(held))
    return settle(held, by=by, status=Proposal.Status.HELD, outcome=outcome)


@transaction.atomic
def clear(proposal: Proposal, *, by: User) -> Proposal:
    """The coach has looked at red pain or a red flag and lets training go on. Returns what then holds.

    Also after the stop was approved or held. A warning sign and strong pain in the morning are about the person: with
    them go the stops of all that was trained that day. Raises AlreadyDecided, and ValidationError when nothing was
    stopped.
    """
    held = _standing(proposal)
    if not held.proposes_stop:
        raise ValidationError(gettext("Nothing is stopped."))
    session = held.session
    if session.red_flag or (session.next_day_pain or 0) >= PAIN_RED:
        beside = session.proposals.exclude(status=Proposal.Status.SUPERSEDED).exclude(assignment=held.assignment_id)
        for other in beside:
            if other.proposes_stop:
                _clear(other, by=by)
    return _clear(held, by=by)


def _clear(held: Proposal, *, by: User) -> Proposal:
    held.cleared, held.status = True, Proposal.Status.SUPERSEDED
    held.decided_by, held.decided_at = by, timezone.now()
    held.save(update_fields=["cleared", "status", "decided_by", "decided_at"])
    history = history_of(held)
    after = propose(history, on=schedule_of(history.assignment).to_decide_for(history.newest.date))
    mark_reviewed(held.session, by=by)
    if after.decided_at is None:
        after = settle(after, by=by, status=Proposal.Status.APPROVED, outcome=after.proposed)
    return after


def mark_reviewed(session: Session, *, by: User, now: dt.datetime | None = None, again: bool = False) -> None:
    """The coach has seen this session; it leaves the queue, unless a proposal of it waits.

    `again`: also what came since somebody looked at it for the first time.
    """
    if session.reviewed_at is None or again:
        session.reviewed_at, session.reviewed_by = now or timezone.now(), by
        session.save(update_fields=["reviewed_at", "reviewed_by"])
    refresh(session.pk, now=now)
