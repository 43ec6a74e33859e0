"""The starter library: what a coach can count on in each of its sixty movements."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from exercises.models import Exercise
from exercises.services import DATA, load_exercises, read_library
from exercises.vocabulary import Equipment, Implement, Laterality, Level, Movement, Muscle, MuscleRole, stance_of
from programs.notation import read

Entry = dict[str, Any]

STARTER = read_library(DATA / "starter.toml")["exercises"]
EVERY = read_library()["exercises"]
CLAIMS = re.compile(
    r"\b(prevent|injur|cure|heal|fix|rehab|proven|stud(?:y|ies)|guarantee|best|safest|pain)", re.IGNORECASE
)


def those_not(rule: Callable[[Entry], bool]) -> list[str]:
    """The exercises that break a rule."""
    return [entry["slug"] for entry in STARTER if not rule(entry)]


def twice(words: list[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]


def stances(rows: list[Entry], direction: str) -> list[str]:
    return [stance_of(row.get("placement", ""), row.get(direction, ""), row.get("contact", "")) for row in rows]


def prose(entry: Entry) -> str:
    return " ".join([entry["definition"], *entry["cues"], *(row["text"] for row in entry.get("placements", []))])


def test_there_are_sixty_and_every_movement_has_some():
    by_movement = Counter(entry["movement"] for entry in STARTER)

    assert by_movement.total() == 60
    assert set(by_movement) == set(Movement.values)
    assert min(by_movement.values()) >= 2


def test_no_name_and_no_alias_stands_for_two_exercises_of_the_whole_library():
    assert twice([name.casefold() for entry in EVERY for name in (entry["name"], *entry["aliases"])]) == []


def test_no_slug_is_used_twice():
    assert twice([entry["slug"] for entry in EVERY]) == []


def test_each_has_three_cues_short_enough_to_say():
    assert those_not(lambda entry: len(set(entry["cues"])) == 3) == []
    assert those_not(lambda entry: all(len(cue) <= 60 and cue[-1].isalnum() for cue in entry["cues"])) == []


def test_every_word_of_the_vocabulary_is_known():
    assert those_not(lambda entry: set(entry["equipment"]) <= set(Equipment.values)) == []
    assert those_not(lambda entry: entry["laterality"] in Laterality.values) == []
    assert those_not(lambda entry: entry["level"] in Level.values) == []


def test_every_muscle_is_known_named_once_and_has_a_role_and_the_first_one_moves_it():
    assert those_not(lambda entry: {row["muscle"] for row in entry["muscles"]} <= set(Muscle.values)) == []
    assert those_not(lambda entry: {row["role"] for row in entry["muscles"]} <= set(MuscleRole.values)) == []
    assert those_not(lambda entry: twice([row["muscle"] for row in entry["muscles"]]) == []) == []
    assert those_not(lambda entry: entry["muscles"][0]["role"] == MuscleRole.MOVER) == []


def test_each_is_described_in_one_or_two_sentences():
    assert those_not(lambda entry: 1 <= len(re.findall(r"[.](?: |$)", entry["definition"])) <= 2) == []


def test_no_claim_is_made():
    assert those_not(lambda entry: not CLAIMS.search(prose(entry))) == []


def test_each_has_one_usual_variation_with_an_implement_that_it_lists():
    assert those_not(lambda entry: len(entry["variations"]) == 1) == []
    assert those_not(lambda entry: entry["variations"][0]["implement"] in Implement.values) == []
    assert those_not(lambda entry: entry["variations"][0]["name"].startswith(entry["name"])) == []
    banded = {"lateral-band-walk"}
    assert set(those_not(lambda entry: entry["variations"][0]["implement"] in entry["equipment"])) == banded


def test_the_foot_map_is_that_of_the_variation_or_there_is_none():
    def agrees(entry: Entry) -> bool:
        rows = entry.get("placements", [{}])
        return stances(rows, "direction") == stances(entry["variations"], "offset_direction")

    assert those_not(agrees) == []


def test_a_leg_that_does_most_of_the_work_is_shown_in_the_foot_map():
    alone = [entry for entry in STARTER if entry["laterality"] in (Laterality.STAGGERED, Laterality.SINGLE_LEG)]

    assert len(alone) == 12
    assert all(stances(entry["placements"], "direction") != ["bilateral"] for entry in alone)


def test_whatever_it_is_called_can_be_typed_in_a_line_of_a_program():
    called = [name for entry in EVERY for name in (entry["name"], *entry["aliases"])]
    lines = [read(f"{name} 3x8").line for name in called]

    assert [line and line.name for line in lines] == called


@pytest.mark.django_db
def test_it_loads_beside_the_hip_thrusts_and_a_second_load_changes_nothing():
    load_exercises(EVERY)

    assert Exercise.objects.current().filter(practice=None).count() == 64
    assert not load_exercises(EVERY)


@pytest.mark.django_db
def test_feet_that_do_not_matter_have_no_map():
    load_exercises(EVERY)
    maps = {exercise.slug: exercise.foot_code for exercise in Exercise.objects.all()}

    assert maps["bench-press"] == maps["lateral-lunge"] == maps["plank"] == ""
    assert maps["staggered-romanian-deadlift"] == "foot-touch-toes"
    assert maps["step-up"] == "foot-single-leg"
