"""The cards of the review queue: why each is raised, that it says what is so, and that it stays until it is decided."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from clients import proposals
from clients.assigning import end_assignment
from clients.cards import refresh, refresh_overtaken
from clients.inbox import queue, read_items, read_queue
from clients.missed import notice_missed
from clients.models import Assignment, Client, Proposal, ReviewCard, Session, SetLog, TechniqueMark
from clients.services import SetFacts, answer_morning, correct_set, finish_session, log_set, open_session
from clients.technique import mark_technique
from tests.clients.conftest import MONDAY, play

DAY = dt.timedelta(days=1)
FIRST = MONDAY.date()


def codes(session: Session) -> list[str]:
    return [reason["code"] for reason in ReviewCard.objects.get(session=session).reasons]


def trained(assignment: Assignment, monday: Any, times: int, **how: Any) -> list[Session]:
    """So many sessions, on the Mondays and Thursdays from the first."""
    sessions = []
    for n in range(times):
        due = FIRST + DAY * (7 * (n // 2) + 3 * (n % 2))
        monday.move_to(dt.datetime.combine(due, dt.time(8, 30), dt.UTC))
        sessions.append(play(assignment, due_on=due, **how))
    return sessions


def test_a_session_on_track_is_good_to_know(training: Assignment, monday: Any) -> None:
    assert codes(trained(training, monday, 2, reps=8)[-1]) == ["on_track"]


def test_a_waiting_step_up_asks_for_a_decision_and_for_technique(training: Assignment, monday: Any) -> None:
    assert codes(trained(training, monday, 2, reps=12)[-1]) == ["move_up", "technique_unjudged"]


def test_judging_technique_takes_that_reason_away(training: Assignment, monday: Any, coach: User) -> None:
    session = trained(training, monday, 2, reps=12)[-1]
    mark_technique(session.items.get(), side="left", sound=True, by=coach)
    assert codes(session) == ["move_up"]
    assert TechniqueMark.objects.exists()


def test_pain_twice_running_is_said(training: Assignment, monday: Any) -> None:
    first, second = trained(training, monday, 2, pain=3)
    assert codes(first)[0] == "pain"
    assert codes(second)[0] == "pain_twice"
    assert "pain" not in codes(second)


def test_three_failures_running_are_said_though_the_step_back_went_through(training: Assignment, monday: Any) -> None:
    session = trained(training, monday, 3, reps=5)[-1]
    assert "failed_three" in codes(session)
    assert ReviewCard.objects.get(session=session).urgency // 10 == 2


def test_a_difference_between_the_sides_is_said_when_it_comes_to_light(training: Assignment, monday: Any) -> None:
    Assignment.objects.update(coupling="independent")
    training.refresh_from_db()
    sessions = trained(training, monday, 5, reps=10, left=6)
    assert "asymmetry_possible" in codes(sessions[3])
    assert not [code for code in codes(sessions[4]) if code == "asymmetry_possible"]


def test_a_heavier_load_than_ever_is_a_best(training: Assignment, monday: Any) -> None:
    sessions = trained(training, monday, 3, reps=9)
    assert "best" not in codes(sessions[-1])
    due = FIRST + DAY * 10
    monday.move_to(dt.datetime.combine(due, dt.time(8, 30), dt.UTC))
    item = open_session(training, due_on=due).items.get()
    for target in item.targets.all():
        for number in range(1, target.sets + 1):
            facts = SetFacts(
                uuid=uuid4(),
                set_number=number,
                side=target.side,
                performed_at=timezone.now(),
                reps=8,
                load=target.load + 5,
                rir=2,
            )
            log_set(item, facts)
    finish_session(item.session)
    card = ReviewCard.objects.get(session=item.session)
    best = next(reason for reason in card.reasons if reason["code"] == "best")
    assert (best["side"], best["reps"]) == ("", 8)


def test_a_note_is_a_reason(training: Assignment, monday: Any) -> None:
    session = trained(training, monday, 2)[-1]
    finish_session(session, note="Slept badly.")
    assert codes(session) == ["note"]


def test_red_pain_comes_at_once_and_a_correction_takes_it_back(training: Assignment, coach: User) -> None:
    item = open_session(training, due_on=FIRST).items.get()
    facts = {"set_number": 1, "side": "left", "performed_at": timezone.now(), "reps": 8, "load": Decimal(20)}
    row, _ = log_set(item, SetFacts(uuid=uuid4(), pain=8, **facts))
    assert codes(item.session) == ["pain_red"]
    correct_set(row, SetFacts(uuid=row.uuid, pain=1, **facts), by=None)
    assert not queue(coach).exists()


def test_pain_in_the_morning_brings_a_seen_session_back(training: Assignment, monday: Any, coach: User) -> None:
    session = trained(training, monday, 1)[0]
    proposals.mark_reviewed(session, by=coach)
    assert not queue(coach).exists()
    answer_morning(session, pain=4)
    assert [pk for pk, _ in read_queue(coach).places] == [session.pk]
    assert codes(session)[0] == "pain"


def test_new_training_overtakes_an_old_proposal_and_its_card_says_so(training: Assignment, monday: Any) -> None:
    sessions = trained(training, monday, 3, reps=12)
    assert codes(sessions[1])[0] != "move_up"
    assert codes(sessions[2])[0] == "move_up"
    assert ReviewCard.objects.get(session=sessions[1]).closed_at is None


def test_an_assignment_that_ends_takes_its_proposal_off_the_card(training: Assignment, monday: Any) -> None:
    session = trained(training, monday, 2, reps=12)[-1]
    assert codes(session)[0] == "move_up"
    end_assignment(training)
    assert "move_up" not in codes(session)
    assert ReviewCard.objects.get(session=session).closed_at is None


def test_cards_of_many_that_ended_are_told_by_the_worker(training: Assignment, monday: Any) -> None:
    session = trained(training, monday, 2, reps=12)[-1]
    Proposal.objects.filter(session=session).update(status="superseded")
    assert refresh_overtaken(training.practice_id) == 1
    assert "move_up" not in codes(session)
    assert refresh_overtaken(training.practice_id) == 0


def test_refreshing_again_changes_nothing(training: Assignment, monday: Any) -> None:
    session = trained(training, monday, 2, reps=12)[-1]
    before = ReviewCard.objects.values().get(session=session)
    refresh(session.pk, now=timezone.now() + DAY)
    assert ReviewCard.objects.values().get(session=session) == before


def test_the_row_says_where_it_hurt(training: Assignment, monday: Any, coach: User) -> None:
    session = trained(training, monday, 1, pain=4)[0]
    SetLog.objects.filter(session=session).exclude(side="right", set_number=3).update(pain=0)
    refresh(session.pk)
    (item,) = read_items(coach, read_queue(coach).places)
    assert item.sentence == "Right, set 3: pain 4."
    assert [badge.text for badge in item.badges] == ["Pain 4 of 10", "Technique not judged"]


# --- Days missed -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "raised"),
    [(4, 0), (7, 1), (8, 1)],  # Monday missed, then Thursday too
)
def test_two_missed_sessions_are_noticed(training: Assignment, monday: Any, days: int, raised: int) -> None:
    monday.move_to(MONDAY + DAY * (days - 1))
    assert notice_missed(training.practice_id) == raised
    assert notice_missed(training.practice_id) == 0


def test_a_week_without_a_session_is_noticed(client_row: Client, training: Assignment, monday: Any) -> None:
    Assignment.objects.update(weekdays=[0])
    monday.move_to(MONDAY + DAY * 6)
    assert notice_missed(training.practice_id) == 0
    monday.move_to(MONDAY + DAY * 7)
    assert notice_missed(training.practice_id) == 1
    card = ReviewCard.objects.get(kind="missed")
    assert card.reasons[0]["days"] == ["2026-01-05"]


def test_the_card_stays_when_they_train_again_and_comes_back_only_after_two_more(
    training: Assignment, monday: Any, coach: User
) -> None:
    monday.move_to(MONDAY + DAY * 5)
    assert notice_missed(training.practice_id) == 1
    card = ReviewCard.objects.get(kind="missed")
    monday.move_to(MONDAY + DAY * 7)
    play(training, due_on=FIRST + DAY * 7)
    notice_missed(training.practice_id)
    assert ReviewCard.objects.open().filter(pk=card.pk).exists()
    ReviewCard.objects.filter(pk=card.pk).update(closed_at=timezone.now())
    monday.move_to(MONDAY + DAY * 12)
    assert notice_missed(training.practice_id) == 0
    monday.move_to(MONDAY + DAY * 15)
    assert notice_missed(training.practice_id) == 1


@pytest.mark.parametrize("change", [{"pauses": [["2026-01-01", None]]}, {"status": "ended"}])
def test_who_pauses_or_has_ended_misses_nothing(training: Assignment, monday: Any, change: dict[str, Any]) -> None:
    Assignment.objects.update(**change)
    monday.move_to(MONDAY + DAY * 12)
    assert notice_missed(training.practice_id) == 0


def test_the_queue_costs_the_same_for_5_and_for_500_clients(
    as_coach: Browser, coach: User, client_row: Client, django_assert_num_queries: Any
) -> None:
    def more(count: int) -> None:
        practice = client_row.practice
        clients = Client.objects.bulk_create(
            Client(practice=practice, coach=coach, name=f"Client {n:03}", time_zone="Europe/London")
            for n in range(count)
        )
        ReviewCard.objects.bulk_create(
            ReviewCard(
                practice=practice,
                client=client,
                kind="missed",
                urgency=23,
                reasons=[{"code": "missed", "rank": 23, "value": 2, "days": ["2026-01-05", "2026-01-08"]}],
            )
            for client in clients
        )

    more(5)
    pages = ["/coach/review/", "/coach/review/list/", "/coach/review/together/?reason=missed", "/coach/clients/"]
    counts = []
    for page in pages:
        with CaptureQueriesContext(connection) as few:
            assert as_coach.get(page).status_code == 200
        counts.append(len(few))
    more(495)
    for page, count in zip(pages, counts, strict=True):
        with django_assert_num_queries(count):
            as_coach.get(page)
