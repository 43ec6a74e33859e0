"""The list of progressions: which there are, who follows and who is drafting them. Reads only."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from accounts.access import membership_of
from exercises.words import within
from programs.models import Draft, Progression, Rung
from programs.showing import short_name


@dataclass(frozen=True, slots=True)
class EmptyLadder:
    """A small ladder that nobody stands on."""

    count: int
    left: int = 0
    right: int = 0

    @property
    def label(self) -> str:
        return gettext("Ladder of %(count)s rungs") % {"count": self.count}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One progression of the list. `followers`: running assignments of any of its versions."""

    progression: Progression
    ladder: EmptyLadder
    span: str
    followers: int = 0
    draft: Draft | None = None
    others: list[str] = field(default_factory=list)

    @property
    def is_own(self) -> bool:
        return self.progression.practice_id is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """`fresh`: drafts of progressions that were never saved."""

    own: list[Card]
    built_in: list[Card]
    archived: list[Card]
    fresh: list[Draft]


def shelf_of(user: Any) -> Shelf:
    """Seven queries however long the list."""
    rows = list(Progression.objects.for_user(user).current().with_rungs())
    drafts = {each.family: each for each in _drafts(user).filter(author=user)}
    others = others_drafting(user)
    counts = followed(user)
    cards = [
        Card(
            progression=row,
            ladder=EmptyLadder(len(row.rungs.all())),
            span=_span(list(row.rungs.all())),
            followers=counts.get(row.family, 0),
            draft=drafts.get(row.family),
            others=others.get(row.family, []),
        )
        for row in rows
        if row.rungs.all()
    ]
    saved = {card.progression.family for card in cards}
    return Shelf(
        own=[card for card in cards if card.is_own and not card.progression.archived_at],
        built_in=[card for card in cards if not card.is_own and not card.progression.archived_at],
        archived=[card for card in cards if card.is_own and card.progression.archived_at],
        fresh=[draft for family, draft in drafts.items() if family not in saved],
    )


def _drafts(user: Any) -> QuerySet[Draft]:
    """Drafts of progressions in the practice that say something of their own."""
    rows = Draft.objects.of_practice(user).filter(kind=Draft.Kind.PROGRESSION)
    return rows.filter(Q(revision__gt=0) | Q(base=None, content__has_key="copied_from"))


def others_drafting(user: Any) -> dict[UUID, list[str]]:
    """First names of the colleagues with unsaved work, by family."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for draft in _drafts(user).exclude(author=user).select_related("author").defer("content", "past"):
        found[draft.family].append(first_name(draft.author))
    return found


def first_name(user: Any) -> str:
    return str((user.name.split() or [user.email])[0])


def followed(user: Any) -> dict[UUID, int]:
    """How many running assignments of the practice follow any version, by family."""
    return dict(_counted(user).values_list("family").annotate(n=_running(user)).filter(n__gt=0))


def versions_of(user: Any, family: UUID) -> QuerySet[Any]:
    """The versions, newest first, each with `followers`: its running assignments."""
    return (
        _counted(user)
        .filter(family=family)
        .annotate(followers=_running(user))
        .select_related("saved_by")
        .order_by("-version")
    )


def is_followed_elsewhere(user: Any, saved: Progression) -> bool:
    """Whether somebody follows an older version, or the built-in progression that this is a copy of."""
    older = Q(family=saved.family) & ~Q(pk=saved.pk)
    if saved.copied_from_id:
        original = Progression.objects.filter(pk=saved.copied_from_id, practice=None)
        older |= Q(family__in=original.values("family"))
    return _counted(user).filter(older).annotate(n=_running(user)).filter(n__gt=0).exists()


def _counted(user: Any) -> QuerySet[Progression]:
    return Progression.objects.for_user(user).order_by()


def _running(user: Any) -> Count:
    membership = membership_of(user)
    mine = Q(assignments__status="active", assignments__practice=membership.practice_id if membership else None)
    return Count("assignments", filter=mine)


def _span(rungs: list[Rung]) -> str:
    """`From hip thrust, both feet to single leg, dumbbell`."""
    ends = {"first": within(short_name(rungs[0])), "last": within(short_name(rungs[-1]))}
    return gettext("From %(first)s to %(last)s") % ends
