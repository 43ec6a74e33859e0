"""Progressions over the API, with rungs and gates; programs, with days and items."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from programs.building import EMPTY, add_line
from programs.drafting import begin
from programs.models import Draft
from programs.program_versions import content_of, save_program
from tests.api import queries_of, rows, tool
from tests.factories import ExerciseFactory, GateFactory, ProgressionFactory, RungFactory, VariationFactory


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


@pytest.fixture
def program(owner):
    """One day with a fixed prescription and a rung that is followed; a second version of it."""
    VariationFactory(exercise=ExerciseFactory(name="Hip thrust"))
    ladder = ProgressionFactory(name="Thrusting", rungs=2)
    content = add_line(EMPTY | {"name": "Off-season", "tags": "glutes"}, "2.1", "A1 hip thrust 3x8-12 @40kg tempo 2011")
    first = save_program(begun(owner, content), by=owner)
    content = add_line(content, "2.1", f"follow {ladder.name} from rung 2")
    return save_program(begun(owner, content, first), by=owner)


def begun(by, content, base=None):
    family = base.family if base else uuid4()
    return begin(by=by, kind=Draft.Kind.PROGRAM, family=family, base=base and base.pk, content=content)


def test_programs_are_listed_once_in_their_newest_version(owner, program):
    [row] = rows(tool(owner), "/api/v1/programs/")

    assert (row["id"], row["version"], row["name"], row["tags"]) == (str(program.pk), 2, "Off-season", ["glutes"])
    assert (row["weeks"], row["days_a_week"]) == (4, 3)
    assert "days" not in row


def test_days_and_items_of_a_program_are_fields(owner, program):
    [day] = tool(owner).get(f"/api/v1/programs/{program.pk}/").json()["days"]

    fixed, followed = day["items"]
    assert (day["week"], day["day"], fixed["position"], fixed["label"]) == (2, 1, 1, "A1")
    assert (fixed["sets"], fixed["reps_low"], fixed["reps_high"], fixed["load"]) == (3, 8, 12, "40.00")
    assert fixed["tempo"] == {"eccentric_s": 2, "bottom_pause_s": 0, "concentric_s": 1, "top_pause_s": 1}
    assert (followed["variation"], followed["sets"], followed["tempo"]) == (None, None, None)
    assert followed["rung"] == str(program.days.get().items.get(position=2).rung_id)


def test_programs_are_for_the_practices_coaches(rival, client_user, program):
    for user in (rival, client_user):
        assert rows(tool(user), "/api/v1/programs/") == []
        assert tool(user).get(f"/api/v1/programs/{program.pk}/").status_code == 404


def test_a_program_takes_as_many_queries_for_many_items_as_for_few(owner, program):
    browser = tool(owner)
    few = queries_of(lambda: browser.get(f"/api/v1/programs/{program.pk}/"))
    content = content_of(program)
    for line in ["hip thrust 3x8"] * 20:
        content = add_line(add_line(content, "1.1", line), "3.3", line)
    longer = save_program(begun(owner, content, program), by=owner)

    assert queries_of(lambda: browser.get(f"/api/v1/programs/{longer.pk}/")) == few


def test_the_list_has_the_newest_versions_and_any_can_be_read(owner, practice):
    built_in = ProgressionFactory()
    old = ProgressionFactory(practice=practice, superseded_at=timezone.now(), copied_from=built_in)
    new = ProgressionFactory(practice=practice, family=old.family, version=2, copied_from=built_in)

    listed = {row["id"] for row in rows(tool(owner), "/api/v1/progressions/")}
    assert listed == {str(built_in.pk), str(new.pk)}
    found = tool(owner).get(f"/api/v1/progressions/{old.pk}/").json()
    assert (found["family"], found["version"], found["copied_from"]) == (str(old.family), 1, str(built_in.pk))
    assert found["superseded_at"]
