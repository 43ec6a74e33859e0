"""What other tools are told: each event by the service that makes it happen, in the shape that the API documents."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker

from accounts.models import Practice, User
from accounts.tenancy import practice_scope
from clients import proposals, verdicts
from clients.api.told import CHANGES
from clients.assigning import Plan, assign_progression
from clients.assigning_many import assign_many, undo_batch
from clients.cards import card_of
from clients.leaving import delete_client
from clients.models import Assignment, Client, Proposal, SessionItem
from clients.moving import move
from clients.moving_days import move_day
from clients.pausing import end_early, pause_training, resume_training
from clients.people import accept_invitation, find_invitation, invite, split_token, update_client
from clients.services import SetFacts, answer_morning, correct_set, finish_session, log_set
from clients.signs import tell_sign
from clients.swapping import Figures, swap_exercise, undo_swap
from config.api.schema import document
from hooks.models import Delivery, Endpoint, Event
from hooks.services import add_endpoint
from tests.clients.conftest import MONDAY, opened, play
from tests.clients.programs import DAYS, assigned, exercises, saved
from tests.clients.test_moving import more_reps, saved_with
from tests.clients.test_swapping import TWENTY
from tests.factories import AssignmentFactory, ExerciseFactory, ProgressionFactory, VariationFactory

DAY = dt.timedelta(days=1)
FIRST, SECOND = MONDAY.date(), MONDAY.date() + DAY * 3


@pytest.fixture(autouse=True)
def endpoint(practice: Practice) -> Endpoint:
    return add_endpoint(practice.pk, name="Sheet", url="https://tool.example.org/", events=list(Event.values))


def told(*kinds: str) -> list[dict[str, Any]]:
    """What was told since the last call, oldest first, each as documented; of these kinds, where some are named."""
    rows = list(Delivery.objects.order_by("event"))
    Delivery.objects.all().delete()
    bodies = [json.loads(row.body) for row in rows]
    for body in bodies:
        content = document()["webhooks"][body["type"]]["post"]["requestBody"]["content"]["application/json"]
        shape = {"components": document()["components"], **content["schema"]}
        Draft202012Validator(shape, format_checker=FormatChecker()).validate(body)
        given, named = shape["$ref"], body["data"]
        known = document()["components"]["schemas"][given.rsplit("/", 1)[1].removesuffix("Event")]["properties"]
        assert named.keys() == known.keys()
    return [body["data"] | {"type": body["type"]} for body in bodies if not kinds or body["type"] in kinds]


def facts(item: SessionItem, **figures: Any) -> SetFacts:
    given = {"uuid": uuid4(), "set_number": 1, "side": "left", "performed_at": timezone.now(), "reps": 8}
    return SetFacts(**given | {"load": item.targets.first().load, "rir": 2} | figures)


def test_the_document_and_the_guide_know_every_event(endpoint: Endpoint) -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs" / "webhooks.md").read_text()
    assert document()["webhooks"].keys() == set(Event.values)
    for name, told_of in document()["webhooks"].items():
        content = told_of["post"]["requestBody"]["content"]["application/json"]
        [example] = content["examples"].values()
        shape = {"components": document()["components"], **content["schema"]}
        Draft202012Validator(shape, format_checker=FormatChecker()).validate(example["value"])
        known = shape["components"]["schemas"][content["schema"]["$ref"].rsplit("/", 1)[1].removesuffix("Event")]
        assert example["value"]["data"].keys() == known["properties"].keys()
        assert all(f"`{word}`" in guide for word in [name, *known["properties"]])
    assert all(f"`{change}`" in guide for change, _ in CHANGES)


def test_a_finished_session_is_told_once_with_its_sides(training: Assignment, monday: Any) -> None:
    session = play(training, due_on=FIRST)
    [body] = told(Event.SESSION_FINISHED)
    assert (body["session"], body["client"], body["due_on"]) == (str(session.pk), str(session.client_id), "2026-01-05")
    assert (body["effort"], body["red_flag"]) == (7, False)
    assert [side["side"] for side in body["sides"]] == ["left", "right"]
    assert all(side["sets"] == side["sets_done"] > 0 for side in body["sides"])
    finish_session(session, effort=8, note="Bench was taken.")
    assert told(Event.SESSION_FINISHED) == []


def test_pain_a_stop_and_a_warning_sign_are_told(training: Assignment, client_row: Client, monday: Any) -> None:
    item = opened(training)
    quiet = facts(item, pain=2)
    row, _ = log_set(item, quiet)
    assert told() == []
    correct_set(row, facts(item, uuid=quiet.uuid, pain=4), by=None)
    [hurt] = told(Event.SET_FLAGGED)
    assert (hurt["reason"], hurt["level"], hurt["pain"]) == ("pain", "amber", 4)
    assert (hurt["set"], hurt["side"], hurt["set_number"]) == (str(quiet.uuid), "left", 1)
    correct_set(row, facts(item, uuid=quiet.uuid, pain=4, reps=7), by=None)
    assert told(Event.SET_FLAGGED) == []  # the pain is the same as before
    log_set(item, facts(item, side="right", kind="stopped", reps=None, load=None))
    log_set(item, facts(item, set_number=2, pain=7))
    stopped, red = told(Event.SET_FLAGGED)
    assert (stopped["reason"], stopped["level"], stopped["side"]) == ("stopped", "red", "right")
    assert (red["reason"], red["level"]) == ("pain", "red")
    assert client_row.user
    tell_sign(client_row, by=client_row.user, words="Numb foot.")
    [sign] = told(Event.SET_FLAGGED)
    assert (sign["reason"], sign["level"], sign["set"], sign["side"]) == ("red_flag", "red", None, None)
    for pain in (4, 4):
        answer_morning(item.session, pain=pain)
    [morning] = told(Event.SET_FLAGGED)
    assert (morning["reason"], morning["level"], morning["pain"]) == ("next_day_pain", "amber", 4)


def test_a_proposal_that_waits_is_told_then_what_was_decided_and_that_it_was_undone(
    training: Assignment, owner: User, monday: Any
) -> None:
    play(training, due_on=FIRST, reps=12)
    [automatic] = told(Event.PROPOSAL_WAITING, Event.PROPOSAL_DECIDED)
    assert (automatic["type"], automatic["status"]) == (Event.PROPOSAL_DECIDED, "automatic")
    assert automatic["decided_by"] is None
    monday.move_to(MONDAY + DAY * 3)
    session = play(training, due_on=SECOND, reps=12)
    [waiting] = told(Event.PROPOSAL_WAITING, Event.PROPOSAL_DECIDED)
    proposal = Proposal.objects.waiting().get()
    assert (waiting["type"], waiting["proposal"]) == (Event.PROPOSAL_WAITING, str(proposal.pk))
    assert waiting["is_stop"] is False
    assert {side["side"]: side["action"] for side in waiting["sides"]} == {"left": "move_up", "right": "move_up"}
    card = card_of(session)
    assert card is not None
    verdicts.hold(card, proposal, by=owner)
    [decided] = told()
    assert (decided["type"], decided["status"], decided["decided_by"]) == (
        Event.PROPOSAL_DECIDED, "held", str(owner.pk),
    )  # fmt: skip
    assert {side["action"] for side in decided["sides"]} == {"hold"}
    verdicts.undo(by=owner)
    [again] = told()
    assert again == waiting
    proposals.approve(Proposal.objects.get(pk=proposal.pk), by=owner)
    [approved] = told()
    assert (approved["status"], approved["sides"]) == ("approved", waiting["sides"])


def test_what_a_client_follows_is_told_whenever_it_changes(
    training: Assignment, client_row: Client, owner: User, practice: Practice, monday: Any
) -> None:
    def changes() -> list[tuple[str, str, str]]:
        found = told(Event.ASSIGNMENT_CHANGED)
        return [(each["assignment"], each["change"], each["status"]) for each in found]

    first = str(training.pk)
    pause_training(client_row, by=owner)
    pause_training(client_row, by=owner)
    assert changes() == [(first, "paused", "active")]
    resume_training(client_row, by=owner)
    assert changes() == [(first, "resumed", "active")]
    move_day(client_row, day=SECOND, to=SECOND + DAY, by=owner)
    assert changes() == [(first, "day_moved", "active")]
    exercise = ExerciseFactory(name="Split squat", slug="split-squat-here", laterality="single_leg")
    sides: dict[str, Figures] = {"left": TWENTY, "right": TWENTY}
    here = VariationFactory(exercise=exercise, name="Rear foot up", implement="dumbbell")
    swap = swap_exercise(training, due_on=FIRST, variation=here, sides=sides, note="Bench is gone.", by=owner)
    undo_swap(swap)
    assert changes() == [(first, "swapped", "active"), (first, "swap_undone", "active")]
    move([training], saved_with(training.progression, owner, more_reps), by=owner)
    assert changes() == [(first, "version", "active")]
    ladder = ProgressionFactory(practice=practice, name="Another ladder", rungs=3)
    rung = ladder.rungs.first()
    plan = Plan(client=client_row, progression=ladder, start_rung=rung, start_date=FIRST, weekdays=[0, 3])
    second = assign_progression(plan, by=owner)
    assert changes() == [(first, "ended", "ended"), (str(second.pk), "assigned", "active")]
    batch = assign_many([plan], by=owner)
    third = Assignment.objects.get(batch=batch)
    assert changes() == [(str(second.pk), "ended", "ended"), (str(third.pk), "assigned", "active")]
    undo_batch(batch)
    assert sorted(changes()) == sorted([(str(third.pk), "ended", "ended"), (str(second.pk), "restored", "active")])
    exercises(practice)
    whole = assigned(saved(owner, DAYS), client_row, owner)
    assert changes() == [(str(second.pk), "ended", "ended"), (str(whole.pk), "assigned", "active")]
    end_early(client_row)
    assert changes() == [(str(whole.pk), "ended", "ended")]


def test_a_client_who_joins_is_told(
    client_row: Client, owner: User, practice: Practice, django_capture_on_commit_callbacks: Any
) -> None:
    client = Client.objects.create(practice=practice, coach=owner, name="Owen", email="owen@kickstand.test")
    with django_capture_on_commit_callbacks(execute=True):
        invite(client, by=owner, link_base="https://kickstand.test")
    [token] = re.findall(r"/invite/([^/]+)/", mail.outbox[-1].body)[:1]
    practice_id, secret = split_token(token)
    with practice_scope(practice_id):
        user = accept_invitation(find_invitation(practice_id, secret), name="Owen", password="a-long-password")
    [joined] = told()
    assert joined == {
        "type": "client.joined",
        "practice": str(practice.pk),
        "client": str(client.pk),
        "user": str(user.pk),
        "coach": str(owner.pk),
    }


def test_names_and_words_are_never_told(training: Assignment, monday: Any) -> None:
    item = opened(training)
    log_set(item, facts(item, pain=4))
    finish_session(item.session, note="My knee, again.", red_flag=True)
    everything = " ".join(Delivery.objects.values_list("body", flat=True))
    assert len(told()) == 4
    for words in ("knee", training.client.name, training.client.email, training.progression.name):
        assert words not in everything


def test_who_is_deleted_leaves_nothing_in_the_log(training: Assignment, other_client: Client, owner: User) -> None:
    client = training.client
    pause_training(client, by=owner)
    update_client(client, status=Client.Status.ARCHIVED)
    play(AssignmentFactory(client=other_client), due_on=FIRST)
    delete_client(client, typed=client.name)
    assert {each["client"] for each in told()} == {str(other_client.pk)}


def test_where_nobody_listens_nothing_is_kept(training: Assignment, endpoint: Endpoint, monday: Any) -> None:
    item = opened(training)

    def queries(number: int) -> int:
        with CaptureQueriesContext(connection) as caught:
            log_set(item, facts(item, set_number=number, pain=4))
        return len(caught)

    with_one = queries(1)
    endpoint.delete()
    assert queries(2) < with_one
    assert told() == []
