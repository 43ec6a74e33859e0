"""A practice's own exercises: copied, added, edited, archived, deleted."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises import own
from exercises.models import Exercise
from tests.exercises.posted import NEW, exercise_post
from tests.factories import (
    AssignmentFactory,
    ExerciseFactory,
    PracticeFactory,
    ProgressionFactory,
    RungFactory,
    VariationFactory,
)

HTTPS = "Give an address that begins with https://."
SQUAT = {name: value for name, value in NEW.items() if name != "revision"}


@pytest.fixture
def original(library) -> Exercise:
    return Exercise.objects.get(slug="staggered-hip-thrust")


@pytest.fixture
def copy(original, practice) -> Exercise:
    return own.make_own(original, practice=practice)


def edit_url(exercise: Exercise) -> str:
    return f"/coach/exercises/{exercise.pk}/edit/"


def at_once(write: Callable[[], Any]) -> None:
    """Two people press the button at the same moment."""
    start = threading.Barrier(2, timeout=20)
    refused: list[Exception] = []

    def press() -> None:
        try:
            start.wait()
            write()
        except Exception as error:
            refused.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert refused == []


# Make it mine ---------------------------------------------------------------------------------------------------------


def test_make_it_mine_copies_texts_muscles_and_variations_and_opens_the_form(original, as_coach, practice):
    response = as_coach.post("/library/staggered-hip-thrust/copies/")

    copy = Exercise.objects.get(practice=practice)
    assert response["Location"] == edit_url(copy)
    assert (copy.slug, copy.name, copy.copied_from) == (original.slug, original.name, original)
    assert copy.mistakes == original.mistakes
    assert [row.muscle for row in copy.muscles.all()] == [row.muscle for row in original.muscles.all()]
    assert set(copy.variations.values_list("code", flat=True)) == set(
        original.variations.values_list("code", flat=True)
    )
    assert {row.practice_id for row in (*copy.muscles.all(), *copy.variations.all())} == {practice.pk}


def test_the_page_of_a_copy_says_what_it_came_from_and_offers_to_edit(copy, as_coach, as_client):
    page = as_coach.get("/library/staggered-hip-thrust/").content.decode()

    assert "Copied from" in page
    assert edit_url(copy) in page
    assert "Make it mine" not in page
    client_page = as_client.get("/library/staggered-hip-thrust/").content.decode()
    assert "Copied from" not in client_page
    assert edit_url(copy) not in client_page


def test_the_built_in_one_can_still_be_read(copy, original, as_coach):
    page = as_coach.get("/library/staggered-hip-thrust/?version=built-in")

    assert page.context["exercise"] == original
    assert "Make it mine" in page.content.decode()


def test_there_is_one_copy_however_often_it_is_asked_for(copy, as_coach):
    assert as_coach.post("/library/staggered-hip-thrust/copies/")["Location"] == edit_url(copy)
    assert Exercise.objects.filter(practice=copy.practice).count() == 1


def test_an_archived_copy_comes_back_instead_of_a_second_one(copy, as_coach):
    own.archive_exercise(copy)
    as_coach.post("/library/staggered-hip-thrust/copies/")

    copy.refresh_from_db()
    assert copy.archived_at is None


def test_only_the_built_in_library_can_be_copied_and_only_by_a_coach(original, practice, as_coach, as_client):
    ours = ExerciseFactory(practice=practice, slug="ours")

    assert as_coach.post(f"/library/{ours.slug}/copies/").status_code == 404
    assert as_coach.post("/library/none/copies/").status_code == 404
    assert as_client.post("/library/staggered-hip-thrust/copies/").status_code == 404
    assert as_coach.get("/library/staggered-hip-thrust/copies/").status_code == 405


# Edit -----------------------------------------------------------------------------------------------------------------


def test_saving_what_was_shown_changes_nothing(copy, as_coach):
    before = Exercise.objects.filter(pk=copy.pk).values().get()
    muscles = list(copy.muscles.values("muscle", "role", "note", "position"))

    response = as_coach.post(edit_url(copy), exercise_post(copy))

    assert response["Location"] == "/library/staggered-hip-thrust/"
    after = Exercise.objects.filter(pk=copy.pk).values().get()
    assert after == before | {"revision": before["revision"] + 1}
    assert list(copy.muscles.values("muscle", "role", "note", "position")) == muscles


def test_every_field_is_saved(copy, as_coach):
    as_coach.post(
        edit_url(copy),
        exercise_post(
            copy,
            name="Our hip thrust",
            aliases="B-stance, kick",
            movement="hinge",
            level="advanced",
            laterality="single_leg",
            definition="Ours.",
            media_url="youtube.com/watch?v=1",
            equipment=["bench", "barbell"],
            muscles="Hamstrings | mover",
            setup_steps="Bench | Against the wall.",
            execution_phases="Up | Push.",
            mistakes="Hips drop | Brace",
            cues="Push the floor away",
            sets="2 to 3",
            reps="6",
            per_side=False,
            when="first",
            place="Alone",
            uses="Main lift",
            overload="Load",
        ),
    )

    copy.refresh_from_db()
    assert (copy.name, copy.aliases, copy.movement, copy.level, copy.laterality) == (
        "Our hip thrust",
        ["B-stance", "kick"],
        "hinge",
        "advanced",
        "single_leg",
    )
    assert (copy.definition, copy.media_url) == ("Ours.", "https://youtube.com/watch?v=1")
    assert (copy.equipment, {row["item"] for row in copy.equipment_notes}) == (
        ["bench", "barbell"],
        {"bench", "barbell"},
    )
    assert [(row.muscle, row.role) for row in copy.muscles.all()] == [("hamstrings", "mover")]
    assert copy.setup_steps == [{"title": "Bench", "text": "Against the wall."}]
    assert copy.execution_phases == [{"title": "Up", "text": "Push."}]
    assert copy.mistakes == [{"mistake": "Hips drop", "why": "", "cue": "Brace"}]
    assert copy.cues == ["Push the floor away"]
    assert copy.programming["sets"] == [2, 3]
    assert copy.programming["reps"] == [6, 6]
    assert (copy.programming["per_side"], copy.programming["place"]) == (False, ["Alone"])


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"name": " "}, "name", "Name it."),
        ({"name": "x" * 81}, "name", "At most 80 characters, this is 81."),
        ({"name": "a\x00b"}, "name", "There is a character in it that cannot be stored."),
        ({"movement": "dance"}, "movement", "Choose one from the list."),
        ({"movement": ""}, "movement", "Choose one."),
        ({"equipment": ["car"]}, "equipment", "Choose from the list."),
        ({"definition": ""}, "definition", "Say in a sentence what it is."),
        ({"media_url": "http://example.org/a.jpg"}, "media_url", HTTPS),
        ({"media_url": "javascript:alert(1)"}, "media_url", HTTPS),
        ({"media_url": "https://"}, "media_url", HTTPS),
        ({"mistakes": "One | two\nThree"}, "mistakes", "Line 2: “cue” is missing."),
        ({"muscles": "Gluts"}, "muscles", "Line 1: “Gluts” is no muscle here."),
        ({"cues": "x" * 81}, "cues", "Line 1: 81 characters; 80 at most."),
        ({"sets": "82,5"}, "sets", "Sets: one figure or a range from 1 to 20, such as 3–4."),
        ({"sets": "4-3"}, "sets", "Sets: one figure or a range from 1 to 20, such as 3–4."),
        ({"reps": "NaN"}, "reps", "Reps: one figure or a range from 1 to 100, such as 3–4."),
        ({"reps": "9" * 19}, "reps", "Reps: one figure or a range from 1 to 100, such as 3–4."),
        ({"sets": ""}, "sets", "Say how many sets, or leave the whole dose empty."),
        ({"revision": "9" * 40}, "revision", "This form is not complete. Reload the page."),
        ({"revision": ""}, "revision", "This form is not complete. Reload the page."),
    ],
)
def test_a_wrong_field_keeps_what_was_typed_and_says_what_is_wrong(copy, as_coach, changes, field, message):
    response = as_coach.post(edit_url(copy), exercise_post(copy, cues="Typed and kept") | changes)

    assert response.status_code == 422
    assert any(found.startswith(message) for found in response.context["form"].errors[field])
    if "cues" not in changes:
        assert "Typed and kept" in response.content.decode()
    copy.refresh_from_db()
    assert copy.cues == []


def test_markup_stays_text(copy, as_coach):
    as_coach.post(edit_url(copy), exercise_post(copy, definition="<script>x</script>"))

    assert "&lt;script&gt;x&lt;/script&gt;" in as_coach.get("/library/staggered-hip-thrust/").content.decode()


def test_nobody_edits_the_built_in_library_or_anothers(original, copy, as_coach, as_rival, as_client):
    assert as_coach.get(edit_url(original)).status_code == 404
    assert as_coach.post(edit_url(original), exercise_post(original, name="Mine")).status_code == 404
    assert as_rival.get(edit_url(copy)).status_code == 404
    assert as_client.get(edit_url(copy)).status_code == 404


def test_the_link_is_watched_in_a_tab_of_its_own(copy, as_client):
    Exercise.objects.filter(pk=copy.pk).update(media_url="https://example.org/a?b=1&c=2")
    page = as_client.get("/library/staggered-hip-thrust/").content.decode()

    assert 'href="https://example.org/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer"' in page
    assert "Watch the video" in page


def test_a_link_typed_in_capitals_is_the_same_link(copy, as_coach):
    as_coach.post(edit_url(copy), exercise_post(copy, media_url="HTTPS://Example.com/Thrust.mp4"))

    copy.refresh_from_db()
    assert copy.media_url == "https://Example.com/Thrust.mp4"


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("https://a.test/p.JPG?x=1", "See the photo"),
        ("https://a.test/p.webp", "See the photo"),
        ("https://a.test/watch", "Watch the video"),
        ("", "Watch the video"),
    ],
)
def test_a_picture_is_seen_and_the_rest_is_watched(url, label):
    assert ExerciseFactory.build(media_url=url).media_label == label


def test_the_form_takes_as_many_queries_for_twenty_variations_as_for_two(copy, as_coach):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            as_coach.get(edit_url(copy))
        return len(queries)

    as_coach.get(edit_url(copy))
    few = count()
    VariationFactory.create_batch(20, exercise=copy)
    assert count() == few <= 20


# New ------------------------------------------------------------------------------------------------------------------


def test_a_new_exercise_can_be_read_and_prescribed_at_once(as_coach, practice):
    response = as_coach.post("/coach/exercises/new/", {**NEW, "equipment": ["rack", "barbell"]})

    made = Exercise.objects.get()
    assert response["Location"] == f"/library/{made.slug}/"
    assert (made.practice, made.slug, made.programming) == (practice, "landmine-squat", {})
    first = made.variations.get()
    assert (first.name, first.implement, first.placement, first.practice) == (
        "Barbell",
        "barbell",
        "bilateral",
        practice,
    )
    assert "Landmine squat" in as_coach.get("/library/landmine-squat/").content.decode()


@pytest.mark.parametrize(
    ("fields", "placement", "direction", "implement"),
    [
        ({"laterality": "staggered"}, "offset", "forward", "bodyweight"),
        ({"laterality": "single_leg"}, "single_leg", "", "bodyweight"),
        ({"movement": "push", "equipment": ["dumbbell"]}, "", "", "dumbbell"),
        ({"movement": "pull", "laterality": "one_side", "equipment": ["cable"]}, "", "", "cable"),
    ],
)
def test_the_first_variation_follows_from_what_was_typed(as_coach, fields, placement, direction, implement):
    as_coach.post("/coach/exercises/new/", {**NEW, **fields})

    first = Exercise.objects.get().variations.get()
    assert (first.placement, first.offset_direction, first.implement) == (placement, direction, implement)


def test_a_new_exercise_never_stands_in_for_a_built_in_one(library, as_coach, practice):
    as_coach.post("/coach/exercises/new/", {**NEW, "name": "Hip thrust"})
    as_coach.post("/coach/exercises/new/", {**NEW, "name": "Hip-thrust"})
    as_coach.post("/coach/exercises/new/", {**NEW, "name": "臀推"})

    slugs = set(Exercise.objects.filter(practice=practice).values_list("slug", flat=True))
    assert slugs == {"hip-thrust-2", "hip-thrust-3", "exercise"}


@pytest.mark.django_db(transaction=True)
def test_two_of_nearly_one_name_added_at_once_are_two_exercises():
    practice, names = PracticeFactory(), ["Landmine squat", "Landmine-squat"]

    at_once(lambda: own.add_exercise(practice=practice, values=SQUAT | {"name": names.pop()}, muscles=[]))

    assert set(practice.exercises.values_list("slug", flat=True)) == {"landmine-squat", "landmine-squat-2"}


@pytest.mark.django_db(transaction=True)
def test_two_variations_of_one_name_added_at_once_are_two_variations():
    exercise = ExerciseFactory(practice=PracticeFactory())

    at_once(lambda: own.add_variation(exercise, values={"name": "Close grip", "level": "start"}))

    assert set(exercise.variations.values_list("code", flat=True)) == {"close-grip", "close-grip-2"}


def test_a_wrong_new_exercise_keeps_what_was_typed(as_coach):
    response = as_coach.post("/coach/exercises/new/", {**NEW, "mistakes": "Hips drop"})

    assert response.status_code == 422
    assert "Landmine squat" in response.content.decode()
    assert response.context["form"].errors["mistakes"] == ["Line 1: “cue” is missing."]
    assert not Exercise.objects.exists()


# Archive and delete ---------------------------------------------------------------------------------------------------


@pytest.fixture
def used(copy, practice) -> Exercise:
    """The copy, on a rung of the practice's own progression."""
    progression = ProgressionFactory(practice=practice, name="Our return")
    RungFactory(progression=progression, variation=copy.variations.first())
    return copy


def test_archiving_says_who_still_uses_it_and_the_built_in_one_shows_again(used, original, as_coach):
    response = as_coach.post(f"/coach/exercises/{used.pk}/archive/", follow=True)

    assert "Staggered hip thrust is archived. Still used by Our return." in response.content.decode()
    assert as_coach.get("/library/staggered-hip-thrust/").context["exercise"] == original
    used.refresh_from_db()
    assert used.archived_at is not None


def test_archiving_twice_keeps_the_first_day(copy, as_coach):
    as_coach.post(f"/coach/exercises/{copy.pk}/archive/")
    copy.refresh_from_db()
    first = copy.archived_at
    as_coach.post(f"/coach/exercises/{copy.pk}/archive/")
    copy.refresh_from_db()
    assert copy.archived_at == first


def test_what_is_archived_comes_back(copy, as_coach):
    own.archive_exercise(copy)
    assert "Restore" in as_coach.get(edit_url(copy)).content.decode()

    as_coach.post(f"/coach/exercises/{copy.pk}/restore/")
    assert as_coach.get("/library/staggered-hip-thrust/").context["exercise"] == copy


def test_the_form_names_who_uses_it_and_offers_no_delete(used, as_coach):
    page = as_coach.get(edit_url(used)).content.decode()

    assert "Used by Our return." in page
    assert f"/coach/exercises/{used.pk}/delete/" not in page


def test_what_is_in_use_is_not_deleted(used, as_coach):
    asked = as_coach.get(f"/coach/exercises/{used.pk}/delete/")
    refused = as_coach.post(f"/coach/exercises/{used.pk}/delete/")

    assert "used by Our return. It cannot be deleted" in asked.content.decode()
    assert refused.status_code == 409
    assert Exercise.objects.filter(pk=used.pk).exists()


def test_targets_keep_an_exercise_whose_rung_is_gone(copy, client_row):
    from clients.services import open_session

    progression = ProgressionFactory(practice=client_row.practice)
    rung = RungFactory(progression=progression, variation=copy.variations.get(code="offset-barbell"))
    assignment = AssignmentFactory(client=client_row, progression=progression, start_rung=rung)
    open_session(assignment, due_on=assignment.start_date)

    uses = own.uses_of(copy)
    assert (uses.progressions, uses.others) == ([progression.name], ["targets"])
    assert uses.words == f"{progression.name} and targets"
    with pytest.raises(own.InUse):
        own.delete_exercise(copy)


def test_what_nothing_uses_is_deleted_after_a_question(copy, original, as_coach):
    asked = as_coach.get(f"/coach/exercises/{copy.pk}/delete/").content.decode()
    response = as_coach.post(f"/coach/exercises/{copy.pk}/delete/")

    assert "Nothing uses it." in asked
    assert response["Location"] == "/library/"
    assert not Exercise.objects.filter(pk=copy.pk).exists()
    assert as_coach.get("/library/staggered-hip-thrust/").context["exercise"] == original


def test_the_assign_page_offers_a_ladder_of_own_variations(used, as_coach, client_row):
    page = as_coach.get(
        "/coach/assign/", {"client": client_row.pk, "progression": used.variations.first().rungs.get().progression_id}
    )

    assert page.status_code == 200
    assert "Our return" in page.content.decode()


def test_an_archived_exercise_has_no_page(practice, as_coach):
    ExerciseFactory(practice=practice, slug="gone", archived_at=timezone.now())
    assert as_coach.get("/library/gone/").status_code == 404


def test_a_second_exercise_of_one_name_is_refused_at_the_name(copy, as_coach, practice):
    assert as_coach.post("/coach/exercises/new/", NEW).status_code == 302

    again = as_coach.post("/coach/exercises/new/", NEW | {"name": "landmine SQUAT"})
    renamed = as_coach.post(edit_url(copy), exercise_post(copy, name="Landmine squat"))

    for page in (again, renamed):
        assert page.status_code == 422
        assert "You have an exercise called" in page.context["form"].errors["name"][0]
    assert Exercise.objects.filter(practice=practice, name__iexact="landmine squat").count() == 1
