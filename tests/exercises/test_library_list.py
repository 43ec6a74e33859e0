"""/library/: the list for coaches and clients, searched as one types."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.models import Exercise
from tests.exercises.factories import ExerciseFactory, ExerciseMuscleFactory

URL = "/library/"
HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize("who", ["as_coach", "as_client"])
def test_the_page_groups_the_library_by_movement(request, library, who):
    ExerciseFactory(movement="hinge", name="Deadlift")
    ExerciseFactory(movement="", name="Something else")
    groups = request.getfixturevalue(who).get(URL).context["groups"]

    assert [(label, len(members)) for label, members in groups] == [
        ("Bridge and thrust", 4),
        ("Hinge", 1),
        ("Other", 1),
    ]


def test_the_count_says_how_many_of_how_many(library, as_coach):
    assert "<b>4</b> exercises" in as_coach.get(URL).content.decode()
    assert "<b>1</b> of 4" in as_coach.get(URL, {"equipment": "mat"}).content.decode()


def test_each_choice_has_a_way_to_take_it_off(library, as_coach):
    page = as_coach.get(URL, {"q": "thrust", "movement": "bridge", "muscle": "", "level": "start"})

    chips = {chip.label: chip.query for chip in page.context["form"].chips()}
    assert chips == {
        "“thrust”": "movement=bridge&level=start",
        "Bridge and thrust": "q=thrust&level=start",
        "Start": "q=thrust&movement=bridge",
    }
    assert 'href="/library/?q=thrust&amp;level=start"' in page.content.decode()


def test_each_audience_gets_its_own_frame(library, as_coach, as_client):
    assert "Progressions" in as_coach.get(URL).content.decode()
    client_page = as_client.get(URL).content.decode()
    assert "Progressions" not in client_page
    assert "tabbar" in client_page


def test_a_stranger_signs_in_first_and_an_outsider_finds_nothing(library, as_stranger, outsider, browser_of):
    assert as_stranger.get(URL)["Location"].startswith("/accounts/login/")
    assert browser_of(outsider).get(URL).status_code == 404


def test_it_is_only_read(as_coach):
    assert as_coach.post(URL).status_code == 405


def test_htmx_gets_only_the_results(library, as_coach):
    response = as_coach.get(URL, {"q": "hip thurst"}, headers=HTMX)

    text = response.content.decode()
    assert "<html" not in text
    assert "<form" not in text
    assert "<b>3</b> of 4" in text
    assert "Glute bridge" not in text
    assert "HX-Request" in response["Vary"]


def test_without_javascript_the_form_gives_the_page_with_what_was_asked(library, as_coach):
    page = as_coach.get(URL, {"q": "b-stance", "equipment": "barbell"}).content.decode()

    assert 'value="b-stance"' in page
    assert '<option value="barbell" selected>' in page
    assert "<b>1</b> of 4" in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"muscle": "gluteus_minimus"}, {"Staggered hip thrust", "Single-leg hip thrust"}),
        ({"equipment": "mat"}, {"Glute bridge"}),
        ({"placement": "bilateral"}, {"Glute bridge", "Hip thrust"}),
        ({"placement": "bilateral", "equipment": "bench"}, {"Hip thrust"}),
        ({"placement": "foot_on_knee"}, {"Staggered hip thrust"}),
        ({"movement": "squat"}, set()),
        ({"level": "start", "equipment": "mat"}, {"Glute bridge"}),
        ({"level": "start", "q": "staggered"}, {"Staggered hip thrust"}),
        ({"level": "intermediate", "placement": "offset"}, {"Staggered hip thrust"}),
        ({"q": "thrust", "placement": "light_touch"}, {"Staggered hip thrust"}),
        (
            {"q": "thrust", "muscle": "", "equipment": "", "placement": "", "level": "", "whose": ""},
            {"Staggered hip thrust", "Hip thrust", "Single-leg hip thrust"},
        ),
    ],
)
def test_filters_narrow_together(library, as_coach, query, names):
    found = as_coach.get(URL, query).context["found"]

    assert {exercise.name for exercise in found} == names


def test_nothing_found_says_so_and_offers_to_clear(library, as_coach):
    page = as_coach.get(URL, {"q": "deadlift"}).content.decode()

    assert "Nothing fits" in page
    assert "Clear all" in page


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"muscle": "nose"}, "Choose one from the list."),
        ({"placement": "three"}, "Choose one from the list."),
        ({"movement": "dance"}, "Choose one from the list."),
        ({"level": "\x00"}, "Choose one from the list."),
        ({"whose": "theirs"}, "Choose one from the list."),
        ({"q": "x" * 81}, "Search for at most 80 characters."),
        ({"q": "a\x00b"}, "There is a character in it that cannot be stored."),
    ],
)
def test_a_wrong_choice_is_told_at_its_field(library, as_coach, query, message):
    page = as_coach.get(URL, query)
    fragment = as_coach.get(URL, query, headers=HTMX)

    assert page.status_code == fragment.status_code == 422
    assert message in page.content.decode()
    assert message in fragment.content.decode()


def test_only_what_is_mine_and_current(library, practice, as_coach, as_rival):
    ExerciseFactory(practice=practice, name="Our own bridge")
    Exercise.objects.filter(slug="glute-bridge").update(archived_at=timezone.now())

    mine, theirs = as_coach.get(URL).content.decode(), as_rival.get(URL).content.decode()
    assert "Our own bridge" in mine
    assert "Yours" in mine
    assert "Our own bridge" not in theirs
    assert "floor, both feet push" not in mine


def test_a_name_is_text_not_markup(practice, as_coach):
    ExerciseFactory(practice=practice, name="<b>Bridge</b>")

    assert "&lt;b&gt;Bridge&lt;/b&gt;" in as_coach.get(URL).content.decode()


@pytest.mark.parametrize("query", [{}, {"q": "exercise"}, {"q": "exercise", "movement": "squat", "level": "start"}])
def test_queries_do_not_grow_with_the_library(practice, as_coach, query):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            as_coach.get(URL, query)
        return len(queries)

    ExerciseMuscleFactory(exercise=ExerciseFactory(practice=practice))
    as_coach.get(URL)
    few = count()
    for _ in range(10):
        ExerciseMuscleFactory(exercise=ExerciseFactory(practice=practice))

    assert count() == few <= 16


def test_a_practices_own_version_stands_in_for_the_built_in_one(library, practice, as_coach, as_rival):
    own = ExerciseFactory(practice=practice, slug="hip-thrust", name="Our hip thrust")
    url = f"{URL}?q=thrust"

    assert {row.name for row in as_coach.get(url).context["found"]} == {
        "Our hip thrust",
        "Staggered hip thrust",
        "Single-leg hip thrust",
    }
    assert "Our hip thrust" not in as_rival.get(url).content.decode()

    own.archived_at = timezone.now()
    own.save()
    assert "Hip thrust" in {row.name for row in as_coach.get(url).context["found"]}


def test_whose_shows_what_is_mine_and_what_i_have_archived(library, practice, as_coach):
    ExerciseFactory(practice=practice, name="Our bridge")
    gone = ExerciseFactory(practice=practice, name="Our old bridge", archived_at=timezone.now())

    assert [row.name for row in as_coach.get(URL, {"whose": "own"}).context["found"]] == ["Our bridge"]
    archived = as_coach.get(URL, {"whose": "archived"})
    assert [row.name for row in archived.context["found"]] == ["Our old bridge"]
    assert f"/coach/exercises/{gone.pk}/edit/" in archived.content.decode()


def test_an_empty_archive_says_what_will_be_there(library, as_coach):
    assert "Nothing archived" in as_coach.get(URL, {"whose": "archived"}).content.decode()


def test_a_client_browses_and_finds_nothing_to_edit_or_restore(library, practice, as_client):
    ExerciseFactory(practice=practice, name="Our old bridge", archived_at=timezone.now())
    page = as_client.get(URL, {"whose": "archived", "muscle": "gluteus_maximus"})

    text = page.content.decode()
    assert "New exercise" not in text
    assert 'name="whose"' not in text
    assert "Our old bridge" not in text
    assert len(page.context["found"]) == 4


@pytest.mark.parametrize(
    ("fields", "foot", "icon"),
    [
        ({"laterality": "staggered"}, "foot-offset-forward", "dumbbell"),
        ({"laterality": "single_leg", "equipment": ["barbell"]}, "foot-single-leg", "barbell"),
        ({"movement": "squat", "equipment": ["kettlebell"]}, "foot-bilateral", "kettlebell"),
        ({"movement": "push", "equipment": ["dumbbell", "barbell"]}, "", "dumbbell"),
        ({"movement": "push", "equipment": ["rack", "bench", "barbell"]}, "", "barbell"),
        ({"movement": "pull", "equipment": ["pull_up_bar", "bodyweight", "band"]}, "", "dumbbell"),
        ({"movement": "pull", "laterality": "one_side", "equipment": ["band"]}, "", "band"),
        (
            {"placements": [{"placement": "offset", "direction": "back", "contact": ""}]},
            "foot-offset-back",
            "dumbbell",
        ),
    ],
)
def test_a_row_shows_feet_only_where_they_matter(fields, foot, icon):
    exercise = ExerciseFactory.build(**fields)

    assert (exercise.foot_code, exercise.icon) == (foot, icon)
