"""Exercises and variations over the API."""

import pytest

from accounts.models import uuid7
from exercises.models import Exercise
from exercises.own import make_own
from tests.api import queries_of, rows, tool
from tests.factories import ExerciseFactory, VariationFactory


def test_built_in_and_own_exercises_and_no_others(owner, client_user, rival, practice):
    built_in = ExerciseFactory()
    own = ExerciseFactory(practice=practice)
    theirs = ExerciseFactory(practice=rival.memberships.get().practice)

    for user in (owner, client_user):
        found = {row["id"]: row["built_in"] for row in rows(tool(user), "/api/v1/exercises/")}
        assert found == {str(built_in.pk): True, str(own.pk): False}
        assert tool(user).get(f"/api/v1/exercises/{theirs.pk}/").status_code == 404
    assert {row["id"] for row in rows(tool(rival), "/api/v1/exercises/")} == {str(built_in.pk), str(theirs.pk)}


def test_built_in_and_own_variations_and_no_others(owner, rival, practice):
    built_in = VariationFactory()
    own = VariationFactory(exercise=ExerciseFactory(practice=practice))
    theirs = VariationFactory(exercise=ExerciseFactory(practice=rival.memberships.get().practice))

    assert {row["id"] for row in rows(tool(owner), "/api/v1/variations/")} == {str(built_in.pk), str(own.pk)}
    assert tool(owner).get(f"/api/v1/variations/{theirs.pk}/").status_code == 404
    assert rows(tool(owner), f"/api/v1/variations/?exercise={theirs.exercise_id}") == []


def test_the_library_comes_whole(owner, library):
    found = {row["slug"]: row for row in rows(tool(owner), "/api/v1/exercises/")}

    assert found.keys() == {entry["slug"] for entry in library["exercises"]}
    thrust = found["staggered-hip-thrust"]
    assert thrust["level"] is None
    assert (thrust["bench_height_cm_low"], thrust["bench_height_cm_high"]) == (30, 41)
    assert {"muscle": "gluteus_maximus", "role": "mover", "note": "extends the hip"} in thrust["muscles"]
    forward = next(place for place in thrust["placements"] if place["name"] == "Offset forward")
    assert (forward["placement"], forward["direction"], forward["distance_cm"]) == ("offset", "forward", [15, 30])
    assert thrust["mistakes"][0].keys() == {"mistake", "why", "cue"}
    assert thrust["programming"]["per_side"] is True
    assert (thrust["movement"], thrust["cues"], thrust["media_url"], thrust["copied_from"]) == ("bridge", [], "", None)


def test_an_own_exercise_says_so_and_what_it_came_from(owner, practice, library):
    original = Exercise.objects.get(slug="hip-thrust")
    copy = make_own(original, practice=practice)
    Exercise.objects.filter(pk=copy.pk).update(cues=["Chin down"], media_url="https://example.org/v")

    row = tool(owner).get(f"/api/v1/exercises/{copy.pk}/").json()
    assert (row["built_in"], row["copied_from"]) == (False, str(original.pk))
    assert (row["cues"], row["media_url"]) == (["Chin down"], "https://example.org/v")
    variation = rows(tool(owner), f"/api/v1/variations/?exercise={copy.pk}&own=true")[0]
    assert (variation["built_in"], variation["copied_from"]) == (False, str(original.pk))
    assert (variation["movement"], variation["cues"]) == ("bridge", ["Chin down"])
    assert variation["media_url"] == "https://example.org/v"


def test_where_feet_do_not_matter_there_is_no_placement(owner):
    variation = VariationFactory(placement="", offset_direction="", offset_cm_low=None, offset_cm_high=None, heel="")
    assert tool(owner).get(f"/api/v1/variations/{variation.pk}/").json()["placement"] is None


def test_a_variation_tells_placement_and_tempo_as_fields(owner):
    variation = VariationFactory(tempo="3013", pause_s_low=2, pause_s_high=3)
    found = tool(owner).get(f"/api/v1/variations/{variation.pk}/").json()
    assert found["tempo"] == {"eccentric_s": 3, "bottom_pause_s": 0, "concentric_s": 1, "top_pause_s": 3}
    assert (found["placement"], found["offset_direction"], found["offset_cm_low"]) == ("offset", "forward", 15)
    assert (found["contact"], found["implement"], found["pause_s_high"]) == (None, "barbell", 3)


def test_filters(owner, library):
    def slugs(query):
        return {row["slug"] for row in rows(tool(owner), f"/api/v1/exercises/?{query}")}

    assert slugs("slug=staggered-hip-thrust") == {"staggered-hip-thrust"}
    assert "staggered-hip-thrust" in slugs("laterality=staggered") & slugs("equipment=barbell") & slugs(
        "muscle=hamstrings"
    )
    assert "staggered-hip-thrust" in slugs("search=stagered+thrust")
    assert slugs("slug=none") == set()
    assert slugs("movement=bridge") == {entry["slug"] for entry in library["exercises"]}
    assert slugs("movement=squat") == slugs("own=true") == slugs("archived=true") == set()
    assert slugs("placement=foot_on_knee") == {"staggered-hip-thrust"}
    assert slugs("level=start&equipment=mat") == {"glute-bridge"}


def test_variation_filters(owner, library):
    found = rows(tool(owner), "/api/v1/variations/?placement=offset&implement=barbell")
    assert found
    assert {(row["placement"], row["implement"]) for row in found} == {("offset", "barbell")}


@pytest.mark.parametrize(
    "query",
    [
        "muscle=nose",
        "equipment=car",
        "movement=dance",
        "placement=x",
        "level=x",
        "search=" + "a" * 81,
        "search=%00",
        "exercise__name=x",
        "practice=x",
    ],
)
def test_filters_that_are_unknown_or_cannot_be(owner, query):
    response = tool(owner).get(f"/api/v1/exercises/?{query}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == query.split("=")[0]
    assert response.json()["errors"][0]["pointer"] is None


@pytest.mark.parametrize("name", ["exercises", "variations"])
def test_lists_take_as_many_queries_for_thirty_rows_as_for_three(name, owner):
    browser = tool(owner)
    VariationFactory.create_batch(3)
    few = queries_of(lambda: rows(browser, f"/api/v1/{name}/"))
    VariationFactory.create_batch(27)
    assert len(rows(browser, f"/api/v1/{name}/")) == 30
    assert queries_of(lambda: rows(browser, f"/api/v1/{name}/")) == few


def test_an_exercise_that_never_was(owner):
    assert tool(owner).get(f"/api/v1/exercises/{uuid7()}/").status_code == 404
