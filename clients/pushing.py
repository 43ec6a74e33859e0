"""Pushing a program's newest version to those who follow an older one. What was logged, and what is begun, stays."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from accounts.models import User
from clients import happened
from clients.assigning import end_assignment
from clients.assigning_programs import begin_track, start_conflict, twice_a_day
from clients.models import Assignment, Session, SessionItem
from clients.moving import move_track
from clients.program_days import first_rungs, track_named
from clients.proposals import OPEN_ANEW
from clients.schedule import nth_place, program_dates
from programs.models import Program, ProgramItem, Rung

Written = dict[tuple[int, int], list[ProgramItem]]  # the items of each week and day


@dataclass(frozen=True, slots=True, kw_only=True)
class DayChange:
    """What changes on one coming day, as the program writes it. `changed`: (as it is, as it would be)."""

    date: dt.date
    added: list[str]
    removed: list[str]
    changed: list[tuple[str, str]]
    reordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """What pushing would do to one assignment. `blocked`: why it cannot be pushed, in words.

    `begins`: first rungs of progressions that come in; `ends` and `kept`: tracks; `newer`: kept ones that go over to
    the version of their progression that the program names now, with it.
    """

    assignment: Assignment
    days: list[DayChange] = field(default_factory=list)
    begins: list[Rung] = field(default_factory=list)
    ends: list[Assignment] = field(default_factory=list)
    kept: list[Assignment] = field(default_factory=list)
    newer: list[tuple[Assignment, Rung]] = field(default_factory=list)
    last_day: tuple[dt.date, dt.date] | None = None
    blocked: str = ""

    @property
    def changes(self) -> bool:
        return bool(self.days or self.begins or self.ends or self.newer or self.last_day)


def program_followers(user: Any, program: Program) -> list[Assignment]:
    """The running assignments that follow an older version."""
    rows = Assignment.objects.for_coach(user).active().whole().exclude(program=program)
    found: list[Assignment] = list(
        rows.filter(program__family=program.family).select_related("client__coach", "program").order_by("client__name")
    )
    return found


# --- Preview ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Newest:
    """The version that is pushed, with what it says, and what the older ones say."""

    program: Program
    rungs: list[Rung]
    twice: str
    written: dict[UUID, Written]


def preview_pushes(assignments: Sequence[Assignment], to: Program) -> list[Push]:
    """What each would see from today on. Writes nothing; the same few queries for one as for many."""
    programs = {each.program_id for each in assignments if each.program_id} | {to.pk}
    newest = _Newest(program=to, rungs=first_rungs(to), twice=twice_a_day(to), written=_written(programs))
    tracks, begun = _tracks(assignments), _begun(assignments)
    return [_previewed(each, newest, tracks.get(each.pk, []), begun.get(each.pk, set())) for each in assignments]


def _written(programs: set[UUID]) -> dict[UUID, Written]:
    found: dict[UUID, Written] = {pk: {} for pk in programs}
    items = ProgramItem.objects.filter(day__program__in=programs).select_related("day", "rung__progression")
    for item in items.order_by("day__week", "day__day", "position"):
        found[item.day.program_id].setdefault((item.day.week, item.day.day), []).append(item)
    return found


def _tracks(assignments: Sequence[Assignment]) -> dict[UUID, list[Assignment]]:
    found: dict[UUID, list[Assignment]] = {}
    rows = Assignment.objects.active().filter(parent__in=[each.pk for each in assignments])
    for row in rows.select_related("client", "progression", "start_rung").order_by("created_at", "pk"):
        found.setdefault(row.whole_id, []).append(row)
    return found


def _begun(assignments: Sequence[Assignment]) -> dict[UUID, set[dt.date]]:
    """Due days that stay as they are: over, or with a set."""
    ids = [each.pk for each in assignments]
    rows = Session.objects.filter(assignment__in=ids).exclude(status=Session.Status.OPEN, sets=None)
    found: dict[UUID, set[dt.date]] = {}
    for assignment_id, due_on in rows.values_list("assignment_id", "due_on"):
        found.setdefault(assignment_id, set()).add(due_on)
    return found


def _previewed(assignment: Assignment, newest: _Newest, tracks: list[Assignment], begun: set[dt.date]) -> Push:
    blocked = _blocked(assignment, newest, tracks)
    if blocked or assignment.program is None:
        return Push(assignment=assignment, blocked=blocked)
    named = {rung: track_named(rung, tracks) for rung in newest.rungs}
    kept = [track for track in named.values() if track is not None]
    before, after = (program_dates(assignment, each) for each in (assignment.program, newest.program))
    return Push(
        assignment=assignment,
        days=_day_changes(assignment, newest, max(before, after, key=len), begun),
        begins=[rung for rung, track in named.items() if track is None],
        ends=[track for track in tracks if track not in kept],
        kept=kept,
        newer=[(track, rung) for rung, track in named.items() if track is not None and _is_newer(rung, track)],
        last_day=(max(before), max(after)) if max(before) != max(after) else None,
    )


def _day_changes(assignment: Assignment, newest: _Newest, dates: list[dt.date], begun: set[dt.date]) -> list[DayChange]:
    """Of the days from today on that are not begun, those that change."""
    old, new = newest.written[assignment.program_id or newest.program.pk], newest.written[newest.program.pk]
    first, found = assignment.client.today(), []
    for n, day in enumerate(dates):
        if day < first or day in begun:
            continue
        place = nth_place(newest.program, n)
        change = _change(day, old.get(place, []), new.get(place, []))
        if change is not None:
            found.append(change)
    return found


def _blocked(assignment: Assignment, newest: _Newest, tracks: list[Assignment]) -> str:
    name = assignment.client.first_name
    if len(assignment.weekdays) != newest.program.days_a_week:
        return gettext(
            "%(name)s trains %(weekdays)s days a week, this version has %(days_a_week)s. Assign "
            "it anew to choose the days."
        ) % {"name": name, "weekdays": len(assignment.weekdays), "days_a_week": newest.program.days_a_week}
    if newest.twice:
        return newest.twice
    found = (start_conflict(rung, assignment.client) for rung in newest.rungs if track_named(rung, tracks) is None)
    return next((words for words in found if words), "")


def _is_newer(rung: Rung, track: Assignment) -> bool:
    """Whether the program names a later version of what the track follows."""
    named, followed = rung.progression, track.ladder
    return named.family == followed.family and named.version > followed.version


def _subject(item: ProgramItem) -> Any:
    return item.rung.progression.family if item.rung else item.variation_id


def _change(day: dt.date, old: list[ProgramItem], new: list[ProgramItem]) -> DayChange | None:
    """By exercise: what comes in, what goes, what is written otherwise."""
    rest = list(old)
    added, changed = [], []
    for item in new:
        same = next((each for each in rest if _subject(each) == _subject(item)), None)
        if same is None:
            added.append(item.line)
            continue
        rest.remove(same)
        if same.line != item.line:
            changed.append((same.line, item.line))
    removed = [item.line for item in rest]
    reordered = not (added or removed) and [_subject(each) for each in old] != [_subject(each) for each in new]
    if not (added or removed or changed or reordered):
        return None
    return DayChange(date=day, added=added, removed=removed, changed=changed, reordered=reordered)


# --- Doing it --------------------------------------------------------------------------------------------------


@transaction.atomic
def push(assignments: Sequence[Assignment], to: Program, *, by: User) -> int:
    """These assignments follow `to` from now on; returns how many. Those that `program_followers` does not name, and
    those that cannot follow it (`Push.blocked`), are left.
    """
    allowed = {row.pk for row in program_followers(by, to)}
    pushed = 0
    for row in assignments:
        held = (
            Assignment.objects.select_for_update(of=("self",)).select_related("client__coach", "program").get(pk=row.pk)
        )
        if held.pk not in allowed or held.status != Assignment.Status.ACTIVE:
            continue
        [seen] = preview_pushes([held], to)
        if not seen.blocked:
            _push(held, seen, to)
            happened.assignment_changed(held, "version")
            pushed += 1
    return pushed


def _push(held: Assignment, seen: Push, to: Program) -> None:
    for track in seen.ends:
        end_assignment(track)
    for track, rung in seen.newer:
        move_track(Assignment.objects.select_for_update(of=("self",)).get(pk=track.pk), rung.progression)
    for rung in seen.begins:
        _begin(held, rung)
    held.program = to
    held.save(update_fields=["program"])
    untouched = held.sessions.filter(status=Session.Status.OPEN, sets=None)
    SessionItem.objects.filter(session__in=untouched).update(action=OPEN_ANEW)


def _begin(held: Assignment, rung: Rung) -> None:
    """A progression that comes in begins; one that had gone before goes on from where it was."""
    ended = held.tracks.filter(status=Assignment.Status.ENDED).select_related("progression", "start_rung", "client")
    again = track_named(rung, list(ended.order_by("-ended_at")))
    if again is None:
        begin_track(held, rung)
        return
    again.status, again.ended_at = Assignment.Status.ACTIVE, None
    again.save(update_fields=["status", "ended_at"])
    if _is_newer(rung, again):
        move_track(again, rung.progression)
