"""A program is given to a client and trained: its progressions as tracks, its fixed exercises as written."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from clients.assigning_programs import ProgramPlan, conflicts
from clients.models import Assignment, Client, Proposal
from clients.proposals import clear, mark_reviewed
from clients.schedule import place_of, schedule_of
from clients.services import Blocked, active_assignment, due_today, finish_session, log_set, open_session
from tests.api import a_set, post, tool
from tests.clients.programs import DAYS, MONDAY, NEXT_MONDAY, THURSDAY, assigned, exercises, log_item, saved, trained
from tests.clients.test_services import at, facts
from tests.factories import AssignmentFactory

LAST = dt.date(2026, 1, 15)


@pytest.fixture
def program(coach, practice):
    exercises(practice)
    return saved(coach, DAYS)


@pytest.fixture
def followed(program, client_row, coach, monday):
    return assigned(program, client_row, coach)


def item_of(session, position):
    return session.items.prefetch_related("targets").get(position=position)


def test_each_progression_of_a_program_is_a_track_from_the_rung_it_is_first_named_at(followed):
    tracks = followed.tracks.order_by("created_at")
    assert [(track.progression.name, track.start_rung.position) for track in tracks] == [
        ("Thrust ladder", 1),
        ("Bridge ladder", 2),
    ]
    assert {(track.start_date, tuple(track.weekdays), track.policy) for track in tracks} == {
        (MONDAY, (0, 3), "rung_changes")
    }
    assert active_assignment(followed.client) == followed


def test_what_ran_before_ends_with_its_tracks(followed, program, coach):
    assigned(program, followed.client, coach)
    followed.refresh_from_db()
    assert followed.status == "ended"
    assert {track.status for track in followed.tracks.all()} == {"ended"}
    assert Assignment.objects.whole().active().filter(client=followed.client).count() == 1


def test_a_progression_that_runs_ends_when_a_program_is_assigned(program, client_row, coach, monday):
    before = AssignmentFactory(client=client_row)
    assigned(program, client_row, coach)
    before.refresh_from_db()
    assert before.status == "ended"


def test_what_stands_in_the_way_is_said_at_its_field(program, client_row, coach):
    client_row.status, client_row.body_mass_kg = Client.Status.ARCHIVED, None
    plan = ProgramPlan(client=client_row, program=program, start_date=MONDAY, weekdays=[0])
    found = conflicts(plan)
    assert found["client"] == ["Maya is archived. Restore them first."]
    assert found["weekdays"] == ["This program trains 2 days a week. Choose 2 days."]
    assert [text for name, [text] in found.items() if name.startswith("start_")] == [
        "Maya’s body mass is unknown, so there is no load to start at. Write it down first."
    ] * 2
    client_row.inventory = client_row.inventory | {"bar": None}
    assert any("has none of: barbell" in text for [text] in conflicts(plan).values())
    with pytest.raises(ValidationError):
        assigned(program, client_row, coach, weekdays=[0])


def test_the_days_are_counted_from_the_start_and_end_with_the_last_week(followed, monday):
    assert [place_of(followed, day) for day in (MONDAY, THURSDAY, NEXT_MONDAY, LAST)] == [
        (1, 1),
        (1, 2),
        (2, 1),
        (2, 2),
    ]
    assert schedule_of(followed).next_after(LAST) is None
    assert due_today(followed, LAST + dt.timedelta(days=1)) == LAST  # the last one can still be done late
    assert due_today(followed, LAST + dt.timedelta(days=8)) is None
    bridge = followed.tracks.get(progression__name="Bridge ladder")
    assert schedule_of(bridge).next_after(MONDAY) == THURSDAY


def test_a_day_freezes_its_exercises_in_order(followed):
    session = open_session(followed, due_on=MONDAY)
    thrust, row, plank = [item_of(session, position) for position in (1, 2, 3)]
    assert (thrust.label, thrust.note, thrust.assignment.progression.name) == ("A1", "left first", "Thrust ladder")
    assert {target.load for target in thrust.targets.all()} == {Decimal("22.5")}
    assert (row.label, row.warm_up_sets, row.assignment) == ("A2", 2, None)
    left = row.targets.get(side="left")
    assert (left.sets, left.reps, left.reps_low, left.reps_high, left.rir, left.rest_s) == (3, [], 8, 12, 2, 60)
    assert (left.rung, left.load, left.load_words) == (None, None, "")
    assert {(t.side, t.seconds, t.load, t.reps) for t in map(frozen, plank.targets.all())} == {
        ("left", 30, Decimal(0), ()),
        ("right", 30, Decimal(0), ()),
    }


def frozen(target):
    target.reps = tuple(target.reps)
    return target


def test_loads_are_said_in_words_or_rounded_to_what_can_be_loaded(followed, monday):
    monday.move_to(at(THURSDAY))
    session = open_session(followed, due_on=THURSDAY)
    squat, thrust = (item_of(session, position).targets.get() for position in (2, 3))
    assert (squat.load, squat.load_words, squat.reps) == (None, "70 % of 1RM", [5, 5, 3])
    # 20 % of 70 kg is 14 kg; the lightest that the bar makes is the bar.
    assert (thrust.load, thrust.load_words) == (Decimal(20), "20 % of body mass")


def test_each_track_goes_on_from_its_own_history(followed, monday):
    trained(followed, MONDAY)
    assert set(Proposal.objects.values_list("assignment__progression__name", flat=True)) == {"Thrust ladder"}
    monday.move_to(at(THURSDAY))
    assert item_of(open_session(followed, due_on=THURSDAY), 1).action == "hold"  # the bridge begins
    monday.move_to(at(NEXT_MONDAY))
    again = item_of(open_session(followed, due_on=NEXT_MONDAY), 1)
    assert (again.action, again.targets.first().reps) == ("add_reps", [9, 9, 9])


def test_a_hold_is_logged_in_seconds_and_a_free_load_as_it_was_done(followed):
    session = open_session(followed, due_on=MONDAY)
    row, plank = item_of(session, 2), item_of(session, 3)
    kept, _ = log_set(plank, facts(reps=None, seconds=28, load=Decimal(0), rir=None))
    assert kept.seconds == 28
    with pytest.raises(ValidationError, match="How many seconds"):
        log_set(plank, facts(set_number=2))
    with pytest.raises(ValidationError, match="Which load"):
        log_set(row, facts(load=None))


def test_a_stop_of_one_exercise_leaves_it_out_and_the_day_goes_on(followed, monday):
    session = open_session(followed, due_on=MONDAY)
    log_item(item_of(session, 1), pain=7)
    log_item(item_of(session, 2))
    finish_session(session)
    monday.move_to(at(NEXT_MONDAY))
    again = open_session(followed, due_on=NEXT_MONDAY)
    left_out = item_of(again, 1)
    assert not left_out.targets.exists()
    assert left_out.note == "Thrust ladder is left out today: Ruth looks first at what you said about pain."
    assert item_of(again, 2).targets.exists()


def test_cleared_the_exercise_comes_back_into_the_open_day(followed, monday, coach):
    session = open_session(followed, due_on=MONDAY)
    log_item(item_of(session, 1), pain=7)
    finish_session(session)
    monday.move_to(at(NEXT_MONDAY))
    log_item(item_of(open_session(followed, due_on=NEXT_MONDAY), 2))
    clear(Proposal.objects.get(), by=coach)
    again = open_session(followed, due_on=NEXT_MONDAY)
    assert item_of(again, 1).targets.count() == 2
    assert item_of(again, 2).sets.count() == 6


def test_a_warning_sign_stops_the_whole_program_also_other_tracks(followed, monday, coach):
    session = open_session(followed, due_on=MONDAY)
    log_item(item_of(session, 1))
    finish_session(session, red_flag=True)
    monday.move_to(at(THURSDAY))
    with pytest.raises(Blocked):
        open_session(followed, due_on=THURSDAY)
    clear(Proposal.objects.exclude(status="superseded").get(), by=coach)
    assert open_session(followed, due_on=THURSDAY).items.count() == 3


def test_a_warning_sign_on_a_day_of_fixed_exercises_waits_for_the_coach(coach, practice, client_row, monday):
    exercises(practice)
    fixed = assigned(saved(coach, {"1.1": ("one-arm row 3x8",), "1.2": ("one-arm row 3x8",)}), client_row, coach)
    session = open_session(fixed, due_on=MONDAY)
    log_item(item_of(session, 1))
    finish_session(session, red_flag=True)
    monday.move_to(at(THURSDAY))
    with pytest.raises(Blocked):
        open_session(fixed, due_on=THURSDAY)
    mark_reviewed(session, by=coach)
    assert open_session(fixed, due_on=THURSDAY).items.count() == 1


def test_a_day_with_nothing_left_waits(coach, practice, client_row, monday):
    exercises(practice)
    alone = assigned(saved(coach, {"1.1": ("follow thrust ladder",), "2.1": ("follow thrust ladder",)}), client_row,
                     coach)  # fmt: skip
    session = open_session(alone, due_on=MONDAY)
    log_item(item_of(session, 1), pain=8)
    finish_session(session)
    monday.move_to(at(NEXT_MONDAY))
    with pytest.raises(Blocked):
        open_session(alone, due_on=NEXT_MONDAY)


def test_a_fixed_exercise_that_hurt_is_left_out_until_it_was_looked_at(followed, monday):
    session = open_session(followed, due_on=MONDAY)
    log_item(item_of(session, 2), pain=6)
    finish_session(session)
    monday.move_to(at(NEXT_MONDAY))
    assert not item_of(open_session(followed, due_on=NEXT_MONDAY), 2).targets.exists()


def test_a_day_without_exercises_is_not_due(coach, practice, client_row, monday):
    exercises(practice)
    sparse = assigned(saved(coach, {"1.2": ("one-arm row 3x8",)}), client_row, coach)
    assert due_today(sparse, MONDAY) is None
    assert schedule_of(sparse).next_after(MONDAY) == THURSDAY


# --- The API -----------------------------------------------------------------------------------------------------


def test_the_api_tells_a_day_of_a_program(followed, owner):
    session = open_session(followed, due_on=MONDAY)
    told = tool(owner).get(f"/api/v1/sessions/{session.pk}/").json()
    thrust, row, plank = told["items"]
    assert (thrust["assignment"], thrust["label"]) == (str(item_of(session, 1).assignment_id), "A1")
    assert (row["assignment"], row["label"], row["warm_up_sets"]) == (None, "A2", 2)
    assert [row["targets"][0][name] for name in ("rung", "load", "tempo")] == [None] * 3
    assert (plank["targets"][0]["seconds"], plank["targets"][0]["reps"]) == (30, [])
    whole = tool(owner).get(f"/api/v1/assignments/{followed.pk}/").json()
    assert (whole["program"], whole["progression"]) == (str(followed.program_id), None)
    tracks = tool(owner).get(f"/api/v1/assignments/?parent={followed.pk}").json()["results"]
    assert {track["parent"] for track in tracks} == {str(followed.pk)}


def test_a_hold_is_logged_by_the_api(followed, owner):
    plank = item_of(open_session(followed, due_on=MONDAY), 3)
    body = a_set(plank, reps=None, load=0, rir=None, seconds=31)
    answer = post(tool(owner), body)
    assert (answer.status_code, answer.json()["seconds"]) == (201, 31)
    assert post(tool(owner), body).status_code == 200
    refused = post(tool(owner), a_set(plank, set_number=2))
    assert refused.status_code == 400
    assert "seconds" in refused.content.decode()
