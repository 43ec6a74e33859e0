"""Two coaches change the same exercise: the second sees both versions, and nothing is lost."""

import pytest

from exercises import own
from exercises.models import Exercise
from tests.exercises.posted import exercise_post, variation_post
from tests.factories import ExerciseFactory, VariationFactory


@pytest.fixture
def exercise(practice) -> Exercise:
    return ExerciseFactory(
        practice=practice, name="Our squat", movement="squat", equipment=["barbell"], cues=["Knees out"]
    )


def url(exercise: Exercise) -> str:
    return f"/coach/exercises/{exercise.pk}/edit/"


@pytest.fixture
def late(exercise, as_colleague):
    """What the first coach sends, once the colleague has saved another name and other cues."""
    opened = Exercise.objects.get(pk=exercise.pk)
    as_colleague.post(url(exercise), exercise_post(opened, name="Our deep squat", cues="Chest up"))
    return lambda **changes: exercise_post(opened, **changes)


def test_a_stale_save_shows_both_versions_and_writes_nothing(exercise, late, as_coach):
    response = as_coach.post(url(exercise), late(cues="Knees out, hard", definition="Ours."))

    assert response.status_code == 409
    rows = {row.name: (row.mine, row.theirs, row.touched) for row in response.context["differences"]}
    assert rows == {
        "name": ("Our squat", "Our deep squat", False),
        "cues": ("Knees out, hard", "Chest up", True),
        "definition": ("Ours.", exercise.definition, True),
    }
    exercise.refresh_from_db()
    assert (exercise.name, exercise.cues) == ("Our deep squat", ["Chest up"])


def test_each_part_is_mine_or_theirs_as_chosen(exercise, late, as_coach):
    conflict = as_coach.post(url(exercise), late(cues="Knees out, hard", definition="Ours."))
    again = dict(conflict.context["form"].data.lists())

    response = as_coach.post(
        url(exercise), {**again, "use-name": "theirs", "use-cues": "mine", "use-definition": "mine"}
    )

    assert response.status_code == 302
    exercise.refresh_from_db()
    assert (exercise.name, exercise.cues, exercise.definition) == ("Our deep squat", ["Knees out, hard"], "Ours.")
    assert exercise.revision == 3


def test_a_third_save_meanwhile_asks_once_more(exercise, late, as_coach, as_colleague):
    conflict = as_coach.post(url(exercise), late(definition="Ours."))
    again = dict(conflict.context["form"].data.lists())
    exercise.refresh_from_db()
    as_colleague.post(url(exercise), exercise_post(exercise, name="Our deepest squat"))

    response = as_coach.post(url(exercise), {**again, "use-definition": "mine"})

    assert response.status_code == 409
    assert ("Our squat", "Our deepest squat") in {(row.mine, row.theirs) for row in response.context["differences"]}


def test_two_who_typed_the_same_are_of_one_mind(exercise, late, as_coach):
    response = as_coach.post(url(exercise), late(name="Our deep squat", cues="Chest up"))

    assert response.status_code == 302
    exercise.refresh_from_db()
    assert exercise.name == "Our deep squat"


def test_choices_and_equipment_are_compared_in_words(exercise, late, as_coach):
    response = as_coach.post(url(exercise), late(equipment=["bench", "barbell"], laterality="bilateral"))

    rows = {row.label: (row.mine, row.theirs) for row in response.context["differences"]}
    assert rows["Equipment"] == ("Bench or box, Barbell", "Barbell")
    assert rows["Sides"] == ("Both sides", "Staggered")


def test_a_variation_has_the_same_manners(exercise, as_coach, as_colleague):
    variation = VariationFactory(exercise=exercise, name="Plain")
    at, opened = f"/coach/variations/{variation.pk}/edit/", variation_post(variation)
    as_colleague.post(at, {**opened, "name": "With a pause"})

    conflict = as_coach.post(at, {**opened, "tempo": "3013"})
    assert conflict.status_code == 409
    response = as_coach.post(
        at, {**dict(conflict.context["form"].data.lists()), "use-name": "theirs", "use-tempo": "mine"}
    )

    assert response.status_code == 302
    variation.refresh_from_db()
    assert (variation.name, variation.tempo) == ("With a pause", "3013")


def test_the_service_tells_who_is_late(exercise):
    with pytest.raises(own.Stale) as late:
        own.save_exercise(exercise, revision=exercise.revision - 1, values={}, muscles=[])
    assert late.value.current == exercise
