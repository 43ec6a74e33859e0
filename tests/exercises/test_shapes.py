"""The written sections: a wrong shape is refused with its section, row and key."""

import pytest
from django.core.exceptions import ValidationError

from exercises import shapes
from exercises.services import read_library


@pytest.mark.parametrize(
    ("section", "rows", "message"),
    [
        ("mistakes", "none", "Mistakes: give a list of rows."),
        ("mistakes", ["arches"], "Mistakes, row 1: give named values, not str."),
        ("mistakes", [{"mistake": "Arches", "why": "Spine", "cue": " "}], "Mistakes, row 1: “cue” is missing."),
        (
            "mistakes",
            [{"mistake": "A", "why": "B", "cue": "C", "fix": "D"}],
            "Mistakes, row 1: “fix” is not known here.",
        ),
        ("questions", [{"question": "Why?", "answer": 4}], "Questions, row 1: “answer” is text."),
        (
            "setup_steps",
            [{"title": "Bench.", "text": "x" * 601}],
            "Setup steps, row 1: “text” has 601 characters; 600 at most.",
        ),
        ("benefits", [{"text": "Strong"}] * 21, "Benefits: 20 rows at most, not 21."),
        ("audience", [{"text": "Runners", "caution": "yes"}], "Audience, row 1: “caution” is true or false."),
        ("evidence", [{"text": "Works", "kind": "proves"}], "Evidence, row 1: “kind” is one of supports, limits."),
        ("evidence", [{"text": "Works", "kind": ["supports"]}], "Evidence, row 1: “kind” is one of supports, limits."),
    ],
)
def test_a_wrong_row_is_named(section, rows, message):
    with pytest.raises(ValidationError) as error:
        shapes.check(section, rows)
    assert error.value.messages == [message]


@pytest.mark.parametrize("distance", [[30, 15], [0, 5], [15], ["15", "30"], [True, 30], 15])
def test_a_distance_is_two_figures_in_order(distance):
    row = {"placement": "offset", "direction": "back", "name": "Back", "tab": "Back", "text": "Back", "level": "start"}

    with pytest.raises(ValidationError, match="two whole numbers from 1 to 100, the lower one first"):
        shapes.check("placements", [{**row, "distance_cm": distance}])


@pytest.mark.parametrize(
    "programming",
    [
        [],
        {"sets": [3, 4]},
        {"sets": [3, 4], "reps": [15, 8], "per_side": True},
        {"sets": [3, 4], "reps": [8, 15], "per_side": "yes"},
        {"sets": [3, 4], "reps": [8, 15], "per_side": True, "overload": "more"},
        {"sets": [3, 4], "reps": [8, 15], "per_side": True, "rest": 90},
        {"sets": [3, 4], "reps": [8, 15], "per_side": True, "when": 5},
    ],
)
def test_a_wrong_dose_is_refused(programming):
    with pytest.raises(ValidationError, match=r"^\['Programming:"):
        shapes.check_programming(programming)


@pytest.mark.parametrize(
    "figure",
    [
        [],
        {"support": "bench"},
        {"support": "water", "implement": "barbell", "pins": ["a", "b", "c"]},
        {"support": "bench", "implement": "sword", "pins": ["a", "b", "c"]},
        {"support": "bench", "implement": "barbell", "pins": ["a", "b"]},
        {"support": "bench", "implement": "barbell", "pins": ["a", "b", ""]},
        {"support": "bench", "implement": "barbell", "pins": ["a", "b", "c"], "colour": "red"},
    ],
)
def test_a_wrong_figure_is_refused(figure):
    with pytest.raises(ValidationError, match=r"^\['Figure:"):
        shapes.check_figure(figure)


def test_rows_are_completed_with_what_they_leave_out():
    rows = shapes.completed("variation_notes", [{"kind": "tempo", "title": "Slow lowering"}])
    assert rows == [{"kind": "tempo", "title": "Slow lowering", "text": ""}]
    placed = shapes.completed("placements", [{"placement": "bilateral"}])[0]
    assert (placed["distance_cm"], placed["contact"]) == (None, "")
    assert shapes.completed("mistakes", "none") == "none"
    assert shapes.completed("mistakes", [4]) == [4]


def test_nothing_written_yet_is_fine():
    assert shapes.check_programming({}) is None
    assert shapes.check_figure({}) is None
    for section in shapes.SECTIONS:
        assert shapes.check(section, []) is None


def test_the_data_file_has_every_section_of_the_main_exercise():
    staggered = read_library()["exercises"][0]

    assert staggered["slug"] == "staggered-hip-thrust"
    assert all(staggered[section] for section in shapes.SECTIONS)
