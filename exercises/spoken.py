"""An exercise in the reader's language, for a page that only shows it."""

from typing import Any

from exercises.models import Exercise
from exercises.words import told

CODES = {"contact", "direction", "heel", "implement", "item", "kind", "level", "muscle", "placement", "role", "support"}


def spoken(exercise: Exercise) -> Exercise:
    """The same row with every text of the built-in library in the reader's language. Not to be saved."""
    for name in ("name", *Exercise.PROSE):
        setattr(exercise, name, _spoken(getattr(exercise, name)))
    for variation in exercise.variations.all():
        variation.name, variation.note = told(variation.name), told(variation.note)
    for muscle in exercise.muscles.all():
        muscle.note = told(muscle.note)
    return exercise


def _spoken(value: Any) -> Any:
    """The texts in a section; its codes stay codes."""
    if isinstance(value, dict):
        return {key: each if key in CODES else _spoken(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_spoken(each) for each in value]
    return told(value) if isinstance(value, str) else value
