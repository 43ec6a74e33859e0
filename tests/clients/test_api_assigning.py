"""Assigning over the API: foreseen without a trace, given to one or to many, its days moved and exercises swapped."""

import pytest

from clients.models import Assignment, AssignmentBatch, Swap
from programs.models import Progression
from tests.api import post, queries_of, rows, tool
from tests.clients.programs import DAYS, exercises, saved
from tests.clients.test_api_people import pointers
from tests.factories import ClientFactory, ExerciseFactory, ProgressionFactory, VariationFactory
from tests.web.test_api_rules import problem_of

AT, BATCHES, SWAPS = "/api/v1/assignments/", "/api/v1/assignment-batches/", "/api/v1/swaps/"


@pytest.fixture
def ladder(monday) -> Progression:
    return ProgressionFactory(name="New ladder", rungs=3)


def body(client, ladder, **others):
    return {"client": str(client.pk), "progression": str(ladder.pk), "weekdays": [3, 0, 0], **others}


def active(client):
    return Assignment.objects.whole().active().filter(client=client)


def test_a_progression_is_foreseen_then_given(owner, client_row, ladder):
    coach, top = tool(owner), ladder.rungs.get(position=3)
    seen = post(coach, body(client_row, ladder), f"{AT}preview/").json()
    assert (seen["problems"], seen["ends"], seen["starts"][0]["position"]) == ({}, None, 1)
    assert seen["starts"][0]["load"] == "22.50"
    first = seen["sessions"][0]
    assert first["date"] == "2026-01-05"
    assert [(side["side"], side["load"], side["reps"]) for side in first["items"][0]["sides"]] == [
        ("left", "22.50", [8, 8, 8]),
        ("right", "22.50", [8, 8, 8]),
    ]
    assert "rung" in {mark["kind"] for mark in seen["milestones"]}
    assert not Assignment.objects.exists()

    answer = post(coach, body(client_row, ladder, start_rung=str(top.pk), start_load=30, policy="all"), AT)
    assert answer.status_code == 201
    given = answer.json()
    assert (given["start_rung"], given["start_load"], given["weekdays"], given["start_date"], given["policy"]) == (
        str(top.pk), "30.00", [0, 3], "2026-01-05", "all",
    )  # fmt: skip
    assert post(coach, body(client_row, ladder), f"{AT}preview/").json()["ends"] == given["id"]
    assert post(coach, {}, f"{AT}{given['id']}/end/").json()["status"] == "ended"
    problem_of(post(coach, {}, f"{AT}{given['id']}/end/"), 400)


def test_what_cannot_be_assigned(owner, client_row, other_client, rival_client, ladder):
    coach, elsewhere = tool(owner), ProgressionFactory(rungs=1).rungs.get()
    client_row.inventory = {"bar": None}
    client_row.save()
    wrong = [
        (body(rival_client, ladder), "#/client"),
        (body(other_client, ladder, weekdays=[]), "#/weekdays"),
        (body(other_client, ladder, weekdays=[7]), "#/weekdays/0"),
        (body(other_client, ladder, start_date="1999-01-01"), "#/start_date"),
        (body(other_client, ladder, progression=str(other_client.pk)), "#/progression"),
        (body(other_client, ladder, program=str(other_client.pk)), "#/progression"),
        (body(other_client, ladder, start_rung=str(elsewhere.pk)), "#/start_rung"),
        (body(other_client, ladder, start_load=900), "#/start_load"),
        (body(other_client, ladder, starts=[]), None),
        (body(client_row, ladder), "#/start_rung"),
    ]
    for sent, at in wrong:
        response = post(coach, sent, AT)
        assert (response.status_code == 201) if at is None else pointers(response) == [at], sent
    assert "start_rung" in post(coach, body(client_row, ladder), f"{AT}preview/").json()["problems"]
    assert active(other_client).count() == 1
    assert not active(client_row).exists()


def test_a_program_is_foreseen_then_given(owner, practice, client_row, monday):
    exercises(practice)
    program, coach = saved(owner, DAYS), tool(owner)
    sent = {"client": str(client_row.pk), "program": str(program.pk), "weekdays": [0, 3]}
    seen = post(coach, sent, f"{AT}preview/").json()
    assert len(seen["starts"]) == 2
    kinds = [[side["rung"] is None for side in item["sides"]] for item in seen["sessions"][0]["items"]]
    assert kinds == [[False, False], [True, True], [True, True]]

    assert pointers(post(coach, sent | {"weekdays": [0]}, AT)) == ["#/weekdays"]
    assert pointers(post(coach, sent | {"start_load": 20}, AT)) == ["#/start_rung"]
    start = seen["starts"][0]
    rung = str(Progression.objects.get(pk=start["progression"]).rungs.get(position=2).pk)
    starts = {"starts": [{"progression": start["progression"], "rung": rung}]}
    whole = post(coach, sent | starts, AT).json()
    tracks = rows(coach, f"{AT}?parent={whole['id']}")
    assert {row["progression"]: row["start_rung"] for row in tracks}[start["progression"]] == rung
    problem_of(post(coach, {}, f"{AT}{tracks[0]['id']}/end/"), 400)


def test_many_at_once_all_or_none_and_undone(owner, practice, ladder, rival_client):
    coach = tool(owner)
    people = ClientFactory.create_batch(3, practice=practice, coach=owner)
    second = str(ladder.rungs.get(position=2).pk)
    sent = {
        "progression": str(ladder.pk),
        "weekdays": [1],
        "clients": [{"client": str(people[0].pk), "start_rung": second}, {"client": str(people[1].pk)}],
    }
    seen = post(coach, sent, f"{BATCHES}preview/").json()
    assert [(len(row["sessions"]) > 0, row["problems"]) for row in seen["clients"]] == [(True, {}), (False, {})]

    people[2].inventory = {"bar": None}
    people[2].save()
    bad = sent | {"clients": [*sent["clients"], {"client": str(people[2].pk)}]}
    assert pointers(post(coach, bad, BATCHES)) == ["#/clients/2/start_rung"]
    stranger = sent | {"clients": [{"client": str(rival_client.pk)}]}
    assert pointers(post(coach, stranger, BATCHES)) == ["#/clients"]
    assert pointers(post(coach, sent | {"clients": []}, BATCHES))
    assert not Assignment.objects.exists()

    made = post(coach, sent, BATCHES).json()
    assert len(made["assignments"]) == 2
    assert post(coach, sent, BATCHES).json()["id"] == made["id"]
    assert len(rows(coach, f"{AT}?batch={made['id']}")) == 2
    assert post(coach, {}, f"{BATCHES}{made['id']}/undo/").json()["undone_at"]
    problem_of(post(coach, {}, f"{BATCHES}{made['id']}/undo/"), 400)
    assert AssignmentBatch.objects.count() == 1

    ten = [{"client": str(each.pk)} for each in ClientFactory.create_batch(10, practice=practice, coach=owner)]
    few = queries_of(lambda: post(coach, sent, f"{BATCHES}preview/"))
    assert queries_of(lambda: post(coach, sent | {"clients": ten}, f"{BATCHES}preview/")) == few


def test_days_move_for_coach_and_client(owner, client_user, other_client, training):
    coach, mine, here = tool(owner), tool(client_user), f"{AT}{training.pk}/"
    first = coach.get(f"{here}days/").json()
    assert [day["date"] for day in first["days"]][:3] == ["2026-01-05", "2026-01-08", "2026-01-12"]
    assert first["own_move"] == {"day": "2026-01-05", "days": ["2026-01-06", "2026-01-07"]}

    moved = post(coach, {"day": "2026-01-12", "to": "2026-01-13"}, f"{here}moved-days/").json()
    assert ("2026-01-13", "2026-01-12", str(owner.pk)) in [
        (day["date"], day["usual"], day["moved_by"]) for day in moved["days"]
    ]
    assert coach.get(here).json()["moved_days"] == [{"day": "2026-01-12", "to": "2026-01-13"}]
    assert pointers(post(coach, {"to": "2026-01-13"}, f"{here}moved-days/")) == ["#/day"]
    assert pointers(post(coach, {"day": "2026-01-05", "to": "2026-01-08"}, f"{here}moved-days/")) == ["#/to"]

    assert post(mine, {"to": "2026-01-06"}, f"{here}moved-days/").status_code == 200
    assert pointers(post(mine, {"day": "2026-01-13", "to": "2026-01-14"}, f"{here}moved-days/")) == ["#/day"]
    assert pointers(post(mine, {"to": "2026-02-06"}, f"{here}moved-days/")) == ["#/to"]
    problem_of(post(tool(other_client.user), {"to": "2026-01-07"}, f"{here}moved-days/"), 404)


def test_an_exercise_is_swapped_and_swapped_back(owner, client_user, training):
    coach = tool(owner)
    split = VariationFactory(exercise=ExerciseFactory(laterality="single_leg"), implement="dumbbell")
    sides = [{"side": side, "load": 20, "sets": 2, "reps": [8]} for side in ("left", "right")]
    sent = {
        "assignment": str(training.pk), "due_on": "2026-01-08", "variation": str(split.pk), "sides": sides,
        "note": "The bench is gone",
    }  # fmt: skip
    answer = post(coach, sent, SWAPS)
    assert answer.status_code == 201
    made = answer.json()
    assert made["sides"][0] == {"side": "left", "load": "20.00", "sets": 2, "reps": [8, 8]}
    assert rows(tool(client_user), f"{SWAPS}?due_from=2026-01-08")[0]["id"] == made["id"]

    assert pointers(post(coach, sent, SWAPS)) == ["#/due_on"]
    assert pointers(post(coach, sent | {"due_on": "2026-01-09"}, SWAPS)) == ["#/due_on"]
    assert pointers(post(coach, sent | {"due_on": "2026-01-12", "sides": sides[:1]}, SWAPS)) == ["#/sides"]
    three = [each | {"reps": [8, 8, 8]} for each in sides]
    assert pointers(post(coach, sent | {"due_on": "2026-01-12", "sides": three}, SWAPS)) == ["#/sides"]
    assert pointers(post(coach, sent | {"variation": str(training.pk)}, SWAPS)) == ["#/variation"]
    problem_of(post(tool(client_user), sent, SWAPS), 403)
    assert coach.delete(f"{SWAPS}{made['id']}/").status_code == 204
    assert not Swap.objects.exists()
