"""`manage.py load_library`: the built-in rows follow the data file, and nothing else is touched."""

from copy import deepcopy
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.models import Exercise, ExerciseMuscle, Variation
from exercises.own import make_own
from exercises.services import LIBRARY_FILE, load_exercises, read_library
from programs.library import load_progressions
from programs.models import Gate, Progression, Rung
from tests.exercises.factories import ExerciseFactory, ExerciseMuscleFactory, VariationFactory

MODELS = [Exercise, ExerciseMuscle, Variation, Progression, Rung, Gate]

# position: exercise, variation, sets, reps, RIR, tempo, rest, starts at, leaves at, implements
RUNGS = {
    1: ("glute-bridge", "bodyweight", 3, (12, 15), 3, "2011", 60, None, None, ["bodyweight"]),
    2: ("hip-thrust", "bodyweight", 3, (12, 15), 3, "2012", 60, None, None, ["bodyweight"]),
    3: ("hip-thrust", "barbell", 3, (8, 10), 2, "2011", 90, 35, 50, ["barbell", "dumbbell"]),
    4: ("staggered-hip-thrust", "offset-bodyweight", 3, (10, 15), 3, "2011", 60, None, None, ["bodyweight"]),
    5: ("staggered-hip-thrust", "offset-bodyweight-pause", 3, (8, 12), 3, "2012", 60, None, None, ["bodyweight"]),
    6: ("staggered-hip-thrust", "offset-dumbbell", 3, (8, 12), 2, "2011", 90, 15, 25, ["dumbbell", "kettlebell"]),
    7: ("staggered-hip-thrust", "offset-barbell", 3, (8, 10), 2, "2011", 120, 35, 50, ["barbell"]),
    8: ("staggered-hip-thrust", "touch-dumbbell", 3, (8, 12), 2, "2011", 90, 20, 25, ["dumbbell"]),
    9: ("staggered-hip-thrust", "touch-barbell", 3, (8, 10), 2, "2011", 120, 35, 45, ["barbell"]),
    10: ("staggered-hip-thrust", "touch-barbell-slow-pause", 3, (8, 10), 2, "3013", 120, 40, None, ["barbell"]),
    11: ("staggered-hip-thrust", "knee-bodyweight", 3, (8, 12), 2, "2011", 90, None, 5, ["dumbbell"]),
    12: ("single-leg-hip-thrust", "bodyweight", 3, (8, 12), 2, "2011", 120, None, None, ["dumbbell"]),
}


def load() -> str:
    out = StringIO()
    call_command("load_library", stdout=out)
    return out.getvalue()


def snapshot() -> list[list[dict]]:
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


@pytest.fixture
def data() -> dict:
    """The hip thrusts and their progressions, to spoil."""
    return deepcopy(read_library(LIBRARY_FILE))


@pytest.mark.django_db
def test_a_second_run_changes_nothing_and_says_so():
    assert load().endswith(" added, 0 changed, 0 archived (64 exercises, 3 progressions).\n")
    before = snapshot()

    assert load() == "Library up to date (64 exercises, 3 progressions). Nothing changed.\n"
    assert snapshot() == before


@pytest.mark.django_db
def test_both_files_are_read_the_hip_thrusts_first():
    slugs = [entry["slug"] for entry in read_library()["exercises"]]

    assert slugs[:4] == [entry["slug"] for entry in read_library(LIBRARY_FILE)["exercises"]]
    assert len(slugs) == len(set(slugs)) == 64


@pytest.mark.django_db
def test_the_exercises_take_as_many_queries_for_sixty_as_for_four(data):
    def queries(entries: list) -> tuple[int, int]:
        counts = []
        for _ in ("first run", "second run"):
            with CaptureQueriesContext(connection) as found:
                load_exercises(entries)
            counts.append(len(found))
        Exercise.objects.all().delete()
        return counts[0], counts[1]

    assert queries(read_library()["exercises"]) == queries(data["exercises"])


@pytest.mark.django_db
def test_a_copy_keeps_its_original_over_a_load(data, practice, library):
    original = Exercise.objects.get(slug="hip-thrust")
    copy = make_own(original, practice=practice)
    data["exercises"][0]["definition"] = data["exercises"][1]["definition"] = "Other words."
    load_exercises(data["exercises"])

    copy.refresh_from_db()
    assert copy.copied_from_id == original.pk


@pytest.mark.django_db
def test_a_changed_text_updates_the_built_in_row_and_no_copy(data, practice, library):
    original = Exercise.objects.get(slug="hip-thrust")
    copy = ExerciseFactory(practice=practice, slug="hip-thrust", name="Our hip thrust", copied_from=original)
    mine = VariationFactory(exercise=copy, code="bodyweight", name="Ours")
    ExerciseMuscleFactory(exercise=copy, note="ours")
    entry = next(entry for entry in data["exercises"] if entry["slug"] == "hip-thrust")
    entry["definition"] = "Another text."
    entry["variations"][0]["name"] = "Hip thrust, no load"
    entry["muscles"][0]["note"] = "pushes"

    tally = load_exercises(data["exercises"])

    assert (tally.added, tally.changed, tally.archived) == (0, 3, 0)
    changed = Exercise.objects.get(pk=original.pk)
    assert changed.definition == "Another text."
    assert changed.library_version != original.library_version
    assert changed.variations.get(code="bodyweight").name == "Hip thrust, no load"
    copy.refresh_from_db()
    mine.refresh_from_db()
    assert (copy.name, copy.definition, mine.name) == ("Our hip thrust", "A movement.", "Ours")
    assert copy.muscles.get().note == "ours"


@pytest.mark.django_db
def test_what_leaves_the_file_is_archived_and_comes_back(data, library):
    exercises = data["exercises"]
    single = next(entry for entry in exercises if entry["slug"] == "single-leg-hip-thrust")
    without = [deepcopy(entry) for entry in exercises if entry is not single]
    without[0]["variations"].pop()
    without[0]["muscles"].pop()

    tally = load_exercises(without)

    # archived: the exercise and the variation; changed: the entry that lost them, and the muscle that went
    assert (tally.added, tally.changed, tally.archived) == (0, 2, 2)
    assert Exercise.objects.get(slug="single-leg-hip-thrust").archived_at is not None
    assert Variation.objects.filter(archived_at=None, exercise__slug="staggered-hip-thrust").count() == 15
    assert not load_exercises(without)

    load_exercises(exercises)
    assert Exercise.objects.current().count() == 4
    assert Variation.objects.current().count() == 24
    assert ExerciseMuscle.objects.filter(exercise__slug="staggered-hip-thrust").count() == 8


@pytest.mark.django_db
def test_a_key_left_out_goes_back_to_its_default(data, library):
    entry = next(entry for entry in data["exercises"] if entry["slug"] == "staggered-hip-thrust")
    del entry["bench_height_cm"], entry["questions"]

    load_exercises(data["exercises"])

    exercise = Exercise.objects.get(slug="staggered-hip-thrust")
    assert (exercise.bench_height, exercise.questions) == ("", [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda e: e.update(mistakes=[{"mistake": "x"}]), "hip-thrust: Mistakes, row 1: “cue” is missing."),
        (lambda e: e.update(colour="red"), "hip-thrust: “colour” is not known here."),
        (lambda e: e["variations"][0].update(placement="offset"), "hip-thrust: An offset foot stands forward or back"),
        (lambda e: e["muscles"][0].update(muscle="nose"), "hip-thrust: Value 'nose' is not a valid choice."),
    ],
)
def test_a_wrong_entry_is_named_and_nothing_is_written(data, spoil, message):
    spoil(next(entry for entry in data["exercises"] if entry["slug"] == "hip-thrust"))

    with pytest.raises(ValidationError, match=message.replace("(", r"\(")):
        load_exercises(data["exercises"])
    assert Exercise.objects.count() == 0


@pytest.mark.django_db
def test_the_staggered_progression_is_the_table():
    load()

    rungs = Rung.objects.filter(progression__slug="staggered-hip-thrust").select_related("variation__exercise", "gate")
    assert {
        rung.position: (
            rung.variation.exercise.slug,
            rung.variation.code,
            rung.sets,
            (rung.reps_low, rung.reps_high),
            rung.rir,
            rung.tempo,
            rung.rest_s,
            rung.start_percent,
            rung.leave_percent,
            rung.implements,
        )
        for rung in rungs
    } == RUNGS
    assert [rung.position for rung in rungs if rung.from_bodyweight] == [11, 12]
    assert {rung.gate.symmetry for rung in rungs if rung.position < 8} == {None}
    assert {rung.gate.symmetry for rung in rungs if rung.position >= 8} == {Decimal("0.9")}
    assert {(rung.gate.sessions, rung.gate.window, rung.gate.sign_off) for rung in rungs} == {(2, 4, True)}


@pytest.mark.django_db
def test_a_bar_may_jump_by_15_per_cent_and_a_dumbbell_by_20():
    load()

    loaded = Rung.objects.filter(progression__practice=None).exclude(implements=["bodyweight"])
    jumps = {(rung.implements[0], rung.max_jump) for rung in loaded}
    assert jumps == {("barbell", Decimal("0.15")), ("dumbbell", Decimal("0.20"))}


@pytest.mark.django_db
def test_the_pace_of_a_rung_is_that_of_its_variation():
    load()

    for rung in Rung.objects.filter(progression__slug="staggered-hip-thrust").select_related("variation"):
        assert rung.tempo == rung.variation.tempo
    pause = Rung.objects.get(progression__slug="staggered-hip-thrust", position=5).variation
    assert (pause.pause_label, pause.mini_band) == ("pause 2 to 3 s", "optional")


@pytest.mark.django_db
def test_each_progression_counts_its_rungs_from_one_and_says_whose_figures_they_are():
    load()

    for progression in Progression.objects.filter(practice=None).with_rungs():
        assert [rung.position for rung in progression.rungs.all()] == list(range(1, progression.rungs.count() + 1))
        assert "urs" in progression.source_note
        assert progression.summary


@pytest.mark.django_db
def test_a_progression_follows_the_file_and_leaves_a_practices_own_alone(data, practice):
    load()
    own = Progression.objects.create(practice=practice, slug="four-week-return", name="Our return")
    short = next(entry for entry in data["progressions"] if entry["slug"] == "glute-bridge-to-hip-thrust")
    short["rungs"].pop()
    short["rungs"][0]["sets"] = 2
    short["rungs"][1]["gate"]["sessions"] = 3
    rest = [entry for entry in data["progressions"] if entry["slug"] != "four-week-return"]

    tally = load_progressions(rest)

    assert (tally.added, tally.changed, tally.archived) == (0, 3, 1)
    assert Progression.objects.get(practice=None, slug="four-week-return").archived_at is not None
    assert [rung.sets for rung in Rung.objects.filter(progression__slug=short["slug"])] == [2, 3, 3, 3]
    own.refresh_from_db()
    assert (own.name, own.archived_at) == ("Our return", None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (
            lambda r: r.update(variation=["hip-thrust", "sword"]),
            "rung 2: There is no variation “sword” of “hip-thrust”.",
        ),
        (lambda r: r.update(reps=[15, 12]), "rung 2: The lowest reps cannot exceed the highest."),
        (lambda r: r.update(colour="red"), "rung 2: “colour” is not known here."),
        (lambda r: r["gate"].update(colour="red"), "rung 2: “colour” is not known here."),
        (lambda r: r["gate"].update(sessions=5), "rung 2: The sessions asked for must fit in the window."),
        (lambda r: r.update(implements=[]), "rung 2: "),
    ],
)
def test_a_wrong_rung_is_named_and_nothing_is_written(data, library, spoil, message):
    spoil(data["progressions"][0]["rungs"][1])

    with pytest.raises(ValidationError, match=f"staggered-hip-thrust, {message}"):
        load_progressions(data["progressions"])
    assert Progression.objects.count() == 0
