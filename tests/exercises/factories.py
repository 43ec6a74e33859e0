"""Exercises and variations for tests. Without a practice they are built-in rows."""

import factory
from factory.django import DjangoModelFactory

from exercises.models import Exercise, ExerciseMuscle, Variation


class ExerciseFactory(DjangoModelFactory):
    class Meta:
        model = Exercise

    practice = None
    slug = factory.Sequence(lambda n: f"exercise-{n}")
    name = factory.Sequence(lambda n: f"Exercise {n}")
    definition = "A movement."
    laterality = "bilateral"


class ExerciseMuscleFactory(DjangoModelFactory):
    class Meta:
        model = ExerciseMuscle

    exercise = factory.SubFactory(ExerciseFactory)
    practice = factory.SelfAttribute("exercise.practice")
    muscle = "gluteus_maximus"
    role = "mover"


class VariationFactory(DjangoModelFactory):
    class Meta:
        model = Variation

    exercise = factory.SubFactory(ExerciseFactory)
    practice = factory.SelfAttribute("exercise.practice")
    code = factory.Sequence(lambda n: f"variation-{n}")
    name = factory.Sequence(lambda n: f"Variation {n}")
    placement = "bilateral"
    level = "start"
