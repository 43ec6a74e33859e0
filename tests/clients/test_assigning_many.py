"""Assigning to many at once: all or nothing, and undone for ten minutes. The service."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from clients.assigning import Plan
from clients.assigning_many import MOST, InTheWay, assign_many, obstacles, undo_batch
from clients.assigning_programs import ProgramPlan
from clients.models import Assignment, AssignmentBatch, Client, Proposal, ReviewCard
from clients.pausing import pause_training, resume_training
from clients.people import update_client
from clients.program_days import first_rungs
from clients.services import open_session, skip_session
from programs.models import Program, Progression
from tests.clients.conftest import play
from tests.clients.programs import DAYS, assigned, exercises, saved
from tests.factories import AssignmentFactory, ClientFactory, ProgressionFactory

MONDAY = dt.date(2026, 1, 5)


@pytest.fixture
def ladder(db: None) -> Progression:
    made = ProgressionFactory(name="New ladder", rungs=4)
    return Progression.objects.with_rungs().get(pk=made.pk)


def people(coach: User, count: int) -> list[Client]:
    practice = coach.memberships.get().practice
    return [ClientFactory(practice=practice, coach=coach, name=f"Person {n}") for n in range(count)]


def plans(clients: list[Client], ladder: Progression, **others: Any) -> list[Plan]:
    """Everybody on Tuesdays and Fridays, each a rung further up than the one before."""
    rungs = list(ladder.rungs.all())
    values: dict[str, Any] = {"start_date": MONDAY, "weekdays": [1, 4], **others}
    return [
        Plan(client=client, progression=ladder, start_rung=rungs[place % len(rungs)], **values)
        for place, client in enumerate(clients)
    ]


def of(client: Client) -> Assignment:
    found: Assignment = Assignment.objects.whole().active().get(client=client)
    return found


# --- Assign ----------------------------------------------------------------------------------------------------


def test_each_from_a_rung_of_their_own(coach: User, ladder: Progression) -> None:
    clients = people(coach, 3)
    batch = assign_many(plans(clients, ladder, policy="all", deload_every_weeks=4), by=coach)
    made = [of(client) for client in clients]
    assert [each.first_rung.position for each in made] == [1, 2, 3]
    assert {(each.batch, each.created_by, each.policy, each.deload_every_weeks) for each in made} == {
        (batch, coach, "all", 4)
    }
    assert made[0].weekdays == [1, 4]
    assert batch.made_by == coach


def test_what_ran_before_ends_and_what_waited_is_overtaken(
    training: Assignment, ladder: Progression, coach: User
) -> None:
    Assignment.objects.update(policy="all")
    play(training, due_on=MONDAY, reps=9)
    batch = assign_many(plans([training.client], ladder), by=coach)
    training.refresh_from_db()
    assert (training.status, training.ended_by) == ("ended", batch)
    assert Proposal.objects.get().status == "superseded"


def test_a_session_under_way_is_finished_first(training: Assignment, ladder: Progression, coach: User) -> None:
    session = play(training, due_on=MONDAY)
    session.status, session.finished_at, session.performed_on = "open", None, None
    session.save()
    assign_many(plans([training.client], ladder), by=coach)
    session.refresh_from_db()
    assert session.status == "finished"


def test_one_in_the_way_and_nobody_is_assigned(coach: User, ladder: Progression, training: Assignment) -> None:
    good, archived, bare, unknown = people(coach, 4)
    Client.objects.filter(pk=archived.pk).update(status="archived")
    bare.inventory = bare.inventory | {"bar": None}
    unknown.body_mass_kg = None
    with pytest.raises(InTheWay) as refused:
        assign_many(plans([training.client, good, archived, bare, unknown], ladder), by=coach)
    found = refused.value.obstacles.by_client
    assert {key: list(each) for key, each in found.items()} == {
        archived.pk: ["client"],
        bare.pk: ["start_rung"],
        unknown.pk: ["start_load"],
    }
    assert of(training.client) == training
    assert (Assignment.objects.count(), AssignmentBatch.objects.count()) == (1, 0)


def test_it_fails_as_a_whole_in_the_middle_of_writing(coach: User, ladder: Progression, training: Assignment) -> None:
    given = plans([training.client, *people(coach, 2)], ladder)
    with pytest.raises(ValidationError):
        assign_many([*given[:2], plans([given[2].client], ladder, weekdays=[9])[0]], by=coach)
    assert of(training.client) == training
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"deload_every_weeks": 1}, "assignment_deload_bounds"),
        ({"start_date": dt.date(2200, 1, 1)}, "between 2000 and 2100"),
        ({"weekdays": []}, "weekdays"),
        ({"policy": "whim"}, "whim"),
    ],
)
def test_what_no_assignment_can_be(coach: User, ladder: Progression, wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        assign_many(plans(people(coach, 2), ladder, **wrong), by=coach)
    assert not AssignmentBatch.objects.exists()


def test_nobody_too_many_and_somebody_twice_are_refused(coach: User, ladder: Progression) -> None:
    one = people(coach, 1)
    for clients, words in (([], "Choose clients first"), (one * 2, "named twice"), (one * (MOST + 1), "At most 150")):
        with pytest.raises(ValidationError, match=words):
            assign_many(plans(clients, ladder), by=coach)


def test_the_same_form_sent_twice_assigns_once(coach: User, ladder: Progression, training: Assignment) -> None:
    given = plans([training.client, *people(coach, 1)], ladder)
    first = assign_many(given, by=coach)
    assert assign_many(given, by=coach) == first
    assert Assignment.objects.count() == 3
    other = assign_many(plans([each.client for each in given], ladder, weekdays=[0]), by=coach)
    assert other != first


def test_somebody_who_is_paused_begins_paused(coach: User, ladder: Progression, monday: Any) -> None:
    (client,) = people(coach, 1)
    pause_training(client, by=coach)
    assign_many(plans([client], ladder), by=coach)
    assert of(client).pauses == [["2026-01-05", None]]


@pytest.fixture
def program(coach: User, practice: Any, monday: Any) -> Program:
    exercises(practice)
    return saved(coach, DAYS)


def program_plans(clients: list[Client], program: Program, **others: Any) -> list[ProgramPlan]:
    starts = {rung.progression_id: rung for rung in first_rungs(program)}
    values: dict[str, Any] = {"start_date": MONDAY, "weekdays": [0, 3], "starts": starts, **others}
    return [ProgramPlan(client=client, program=program, **values) for client in clients]


def test_a_program_with_its_tracks(coach: User, program: Program) -> None:
    clients = people(coach, 2)
    batch = assign_many(program_plans(clients, program), by=coach)
    for client in clients:
        whole = of(client)
        tracks = whole.tracks.order_by("progression__name")
        assert [(each.ladder.name, each.first_rung.position) for each in tracks] == [
            ("Bridge ladder", 2),
            ("Thrust ladder", 1),
        ]
        assert {(each.batch, each.weekdays == [0, 3], each.start_date) for each in tracks} == {(batch, True, MONDAY)}
        assert open_session(whole, due_on=MONDAY).items.count() == 3


def test_what_is_wrong_with_a_program_is_told_once(coach: User, program: Program) -> None:
    client, other = people(coach, 2)
    other.body_mass_kg = None
    found = obstacles(program_plans([client, other], program, weekdays=[0]))
    assert found.shared == {"weekdays": ["This program trains 2 days a week. Choose 2 days."]}
    assert list(found.by_client) == [other.pk]


@pytest.mark.parametrize("what", ["progression", "program"])
def test_the_same_queries_for_two_and_twenty(coach: User, ladder: Progression, program: Program, what: str) -> None:
    counts = []
    for count in (2, 20):
        clients = people(coach, count)
        for client in clients:
            AssignmentFactory(client=client, progression=ladder)
        given: Any = plans(clients, ladder) if what == "progression" else program_plans(clients, program)
        with CaptureQueriesContext(connection) as queries:
            batch = assign_many(given, by=coach)
        with CaptureQueriesContext(connection) as undoing:
            undo_batch(batch)
        counts.append((len(queries), len(undoing)))
    assert counts[0] == counts[1]
    assert counts[0][0] < 25


# --- Undo ------------------------------------------------------------------------------------------------------


@pytest.fixture
def batch(training: Assignment, ladder: Progression, coach: User) -> AssignmentBatch:
    """The client in training with a proposal that waits, and one who had nothing, got the new ladder together."""
    Assignment.objects.update(policy="all")
    play(training, due_on=MONDAY, reps=9)
    return assign_many(plans([training.client, *people(coach, 1)], ladder, weekdays=[0, 1, 2, 3, 4]), by=coach)


def test_undone_what_was_ended_goes_on(batch: AssignmentBatch, training: Assignment) -> None:
    undo_batch(batch)
    assert of(training.client) == training
    assert training.status == "active"
    assert of(training.client).ended_at is None
    assert Proposal.objects.get().status == "waiting"
    assert [each.status for each in Assignment.objects.filter(batch=batch)] == ["ended", "ended"]
    batch.refresh_from_db()
    assert batch.undone_at


def test_what_waits_again_is_in_the_queue_again(batch: AssignmentBatch, training: Assignment) -> None:
    ReviewCard.objects.update(closed_at=batch.created_at, proposal=None)
    undo_batch(batch)
    card = ReviewCard.objects.open().get()
    assert card.proposal == Proposal.objects.get()


def test_a_program_goes_on_with_the_tracks_it_had(coach: User, program: Program, ladder: Progression) -> None:
    (client,) = people(coach, 1)
    whole = assigned(program, client, coach)
    gone = whole.tracks.get(progression__name="Bridge ladder")
    gone.status = "ended"
    gone.save()
    undo_batch(assign_many(plans([client], ladder), by=coach))
    assert of(client) == whole
    assert [each.ladder.name for each in whole.tracks.active()] == ["Thrust ladder"]


def test_twice_is_refused(batch: AssignmentBatch) -> None:
    undo_batch(batch)
    with pytest.raises(ValidationError, match="undone already"):
        undo_batch(batch)


def test_until_the_tenth_minute(batch: AssignmentBatch, monday: Any, training: Assignment) -> None:
    monday.move_to(batch.created_at + dt.timedelta(minutes=10, seconds=1))
    with pytest.raises(ValidationError, match="ten minutes are over"):
        undo_batch(batch)
    monday.move_to(batch.created_at + dt.timedelta(minutes=10))
    undo_batch(batch)
    assert of(training.client) == training


def test_not_when_somebody_has_trained_since(batch: AssignmentBatch, training: Assignment) -> None:
    new = of(training.client)
    play(new, due_on=MONDAY)
    with pytest.raises(ValidationError, match="Maya has trained since"):
        undo_batch(batch)
    assert of(training.client) == new


def test_nor_skipped_a_day_of_it(batch: AssignmentBatch, training: Assignment) -> None:
    skip_session(open_session(of(training.client), due_on=MONDAY), reason="time")
    with pytest.raises(ValidationError, match="Maya has trained since"):
        undo_batch(batch)


def test_a_day_that_was_only_looked_at_is_no_training(batch: AssignmentBatch, training: Assignment) -> None:
    open_session(of(training.client), due_on=MONDAY)
    undo_batch(batch)
    assert of(training.client) == training


def test_not_when_somebody_follows_something_else_by_now(
    batch: AssignmentBatch, training: Assignment, ladder: Progression, coach: User
) -> None:
    later = assign_many(plans([training.client], ladder, weekdays=[6]), by=coach)
    with pytest.raises(ValidationError, match="Maya is no longer as assigned here"):
        undo_batch(batch)
    undo_batch(later)
    undo_batch(batch)
    assert of(training.client) == training


def test_a_pause_in_between_is_the_old_ones_too(batch: AssignmentBatch, training: Assignment) -> None:
    pause_training(training.client, by=training.client.coach)
    undo_batch(batch)
    assert of(training.client).pauses == [["2026-01-05", None]]


def test_so_is_its_end(training: Assignment, ladder: Progression, coach: User, monday: Any) -> None:
    pause_training(training.client, by=training.client.coach)
    monday.move_to(dt.datetime(2026, 1, 9, 9, tzinfo=dt.UTC))
    batch = assign_many(plans([training.client], ladder), by=coach)
    resume_training(training.client, by=training.client.coach)
    undo_batch(batch)
    assert of(training.client).pauses == [["2026-01-05", "2026-01-08"]]


def test_a_start_load_stays_in_the_clients_unit(training: Assignment, ladder: Progression, coach: User) -> None:
    training.start_load = Decimal(40)
    training.save()
    batch = assign_many(plans([training.client], ladder), by=coach)
    update_client(training.client, unit="lb")
    undo_batch(batch)
    assert of(training.client).start_load == Decimal("88.18")
