"""What coaches made of a card, in words, and when: for whoever opens it later."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clients.models import ReviewCard, ReviewDecision
from clients.schedule import day_words as day_words
from clients.words import sides_headline
from programs.models import Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """`You: approved.`, what it changed, when it was, and who took it back."""

    text: str
    change: str
    when: str
    undone: str


def decisions_of(card: ReviewCard, user: Any, ladder: Sequence[Rung] = ()) -> list[Decided]:
    """What coaches made of the card, oldest first."""
    rows = ReviewDecision.objects.for_coach(user).filter(card=card).select_related("made_by", "undone_by")
    return [
        Decided(
            text=f"{who(row.made_by, user)}: {row.get_kind_display().lower()}{_until(row)}.",
            change=_change(row, ladder, card.client.unit),
            when=moment_words(row.made_at, user),
            undone=f"Undone by {who(row.undone_by, user).lower()}." if row.undone_at else "",
        )
        for row in rows
    ]


def who(person: Any, user: Any) -> str:
    if person is None:
        return "A coach who has left"
    return "You" if person.pk == user.pk else str(person.name)


def _until(decision: ReviewDecision) -> str:
    if decision.kind != ReviewDecision.Kind.SNOOZED:
        return ""
    return f" until {day_words(dt.date.fromisoformat(decision.after['card']['snoozed_until']))}"


def _change(decision: ReviewDecision, ladder: Sequence[Rung], unit: str) -> str:
    """What was proposed, and what holds since, where they are two things."""
    before = decision.before.get("proposals", {}).get(str(decision.proposal_id))
    after = decision.after.get("proposals", {}).get(str(decision.proposal_id))
    if not before or not after or not after["outcome"] or after["outcome"] == before["proposed"]:
        return ""
    was, now = (sides_headline(sides, ladder, unit=unit) for sides in (before["proposed"], after["outcome"]))
    return f"Proposed: {was}. Now: {now}." if was != now else ""


def moment_words(moment: dt.datetime, user: Any) -> str:
    here = moment.astimezone(user.zone)
    return f"{here:%a} {here.day} {here:%b}, {here.hour}:{here:%M}"
