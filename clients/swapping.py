"""One exercise in the place of another for one session. The progression stays where it is."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from accounts.models import User
from clients import happened
from clients.decided import day_words
from clients.history import read_history
from clients.models import Assignment, Proposal, Session, SessionItem, Swap
from clients.proposals import OPEN_ANEW
from clients.schedule import schedule_of
from clients.words import side_word
from exercises.models import Variation
from exercises.vocabulary import Laterality
from programs.models import Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is asked of a side: `reps` one figure a set, or one for all."""

    load: Decimal
    sets: int
    reps: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An exercise of a coming day that can be swapped."""

    track: Assignment
    due_on: dt.date

    @property
    def key(self) -> str:
        return f"{self.due_on.isoformat()}/{self.track.pk}"


def sides_of(variation: Variation) -> list[str]:
    """The sides that an exercise is logged for."""
    return ["both"] if variation.exercise.laterality == Laterality.BILATERAL else ["left", "right"]


def places_to_swap(assignment: Assignment, user: Any, days: Sequence[dt.date]) -> list[Place]:
    """What the progressions ask on these days, and is not swapped yet. Two queries."""
    rows = Assignment.objects.for_coach(user).active().tracked().filter(Q(pk=assignment.pk) | Q(parent=assignment))
    tracks = list(
        rows.select_related("client", "program", "progression", "start_rung", "parent__program")
        .with_filled()
        .order_by("created_at", "pk")
    )
    swaps = Swap.objects.for_coach(user).filter(assignment__in=tracks, due_on__in=days)
    taken = set(swaps.values_list("assignment_id", "due_on"))
    schedules = [(track, schedule_of(track)) for track in tracks]
    return [
        Place(track=track, due_on=day)
        for day in days
        for track, schedule in schedules
        if schedule.is_due(day) and (track.pk, day) not in taken
    ]


@transaction.atomic
def swap_exercise(
    track: Assignment,
    *,
    due_on: dt.date,
    variation: Variation,
    sides: Mapping[str, Figures],
    note: str,
    by: User,
    now: dt.datetime | None = None,
) -> Swap:
    """The session due on a day is done with another exercise instead of the track's.

    A session that was opened and not begun is opened anew with it. Raises ValidationError, keyed by `place` where the
    day or the track cannot be swapped.
    """
    sessions, today = _locked_sessions(track), track.client.today(now)
    if track.status != Assignment.Status.ACTIVE or due_on < today or not schedule_of(track).is_due(due_on):
        raise ValidationError(
            {
                "place": gettext("%(ladder)s is not due on %(due_on)s.")
                % {"ladder": track.ladder, "due_on": day_words(due_on)}
            }
        )
    if Swap.objects.filter(practice_id=track.practice_id, assignment=track, due_on=due_on).exists():
        raise ValidationError(
            {
                "place": gettext("%(ladder)s is swapped on %(due_on)s already. Undo that first.")
                % {"ladder": track.ladder, "due_on": day_words(due_on)}
            }
        )
    here = sessions.filter(due_on=due_on)
    if here.exclude(status=Session.Status.OPEN, sets=None).exists():
        raise ValidationError(
            {
                "place": gettext("The session of %(due_on)s has begun. It stays as it is.")
                % {"due_on": day_words(due_on)}
            }
        )
    if set(sides) != set(sides_of(variation)):
        facts = {"exercise": variation.full_name, "sides": ", ".join(map(side_word, sides_of(variation)))}
        raise ValidationError(gettext("%(exercise)s is logged for: %(sides)s.") % facts)
    rung = _stands_on(track)
    swap = Swap(
        practice_id=track.practice_id,
        assignment=track,
        due_on=due_on,
        variation=variation,
        instead_of=rung.variation.kept_name[:120],
        sides={side: _stored(side, figures, rung) for side, figures in sides.items()},
        note=note.strip(),
        made_by=by,
    )
    swap.full_clean(exclude=["practice", "assignment", "variation", "made_by"], validate_constraints=False)
    swap.save()
    SessionItem.objects.filter(session__in=here).update(action=OPEN_ANEW)
    happened.assignment_changed(track, "swapped")
    return swap


@transaction.atomic
def undo_swap(swap: Swap) -> None:
    """As if it had not been swapped. Raises ValidationError once the session was opened with it."""
    _locked_sessions(swap.assignment)
    if swap.items.exists():
        raise ValidationError(
            gettext("%(name)s has opened the session of %(due_on)s. It stays swapped.")
            % {"name": swap.assignment.client.first_name, "due_on": day_words(swap.due_on)}
        )
    swap.delete()
    happened.assignment_changed(swap.assignment, "swap_undone")


def _locked_sessions(track: Assignment) -> Any:
    """The sessions of the whole, with nobody opening one meanwhile."""
    Assignment.objects.select_for_update().get(pk=track.whole_id)
    return Session.objects.filter(practice_id=track.practice_id, assignment_id=track.whole_id)


def _stored(side: str, figures: Figures, rung: Rung) -> dict[str, Any]:
    """With the rests of the rung whose place it takes."""
    reps = list(figures.reps) if len(figures.reps) != 1 else list(figures.reps) * figures.sets
    if len(reps) != figures.sets:
        raise ValidationError(
            {f"{side}-reps": gettext("%(sets)s sets want one figure, or %(sets)s.") % {"sets": figures.sets}}
        )
    rests = {"rest_s": rung.rest_s, "side_rest_s": rung.side_rest_s}
    return {"load": str(figures.load), "sets": figures.sets, "reps": reps, **rests}


def _stands_on(track: Assignment) -> Rung:
    """What would be done: the rung that was decided for, else that was trained on last."""
    history = read_history(track)
    standing = (
        Proposal.objects.filter(practice_id=track.practice_id, assignment=track)
        .exclude(status=Proposal.Status.SUPERSEDED)
        .latest_first()
        .first()
    )
    rungs = {str(rung.pk): rung for rung in history.ladder}
    decided = (
        [rungs[each["rung"]] for each in (standing.outcome or {}).values() if each["rung"] in rungs] if standing else []
    )
    stands = decided or [history.rung("left"), history.rung("right")]
    return min(stands, key=lambda rung: rung.position)
