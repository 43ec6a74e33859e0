"""What a coach's tool does to the library: everything that the pages do, with the same refusals."""

import json

import pytest

from exercises.models import Exercise, Variation
from exercises.services import load_exercises
from tests.api import JSON, post, queries_of, tool
from tests.factories import ExerciseFactory, RungFactory, VariationFactory
from tests.web.test_api_rules import problem_of

NEW = {
    "name": "Landmine squat",
    "movement": "squat",
    "laterality": "bilateral",
    "definition": "A squat with the bar in a corner.",
    "equipment": ["barbell", "barbell"],
    "muscles": [{"muscle": "quadriceps", "note": "extends the knee"}, {"muscle": "calves", "role": "minor"}],
    "mistakes": [{"mistake": "Heels up", "cue": "Push the floor"}],
    "programming": {"sets": [3, 4], "reps": [8, 12], "overload": ["More reps", "More load"]},
}


@pytest.fixture
def desk(owner):
    return tool(owner, "read", "coach")


def at(row, verb="", kind="exercises"):
    return f"/api/v1/{kind}/{row if isinstance(row, str) else row.pk}/{f'{verb}/' if verb else ''}"


def patch(browser, path, body, tag=None):
    tag = tag or browser.get(path)["ETag"]
    return browser.patch(path, json.dumps(body), content_type=JSON, headers={"If-Match": tag})


def wrong(response, status=400):
    return {error["pointer"]: error["detail"] for error in problem_of(response, status)["errors"]}


def test_an_exercise_is_added_changed_archived_and_deleted(desk, practice):
    made = post(desk, NEW, "/api/v1/exercises/")
    row = made.json()
    assert made.status_code == 201, row
    assert made["Location"].endswith(at(row["id"]))
    assert (row["slug"], row["built_in"], row["equipment"]) == ("landmine-squat", False, ["barbell"])
    assert [each["role"] for each in row["muscles"]] == ["mover", "minor"]
    assert row["programming"]["overload"] == ["More reps", "More load"]
    assert Variation.objects.get().exercise.practice == practice

    changed = patch(desk, at(row["id"]), {"cues": ["Chest up"], "level": None}, made["ETag"])
    assert changed.status_code == 200
    assert changed.json() == row | {"cues": ["Chest up"]}
    assert changed.json()["muscles"] == row["muscles"]
    assert desk.get(at(row["id"]))["ETag"] == changed["ETag"]

    assert post(desk, {}, at(row["id"], "archive")).json()["archived_at"]
    assert post(desk, {}, at(row["id"], "restoration")).json()["archived_at"] is None
    tag = desk.get(at(row["id"]))["ETag"]
    assert desk.delete(at(row["id"]), headers={"If-Match": tag}).status_code == 204
    assert not Exercise.objects.exists()


def test_what_cannot_be_an_exercise_is_refused_at_its_field(desk):
    for body, pointer in (
        ({"name": "Two\nlines"}, "#/name"),
        ({"name": 7}, "#/name"),
        ({"movement": ""}, "#/movement"),
        ({"media_url": "javascript:alert(1)"}, "#/media_url"),
        ({"muscles": [{"muscle": "calves"}, {"muscle": "calves"}]}, "#/muscles"),
        ({"muscles": [{"role": "mover"}]}, "#/muscles/0/muscle"),
        ({"programming": {"sets": [4, 3], "reps": [8, 8]}}, "#/programming/sets"),
        ({"programming": {"sets": [3, 3]}}, "#/programming/reps"),
        ({"cues": ["x" * 81]}, "#/cues/0"),
        ({"slug": "mine"}, "#/slug"),
        ({"practice": "x"}, "#/practice"),
    ):
        assert pointer in wrong(post(desk, NEW | body, "/api/v1/exercises/")), body
    assert not Exercise.objects.exclude(practice=None).exists()


def test_a_change_is_read_as_strictly(desk, practice):
    row = ExerciseFactory(practice=practice, movement="hinge")
    for body, pointer in (
        ({"muscles": [{"role": "mover"}]}, "#/muscles/0/muscle"),
        ({"name": ""}, "#/name"),
        ({"movement": None}, "#/movement"),
        ({"revision": 7}, "#/revision"),
    ):
        assert pointer in wrong(patch(desk, at(row), body)), body
    problem_of(desk.patch(at(row), "{}", content_type=JSON), 428)


def test_two_coaches_change_one_exercise(desk, colleague, practice):
    row = ExerciseFactory(practice=practice)
    tag = desk.get(at(row))["ETag"]
    assert patch(tool(colleague, "read", "coach"), at(row), {"name": "Theirs"}, tag).status_code == 200

    late = patch(desk, at(row), {"name": "Mine"}, tag)

    assert problem_of(late, 412)["current"]["name"] == "Theirs"
    assert patch(desk, at(row), {"name": "Mine"}, late["ETag"]).json()["name"] == "Mine"


def test_built_in_rows_and_those_of_others_are_nobodys_to_change(desk, owner, rival, client_user, practice):
    built_in, own = VariationFactory(), VariationFactory(exercise=ExerciseFactory(practice=practice))
    for browser, row, status in (
        (desk, built_in, 404),
        (tool(rival, "read", "coach"), own, 404),
        (tool(client_user, "read", "log"), own, 403),
        (tool(owner, "read"), own, 403),
    ):
        for path in (at(row.exercise), at(row, kind="variations")):
            problem_of(patch(browser, path, {"name": "x"}, "*"), status)
            problem_of(post(browser, {}, f"{path}archive/"), status)
        problem_of(browser.delete(at(row.exercise), headers={"If-Match": "*"}), status)
        problem_of(post(browser, {"take": None, "version": "x"}, at(row.exercise, "changes")), status)
    problem_of(post(tool(client_user, "read", "log"), {}, at(built_in.exercise, "copies")), 403)
    problem_of(tool(client_user).get(at(own.exercise, "uses")), 403)
    assert set(Exercise.objects.values_list("archived_at", flat=True)) == {None}


def test_what_is_in_use_is_not_deleted(desk, practice):
    rung = RungFactory(
        progression__practice=practice, progression__name="Back", variation__exercise=ExerciseFactory(practice=practice)
    )
    row = rung.variation.exercise
    assert desk.get(at(row, "uses")).json() == {"in_use": True, "progressions": ["Back"], "others": []}

    problem = problem_of(desk.delete(at(row), headers={"If-Match": "*"}), 409)

    assert problem["uses"]["progressions"] == ["Back"]
    assert Exercise.objects.filter(pk=row.pk).exists()


def test_a_copy_of_a_built_in_exercise_and_what_has_changed_since(desk, library):
    original = Exercise.objects.get(slug="staggered-hip-thrust")
    made = post(desk, {}, at(original, "copies"))
    copy = made.json()
    assert (made.status_code, copy["copied_from"]) == (201, str(original.pk))
    assert post(desk, {}, at(original, "copies")).status_code == 200
    assert "own already" in problem_of(post(desk, {}, at(copy["id"], "copies")), 400)["detail"]
    assert desk.get(at(copy["id"], "changes")).json()["changes"] == []

    entries = [entry | {"cues": ["Ribs down"]} for entry in library["exercises"]]
    load_exercises(entries)
    told = desk.get(at(copy["id"], "changes")).json()
    assert [(each["section"], each["theirs"]) for each in told["changes"]] == [("cues", ["Ribs down"])]
    late = post(desk, {"version": "before", "take": "cues"}, at(copy["id"], "changes"))
    assert problem_of(late, 412)["current"] == told
    taken = post(desk, {"version": told["version"], "take": "cues"}, at(copy["id"], "changes"))

    assert taken.json()["cues"] == ["Ribs down"]
    assert desk.get(at(copy["id"], "changes")).json()["changes"] == []

    load_exercises(library["exercises"])
    version = desk.get(at(copy["id"], "changes")).json()["version"]
    kept = post(desk, {"version": version, "take": None}, at(copy["id"], "changes"))
    assert kept.json()["cues"] == ["Ribs down"]
    assert desk.get(at(copy["id"], "changes")).json()["changes"] == []


def test_variations(desk, practice):
    exercise = ExerciseFactory(practice=practice)
    body = {
        "exercise": str(exercise.pk), "name": "Offset, kettlebell", "placement": "offset",
        "offset_direction": "forward", "offset_cm_low": 15, "offset_cm_high": 30, "implement": "kettlebell",
        "level": "start", "tempo": {"eccentric_s": 3, "bottom_pause_s": 0, "concentric_s": 1, "top_pause_s": 1},
    }  # fmt: skip
    made = post(desk, body, "/api/v1/variations/")
    row = made.json()
    assert made.status_code == 201, row
    assert (row["code"], row["tempo"]) == ("offset-kettlebell", body["tempo"])

    changed = patch(desk, at(row["id"], kind="variations"), {"level": "advanced"}, made["ETag"])
    assert changed.json() == row | {"level": "advanced"}
    assert post(desk, {}, at(row["id"], "archive", "variations")).json()["archived_at"]
    assert post(desk, {}, at(row["id"], "restoration", "variations")).json()["archived_at"] is None

    for change, pointer in (
        ({"placement": None}, "#/offset_direction"),
        ({"offset_direction": None}, "#/offset_direction"),
        ({"contact": "heel"}, "#/contact"),
        ({"offset_cm_low": 40}, "#"),
        ({"tempo": {"eccentric_s": 3}}, "#/tempo/top_pause_s"),
        ({"tempo": {**body["tempo"], "top_pause_s": 10}}, "#/tempo/top_pause_s"),
        ({"tempo": "3011"}, "#/tempo"),
        ({"note": 3}, "#/note"),
    ):
        assert any(key.startswith(pointer) for key in wrong(patch(desk, at(row["id"], kind="variations"), change, "*")))
        assert post(desk, body | change, "/api/v1/variations/").status_code == 400, change
    unknown = wrong(post(desk, body | {"exercise": str(ExerciseFactory().pk)}, "/api/v1/variations/"))
    assert unknown == {"#/exercise": "There is no such exercise of your own."}


def test_variations_archived_can_be_left_out(desk, practice):
    kept, gone = VariationFactory.create_batch(2, exercise=ExerciseFactory(practice=practice))
    post(desk, {}, at(gone, "archive", "variations"))
    listed = desk.get("/api/v1/variations/?archived=false").json()["results"]
    assert [row["id"] for row in listed] == [str(kept.pk)]


def test_a_save_takes_as_many_queries_for_many_rows_as_for_few(desk, practice):
    row = ExerciseFactory(practice=practice)
    few = queries_of(lambda: patch(desk, at(row), {"name": "One"}, "*"))
    VariationFactory.create_batch(5, exercise=row)
    assert queries_of(lambda: patch(desk, at(row), {"name": "Two"}, "*")) == few


def test_what_lies_beside_a_row_is_of_those_who_may_see_it(desk, practice):
    exercise = ExerciseFactory(practice=practice)
    kept, gone = VariationFactory.create_batch(2, exercise=exercise)
    post(desk, {}, at(gone, "archive", "variations"))

    beside = desk.get(f"{at(exercise)}?fields=name&expand=variations").json()
    assert [row["id"] for row in beside["expanded"]["variations"]] == [str(kept.pk)]
    assert beside.keys() == {"id", "name", "expanded"}
    assert desk.get(f"{at(exercise)}?fields=name,name&expand=variations,variations").json() == beside  # twice is once
    one = desk.get(f"{at(kept, kind='variations')}?expand=exercise").json()
    assert one["expanded"]["exercise"]["name"] == exercise.name


def test_the_practices_own_stands_in_for_the_built_in_one_where_that_is_asked_for(desk, practice):
    built_in, other = ExerciseFactory(slug="thrust"), ExerciseFactory(slug="bridge")
    own = ExerciseFactory(practice=practice, slug="thrust")
    found = {query: {row["id"] for row in desk.get(f"/api/v1/exercises/?shown={query}").json()["results"]}
             for query in ("true", "false")}  # fmt: skip
    assert found["true"] == {str(own.pk), str(other.pk)}
    assert found["false"] == {str(own.pk), str(other.pk), str(built_in.pk)}
