"""What people do with sessions: open, log, correct, finish, answer, and what the engine makes of it."""

import datetime as dt
import threading
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.utils import timezone

from accounts.models import User
from clients import services
from clients.models import Assignment, Client, Proposal, Session, SessionItem, SetLog, SetRevision
from clients.proposals import approve, mark_reviewed
from clients.services import SetFacts
from tests.clients.conftest import opened, play

MONDAY, THURSDAY, NEXT_MONDAY = dt.date(2026, 1, 5), dt.date(2026, 1, 8), dt.date(2026, 1, 12)


def facts(**others: Any) -> SetFacts:
    values: dict[str, Any] = {"uuid": uuid4(), "set_number": 1, "side": "left", "performed_at": timezone.now()}
    return SetFacts(**values | {"reps": 8, "load": Decimal("22.5"), "rir": 2} | others)


def at(day: dt.date, hour: int = 8) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, 30), tzinfo=dt.UTC)


def targets(session: Session) -> dict[str, tuple[Decimal, list[int]]]:
    return {target.side: (target.load, target.reps) for target in session.items.get().targets.all()}


# --- Opening ---------------------------------------------------------------------------------------------------


def test_the_first_session_starts_at_the_rungs_share_of_body_mass(training: Assignment) -> None:
    session = services.open_session(training, due_on=MONDAY)
    # 35 % of 70 kg is 24.5 kg: the bar with the smallest plates makes 22.5.
    assert targets(session) == {"left": (Decimal("22.5"), [8, 8, 8]), "right": (Decimal("22.5"), [8, 8, 8])}


def test_opening_again_is_the_same_session(training: Assignment) -> None:
    assert services.open_session(training, due_on=MONDAY) == services.open_session(training, due_on=MONDAY)
    assert Session.objects.count() == 1


def test_the_prescription_is_frozen_when_it_is_opened(training: Assignment) -> None:
    session = services.open_session(training, due_on=MONDAY)
    training.start_rung.reps_low, training.start_rung.sets = 5, 5
    training.start_rung.save()
    Client.objects.update(body_mass_kg=Decimal(120))
    assert targets(services.open_session(training, due_on=MONDAY)) == targets(session)
    assert session.items.get().targets.first().reps_low == 8


def test_the_second_session_follows_from_the_first(training: Assignment, monday: Any) -> None:
    play(training, due_on=MONDAY, reps=9)
    monday.move_to(at(THURSDAY))
    assert targets(services.open_session(training, due_on=THURSDAY))["left"] == (Decimal("22.5"), [10, 10, 10])


def test_a_lay_off_seen_at_opening_resumes_lighter(training: Assignment, monday: Any) -> None:
    play(training, due_on=MONDAY, reps=9)
    later = MONDAY + dt.timedelta(days=21)
    monday.move_to(at(later))
    session = services.open_session(training, due_on=later)
    assert session.items.get().action == "resume"
    assert targets(session)["right"] == (Decimal("20"), [8, 8, 8])


def test_a_session_left_open_with_sets_counts_as_done_that_day(training: Assignment, monday: Any) -> None:
    services.log_set(opened(training, MONDAY), facts())
    monday.move_to(at(THURSDAY))
    services.open_session(training, due_on=THURSDAY)
    first = Session.objects.get(due_on=MONDAY)
    assert (first.status, first.performed_on) == ("finished", MONDAY)


def test_a_missed_session_still_takes_a_late_set(training: Assignment, monday: Any) -> None:
    missed = services.open_session(training, due_on=MONDAY)
    item = missed.items.get()
    monday.move_to(at(THURSDAY))
    services.open_session(training, due_on=THURSDAY)
    missed.refresh_from_db()
    assert missed.status == Session.Status.OPEN

    side = item.targets.order_by("side")[0].side
    services.log_set(item, facts(side=side, performed_at=at(MONDAY)))
    monday.move_to(at(NEXT_MONDAY))
    services.open_session(training, due_on=NEXT_MONDAY)
    missed.refresh_from_db()
    assert (missed.status, missed.performed_on) == (Session.Status.FINISHED, MONDAY)


def test_a_stop_blocks_the_next_session(training: Assignment, monday: Any) -> None:
    play(training, due_on=MONDAY, pain=7)
    monday.move_to(at(THURSDAY))
    with pytest.raises(services.Blocked):
        services.open_session(training, due_on=THURSDAY)
    assert not Session.objects.filter(due_on=THURSDAY).exists()


def test_a_waiting_move_repeats_the_last_session_meanwhile(training: Assignment, monday: Any) -> None:
    play(training, due_on=MONDAY, reps=12)
    monday.move_to(at(THURSDAY))
    play(training, due_on=THURSDAY, reps=12)
    assert Proposal.objects.waiting().get().proposed["left"]["action"] == "move_up"
    monday.move_to(at(NEXT_MONDAY))
    session = services.open_session(training, due_on=NEXT_MONDAY)
    assert session.items.get().targets.first().rung == training.start_rung
    assert targets(session)["left"] == (Decimal("22.5"), [12, 12, 12])


# --- Sets ------------------------------------------------------------------------------------------------------


def test_a_set_sent_again_changes_nothing(training: Assignment) -> None:
    item, typed = opened(training, MONDAY), facts()
    first, made = services.log_set(item, typed)
    again, made_again = services.log_set(item, typed)
    assert (first.pk, made, made_again) == (again.pk, True, False)
    assert SetLog.objects.count() == 1


@pytest.mark.parametrize(
    "other", [{"reps": 9}, {"load": Decimal(25)}, {"rir": None}, {"set_number": 2}, {"side": "right"}]
)
def test_the_same_uuid_with_other_content_is_a_conflict(training: Assignment, other: dict[str, Any]) -> None:
    item, uuid = opened(training, MONDAY), uuid4()
    kept, _ = services.log_set(item, facts(uuid=uuid))
    with pytest.raises(services.SetConflict) as conflict:
        services.log_set(item, facts(uuid=uuid, **other))
    assert conflict.value.held == kept
    assert SetLog.objects.get().reps == 8


def test_a_place_holds_one_set(training: Assignment) -> None:
    item = opened(training, MONDAY)
    kept, _ = services.log_set(item, facts())
    with pytest.raises(services.SetConflict) as conflict:
        services.log_set(item, facts(reps=10))
    assert conflict.value.held == kept


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reps": 1001}, "reps"),
        ({"reps": None}, "reps"),
        ({"load": None}, "load"),
        ({"load": Decimal("NaN")}, "load"),
        ({"load": Decimal("-1")}, "load"),
        ({"pain": 11}, "pain"),
        ({"side": "both"}, "side"),
        ({"performed_at": dt.datetime(9999, 1, 1, tzinfo=dt.UTC)}, "performed_at"),
        ({"kind": "skipped", "reps": None, "load": None}, "skip_reason"),
    ],
)
def test_a_figure_out_of_bounds_is_refused_and_nothing_is_kept(
    training: Assignment, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        services.log_set(opened(training, MONDAY), facts(**wrong))
    assert field in refused.value.message_dict
    assert not SetLog.objects.exists()


def test_a_correction_keeps_what_was_there(training: Assignment, client_user: User) -> None:
    item, typed = opened(training, MONDAY), facts()
    held, _ = services.log_set(item, typed)
    services.correct_set(held, facts(uuid=typed.uuid, reps=10), by=client_user)
    held.refresh_from_db()
    revision = SetRevision.objects.get()
    assert (held.reps, revision.before["reps"], revision.replaced_by) == (10, 8, client_user)


def test_correcting_to_the_same_figures_keeps_nothing(training: Assignment, client_user: User) -> None:
    held, _ = services.log_set(opened(training, MONDAY), facts())
    services.correct_set(held, facts(), by=client_user)
    assert not SetRevision.objects.exists()


def test_a_correction_after_the_day_was_closed_is_looked_at_again(training: Assignment, client_user: User) -> None:
    session = play(training, due_on=MONDAY, reps=9)
    held = session.sets.get(side="left", set_number=1)
    services.correct_set(held, facts(reps=5), by=client_user)
    current = Proposal.objects.exclude(status="superseded").get()
    assert {reason["code"] for reason in current.reasons} >= {"failed"}
    assert Proposal.objects.filter(status="superseded").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_set_sent_twice_at_once_is_one_row(training: Assignment) -> None:
    item, typed = opened(training, MONDAY), facts()
    at_once = threading.Barrier(2, timeout=20)
    answers: list[bool] = []

    def send() -> None:
        try:
            mine = SessionItem.objects.select_related("session__client").get(pk=item.pk)
            at_once.wait()
            with transaction.atomic():
                answers.append(services.log_set(mine, typed)[1])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) == [False, True]
    assert SetLog.objects.count() == 1


# --- The end of the day and the morning after ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "reps", "status"),
    [
        ("rung_changes", 9, "automatic"),
        ("all", 9, "waiting"),
        ("none", 9, "automatic"),
        ("rung_changes", 12, "automatic"),  # once at the top: shown again before the rung is left, no change
        ("all", 12, "automatic"),
    ],
)
def test_the_policy_says_what_waits(training: Assignment, policy: str, reps: int, status: str) -> None:
    Assignment.objects.update(policy=policy)
    play(training, due_on=MONDAY, reps=reps)
    proposal = Proposal.objects.get()
    assert proposal.status == status
    assert (proposal.outcome is None) == (status == "waiting")


@pytest.mark.parametrize(("policy", "status"), [("all", "waiting"), ("rung_changes", "waiting"), ("none", "automatic")])
def test_a_rung_is_left_by_the_policy(training: Assignment, monday: Any, policy: str, status: str) -> None:
    Assignment.objects.update(policy=policy)
    for day in (MONDAY, THURSDAY):
        monday.move_to(at(day))
        play(training, due_on=day, reps=12)
    last = Proposal.objects.latest_first().first()
    assert {side["action"] for side in last.proposed.values()} == {"move_up"}
    assert last.status == status


def test_a_stop_waits_whatever_the_policy(training: Assignment) -> None:
    Assignment.objects.update(policy="none")
    play(training, due_on=MONDAY, pain=6)
    assert Proposal.objects.get().status == "waiting"


def test_finishing_twice_keeps_the_first_time(training: Assignment, monday: Any) -> None:
    session = play(training, due_on=MONDAY)
    finished = session.finished_at
    monday.shift(600)
    services.finish_session(session, effort=9, note="Heavy")
    session.refresh_from_db()
    assert (session.finished_at, session.effort, session.note) == (finished, 9, "Heavy")
    assert Proposal.objects.count() == 1


def test_nothing_logged_proposes_nothing(training: Assignment) -> None:
    assert services.finish_session(services.open_session(training, due_on=MONDAY)) is None
    assert not Proposal.objects.exists()


def test_effort_is_bounded(training: Assignment) -> None:
    with pytest.raises(ValidationError):
        services.finish_session(services.open_session(training, due_on=MONDAY), effort=11)


def test_morning_pain_overtakes_the_evenings_proposal(training: Assignment, monday: Any) -> None:
    session = play(training, due_on=MONDAY, reps=9)
    monday.move_to(at(MONDAY + dt.timedelta(days=1)))
    proposal = services.answer_morning(session, pain=7)
    assert proposal
    assert {side["action"] for side in proposal.proposed.values()} == {"stop"}
    assert Proposal.objects.filter(status="superseded").count() == 1


def test_morning_pain_overtakes_what_a_coach_decided(training: Assignment, monday: Any, coach: User) -> None:
    Assignment.objects.update(policy="all")
    session = play(training, due_on=MONDAY, reps=9)
    approve(Proposal.objects.get(), by=coach)
    proposal = services.answer_morning(session, pain=6)
    assert proposal
    assert proposal.status == "waiting"


@pytest.mark.parametrize(("pain", "seen"), [(2, True), (3, False)])
def test_pain_in_the_morning_brings_a_session_back_to_the_coach(
    training: Assignment, coach: User, pain: int, seen: bool
) -> None:
    session = play(training, due_on=MONDAY)
    mark_reviewed(session, by=coach)
    services.answer_morning(session, pain=pain)
    session.refresh_from_db()
    assert (session.reviewed_at is not None) == seen


def test_a_skipped_day_says_why_and_changes_nothing(training: Assignment) -> None:
    session = services.skip_session(services.open_session(training, due_on=MONDAY), reason="equipment")
    assert (session.status, session.skip_reason) == ("skipped", "equipment")
    with pytest.raises(ValidationError):
        services.skip_session(session, reason="weather")


@pytest.mark.parametrize("first", ["reduce_load", "deload"])
def test_a_session_with_a_lighter_side_is_a_lighter_one(training, monday, played, coach, first):
    played(training, due_on=dt.date(2026, 1, 5))
    decided = Proposal.objects.get()
    second = {"reduce_load": "deload", "deload": "reduce_load"}[first]
    actions = {"left": first, "right": second}
    decided.outcome = {side: values | {"action": actions[side]} for side, values in decided.proposed.items()}
    decided.status, decided.decided_by, decided.decided_at = Proposal.Status.ADJUSTED, coach, timezone.now()
    decided.save()

    monday.move_to(dt.datetime(2026, 1, 8, 8, tzinfo=dt.UTC))
    assert services.open_session(training, due_on=dt.date(2026, 1, 8)).items.get().is_deload
