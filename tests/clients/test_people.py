"""Clients made, changed and invited; an invitation binds once."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Membership, User
from clients.inventory import default_inventory_lb
from clients.models import Client
from clients.people import (
    InvitationUsed,
    accept_invitation,
    add_client,
    find_invitation,
    invite,
    split_token,
    update_client,
)
from tests.factories import UserFactory

BASE = "https://kickstand.example"


@pytest.fixture
def guest(coach: User) -> Client:
    return add_client(coach=coach, name="Owen Price", email="Owen@kickstand.test")


@pytest.fixture
def send(guest: Client, coach: User, django_capture_on_commit_callbacks: Any) -> Any:
    """Invite, and read the secret from the mail."""

    def go() -> tuple[Any, str]:
        with django_capture_on_commit_callbacks(execute=True):
            invite(guest, by=coach, link_base=BASE)
        body = str(mail.outbox[-1].body)
        token = body.split(f"{BASE}/invite/")[1].split("/")[0]
        return split_token(token)

    return go


def test_a_new_client_has_the_coachs_unit_zone_and_the_usual_equipment(coach: User) -> None:
    coach.unit, coach.time_zone = "lb", "America/New_York"
    coach.save()
    made = add_client(coach=coach, name="Owen Price")
    assert (made.unit, made.time_zone, made.inventory) == ("lb", "America/New_York", default_inventory_lb())


@pytest.mark.parametrize(
    "facts", [{"body_mass_kg": Decimal(10)}, {"time_zone": "Mars/Base"}, {"inventory": {"bar": "x"}}]
)
def test_a_bad_figure_is_refused(coach: User, facts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        add_client(coach=coach, name="Owen Price", **facts)


def test_only_a_coach_of_a_practice_has_clients(db: None) -> None:
    with pytest.raises(ValidationError):
        add_client(coach=UserFactory(), name="Owen Price")


def test_a_change_touches_what_was_changed(guest: Client) -> None:
    update_client(guest, goal="Run 10 km")
    guest.refresh_from_db()
    assert (guest.goal, guest.name) == ("Run 10 km", "Owen Price")


def test_the_link_binds_a_new_account_once(guest: Client, send: Any) -> None:
    practice, secret = send()
    invitation = find_invitation(practice, secret)
    user = accept_invitation(invitation, name="Owen", password="a-long-password")
    guest.refresh_from_db()
    assert (guest.user, user.email) == (user, "owen@kickstand.test")
    assert Membership.objects.get(user=user).role == "client"
    for again in (lambda: find_invitation(practice, secret), lambda: accept_invitation(invitation)):
        with pytest.raises(InvitationUsed):
            again()


def test_an_account_that_is_there_already_can_be_bound(guest: Client, send: Any) -> None:
    somebody = UserFactory(email="other@kickstand.test")
    assert accept_invitation(find_invitation(*send()), user=somebody) == somebody
    guest.refresh_from_db()
    assert guest.user == somebody


def test_a_known_e_mail_has_to_sign_in_first(guest: Client, send: Any) -> None:
    UserFactory(email="owen@kickstand.test")
    with pytest.raises(ValidationError):
        accept_invitation(find_invitation(*send()), name="Owen")
    guest.refresh_from_db()
    assert guest.user is None


def test_a_coach_cannot_become_their_own_client(send: Any, coach: User) -> None:
    with pytest.raises(ValidationError):
        accept_invitation(find_invitation(*send()), user=coach)


def test_the_link_is_good_for_fourteen_days(send: Any) -> None:
    practice, secret = send()
    assert find_invitation(practice, secret, now=timezone.now() + dt.timedelta(days=13, hours=23))
    with pytest.raises(InvitationUsed):
        find_invitation(practice, secret, now=timezone.now() + dt.timedelta(days=14, minutes=1))


def test_a_new_link_ends_the_one_before(send: Any) -> None:
    before = send()
    after = send()
    assert find_invitation(*after)
    with pytest.raises(InvitationUsed):
        find_invitation(*before)


@pytest.mark.parametrize("token", ["", "x", "x.y", "01a20459-a4dd-713f-b544-9f018201c735"])
def test_what_was_never_a_link(db: None, token: str) -> None:
    with pytest.raises(InvitationUsed):
        find_invitation(*split_token(token))


def test_the_secret_of_another_practice_opens_nothing(send: Any, rival: User) -> None:
    _, secret = send()
    with pytest.raises(InvitationUsed):
        find_invitation(rival.memberships.get().practice_id, secret)


def test_whoever_has_signed_up_is_not_invited(client_row: Client, coach: User) -> None:
    with pytest.raises(ValidationError):
        invite(client_row, by=coach, link_base=BASE)
