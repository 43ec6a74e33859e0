"""The exercises that a client is assigned, for the library: what they do now first. Reads only."""

from dataclasses import dataclass
from typing import Any

from clients.models import Assignment, Target
from exercises.models import Exercise, Variation
from programs.models import ProgramItem, Rung

RECENT = 12  # targets that tell what is done now


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnExercise:
    """`doing`: the variation that was asked last; None for an exercise that is still to come, or was long ago."""

    exercise: Exercise
    doing: Variation | None


def own_exercises(user: Any) -> list[OwnExercise]:
    """Of what the client follows now, each exercise once. Five queries however much that is."""
    assigned = Assignment.objects.for_user(user).active().order_by()
    on_ladders = Rung.objects.filter(progression__in=assigned.values("progression")).order_by("position")
    fixed = ProgramItem.objects.filter(day__program__in=assigned.values("program"), variation__isnull=False)
    ids = dict.fromkeys(pk for rows in (on_ladders, fixed) for pk in rows.values_list("variation__exercise", flat=True))
    recent = Target.objects.for_user(user).order_by("-item__session__due_on", "item__position")
    doing: dict[Any, Variation] = {}
    for target in recent.select_related("variation")[:RECENT]:
        doing.setdefault(target.variation.exercise_id, target.variation)
    order = {pk: place for place, pk in enumerate([*(pk for pk in doing if pk in ids), *ids][::-1])}
    found = Exercise.objects.for_user(user).current().filter(pk__in=ids).with_muscles().without_prose()
    rows = sorted(found, key=lambda exercise: order[exercise.pk], reverse=True)
    return [OwnExercise(exercise=row, doing=doing.get(row.pk)) for row in rows]
