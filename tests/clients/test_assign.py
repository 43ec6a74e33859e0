"""Assign: what stands in the way, the first six weeks, and doing it."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client as Browser

from accounts.models import User
from clients.assigning import Plan, assign_progression, conflicts, preview
from clients.history import read_history
from clients.models import Assignment, Client, Proposal, SessionItem
from clients.pace import own_pace, percent_met
from programs.engine import Pace
from programs.models import Progression, Rung
from tests.clients.conftest import play
from tests.factories import ProgressionFactory

MONDAY = dt.date(2026, 1, 5)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def staggered(library: None) -> Progression:
    return Progression.objects.with_rungs().get(slug="staggered-hip-thrust")


def rung(progression: Progression, position: int) -> Rung:
    return next(each for each in progression.rungs.all() if each.position == position)


def plan(client: Client, progression: Progression, position: int = 7, **others: Any) -> Plan:
    values = {"start_date": MONDAY, "weekdays": [0, 3]} | others
    return Plan(client=client, progression=progression, start_rung=rung(progression, position), **values)


# --- The services ----------------------------------------------------------------------------------------------


def test_nothing_stands_in_the_way(client_row: Client, staggered: Progression) -> None:
    assert conflicts(plan(client_row, staggered)) == {}


def test_an_archived_client_is_restored_first(client_row: Client, staggered: Progression) -> None:
    client_row.status = "archived"
    assert list(conflicts(plan(client_row, staggered))) == ["client"]


def test_without_the_equipment_another_rung(client_row: Client, staggered: Progression) -> None:
    client_row.inventory = client_row.inventory | {"bar": None}
    assert conflicts(plan(client_row, staggered)) == {
        "start_rung": ["Maya has none of: barbell. Choose another rung or add equipment."]
    }
    assert conflicts(plan(client_row, staggered, 6)) == {}


def test_without_body_mass_a_start_load_is_asked(client_row: Client, staggered: Progression) -> None:
    client_row.body_mass_kg = None
    assert list(conflicts(plan(client_row, staggered))) == ["start_load"]
    assert conflicts(plan(client_row, staggered, start_load=Decimal(30))) == {}
    assert conflicts(plan(client_row, staggered, 4)) == {}


def test_lighter_than_the_bar_is_told(client_row: Client, staggered: Progression) -> None:
    assert conflicts(plan(client_row, staggered, start_load=Decimal(5))) == {
        "start_load": ["The lightest Maya can load here is 20 kg."]
    }


def test_assigned_ends_what_ran_before(training: Assignment, staggered: Progression, coach: User) -> None:
    Assignment.objects.update(policy="all")
    play(training, due_on=MONDAY, reps=9)
    made = assign_progression(plan(training.client, staggered, weekdays=[4, 1, 4]), by=coach)
    training.refresh_from_db()
    assert (training.status, made.status, made.weekdays) == ("ended", "active", [1, 4])
    assert training.ended_at
    assert Proposal.objects.get().status == "superseded"
    assert training.sessions.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"weekdays": []}, "weekdays"), ({"weekdays": [7]}, "weekdays"), ({"deload_every_weeks": 1}, "__all__")],
)
def test_a_plan_that_is_none_is_refused(
    client_row: Client, staggered: Progression, coach: User, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        assign_progression(plan(client_row, staggered, **wrong), by=coach)
    assert field in refused.value.message_dict
    assert not Assignment.objects.exists()


def test_the_preview_is_six_weeks_of_real_loads(client_row: Client, staggered: Progression) -> None:
    shown = preview(plan(client_row, staggered))
    assert [len(week["days"]) for week in shown["weeks"]] == [7] * 6
    assert len(shown["sessions"]) == 12
    assert {session["date"].weekday() for session in shown["sessions"]} == {0, 3}
    first = shown["sessions"][0]
    assert (first["load"], first["reps"], first["unit"]) == (Decimal("22.5"), [8, 8, 8], "kg")


def test_the_preview_names_the_earliest_moves_and_the_first_lighter_week(
    client_row: Client, staggered: Progression
) -> None:
    shown = preview(plan(client_row, staggered, 7, start_load=Decimal(35), weekdays=[0, 2, 4], deload_every_weeks=4))
    moves = [mark for mark in shown["milestones"] if mark["kind"] == "rung"]
    lighter = [mark for mark in shown["milestones"] if mark["kind"] == "deload"]
    assert moves[0]["name"] == "Light touch, heel, dumbbell"
    changed = next(session for session in shown["sessions"] if session["rung"].position == 8)
    assert moves[0]["date"] == changed["date"]
    assert [mark["date"] for mark in lighter] == [next(each["date"] for each in shown["sessions"] if each["is_deload"])]


def test_the_preview_stays_below_a_rung_without_equipment(client_row: Client, staggered: Progression) -> None:
    client_row.inventory = client_row.inventory | {"dumbbells": []}
    shown = preview(plan(client_row, staggered, 7, start_load=Decimal(35), weekdays=[0, 2, 4]))
    assert {session["rung"].position for session in shown["sessions"]} == {7}
    assert shown["milestones"] == []


# --- The client's own pace ------------------------------------------------------------------------------------


def days_of(weeks: int) -> list[dt.date]:
    return [MONDAY + dt.timedelta(weeks=week, days=later) for week in range(weeks) for later in (0, 3)]


def own_marks(shown: dict[str, Any]) -> list[dict[str, Any]]:
    return [mark for mark in shown["milestones"] if mark["kind"] == "own"]


def test_under_six_sessions_say_nothing_about_the_pace(training: Assignment) -> None:
    for day in days_of(3)[:5]:
        play(training, due_on=day)
    assert own_pace(read_history(training)) is None


def test_the_own_pace_is_the_part_of_targets_met_on_each_side(training: Assignment) -> None:
    for place, day in enumerate(days_of(4)):
        play(training, due_on=day, reps=12, left=7 if place in (2, 5) else 12)
    pace = own_pace(read_history(training))
    assert pace == Pace(left=0.75, right=1)
    assert percent_met(pace) == 88


def test_a_lighter_session_is_no_target_met(training: Assignment) -> None:
    for day in days_of(3):
        play(training, due_on=day, reps=12)
    SessionItem.objects.filter(session__due_on=MONDAY).update(is_deload=True)
    assert own_pace(read_history(training)) is None


def test_the_first_move_is_told_at_the_own_pace_too(client_row: Client, staggered: Progression) -> None:
    shown = preview(plan(client_row, staggered, 4), own=Pace(left=0.7, right=0.7))
    earliest = next(mark for mark in shown["milestones"] if mark["kind"] == "rung")
    (own,) = own_marks(shown)
    assert own["date"] > earliest["date"]
    assert shown["milestones"].index(own) == shown["milestones"].index(earliest) + 1
    assert own["percent"] == 70


def test_a_move_that_is_far_off_at_the_own_pace_has_no_date(client_row: Client, staggered: Progression) -> None:
    (own,) = own_marks(preview(plan(client_row, staggered, 4), own=Pace(left=0.05, right=0.05)))
    assert (own["date"], own["weeks"]) == (None, 16)


def test_who_meets_every_target_is_told_the_earliest_alone(client_row: Client, staggered: Progression) -> None:
    assert own_marks(preview(plan(client_row, staggered, 4), own=Pace())) == []


def test_the_page_tells_the_own_pace_of_who_has_trained(as_coach: Browser, training: Assignment) -> None:
    for place, day in enumerate(days_of(4)):
        play(training, due_on=day, reps=12, left=7 if place == 3 else 12)
    html = as_coach.get(f"/coach/assign/?client={training.client_id}").content.decode()
    assert "At Maya’s own pace (94 % of targets met)" in html


# --- The page --------------------------------------------------------------------------------------------------


def chosen(person: Client, ladder: Progression, position: int = 7, **others: Any) -> dict[str, Any]:
    return {
        "client": str(person.pk),
        "progression": str(ladder.pk),
        "start_rung": str(rung(ladder, position).pk),
        "start_load": "",
        "start_date": "2026-01-05",
        "weekdays": ["0", "3"],
        "coupling": "independent",
        "policy": "all",
        "deload_every_weeks": "6",
    } | others


def test_the_labels_are_there(as_coach: Browser, client_row: Client, staggered: Progression) -> None:
    html = as_coach.get(f"/coach/assign/?client={client_row.pk}").content.decode()
    for label in ("Progression", "Start date", "Coach confirms", "Lighter week", "Start load"):
        assert f">{label}</label>" in html, label
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        assert f'aria-label="{day}"' in html, day
    assert '<legend class="label" id="sides-label">Sides</legend>' in html
    assert 'id="rung-label">Start at rung</legend>' in html
    assert "Rung 7: </span>Offset forward, barbell" in html
    assert 'aria-label="Preview"' in html
    assert "Client</label>" not in html


def test_without_a_client_one_is_chosen(
    as_coach: Browser, client_row: Client, rival_client: Client, staggered: Progression
) -> None:
    html = as_coach.get("/coach/assign/").content.decode()
    assert ">Client</label>" in html
    assert "Maya Lindqvist" in html
    assert "Owen Price" not in html
    assert "Choose a client: the weeks" in html
    response = as_coach.post("/coach/assign/", chosen(client_row, staggered, client=""))
    assert response.status_code == 422
    assert "Choose a client." in response.content.decode()


def test_assigned(as_coach: Browser, client_row: Client, staggered: Progression, coach: User) -> None:
    response = as_coach.post("/coach/assign/", chosen(client_row, staggered, start_load="37,5"))
    assert response["Location"] == f"/coach/clients/{client_row.pk}/"
    made = Assignment.objects.get()
    assert (made.start_rung.position, made.start_load, made.weekdays, made.coupling) == (
        7,
        Decimal("37.5"),
        [0, 3],
        "independent",
    )
    assert (made.policy, made.deload_every_weeks, made.start_date, made.created_by) == ("all", 6, MONDAY, coach)
    assert "Assigned. Maya sees it now." in as_coach.get(response["Location"]).content.decode()


def test_the_preview_follows_every_choice(as_coach: Browser, client_row: Client, staggered: Progression) -> None:
    response = as_coach.get("/coach/assign/", chosen(client_row, staggered, start_load="40"), headers=HTMX)
    html = response.content.decode()
    assert "<html" not in html
    assert "HX-Request" in response["Vary"]
    assert html.count('class="calendar-session"') == 12
    assert "starts at <b>40 kg</b>" in html
    assert "first session is on Monday 5 January" in html
    assert not Assignment.objects.exists()
    assert "<html" in as_coach.get("/coach/assign/", chosen(client_row, staggered)).content.decode()


def test_another_progression_starts_at_its_own_first_rung(
    as_coach: Browser, client_row: Client, staggered: Progression
) -> None:
    other = Progression.objects.with_rungs().exclude(pk=staggered.pk).first()
    html = as_coach.get("/coach/assign/", chosen(client_row, staggered, progression=str(other.pk)), headers=HTMX)
    assert f'value="{rung(other, 1).pk}" checked' in html.content.decode()


def test_what_runs_now_is_where_it_begins(as_coach: Browser, training: Assignment) -> None:
    html = as_coach.get(f"/coach/assign/?client={training.client_id}").content.decode()
    assert "Assigning ends it; its history stays." in html
    assert f'value="{training.start_rung_id}" checked' in html


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"start_date": "9999-01-01"}, "Choose a start date between 2000 and 2100."),
        ({"start_date": "1999-12-31"}, "Choose a start date between 2000 and 2100."),
        ({"start_date": "soon"}, "Write the date as"),
        ({"start_date": ""}, "Choose a start date."),
        ({"weekdays": []}, "Choose at least one day."),
        ({"weekdays": ["9"]}, "Choose days of the week."),
        ({"start_rung": str(uuid4())}, "Choose a rung of this progression."),
        ({"start_rung": ""}, "Choose a rung."),
        ({"progression": str(uuid4())}, "Choose one of these."),
        ({"coupling": "loose"}, "Choose one from the list."),
        ({"start_load": "NaN"}, "Start load: a number"),
        ({"start_load": "5"}, "The lightest Maya can load here is 20 kg."),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(
    as_coach: Browser, client_row: Client, staggered: Progression, wrong: dict[str, Any], message: str
) -> None:
    response = as_coach.post("/coach/assign/", chosen(client_row, staggered) | wrong)
    html = response.content.decode()
    assert response.status_code == 422
    assert message in html
    assert not Assignment.objects.exists()
    if "policy" not in wrong:
        assert '<option value="all" selected>' in html
    if "start_date" in wrong:
        assert f'value="{wrong["start_date"]}"' in html or not wrong["start_date"]


def test_the_rung_of_another_progression_is_refused(
    as_coach: Browser, client_row: Client, staggered: Progression
) -> None:
    other = ProgressionFactory(rungs=2)
    typed = chosen(client_row, staggered, start_rung=str(other.rungs.first().pk))
    assert "Choose a rung of this progression." in as_coach.post("/coach/assign/", typed).content.decode()


@pytest.mark.parametrize("named", ["rival", "nobody", "no id"])
def test_a_client_who_is_not_yours_is_not_found(
    as_coach: Browser, client_row: Client, rival_client: Client, staggered: Progression, named: str
) -> None:
    client_id = {"rival": str(rival_client.pk), "nobody": str(uuid4()), "no id": "maya"}[named]
    assert as_coach.get(f"/coach/assign/?client={client_id}").status_code == 404
    assert as_coach.post("/coach/assign/", chosen(client_row, staggered, client=client_id)).status_code == 404
    assert not Assignment.objects.exists()


def test_a_private_progression_of_another_practice_is_no_choice(
    as_coach: Browser, client_row: Client, staggered: Progression, rival: User
) -> None:
    private = ProgressionFactory(practice=rival.memberships.get().practice, rungs=2, name="Secret ladder")
    typed = chosen(client_row, staggered, progression=str(private.pk), start_rung=str(private.rungs.first().pk))
    response = as_coach.post("/coach/assign/", typed)
    assert response.status_code == 422
    assert "Secret ladder" not in response.content.decode()


def test_a_client_cannot_assign(as_client: Browser, client_row: Client, staggered: Progression) -> None:
    assert as_client.get("/coach/assign/").status_code == 404
    assert as_client.post("/coach/assign/", chosen(client_row, staggered)).status_code == 404
