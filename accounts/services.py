"""Writes about people and practices."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language

from accounts.models import Membership, Practice, Role, User, uuid7
from accounts.tenancy import practice_scope


@transaction.atomic
def open_practice(*, owner: User, name: str) -> Practice:
    """A coach registers: a practice of their own, and they own it. Raises ValidationError for a bad name."""
    practice = Practice(id=uuid7(), name=name)
    practice.full_clean()
    with practice_scope(practice.pk, owner.pk):
        practice.save()
        join_practice(practice_id=practice.pk, user=owner, role=Role.OWNER)
    return practice


@transaction.atomic
def join_practice(*, practice_id: UUID, user: User, role: str) -> Membership:
    """Make `user` a member; joining again as the same changes nothing. Raises ValidationError for an unknown role."""
    found = Membership.objects.filter(practice_id=practice_id, user=user).first()
    if found:
        return found
    membership = Membership(practice_id=practice_id, user=user, role=role)
    membership.full_clean()
    membership.save()
    user.__dict__.pop("_membership", None)
    return membership


def language_here() -> str:
    """The language of the page somebody joins on: mails to them speak it too. English is spoken without one."""
    language = get_language() or ""
    return "" if language == settings.LANGUAGE_CODE else language


@transaction.atomic
def update_user(user: User, *, display_name: str, time_zone: str, unit: str, language: str, mail_digest: bool) -> User:
    """Change how a person is named, in which zone, unit and language they read, and whether they want mail.

    An empty language follows the browser. Raises ValidationError.
    """
    user.display_name, user.time_zone, user.unit, user.mail_digest = display_name, time_zone, unit, mail_digest
    user.language = language
    user.full_clean(exclude=["password"])
    user.save(update_fields=["display_name", "time_zone", "unit", "language", "mail_digest"])
    return user
