"""Writes about people and practices."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.access import is_client, is_coach, membership_of
from accounts.models import Membership, Practice, Role, User
from accounts.services import join_practice, open_practice, update_user
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_opening_a_practice_makes_its_owner():
    user = UserFactory()
    practice = open_practice(owner=user, name="Hill Street Strength")
    assert membership_of(user).practice_id == practice.pk
    assert is_coach(user)
    assert Membership.objects.get().role == Role.OWNER


@pytest.mark.parametrize("name", ["", "x" * 81])
def test_a_practice_has_a_name_of_at_most_80_characters(name):
    with pytest.raises(ValidationError):
        open_practice(owner=UserFactory(), name=name)
    assert Practice.objects.count() == 0


def test_joining_twice_changes_nothing(practice):
    user = UserFactory()
    first = join_practice(practice_id=practice.pk, user=user, role=Role.CLIENT)
    again = join_practice(practice_id=practice.pk, user=user, role=Role.OWNER)
    assert first == again
    assert is_client(user)


def test_an_unknown_role_is_refused(practice):
    with pytest.raises(ValidationError):
        join_practice(practice_id=practice.pk, user=UserFactory(), role="king")


def test_updating_refuses_a_zone_that_is_none():
    user = UserFactory()
    with pytest.raises(ValidationError) as refused:
        update_user(user, display_name="A", time_zone="Mars/Olympus", unit="kg", language="", mail_digest=True)
    assert refused.value.message_dict.keys() == {"time_zone"}


def test_an_email_is_one_person_whatever_its_capitals():
    UserFactory(email="maya@kickstand.test")
    with pytest.raises(ValidationError):
        User.objects.create_user("MAYA@kickstand.test", "x")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="Maya@Kickstand.test")])


def test_the_newest_membership_counts_and_a_closed_account_has_none(practice, rival):
    join_practice(practice_id=practice.pk, user=rival, role=Role.COACH)
    assert membership_of(rival).practice_id == practice.pk
    gone = UserFactory(is_active=False)
    join_practice(practice_id=practice.pk, user=gone, role=Role.COACH)
    assert membership_of(gone) is None
