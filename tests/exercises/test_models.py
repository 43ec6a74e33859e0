"""Constraints in the database, the gate, and the words that rows say of themselves."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.tenancy import practice_scope
from exercises.models import Exercise, ExerciseMuscle, Variation
from exercises.vocabulary import inches, span, tempo_words
from tests.exercises.factories import ExerciseFactory, ExerciseMuscleFactory, VariationFactory

OFFSET = {"placement": "offset", "offset_direction": "forward"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"placement": "offset"},
        {"placement": "bilateral", "offset_direction": "forward"},
        {"placement": "bilateral", "offset_cm_low": 15, "offset_cm_high": 30},
        {"placement": "bilateral", "heel": "raised"},
        {**OFFSET, "offset_cm_low": 30, "offset_cm_high": 15},
        {**OFFSET, "offset_cm_low": 15},
        {**OFFSET, "offset_cm_high": 15},
        {**OFFSET, "offset_cm_low": 0, "offset_cm_high": 15},
        {**OFFSET, "offset_cm_low": 15, "offset_cm_high": 61},
        {**OFFSET, "heel": "sideways"},
        {**OFFSET, "contact": "heel"},
        {"placement": "light_touch"},
        {"placement": "light_touch", "contact": "knee"},
        {"placement": "foot_on_knee", "contact": "heel"},
        {"placement": "handstand"},
        {"implement": "sword"},
        {"mini_band": "maybe"},
        {"bottom_style": "bounce"},
        {"level": ""},
        {"tempo": "201"},
        {"tempo": "20x1"},
        {"pause_s_low": 3, "pause_s_high": 2},
        {"pause_s_low": 2},
        {"pause_s_low": 2, "pause_s_high": 31},
    ],
)
def test_the_database_refuses_a_variation_that_cannot_be(db, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        VariationFactory(**wrong)
    with pytest.raises(ValidationError):
        VariationFactory.build(exercise=ExerciseFactory(), **wrong).full_clean()


@pytest.mark.parametrize(
    "wrong",
    [
        {"laterality": "both"},
        {"level": "expert"},
        {"bench_height_cm_low": 41, "bench_height_cm_high": 30},
        {"bench_height_cm_low": 30},
        {"bench_height_cm_high": 30},
        {"bench_height_cm_low": 5, "bench_height_cm_high": 30},
    ],
)
def test_the_database_refuses_an_exercise_that_cannot_be(db, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ExerciseFactory(**wrong)


def test_a_slug_is_used_once_in_the_built_in_library_and_once_in_a_practice(coach):
    practice = coach.memberships.get().practice
    ExerciseFactory(slug="squat")
    ExerciseFactory(slug="squat", practice=practice)

    for owner in (None, practice):
        with pytest.raises(IntegrityError), transaction.atomic():
            ExerciseFactory(slug="squat", practice=owner)


def test_a_muscle_and_a_code_are_named_once(db):
    exercise = ExerciseFactory()
    ExerciseMuscleFactory(exercise=exercise)
    VariationFactory(exercise=exercise, code="plain")

    with pytest.raises(IntegrityError), transaction.atomic():
        ExerciseMuscleFactory(exercise=exercise)
    with pytest.raises(IntegrityError), transaction.atomic():
        VariationFactory(exercise=exercise, code="plain")


def test_a_variation_belongs_to_the_practice_of_its_exercise(coach):
    own = ExerciseFactory(practice=coach.memberships.get().practice)

    with pytest.raises(ValidationError, match="Choose an exercise of the same practice"):
        VariationFactory.build(exercise=own, practice=None).full_clean()


def test_all_wrong_sections_are_told_at_once(db):
    exercise = ExerciseFactory.build(mistakes=[{}], programming=[], figure={"support": "bench"})

    with pytest.raises(ValidationError) as error:
        exercise.full_clean()
    assert set(error.value.message_dict) == {"mistakes", "programming", "figure"}


@pytest.mark.parametrize("model", [Exercise, ExerciseMuscle, Variation])
def test_the_gate_shows_the_built_in_library_and_the_own_practice(model, coach, client_user, rival, outsider):
    rows = {}
    for name, practice in (("built-in", None), ("own", coach), ("other", rival)):
        exercise = ExerciseFactory(practice=practice and practice.memberships.get().practice)
        muscle, variation = ExerciseMuscleFactory(exercise=exercise), VariationFactory(exercise=exercise)
        rows[name] = {Exercise: exercise, ExerciseMuscle: muscle, Variation: variation}[model]

    assert set(model.objects.for_user(coach)) == {rows["built-in"], rows["own"]}
    assert set(model.objects.for_user(client_user)) == {rows["built-in"], rows["own"]}
    assert set(model.objects.for_user(rival)) == {rows["built-in"], rows["other"]}
    assert set(model.objects.for_user(outsider)) == set()


def test_behind_the_gate_the_database_shows_the_same_and_keeps_the_built_in_read_only(coach, rival):
    practice, other = coach.memberships.get().practice, rival.memberships.get().practice
    built_in, own, foreign = ExerciseFactory(), ExerciseFactory(practice=practice), ExerciseFactory(practice=other)

    with practice_scope(practice.pk):
        assert set(Exercise.objects.all()) == {built_in, own}
        assert Exercise.objects.filter(pk__in=[built_in.pk, own.pk, foreign.pk]).update(name="Mine") == 1
    built_in.refresh_from_db()
    assert built_in.name != "Mine"


@pytest.mark.parametrize(
    ("fields", "stance", "foot", "label"),
    [
        ({}, "bilateral", "foot-bilateral", "Both feet"),
        (OFFSET, "forward", "foot-offset-forward", "Offset forward"),
        (
            {**OFFSET, "offset_cm_low": 20, "offset_cm_high": 20},
            "forward",
            "foot-offset-forward",
            "Offset forward 20 cm",
        ),
        (
            {"placement": "offset", "offset_direction": "back", "offset_cm_low": 15, "offset_cm_high": 30},
            "back",
            "foot-offset-back",
            "Offset back 15 to 30 cm",
        ),
        ({"placement": "light_touch", "contact": "heel"}, "heel", "foot-touch-heel", "Light touch, heel"),
        ({"placement": "light_touch", "contact": "toes"}, "toes", "foot-touch-toes", "Light touch, toes"),
        ({"placement": "light_touch", "contact": "plate"}, "plate", "foot-touch-plate", "Light touch, plate"),
        ({"placement": "foot_on_knee"}, "knee", "foot-on-knee", "Foot on knee"),
        ({"placement": "single_leg"}, "single", "foot-single-leg", "Single leg"),
    ],
)
def test_a_placement_has_its_foot_map_and_its_words(fields, stance, foot, label):
    variation = VariationFactory.build(exercise=ExerciseFactory.build(), **fields)

    assert (variation.stance, variation.foot_code, variation.placement_label) == (stance, foot, label)


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("2011", "lower 2 s, pause 1 s"),
        ("2012", "lower 2 s, pause 2 s"),
        ("3013", "lower 3 s, pause 3 s"),
        ("3110", "lower 3 s, 1 s at the bottom"),
        ("2030", "lower 2 s, lift 3 s"),
        ("0000", ""),
    ],
)
def test_tempo_is_told_in_words(digits, words):
    assert tempo_words(digits) == words


def test_a_pause_of_some_seconds_is_told_as_a_range():
    variation = VariationFactory.build(exercise=ExerciseFactory.build(), tempo="2012", pause_s_low=2, pause_s_high=3)

    assert variation.tempo_label == "lower 2 s, pause 2 to 3 s"
    assert variation.pause_label == "pause 2 to 3 s"


def test_names_for_lists_that_mix_exercises():
    staggered, bridge = ExerciseFactory.build(name="Staggered hip thrust"), ExerciseFactory.build(name="Glute bridge")

    offset = VariationFactory.build(exercise=staggered, name="Offset forward, barbell")
    assert offset.full_name == "Staggered hip thrust, offset forward, barbell"
    assert (
        VariationFactory.build(exercise=bridge, name="Glute bridge, bodyweight").full_name == "Glute bridge, bodyweight"
    )


def test_centimetres_are_given_in_the_inches_of_the_article():
    assert [inches(cm) for cm in (15, 30, 41)] == [6, 12, 16]
    assert (span(15, 30), span(20, 20)) == ("15 to 30", "20")
    assert (
        ExerciseFactory.build(bench_height_cm_low=30, bench_height_cm_high=41).bench_height
        == "30 to 41 cm (12 to 16 in)"
    )
