"""A program over the API: items as lines of notation or as their parts, every save a version."""

import pytest

from programs.models import Draft, Program, ProgramItem
from tests.api import post, queries_of, rows, tool
from tests.factories import ExerciseFactory, ProgressionFactory, VariationFactory
from tests.web.test_api_rules import problem_of

ALL = "/api/v1/programs/"
TEMPO = {"eccentric_s": 2, "bottom_pause_s": 0, "concentric_s": 0, "top_pause_s": 1}


@pytest.fixture
def desk(owner):
    return tool(owner, "read", "coach")


@pytest.fixture
def thrust(db):
    return VariationFactory(exercise=ExerciseFactory(name="Hip thrust"), name="Offset, barbell")


@pytest.fixture
def ladder(db):
    return ProgressionFactory(name="Thrusting", rungs=3)


def at(pk, verb=""):
    return f"{ALL}{pk}/{f'{verb}/' if verb else ''}"


def of_items(*items, **changes):
    days = [{"week": 1, "day": 2, "title": "Hips", "items": list(items)}]
    return {"name": "Off-season", "weeks": 4, "days_a_week": 3, "days": days} | changes


def fixed(variation, **changes):
    return {"variation": str(variation.pk), "sets": 3, "reps_low": 8, "reps_high": 12} | changes


def wrong(response):
    return {error["pointer"]: error["detail"] for error in problem_of(response, 400)["errors"]}


def items_of(response):
    assert response.status_code == 201, response.content
    return response.json()["days"][0]["items"]


def test_a_program_is_added_in_lines_and_in_parts(desk, thrust, ladder):
    rung = ladder.rungs.get(position=2)
    made = post(
        desk,
        of_items(
            {"line": "A1 hip thrust 3x8-12 @40kg tempo 2011"},
            fixed(thrust, label="A2", rir="1.5", percent_1rm=70, tempo=TEMPO, per_side=True, rest_s=0, note="Slow."),
            {"rung": str(rung.pk), "note": "left first"},
            fixed(thrust, sets=None, reps=[10, 8, 6], reps_low=None, reps_high=None, load="42.50", unit="lb"),
            {"variation": str(thrust.pk), "sets": 2, "seconds": 30, "warm_up_sets": 2, "pause_s": 3},
            tags=["glutes", "home"],
            folder="Winter",
        ),
        ALL,
    )
    typed, parts, followed, listed, held = items_of(made)
    row = made.json()

    assert (row["version"], row["tags"], row["folder"], row["days"][0]["title"]) == (
        1, ["glutes", "home"], "Winter", "Hips"
    )  # fmt: skip
    assert (typed["variation"], typed["load"], typed["label"]) == (str(thrust.pk), "40.00", "A1")
    assert parts["line"] == ("A2 Hip thrust, offset, barbell 3x8-12 per side @70%1RM @RIR1.5 tempo 2001 0s // Slow.")
    assert (parts["variation"], parts["rir"], parts["percent_1rm"]) == (str(thrust.pk), "1.5", "70.00")
    assert (parts["tempo"], parts["per_side"], parts["rest_s"], parts["note"]) == (TEMPO, True, 0, "Slow.")
    assert (followed["rung"], followed["sets"], followed["line"]) == (
        str(rung.pk), None, "follow Thrusting from rung 2 // left first"
    )  # fmt: skip
    assert (listed["sets"], listed["reps"], listed["load"], listed["unit"]) == (3, [10, 8, 6], "42.50", "lb")
    assert (held["seconds"], held["warm_up_sets"], held["pause_s"]) == (30, 2, 3)
    assert desk.get(at(row["id"])).json() == row
    assert not Draft.objects.exists()


def test_what_is_wrong_is_told_at_its_item(desk, thrust, ladder, rival):
    theirs = VariationFactory(exercise=ExerciseFactory(practice=rival.memberships.get().practice))
    item = "#/days/0/items/0"
    for body, pointer in (
        ({"line": "hip thrust 3x8-"}, f"{item}/line"),
        ({"line": "sissy squat 3x8"}, f"{item}/line"),
        ({"line": "hip thrust 3x8", "sets": 3}, f"{item}/line"),
        ({"sets": 3}, item),
        (fixed(thrust, reps=[8, 8]), f"{item}/reps"),
        (fixed(thrust, sets=None), f"{item}/sets"),
        (fixed(thrust, reps_high=None), f"{item}/reps"),
        (fixed(thrust, reps_low=12, reps_high=8), item),
        (fixed(thrust, load=40), f"{item}/unit"),
        (fixed(thrust, load=40, unit="kg", percent_1rm=70), f"{item}/percent_1rm"),
        (fixed(thrust, rir="1.3"), item),
        (fixed(thrust, label="AA"), f"{item}/label"),
        (fixed(theirs), f"{item}/variation"),
        ({"rung": str(thrust.pk)}, f"{item}/rung"),
        ({"rung": str(ladder.rungs.first().pk), "sets": 3}, f"{item}/sets"),
        (fixed(thrust, position=1), f"{item}/position"),
    ):
        assert pointer in wrong(post(desk, of_items(body), ALL)), body
    for changes, pointer in (
        ({"name": ""}, "#/name"),
        ({"weeks": 53}, "#/weeks"),
        ({"tags": ["a,b"]}, "#/tags/0"),
        ({"days": [{"week": 5, "day": 1, "items": []}]}, "#/days/0"),
        ({"days": [{"week": 1, "day": 1, "items": []}] * 2}, "#/days/1"),
        ({"days": [{"week": 1, "day": 1, "items": [{"line": "hip thrust 3x8"}] * 31}]}, "#/days/0/items"),
        ({"archived_at": None}, "#/archived_at"),
    ):
        assert pointer in wrong(post(desk, of_items(**changes), ALL)), changes
    assert not Program.objects.exists()


def test_parts_mean_the_variation_that_they_name_and_no_other_of_its_name(desk, thrust, practice):
    """A practice's own exercise stands in for a built-in one of the same name."""
    own = VariationFactory(exercise=ExerciseFactory(practice=practice, name="Hip thrust"), name="Offset, barbell")
    assert items_of(post(desk, of_items(fixed(own)), ALL))[0]["variation"] == str(own.pk)
    assert "another one" in wrong(post(desk, of_items(fixed(thrust)), ALL))["#/days/0/items/0/variation"]


def test_the_next_version_and_the_one_before(desk, colleague, thrust):
    first = post(desk, of_items({"line": "hip thrust 3x8"}), ALL).json()

    longer = post(desk, {"weeks": 6, "name": "Longer"}, at(first["id"], "versions"))
    after = longer.json()
    assert longer.status_code == 201, after
    assert (after["version"], after["family"], after["weeks"], after["name"]) == (2, first["family"], 6, "Longer")
    assert [item["line"] for item in after["days"][0]["items"]] == ["hip thrust 3x8"]
    late = post(tool(colleague), {"name": "Mine"}, at(first["id"], "versions"))
    assert problem_of(late, 412)["current"] == after
    other = post(desk, {"days": [{"week": 6, "day": 1, "items": [fixed(thrust)]}]}, at(after["id"], "versions"))
    assert [(day["week"], len(day["items"])) for day in other.json()["days"]] == [(6, 1)]
    assert wrong(post(desk, {"weeks": 5}, at(other.json()["id"], "versions"))).keys() == {"#/weeks"}

    told = desk.get(at(first["id"], "versions")).json()["results"]
    assert [(each["version"], each["name"]) for each in told] == [(3, "Longer"), (2, "Longer"), (1, "Off-season")]
    assert desk.get(at(first["id"])).json()["name"] == "Off-season"


def test_a_week_is_repeated_with_more_each_time(desk, thrust):
    body = of_items({"line": "hip thrust 3x8 @40kg @RIR3"}, repeats=[
        {"week": 1, "until": 3, "load": 2.5, "rir": "-0.5", "reps": 1},
    ])  # fmt: skip
    made = post(desk, body, ALL).json()
    assert [(day["week"], day["items"][0]["line"]) for day in made["days"]] == [
        (1, "hip thrust 3x8 @40kg @RIR3"), (2, "hip thrust 3x9 @42.5kg @RIR2.5"), (3, "hip thrust 3x10 @45kg @RIR2"),
    ]  # fmt: skip
    for repeat, pointer in (
        ({"week": 1, "until": 5}, "#/repeats/0"),
        ({"week": 3, "until": 2}, "#/repeats/0"),
        ({"week": 1, "until": 2, "rir": 0.3}, "#/repeats/0/rir"),
    ):
        assert wrong(post(desk, {"repeats": [repeat]}, at(made["id"], "versions"))).keys() == {pointer}


def test_copies_and_the_archive(desk, thrust):
    row = post(desk, of_items({"line": "hip thrust 3x8"}, tags=["home"]), ALL).json()
    copy = post(desk, {}, at(row["id"], "copies")).json()
    assert (copy["name"], copy["version"], copy["tags"]) == ("Off-season, copy", 1, ["home"])
    assert copy["family"] != row["family"]
    assert ProgramItem.objects.count() == 2

    assert post(desk, {}, at(copy["id"], "archive")).json()["archived_at"]
    assert [each["id"] for each in rows(desk, f"{ALL}?archived=false&tag=home&search=off")] == [row["id"]]
    assert post(desk, {}, at(copy["id"], "restoration")).json()["archived_at"] is None


def test_a_line_is_read_and_nothing_is_written(desk, thrust, ladder):
    said = post(desk, {"line": "A1 Hip thrust 3 × 8–12 /side @RIR2 tempo 20X1"}, f"{ALL}read/").json()
    assert (said["valid"], said["problems"]) == (True, [])
    assert said["canonical"] == "A1 Hip thrust 3x8-12 per side @RIR2 tempo 2001"
    assert (said["item"]["variation"], said["item"]["tempo"], said["item"]["rir"]) == (str(thrust.pk), TEMPO, "2.0")
    assert said["spans"][0] == {"start": 0, "end": 2, "kind": "label"}

    half = post(desk, {"line": "hip thrust 3x8-"}, f"{ALL}read/").json()
    assert (half["valid"], half["item"]) == (False, None)
    assert half["problems"] == [
        {"position": 13, "length": 2, "message": "“8-” needs a second number.", "hint": "8-12"}
    ]  # fmt: skip
    unknown = post(desk, {"line": "hip trust 3x8"}, f"{ALL}read/").json()
    assert (unknown["valid"], unknown["close"][0]) == (False, "Hip thrust, offset, barbell")
    followed = post(desk, {"line": "follow thrusting from rung 2"}, f"{ALL}read/").json()
    assert followed["item"]["rung"] == str(ladder.rungs.get(position=2).pk)
    assert wrong(post(desk, {"line": 3}, f"{ALL}read/")).keys() == {"#/line"}


def test_whose_they_are(desk, owner, rival, client_user, thrust):
    row = post(desk, of_items({"line": "hip thrust 3x8"}), ALL).json()
    for browser, status in ((tool(rival), 404), (tool(client_user), 403), (tool(owner, "read"), 403)):
        for verb in ("versions", "copies", "archive", "restoration"):
            problem_of(post(browser, {"name": "x"}, at(row["id"], verb)), status)
    problem_of(post(tool(client_user), of_items(), ALL), 403)
    problem_of(post(tool(client_user), {"line": "x"}, f"{ALL}read/"), 403)
    assert post(tool(owner, "read"), {"line": "hip thrust 3x8"}, f"{ALL}read/").status_code == 200
    problem_of(tool(rival).get(at(row["id"], "versions")), 404)
    assert Program.objects.count() == 1


def test_saving_takes_as_many_queries_for_many_items_as_for_few(desk, thrust):
    few = queries_of(lambda: post(desk, of_items(fixed(thrust)), ALL))
    assert queries_of(lambda: post(desk, of_items(*[fixed(thrust, note=str(n)) for n in range(20)]), ALL)) == few
