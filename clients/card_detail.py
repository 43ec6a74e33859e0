"""A card that is about no session, as the coach decides it: days missed, or what a client wrote."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from clients.decided import Decided, day_words, decisions_of
from clients.inbox_words import Badge, badges_of, sentence_of
from clients.models import Comment, ReviewCard, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDetail:
    """The right-hand side of a card about days missed or about what a client wrote."""

    card: ReviewCard
    badges: list[Badge]
    headline: str
    lines: list[str]
    comments: list[Comment]
    decisions: list[Decided]

    @property
    def client(self) -> Any:
        return self.card.client

    @property
    def is_open(self) -> bool:
        return self.card.closed_at is None


WRITTEN = 20  # lines of the thread that are shown


def card_detail_of(card: ReviewCard, user: Any) -> CardDetail:
    """The detail of a card read with its client. Six queries."""
    newest = Comment.objects.for_coach(user).filter(client=card.client_id).select_related("author")
    trained = Session.objects.for_coach(user).filter(client=card.client_id, status=Session.Status.FINISHED)
    last = trained.order_by("-performed_on").values_list("performed_on", flat=True).first()
    return CardDetail(
        card=card,
        badges=badges_of(card),
        headline=sentence_of(card),
        lines=_missed_lines(card, last),
        comments=list(newest.order_by("-created_at")[:WRITTEN])[::-1],
        decisions=decisions_of(card, user),
    )


def _missed_lines(card: ReviewCard, last: dt.date | None) -> list[str]:
    """`Due and not trained: Mon 5 Jan, Thu 8 Jan.`, and when they last did."""
    days = [dt.date.fromisoformat(day) for reason in card.reasons for day in reason.get("days", [])]
    missed = (
        gettext("Due and not trained: %(what)s.") % {"what": ", ".join(day_words(day) for day in days)} if days else ""
    )
    if card.kind != ReviewCard.Kind.MISSED:
        return []
    trained = (
        gettext("Last trained on %(last)s.") % {"last": day_words(last)} if last else gettext("Has not trained yet.")
    )
    return [line for line in (missed, trained) if line]
