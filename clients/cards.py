"""The cards of the review queue: raised, refreshed and closed, in the transaction that changes what they are about."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from clients.attention import foremost, fresh_clips, reasons_of, sent_since, stands_on, worst_set
from clients.history import History
from clients.models import PhoneAction, Proposal, ReviewCard, Session, SessionItem, SetLog, SetRevision, Target
from programs.engine.judging import PAIN_AMBER, PAIN_RED
from programs.models import Rung

NOTHING: Mapping[UUID, History] = MappingProxyType({})


@transaction.atomic
def refresh(session_id: UUID, *, now: dt.datetime | None = None, read: Mapping[UUID, History] = NOTHING) -> None:
    """Make the card of a session say what is so: raise it, change it, or close it where nothing needs a coach.

    Needed from its end (with red pain at once) until a coach has looked at it, and again while a proposal of it waits
    or something sent since (a clip, what a phone kept) has not been seen.
    Cards of earlier sessions whose proposal was overtaken meanwhile are made to say so. Idempotent.
    `read`: what the caller has read already of the past of its tracks, by their ids.
    """
    now = now or timezone.now()
    # One at a time for a session; not a full lock, for sets that come in meanwhile refer to the row.
    Session.objects.select_for_update(no_key=True).only("pk").get(pk=session_id)
    session = _with_evidence().get(pk=session_id)
    _refresh(session, now, read)
    for other in _overtaken(session.practice_id).filter(client_id=session.client_id).exclude(session_id=session_id):
        _refresh(_with_evidence().get(pk=other.session_id), now, read)


@transaction.atomic
def refresh_overtaken(practice_id: UUID, *, client_id: UUID | None = None, now: dt.datetime | None = None) -> int:
    """Cards whose proposal nobody can decide any more say so: after an assignment has ended. Returns how many."""
    cards = _overtaken(practice_id)
    ids = list((cards.filter(client_id=client_id) if client_id else cards).values_list("session_id", flat=True))
    for session_id in ids:
        refresh(session_id, now=now)
    return len(ids)


def _overtaken(practice_id: UUID) -> Any:
    open_cards = ReviewCard.objects.open().filter(practice_id=practice_id)
    return open_cards.filter(proposal__status=Proposal.Status.SUPERSEDED)


def _with_evidence() -> Any:
    """Sessions with all that reasons are made of."""
    standing = (
        Proposal.objects.exclude(status=Proposal.Status.SUPERSEDED)
        .select_related("assignment__progression")
        .latest_first()
    )
    ladder = Rung.objects.order_by("position")
    beside = Prefetch("revisions", SetRevision.objects.filter(other_phone=True), to_attr="beside")
    items = SessionItem.objects.select_related(
        "assignment__client", "assignment__progression", "assignment__start_rung"
    ).prefetch_related(
        Prefetch("targets", Target.objects.select_related("rung", "variation__exercise")),
        Prefetch("assignment__progression__rungs", ladder, to_attr="ladder"),
        Prefetch("sets", SetLog.objects.prefetch_related(beside)),
        "technique",
    )
    related = ("client", "assignment__client", "assignment__progression", "assignment__start_rung")
    return Session.objects.select_related(*related).prefetch_related(
        Prefetch("items", items),
        Prefetch("proposals", standing, to_attr="standing"),
        Prefetch("assignment__progression__rungs", ladder, to_attr="ladder"),
        Prefetch("phone_actions", PhoneAction.objects.apart(), to_attr="apart"),
        "attachments",
    )


def _refresh(session: Any, now: dt.datetime, read: Mapping[UUID, History]) -> None:
    card = ReviewCard.objects.filter(practice_id=session.practice_id, session=session).first()
    if not needs_coach(session):
        if card is not None and card.closed_at is None:
            card.closed_at = card.changed_at = now
            card.save(update_fields=["closed_at", "changed_at"])
        return
    reasons, proposal = reasons_of(session, read), foremost(session)
    said = {
        "reasons": reasons,
        "urgency": reasons[0]["rank"],
        "proposal_id": proposal.pk if proposal else None,
        "ladder": stands_on(session, proposal),
        "happened_at": _happened(session),
        "closed_at": None,
    }
    if card is None:
        card = ReviewCard(
            practice_id=session.practice_id,
            client_id=session.client_id,
            session=session,
            kind=ReviewCard.Kind.SESSION,
        )
    elif all(getattr(card, name) == value for name, value in said.items()):
        return
    elif card.closed_at is not None or said["urgency"] < card.urgency:
        card.snoozed_until = None  # what was put off was less than this
    for name, value in said.items():
        setattr(card, name, value)
    card.changed_at = now
    card.save()


def needs_coach(session: Any) -> bool:
    """Whether a session read with its evidence belongs in the queue."""
    if any(proposal.status == Proposal.Status.WAITING for proposal in session.standing):
        return True
    if session.reviewed_at is not None:
        return bool(fresh_clips(session)) or sent_since(session)
    worst = worst_set(session)
    under_way = session.status == Session.Status.OPEN
    return not under_way or bool(worst and worst.pain >= PAIN_RED) or sent_since(session)


def _happened(session: Any) -> dt.datetime:
    """When there was something to see: the end of the day, the morning's answer where it hurt, or a clip sent later."""
    clips = fresh_clips(session) if session.reviewed_at else []
    if clips:
        return clips[-1].created_at
    morning = session.next_day_pain_at if (session.next_day_pain or 0) >= PAIN_AMBER else None
    return morning or session.finished_at or session.opened_at


def card_of(session_id: UUID) -> ReviewCard:
    """The card of a session that can be decided; one that nobody needed to look at gets a closed one."""
    card = ReviewCard.objects.filter(session=session_id).first()
    if card is None:
        session = _with_evidence().get(pk=session_id)
        reasons = reasons_of(session)
        card = ReviewCard.objects.create(
            practice_id=session.practice_id,
            client_id=session.client_id,
            session=session,
            kind=ReviewCard.Kind.SESSION,
            reasons=reasons,
            urgency=reasons[0]["rank"],
            ladder=stands_on(session, foremost(session)),
            happened_at=_happened(session),
            closed_at=timezone.now(),
        )
    return card
