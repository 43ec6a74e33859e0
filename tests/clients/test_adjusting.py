"""A coach's own figures: sets, reps set by set, rest, another rung, another coupling, and why."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clients.adjusting import Wish, adjust
from clients.models import Assignment, Proposal
from clients.services import open_session
from tests.clients.conftest import play

MONDAY, THURSDAY = dt.date(2026, 1, 5), dt.date(2026, 1, 8)
WHY = "Rowing camp this week"


@pytest.fixture
def waiting(training: Assignment, monday: Any) -> Proposal:
    training.policy, training.start_rung = "all", training.ladder.rungs.get(position=2)
    training.save()
    play(training, due_on=MONDAY, reps=9)
    monday.move_to(dt.datetime(2026, 1, 8, 8, 30, tzinfo=dt.UTC))
    return Proposal.objects.waiting().get()


def rung(waiting: Proposal, position: int) -> Any:
    return waiting.assignment.ladder.rungs.get(position=position).pk


def asked(training: Assignment) -> dict[str, Any]:
    session = open_session(training, due_on=THURSDAY)
    rows = session.items.get().targets.all()
    return {row.side: (row.rung.position, row.load, row.sets, row.reps, row.rest_s) for row in rows}


def posted(waiting: Proposal, **others: Any) -> dict[str, Any]:
    """What the form sends when nothing is changed, and `others`."""
    data: dict[str, Any] = {"verdict": "adjust", "proposal": waiting.pk, "coupling": "shared", "why": ""}
    for side, values in waiting.proposed.items():
        figures = {"load": values["load"], "sets": values["sets"], "rest_s": values["rest_s"], "rung": values["rung"]}
        data |= {f"{side}-{name}": value for name, value in figures.items()} | {f"{side}-reps": "10"}
    return data | others


def decide(browser: Browser, waiting: Proposal, **others: Any) -> Any:
    return browser.post(reverse("coach:decide", args=[waiting.session_id]), posted(waiting, **others))


def test_every_figure_of_a_side_is_the_coachs(as_coach: Browser, waiting: Proposal, training: Assignment) -> None:
    figures = {"left-load": "25", "left-sets": "2", "left-reps": "11, 9", "left-rest_s": "120"}
    assert decide(as_coach, waiting, **figures).status_code == 302
    assert asked(training)["left"] == (2, Decimal(25), 2, [11, 9], 120)
    assert asked(training)["right"][2:4] == (3, [10, 10, 10])


def test_the_reason_is_kept_and_the_client_reads_it(
    as_coach: Browser, as_client: Browser, waiting: Proposal, training: Assignment
) -> None:
    decide(as_coach, waiting, why=WHY)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.note) == ("adjusted", WHY)
    assert open_session(training, due_on=THURSDAY).items.get().note == WHY
    assert WHY in as_client.get(reverse("me:today")).content.decode()
    assert WHY in as_coach.get(reverse("coach:review-item", args=[waiting.session_id])).content.decode()


def test_both_sides_go_to_another_rung(as_coach: Browser, waiting: Proposal, training: Assignment) -> None:
    down = rung(waiting, 1)
    assert decide(as_coach, waiting, **{"left-rung": down, "right-rung": down}).status_code == 302
    assert {side: figures[0] for side, figures in asked(training).items()} == {"left": 1, "right": 1}


def test_one_side_alone_needs_another_coupling(as_coach: Browser, waiting: Proposal, training: Assignment) -> None:
    answer = decide(as_coach, waiting, **{"left-rung": rung(waiting, 3)})
    assert answer.status_code == 422
    assert "Both sides stand on one rung while the weaker side governs." in answer.content.decode()
    assert decide(as_coach, waiting, coupling="independent", **{"left-rung": rung(waiting, 3)}).status_code == 302
    training.refresh_from_db()
    assert training.coupling == "independent"
    assert {side: figures[0] for side, figures in asked(training).items()} == {"left": 3, "right": 2}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"left-load": "41"}, "Maya cannot load 41 kg. Nearest: 40 or 42.5."),
        ({"left-reps": "10, 9"}, "2 figures for 3 sets. Say one for all, or one for each."),
        (
            {"left-reps": "ten"},
            "Reps: a whole number from 1 to 100, such as 10, or one for each set, such as 10, 10, 9.",
        ),
        ({"left-reps": "0"}, "Reps: a whole number from 1 to 100"),
        ({"left-sets": "21"}, "Sets: a whole number from 1 to 20, in the figures 0 to 9."),
        ({"why": "x" * 301}, "A reason has at most 300 characters."),
    ],
)
def test_a_figure_that_cannot_be_is_told_at_its_field(
    as_coach: Browser, waiting: Proposal, typed: dict[str, str], words: str
) -> None:
    answer = decide(as_coach, waiting, **{"why": WHY} | typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert next(iter(typed.values())) in page
    waiting.refresh_from_db()
    assert waiting.status == "waiting"


def test_a_rung_of_another_ladder_is_refused(as_coach: Browser, waiting: Proposal) -> None:
    answer = decide(as_coach, waiting, **{"left-rung": "elsewhere", "left-reps": "11"})
    assert answer.status_code == 422
    assert "Choose a rung of this ladder." in answer.content.decode()
    assert 'value="11"' in answer.content.decode()


def test_a_load_is_measured_by_the_wished_rungs_own_rack(waiting: Proposal, coach: User) -> None:
    waiting.assignment.ladder.rungs.filter(position=3).update(implements=["dumbbell"])
    wishes = {side: Wish(load=Decimal("22.5"), reps=[8], rung=rung(waiting, 3)) for side in ("left", "right")}
    with pytest.raises(ValidationError) as refused:
        adjust(waiting, by=coach, wishes=wishes)
    assert set(refused.value.message_dict) == {"left-load", "right-load"}
