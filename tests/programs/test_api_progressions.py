"""A progression over the API: rungs and gates as fields, every save a version, nobody's work lost."""

import pytest

from programs.models import Draft, Progression
from programs.working import copy_of
from tests.api import post, queries_of, rows, tool
from tests.factories import ExerciseFactory, ProgressionFactory, VariationFactory
from tests.web.test_api_rules import problem_of

ALL = "/api/v1/progressions/"
TEMPO = {"eccentric_s": 3, "bottom_pause_s": 0, "concentric_s": 1, "top_pause_s": 1}
GATE = {"sessions": 2, "window": 3, "symmetry": "0.925", "sign_off": False}
WRITTEN = (
    "lineage", "variation", "sets", "reps_low", "reps_high", "rir", "tempo", "rest_s", "min_rest_s", "side_rest_s",
    "rule", "max_jump", "rep_ceiling", "implements", "from_bodyweight", "start_percent", "leave_percent",
)  # fmt: skip


@pytest.fixture
def desk(owner):
    return tool(owner, "read", "coach")


@pytest.fixture
def ladder(practice):
    return ProgressionFactory(practice=practice, name="Back to thrusting", rungs=3)


def at(pk, verb=""):
    return f"{ALL}{pk}/{f'{verb}/' if verb else ''}"


def a_rung(**changes):
    return {
        "variation": str(VariationFactory().pk), "sets": 3, "reps_low": 8, "reps_high": 12, "implements": ["barbell"],
        "gate": GATE,
    } | changes  # fmt: skip


def written(rung):
    """A rung of an answer, as it is sent."""
    gate = rung["gate"] and {name: rung["gate"][name] for name in GATE}
    return {name: rung[name] for name in WRITTEN} | {"gate": gate}


def wrong(response):
    return {error["pointer"]: error["detail"] for error in problem_of(response, 400)["errors"]}


def test_a_progression_is_added_with_its_rungs_and_gates(desk, practice):
    rung = a_rung(tempo=TEMPO, max_jump="0.125", start_percent=35.5, leave_percent=None, rest_s=0)
    made = post(desk, {"name": "Our return", "rungs": [rung, a_rung(gate=None)]}, ALL)
    row = made.json()

    assert made.status_code == 201, row
    assert (row["version"], row["slug"], row["built_in"], row["summary"]) == (1, "our-return", False, "")
    first, second = row["rungs"]
    assert first["gate"] == GATE | {"max_pain": 2}
    assert (first["tempo"], first["max_jump"], first["start_percent"]) == (TEMPO, "0.125", "35.50")
    assert (first["leave_percent"], first["rest_s"], first["rule"]) == (None, 0, "double")
    assert (second["position"], second["gate"]) == (2, None)
    assert desk.get(at(row["id"])).json() == row
    assert desk.get(at(row["id"]))["ETag"] == made["ETag"]
    assert not Draft.objects.exists()


def test_what_is_wrong_is_told_at_its_rung(desk):
    other = ExerciseFactory(practice=None)
    for body, pointer in (
        ({"rungs": []}, "#/rungs"),
        ({"rungs": [a_rung()] * 31}, "#/rungs"),
        ({"rungs": [a_rung(), a_rung(reps_low=12, reps_high=8)]}, "#/rungs/1/reps_low"),
        ({"rungs": [a_rung(variation=str(other.pk))]}, "#/rungs/0/variation"),
        ({"rungs": [a_rung(start_percent=60, leave_percent=50)]}, "#/rungs/0/leave_percent"),
        ({"rungs": [a_rung(gate=GATE | {"sessions": 4})]}, "#/rungs/0/gate/sessions"),
        ({"rungs": [a_rung(gate={"sessions": 1})]}, "#/rungs/0/gate/window"),
        ({"rungs": [a_rung(implements=["piano"])]}, "#/rungs/0/implements/0"),
        ({"rungs": [a_rung(max_jump="82,5")]}, "#/rungs/0/max_jump"),
        ({"rungs": [a_rung(max_jump=0)]}, "#/rungs/0/max_jump"),
        ({"rungs": [a_rung(sets=True)]}, "#/rungs/0/sets"),
        ({"rungs": [a_rung(tempo="2011")]}, "#/rungs/0/tempo"),
        ({"rungs": [a_rung(lineage=str(other.pk))]}, "#/rungs/0/lineage"),
        ({"rungs": [a_rung(position=1)]}, "#/rungs/0/position"),
        ({"name": " "}, "#/name"),
        ({"practice": None}, "#/practice"),
    ):
        assert pointer in wrong(post(desk, {"name": "Ours", "rungs": [a_rung()]} | body, ALL)), body
    assert not Progression.objects.exists()


def test_what_was_read_can_be_sent_back_and_is_the_next_version(desk, ladder):
    before = desk.get(at(ladder.pk)).json()
    sent = [written(rung) for rung in before["rungs"]]
    sent[0]["sets"] = 5

    saved = post(desk, {"rungs": [sent[0], sent[2], a_rung(gate=None)]}, at(ladder.pk, "versions"))
    after = saved.json()

    assert saved.status_code == 201, after
    assert (after["version"], after["family"], after["name"]) == (2, before["family"], "Back to thrusting")
    assert [written(rung) for rung in after["rungs"][:2]] == [sent[0], sent[2]]
    assert after["rungs"][2]["lineage"] not in {rung["lineage"] for rung in before["rungs"]}
    old = desk.get(at(ladder.pk)).json()
    assert old == before | {"superseded_at": old["superseded_at"]}
    assert [row["id"] for row in rows(desk, f"{ALL}?family={ladder.family}")] == [after["id"]]
    told = desk.get(at(ladder.pk, "versions")).json()["results"]
    assert [(each["version"], each["id"], each["followers"]) for each in told] == [
        (2, after["id"], 0), (1, str(ladder.pk), 0)
    ]  # fmt: skip


def test_a_rung_is_there_once(desk, ladder):
    sent = [written(desk.get(at(ladder.pk)).json()["rungs"][0])] * 2
    assert list(wrong(post(desk, {"rungs": sent}, at(ladder.pk, "versions")))) == ["#/rungs/1/lineage"]


def test_whoever_saves_second_is_shown_the_newer_version(desk, colleague, ladder):
    newer = post(tool(colleague, "read", "coach"), {"name": "Theirs"}, at(ladder.pk, "versions"))

    late = post(desk, {"name": "Mine"}, at(ladder.pk, "versions"))

    assert problem_of(late, 412)["current"] == newer.json()
    assert late["ETag"] == newer["ETag"]
    assert post(desk, {"name": "Mine"}, at(newer.json()["id"], "versions")).json()["version"] == 3


def test_a_copy_remembers_the_built_in_one_and_its_rungs(desk):
    built_in = ProgressionFactory(name="Thrusting", rungs=2)
    made = post(desk, {}, at(built_in.pk, "copies")).json()
    named = post(desk, {"name": "Ours", "summary": "Short."}, at(made["id"], "copies")).json()

    assert (made["name"], made["copied_from"]) == ("Thrusting (copy)", str(built_in.pk))
    assert {rung["lineage"] for rung in made["rungs"]} == {str(rung.lineage) for rung in built_in.rungs.all()}
    assert (named["name"], named["summary"], named["version"], named["copied_from"]) == ("Ours", "Short.", 1, None)
    assert named["family"] != made["family"]


def test_archive_and_restore_are_of_the_newest_version(desk, ladder):
    newest = post(desk, {"name": "Next"}, at(ladder.pk, "versions")).json()
    away = post(desk, {}, at(ladder.pk, "archive")).json()
    assert (away["id"], bool(away["archived_at"])) == (newest["id"], True)
    assert rows(desk, f"{ALL}?archived=false") == []
    assert post(desk, {}, at(newest["id"], "restoration")).json()["archived_at"] is None


def test_a_draft_that_the_coach_has_open_is_left_alone(desk, owner, ladder):
    open_draft = copy_of(ladder, by=owner)
    assert post(desk, {"name": "By a tool"}, at(ladder.pk, "versions")).status_code == 201
    assert Draft.objects.get().content == open_draft.content


def test_whose_they_are(owner, rival, client_user, ladder, desk):
    built_in = ProgressionFactory(rungs=1)
    verbs = ("versions", "copies", "archive", "restoration")
    for browser, row, status in (
        (tool(rival), ladder, 404), (tool(client_user), ladder, 403), (tool(owner, "read", "log"), ladder, 403)
    ):  # fmt: skip
        for verb in verbs:
            problem_of(post(browser, {"name": "x"}, at(row.pk, verb)), status)
    problem_of(post(tool(client_user), {"name": "x", "rungs": [a_rung()]}, ALL), 403)
    for verb in ("versions", "archive", "restoration"):
        problem_of(post(desk, {}, at(built_in.pk, verb)), 404)
    problem_of(tool(client_user).get(at(ladder.pk, "versions")), 403)
    problem_of(tool(rival).get(at(ladder.pk, "versions")), 404)
    assert Progression.objects.count() == 2


def test_variations_of_other_practices_cannot_be_prescribed(desk, rival):
    theirs = VariationFactory(exercise=ExerciseFactory(practice=rival.memberships.get().practice))
    body = {"name": "Ours", "rungs": [a_rung(variation=str(theirs.pk))]}
    assert wrong(post(desk, body, ALL)) == {"#/rungs/0/variation": "Choose a variation of your library."}


def test_versions_take_as_many_queries_for_ten_as_for_two(desk, ladder):
    pk = post(desk, {}, at(ladder.pk, "versions")).json()["id"]
    few = queries_of(lambda: desk.get(at(pk, "versions")))
    for _ in range(8):
        pk = post(desk, {}, at(pk, "versions")).json()["id"]
    assert queries_of(lambda: desk.get(at(pk, "versions"))) == few
