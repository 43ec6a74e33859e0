"""What a coach makes of cards of the review queue, kept with who, when, before and after; and undone again."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from accounts.models import User, uuid7
from clients import adjusting, happened, proposals
from clients.cards import refresh
from clients.inbox import today_of
from clients.models import Assignment, Client, Proposal, ReviewCard, ReviewDecision, Session, SetLog
from clients.proposals import AlreadyDecided, open_anew

FARTHEST_SNOOZE = dt.timedelta(days=90)
Kind = ReviewDecision.Kind


class NothingToUndo(Exception):
    """There is no decision of this coach to take back, or it cannot be taken back any more. `why` says so."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A coach's own figures, for the verdict that needs them: see clients.adjusting.adjust."""

    wishes: Mapping[str, adjusting.Wish]
    coupling: str | None = None
    note: str = ""


# --- One card --------------------------------------------------------------------------------------------------


@transaction.atomic
def approve(card: ReviewCard, proposal: Proposal | None, *, by: User, batch: UUID | None = None) -> Proposal | None:
    """What waits is approved; for what went through, or was decided before, it says that a coach has seen it.

    Returns the approved proposal, None where it was only seen. Raises AlreadyDecided.
    """
    waits = proposal is not None and proposal.status == Proposal.Status.WAITING
    unseen = card.session is None or card.session.reviewed_at is None or card.has_clip
    if proposal is None or (unseen and not waits):
        _see(card, by=by, batch=batch)
        return None
    with _kept(card, Kind.APPROVED, by=by, proposal=proposal, batch=batch):
        return proposals.approve(proposal, by=by)


def _see(card: ReviewCard, *, by: User, batch: UUID | None) -> None:
    with _kept(card, Kind.SEEN, by=by, batch=batch):
        if card.session is not None:
            proposals.mark_reviewed(card.session, by=by, again=card.has_clip)
        else:
            _close(card)


def _close(card: ReviewCard) -> None:
    card.closed_at = card.changed_at = timezone.now()
    card.save(update_fields=["closed_at", "changed_at"])


@transaction.atomic
def hold(card: ReviewCard, proposal: Proposal, *, by: User) -> Proposal:
    """The last session once more. Raises AlreadyDecided."""
    with _kept(card, Kind.HELD, by=by, proposal=proposal):
        return proposals.hold(proposal, by=by)


@transaction.atomic
def move_up(card: ReviewCard, proposal: Proposal, *, by: User) -> Proposal:
    """A rung up for every side, at its start. Raises AlreadyDecided, ValidationError at the top and after a stop."""
    with _kept(card, Kind.MOVED_UP, by=by, proposal=proposal):
        return adjusting.move_up(proposal, by=by)


@transaction.atomic
def adjust(card: ReviewCard, proposal: Proposal, own: Own, *, by: User) -> Proposal:
    """The coach's own figures. Raises AlreadyDecided and ValidationError as clients.adjusting.adjust does."""
    with _kept(card, Kind.ADJUSTED, by=by, proposal=proposal):
        return adjusting.adjust(proposal, by=by, wishes=own.wishes, coupling=own.coupling, note=own.note)


@transaction.atomic
def clear(card: ReviewCard, proposal: Proposal, *, by: User) -> Proposal:
    """Training goes on after a stop. Raises AlreadyDecided, ValidationError where nothing is stopped."""
    with _kept(card, Kind.CLEARED, by=by, proposal=proposal):
        return proposals.clear(proposal, by=by)


@transaction.atomic
def snooze(card: ReviewCard, *, until: dt.date, by: User) -> None:
    """Out of the queue until a day. Something worse on the same card brings it back before. Raises ValidationError."""
    today = today_of(by)
    if until <= today:
        raise ValidationError({"until": gettext("Choose a day after today.")})
    if until > today + FARTHEST_SNOOZE:
        raise ValidationError({"until": gettext("At most %(days)s days ahead.") % {"days": FARTHEST_SNOOZE.days}})
    if card.closed_at is not None:
        raise ValidationError({"until": gettext("This card has left the queue already.")})
    with _kept(card, Kind.SNOOZED, by=by):
        card.snoozed_until, card.changed_at = until, timezone.now()
        card.save(update_fields=["snoozed_until", "changed_at"])


@transaction.atomic
def answer(client: Client, *, by: User) -> None:
    """A coach has written to a client: what the client wrote is answered, and its card leaves the queue."""
    mine = ReviewCard.objects.open().filter(practice_id=client.practice_id, client=client)
    card = mine.filter(kind=ReviewCard.Kind.MESSAGE).select_for_update().first()
    if card is not None:
        with _kept(card, Kind.ANSWERED, by=by):
            _close(card)


# --- Many cards ------------------------------------------------------------------------------------------------


@transaction.atomic
def approve_many(cards: Sequence[ReviewCard], *, by: User) -> tuple[int, list[ReviewCard]]:
    """Approve all of these as if one by one. Returns how many, and those that somebody had decided already.

    What waits on a card is approved for each of its progressions; a stop stays with whoever opens it.
    """
    batch, done, late = uuid7(), 0, []
    for card in cards:
        standing = _standing(card)
        waiting: list[Proposal | None] = [each for each in standing if each.status == Proposal.Status.WAITING]
        if card.closed_at is not None or any(each.proposes_stop for each in standing):
            late.append(card)
            continue
        try:
            with transaction.atomic():
                for each in waiting or [None]:
                    approve(card, each, by=by, batch=batch)
            done += 1
        except AlreadyDecided:
            late.append(card)
    return done, late


def _standing(card: ReviewCard) -> list[Proposal]:
    if card.session_id is None:
        return []
    rows = Proposal.objects.filter(practice_id=card.practice_id, session_id=card.session_id)
    return list(rows.exclude(status=Proposal.Status.SUPERSEDED).latest_first())


# --- Keeping and undoing ---------------------------------------------------------------------------------------

STATE = ("status", "proposed", "outcome", "needs_coach", "note", "cleared", "decided_by_id", "decided_at")


@contextmanager
def _kept(
    card: ReviewCard, kind: str, *, by: User, proposal: Proposal | None = None, batch: UUID | None = None
) -> Iterator[None]:
    """Keep what stood before the block and what holds after it."""
    before = _state_of(card)
    yield
    ReviewDecision.objects.create(
        practice_id=card.practice_id,
        card=card,
        proposal=proposal,
        kind=kind,
        made_by=by,
        batch=batch,
        before=before,
        after=_state_of(card),
    )


def _state_of(card: ReviewCard) -> dict[str, Any]:
    """All that a decision can change: {"card", "session", "proposals": {id: …}, "coupling": {assignment: …}}."""
    held = ReviewCard.objects.filter(pk=card.pk).values("snoozed_until").get()
    state: dict[str, Any] = {"card": _plain(held)}
    if card.session_id is None:
        return state
    session = Session.objects.filter(pk=card.session_id)
    rows = Proposal.objects.filter(practice_id=card.practice_id, session_id=card.session_id).order_by()
    tracks = Assignment.objects.filter(items__session_id=card.session_id).order_by()
    state["session"] = _plain(session.values("reviewed_at", "reviewed_by_id").get())
    state["proposals"] = {str(row.pop("pk")): _plain(row) for row in rows.values("pk", *STATE)}
    state["coupling"] = {str(pk): coupling for pk, coupling in tracks.values_list("pk", "coupling")}
    return state


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row as JSON keeps it."""
    return {
        name: value.isoformat() if isinstance(value, dt.date) else str(value) if isinstance(value, UUID) else value
        for name, value in row.items()
    }


@transaction.atomic
def undo(*, by: User, expected: UUID | None = None) -> list[ReviewDecision]:
    """Take back this coach's newest decision, and all that were made with the same key. Returns them, oldest first.

    A line that was sent with it stays sent. Raises NothingToUndo: when there is none, when something was decided or
    trained since, or when the newest one is not `expected`.
    """
    mine = ReviewDecision.objects.for_coach(by).filter(made_by=by, undone_at=None).select_related("card__client")
    newest = undoable(by)
    if newest is None or (expected is not None and newest.pk != expected):
        raise NothingToUndo(gettext("There is nothing of yours to undo."))
    found = [newest] if newest.batch is None else list(mine.filter(batch=newest.batch).order_by("-made_at", "-pk"))
    for decision in found:
        _undo(decision, by=by)
    return found[::-1]


UNDO_FOR = dt.timedelta(days=1)


def undoable(user: Any) -> ReviewDecision | None:
    """What the key U would take back: this coach's newest decision of the last day. One query."""
    mine = ReviewDecision.objects.for_coach(user).filter(made_by=user, undone_at=None)
    newest: ReviewDecision | None = mine.select_related("card__client").order_by("-made_at", "-pk").first()
    return newest if newest and timezone.now() - newest.made_at < UNDO_FOR else None


def _undo(decision: ReviewDecision, *, by: User) -> None:
    card = (
        ReviewCard.objects.select_for_update(of=("self",)).select_related("client", "session").get(pk=decision.card_id)
    )
    _raise_if_too_late(decision, card)
    before = decision.before
    if decision.kind == Kind.SNOOZED:
        card.snoozed_until = dt.date.fromisoformat(held) if (held := before["card"]["snoozed_until"]) else None
        card.changed_at = timezone.now()
        card.save(update_fields=["snoozed_until", "changed_at"])
    elif card.session_id is None:
        card.closed_at, card.changed_at = None, timezone.now()
        card.save(update_fields=["closed_at", "changed_at"])
    else:
        _put_back(card, card.session_id, before)
    decision.undone_at, decision.undone_by = timezone.now(), by
    decision.save(update_fields=["undone_at", "undone_by"])


def _raise_if_too_late(decision: ReviewDecision, card: ReviewCard) -> None:
    name = card.client.name
    if _state_of(card) != decision.after or _is_raised_again(decision, card):
        raise NothingToUndo(gettext("%(name)s: something has changed since. Nothing was undone.") % {"name": name})
    if card.session is None or card.session.assignment_id is None or decision.kind in (Kind.SNOOZED, Kind.SEEN):
        return
    sets = SetLog.objects.filter(practice_id=card.practice_id, session__assignment_id=card.session.assignment_id)
    if sets.filter(session__due_on__gt=card.session.due_on).exists():
        raise NothingToUndo(gettext("%(name)s has trained since. Nothing was undone.") % {"name": name})


def _is_raised_again(decision: ReviewDecision, card: ReviewCard) -> bool:
    """Whether a card of the same kind came up after this one was closed."""
    if card.session_id is not None or decision.kind == Kind.SNOOZED:
        return False
    same = ReviewCard.objects.filter(practice_id=card.practice_id, client_id=card.client_id, kind=card.kind)
    return same.filter(closed_at=None).exists()


def _put_back(card: ReviewCard, session_id: UUID, before: dict[str, Any]) -> None:
    """The session and its proposals as they stood. What the decision itself brought up goes."""
    proposed = before["proposals"]
    rows = Proposal.objects.filter(practice_id=card.practice_id, session_id=session_id)
    rows.exclude(pk__in=list(proposed)).delete()
    # A status that waits comes last: only one proposal of an assignment may wait.
    for pk, state in sorted(proposed.items(), key=lambda each: each[1]["status"] == Proposal.Status.WAITING):
        rows.filter(pk=pk).update(**state | {"decided_at": _moment(state["decided_at"])})
    wait = rows.filter(pk__in=list(proposed), status=Proposal.Status.WAITING).select_related("assignment")
    happened.proposals_wait(card.practice_id, wait.all)
    for pk, coupling in before["coupling"].items():
        track = Assignment.objects.filter(practice_id=card.practice_id, pk=pk)
        if track.exclude(coupling=coupling).update(coupling=coupling):
            happened.assignments_changed(card.practice_id, coupling=track)
    held = before["session"]
    Session.objects.filter(pk=session_id).update(
        reviewed_at=_moment(held["reviewed_at"]), reviewed_by_id=held["reviewed_by_id"]
    )
    open_anew(*(UUID(pk) for pk in before["coupling"]))
    refresh(session_id)


def _moment(text: str | None) -> dt.datetime | None:
    return parse_datetime(text) if text else None
