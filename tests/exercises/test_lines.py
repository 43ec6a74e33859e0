"""Sections as plain text: what is typed comes back as it was, and a wrong line is named."""

import pytest
from django.core.exceptions import ValidationError

from exercises.lines import (
    muscles_as_text,
    rows_as_text,
    text_as_list,
    text_as_muscles,
    text_as_rows,
)
from exercises.services import LIBRARY_FILE, read_library


@pytest.mark.parametrize("section", ["setup_steps", "execution_phases", "mistakes"])
def test_the_library_survives_being_typed(section):
    for entry in read_library(LIBRARY_FILE)["exercises"]:
        rows = entry.get(section, [])
        assert text_as_rows(section, rows_as_text(section, rows)) == rows


def test_the_muscles_of_the_library_survive_being_typed():
    for entry in read_library(LIBRARY_FILE)["exercises"]:
        rows = [{"note": "", **row} for row in entry["muscles"]]
        assert text_as_muscles(muscles_as_text(rows)) == rows


def test_a_mistake_of_two_parts_is_mistake_and_cue():
    assert text_as_rows("mistakes", "Other foot pushes | It only keeps balance") == [
        {"mistake": "Other foot pushes", "why": "", "cue": "It only keeps balance"}
    ]


def test_a_set_up_step_may_be_its_title_alone():
    assert text_as_rows("setup_steps", "\n  Sit on the floor.  \n\n") == [{"title": "Sit on the floor.", "text": ""}]


def test_further_bars_belong_to_the_last_part():
    assert text_as_rows("setup_steps", "Bench | left | right")[0]["text"] == "left | right"


@pytest.mark.parametrize(
    ("section", "text", "messages"),
    [
        ("mistakes", "Good | why | cue\n\nHips drop", ["Line 3: “cue” is missing."]),
        ("execution_phases", "Up\nDown | slow", ["Line 1: “text” is missing."]),
        ("setup_steps", "x" * 601, ["Line 1: “title” has 601 characters; 600 at most."]),
        ("setup_steps", "step\n" * 21, ["20 lines at most, not 21."]),
    ],
)
def test_a_wrong_line_is_named(section, text, messages):
    with pytest.raises(ValidationError) as error:
        text_as_rows(section, text)
    assert error.value.messages == messages


def test_a_muscle_is_known_by_its_name_in_any_case_and_moves_unless_told_otherwise():
    assert text_as_muscles("gluteus MAXIMUS\nhamstrings | helper | steady the knee") == [
        {"muscle": "gluteus_maximus", "role": "mover", "note": ""},
        {"muscle": "hamstrings", "role": "synergist", "note": "steady the knee"},
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Glutaeus maximus | mover", "Line 1: “Glutaeus maximus” is no muscle here. Nearest: Gluteus maximus."),
        ("Nose", "Line 1: “Nose” is no muscle here."),
        ("Hamstrings | boss", "Line 1: “boss” is no role. Write mover, helper, stabiliser or minor."),
        ("Hamstrings\nHamstrings | minor", "Line 2: Hamstrings is named twice."),
        ("Hamstrings | mover | " + "x" * 121, "Line 1: the note has 121 characters; 120 at most."),
    ],
)
def test_a_wrong_muscle_is_named(line, message):
    with pytest.raises(ValidationError) as error:
        text_as_muscles(line)
    assert error.value.messages == [message]


def test_a_list_is_bounded():
    assert text_as_list("a\n\n b \n", most=2, longest=3) == ["a", "b"]
    with pytest.raises(ValidationError) as error:
        text_as_list("abcd\nb\nc", most=2, longest=3)
    assert error.value.messages == ["Line 1: 4 characters; 3 at most.", "2 lines at most, not 3."]
