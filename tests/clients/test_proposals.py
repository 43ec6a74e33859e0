"""What a coach makes of a proposal: approve, hold, adjust, clear; and who was quicker."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from clients import proposals, services
from clients.adjusting import Wish, adjust
from clients.models import Assignment, Proposal, Session
from clients.proposals import AlreadyDecided
from tests.clients.conftest import play

MONDAY, THURSDAY, NEXT_MONDAY = dt.date(2026, 1, 5), dt.date(2026, 1, 8), dt.date(2026, 1, 12)


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(8, 30), tzinfo=dt.UTC)


@pytest.fixture
def move_up(training: Assignment, monday: Any) -> Proposal:
    """Twice at the top: the next rung waits for the coach."""
    play(training, due_on=MONDAY, reps=12)
    monday.move_to(at(THURSDAY))
    play(training, due_on=THURSDAY, reps=12)
    return Proposal.objects.waiting().get()


@pytest.fixture
def stop(training: Assignment) -> Proposal:
    play(training, due_on=MONDAY, reps=9, pain=7)
    return Proposal.objects.waiting().get()


@pytest.fixture
def next_targets(training: Assignment, monday: Any) -> Callable[[], dict[str, Any]]:
    """What the next session asks, once it is opened."""

    def read() -> dict[str, Any]:
        monday.move_to(at(NEXT_MONDAY))
        session = services.open_session(training, due_on=NEXT_MONDAY)
        return {row.side: (row.rung.position, row.load, row.reps) for row in session.items.get().targets.all()}

    return read


def test_approved_holds_for_the_next_session(move_up: Proposal, coach: User, next_targets: Callable[[], Any]) -> None:
    held = proposals.approve(move_up, by=coach)
    assert (held.status, held.decided_by) == ("approved", coach)
    assert held.session.reviewed_by == coach
    assert next_targets()["left"][0] == 2


def test_held_does_the_last_session_once_more(move_up: Proposal, coach: User, next_targets: Callable[[], Any]) -> None:
    assert proposals.hold(move_up, by=coach).status == "held"
    assert next_targets()["right"] == (1, Decimal("22.5"), [12, 12, 12])


def test_adjusted_figures_hold(move_up: Proposal, coach: User, next_targets: Callable[[], Any]) -> None:
    wishes = {"left": Wish(load=Decimal(25), reps=[9]), "right": Wish(load=Decimal("22.5"), reps=[10])}
    adjust(move_up, by=coach, wishes=wishes)
    assert next_targets() == {"left": (2, Decimal(25), [9, 9, 9]), "right": (2, Decimal("22.5"), [10, 10, 10])}


@pytest.mark.parametrize(
    ("load", "words"),
    [("41", "Maya cannot load 41 kg. Nearest: 40 or 42.5."), ("3", "Maya cannot load 3 kg. Nearest: 20.")],
)
def test_a_load_that_cannot_be_made_names_the_nearest(move_up: Proposal, coach: User, load: str, words: str) -> None:
    wishes = {side: Wish(load=Decimal(load), reps=[8]) for side in ("left", "right")}
    with pytest.raises(ValidationError) as refused:
        adjust(move_up, by=coach, wishes=wishes)
    assert refused.value.message_dict["left-load"] == [words]
    move_up.refresh_from_db()
    assert move_up.status == "waiting"


@pytest.mark.parametrize("verdict", [proposals.approve, proposals.hold])
def test_the_second_to_decide_is_told(move_up: Proposal, coach: User, colleague: User, verdict: Any) -> None:
    proposals.hold(move_up, by=colleague)
    with pytest.raises(AlreadyDecided) as late:
        verdict(move_up, by=coach)
    assert late.value.proposal.decided_by == colleague


def test_a_proposal_that_training_has_overtaken_cannot_be_decided(
    training: Assignment, monday: Any, coach: User
) -> None:
    first = play(training, due_on=MONDAY, reps=9)
    monday.move_to(at(THURSDAY))
    play(training, due_on=THURSDAY, reps=9)
    old = Proposal.objects.get(session=first)
    for verdict in (proposals.approve, proposals.hold):
        with pytest.raises(AlreadyDecided):
            verdict(old, by=coach)


def test_an_automatic_change_can_still_be_held(
    training: Assignment, coach: User, next_targets: Callable[[], Any]
) -> None:
    play(training, due_on=MONDAY, reps=9)
    proposals.hold(Proposal.objects.get(), by=coach)
    assert next_targets()["left"] == (1, Decimal("22.5"), [9, 9, 9])


# --- A stop ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", [proposals.approve, proposals.hold])
def test_a_stop_stays_a_stop(stop: Proposal, coach: User, verdict: Any, next_targets: Callable[[], Any]) -> None:
    verdict(stop, by=coach)
    with pytest.raises(services.Blocked):
        next_targets()


def test_cleared_training_goes_on(stop: Proposal, coach: User, next_targets: Callable[[], Any]) -> None:
    after = proposals.clear(stop, by=coach)
    stop.refresh_from_db()
    assert (stop.cleared, stop.status, after.status) == (True, "superseded", "approved")
    assert next_targets()["left"][:2] == (1, Decimal("22.5"))


def test_a_stop_that_was_kept_can_be_cleared_later(
    stop: Proposal, coach: User, next_targets: Callable[[], Any]
) -> None:
    proposals.approve(stop, by=coach)
    proposals.clear(stop, by=coach)
    assert next_targets()


def test_a_warning_sign_stops_and_can_be_cleared(
    training: Assignment, coach: User, next_targets: Callable[[], Any]
) -> None:
    session = play(training, due_on=MONDAY)
    services.finish_session(session, red_flag=True)
    proposals.clear(Proposal.objects.waiting().get(), by=coach)
    assert next_targets()


def test_clearing_twice_is_told(stop: Proposal, coach: User) -> None:
    proposals.clear(stop, by=coach)
    with pytest.raises(AlreadyDecided):
        proposals.clear(stop, by=coach)


def test_what_is_not_stopped_cannot_be_cleared(move_up: Proposal, coach: User) -> None:
    with pytest.raises(ValidationError):
        proposals.clear(move_up, by=coach)


def test_own_figures_let_training_go_on_after_a_stop(
    stop: Proposal, coach: User, next_targets: Callable[[], Any]
) -> None:
    adjust(stop, by=coach, wishes={side: Wish(load=Decimal(20), reps=[8]) for side in ("left", "right")})
    assert next_targets()["left"] == (1, Decimal(20), [8, 8, 8])


def test_a_decision_marks_the_session_as_seen_once(move_up: Proposal, coach: User, colleague: User) -> None:
    session = Session.objects.get(pk=move_up.session_id)
    proposals.mark_reviewed(session, by=colleague)
    proposals.approve(move_up, by=coach)
    session.refresh_from_db()
    assert session.reviewed_by == colleague
