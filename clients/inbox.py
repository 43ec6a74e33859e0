"""The coach's review queue as it is read: which cards are in it, in which order, and each in a row of the list."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Max, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from clients.attention import DECIDE, KNOW, STOP, track_of
from clients.inbox_words import Badge, badges_of, sentence_of
from clients.models import Client, Comment, Proposal, ReviewCard, Session, SessionItem, Target
from clients.queue_filter import ALL, QueueFilter
from exercises.words import day_of_month, weekday_name
from programs.models import Rung

GROUPS = {
    STOP: gettext_lazy("Stop and look"),
    DECIDE: gettext_lazy("Your decision"),
    KNOW: gettext_lazy("Good to know"),
}
PAGE = 40  # rows drawn at once, around the one that is shown


def queue(user: Any, wanted: QueueFilter = ALL) -> Any:
    """Open cards in reading order, with `group` (1 to 3); those put off to a later day and archived clients are out."""
    groups = (When(urgency__lt=10 * (group + 1), then=Value(group)) for group in GROUPS)
    return (
        wanted.applied_to(ReviewCard.objects.for_coach(user).open())
        .exclude(client__status=Client.Status.ARCHIVED)
        .filter(Q(snoozed_until=None) | Q(snoozed_until__lte=today_of(user)))
        .annotate(group=Case(*groups, output_field=IntegerField()))
        .order_by("urgency", "-happened_at", "-pk")
    )


def today_of(user: Any) -> dt.date:
    """The date where the coach is."""
    return timezone.now().astimezone(user.zone).date()


def attention_count(user: Any) -> int:
    """How many cards wait for the coach; what is only good to know is not counted. One query."""
    return int(queue(user).filter(group__lt=KNOW).count())


def version_of(user: Any, wanted: QueueFilter) -> str:
    """Another text whenever the list would look different. Two queries: the count tells of archived clients."""
    newest = ReviewCard.objects.for_coach(user).aggregate(newest=Max("changed_at"))["newest"]
    count = queue(user, wanted).count()
    return f"{newest.isoformat() if newest else ''} {count} {today_of(user)} {wanted.as_text}"


@dataclass(frozen=True, slots=True)
class Queue:
    """The whole queue as (address of a card, group), in reading order."""

    places: Sequence[tuple[UUID, int]]

    def position(self, pk: UUID) -> int | None:
        """Counted from 0; None when the card is not in the queue."""
        return next((n for n, (other, _) in enumerate(self.places) if other == pk), None)

    def after(self, pk: UUID) -> UUID | None:
        position = self.position(pk)
        return self._at(0 if position is None else position + 1)

    def before(self, pk: UUID) -> UUID | None:
        position = self.position(pk)
        return self._at(position - 1) if position else None

    def _at(self, position: int) -> UUID | None:
        return self.places[position][0] if 0 <= position < len(self.places) else None

    def count(self, group: int) -> int:
        return sum(each == group for _, each in self.places)

    def window(self, pk: UUID | None) -> Sequence[tuple[UUID, int]]:
        """At most PAGE places, with `pk` among them."""
        position = (self.position(pk) if pk else None) or 0
        start = max(0, min(position - PAGE // 2, len(self.places) - PAGE))
        return self.places[start : start + PAGE]


def read_queue(user: Any, wanted: QueueFilter = ALL) -> Queue:
    """One query, however long the queue."""
    rows = queue(user, wanted).annotate(called=Coalesce("session_id", "pk"))
    return Queue([(pk, group) for pk, group in rows.values_list("called", "group")])


# --- One row of the list ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallLadder:
    """What the small ladder draws: how many rungs, and where each side stood that day."""

    count: int
    left: int
    right: int

    @property
    def label(self) -> str:
        if self.left == self.right:
            return gettext("Both sides on rung %(left)s of %(count)s") % {"left": self.left, "count": self.count}
        return gettext("Left on rung %(left)s, right on rung %(right)s, of %(count)s") % {
            "left": self.left,
            "right": self.right,
            "count": self.count,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A card as the list shows it."""

    card: Any
    group: int
    sentence: str
    badges: list[Badge]
    ladder: SmallLadder | None

    @property
    def name(self) -> str:
        return str(self.card.client.name)


def read_items(user: Any, places: Sequence[tuple[UUID, int]]) -> list[Item]:
    """Rows for these places, in their order; the same few queries for one as for a hundred."""
    groups = dict(places)
    found = {card.address: card for card in cards_for_list(user).filter(_called(list(groups)))}
    return [item_of(found[pk], group) for pk, group in places if pk in found]


def _called(addresses: list[UUID]) -> Q:
    return Q(session__in=addresses) | Q(session=None, pk__in=addresses)


def cards_for_list(user: Any) -> Any:
    """Cards with what a row of the list shows: the client, and what is proposed in words."""
    ladder = Rung.objects.for_user(user).select_related("variation__exercise").order_by("position")
    return (
        with_words(ReviewCard.objects.for_coach(user), user)
        .select_related("client", "session", "proposal__assignment__progression")
        .prefetch_related(Prefetch("proposal__assignment__progression__rungs", ladder, to_attr="ladder"))
    )


def with_words(cards: Any, user: Any) -> Any:
    """Cards with `wrote`, the client's newest line, where the card is about what they wrote."""
    lines = Comment.objects.for_coach(user).filter(client=OuterRef("client"), author=OuterRef("client__user"))
    newest = lines.order_by("-created_at", "-pk").values("text")[:1]
    return cards.annotate(wrote=Case(When(kind=ReviewCard.Kind.MESSAGE, then=Subquery(newest))))


def item_of(card: Any, group: int) -> Item:
    return Item(
        card=card,
        group=group,
        sentence=sentence_of(card),
        badges=badges_of(card)[:2],
        ladder=SmallLadder(**dict(zip(("count", "left", "right"), card.ladder, strict=True))) if card.ladder else None,
    )


def when_words(moment: dt.datetime | None, user: Any, *, now: dt.datetime | None = None) -> str:
    """`8:12` today, `Fri` within the week, `2 Jan` before: where the coach is."""
    if moment is None:
        return ""
    here, today = moment.astimezone(user.zone), (now or timezone.now()).astimezone(user.zone).date()
    if here.date() == today:
        return f"{here.hour}:{here:%M}"
    if (today - here.date()).days < 7:
        return weekday_name(here.weekday(), short=True)
    return day_of_month(here.date())


# --- One session with its evidence -----------------------------------------------------------------------------


def sessions_for_review(user: Any) -> Any:
    """The gate of the review: a coach's sessions with client, ladder, targets, sets and what stands."""
    standing = (
        Proposal.objects.for_coach(user)
        .exclude(status=Proposal.Status.SUPERSEDED)
        .select_related("decided_by", "assignment__progression")
        .latest_first()
    )
    targets = Target.objects.for_coach(user).select_related("rung__variation__exercise", "variation__exercise")
    ladder = Rung.objects.for_user(user).select_related("variation__exercise").order_by("position")
    items = (
        SessionItem.objects.for_coach(user)
        .select_related("assignment__client", "assignment__progression", "assignment__start_rung")
        .prefetch_related(
            Prefetch("targets", targets),
            Prefetch("assignment__progression__rungs", ladder, to_attr="ladder"),
            "sets",
            "technique",
        )
    )
    return (
        Session.objects.for_coach(user)
        .select_related(
            "client__coach",
            "assignment__client",
            "assignment__program",
            "assignment__progression",
            "assignment__start_rung",
            "reviewed_by",
        )
        .prefetch_related(
            Prefetch("items", items),
            Prefetch("proposals", standing, to_attr="standing"),
            Prefetch("assignment__progression__rungs", ladder, to_attr="ladder"),
        )
    )


def ladder_for(session: Any, proposal: Proposal | None) -> list[Rung]:
    track = track_of(session, proposal)
    return list(track.progression.ladder) if track else []


def foot_of(session: Any) -> str:
    """The foot map of what was trained."""
    targets = [target for item in session.items.all() for target in item.targets.all()]
    return str(targets[0].variation.foot_code) if targets else ""
