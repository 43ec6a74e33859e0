"""Progressions over the API, with rungs and gates; programs, of which there are none yet."""

from decimal import Decimal

from tests.api import queries_of, rows, tool
from tests.factories import GateFactory, ProgressionFactory, RungFactory


def test_built_in_and_own_progressions_and_no_others(owner, client_user, rival, practice):
    built_in = ProgressionFactory()
    own = ProgressionFactory(practice=practice)
    theirs = ProgressionFactory(practice=rival.memberships.get().practice)

    for user in (owner, client_user):
        found = {row["id"]: row["built_in"] for row in rows(tool(user), "/api/v1/progressions/")}
        assert found == {str(built_in.pk): True, str(own.pk): False}
        assert tool(user).get(f"/api/v1/progressions/{theirs.pk}/").status_code == 404
    assert tool(rival).get(f"/api/v1/progressions/{own.pk}/").status_code == 404


def test_rungs_and_gates_are_fields(owner):
    progression = ProgressionFactory()
    top = RungFactory(progression=progression, position=2, tempo="3013", leave_percent=Decimal(45))
    GateFactory(rung=RungFactory(progression=progression, position=1), symmetry=Decimal("0.9"))

    found = tool(owner).get(f"/api/v1/progressions/{progression.pk}/").json()

    assert [rung["position"] for rung in found["rungs"]] == [1, 2]
    assert found["rungs"][0]["gate"] == {
        "sessions": 2, "window": 4, "max_pain": 2, "symmetry": "0.900", "sign_off": True
    }  # fmt: skip
    rung = found["rungs"][1]
    assert rung["gate"] is None
    assert rung["sides"] == ["left", "right"]
    assert rung["tempo"] == {"eccentric_s": 3, "bottom_pause_s": 0, "concentric_s": 1, "top_pause_s": 3}
    assert (rung["variation"], rung["exercise"]) == (str(top.variation_id), str(top.variation.exercise_id))
    assert (rung["start_percent"], rung["leave_percent"], rung["max_jump"]) == ("35.00", "45.00", "0.150")
    assert (rung["rule"], rung["implements"], rung["reps_low"], rung["reps_high"]) == ("double", ["barbell"], 8, 12)


def test_filter_by_slug(owner):
    ProgressionFactory(slug="one")
    two = ProgressionFactory(slug="two")
    assert [row["id"] for row in rows(tool(owner), "/api/v1/progressions/?slug=two")] == [str(two.pk)]


def test_list_takes_as_many_queries_for_thirty_rows_as_for_three(owner):
    browser = tool(owner)
    ProgressionFactory.create_batch(3, rungs=2)
    few = queries_of(lambda: rows(browser, "/api/v1/progressions/"))
    ProgressionFactory.create_batch(27, rungs=2)
    assert len(rows(browser, "/api/v1/progressions/")) == 30
    assert queries_of(lambda: rows(browser, "/api/v1/progressions/")) == few


def test_there_are_no_programs_yet(owner):
    assert tool(owner).get("/api/v1/programs/").json() == {"count": 0, "next": None, "previous": None, "results": []}
    assert tool(owner).get("/api/v1/programs/?limit=0").status_code == 400
