"""A client leaves for good: their rows, their files, and what of their account is nobody else's."""

import logging
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from accounts.leaving import close_account, delete_account, delete_own_rows, end_sessions, forget_gone
from accounts.models import Membership, Role, User
from accounts.repeats import forget_about
from accounts.tenancy import practice_scope
from clients.clips import forget_files
from clients.deletions import Mark, mark_when_done
from clients.models import Client
from hooks.telling import forget

log = logging.getLogger(__name__)


@transaction.atomic
def delete_client(client: Client, *, typed: str) -> None:
    """Delete an archived client, everything logged and written about them, and the files of their clips and photos.

    `typed` is the client's name as the coach typed it, whatever its capitals and spaces. Raises ValidationError when
    it is another name, or when the client is not archived.

    The rule for their account: their membership as a client of this practice goes. The account itself goes too when
    nothing else refers to it; it stays when it belongs to another practice, coaches somewhere, or works for support.
    """
    held = (
        Client.objects.select_for_update(of=("self",))
        .select_related("user")
        .get(pk=client.pk, practice_id=client.practice_id)
    )
    if held.status != Client.Status.ARCHIVED:
        raise ValidationError(
            gettext("Archive %(name)s first. Only archived clients are deleted for good.") % {"name": held.first_name}
        )
    if _folded(typed) != _folded(held.name):
        raise ValidationError({"name": gettext("Type the name as it stands here: %(name)s.") % {"name": held.name}})
    user, practice_id = held.user, held.practice_id
    forget_files(held)
    forget(practice_id, held.pk)
    held.delete()
    forget_about(practice_id)
    gone = _unlink(user, practice_id) if user else False
    mark_when_done(Mark(practice_id, client.pk, user.pk if user and gone else None))
    forget_gone()


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _unlink(user: User, practice_id: UUID) -> bool:
    """Returns whether the account went."""
    Membership.objects.filter(practice_id=practice_id, user=user, role=Role.CLIENT).delete()
    if user.is_staff or user.is_superuser:
        return False
    try:
        delete_account(user)
    except IntegrityError:
        return False  # another practice knows this person: the account is theirs to keep
    end_sessions(user)
    return True


# --- The client's own wish ------------------------------------------------------------------------------------


def keeps_account(user: User) -> bool:
    """Whether the account outlives the client in it: it coaches somewhere, or works for support."""
    return user.is_staff or user.is_superuser or Membership.objects.filter(user=user).coaches().exists()


@transaction.atomic
def leave(user: User) -> bool:
    """Everything about this person as a client goes, in every practice, with their files; their coaches are told.

    The account goes too, and with it every sign-in; returns False where it stays (see `keeps_account`).
    """
    for membership in list(Membership.objects.filter(user=user, role=Role.CLIENT)):
        with practice_scope(membership.practice_id, user.pk):
            _leave_practice(user, membership)
    stays = keeps_account(user)
    if not stays:
        close_account(user)
        end_sessions(user)
    forget_gone()
    return not stays


def _leave_practice(user: User, membership: Membership) -> None:
    for client in Client.objects.select_for_update(of=("self",)).select_related("coach").filter(user=user):
        words = {"name": client.name, "coach": client.coach, "site": settings.SITE_URL}
        transaction.on_commit(partial(_tell_coach, words))
        mark_when_done(Mark(client.practice_id, client.pk, None if keeps_account(user) else user.pk))
        forget_files(client)
        forget(membership.practice_id, client.pk)
        client.delete()
        forget_about(membership.practice_id)
    membership.delete()
    if not keeps_account(user):
        delete_own_rows(user)


def _tell_coach(words: dict[str, object]) -> None:
    """What is deleted stays deleted, also when the mail server does not take the mail."""
    coach = words["coach"]
    assert isinstance(coach, User)
    try:
        with override(coach.language or settings.LANGUAGE_CODE):
            subject = gettext("%(name)s has left Kickstand") % {"name": words["name"]}
            body = render_to_string("mail/client_left.txt", words)
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [coach.email])
    except OSError:
        log.exception("A coach could not be told that a client has left.")
