"""Variations of own exercises: added, edited, archived."""

import pytest

from exercises.models import Exercise, Variation
from tests.exercises.posted import variation_post
from tests.factories import ExerciseFactory, VariationFactory

PLAIN = {
    "revision": 0, "name": "Foot on knee, dumbbell", "placement": "foot_on_knee", "implement": "dumbbell",
    "mini_band": "none", "tempo": "2011", "bottom_style": "touch", "level": "advanced",
}  # fmt: skip


@pytest.fixture
def exercise(practice) -> Exercise:
    return ExerciseFactory(practice=practice)


def add_url(exercise: Exercise) -> str:
    return f"/coach/exercises/{exercise.pk}/variations/new/"


def edit_url(variation: Variation) -> str:
    return f"/coach/variations/{variation.pk}/edit/"


def test_a_variation_is_added(exercise, as_coach):
    response = as_coach.post(add_url(exercise), PLAIN)

    made = exercise.variations.get()
    assert response["Location"] == f"/coach/exercises/{exercise.pk}/edit/"
    assert (made.code, made.practice_id, made.position) == ("foot-on-knee-dumbbell", exercise.practice_id, 1)


def test_two_of_one_name_have_codes_of_their_own(exercise, as_coach):
    as_coach.post(add_url(exercise), PLAIN)
    as_coach.post(add_url(exercise), PLAIN)

    codes = set(exercise.variations.values_list("code", flat=True))
    assert codes == {"foot-on-knee-dumbbell", "foot-on-knee-dumbbell-2"}


def test_saving_what_was_shown_changes_nothing(exercise, as_coach):
    variation = VariationFactory(exercise=exercise, pause_s_low=2, pause_s_high=3)
    before = Variation.objects.filter(pk=variation.pk).values().get()

    as_coach.post(edit_url(variation), variation_post(variation))

    after = Variation.objects.filter(pk=variation.pk).values().get()
    assert after == before | {"revision": 2}


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"name": ""}, "name", "Name it."),
        ({"placement": "handstand"}, "placement", "Choose one from the list."),
        ({"placement": "offset"}, "offset_direction", "Say where the other foot stands: forward or back."),
        ({"offset_direction": "back"}, "offset_direction", "Only an offset foot has this. Leave it empty."),
        ({"offset_cm": "15-30"}, "offset_cm", "Only an offset foot has this. Leave it empty."),
        ({"heel": "down"}, "heel", "Only an offset foot has this. Leave it empty."),
        ({"placement": "light_touch"}, "contact", "Say what touches: heel, toes or plate."),
        ({"contact": "heel"}, "contact", "Only a light touch has this. Leave it empty."),
        (
            {"placement": "offset", "offset_direction": "back", "offset_cm": "61"},
            "offset_cm",
            "Distance: one figure or a range from 1 to 60, such as 3–4.",
        ),
        ({"tempo": "20x1"}, "tempo", "Four digits, such as 2011."),
        ({"tempo": "٢٠١١"}, "tempo", "Four digits, such as 2011."),
        ({"pause_s": "3-2"}, "pause_s", "Pause: one figure or a range from 1 to 30, such as 3–4."),
        ({"note": "x\x00"}, "note", "There is a character in it that cannot be stored."),
    ],
)
def test_what_cannot_be_is_told_at_its_field(exercise, as_coach, changes, field, message):
    response = as_coach.post(add_url(exercise), PLAIN | {"note": "Kept"} | changes)

    assert response.status_code == 422
    assert response.context["form"].errors[field] == [message]
    assert "Foot on knee, dumbbell" in response.content.decode() or field == "name"
    assert not exercise.variations.exists()


def test_an_offset_is_typed_with_its_distance(exercise, as_coach):
    as_coach.post(
        add_url(exercise),
        PLAIN | {"placement": "offset", "offset_direction": "forward", "offset_cm": "15 – 30 cm", "heel": "down"},
    )

    assert exercise.variations.get().placement_label == "Offset forward 15 to 30 cm"


def test_where_feet_do_not_matter_nothing_is_said_of_them(exercise, as_coach):
    as_coach.post(add_url(exercise), PLAIN | {"placement": ""})

    made = exercise.variations.get()
    assert (made.placement, made.stance, made.foot_code, made.placement_label) == ("", "", "", "")


def test_an_archived_variation_is_not_offered_and_comes_back(exercise, as_coach):
    variation = VariationFactory(exercise=exercise)
    as_coach.post(f"/coach/variations/{variation.pk}/archive/")
    assert not Variation.objects.current().filter(pk=variation.pk).exists()

    as_coach.post(f"/coach/variations/{variation.pk}/restore/")
    assert Variation.objects.current().filter(pk=variation.pk).exists()


def test_nobody_edits_a_built_in_variation(as_coach):
    assert as_coach.get(edit_url(VariationFactory())).status_code == 404
