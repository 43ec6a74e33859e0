"""An invitation is opened: once, by one client, within 14 days."""

import datetime as dt
import re
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client as Browser

from accounts.models import Practice, User
from clients.models import Client, Invitation
from clients.people import invite
from tests.factories import PASSWORD, ClientFactory, UserFactory


class Refusing(BaseEmailBackend):
    """A mail server that takes nothing."""

    answer: OSError

    def send_messages(self, email_messages: Any) -> int:
        raise self.answer


@pytest.fixture
def invited(practice: Practice, owner: User) -> Client:
    return ClientFactory(practice=practice, coach=owner, name="Ines Duarte", email="ines@kickstand.test")


@pytest.fixture
def link(invited: Client, owner: User, django_capture_on_commit_callbacks: Any) -> str:
    """The path of the link in the mail."""
    with django_capture_on_commit_callbacks(execute=True):
        invite(invited, by=owner, link_base="http://testserver")
    found = re.search(r"http://testserver(/invite/\S+)", str(mail.outbox[-1].body))
    assert found
    mail.outbox.clear()
    return found[1]


def test_the_mail_says_who_invites(invited: Client, owner: User, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invite(invited, by=owner, link_base="http://testserver")
    (message,) = mail.outbox
    assert message.to == ["ines@kickstand.test"]
    assert message.subject == ("Ruth Adeyemi invites you to Kickstand / Ruth Adeyemi lädt dich zu Kickstand ein")
    assert "Hello Ines," in message.body
    assert "14 days" in message.body
    assert "Hallo Ines," in message.body
    assert "14 Tage lang" in message.body


def test_the_page_says_who_invites_and_offers_two_ways(as_stranger: Browser, link: str) -> None:
    text = as_stranger.get(link).content.decode()
    assert "Ruth Adeyemi invites you" in text
    assert "Hill Street Strength" in text
    assert "Join with a password" in text
    assert "Mail me a code each time" in text


def test_a_password_joins_and_signs_in(as_stranger: Browser, link: str, invited: Client) -> None:
    response = as_stranger.post(link, {"way": "password", "display_name": "Ines D.", "password": "a-long-staircase-9"})
    assert response["Location"] == "/me/today/"
    invited.refresh_from_db()
    assert (invited.user.email, invited.user.display_name) == ("ines@kickstand.test", "Ines D.")
    assert as_stranger.get("/me/today/").status_code == 200
    assert (
        Browser().post("/accounts/login/", {"login": "ines@kickstand.test", "password": "a-long-staircase-9"})[
            "Location"
        ]
        == "/"
    )


def test_a_code_by_mail_joins_without_a_password(as_stranger: Browser, link: str, invited: Client) -> None:
    response = as_stranger.post(link, {"way": "code", "display_name": "Ines Duarte"})
    assert response["Location"] == "/accounts/login/code/confirm/"
    (message,) = mail.outbox
    code = re.search(r"Your code: (\S+)", str(message.body))
    assert code
    as_stranger.post("/accounts/login/code/confirm/", {"code": code[1]})
    assert as_stranger.get("/me/today/").status_code == 200
    invited.refresh_from_db()
    assert not invited.user.has_usable_password()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password": ""}, "Choose a password"),
        ({"password": "short"}, "too short"),
        ({"password": "1234567890123"}, "entirely numeric"),
        ({"password": "ines@kickstand.test"}, "too similar"),
        ({"display_name": "", "password": "a-long-staircase-9"}, "required"),
    ],
)
def test_a_bad_password_binds_nobody(
    as_stranger: Browser, link: str, invited: Client, typed: dict[str, str], said: str
) -> None:
    response = as_stranger.post(link, {"way": "password", "display_name": "Ines D."} | typed)
    assert response.status_code == 422
    assert said in response.content.decode()
    invited.refresh_from_db()
    assert invited.user is None
    assert not User.objects.filter(email="ines@kickstand.test").exists()


def test_a_link_works_once(as_stranger: Browser, link: str) -> None:
    as_stranger.post(link, {"way": "password", "display_name": "Ines D.", "password": "a-long-staircase-9"})
    again = Browser().get(link)
    assert again.status_code == 410
    assert "This link does not work" in again.content.decode()


def test_a_link_of_fifteen_days_ago_is_gone(as_stranger: Browser, link: str) -> None:
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=15), tick=False):
        assert as_stranger.get(link).status_code == 410


@pytest.mark.parametrize("token", ["nonsense", "a.b", "01939f5a-0000-7000-8000-000000000000.secret"])
def test_a_forged_link_is_gone(as_stranger: Browser, token: str) -> None:
    assert as_stranger.get(f"/invite/{token}/").status_code == 410
    assert as_stranger.post(f"/invite/{token}/", {"way": "code"}).status_code == 410


def test_a_link_under_another_practice_is_gone(as_stranger: Browser, link: str, rival: User) -> None:
    other = rival.memberships.get().practice_id
    secret = link.split(".", 1)[1]
    assert as_stranger.get(f"/invite/{other}.{secret}").status_code == 410


def test_a_newer_invitation_ends_the_older(as_stranger: Browser, link: str, invited: Client, owner: User) -> None:
    invite(invited, by=owner, link_base="http://testserver")
    assert as_stranger.get(link).status_code == 410
    assert Invitation.objects.count() == 2


def test_a_known_email_signs_in_and_opens_the_link_again(as_stranger: Browser, link: str, invited: Client) -> None:
    UserFactory(email="ines@kickstand.test")
    text = as_stranger.get(link).content.decode()
    assert "Sign in, then open the link again." in text
    assert f"/accounts/login/?next={link}" in text
    as_stranger.post("/accounts/login/", {"login": "ines@kickstand.test", "password": PASSWORD})
    assert "Join" in as_stranger.get(link).content.decode()
    assert as_stranger.post(link)["Location"] == "/me/today/"
    assert as_stranger.get("/me/today/").status_code == 200
    invited.refresh_from_db()
    assert invited.user.email == "ines@kickstand.test"


def test_nobody_takes_the_link_of_another_email(as_rival: Browser, link: str, invited: Client) -> None:
    response = as_rival.post(link)
    assert "The link is for ines@kickstand.test." in response.content.decode()
    invited.refresh_from_db()
    assert invited.user is None


def test_a_member_of_the_practice_does_not_join_twice(
    as_coach: Browser, owner: User, practice: Practice, django_capture_on_commit_callbacks: Any
) -> None:
    own = ClientFactory(practice=practice, coach=owner, name="Ruth herself", email=owner.email)
    with django_capture_on_commit_callbacks(execute=True):
        invite(own, by=owner, link_base="http://testserver")
    path = re.search(r"http://testserver(/invite/\S+)", str(mail.outbox[-1].body))
    assert path
    response = as_coach.post(path[1])
    assert response.status_code == 422
    assert "This account belongs to a practice already" in response.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("answer", [ConnectionRefusedError("no server"), SMTPServerDisconnected("gone")])
def test_without_a_mail_server_the_invitation_stands_and_the_coach_is_told(
    invited: Client, as_coach: Browser, settings: Any, answer: OSError
) -> None:
    Refusing.answer = answer
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"

    page = as_coach.post(f"/coach/clients/{invited.pk}/invitation/", follow=True)

    assert page.status_code == 200
    assert "could not be mailed. Try again" in page.content.decode()
    assert "Invite again" in page.content.decode()
    assert Invitation.objects.filter(client=invited, accepted_at=None).count() == 1
