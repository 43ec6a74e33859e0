"""The coach's review: the queue in its groups, the evidence, and every decision with and without htmx."""

import datetime as dt
import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from clients import proposals
from clients.inbox import attention_count, read_items, read_queue, when_words
from clients.models import Assignment, Client, Comment, Proposal, Session
from clients.services import SetFacts, log_set, open_session
from tests.clients.conftest import play
from tests.clients.rows import finished, skipped
from tests.factories import AssignmentFactory, ClientFactory, ProgressionFactory

MONDAY, THURSDAY = dt.date(2026, 1, 5), dt.date(2026, 1, 8)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def move_up(training: Assignment, monday: Any) -> Session:
    """Maya's second session at the top: a rung change waits."""
    play(training, due_on=MONDAY, reps=12)
    monday.move_to(dt.datetime(2026, 1, 8, 8, 30, tzinfo=dt.UTC))
    return play(training, due_on=THURSDAY, reps=12)


@pytest.fixture
def ladder(db: None) -> Any:
    return ProgressionFactory(rungs=3)


def another(client_row: Client, ladder: Any, name: str) -> Assignment:
    """Somebody else of the same practice, on the same progression."""
    client = ClientFactory(practice=client_row.practice, coach=client_row.coach, name=name)
    return AssignmentFactory(client=client, progression=ladder)


def page(browser: Browser, url: str = "/coach/review/") -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return response.content.decode()


def names(html: str) -> list[str]:
    return re.findall(r'<article aria-label="([^"]+)"', html)


# --- The queue -------------------------------------------------------------------------------------------------


def test_an_empty_queue_says_so(as_coach: Browser) -> None:
    html = page(as_coach)
    assert "Nothing to review" in html
    assert "<article" not in html


def test_what_needs_a_person_comes_first(as_coach: Browser, coach: User, client_row: Client, ladder: Any) -> None:
    finished(another(client_row, ladder, "Good Old"), due_on=MONDAY, finished_at=timezone.now() - dt.timedelta(days=2))
    finished(another(client_row, ladder, "Good New"), due_on=MONDAY)
    finished(another(client_row, ladder, "Waits"), due_on=MONDAY, status="waiting", action="move_up")
    finished(another(client_row, ladder, "Hurts"), due_on=MONDAY, pain=3)
    skipped(another(client_row, ladder, "Skips"), due_on=MONDAY)
    html = page(as_coach)
    assert names(html) == ["Hurts", "Waits", "Skips", "Good New", "Good Old"]
    assert [html.index(group) for group in ("Stop and look", "Your decision", "Good to know")] == sorted(
        html.index(group) for group in ("Stop and look", "Your decision", "Good to know")
    )
    assert attention_count(coach) == 2


@pytest.mark.parametrize(
    "serious",
    [
        {"pain": 3},
        {"red_flag": True},
        {"next_day_pain": 3},
        {"action": "stop", "status": "waiting"},
    ],
)
def test_pain_and_warning_signs_are_looked_at_first(
    coach: User, client_row: Client, ladder: Any, serious: dict[str, Any]
) -> None:
    finished(another(client_row, ladder, "Anyone"), due_on=MONDAY, **serious)
    assert [group for _, group in read_queue(coach).places] == [1]


def test_a_day_skipped_for_pain_is_looked_at_first(coach: User, client_row: Client, ladder: Any) -> None:
    skipped(another(client_row, ladder, "Anyone"), due_on=MONDAY, reason="pain")
    assert [group for _, group in read_queue(coach).places] == [1]


def test_seen_sessions_leave_unless_something_waits(coach: User, client_row: Client, ladder: Any) -> None:
    seen = {"reviewed_at": timezone.now(), "reviewed_by": coach}
    finished(another(client_row, ladder, "Seen"), due_on=MONDAY, **seen)
    waits = finished(another(client_row, ladder, "Seen, waits"), due_on=MONDAY, status="waiting", **seen)
    assert [pk for pk, _ in read_queue(coach).places] == [waits.pk]


def test_archived_clients_and_other_practices_stay_out(
    coach: User, client_row: Client, ladder: Any, rival_client: Client
) -> None:
    finished(AssignmentFactory(client=rival_client, progression=ladder), due_on=MONDAY)
    gone = another(client_row, ladder, "Gone")
    finished(gone, due_on=MONDAY)
    Client.objects.filter(pk=gone.client_id).update(status="archived")
    assert not read_queue(coach).places


def test_the_list_costs_the_same_for_three_and_for_thirty(
    as_coach: Browser,
    client_row: Client,
    ladder: Any,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    for n in range(3):
        finished(another(client_row, ladder, f"Client {n}"), due_on=MONDAY)
    with django_assert_max_num_queries(42) as few:
        page(as_coach)
    for n in range(27):
        finished(
            another(client_row, ladder, f"More {n}"),
            due_on=MONDAY,
            pain=n % 5,
            status="waiting" if n % 2 else "automatic",
        )
    with django_assert_num_queries(len(few.captured_queries)):
        assert len(names(page(as_coach))) == 30


def test_a_long_queue_draws_the_rows_around_the_one_shown(coach: User, client_row: Client, ladder: Any) -> None:
    one = another(client_row, ladder, "Busy")
    for n in range(105):
        skipped(one, due_on=MONDAY + dt.timedelta(days=n))
    queue = read_queue(coach)
    last = queue.places[-1][0]
    window = queue.window(last)
    assert (len(window), window[-1][0], queue.count(3)) == (40, last, 105)
    assert len(read_items(coach, window)) == 40


@pytest.mark.parametrize(
    ("ago", "words"),
    [(dt.timedelta(hours=1), "11:00"), (dt.timedelta(days=2), "Sat"), (dt.timedelta(days=9), "27 Dec")],
)
def test_when_it_was_as_the_coach_reads_it(coach: User, ago: dt.timedelta, words: str) -> None:
    now = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
    assert when_words(now - ago, coach, now=now) == words


# --- The detail ------------------------------------------------------------------------------------------------


def test_the_first_item_is_open(as_coach: Browser, move_up: Session) -> None:
    html = page(as_coach)
    assert 'aria-current="true"' in html
    assert "Move up to" in html
    assert "2 sessions that count: the gate is met" in html
    for label in ("Approve", "Hold", "Adjust"):
        assert re.search(rf"<button[^>]*>(?:<svg.*?</svg>)?{label}<kbd aria-hidden", html), label
    assert '<span class="visually-hidden">Comment</span>' in html


def test_the_evidence_shows_asked_beside_done(as_coach: Browser, move_up: Session) -> None:
    html = page(as_coach, f"/coach/review/{move_up.pk}/")
    rows = html[html.index("table-evidence") :]
    assert rows.index("8 Jan") < rows.index("5 Jan")
    assert '<td class="asked"><span class="of-side">3 × 12</span></td>' in rows
    assert '<td class="asked"><span class="of-side">3 × 8</span></td>' in rows
    assert rows.count('class="reps top"') == 5  # two sides, two sessions, and the legend
    assert "the 4 sessions that count" in rows
    assert "Maya will read" in html
    assert "you are ready for the next rung" in html


def test_an_earlier_session_shows_what_was_known_then(as_coach: Browser, move_up: Session) -> None:
    first = Session.objects.get(due_on=MONDAY)
    html = page(as_coach, f"/coach/review/{first.pk}/")
    table = html[html.index("table-evidence") : html.index("legend-table")]
    assert "5 Jan" in table
    assert "8 Jan" not in table
    assert 'value="hold"' not in html


def test_a_skipped_day_can_only_be_seen(as_coach: Browser, training: Assignment) -> None:
    session = skipped(training, due_on=MONDAY, reason="equipment")
    html = page(as_coach, f"/coach/review/{session.pk}/")
    assert "Skipped: equipment taken" in html
    assert 'value="approve"' in html
    assert 'value="hold"' not in html
    as_coach.post(f"/coach/review/{session.pk}/decision/", {"verdict": "approve"})
    session.refresh_from_db()
    assert session.reviewed_at


@pytest.mark.parametrize("who", ["as_rival", "as_client", "as_other_client"])
def test_nobody_else_can_open_or_decide(request: pytest.FixtureRequest, move_up: Session, who: str) -> None:
    browser: Browser = request.getfixturevalue(who)
    for response in (
        browser.get(f"/coach/review/{move_up.pk}/"),
        browser.post(f"/coach/review/{move_up.pk}/decision/", {"verdict": "approve"}),
    ):
        assert response.status_code == 404
    assert Proposal.objects.waiting().exists()


def test_a_session_under_way_is_not_reviewed_yet(as_coach: Browser, training: Assignment) -> None:
    session = open_session(training, due_on=MONDAY)
    assert as_coach.get(f"/coach/review/{session.pk}/").status_code == 404


def test_red_pain_is_seen_while_the_session_is_under_way(as_coach: Browser, training: Assignment) -> None:
    session = open_session(training, due_on=MONDAY)
    item = session.items.get()
    target = item.targets.all()[0]
    facts = SetFacts(
        uuid=uuid4(), set_number=1, side=target.side, reps=5, load=target.load, pain=7, performed_at=timezone.now()
    )
    log_set(item, facts)

    page = as_coach.get("/coach/review/").content.decode()
    assert "Stop and look" in page
    assert "pain 7" in page
    assert "The session is under way" in as_coach.get(f"/coach/review/{session.pk}/").content.decode()
    assert decide(as_coach, session, verdict="approve").status_code == 302
    session.refresh_from_db()
    assert session.reviewed_at is not None


# --- Deciding --------------------------------------------------------------------------------------------------


def decide(browser: Browser, session: Session, **data: Any) -> Any:
    headers = data.pop("headers", {})
    return browser.post(f"/coach/review/{session.pk}/decision/", data, headers=headers)


def test_approve_with_a_line_and_on_to_the_next(
    as_coach: Browser, move_up: Session, client_row: Client, ladder: Any, coach: User
) -> None:
    other = finished(another(client_row, ladder, "Next One"), due_on=MONDAY)
    response = decide(as_coach, move_up, verdict="approve", comment="Well earned.")
    assert response["Location"] == f"/coach/review/{other.pk}/"
    assert "Approved. Maya sees it now." in page(as_coach, response["Location"])
    assert Proposal.objects.get(session=move_up).status == "approved"
    comment = Comment.objects.get()
    assert (comment.text, comment.author, comment.session) == ("Well earned.", coach, move_up)


def test_to_htmx_the_whole_page_moves(as_coach: Browser, move_up: Session) -> None:
    first = Session.objects.get(due_on=MONDAY)
    response = decide(as_coach, move_up, verdict="hold", headers=HTMX)
    assert (response.status_code, response["HX-Redirect"]) == (200, f"/coach/review/{first.pk}/")
    assert Proposal.objects.get(session=move_up).status == "held"


def test_the_last_decision_leads_back_to_the_queue(as_coach: Browser, training: Assignment) -> None:
    session = play(training, due_on=MONDAY)
    assert decide(as_coach, session, verdict="approve")["Location"] == "/coach/review/"


def test_approving_what_went_through_only_says_seen(as_coach: Browser, training: Assignment) -> None:
    session = play(training, due_on=MONDAY, reps=9)
    decide(as_coach, session, verdict="approve")
    proposal = Proposal.objects.get()
    session.refresh_from_db()
    assert (proposal.status, proposal.decided_at, session.reviewed_at is None) == ("automatic", None, False)


def test_holding_what_went_through_changes_what_comes_next(as_coach: Browser, training: Assignment) -> None:
    session = play(training, due_on=MONDAY, reps=9)
    decide(as_coach, session, verdict="hold")
    assert Proposal.objects.get().outcome["left"]["reps"] == [9, 9, 9]


def test_own_figures(as_coach: Browser, move_up: Session) -> None:
    figures = {"left-load": "22,5", "left-reps": "9", "right-load": "25", "right-reps": "8"}
    assert decide(as_coach, move_up, verdict="adjust", **figures).status_code == 302
    outcome = Proposal.objects.get(session=move_up).outcome
    assert (outcome["left"]["load"], outcome["left"]["reps"], outcome["right"]["load"]) == (22.5, [9, 9, 9], 25)


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        ({"left-load": "41"}, "Maya cannot load 41 kg. Nearest: 40 or 42.5."),
        ({"left-load": "NaN"}, "Load: a number such as 40 or 42.5"),
        ({"left-load": ""}, "Which load?"),
        ({"left-reps": "1000000"}, "Reps: a whole number from 1 to 100"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_bad_figures_are_told_at_their_field_and_nothing_is_lost(
    as_coach: Browser, move_up: Session, figures: dict[str, str], message: str, headers: dict[str, str]
) -> None:
    good = {"left-load": "25", "left-reps": "9", "right-load": "25", "right-reps": "8"}
    response = decide(as_coach, move_up, verdict="adjust", comment="Take care.", headers=headers, **good | figures)
    html = response.content.decode()
    assert response.status_code == 422
    assert message in html
    assert 'value="Take care."' in html
    assert ("<html" in html) == (not headers)
    assert not Comment.objects.exists()
    assert Proposal.objects.waiting().exists()


def test_a_line_alone_decides_nothing(as_coach: Browser, move_up: Session) -> None:
    response = decide(as_coach, move_up, verdict="comment", comment="Which shoes?")
    assert response["Location"] == f"/coach/review/{move_up.pk}/"
    assert "Which shoes?" in page(as_coach, response["Location"])
    assert Proposal.objects.waiting().exists()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"verdict": "comment", "comment": " "}, "Write a line"),
        ({"verdict": "promote"}, "Approve, hold or adjust."),
        ({}, "Approve, hold or adjust."),
        ({"verdict": "clear"}, "Nothing is stopped."),
        ({"verdict": "approve", "comment": "x" * 1001}, "1000"),
    ],
)
def test_a_verdict_that_is_none_is_refused(
    as_coach: Browser, move_up: Session, data: dict[str, str], message: str
) -> None:
    response = decide(as_coach, move_up, **data)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert Proposal.objects.waiting().exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_colleague_was_quicker(as_coach: Browser, move_up: Session, colleague: User, headers: dict[str, str]) -> None:
    proposal = Proposal.objects.waiting().get()
    proposals.hold(proposal, by=colleague)
    response = decide(as_coach, move_up, verdict="approve", comment="Go.", proposal=str(proposal.pk), headers=headers)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Tomas Arriaga held this on" in html
    assert 'value="Go."' in html
    assert not Comment.objects.exists()


def test_figures_that_came_too_late_are_said_again(as_coach: Browser, move_up: Session, colleague: User) -> None:
    proposal = Proposal.objects.waiting().get()
    proposals.hold(proposal, by=colleague)
    figures = {"left-load": "22,5", "left-reps": "9", "right-load": "25", "right-reps": "8, 8, 7", "why": "Knee first"}
    response = decide(as_coach, move_up, verdict="adjust", proposal=str(proposal.pk), **figures)
    assert response.status_code == 409
    assert "You had typed: left 22,5 × 9, right 25 × 8, 8, 7. “Knee first”" in response.content.decode()


def test_a_page_that_was_open_too_long(as_coach: Browser, training: Assignment, monday: Any) -> None:
    """The morning's answer made another proposal: the one on the page is not decided by mistake."""
    from clients.services import answer_morning

    Assignment.objects.update(policy="all")
    session = play(training, due_on=MONDAY, reps=9)
    old = Proposal.objects.get()
    answer_morning(session, pain=7)
    response = decide(as_coach, session, verdict="approve", proposal=str(old.pk))
    assert response.status_code == 409
    assert "New training has overtaken" in response.content.decode()
    assert Proposal.objects.waiting().get().proposed["left"]["action"] == "stop"


def test_a_stop_is_kept_or_cleared(as_coach: Browser, training: Assignment) -> None:
    session = play(training, due_on=MONDAY, pain=7)
    html = page(as_coach)
    assert "Stop and look" in html
    assert 'value="clear"' in html
    decide(as_coach, session, verdict="approve")
    assert Proposal.objects.get().outcome["left"]["action"] == "stop"
    html = page(as_coach, f"/coach/review/{session.pk}/")
    assert 'value="clear"' in html
    assert 'value="approve"' not in html
    decide(as_coach, session, verdict="clear")
    assert Proposal.objects.exclude(status="superseded").get().outcome["left"]["action"] == "hold"


def test_a_client_without_an_account_reads_it_later(
    as_coach: Browser, client_row: Client, ladder: Any, monday: Any
) -> None:
    assignment = another(client_row, ladder, "New Person")
    Assignment.objects.update(policy="all")
    assignment.refresh_from_db()
    session = play(assignment, due_on=MONDAY, reps=9)
    response = decide(as_coach, session, verdict="approve")
    assert "New sees it after signing up." in page(as_coach, response["Location"])


def test_reading_never_writes(as_coach: Browser, move_up: Session) -> None:
    with CaptureQueriesContext(connection) as read:
        page(as_coach)
        page(as_coach, f"/coach/review/{move_up.pk}/")
    assert not [
        query["sql"] for query in read.captured_queries if query["sql"].startswith(("UPDATE", "INSERT", "DELETE"))
    ]
    move_up.refresh_from_db()
    assert move_up.reviewed_at is None


def test_a_form_from_another_session_is_told(as_coach: Browser, move_up: Session) -> None:
    response = decide(as_coach, move_up, verdict="approve", proposal="nonsense")
    assert response.status_code == 409
    assert Proposal.objects.waiting().exists()


def test_the_bilateral_rung_has_one_side(as_coach: Browser, client_row: Client, monday: Any) -> None:
    ladder = ProgressionFactory(rungs=2, rungs__variation__exercise__laterality="bilateral")
    session = play(AssignmentFactory(client=client_row, progression=ladder), due_on=MONDAY, reps=9)
    html = page(as_coach, f"/coach/review/{session.pk}/")
    assert 'colspan="3"' in html
    assert 'class="line b"' in html
    assert 'name="both-load"' in html
    assert decide(as_coach, session, verdict="adjust", **{"both-load": "25", "both-reps": "8"}).status_code == 302
    assert Proposal.objects.get().outcome["both"]["load"] == 25
