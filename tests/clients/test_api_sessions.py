"""A training day over the API, from what is due to the morning after; and what coaches make of it."""

import json

import pytest

from clients.models import Session, SetLog, SetRevision, Swap
from programs.models import Coupling
from tests.api import JSON, a_set, post, queries_of, rows, tool
from tests.clients.conftest import MONDAY, opened, play
from tests.clients.rows import finished
from tests.clients.test_api_people import pointers
from tests.clients.test_verdicts import DAY, FIRST, SECOND
from tests.factories import AssignmentFactory, ProgressionFactory
from tests.web.test_api_rules import NEVER, problem_of

AT, ITEMS, SETS = "/api/v1/sessions/", "/api/v1/session-items/", "/api/v1/sets/"


def correct(browser, row, **figures):
    return browser.patch(f"{SETS}{row['id']}/", json.dumps(figures), content_type=JSON)


def later(clock, user, days):
    """So many days after Monday, with a token that is good then."""
    clock.move_to(MONDAY + DAY * days)
    return tool(user)


def test_a_day_from_what_is_due_to_the_morning_after(owner, client_user, training, monday):
    mine = tool(client_user)
    due = mine.get(f"{AT}today/").json()
    assert (due["kind"], due["opened"], due["session"]["status"]) == ("training", False, "open")
    assert due["session"]["items"][0]["targets"][0]["load"] == "22.50"
    assert not Session.objects.exists()
    ahead = mine.get(f"{AT}ahead/").json()
    assert [(each["date"], each["is_next"]) for each in ahead][:2] == [("2026-01-08", False), ("2026-01-12", False)]

    pk = due["session"]["id"]
    answer = post(mine, {"id": pk}, AT)
    assert (answer.status_code, answer.json()["id"]) == (201, pk)
    assert post(mine, {"id": pk}, AT).status_code == 200
    assert problem_of(post(mine, {"id": NEVER}, AT), 409)["held"]["id"] == pk
    assert tool(owner).get(f"{AT}today/?client={training.client_id}").json()["opened"]
    problem_of(post(mine, {}, f"{AT}{pk}/finish/"), 400)

    item = Session.objects.get(pk=pk).items.get()
    row = post(mine, a_set(item, load=22.5, reps=8)).json()
    assert correct(mine, row, reps=9, pain=1).json()["reps"] == 9
    assert correct(mine, row, kind="skipped", skip_reason="time").json()["load"] is None
    assert pointers(correct(mine, row, kind="done")) == ["#/reps"]
    before = rows(mine, f"{SETS}?session={pk}&expand=revisions")[0]["expanded"]["revisions"]
    assert [(each["kind"], each["reps"]) for each in before] == [("done", 8), ("done", 9)]
    problem_of(correct(tool(owner), row, reps=1), 403)

    problem_of(post(mine, {"pain": 2}, f"{AT}{pk}/morning/"), 400)
    done = post(mine, {"effort": 7, "note": "Good"}, f"{AT}{pk}/finish/").json()
    assert (done["status"], done["effort"], done["performed_on"]) == ("finished", 7, "2026-01-05")
    problem_of(post(mine, {"reason": "time"}, f"{AT}{pk}/skip/"), 400)
    assert pointers(post(mine, {"effort": 11}, f"{AT}{pk}/finish/")) == ["#/effort"]
    assert mine.get(f"{AT}today/").json()["kind"] == "finished"
    mine = later(monday, client_user, 1)
    assert mine.get(f"{AT}today/").json()["morning"] == pk
    assert post(mine, {"pain": 3}, f"{AT}{pk}/morning/").json()["next_day_pain"] == 3


def test_opening_what_cannot_be_opened(client_user, other_client, training, monday):
    mine = later(monday, client_user, 1)
    assert post(mine, {"due_on": "2026-01-05"}, AT).status_code == 201
    assert pointers(post(mine, {"due_on": "2026-01-06"}, AT)) == ["#/due_on"]
    assert pointers(post(mine, {"due_on": "2026-06-01"}, AT)) == ["#/due_on"]
    problem_of(post(tool(other_client.user), {}, AT), 400)
    assert tool(other_client.user).get(f"{AT}today/").json()["kind"] == "none"


def test_skipped_stopped_and_a_warning_sign(client_user, training, monday):
    mine = tool(client_user)
    session = post(mine, {}, AT).json()
    item = session["items"][0]["id"]
    assert pointers(post(mine, {"item": NEVER}, f"{AT}{session['id']}/stop/")) == ["#/item"]
    assert post(mine, {"reason": "time"}, f"{ITEMS}{item}/skip/").status_code == 200
    assert {row["kind"] for row in rows(mine, f"{SETS}?item={item}")} == {"skipped"}
    skipped = post(mine, {"reason": "equipment"}, f"{AT}{session['id']}/skip/").json()
    assert (skipped["status"], skipped["skip_reason"]) == ("skipped", "equipment")

    mine = later(monday, client_user, 3)
    second = post(mine, {}, AT).json()
    post(mine, a_set(Session.objects.get(pk=second["id"]).items.get(), load=22.5))
    assert post(mine, {}, f"{AT}{second['id']}/stop/").status_code == 200
    assert SetLog.objects.filter(session=second["id"], kind="stopped").count() == 5
    assert post(mine, {"words": "Numb"}, f"{AT}signs/").json() == {"session": second["id"]}
    assert mine.get(f"{AT}{second['id']}/").json()["red_flag"]
    mine = later(monday, client_user, 7)
    assert mine.get(f"{AT}today/").json() | {"client": 0} == {
        "kind": "blocked", "date": "2026-01-12", "client": 0, "opened": False, "session": None,
        "morning": second["id"], "next_on": None,
    }  # fmt: skip
    assert problem_of(post(mine, {}, AT), 400)["errors"][0]["code"] == "blocked"


def test_another_exercise_for_today_and_back(client_user, client_row, monday):

    mine = tool(client_user)
    ladder = ProgressionFactory(rungs=2, rungs__implements=["barbell", "dumbbell"])
    item = opened(AssignmentFactory(client=client_row, progression=ladder))
    [other] = mine.get(f"{ITEMS}{item.pk}/alternatives/").json()
    assert (other["implement"], [side["side"] for side in other["sides"]]) == ("dumbbell", ["left", "right"])
    chosen = {"variation": other["variation"], "implement": "dumbbell"}
    assert pointers(post(mine, chosen | {"implement": "band"}, f"{ITEMS}{item.pk}/swap/")) == ["#/variation"]
    [now] = post(mine, chosen, f"{ITEMS}{item.pk}/swap/").json()["items"]
    assert now["swap"] == str(Swap.objects.get().pk)
    assert mine.delete(f"{ITEMS}{now['id']}/swap/").json()["items"][0]["swap"] is None
    assert not Swap.objects.exists()


def test_technique_is_the_coachs_to_judge(owner, client_user, training):
    session, coach = play(training, due_on=FIRST), tool(owner)
    here = f"{ITEMS}{session.items.get().pk}/technique/"
    marked = post(coach, {"side": "left", "sound": False, "note": "Hips turn"}, here).json()["technique"]
    assert [(each["side"], each["sound"], each["note"]) for each in marked] == [("left", False, "Hips turn")]
    assert pointers(post(coach, {"side": "both", "sound": True}, here)) == ["#/side"]
    assert pointers(post(coach, {"side": "left", "sound": None, "note": "x"}, here)) == ["#/sound"]
    assert post(coach, {"side": "left", "sound": None}, here).json()["technique"] == []
    problem_of(post(tool(client_user), {"side": "left", "sound": True}, here), 403)


# --- What coaches decide --------------------------------------------------------------------------------------


@pytest.fixture
def waiting(training, monday):
    """A step up waits for the coach."""
    play(training, due_on=FIRST, reps=12)
    monday.move_to(MONDAY + DAY * 3)
    return play(training, due_on=SECOND, reps=12)


def test_every_verdict_is_carried_out_and_undone(owner, colleague, client_user, waiting):
    coach = tool(owner)
    [proposal] = rows(coach, f"/api/v1/proposals/?session={waiting.pk}&status=waiting")
    here = f"/api/v1/proposals/{proposal['id']}/decision/"
    left = {"side": "left", "load": 25, "reps": [9]}
    for said, kind, status in (
        ({"verdict": "approve", "comment": "Well done."}, "approved", "approved"),
        ({"verdict": "hold"}, "held", "held"),
        ({"verdict": "adjust", "sides": [left], "coupling": "independent", "note": "Slower"}, "adjusted", "adjusted"),
        ({"verdict": "move_up"}, "moved_up", "adjusted"),
    ):
        decided = post(coach, said, here).json()
        assert decided["status"] == status, decided
        if kind == "adjusted":
            assert (decided["note"], decided["outcome"][0]["load"], decided["outcome"][0]["reps"]) == (
                "Slower", "25.00", [9, 9, 9],
            )  # fmt: skip
        late = problem_of(post(tool(colleague), said, here), 409)
        assert late["held"]["decided_by"] == str(owner.pk)
        [newest, *_] = rows(coach, "/api/v1/decisions/")
        assert (newest["kind"], newest["proposal"], newest["made_by"]) == (kind, proposal["id"], str(owner.pk))
        problem_of(post(tool(colleague), {}, f"/api/v1/decisions/{newest['id']}/undo/"), 400)
        [undone] = post(coach, {}, f"/api/v1/decisions/{newest['id']}/undo/").json()
        assert undone["undone_at"]
    assert waiting.comments.get().text == "Well done."
    assert waiting.assignment.__class__.objects.get(pk=waiting.assignment_id).coupling == Coupling.SHARED

    wrong = [
        ({"verdict": "adjust", "sides": [left | {"load": 1}]}, "#/sides/0/load/0"),
        ({"verdict": "adjust", "sides": [left | {"rung": NEVER}]}, "#/sides/0/rung/0"),
        ({"verdict": "adjust", "sides": [left | {"sets": 2, "reps": [8, 8, 8]}]}, "#/sides/0/reps/0"),
        ({"verdict": "adjust", "sides": [left | {"side": "both"}]}, "#/sides"),
        ({"verdict": "adjust", "sides": [left, left]}, "#/sides"),
        ({"verdict": "hold", "note": "Why"}, "#/verdict"),
        ({"verdict": "clear"}, "#"),
        ({"verdict": "praise"}, "#/verdict"),
    ]
    for said, at in wrong:
        assert pointers(post(coach, said, here))[0].rstrip("/0") == at.rstrip("/0"), said
    problem_of(post(tool(client_user), {"verdict": "approve"}, here), 403)


def test_a_stop_is_cleared(owner, training, monday):
    session = play(training, due_on=FIRST, pain=7)
    [proposal] = rows(tool(owner), f"/api/v1/proposals/?session={session.pk}")
    after = post(tool(owner), {"verdict": "clear"}, f"/api/v1/proposals/{proposal['id']}/decision/").json()
    assert (after["id"] != proposal["id"], after["status"]) == (True, "approved")


def test_the_queue_is_a_list_that_is_worked_off(owner, client_user, waiting):
    coach, at = tool(owner), "/api/v1/review-cards/"
    [card] = rows(coach, f"{at}?group=decide&client={waiting.client_id}")
    assert (card["kind"], card["session"], card["rungs"], card["reasons"][0]["code"]) == (
        "session", str(waiting.pk), 3, "move_up",
    )  # fmt: skip
    assert rows(coach, f"{at}?group=stop") == rows(coach, f"{at}?reason=red_flag") == rows(coach, f"{at}?tag=x") == []
    here = f"{at}{card['id']}/decision/"
    assert pointers(post(coach, {"verdict": "snooze"}, here)) == ["#/until"]
    assert pointers(post(coach, {"verdict": "snooze", "until": "2026-01-01"}, here)) == ["#/until"]
    assert post(coach, {"verdict": "snooze", "until": "2026-01-12"}, here).json()["snoozed_until"] == "2026-01-12"
    assert card["id"] not in [row["id"] for row in rows(coach, at)]
    [newest] = rows(coach, "/api/v1/decisions/")
    post(coach, {}, f"/api/v1/decisions/{newest['id']}/undo/")

    assert pointers(post(coach, {"cards": [NEVER]}, f"{at}approvals/")) == ["#/cards"]
    assert post(coach, {"cards": [card["id"]]}, f"{at}approvals/").json() == {"approved": 1, "late": []}
    assert post(coach, {"cards": [card["id"]]}, f"{at}approvals/").json() == {"approved": 0, "late": [card["id"]]}
    for name in ("review-cards", "decisions"):
        problem_of(tool(client_user).get(f"/api/v1/{name}/"), 403)


def test_lists_ask_the_same_however_long(owner, training):
    coach = tool(owner)
    finished(training, due_on=FIRST)
    names = ("sessions/?expand=sets,proposals", "session-items/", "sets/?expand=revisions", "proposals/",
             "review-cards/", "decisions/")  # fmt: skip
    few = {name: queries_of(lambda name=name: coach.get(f"/api/v1/{name}")) for name in names}
    for week in range(1, 5):
        finished(training, due_on=FIRST + DAY * 7 * week)
    a_figure = {
        "kind": "done", "reps": 1, "load": "20", "unit": "kg", "rir": None, "pain": None, "skip_reason": "",
    }  # fmt: skip
    SetRevision.objects.bulk_create(
        SetRevision(practice_id=row.practice_id, set=row, before=a_figure) for row in SetLog.objects.all()
    )
    assert {name: queries_of(lambda name=name: coach.get(f"/api/v1/{name}")) for name in names} == few
