"""Finished sessions as rows, quickly: for lists that have to be long. What they mean is the services' to test."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone

from clients.cards import refresh
from clients.models import Assignment, Proposal, Session, SessionItem, SetLog, Target


def finished(
    assignment: Assignment,
    *,
    due_on: dt.date,
    pain: int = 0,
    action: str = "add_reps",
    status: str = "automatic",
    **facts: Any,
) -> Session:
    """A finished session of both sides with three sets each, and its proposal."""
    practice, client, rung = assignment.practice_id, assignment.client, assignment.start_rung
    moment = facts.pop("finished_at", timezone.now())
    values = {"status": "finished", "performed_on": due_on, "finished_at": moment, "zone": "Europe/London"} | facts
    session = Session.objects.create(
        practice_id=practice, client=client, assignment=assignment, due_on=due_on, **values
    )
    item = SessionItem.objects.create(practice_id=practice, session=session, assignment=session.assignment)
    for side in ("left", "right"):
        Target.objects.create(
            practice_id=practice,
            item=item,
            side=side,
            rung=rung,
            variation=rung.variation,
            implement="barbell",
            load=Decimal("22.5"),
            sets=3,
            reps=[8, 8, 8],
            reps_low=8,
            reps_high=12,
            rir=2,
            tempo="2011",
            rest_s=90,
        )
    SetLog.objects.bulk_create(
        SetLog(
            practice_id=practice,
            client=client,
            uuid=uuid4(),
            session=session,
            item=item,
            set_number=number,
            side=side,
            reps=8,
            load=Decimal("22.5"),
            rir=2,
            pain=pain,
            performed_at=moment,
        )
        for side in ("left", "right")
        for number in (1, 2, 3)
    )
    answer = {
        side: {
            "action": action,
            "rung": str(rung.pk),
            "position": rung.position,
            "load": 22.5,
            "unit": "kg",
            "sets": 3,
            "reps": [9, 9, 9],
            "rest_s": 90,
        }
        for side in ("left", "right")
    }
    Proposal.objects.create(
        practice_id=practice,
        assignment=assignment,
        session=session,
        proposed=answer,
        outcome=None if status == "waiting" else answer,
        reasons=[{"code": "in_range", "side": side} for side in answer],
        status=status,
    )
    refresh(session.pk)
    return session


def skipped(assignment: Assignment, *, due_on: dt.date, reason: str = "time", **facts: Any) -> Session:
    values = {
        "status": "skipped",
        "skip_reason": reason,
        "finished_at": timezone.now(),
        "zone": "Europe/London",
    } | facts
    session = Session.objects.create(
        practice_id=assignment.practice_id, client=assignment.client, assignment=assignment, due_on=due_on, **values
    )
    refresh(session.pk)
    return session
