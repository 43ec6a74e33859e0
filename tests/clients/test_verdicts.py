"""What a coach makes of cards: kept with before and after, put off, taken back, and many at once."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import Membership, User
from clients import verdicts
from clients.cards import card_of
from clients.inbox import queue, read_queue
from clients.missed import notice_missed
from clients.models import Assignment, Client, Proposal, ReviewCard, ReviewDecision, Session
from clients.services import SetFacts, log_set, open_session
from clients.verdicts import NothingToUndo
from tests.clients.conftest import MONDAY, play
from tests.clients.rows import finished, skipped
from tests.clients.test_review import another
from tests.factories import ProgressionFactory

DAY = dt.timedelta(days=1)
FIRST, SECOND = MONDAY.date(), MONDAY.date() + DAY * 3
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ladder(db: None) -> Any:
    return ProgressionFactory(rungs=3)


@pytest.fixture
def waiting(training: Assignment, monday: Any) -> Session:
    """A step up waits for the coach."""
    play(training, due_on=FIRST, reps=12)
    monday.move_to(MONDAY + DAY * 3)
    return play(training, due_on=SECOND, reps=12)


def state(session: Session) -> list[Any]:
    """All that a decision about a session can change."""
    names = ("pk", "status", "outcome", "decided_at", "decided_by", "cleared", "note")
    session.refresh_from_db()
    rows = Proposal.objects.filter(session=session).order_by("pk").values_list(*names)
    couplings = Assignment.objects.order_by("pk").values_list("coupling", flat=True)
    return [*rows, *couplings, session.reviewed_at, session.reviewed_by_id]


def decide(browser: Browser, session: Any, **data: Any) -> Any:
    return browser.post(f"/coach/review/{session.pk}/decision/", data, headers=data.pop("headers", {}))


FIGURES = {"left-load": "22.5", "left-reps": "9", "right-load": "25", "right-reps": "8", "coupling": "independent"}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"verdict": "approve"}, "approved"),
        ({"verdict": "hold"}, "held"),
        ({"verdict": "adjust", **FIGURES, "why": "Knee first."}, "adjusted"),
        ({"verdict": "move_up"}, "moved_up"),
        ({"verdict": "snooze:3"}, "snoozed"),
    ],
)
def test_every_decision_is_kept_and_undone_to_the_last_figure(
    as_coach: Browser, coach: User, waiting: Session, data: dict[str, str], kind: str
) -> None:
    before = state(waiting)
    card = list(ReviewCard.objects.filter(session=waiting).values("reasons", "urgency", "snoozed_until", "closed_at"))
    assert decide(as_coach, waiting, **data).status_code == 302
    decision = ReviewDecision.objects.get()
    assert (decision.kind, decision.made_by, decision.card.session) == (kind, coach, waiting)
    assert decision.before != decision.after
    assert waiting.pk not in [pk for pk, _ in read_queue(coach).places]
    as_coach.post("/coach/review/undo/", {"decision": decision.pk})
    assert state(waiting) == before
    assert card == list(
        ReviewCard.objects.filter(session=waiting).values("reasons", "urgency", "snoozed_until", "closed_at")
    )
    decision.refresh_from_db()
    assert decision.undone_by == coach


def test_clearing_a_stop_is_undone_too(as_coach: Browser, coach: User, training: Assignment) -> None:
    session = play(training, due_on=FIRST, pain=7)
    before = state(session)
    decide(as_coach, session, verdict="clear")
    assert Proposal.objects.exclude(status="superseded").get().outcome["left"]["action"] == "hold"
    verdicts.undo(by=coach)
    assert state(session) == before


def test_moving_up_when_the_gate_says_not_yet(as_coach: Browser, training: Assignment) -> None:
    session = play(training, due_on=FIRST, reps=9)
    assert decide(as_coach, session, verdict="move_up").status_code == 302
    outcome = Proposal.objects.get().outcome
    assert [(side["action"], side["position"], side["reps"]) for side in outcome.values()] == [
        ("move_up", 2, [8, 8, 8])
    ] * 2


def test_the_top_rung_has_nothing_above(as_coach: Browser, client_row: Client, monday: Any) -> None:
    assignment = another(client_row, ProgressionFactory(rungs=1), "Tall")
    response = decide(as_coach, play(assignment, due_on=FIRST, reps=9), verdict="move_up")
    assert response.status_code == 422
    assert "This is the top rung." in response.content.decode()
    assert not ReviewDecision.objects.exists()


# --- Putting off -----------------------------------------------------------------------------------------------


def test_a_snoozed_card_comes_back_on_its_day(as_coach: Browser, coach: User, waiting: Session, monday: Any) -> None:
    until = SECOND + DAY * 4
    decide(as_coach, waiting, verdict="snooze", until=until.isoformat())
    assert waiting.pk not in [pk for pk, _ in read_queue(coach).places]
    monday.move_to(MONDAY + DAY * 7)
    assert waiting.pk in [pk for pk, _ in read_queue(coach).places]


def test_something_worse_on_a_snoozed_card_brings_it_back(coach: User, training: Assignment, monday: Any) -> None:
    from clients.services import answer_morning

    session = play(training, due_on=FIRST, reps=9)
    verdicts.snooze(card_of(session.pk), until=FIRST + DAY * 5, by=coach)
    assert not queue(coach).exists()
    answer_morning(session, pain=5)
    assert queue(coach).exists()


@pytest.mark.parametrize(
    ("until", "message"),
    [
        ("2026-01-08", "Choose a day after today."),
        ("2027-01-08", "At most 90 days ahead."),
        ("", "Until which day?"),
        ("soon", "A day, such as"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_day_that_is_none_is_told_and_the_line_stays(
    as_coach: Browser, waiting: Session, until: str, message: str, headers: dict[str, str]
) -> None:
    response = decide(as_coach, waiting, verdict="snooze", until=until, comment="Rest.", headers=headers)
    html = response.content.decode()
    assert response.status_code == 422
    assert message in html
    assert 'value="Rest."' in html
    assert f'name="until" value="{until}"' in html


# --- Taking back -----------------------------------------------------------------------------------------------


def test_nothing_to_undo(coach: User) -> None:
    with pytest.raises(NothingToUndo):
        verdicts.undo(by=coach)


def test_a_colleagues_decision_is_theirs_to_undo(coach: User, colleague: User, waiting: Session) -> None:
    verdicts.hold(card_of(waiting.pk), Proposal.objects.waiting().get(), by=colleague)
    with pytest.raises(NothingToUndo):
        verdicts.undo(by=coach)


def test_what_was_trained_on_is_not_undone(as_coach: Browser, coach: User, waiting: Session) -> None:
    decide(as_coach, waiting, verdict="hold")
    item = open_session(Assignment.objects.get(), due_on=FIRST + DAY * 7).items.get()
    target = item.targets.all()[0]
    log_set(
        item,
        SetFacts(uuid=uuid4(), set_number=1, side=target.side, reps=8, load=target.load, performed_at=timezone.now()),
    )
    before = state(waiting)
    with pytest.raises(NothingToUndo, match="has trained since"):
        verdicts.undo(by=coach)
    assert state(waiting) == before


def test_a_session_opened_since_reads_anew_after_undoing(as_coach: Browser, coach: User, waiting: Session) -> None:
    decide(as_coach, waiting, verdict="approve")
    assignment = Assignment.objects.get()
    item = open_session(assignment, due_on=FIRST + DAY * 7).items.get()
    assert item.targets.all()[0].rung.position == 2
    verdicts.undo(by=coach)
    item = open_session(assignment, due_on=FIRST + DAY * 7).items.get()
    assert item.targets.all()[0].rung.position == 1


def test_undoing_what_another_page_shows_is_refused(as_coach: Browser, waiting: Session) -> None:
    decide(as_coach, waiting, verdict="hold")
    for said in (str(uuid4()), "nonsense", ""):
        as_coach.post("/coach/review/undo/", {"decision": said})
    assert Proposal.objects.get(session=waiting).status == "held"


# --- Many at once ----------------------------------------------------------------------------------------------


@pytest.fixture
def three(client_row: Client, ladder: Any) -> list[Session]:
    return [
        finished(another(client_row, ladder, name), due_on=FIRST, status="waiting", action="move_up")
        for name in ("Ann", "Ben", "Cy")
    ]


def test_the_ticked_ones_are_approved_and_undone_with_one_key(
    as_coach: Browser, coach: User, three: list[Session]
) -> None:
    cards = [card_of(session.pk) for session in three]
    html = as_coach.get("/coach/review/together/?reason=move_up").content.decode()
    assert [name in html for name in ("Ann", "Ben", "Cy")] == [True] * 3
    as_coach.post("/coach/review/together/", {"reason": "move_up", "card": [cards[0].pk, cards[2].pk]})
    assert [Proposal.objects.get(session=each).status for each in three] == ["approved", "waiting", "approved"]
    assert len(verdicts.undo(by=coach)) == 2
    assert Proposal.objects.waiting().count() == 3


def test_what_a_colleague_decided_meanwhile_is_left_and_told(
    as_coach: Browser, colleague: User, three: list[Session]
) -> None:
    cards = [card_of(session.pk) for session in three]
    verdicts.hold(cards[1], Proposal.objects.get(session=three[1]), by=colleague)
    response = as_coach.post(
        "/coach/review/together/", {"reason": "move_up", "card": [each.pk for each in cards]}, follow=True
    )
    assert "2 approved. 1 had been decided meanwhile." in response.content.decode()
    assert Proposal.objects.get(session=three[1]).status == "held"


def test_pain_is_never_approved_with_others(as_coach: Browser, client_row: Client, ladder: Any) -> None:
    hurts = finished(another(client_row, ladder, "Hurts"), due_on=FIRST, status="waiting", action="move_up", pain=4)
    html = as_coach.get("/coach/review/together/?reason=move_up").content.decode()
    assert "Hurts" not in html
    as_coach.post("/coach/review/together/", {"reason": "move_up", "card": [card_of(hurts.pk).pk]})
    assert Proposal.objects.waiting().exists()


def test_nobody_ticked_is_told(as_coach: Browser, three: list[Session]) -> None:
    response = as_coach.post("/coach/review/together/", {"reason": "move_up"})
    assert response.status_code == 422
    assert "Nobody is ticked." in response.content.decode()


@pytest.mark.parametrize("reason", ["", "nonsense"])
def test_the_page_names_what_can_be_approved_together(as_coach: Browser, three: list[Session], reason: str) -> None:
    html = as_coach.get(f"/coach/review/together/?reason={reason}").content.decode()
    assert "Ready to move up" in html
    assert "?reason=move_up" in html


# --- Days missed, and the list ---------------------------------------------------------------------------------


def test_a_card_about_missed_days_is_seen_snoozed_and_undone(
    as_coach: Browser, coach: User, training: Assignment, monday: Any
) -> None:
    monday.move_to(MONDAY + DAY * 5)
    notice_missed(training.practice_id)
    card = ReviewCard.objects.get()
    html = as_coach.get("/coach/review/").content.decode()
    assert "Missed 2" in html
    assert "Due and not trained: Mon 5 Jan, Thu 8 Jan." in html
    decide(as_coach, card, verdict="snooze:1")
    assert not queue(coach).exists()
    verdicts.undo(by=coach)
    decide(as_coach, card, verdict="approve")
    assert not queue(coach).exists()
    verdicts.undo(by=coach)
    assert queue(coach).exists()
    assert decide(as_coach, card, verdict="hold").status_code == 422


def test_the_queue_narrows_by_coach_tag_and_reason_and_stays_so(
    as_coach: Browser, coach: User, colleague: User, client_row: Client, ladder: Any
) -> None:
    finished(another(client_row, ladder, "Mine"), due_on=FIRST)
    theirs = another(client_row, ladder, "Theirs")
    Client.objects.filter(pk=theirs.client_id).update(coach=colleague, tags=["knee"])
    finished(theirs, due_on=FIRST, status="waiting", action="move_up")
    for narrow in ({"coach": colleague.pk}, {"tag": "knee"}, {"reason": "move_up"}):
        as_coach.post("/coach/review/filter/", narrow)
        html = as_coach.get("/coach/review/").content.decode()
        assert 'aria-label="Theirs"' in html
        assert 'aria-label="Mine"' not in html
    as_coach.post("/coach/review/filter/", {"clear": "1"})
    assert 'aria-label="Mine"' in as_coach.get("/coach/review/").content.decode()


@pytest.mark.parametrize("stored", [[], {"reason": 5}, {"coach": "x", "tag": 3, "reason": "gone"}])
def test_a_filter_of_another_time_is_no_filter(as_coach: Browser, coach: User, stored: Any) -> None:
    Membership.objects.filter(user=coach).update(review_filter=stored)
    assert as_coach.get("/coach/review/").status_code == 200


def test_the_list_is_a_304_until_something_happens(
    as_coach: Browser, client_row: Client, ladder: Any, django_assert_max_num_queries: Any
) -> None:
    finished(another(client_row, ladder, "First"), due_on=FIRST)
    answer = as_coach.get("/coach/review/list/")
    assert 'aria-label="First"' in answer.content.decode()
    with django_assert_max_num_queries(10):
        again = as_coach.get("/coach/review/list/", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    skipped(another(client_row, ladder, "Second"), due_on=FIRST)
    after = as_coach.get("/coach/review/list/", headers={"If-None-Match": answer["ETag"]})
    assert 'aria-label="Second"' in after.content.decode()
    Client.objects.filter(name="Second").update(status="archived")
    assert as_coach.get("/coach/review/list/", headers={"If-None-Match": after["ETag"]}).status_code == 200


def test_snoozing_without_a_card_in_the_queue_is_refused(coach: User, waiting: Session) -> None:
    card = card_of(waiting.pk)
    verdicts.hold(card, Proposal.objects.waiting().get(), by=coach)
    card.refresh_from_db()
    with pytest.raises(ValidationError):
        verdicts.snooze(card, until=SECOND + DAY, by=coach)


def test_who_decided_what_is_read_on_the_session(as_coach: Browser, waiting: Session) -> None:
    decide(as_coach, waiting, verdict="hold")
    html = as_coach.get(f"/coach/review/{waiting.pk}/").content.decode()
    assert "You: held." in html
    assert "Proposed: Move up" in html
