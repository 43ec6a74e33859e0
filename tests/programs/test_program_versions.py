"""What a program's lines mean, and saving them as the next version."""

from decimal import Decimal
from uuid import uuid4

import pytest

from programs.building import EMPTY, add_line, every_item
from programs.drafting import begin
from programs.models import Draft, Program
from programs.naming import names_for
from programs.program_versions import Conflict, content_of, read_program, save_program, understand
from tests.factories import ExerciseFactory, ProgressionFactory, VariationFactory


@pytest.fixture
def thrust(db):
    exercise = ExerciseFactory(name="Hip thrust", slug="hip-thrust", aliases=["bridge on a bench"])
    VariationFactory(exercise=exercise, name="Barbell", code="barbell", position=1)
    return VariationFactory(exercise=exercise, name="Offset back", code="back", position=2)


@pytest.fixture
def usual(thrust):
    return thrust.exercise.variations.get(code="barbell")


@pytest.fixture
def ladder(practice):
    return ProgressionFactory(practice=practice, name="Back to thrusting", rungs=3)


def draft_with(by, *lines, base=None, family=None, **head):
    content = EMPTY | {"name": "Off-season"} | head
    for line in lines:
        content = add_line(content, "1.1", line)
    return begin(by=by, kind=Draft.Kind.PROGRAM, family=family or uuid4(), base=base, content=content)


@pytest.mark.parametrize("name", ["hip thrust", "Hip-Thrust", "Bridge on a bench", "hip thrust, barbell"])
def test_an_exercise_is_found_by_its_name_its_alias_or_its_variation(coach, usual, name):
    said = understand(f"{name} 3x8", names_for(coach))

    assert said.is_valid
    assert said.meant.code == f"variation:{usual.pk}"


def test_the_variation_that_is_named_is_meant(coach, thrust):
    assert understand("hip thrust, offset back 3x8", names_for(coach)).meant.code == f"variation:{thrust.pk}"


def test_an_unknown_name_is_said_where_it_stands_with_what_was_perhaps_meant(coach, thrust):
    said = understand("A1 hip trust 3x8", names_for(coach))

    [problem] = said.problems
    assert (problem.position, problem.length) == (3, 9)
    assert "No exercise is called “hip trust”" in problem.message
    assert "Hip thrust" in problem.hint


def test_a_progression_is_followed_from_a_rung_that_it_has(coach, ladder):
    names = names_for(coach)

    assert understand("follow back to thrusting from rung 3", names).is_valid
    [problem] = understand("follow back to thrusting from rung 4", names).problems
    assert problem.message == "“Back to thrusting” has 3 rungs, not 4."


def test_an_exercise_renamed_since_is_still_meant(coach, usual):
    assert understand("old name 3x8", names_for(coach), means=f"variation:{usual.pk}").is_valid


def test_a_practice_does_not_know_anothers_exercises(rival, practice):
    VariationFactory(exercise=ExerciseFactory(name="Secret thrust", practice=practice))

    assert understand("secret thrust 3x8", names_for(rival)).meant is None


def test_a_practices_own_exercise_comes_before_the_built_in_one(coach, practice, usual):
    own = VariationFactory(exercise=ExerciseFactory(name="Hip thrust", slug="hip-thrust", practice=practice))

    assert understand("hip thrust 3x8", names_for(coach)).meant.code == f"variation:{own.pk}"


def test_names_are_read_in_as_many_queries_for_few_as_for_many(coach, ladder, django_assert_num_queries):
    for _ in range(10):
        VariationFactory()
        ProgressionFactory(rungs=4)
    with django_assert_num_queries(4):
        names_for(coach)


def test_saving_writes_days_and_items(coach, usual, ladder):
    lines = (
        "A1 hip thrust 3x8-12 per side @RIR2 tempo 2011 90s + 2 warm-up // slow",
        "follow back to thrusting from rung 2",
    )
    saved = save_program(draft_with(coach, *lines, tags="glutes, off-season", folder="Team"), by=coach)

    fixed, adaptive = saved.days.get().items.all()
    assert (fixed.variation, fixed.sets, fixed.reps_low, fixed.reps_high, fixed.rir) == (usual, 3, 8, 12, 2)
    assert (fixed.label, fixed.per_side, fixed.tempo, fixed.rest_s) == ("A1", True, "2011", 90)
    assert (fixed.warm_up_sets, fixed.note) == (2, "slow")
    assert (adaptive.rung, adaptive.variation) == (ladder.rungs.get(position=2), None)
    assert (saved.tags, saved.folder, saved.version) == (["glutes", "off-season"], "Team", 1)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("load", "field", "value"),
    [
        ("@42.5kg", "load", Decimal("42.5")),
        ("@45lb", "unit", "lb"),
        ("@70%", "percent_1rm", Decimal(70)),
        ("@20%BM", "percent_body_mass", Decimal(20)),
    ],
)
def test_a_load_is_kept_as_what_it_is(coach, usual, load, field, value):
    saved = save_program(draft_with(coach, f"hip thrust 3x8 {load}"), by=coach)

    assert getattr(saved.days.get().items.get(), field) == value


def test_a_saved_program_reads_back_as_what_was_typed(coach, usual):
    draft = draft_with(coach, "hip thrust 3x8-12", "Hip thrust, barbell 10,8,6 @RIR1", tags="a, b")
    typed = [item["line"] for _, _, item in every_item(draft.content)]
    saved = save_program(draft, by=coach)

    content = content_of(Program.objects.for_user(coach).with_days().get(pk=saved.pk))
    assert [item["line"] for _, _, item in every_item(content)] == typed
    assert (content["name"], content["tags"]) == ("Off-season", "a, b")
    assert read_program(content, names_for(coach)).is_valid


def test_a_line_that_is_wrong_is_kept_and_nothing_is_saved(coach, usual):
    draft = draft_with(coach, "hip thrust 3x")

    with pytest.raises(ValueError, match="errors"):
        save_program(draft, by=coach)
    assert Draft.objects.filter(pk=draft.pk).exists()
    assert not Program.objects.exists()


@pytest.mark.parametrize(
    ("head", "field"), [({"name": " "}, "name"), ({"summary": "x" * 301}, "summary"), ({"tags": "x" * 31}, "tags")]
)
def test_a_head_that_is_wrong_is_named(coach, head, field):
    assert list(read_program(EMPTY | {"name": "Off-season"} | head, names_for(coach)).errors) == [field]


def test_the_second_coach_to_save_is_told_and_loses_nothing(coach, colleague, usual):
    first = save_program(draft_with(coach, "hip thrust 3x8"), by=coach)
    mine = draft_with(coach, "hip thrust 3x9", base=first.pk, family=first.family)
    theirs = draft_with(colleague, "hip thrust 3x10", base=first.pk, family=first.family)
    second = save_program(theirs, by=colleague)

    with pytest.raises(Conflict) as told:
        save_program(mine, by=coach)
    assert told.value.theirs == second
    assert (second.version, Program.objects.for_user(coach).current().get()) == (2, second)
    assert Draft.objects.get(pk=mine.pk).content == mine.content
