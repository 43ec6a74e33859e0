"""What a browser sends from an exercise's form or a variation's: every control, and what it began with."""

from typing import Any

from exercises.forms.exercise import ExerciseForm
from exercises.forms.variation import VariationForm
from exercises.models import Exercise, Variation


def exercise_post(exercise: Exercise, **changes: Any) -> dict[str, Any]:
    return _post(ExerciseForm.typed(exercise), exercise.revision, changes)


def variation_post(variation: Variation, **changes: Any) -> dict[str, Any]:
    return _post(VariationForm.typed(variation), variation.revision, changes)


def _post(typed: dict[str, Any], revision: int, changes: dict[str, Any]) -> dict[str, Any]:
    began = {f"initial-{name}": value for name, value in typed.items() if value is not False}
    sent = {name: value for name, value in {**typed, **changes}.items() if value is not False}
    return {"revision": revision, **began, **sent}


NEW = {
    "revision": 0,
    "name": "Landmine squat",
    "movement": "squat",
    "laterality": "bilateral",
    "definition": "A squat with the bar in a corner.",
}
