"""The coach's review queue: which sessions need a person, and why. Reads only; computed, never stored.

A session is in the queue from its end (with red pain at once) until a coach has looked at it, and again while a
proposal of it waits. Three groups, in this order: stop and look, your decision, good to know; newest first within one.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, Max, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from clients.models import Client, Proposal, Session, SessionItem, SetLog, Target
from clients.words import headline_of
from programs.models import Rung

STOP, DECIDE, KNOW = 1, 2, 3
GROUPS = {STOP: "Stop and look", DECIDE: "Your decision", KNOW: "Good to know"}
AMBER_PAIN, RED_PAIN = 3, 6  # engine.md, rows 1 and 2
PAGE = 100  # rows drawn at once, around the one that is shown

STOPS = Q(proposed__left__action="stop") | Q(proposed__right__action="stop") | Q(proposed__both__action="stop")


def queue(user: Any) -> Any:
    """Sessions in the queue in reading order, with `group` (1 to 3) and `worst_set` (the worst pain of a set)."""
    standing = (
        Proposal.objects.for_coach(user).filter(session=OuterRef("pk")).exclude(status=Proposal.Status.SUPERSEDED)
    )
    waiting = standing.filter(status=Proposal.Status.WAITING)
    sets = SetLog.objects.for_coach(user).filter(session=OuterRef("pk"))
    worst_set = Subquery(sets.order_by().values("session").annotate(worst=Max("pain")).values("worst"))
    unseen = Q(reviewed_at=None, status__in=[Session.Status.FINISHED, Session.Status.SKIPPED])
    serious = (
        Q(stopped=True)
        | Q(stopped_set=True)
        | Q(red_flag=True)
        | Q(worst_set__gte=AMBER_PAIN)
        | Q(next_day_pain__gte=AMBER_PAIN)
        | Q(skip_reason="pain")
    )
    return (
        Session.objects.for_coach(user)
        .exclude(client__status=Client.Status.ARCHIVED)
        .annotate(
            stopped=Exists(standing.filter(STOPS)),
            stopped_set=Exists(sets.filter(kind=SetLog.Kind.STOPPED)),
            waiting=Exists(waiting),
            worst_set=worst_set,
        )
        .filter(unseen | Q(waiting=True) | Q(reviewed_at=None, status=Session.Status.OPEN, worst_set__gte=RED_PAIN))
        .annotate(
            group=Case(
                When(serious, then=Value(STOP)),
                When(waiting=True, then=Value(DECIDE)),
                default=Value(KNOW),
                output_field=IntegerField(),
            )
        )
        .order_by("group", Coalesce("finished_at", "opened_at").desc(), "-pk")
    )


def attention_count(user: Any) -> int:
    """How many sessions wait for the coach; what is only good to know is not counted. One query."""
    return queue(user).filter(group__lt=KNOW).count()


@dataclass(frozen=True, slots=True)
class Queue:
    """The whole queue as (session id, group), in reading order."""

    places: Sequence[tuple[UUID, int]]

    def position(self, pk: UUID) -> int | None:
        """Counted from 0; None when the session is not in the queue."""
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


def read_queue(user: Any) -> Queue:
    """One query, however long the queue."""
    return Queue([(pk, group) for pk, group in queue(user).values_list("pk", "group")])


# --- One row of the list ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """Why a session is in the queue, in two or three words."""

    tone: str
    icon: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallLadder:
    """What the small ladder draws: how many rungs, and where each side stood that day."""

    count: int
    left: int
    right: int

    @property
    def label(self) -> str:
        if self.left == self.right:
            return f"Both sides on rung {self.left} of {self.count}"
        return f"Left on rung {self.left}, right on rung {self.right}, of {self.count}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A session as the list shows it. `proposal`: what stands after it, None after a skipped one."""

    session: Any
    group: int
    proposal: Proposal | None
    sentence: str
    badge: Badge
    ladder: SmallLadder | None

    @property
    def name(self) -> str:
        return str(self.session.client.name)

    @property
    def foot(self) -> str:
        """The foot map of what was trained."""
        targets = [target for item in self.session.items.all() for target in item.targets.all()]
        return str(targets[0].variation.foot_code) if targets else ""


def read_items(user: Any, places: Sequence[tuple[UUID, int]]) -> list[Item]:
    """Rows for these places, in their order; the same few queries for one as for a hundred."""
    groups = dict(places)
    found = {session.pk: session for session in sessions_for_review(user).filter(pk__in=list(groups))}
    return [item_of(found[pk], group) for pk, group in places if pk in found]


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


def item_of(session: Any, group: int) -> Item:
    proposal = foremost(session)
    return Item(
        session=session,
        group=group,
        proposal=proposal,
        sentence=_sentence(session, group, proposal),
        badge=_badge(session, group, proposal),
        ladder=small_ladder(session, proposal),
    )


def foremost(session: Any) -> Proposal | None:
    """The proposal that is looked at first: a stop, then what waits, then the newest. A program's day has several."""
    return min(session.standing, key=_urgency, default=None)


def _urgency(proposal: Proposal) -> int:
    sides = (proposal.outcome or proposal.proposed).values()
    if "stop" in {side["action"] for side in sides}:
        return 0
    return 1 if proposal.status == Proposal.Status.WAITING else 2


def track_of(session: Any, proposal: Proposal | None) -> Any:
    """The progression that a proposal is about, else the first that was trained; None on a day of fixed exercises."""
    if session.assignment.progression_id:
        return session.assignment
    tracks = [item.assignment for item in session.items.all() if item.assignment_id and item.targets.all()]
    named = (track for track in tracks if proposal and track.pk == proposal.assignment_id)
    return next(named, tracks[0] if tracks else None)


def ladder_for(session: Any, proposal: Proposal | None) -> list[Rung]:
    track = track_of(session, proposal)
    return list(track.progression.ladder) if track else []


def small_ladder(session: Any, proposal: Proposal | None = None) -> SmallLadder | None:
    """Where the session was trained."""
    track = track_of(session, proposal)
    if track is None:
        return None
    items = [item for item in session.items.all() if item.assignment_id == track.pk]
    at = {target.side: target.rung.position for item in items for target in item.targets.all()}
    lowest = min(at.values(), default=track.start_rung.position)
    return SmallLadder(
        count=len(track.progression.ladder),
        left=at.get("left", at.get("both", lowest)),
        right=at.get("right", at.get("both", lowest)),
    )


def worst_set(session: Any) -> Any:
    """The set with the worst pain said, or None when nobody said any."""
    said = [row for item in session.items.all() for row in item.sets.all() if row.pain]
    return max(said, key=lambda row: row.pain, default=None)


def _sentence(session: Any, group: int, proposal: Proposal | None) -> str:
    if session.status == Session.Status.SKIPPED:
        return session.note or f"Did not train: {session.get_skip_reason_display().lower()}."
    if group == STOP:
        return _where_it_hurt(session)
    if proposal is None:
        return session.note or "Nothing was logged."
    return headline_of(proposal, ladder_for(session, proposal), unit=session.client.unit)


def _where_it_hurt(session: Any) -> str:
    """`Right, set 3: pain 5. Stopped there.`, or the morning's answer, or the warning sign."""
    worst = worst_set(session)
    morning = session.next_day_pain or 0
    if worst and worst.pain >= max(morning, AMBER_PAIN):
        stopped = " Stopped there." if worst.kind == SetLog.Kind.STOPPED else ""
        where = f"{_exercise(worst, session)}{worst.get_side_display()}, set {worst.set_number}"
        return f"{where}: pain {worst.pain}.{stopped}"
    if morning >= AMBER_PAIN:
        return "It hurt the morning after."
    return session.note or "One of the warning signs is new."


def _exercise(row: Any, session: Any) -> str:
    """Which exercise of a program's day; a day of one progression has only one."""
    if session.assignment.program_id is None:
        return ""
    targets = [target for item in session.items.all() if item.pk == row.item_id for target in item.targets.all()]
    return f"{targets[0].variation.exercise.name}. " if targets else ""


ACTION_BADGES = {
    "move_up": Badge(tone="accent", icon="move-up", text="Ready to move up"),
    "move_down": Badge(tone="caution", icon="down", text="A rung down"),
    "reduce_load": Badge(tone="caution", icon="stalled", text="Stalled"),
    "resume": Badge(tone="caution", icon="missed", text="Back after a break"),
    "deload": Badge(tone="caution", icon="down", text="Lighter week"),
    "intensify": Badge(tone="accent", icon="move-up", text="No heavier load"),
}


def _badge(session: Any, group: int, proposal: Proposal | None) -> Badge:
    if group == STOP:
        return _stop_badge(session)
    if session.status == Session.Status.SKIPPED:
        return Badge(tone="plain", icon="missed", text="Skipped")
    if proposal is None:
        return Badge(tone="plain", icon="missed", text="Nothing logged")
    codes = {reason["code"] for reason in proposal.reasons}
    actions = {side["action"] for side in proposal.proposed.values()}
    if "over_achieved" in codes:
        return Badge(tone="accent", icon="move-up", text="Far over target")
    known = next((badge for action, badge in ACTION_BADGES.items() if action in actions), None)
    if known:
        return known
    if group == DECIDE:
        return Badge(tone="accent", icon="adjust", text="Your decision")
    if codes & {"failed", "increment_too_coarse"}:
        return Badge(tone="plain", icon="stalled", text="Same again")
    return (
        Badge(tone="plain", icon="message", text="A note")
        if session.note
        else Badge(tone="plain", icon="check", text="On track")
    )


def _stop_badge(session: Any) -> Badge:
    worst = worst_set(session)
    in_session, morning = (worst.pain if worst else 0), session.next_day_pain or 0
    if session.red_flag:
        text = "Warning sign"
    elif morning > in_session:
        text = f"Pain {morning} the morning after"
    elif in_session:
        text = f"Pain {in_session} of 10"
    else:
        text = "Skipped for pain"
    return Badge(tone="danger", icon="pain", text=text)


def when_words(moment: dt.datetime | None, user: Any, *, now: dt.datetime | None = None) -> str:
    """`8:12` today, `Fri` within the week, `2 Jan` before: where the coach is."""
    if moment is None:
        return ""
    here, today = moment.astimezone(user.zone), (now or timezone.now()).astimezone(user.zone).date()
    if here.date() == today:
        return f"{here.hour}:{here:%M}"
    if (today - here.date()).days < 7:
        return f"{here:%a}"
    return f"{here.day} {here:%b}"
