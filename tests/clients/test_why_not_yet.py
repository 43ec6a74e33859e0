"""Why a side is not on the next rung yet: a sentence for each part of a gate."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from clients.history import read_history
from clients.models import Assignment, Proposal
from clients.standing import ladder_of
from clients.why_not_yet import why_not_yet
from programs.models import Gate
from tests.clients.conftest import MONDAY, play

DAYS = [MONDAY.date() + dt.timedelta(days=n) for n in (0, 3, 7, 10)]
TOP = "at the top so far: every set at 12 reps with 2 or more to spare"


@pytest.fixture
def gate(training: Assignment) -> Gate:
    assert training.start_rung
    return Gate.objects.get(rung=training.start_rung)


def train(assignment: Assignment, monday: Any, *sessions: dict[str, Any]) -> None:
    for day, facts in zip(DAYS, sessions, strict=False):
        monday.move_to(dt.datetime.combine(day, dt.time(8, 30), tzinfo=dt.UTC))
        play(assignment, due_on=day, **facts)


def said(assignment: Assignment) -> dict[str, list[str]]:
    history = read_history(Assignment.objects.select_related("client", "progression", "start_rung").get())
    proposal = Proposal.objects.filter(assignment=assignment).exclude(status="superseded").latest_first().first()
    return {why.side: why.lines for why in why_not_yet(history, ladder_of(history, proposal), proposal)}


def test_before_the_first_session(training: Assignment) -> None:
    assert said(training) == {"": [f"None of 2 sessions {TOP}. 2 more are needed. The last 4 are looked at."]}


def test_symmetry_is_told_from_both_sides(training: Assignment, gate: Gate, monday: Any) -> None:
    Gate.objects.update(symmetry=Decimal("0.9"))
    train(training, monday, {"reps": 8, "left": 12})
    found = said(training)
    assert found["left"][1] == "Right did 67 % of its work last time. The gate asks for 90 %."
    assert found["right"][1] == "It did 67 % of what left did last time. The gate asks for 90 %."


def test_a_load_under_the_gates(training: Assignment, monday: Any) -> None:
    assert training.start_rung
    training.start_rung.leave_percent = Decimal(50)
    training.start_rung.save()
    train(training, monday, {"reps": 12})
    first, second = said(training)[""]
    assert first.startswith(f"None of 2 sessions {TOP}, at 35 kg or more.")
    assert second == "It works at 22.5 kg now, under the 35 kg of the gate."


def test_pain_over_the_gates(training: Assignment, monday: Any) -> None:
    train(training, monday, {"reps": 12, "pain": 3})
    assert said(training)[""][-1] == "Pain was 3 of 10 last time. The gate lets 2 pass."


def test_a_stop_is_said_alone(training: Assignment, monday: Any) -> None:
    train(training, monday, {"reps": 12, "pain": 7})
    assert said(training) == {"": ["Stopped for pain. Nothing moves before you have decided."]}


def test_what_waits_for_the_coach(training: Assignment, monday: Any) -> None:
    train(training, monday, {"reps": 12}, {"reps": 12})
    assert said(training) == {"": ["Everything is there. It waits for your decision."]}


def test_a_side_that_is_ready_waits_for_the_other(training: Assignment, monday: Any) -> None:
    train(training, monday, {"reps": 10, "left": 12}, {"reps": 10, "left": 12})
    found = said(training)
    assert found["left"] == ["Has done its part. It waits for right, since the weaker side governs."]
    assert found["right"][0].startswith("None of 2 sessions")


def test_without_a_gate_and_on_top(training: Assignment, gate: Gate) -> None:
    gate.delete()
    assert said(training) == {"": ["This rung has no gate. You decide when it is time for the next one."]}
    training.start_rung = training.ladder.rungs.get(position=3)
    training.save()
    assert said(training) == {"": ["The top rung. There is nothing above it."]}
