"""Moving assignments to the newest version of what they follow. What was logged, and what was asked for it, stays."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery

from accounts.models import User
from clients import happened
from clients.cards import refresh
from clients.deciding import decide_next, start_again
from clients.history import History, read_histories, read_history, trainee_of
from clients.models import Assignment, Proposal, Target
from clients.proposals import open_anew, propose
from clients.schedule import schedule_of
from programs.models import Progression, Rung
from programs.prescribing import first_load

Sides = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What moving would do to one assignment: the next session as it is and as it would be; `lost`: rungs that go."""

    assignment: Assignment
    now: Sides
    then: Sides
    lost: list[Rung]
    ladder: list[Rung]
    to_ladder: list[Rung]

    @property
    def changes(self) -> bool:
        return [_figures(side) for side in self.now.values()] != [_figures(side) for side in self.then.values()]


def _figures(side: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in side.items() if name != "rung"}


def followers(user: Any, progression: Progression) -> list[Assignment]:
    """The running assignments that follow an older version of it, or the one that it was copied from."""
    rows = Assignment.objects.for_coach(user).active().exclude(progression=progression)
    related = Q(progression__family=progression.family)
    if progression.copied_from_id:
        related |= Q(progression__family=Progression.objects.filter(pk=progression.copied_from_id).values("family")[:1])
    found: list[Assignment] = list(
        rows.filter(related)
        .select_related("client", "progression", "start_rung", "program", "parent__program")
        .with_filled()
        .order_by("client__name")
    )
    return found


def preview_moves(assignments: Sequence[Assignment], to: Progression) -> list[Move]:
    """The same training of each judged on both versions. Writes nothing."""
    ladder = list(to.rungs.as_ladder())
    return [_previewed(history, to, ladder) for history in read_histories(assignments)]


def preview_move(assignment: Assignment, to: Progression) -> Move:
    return preview_moves([assignment], to)[0]


def _previewed(history: History, to: Progression, ladder: list[Rung]) -> Move:
    assignment = history.assignment
    on = assignment.start_date
    if history.last is not None:
        on = schedule_of(assignment).to_decide_for(history.newest.date)
    moved = _moved(history, to, ladder)
    kept = {rung.lineage for rung in ladder}
    return Move(
        assignment=assignment,
        now=decide_next(history, on=on).sides,
        then=decide_next(moved, on=on).sides,
        lost=[rung for rung in history.ladder if rung.lineage not in kept],
        ladder=history.ladder,
        to_ladder=ladder,
    )


@transaction.atomic
def move(assignments: Sequence[Assignment], to: Progression, *, by: User) -> int:
    """These assignments follow `to` from now on; returns how many. Those that `followers` does not name are left."""
    allowed = {row.pk for row in followers(by, to)}
    moved = 0
    for row in assignments:
        held = (
            Assignment.objects.select_for_update(of=("self",))  # built-in progressions are not ours to lock
            .select_related("client", "progression", "start_rung", "program", "parent__program")
            .get(pk=row.pk)
        )
        if held.pk in allowed and held.status == Assignment.Status.ACTIVE:
            move_track(held, to)
            happened.assignment_changed(held, "version")
            moved += 1
    return moved


def move_track(held: Assignment, to: Progression) -> None:
    """One assignment, locked and running, follows `to` from now on."""
    history = read_history(held)
    places = _places(history.ladder, list(to.rungs.as_ladder()))
    landed = _landed(history, places)
    _move_targets(held, to)
    _settle(held, to, landed)
    held.save(update_fields=["progression", "start_rung", "start_load"])
    _move_standing_proposal(held, places)
    open_anew(held.pk)


def _places(old: list[Rung], new: list[Rung]) -> dict[UUID, Rung]:
    """Where each old rung's climbers stand on the new ladder: the same rung, else the nearest below that is left."""
    by_lineage = {rung.lineage: rung for rung in new}
    places, below = {}, new[0]
    for rung in old:
        below = by_lineage.get(rung.lineage, below)
        places[rung.pk] = below
    return places


def _landed(history: History, places: dict[UUID, Rung]) -> tuple[Rung, Decimal | None]:
    """Where the assignment starts on the new ladder, and with what. Who stands on a rung that goes begins anew where
    they land, the lower of two sides: a step back from what they last did there, where they have been there.
    """
    first, said = history.assignment.first_rung, history.assignment.start_load
    stands = (history.rung("left"), history.rung("right"))
    landed = [places[rung.pk] for rung in stands if places[rung.pk].lineage != rung.lineage]
    rung = min(landed, key=lambda rung: rung.position, default=places[first.pk])
    said = said if rung.lineage == first.lineage else None  # a start that was said for another rung says nothing here
    if not landed:
        return rung, said
    before = next((old for old in history.ladder if old.lineage == rung.lineage), None)
    again = start_again(history, before, before.sides if before else [])
    return rung, said if again is None else first_load(rung, trainee_of(history.assignment.client), again)


def _settle(held: Assignment, to: Progression, start: tuple[Rung, Decimal | None]) -> None:
    held.progression = to
    held.start_rung, held.start_load = start


def _move_targets(held: Assignment, to: Progression) -> None:
    """Which rung a session was on is read by the new ladder; the figures that were asked are frozen in the target."""
    lineage = Rung.objects.filter(pk=OuterRef(OuterRef("rung_id"))).values("lineage")[:1]
    same = Rung.objects.filter(progression=to, lineage=Subquery(lineage)).values("pk")[:1]
    targets = Target.objects.filter(practice_id=held.practice_id, item__assignment=held)
    targets.filter(rung__lineage__in=to.rungs.values("lineage")).update(rung_id=Subquery(same))


def _move_standing_proposal(held: Assignment, places: dict[UUID, Rung]) -> None:
    """What a person decided stays decided; what only the engine said is asked again."""
    standing = Proposal.objects.filter(practice_id=held.practice_id, assignment=held).exclude(
        status=Proposal.Status.SUPERSEDED
    )
    newest = standing.latest_first().first()
    if newest is None:
        return
    if newest.decided_by_id:
        newest.proposed, newest.outcome = _on(newest.proposed, places), _on(newest.outcome, places)
        newest.save(update_fields=["proposed", "outcome"])
        return
    history = read_history(held)
    if history.last is not None:
        propose(history, on=schedule_of(held).to_decide_for(history.newest.date))
        refresh(history.newest.session.pk)


def _on(sides: Sides | None, places: dict[UUID, Rung]) -> Sides:
    moved = {}
    for side, values in (sides or {}).items():
        rung = places.get(UUID(values["rung"]))
        moved[side] = values | {"rung": str(rung.pk), "position": rung.position} if rung else values
    return moved


def _moved(history: History, to: Progression, ladder: list[Rung]) -> History:
    """The history as the new version would read it. The rows in memory are copies."""
    places = _places(history.ladder, ladder)
    assignment = copy(history.assignment)
    _settle(assignment, to, _landed(history, places))
    same = {old.pk: places[old.pk].pk for old in history.ladder if places[old.pk].lineage == old.lineage}
    exposures = [
        replace(each, targets={side: _on_rung(target, same) for side, target in each.targets.items()})
        for each in history.exposures
    ]
    past = [
        replace(
            each,
            sides={
                side: replace(done, rung_id=same.get(done.rung_id, done.rung_id)) for side, done in each.sides.items()
            },
        )
        for each in history.past
    ]
    return History(assignment=assignment, ladder=ladder, exposures=exposures, past=past)


def _on_rung(target: Target, same: dict[UUID, UUID]) -> Target:
    moved = copy(target)
    moved.rung_id = same.get(target.asked_rung_id, target.asked_rung_id)
    return moved
