"""Figures over the API: standing, series, sides, weeks and bests, as fields."""

import datetime as dt

from clients.services import skip_session
from tests.api import queries_of, tool
from tests.clients.conftest import MONDAY, opened, play
from tests.clients.programs import DAYS, assigned, exercises, saved
from tests.clients.test_verdicts import DAY, FIRST, SECOND
from tests.web.test_api_rules import problem_of

AT = "/api/v1/assignments/"


def test_where_a_client_stands_and_how_they_came_there(owner, client_user, training, monday):
    play(training, due_on=FIRST, reps=12, pain=1)
    monday.move_to(MONDAY + DAY * 3)
    second = play(training, due_on=SECOND, reps=12, left=9)
    mine, here = tool(client_user), f"{AT}{training.pk}/"

    standing = mine.get(f"{here}standing/").json()
    assert (standing["rungs"], standing["left"], standing["right"]) == (3, 1, 1)
    gate = standing["footings"][0]["gate"]
    assert {each["side"]: each["count"] for each in gate["counts"]} == {"left": 1, "right": 2}
    assert (gate["sessions_met"], gate["load"], gate["pain_met"]) == (False, "22.50", True)

    series = mine.get(f"{here}series/").json()
    assert (series["unit"], [point["away"] for point in series["sessions"]]) == ("kg", [0, 3])
    left, right = series["sessions"][1]["sides"]
    assert (left["side"], left["reps"], left["at_top"]) == ("left", 27, False)
    assert (right["side"], right["reps"], right["at_top"], right["rir"]) == ("right", 36, True, "2.0")

    sides = mine.get(f"{here}asymmetry/").json()
    assert (sides["not_compared"], sides["verdict"], len(sides["sessions"])) == (None, "not_enough_data", 2)

    bests = mine.get(f"/api/v1/sessions/{second.pk}/bests/").json()
    assert bests == []
    monday.move_to(MONDAY + DAY * 7)
    third = opened(training, due_on=dt.date(2026, 1, 12))
    skip_session(third.session, reason="time")
    adherence = tool(owner).get(f"{here}adherence/").json()
    assert (adherence["done"], adherence["due"], adherence["share"]) == (2, 3, "0.667")
    assert [day["became"] for day in adherence["days"]][:4] == ["done", "done", "miss", "plan"]
    problem_of(tool(client_user).get(f"{here}adherence/"), 403)


def test_a_best_is_figures(client_user, training, monday):
    play(training, due_on=FIRST, reps=8)
    monday.move_to(MONDAY + DAY * 3)
    better = play(training, due_on=SECOND, reps=9, left=8)
    [best] = tool(client_user).get(f"/api/v1/sessions/{better.pk}/bests/").json()
    assert {name: best[name] for name in ("sides", "kind", "value", "before", "before_on", "amount")} == {
        "sides": ["right"], "kind": "reps", "value": "9.00", "before": "8.00", "before_on": "2026-01-05", "amount": 9,
    }  # fmt: skip


def test_nothing_yet_and_a_program(owner, practice, client_row, training, other_client, monday):
    coach = tool(owner)
    assert coach.get(f"{AT}{training.pk}/asymmetry/").json()["not_compared"] == "no_session"
    assert coach.get(f"{AT}{training.pk}/series/").json() == {"unit": "kg", "gate_window": 0, "sessions": []}
    assert coach.get(f"{AT}{training.pk}/standing/").json()["left"] == 1
    exercises(practice)
    whole = assigned(saved(owner, DAYS), other_client, owner)
    for name in ("standing", "series", "asymmetry"):
        problem_of(coach.get(f"{AT}{whole.pk}/{name}/"), 400)
    assert {day["became"] for day in coach.get(f"{AT}{whole.pk}/adherence/").json()["days"]} == {"plan"}
    problem_of(coach.get(f"{AT}{whole.tracks.first().pk}/adherence/"), 400)


def test_figures_ask_the_same_however_long(owner, training, monday):
    coach, names = tool(owner), ("standing", "series", "asymmetry", "adherence")
    play(training, due_on=FIRST, reps=8)
    few = {name: queries_of(lambda name=name: coach.get(f"{AT}{training.pk}/{name}/")) for name in names}
    for week in range(1, 4):
        monday.move_to(MONDAY + DAY * 7 * week)
        play(training, due_on=FIRST + DAY * 7 * week, reps=8)
    coach = tool(owner)
    many = {name: queries_of(lambda name=name: coach.get(f"{AT}{training.pk}/{name}/")) for name in names}
    assert many == few
