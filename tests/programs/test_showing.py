"""Rungs in words."""

import pytest

from programs.showing import short_name
from tests.exercises.factories import ExerciseFactory, VariationFactory
from tests.factories import RungFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("exercise", "variation", "placement", "words"),
    [
        ("Glute bridge", "Bodyweight", "bilateral", "Glute bridge, both feet"),
        ("Bench press", "Bench press, barbell", "", "Bench press, barbell"),
        ("Landmine press", "Barbell", "", "Landmine press, barbell"),
        ("Glute bridge", "Foot on knee", "foot_on_knee", "Foot on knee"),
    ],
)
def test_both_feet_are_named_only_where_both_push(exercise, variation, placement, words):
    row = VariationFactory(exercise=ExerciseFactory(name=exercise), name=variation, placement=placement)

    assert short_name(RungFactory(variation=row)) == words


@pytest.mark.parametrize(
    ("exercise", "laterality", "variation", "placement", "words"),
    [
        ("Hip thrust", "staggered", "Foot on knee, dumbbell", "foot_on_knee", "Foot on knee, dumbbell"),
        ("Suitcase carry", "one_side", "Kettlebell", "", "Suitcase carry, kettlebell"),
    ],
)
def test_one_side_at_a_time_is_named_by_its_variation_or_with_its_exercise_where_no_foot_tells(
    exercise, laterality, variation, placement, words
):
    one = ExerciseFactory(name=exercise, laterality=laterality)

    assert (
        short_name(RungFactory(variation=VariationFactory(exercise=one, name=variation, placement=placement))) == words
    )
