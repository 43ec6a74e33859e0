"""Over the API: followers of an older version, the weeks ahead on a ladder, the past lived through again."""

import datetime as dt

import pytest

from clients.models import Assignment, Proposal, Session, SetLog, Target
from programs.models import Progression
from tests.api import post, queries_of, tool
from tests.clients.conftest import play
from tests.clients.programs import DAYS, assigned, exercises, saved
from tests.clients.test_moving import more_reps, saved_with
from tests.clients.test_pushing import NEWER
from tests.factories import AssignmentFactory, ClientFactory, ProgressionFactory
from tests.web.test_api_rules import problem_of

LADDERS, PROGRAMS = "/api/v1/progressions/", "/api/v1/programs/"


@pytest.fixture
def trained(training, monday):
    """Two sessions at the top of the range, so that the gate of the first rung opens."""
    for day in (5, 8):
        monday.move_to(dt.datetime(2026, 1, day, 9, tzinfo=dt.UTC))
        play(training, due_on=dt.date(2026, 1, day), reps=12)
    return training


def at(row, verb, where=LADDERS):
    return f"{where}{row.pk}/{verb}/"


def ok(response):
    assert response.status_code == 200, response.content
    return response.json()


def wrong(response):
    return {error["pointer"]: error["detail"] for error in problem_of(response, 400)["errors"]}


def stored():
    kept = [Assignment, Progression, Proposal, Session, SetLog, Target]
    return [list(model._base_manager.order_by("pk").values()) for model in kept]


def test_followers_of_a_progression_are_seen_and_moved(trained, owner, rival):
    newest, desk = saved_with(trained.progression, owner, more_reps), tool(owner, "read", "coach")
    told = ok(desk.get(at(newest, "followers")))
    [row] = told["results"]
    assert (told["to"], row["assignment"], row["progression"]) == (
        str(newest.pk), str(trained.pk), str(trained.progression_id)
    )  # fmt: skip
    assert row["changes"]
    assert {(side["side"], side["action"], side["unit"]) for side in row["now"]} == {
        ("left", "move_up", "kg"), ("right", "move_up", "kg")
    }  # fmt: skip
    assert {side["action"] for side in row["then"]} == {"add_reps"}

    assert wrong(post(desk, {"assignments": [str(newest.pk)]}, at(newest, "followers"))).keys() == {"#/assignments/0"}
    assert wrong(post(desk, {"assignments": []}, at(newest, "followers"))).keys() == {"#/assignments"}
    problem_of(post(tool(rival), {"assignments": [str(trained.pk)]}, at(newest, "followers")), 404)
    assert ok(post(desk, {"assignments": [str(trained.pk)]}, at(newest, "followers"))) == {"moved": 1}
    trained.refresh_from_db()
    assert trained.progression_id == newest.pk
    assert ok(desk.get(at(newest, "followers")))["results"] == []


def test_followers_are_moved_to_the_newest_version_alone(trained, owner):
    second = saved_with(trained.progression, owner, more_reps)
    third, desk = saved_with(second, owner, more_reps), tool(owner)
    late = post(desk, {"assignments": [str(trained.pk)]}, at(second, "followers"))
    assert problem_of(late, 412)["current"]["id"] == str(third.pk)
    problem_of(desk.get(at(ProgressionFactory(), "followers")), 404)


def test_followers_of_a_program_are_seen_and_pushed(practice, owner, client_row, monday):
    exercises(practice)
    ProgressionFactory(practice=practice, name="New ladder", rungs=2)
    program = saved(owner, DAYS)
    followed = assigned(program, client_row, owner)
    newest, desk = saved(owner, NEWER, before=program), tool(owner, "read", "coach")

    [row] = ok(desk.get(at(program, "followers", PROGRAMS)))["results"]
    assert (row["assignment"], row["program"], row["blocked"]) == (str(followed.pk), str(program.pk), "")
    assert row["days"][0]["added"] or row["days"][0]["changed"]
    assert len(row["begins"]) == 1
    late = post(desk, {"assignments": [str(followed.pk)]}, at(program, "followers", PROGRAMS))
    assert problem_of(late, 412)["current"]["id"] == str(newest.pk)
    client_row.assignments.filter(pk=followed.pk).update(weekdays=[0])
    refused = wrong(post(desk, {"assignments": [str(followed.pk)]}, at(newest, "followers", PROGRAMS)))
    assert "Assign it anew" in refused["#/assignments/0"]
    client_row.assignments.filter(pk=followed.pk).update(weekdays=followed.weekdays)
    assert ok(post(desk, {"assignments": [str(followed.pk)]}, at(newest, "followers", PROGRAMS))) == {"moved": 1}
    followed.refresh_from_db()
    assert followed.program == newest


def test_the_weeks_ahead_of_somebody_typical_and_of_a_client(trained, owner):
    desk, ladder = tool(owner, "read"), trained.progression
    typical = ok(desk.get(at(ladder, "projection")))
    assert (typical["client"], typical["assignment"], typical["stop"]) == (None, None, None)
    assert [row["state"] for row in typical["rungs"]] == ["now", "ahead", "ahead"]
    assert typical["rungs"][0]["standing"] == ["left", "right"]
    assert 1 < typical["rungs"][1]["week"] < typical["rungs"][2]["week"]
    first = typical["sessions"][0]["sides"][0]
    assert (first["side"], first["position"], first["reps"], first["unit"]) == ("left", 1, [8, 8, 8], "kg")

    before = stored()
    theirs = ok(desk.get(at(ladder, f"projection/?client={trained.client_id}")[:-1]))
    assert (theirs["client"], theirs["assignment"]) == (str(trained.client_id), str(trained.pk))
    gateless = [a_rung(rung) | {"gate": None} for rung in ladder.rungs.as_ladder()]
    tried = ok(post(desk, {"client": str(trained.client_id), "rungs": gateless[:2]}, at(ladder, "projection")))
    assert len(tried["rungs"]) == 2
    assert ok(post(desk, {"rungs": gateless}, at(ladder, "projection")))["stop"]["why"] == "no_gate"
    assert stored() == before


def a_rung(rung):
    return {
        "lineage": str(rung.lineage), "variation": str(rung.variation_id), "sets": rung.sets,
        "reps_low": rung.reps_low, "reps_high": rung.reps_high, "implements": rung.implements,
        "start_percent": str(rung.start_percent), "max_jump": str(rung.max_jump),
        "gate": {"sessions": rung.gate.sessions, "window": rung.gate.window},
    }  # fmt: skip


def test_the_past_lived_through_again_writes_nothing(trained, owner):
    desk, ladder, before = tool(owner, "read"), trained.progression, stored()

    [as_it_was] = ok(post(desk, {}, at(ladder, "backtest")))["results"]
    assert (as_it_was["assignment"], as_it_was["first_difference"]) == (str(trained.pk), None)
    assert [row["differs"] for row in as_it_was["rows"]] == [[], []]
    [strict] = ok(post(desk, {"change": {"sessions": 4, "rungs": [1]}}, at(ladder, "backtest")))["results"]
    assert strict["first_difference"]["date"] == "2026-01-08"
    row = strict["rows"][1]
    assert ({side["action"] for side in row["decided"]}, row["differs"]) == ({"move_up"}, ["left", "right"])
    assert "move_up" not in {side["action"] for side in row["would"]}
    assert row["codes"][0]["side"] == "left"
    rungs = [a_rung(each) for each in ladder.rungs.as_ladder()]
    rungs[0]["gate"]["sessions"] = 4
    whole = {"rungs": rungs, "client": str(trained.client_id), "coupling": "independent"}
    [tried] = ok(post(desk, whole, at(ladder, "backtest")))["results"]
    assert tried["first_difference"]["date"] == "2026-01-08"
    other = ClientFactory(practice=owner.memberships.get().practice, coach=owner)
    assert ok(post(desk, {"client": str(other.pk)}, at(ladder, "backtest")))["results"] == []
    other.delete()
    assert stored() == before


def test_what_cannot_be_tried(trained, owner, rival_client):
    desk, ladder = tool(owner), trained.progression
    for verb, body, pointer in (
        ("projection", {"client": str(rival_client.pk)}, "#/client"),
        ("projection", {"rungs": []}, "#/rungs"),
        ("projection", {"rungs": [{"sets": 3}]}, "#/rungs/0/variation"),
        ("projection", {"who": None}, "#/who"),
        ("backtest", {"client": str(rival_client.pk)}, "#/client"),
        ("backtest", {"change": {"rule": "guess"}}, "#/change/rule"),
        ("backtest", {"change": {"sessions": 5, "window": 4}}, "#/change/sessions"),
        ("backtest", {"change": {"rungs": [7]}}, "#/change/rungs"),
        ("backtest", {"coupling": "loose"}, "#/coupling"),
        ("backtest", {"change": {"symmetry": "NaN"}}, "#/change/symmetry"),
    ):
        assert pointer in wrong(post(desk, body, at(ladder, verb))), body
    for client in (rival_client.pk, "x", ""):
        problem = problem_of(desk.get(f"{LADDERS}{ladder.pk}/projection/?client={client}"), 400)
        assert problem["errors"][0]["parameter"] == "client"


def test_whose_they_are(trained, owner, client_user, rival):
    own = saved_with(trained.progression, owner, more_reps)
    for browser, status in ((tool(client_user), 403), (tool(rival), 404), (tool(owner, "log"), 403)):
        for verb in ("followers", "projection"):
            problem_of(browser.get(at(own, verb)), status)
        for verb in ("followers", "projection", "backtest"):
            problem_of(post(browser, {}, at(own, verb)), status)
    problem_of(post(tool(owner, "read"), {"assignments": [str(trained.pk)]}, at(own, "followers")), 403)


def test_followers_take_as_many_queries_for_many_as_for_few(trained, owner, practice):
    newest, desk = saved_with(trained.progression, owner, more_reps), tool(owner)
    few = queries_of(lambda: ok(desk.get(at(newest, "followers"))))
    for _ in range(5):
        AssignmentFactory(client=ClientFactory(practice=practice, coach=owner), progression=trained.progression)
    assert queries_of(lambda: ok(desk.get(at(newest, "followers")))) == few
