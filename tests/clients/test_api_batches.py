"""Sets by the hundred: each for itself, or all or none; sent again, kept once."""

import pytest

from clients.models import SetLog
from tests.api import a_set, opened, post, queries_of, tool
from tests.web.test_api_rules import problem_of

PATH = "/api/v1/sets/batch/"


@pytest.fixture
def item(client_row):
    return opened(client_row)


def batch(item, *changes, **more):
    places = [{"side": side, "set_number": number} for number in range(1, 4) for side in ("left", "right")]
    sets = [a_set(item, **{**place, **one}) for place, one in zip(places, changes, strict=False)]
    return {"items": sets, **more}


def test_each_is_kept_or_refused_by_itself(client_user, item, other_client):
    body = batch(item, {}, {"reps": -1}, {}, {"item": str(opened(other_client).pk)})
    body["items"][2]["id"] = body["items"][0]["id"]  # held by now, with other content
    answer = post(tool(client_user), body, PATH)

    assert answer.status_code == 200
    results = answer.json()["results"]
    assert [(row["index"], row["status"]) for row in results] == [(0, 201), (1, 400), (2, 409), (3, 400)]
    assert answer.json()["refused"] == 3
    assert results[0]["data"]["id"] == body["items"][0]["id"]
    assert results[1]["problem"]["errors"][0]["pointer"] == "#/reps"
    assert results[2]["problem"]["held"]["id"] == body["items"][0]["id"]
    assert SetLog.objects.count() == 1

    again = post(tool(client_user), body, PATH).json()["results"]
    assert [row["status"] for row in again] == [200, 400, 409, 400]
    assert again[0]["data"] == results[0]["data"]
    assert SetLog.objects.count() == 1


def test_all_or_none(client_user, item):
    browser = tool(client_user)
    problem = problem_of(post(browser, batch(item, {}, {"rir": 11}, {"reps": None}, mode="all"), PATH), 400)
    assert [(row["index"], row["status"]) for row in problem["results"]] == [(1, 400), (2, 400)]
    assert not SetLog.objects.exists()

    good = batch(item, {}, {}, mode="all")
    assert [row["status"] for row in post(browser, good, PATH).json()["results"]] == [201, 201]
    assert [row["status"] for row in post(browser, good, PATH).json()["results"]] == [200, 200]
    assert SetLog.objects.count() == 2


def test_batches_that_cannot_be(client_user, item):
    browser = tool(client_user)
    for body, pointer in (
        ({}, "#/items"),
        ({"items": []}, "#/items"),
        ({"items": {}}, "#/items"),
        ({"items": [7, a_set(item)]}, "#/items/0"),
        ({"items": [a_set(item)] * 201}, "#/items"),
        ({"items": [a_set(item)], "mode": "some"}, "#/mode"),
        ({"items": [a_set(item)], "atomic": True}, "#/atomic"),
    ):
        problem = problem_of(post(browser, body, PATH), 400)
        assert problem["errors"][0]["pointer"] == pointer
    problem_of(post(tool(client_user, "read"), batch(item, {}), PATH), 403)
    assert not SetLog.objects.exists()


def test_a_set_costs_no_more_in_a_long_batch(client_user, item):
    browser, sets = tool(client_user), batch(item, *[{}] * 6)["items"]
    post(browser, {"items": sets[:1]}, PATH)
    one = queries_of(lambda: post(browser, {"items": sets[1:2]}, PATH))
    three = queries_of(lambda: post(browser, {"items": sets[2:5]}, PATH))
    assert three - one <= 2 * 8
