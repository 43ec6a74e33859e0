"""What can be prescribed: exercises with what is known about them, and their variations.

Rows without a practice are the built-in library: everyone reads them, nobody edits them, `load_library` keeps them.
A practice's own rows carry its id; muscles and variations carry that of their exercise.
"""

from exercises.models.exercise import Exercise, ExerciseMuscle, ExerciseMuscleQuerySet, ExerciseQuerySet
from exercises.models.variation import Variation, VariationQuerySet

__all__ = [
    "Exercise",
    "ExerciseMuscle",
    "ExerciseMuscleQuerySet",
    "ExerciseQuerySet",
    "Variation",
    "VariationQuerySet",
]
