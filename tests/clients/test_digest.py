"""A mail about what nobody has read: off by choice, each comment once, and a mail server that fails loses nothing."""

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import Practice, User
from clients.digest import SHOWN, mail_digest, readers
from clients.jobs import mail_digests
from clients.models import Client, Comment
from clients.talking import comment_on, mark_seen
from tests.factories import UserFactory
from tests.working import empty_queue, queued, work_off


def late() -> dt.datetime:
    """When nobody is at it any more."""
    return timezone.now() + dt.timedelta(minutes=11)


def told(practice: Practice, user: User, now: dt.datetime | None = None) -> list[str]:
    """What the mail to this person says, line by line; nothing without a mail."""
    mail.outbox.clear()
    mail_digest(practice.pk, user.pk, now=now or late())
    return mail.outbox[0].body.splitlines() if mail.outbox else []


# --- Who is told of what --------------------------------------------------------------------------------------


def test_a_coach_is_told_who_wrote_and_where_to_answer(
    practice: Practice, coach: User, client_row: Client, other_client: Client
) -> None:
    comment_on(client_row, author=client_row.user, text="Is 2 < 3 & fine?")
    comment_on(other_client, author=other_client.user, text="Thanks.")
    lines = told(practice, coach)
    assert lines[2] == "2 messages you have not read yet."
    assert "Is 2 < 3 & fine?" in lines
    assert f"Read and answer: http://127.0.0.1:8000/coach/clients/{client_row.pk}/messages/" in lines
    assert f"Read and answer: http://127.0.0.1:8000/coach/clients/{other_client.pk}/messages/" in lines
    assert mail.outbox[0].to == [coach.email]
    assert mail.outbox[0].subject == "2 new messages"


def test_a_client_is_told_of_their_own_only(
    practice: Practice, coach: User, client_row: Client, other_client: Client, client_user: User
) -> None:
    comment_on(client_row, author=coach, text="Rest first.")
    comment_on(other_client, author=coach, text="For Noor.")
    lines = told(practice, client_user)
    assert "Rest first." in lines
    assert "For Noor." not in lines
    assert "Read and answer: http://127.0.0.1:8000/me/messages/" in lines
    assert any(line.endswith("http://127.0.0.1:8000/me/settings/") for line in lines)


def test_a_comment_is_mailed_once(practice: Practice, coach: User, client_row: Client, client_user: User) -> None:
    comment_on(client_row, author=client_user, text="First.")
    assert "First." in told(practice, coach)
    assert told(practice, coach) == []
    comment_on(client_row, author=client_user, text="Second.")
    lines = told(practice, coach)
    assert "Second." in lines
    assert "First." not in lines


def test_what_was_read_or_is_being_written_is_not_mailed(
    practice: Practice, coach: User, client_row: Client, client_user: User
) -> None:
    comment = comment_on(client_row, author=client_user, text="Just now.")
    assert told(practice, coach, now=timezone.now()) == []
    assert readers(practice.pk) == set()
    mark_seen([comment], by=coach)
    assert told(practice, coach) == []


def test_a_long_thread_is_counted_whole_and_quoted_in_part(
    practice: Practice, coach: User, client_row: Client, client_user: User
) -> None:
    for n in range(SHOWN + 5):
        comment_on(client_row, author=client_user, text=f"Line {n}.")
    lines = told(practice, coach)
    assert lines[2] == f"{SHOWN + 5} messages you have not read yet."
    assert "And 5 earlier." in lines
    assert "Line 4." not in lines
    assert "Line 5." in lines


@pytest.mark.parametrize("wanted", [True, False])
def test_who_wants_none_gets_none(
    practice: Practice, coach: User, client_row: Client, client_user: User, wanted: bool
) -> None:
    for user in (coach, client_user):
        user.mail_digest = wanted
        user.save()
    comment_on(client_row, author=client_user, text="To the coach.")
    comment_on(client_row, author=coach, text="To the client.")
    assert readers(practice.pk, now=late()) == ({coach.pk, client_user.pk} if wanted else set())
    assert bool(told(practice, coach)) is wanted
    assert bool(told(practice, client_user)) is wanted


def test_an_archived_client_and_one_without_account_get_none(
    practice: Practice, coach: User, client_row: Client
) -> None:
    comment_on(client_row, author=coach, text="Hello.")
    Client.objects.filter(pk=client_row.pk).update(status="archived")
    assert readers(practice.pk, now=late()) == set()
    Client.objects.filter(pk=client_row.pk).update(status="active", user=None)
    assert readers(practice.pk, now=late()) == set()


def test_somebody_of_another_practice_gets_none(
    practice: Practice, rival: User, client_row: Client, client_user: User
) -> None:
    comment_on(client_row, author=client_user, text="Hello.")
    assert told(practice, rival) == []


@pytest.mark.parametrize("page", ["coach", "me"])
def test_both_settings_pages_turn_it_off_and_on(
    as_coach: Browser, as_client: Browser, coach: User, client_user: User, page: str
) -> None:
    browser, user = (as_coach, coach) if page == "coach" else (as_client, client_user)
    address = f"/{page}/settings/"
    shown = browser.get(address)
    assert 'name="mail_digest"' in shown.content.decode()
    form = {field.name: field.value() for field in shown.context["form"]}
    assert form["mail_digest"] is True
    for wanted in (False, True):
        posted = {name: value for name, value in form.items() if name != "mail_digest"}
        assert browser.post(address, posted | ({"mail_digest": "on"} if wanted else {})).status_code == 302
        user.refresh_from_db()
        assert user.mail_digest is wanted


# --- In the background ----------------------------------------------------------------------------------------


@pytest.fixture
def quiet(transactional_db: None) -> Iterator[None]:
    empty_queue()
    yield
    empty_queue()


def an_hour_passes() -> None:
    Comment.objects.update(created_at=timezone.now() - dt.timedelta(hours=1))
    mail_digests.defer(timestamp=0)
    work_off()


@pytest.mark.django_db(transaction=True)
def test_every_practice_is_looked_after_by_the_hour(
    quiet: None, coach: User, rival: User, client_row: Client, client_user: User, rival_client: Client
) -> None:
    comment_on(client_row, author=client_user, text="To Ruth.")
    rival_client.user = UserFactory()
    rival_client.save()
    comment_on(rival_client, author=rival_client.user, text="To Priya.")
    an_hour_passes()
    assert sorted(each.to[0] for each in mail.outbox) == sorted([coach.email, rival.email])
    an_hour_passes()
    assert len(mail.outbox) == 2
    assert queued() == []


class WhileSomebodyReads(locmem.EmailBackend):
    """A mail server at work while the coach opens the page, in a transaction of another connection."""

    def send_messages(self, messages: Any) -> int:
        def read() -> int:
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SET lock_timeout = '1s'")
                    cursor.execute("UPDATE clients_comment SET seen_by_coach_at = now()")
                    return cursor.rowcount
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as reader:
            assert reader.submit(read).result() == 1
        return super().send_messages(messages)


@pytest.mark.django_db(transaction=True)
def test_a_slow_mail_server_keeps_no_page_waiting(
    quiet: None, settings: Any, practice: Practice, coach: User, client_row: Client, client_user: User
) -> None:
    comment_on(client_row, author=client_user, text="To Ruth.")
    settings.EMAIL_BACKEND = f"{__name__}.WhileSomebodyReads"
    an_hour_passes()
    assert len(mail.outbox) == 1
    assert queued() == []
    comment = Comment.objects.get()
    assert comment.seen_by_coach_at
    assert comment.mailed_at


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_fails_is_tried_again_and_stops_nobody_else(
    quiet: None, settings: Any, practice: Practice, coach: User, client_row: Client, client_user: User
) -> None:
    comment_on(client_row, author=client_user, text="To Ruth.")
    comment_on(client_row, author=coach, text="To Maya.")
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    an_hour_passes()
    waiting = {UUID(job["user_id"]): (job["status"], job["later"]) for job in queued()}
    assert waiting == {coach.pk: ("todo", True), client_user.pk: ("todo", True)}
    an_hour_passes()  # the next hour queues no second one
    assert len(queued()) == 2
    assert not Comment.objects.exclude(mailed_at=None).exists()
    settings.EMAIL_BACKEND = working
    mail_digest(practice.pk, coach.pk)
    assert [each.to for each in mail.outbox] == [[coach.email]]
