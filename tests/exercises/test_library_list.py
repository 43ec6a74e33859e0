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
def test_the_page_groups_the_library_by_stance(request, library, who):
    page = request.getfixturevalue(who).get(URL).content.decode()

    assert "<html" in page
    places = [page.index(text) for text in (">Both feet</h2>", "Glute bridge", ">Staggered</h2>", ">Single leg</h2>")]
    assert places == sorted(places)
    assert "4 exercises" in page


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
    assert "3 exercises" in text
    assert "Glute bridge" not in text
    assert "HX-Request" in response["Vary"]


def test_without_javascript_the_form_gives_the_page_with_what_was_asked(library, as_coach):
    page = as_coach.get(URL, {"q": "b-stance", "equipment": "barbell"}).content.decode()

    assert 'value="b-stance"' in page
    assert '<option value="barbell" selected>' in page
    assert "1 exercise<" in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"muscle": "gluteus_minimus"}, {"Staggered hip thrust", "Single-leg hip thrust"}),
        ({"equipment": "mat"}, {"Glute bridge"}),
        ({"laterality": "bilateral"}, {"Glute bridge", "Hip thrust"}),
        ({"laterality": "bilateral", "equipment": "bench"}, {"Hip thrust"}),
        ({"q": "thrust", "laterality": "staggered"}, {"Staggered hip thrust"}),
        (
            {"q": "thrust", "muscle": "", "equipment": "", "laterality": ""},
            {"Staggered hip thrust", "Hip thrust", "Single-leg hip thrust"},
        ),
    ],
)
def test_filters_narrow_together(library, as_coach, query, names):
    found = as_coach.get(URL, query).context["found"]

    assert {exercise.name for exercise in found} == names


def test_nothing_found_says_so_and_offers_all(library, as_coach):
    page = as_coach.get(URL, {"q": "deadlift"}).content.decode()

    assert "Nothing fits" in page
    assert "Show all" in page


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"muscle": "biceps"}, "Choose one from the list."),
        ({"laterality": "three"}, "Choose one from the list."),
        ({"q": "x" * 81}, "Search for at most 80 characters."),
        ({"q": "a\x00b"}, "Null characters are not allowed."),
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


@pytest.mark.parametrize("query", [{}, {"q": "exercise"}])
def test_queries_do_not_grow_with_the_library(practice, as_coach, query):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            as_coach.get(URL, query)
        return len(queries)

    ExerciseMuscleFactory(exercise=ExerciseFactory(practice=practice))
    as_coach.get(URL)
    few = count()
    for _ in range(10):
        ExerciseMuscleFactory(exercise=ExerciseFactory(practice=practice))

    assert count() == few
