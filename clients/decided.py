"""What coaches made of a card, in words, and when: for whoever opens it later."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import dateformat
from django.utils.translation import gettext, pgettext

from clients.models import ReviewCard, ReviewDecision
from clients.schedule import day_words as day_words
from clients.words import sides_headline
from exercises.words import within
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
            text=f"{who(row.made_by, user)}: {_kind(row)}.",
            change=_change(row, ladder, card.client.unit),
            when=moment_words(row.made_at, user),
            undone=_undone(row, user),
        )
        for row in rows
    ]


def who(person: Any, user: Any) -> str:
    if person is None:
        return gettext("A coach who has left")
    return gettext("You") if person.pk == user.pk else str(person.name)


def _kind(decision: ReviewDecision) -> str:
    """`approved`, `snoozed until Fri 9 Jan`."""
    if decision.kind != ReviewDecision.Kind.SNOOZED:
        return within(decision.get_kind_display())
    until = dt.date.fromisoformat(decision.after["card"]["snoozed_until"])
    return gettext("snoozed until %(day)s") % {"day": day_words(until)}


def _undone(decision: ReviewDecision, user: Any) -> str:
    if not decision.undone_at:
        return ""
    if decision.undone_by_id == user.pk:
        return gettext("Undone by you.")
    if decision.undone_by is None:
        return gettext("Undone by a coach who has left.")
    return gettext("Undone by %(coach)s.") % {"coach": decision.undone_by.name}


def _change(decision: ReviewDecision, ladder: Sequence[Rung], unit: str) -> str:
    """What was proposed, and what holds since, where they are two things."""
    before = decision.before.get("proposals", {}).get(str(decision.proposal_id))
    after = decision.after.get("proposals", {}).get(str(decision.proposal_id))
    if not before or not after or not after["outcome"] or after["outcome"] == before["proposed"]:
        return ""
    was, now = (sides_headline(sides, ladder, unit=unit) for sides in (before["proposed"], after["outcome"]))
    return gettext("Proposed: %(was)s. Now: %(now)s.") % {"was": was, "now": now} if was != now else ""


def moment_words(moment: dt.datetime, user: Any) -> str:
    return dateformat.format(moment.astimezone(user.zone), pgettext("date format", "D j M, G:i"))
