"""A copy hears when its built-in original changes, section by section."""

from copy import deepcopy
from typing import Any

import pytest

from exercises import own
from exercises.changes import changes_of
from exercises.models import Exercise
from exercises.services import load_exercises


@pytest.fixture
def copy(library, practice) -> Exercise:
    return own.make_own(Exercise.objects.get(slug="hip-thrust"), practice=practice)


@pytest.fixture
def moved(library, copy) -> Exercise:
    """The copy, after its original got another definition, another muscle note and one variation more."""
    change(
        library,
        definition="Now in other words.",
        muscles=lambda rows: [{**rows[0], "note": "pushes"}, *rows[1:]],
        variations=lambda rows: [
            *rows,
            {"code": "band", "name": "With a band", "placement": "bilateral", "implement": "band", "level": "start"},
        ],
    )
    return Exercise.objects.get(pk=copy.pk)


def change(library: dict[str, Any], **sections: Any) -> None:
    entries = deepcopy(library["exercises"])
    entry = next(entry for entry in entries if entry["slug"] == "hip-thrust")
    for name, value in sections.items():
        entry[name] = value(entry[name]) if callable(value) else value
    load_exercises(entries)


def url(copy: Exercise) -> str:
    return f"/coach/exercises/{copy.pk}/changes/"


def version(copy: Exercise) -> str:
    return Exercise.objects.get(pk=copy.copied_from_id).library_version


def test_nothing_is_said_while_nothing_changed(copy, as_coach):
    assert changes_of(copy) == []
    assert as_coach.get(url(copy))["Location"] == "/library/hip-thrust/"
    assert "has changed" not in as_coach.get("/library/hip-thrust/").content.decode()


def test_the_note_stands_on_the_page_and_on_the_form_of_the_coach_alone(moved, as_coach, as_client):
    assert url(moved) in as_coach.get("/library/hip-thrust/").content.decode()
    assert url(moved) in as_coach.get(f"/coach/exercises/{moved.pk}/edit/").content.decode()
    assert "has changed" not in as_client.get("/library/hip-thrust/").content.decode()


def test_what_changed_is_told_by_section_with_both_texts(moved, as_coach):
    found = {row.name: row for row in as_coach.get(url(moved)).context["changes"]}

    assert found.keys() == {"definition", "muscles", "variations"}
    assert (found["definition"].mine, found["definition"].theirs) == (moved.definition, "Now in other words.")
    assert "pushes" in found["muscles"].theirs
    assert found["variations"].theirs.splitlines()[-1] == "With a band | lower 2 s, pause 1 s | start"


def test_a_section_that_only_the_coach_changed_is_not_told(moved):
    moved.cues = ["Ours"]
    moved.save()
    assert "cues" not in {row.name for row in changes_of(moved)}


def test_taking_a_section_takes_that_one(moved, as_coach):
    moved.name = "Our thrust"
    moved.save()
    response = as_coach.post(url(moved), {"version": version(moved), "take": "definition"})

    assert response["Location"] == url(moved)
    moved.refresh_from_db()
    assert (moved.definition, moved.name) == ("Now in other words.", "Our thrust")
    assert {row.name for row in changes_of(moved)} == {"muscles", "variations"}


def test_taking_variations_adds_and_changes_but_takes_none_away(moved, as_coach):
    ours = own.add_variation(
        moved, values={"name": "Ours", "placement": "bilateral", "implement": "barbell", "level": "start"}
    )
    as_coach.post(url(moved), {"version": version(moved), "take": "variations"})

    names = set(moved.variations.values_list("name", flat=True))
    assert {"With a band", "Ours"} <= names
    assert moved.variations.get(code="band").practice == moved.practice
    ours.refresh_from_db()
    assert ours.archived_at is None


def test_after_the_last_section_the_note_is_gone(moved, as_coach):
    for section in ("definition", "muscles", "variations"):
        last = as_coach.post(url(moved), {"version": version(moved), "take": section})

    assert last["Location"] == "/library/hip-thrust/"
    moved = Exercise.objects.get(pk=moved.pk)
    assert not moved.original_has_changed
    assert moved.muscles.order_by("position").first().note == "pushes"


def test_keeping_mine_marks_it_as_seen_until_it_changes_again(moved, library, as_coach):
    before = moved.definition
    as_coach.post(url(moved), {"version": version(moved), "keep": "mine"})

    moved = Exercise.objects.get(pk=moved.pk)
    assert (moved.definition, moved.original_has_changed) == (before, False)
    change(library, definition="A third text.")
    assert {row.name for row in changes_of(Exercise.objects.get(pk=moved.pk))} == {"definition"}


@pytest.mark.parametrize("sent", [{"version": "old", "take": "definition"}, {"version": ""}, {"take": "name"}])
def test_what_the_coach_has_not_seen_is_not_taken(moved, as_coach, sent):
    response = as_coach.post(url(moved), sent)

    assert response.status_code == 409
    assert "It has changed once more" in response.content.decode()
    moved.refresh_from_db()
    assert moved.definition != "Now in other words."


@pytest.mark.parametrize("section", ["id", "practice", "nothing"])
def test_only_sections_are_taken(moved, as_coach, section):
    assert as_coach.post(url(moved), {"version": version(moved), "take": section}).status_code == 409


def test_an_original_that_left_the_library_leaves_the_copy_alone(library, copy, as_coach):
    load_exercises([entry for entry in library["exercises"] if entry["slug"] != "hip-thrust"])

    page = as_coach.get("/library/hip-thrust/")
    assert page.context["exercise"] == copy


def test_every_section_of_the_library_has_words(library, practice):
    from exercises.changes import LABELS, as_text, sections_of

    sections = sections_of(Exercise.objects.get(slug="staggered-hip-thrust"))
    assert sections.keys() == LABELS.keys()
    texts = {name: as_text(name, value) for name, value in sections.items()}
    assert texts["bench_height"] == "30 to 41"
    assert texts["programming"].startswith("Sets: 3 to 4\nReps: 8 to 15\nPer side: yes")
    assert texts["movement"] == "Bridge and thrust"
    assert {name for name, text in texts.items() if not text} == {"level", "cues", "media_url"}
