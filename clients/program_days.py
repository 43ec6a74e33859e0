"""The days of a program that a client follows: what a day asks, and what has to be left out."""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import override

from clients.freezing import Asked, Blocked, asked_as_written, asked_of_swap, asked_of_track, swaps_on
from clients.kept_words import LEFT_OUT
from clients.models import Assignment, Proposal, Session, SetLog, Swap
from clients.schedule import place_of
from programs.engine.judging import PAIN_RED
from programs.models import Program, ProgramItem, Rung


def items_on(assignment: Assignment, due_on: dt.date) -> list[ProgramItem]:
    """What the program writes for a training day, in its order."""
    week, day = place_of(assignment, due_on)
    items = ProgramItem.objects.filter(
        practice_id=assignment.practice_id, day__program=assignment.program, day__week=week, day__day=day
    )
    return list(items.select_related("variation__exercise", "rung__progression").order_by("position"))


def first_rungs(program: Program) -> list[Rung]:
    """Where each progression of the program is first named, in the order in which they come."""
    items = (
        ProgramItem.objects.filter(practice_id=program.practice_id, day__program=program, rung__isnull=False)
        .select_related("rung__progression", "rung__variation__exercise")
        .order_by("day__week", "day__day", "position")
    )
    found: dict[UUID, Rung] = {}
    for item in items:
        if item.rung is not None:
            found.setdefault(item.rung.progression_id, item.rung)
    return list(found.values())


def track_named(rung: Rung, tracks: Iterable[Assignment]) -> Assignment | None:
    """The track that an item of a program is about: it may follow another version by now, or the practice's copy."""
    named = rung.progression
    for track in tracks:
        if track.ladder_id == named.pk or track.ladder.family == named.family:
            return track
    return next((track for track in tracks if track.ladder.copied_from_id == named.pk), None)


# --- What ------------------------------------------------------------------------------------------------------


AskedOfTrack = Callable[..., Asked]  # as clients.freezing.asked_of_track


def asked_on(
    assignment: Assignment, *, due_on: dt.date, now: dt.datetime, of_track: AskedOfTrack = asked_of_track
) -> list[Asked]:
    """Every exercise of a program's day, in order: of each progression what stands for it, the fixed ones as written.

    A stop on one progression is about its exercise: it is left out, with words, and the day goes on without it. So is
    a fixed exercise that hurt (6 or more) in a session that the coach has not looked at. What is about the person and
    not about an exercise stops everything: a warning sign, or strong pain the morning after. Raises Blocked then, and
    when nothing else is left of the day.
    """
    raise_if_all_stopped(assignment)
    tracks = _tracks(assignment)
    items = _once_a_track(items_on(assignment, due_on))
    hurt, swaps = _hurt_and_unseen(assignment, items), swaps_on(tracks, due_on)
    asked: list[Asked] = []
    stopped: Proposal | None = None
    for item in items:
        try:
            asked.append(_asked(item, assignment, tracks, hurt, swaps, partial(of_track, now=now)))
        except Blocked as stop:
            stopped = stop.proposal
            asked.append(_left_out(item, assignment, tracks))
    if asked and not any(each.targets for each in asked):
        raise Blocked(stopped)
    return asked


def _asked(
    item: ProgramItem,
    assignment: Assignment,
    tracks: list[Assignment],
    hurt: set[Any],
    swaps: dict[UUID, Swap],
    of_track: AskedOfTrack,
) -> Asked:
    track = track_named(item.rung, tracks) if item.rung else None
    if track is not None and track.pk in swaps:
        return asked_of_swap(swaps[track.pk], track, position=item.position, label=item.label)
    if track is not None:
        return of_track(track, position=item.position, label=item.label, note=item.note)
    if item.variation_id in hurt:
        raise Blocked(None)
    return asked_as_written(item, assignment.client)


def _left_out(item: ProgramItem, assignment: Assignment, tracks: list[Assignment]) -> Asked:
    with override(settings.LANGUAGE_CODE):  # kept_words: what is kept is kept in English
        name = item.rung.progression.name if item.rung else item.variation.full_name if item.variation else ""
    coach = assignment.client.coach.name.split(" ")[0]
    return Asked(
        track=track_named(item.rung, tracks) if item.rung else None,
        position=item.position,
        label=item.label,
        note=(LEFT_OUT % {"exercise": name, "coach": coach})[:300],
        action="stop",
    )


def _tracks(assignment: Assignment) -> list[Assignment]:
    rows = assignment.tracks.filter(status=Assignment.Status.ACTIVE)
    return list(rows.select_related("client", "progression", "start_rung", "parent__program"))


def _once_a_track(items: list[ProgramItem]) -> list[ProgramItem]:
    """A progression is trained once a day, however often a day names it."""
    seen: set[UUID] = set()
    kept = []
    for item in items:
        if item.rung is not None:
            if item.rung.progression_id in seen:
                continue
            seen.add(item.rung.progression_id)
        kept.append(item)
    return kept


def raise_if_all_stopped(assignment: Assignment) -> None:
    """The newest session decides: whatever it stopped and nobody has cleared. Also of a progression, whose newest
    session may have been a swap that no proposal follows from.
    """
    newest = newest_finished(assignment)
    if newest is not None and (newest.red_flag or (newest.next_day_pain or 0) >= PAIN_RED):
        _raise_if_it_stands(newest)


def newest_finished(assignment: Assignment) -> Session | None:
    """The session that was trained last."""
    finished = Session.objects.filter(
        practice_id=assignment.practice_id, assignment=assignment, status=Session.Status.FINISHED
    )
    return finished.order_by("-performed_on", "-finished_at").first()


def sign_stands(newest: Session | None) -> bool:
    """Whether a warning sign was told with the session that was trained last, and no coach has let training go on."""
    if newest is None or not newest.red_flag:
        return False
    try:
        _raise_if_it_stands(newest)
    except Blocked:
        return True
    return False


def sign_goes_along(session: Session) -> bool:
    """Whether a session that ends, and is the newest now, takes a standing sign along: a phone may send it late."""
    before = newest_finished(session.assignment) if session.assignment else None
    if before is None or (before.performed_on or dt.date.min) > (session.performed_on or dt.date.max):
        return False
    return sign_stands(before)


def _raise_if_it_stands(newest: Session) -> None:
    standing = Proposal.objects.filter(practice_id=newest.practice_id, session=newest)
    stops = [each for each in standing.exclude(status=Proposal.Status.SUPERSEDED) if each.stops]
    if stops:
        raise Blocked(stops[0])
    if newest.reviewed_at is None and not standing.filter(cleared=True).exists():
        raise Blocked(None)


def _hurt_and_unseen(assignment: Assignment, items: list[ProgramItem]) -> set[Any]:
    """Fixed exercises of the day that hurt in a session which no coach has looked at."""
    fixed = [item.variation_id for item in items if item.variation_id]
    rows = SetLog.objects.filter(
        Q(kind=SetLog.Kind.STOPPED) | Q(pain__gte=PAIN_RED),
        practice_id=assignment.practice_id,
        client_id=assignment.client_id,
        session__reviewed_at=None,
        item__assignment=None,
        item__targets__variation__in=fixed,
    )
    return set(rows.values_list("item__targets__variation_id", flat=True)) if fixed else set()
