"""The thread of a client: both write, each side sees what is new to it, and the other sees that it was seen."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client as Browser

from accounts.models import User
from clients.models import Assignment, Client, Comment
from clients.talking import comment_on, mark_seen
from tests.clients.conftest import MONDAY, play

OWN = "/me/messages/"


def of(client: Client) -> str:
    return f"/coach/clients/{client.pk}/messages/"


def read(browser: Browser, address: str, **headers: str) -> str:
    response = browser.get(address, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


# --- Writing --------------------------------------------------------------------------------------------------


def test_both_write_into_one_thread(as_coach: Browser, as_client: Browser, client_row: Client) -> None:
    asked = as_client.post(OWN, {"text": "Shall I train\nwith a cold?"})
    assert asked["Location"] == f"{OWN}#newest"
    assert "Shall I train<br>with a cold?" in read(as_coach, of(client_row))
    as_coach.post(of(client_row), {"text": "Rest <b>first</b>."})
    assert "Rest &lt;b&gt;first&lt;/b&gt;." in read(as_client, OWN)
    assert list(Comment.objects.values_list("session", "client")) == [(None, client_row.pk)] * 2


@pytest.mark.parametrize("page", ["", "sessions/", "notes/", "body/"])
def test_every_page_of_a_client_leads_to_it(as_coach: Browser, client_row: Client, page: str) -> None:
    tabs = read(as_coach, f"/coach/clients/{client_row.pk}/{page}").split('class="tabs"')[1].split("</nav>")[0]
    assert f'href="{of(client_row)}#newest">Messages<' in tabs


def test_what_is_said_about_a_session_stands_in_the_thread(
    as_client: Browser, as_coach: Browser, training: Assignment, coach: User, client_row: Client
) -> None:
    session = play(training, due_on=MONDAY.date())
    comment_on(session, author=coach, text="Good sets.")
    assert f'href="/me/sessions/{session.pk}/">Session of Mon 5 Jan' in read(as_client, OWN)
    assert f'href="/coach/review/{session.pk}/">Session of Mon 5 Jan' in read(as_coach, of(client_row))


@pytest.mark.parametrize("who", ["as_coach", "as_client"])
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("  ", "Write a line first."),
        ("x" * 1001, "At most 1,000 characters."),
        ("a\x00b", "There is a character in it that cannot be stored."),
    ],
    ids=["empty", "long", "null"],
)
def test_a_line_that_is_none_stays_typed(
    request: pytest.FixtureRequest, client_row: Client, who: str, typed: str, said: str
) -> None:
    address = of(client_row) if who == "as_coach" else OWN
    response = request.getfixturevalue(who).post(address, {"text": typed})
    assert response.status_code == 422
    html = response.content.decode()
    assert said in html
    assert f">{typed}</textarea>" in html
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", ["", " \n ", "x" * 1001, "a\x00b"], ids=["none", "blank", "long", "null"])
def test_the_service_refuses_what_is_no_line(client_row: Client, coach: User, text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        comment_on(client_row, author=coach, text=text)
    assert "text" in refused.value.message_dict


def test_who_has_no_account_yet_reads_it_later(as_coach: Browser, client_row: Client) -> None:
    client_row.user = None
    client_row.save()
    assert "Maya reads them after signing up." in read(as_coach, of(client_row))
    assert as_coach.post(of(client_row), {"text": "Welcome."}).status_code == 302


# --- Seen and new ---------------------------------------------------------------------------------------------


def test_whoever_writes_has_seen_it(client_row: Client, coach: User, client_user: User) -> None:
    by_coach = comment_on(client_row, author=coach, text="Hello.")
    by_client = comment_on(client_row, author=client_user, text="Hello.")
    assert by_coach.seen_by_coach_at
    assert by_coach.seen_by_client_at is None
    assert by_client.seen_by_client_at
    assert by_client.seen_by_coach_at is None


def test_it_is_new_until_the_page_was_opened(
    as_client: Browser, as_coach: Browser, client_row: Client, coach: User
) -> None:
    comment_on(client_row, author=coach, text="Tuesday?")
    assert "1<span" in read(as_client, "/me/history/").split('id="unread"')[1]
    assert "Not seen yet" in read(as_coach, of(client_row))
    assert ">New<" in read(as_client, OWN)
    html = read(as_client, OWN)
    assert ">New<" not in html
    assert 'id="unread"' not in html
    assert "Not seen yet" not in read(as_coach, of(client_row))
    assert "Seen " in read(as_coach, of(client_row))


def test_a_page_fetched_ahead_was_not_seen(as_client: Browser, client_row: Client, coach: User) -> None:
    comment_on(client_row, author=coach, text="Tuesday?")
    read(as_client, OWN, sec_purpose="prefetch;prerender")
    as_client.head(OWN)
    assert Comment.objects.get().seen_by_client_at is None


def test_the_first_time_stays(client_row: Client, coach: User, client_user: User) -> None:
    comment = comment_on(client_row, author=coach, text="Tuesday?")
    assert mark_seen([comment], by=client_user) == 1
    first = Comment.objects.get().seen_by_client_at
    assert mark_seen([comment], by=client_user) == 0
    assert Comment.objects.get().seen_by_client_at == first


def test_a_coach_sees_for_all_coaches(
    as_colleague: Browser, as_coach: Browser, client_row: Client, client_user: User
) -> None:
    comment_on(client_row, author=client_user, text="Knee is fine.")
    assert "1 new" in read(as_coach, "/coach/clients/")
    assert 'id="unread"' in read(as_coach, "/coach/clients/")
    assert client_row.name in read(as_coach, "/coach/clients/?status=messages").split("<tbody>")[1]
    read(as_colleague, of(client_row))
    html = read(as_coach, "/coach/clients/?status=messages")
    assert "Every message is read" in html
    assert 'id="unread"' not in html


def test_the_pages_of_a_session_show_and_mark_its_thread(
    as_client: Browser, as_coach: Browser, training: Assignment, coach: User, client_user: User
) -> None:
    session = play(training, due_on=MONDAY.date())
    said, answered = (
        comment_on(session, author=coach, text="Good sets."),
        comment_on(session, author=client_user, text="Thanks."),
    )
    read(as_coach, "/coach/review/")  # a phone shows the list only
    answered.refresh_from_db()
    assert answered.seen_by_coach_at is None
    read(as_coach, f"/coach/review/{session.pk}/")
    read(as_client, f"/me/sessions/{session.pk}/")
    for comment in (said, answered):
        comment.refresh_from_db()
        assert comment.seen_by_coach_at
        assert comment.seen_by_client_at


# --- Whose thread, and at what cost ---------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["as_rival", "as_client"])
def test_the_thread_of_somebody_else_is_404(request: pytest.FixtureRequest, client_row: Client, who: str) -> None:
    browser = request.getfixturevalue(who)
    assert browser.get(of(client_row)).status_code == 404
    assert browser.post(of(client_row), {"text": "Hi."}).status_code == 404


def test_a_client_reads_only_their_own(as_other_client: Browser, client_row: Client, coach: User) -> None:
    comment_on(client_row, author=coach, text="For Maya only.")
    html = read(as_other_client, OWN)
    assert "For Maya only." not in html
    assert 'id="unread"' not in html


@pytest.mark.parametrize("who", ["as_coach", "as_client"])
def test_the_page_costs_the_same_for_two_lines_as_for_eighty(
    request: pytest.FixtureRequest,
    client_row: Client,
    coach: User,
    client_user: User,
    who: str,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    browser, address = request.getfixturevalue(who), of(client_row) if who == "as_coach" else OWN

    def say(times: int) -> None:
        for n in range(times):
            comment_on(client_row, author=(coach, client_user)[n % 2], text=f"Line {n}")

    say(2)
    with django_assert_max_num_queries(20) as few:
        read(browser, address)
    say(78)
    with django_assert_num_queries(len(few.captured_queries)):
        html = read(browser, address)
    assert html.count('<li class="message') == 50
    assert "Line 77" in html
    assert "?page=2" in html
