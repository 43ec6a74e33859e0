"""Each side on its own rung: decided alone, frozen alone, and shown so wherever a client stands."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser

from clients import services
from clients.history import read_history
from clients.models import Assignment, Client, Proposal, Session
from clients.services import SetFacts

MONDAY, THURSDAY, NEXT_MONDAY = dt.date(2026, 1, 5), dt.date(2026, 1, 8), dt.date(2026, 1, 12)


def train(assignment: Assignment, clock: Any, due_on: dt.date, *, left: int, right: int) -> Session:
    """A session at the targets' loads, with other reps on each side."""
    clock.move_to(dt.datetime.combine(due_on, dt.time(8, 30), tzinfo=dt.UTC))
    session = services.open_session(assignment, due_on=due_on)
    item = session.items.get()
    for target in item.targets.all():
        for number in range(1, target.sets + 1):
            reps = left if target.side == "left" else right
            at = dt.datetime.combine(due_on, dt.time(8, 30), tzinfo=dt.UTC)
            facts = {"reps": reps, "load": target.load, "rir": 2, "unit": target.unit, "performed_at": at}
            services.log_set(item, SetFacts(uuid=uuid4(), set_number=number, side=target.side, **facts))
    services.finish_session(session)
    return session


@pytest.fixture(params=["independent", "lead_capped"])
def apart(request: Any, training: Assignment, monday: Any) -> Assignment:
    """After two sessions left goes up, right stays; on the third day each trains its own rung."""
    Assignment.objects.filter(pk=training.pk).update(coupling=request.param, policy="none")
    training.refresh_from_db()
    train(training, monday, MONDAY, left=12, right=9)
    train(training, monday, THURSDAY, left=12, right=9)
    return training


@pytest.fixture
def third(apart: Assignment, monday: Any) -> Session:
    return train(apart, monday, NEXT_MONDAY, left=8, right=9)


def positions(sides: dict[str, Any]) -> dict[str, int]:
    return {side: values["position"] for side, values in sides.items()}


def test_one_side_goes_up_alone(apart: Assignment) -> None:
    outcome = Proposal.objects.latest_first()[0].outcome
    assert {side: (each["action"], each["position"]) for side, each in outcome.items()} == {
        "left": ("move_up", 2),
        "right": ("add_reps", 1),
    }


def test_the_targets_are_frozen_each_on_its_rung(apart: Assignment, monday: Any) -> None:
    monday.move_to(dt.datetime.combine(NEXT_MONDAY, dt.time(8), tzinfo=dt.UTC))
    item = services.open_session(apart, due_on=NEXT_MONDAY).items.get()
    frozen = {target.side: (target.rung.position, target.load, target.reps) for target in item.targets.all()}
    assert frozen == {"left": (2, Decimal("22.5"), [8, 8, 8]), "right": (1, Decimal("22.5"), [10, 10, 10])}


def test_the_next_decision_follows_each_sides_own_rung(third: Session, apart: Assignment) -> None:
    history = read_history(apart)
    assert (history.rung("left").position, history.rung("right").position) == (2, 1)
    answer = Proposal.objects.latest_first()[0].proposed
    assert positions(answer) == {"left": 2, "right": 1}
    assert {side: each["reps"] for side, each in answer.items()} == {"left": [9, 9, 9], "right": [10, 10, 10]}


def test_pain_on_one_side_holds_the_other(apart: Assignment, monday: Any) -> None:
    session = train(apart, monday, NEXT_MONDAY, left=8, right=9)
    services.answer_morning(session, pain=4)
    answer = Proposal.objects.latest_first()[0].proposed
    assert {each["action"] for each in answer.values()} == {"hold"}


def test_the_phone_asks_each_side_its_own(apart: Assignment, as_client: Browser, monday: Any) -> None:
    monday.move_to(dt.datetime.combine(NEXT_MONDAY, dt.time(8), tzinfo=dt.UTC))
    text = as_client.get("/me/today/").content.decode()
    assert text.count('class="rx-side"') == 2
    assert "22.5 kg × 10" in text  # right, set 1, still to do
    assert "Target 8 reps" in text  # left, open


@pytest.mark.parametrize(
    "path", ["/me/sessions/{session}/", "/me/ladder/", "/coach/review/{session}/", "/coach/clients/{client}/"]
)
def test_the_pages_say_where_each_side_stands(
    third: Session, client_row: Client, as_client: Browser, as_coach: Browser, path: str
) -> None:
    browser = as_coach if path.startswith("/coach") else as_client
    text = browser.get(path.format(session=third.pk, client=client_row.pk)).content.decode()
    assert "Left on rung 2, right on rung 1, of 3" in text


def test_the_list_and_the_queue_say_where_each_side_stands(third: Session, as_coach: Browser) -> None:
    for path in ("/coach/clients/", "/coach/review/"):
        assert "Left on rung 2, right on rung 1, of 3" in as_coach.get(path).content.decode(), path


def test_the_api_has_a_rung_for_each_side(third: Session, client_row: Client, as_client: Browser) -> None:
    found = as_client.get(f"/api/v1/sessions/{third.pk}/").json()
    targets = {target["side"]: target for item in found["items"] for target in item["targets"]}
    assert targets["left"]["rung"] != targets["right"]["rung"]
