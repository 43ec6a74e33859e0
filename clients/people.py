"""Clients of a practice: make, change, invite, accept."""

import datetime as dt
import hashlib
import logging
import secrets
from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, override

from accounts.access import membership_of
from accounts.models import Membership, Role, User
from accounts.services import join_practice, language_here
from clients import happened
from clients.body_mass import keep_first, weigh
from clients.history import in_unit
from clients.inventory import default_inventory, default_inventory_lb
from clients.models import Assignment, Client, Invitation

log = logging.getLogger(__name__)

EDITABLE = (
    "name",
    "email",
    "goal",
    "body_mass_kg",
    "involved_side",
    "side_note",
    "unit",
    "time_zone",
    "inventory",
    "tags",
    "coach",
    "status",
)


@transaction.atomic
def add_client(*, coach: User, name: str, **facts: Any) -> Client:
    """A new client of the coach's practice. Raises ValidationError for a bad figure."""
    membership = membership_of(coach)
    if membership is None:
        raise ValidationError(gettext("Only a coach of a practice has clients."))
    facts.setdefault("unit", coach.unit)
    facts.setdefault("time_zone", coach.time_zone)
    facts.setdefault("inventory", default_inventory_lb() if facts["unit"] == "lb" else default_inventory())
    client = Client(practice_id=membership.practice_id, coach=coach, name=name, **facts)
    client.full_clean(exclude=["practice"])
    client.save()
    keep_first([client])
    return client


@transaction.atomic
def update_client(client: Client, **changes: Any) -> Client:
    """Change what is known of a client; another body mass is today's. Raises ValidationError."""
    mass = client.body_mass_kg
    if changes.get("unit", client.unit) != client.unit:
        _convert_start(client, client.unit, changes["unit"])
    for field in EDITABLE:
        if field in changes:
            setattr(client, field, changes[field])
    client.full_clean(exclude=["practice"])
    client.save(update_fields=[field for field in EDITABLE if field in changes])
    if client.body_mass_kg is not None and client.body_mass_kg != mass:
        weigh(client, kg=client.body_mass_kg)
    return client


def _convert_start(client: Client, old: str, unit: str) -> None:
    """Start loads are in the client's unit: those of what has ended too, for it may go on again."""
    for assignment in Assignment.objects.filter(
        practice_id=client.practice_id, client=client, start_load__isnull=False
    ):
        assignment.start_load = in_unit(assignment.start_load, old, unit)
        assignment.save(update_fields=["start_load"])


# --- Invitations ----------------------------------------------------------------------------------------------
# The link carries the practice and a secret: /invite/<practice>.<secret>/. The practice opens the row-level scope in
# which the secret's hash is looked up, so that a stranger's request never needs more rights than a member's.


class InvitationUsed(Exception):
    """The link is unknown, used or too old. One answer for all three."""


@transaction.atomic
def invite(client: Client, *, by: User, link_base: str, told: Callable[[bool], None] = lambda _: None) -> Invitation:
    """Mail the client a link that is good once, for 14 days. An earlier unused link stops working.

    `link_base` is the site's address, such as https://kickstand.example. The mail leaves after the commit; `told` hears
    then whether it did. Raises ValidationError without an e-mail.
    """
    if client.status == Client.Status.ARCHIVED:
        raise ValidationError(
            {"email": gettext("%(name)s is archived. Restore them first.") % {"name": client.first_name}}
        )
    if not client.email:
        raise ValidationError(
            {"email": gettext("%(name)s has no e-mail yet. Add one, then invite.") % {"name": client.first_name}}
        )
    if client.user_id:
        raise ValidationError({"email": gettext("%(name)s has signed up already.") % {"name": client.first_name}})
    now = timezone.now()
    Invitation.objects.filter(
        practice_id=client.practice_id, client=client, accepted_at=None, expires_at__gt=now
    ).update(expires_at=now)
    secret = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        practice_id=client.practice_id,
        client=client,
        email=client.email.lower(),
        token_hash=_hash(secret),
        invited_by=by,
        expires_at=now + Invitation.LIFETIME,
    )
    words = {
        "client": client,
        "coach": by,
        "link": f"{link_base}/invite/{client.practice_id}.{secret}/",
        "days": Invitation.LIFETIME.days,
    }
    transaction.on_commit(lambda: told(_send_invitation(client.email, words)))
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation) -> None:
    """The link stops working. Raises ValidationError for one that was used, or is void already."""
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    now = timezone.now()
    if held.accepted_at or held.expires_at <= now:
        raise ValidationError(gettext("This invitation was used, or is void already."))
    held.expires_at = now
    held.save(update_fields=["expires_at"])


def _send_invitation(email: str, words: dict[str, Any]) -> bool:
    """Whether the mail server took it. The invitation stands either way: inviting again makes a new link."""
    body = render_to_string("mail/invitation.txt", words)
    try:
        send_mail(_invitation_subject(words["coach"]), body, settings.DEFAULT_FROM_EMAIL, [email])
    except OSError:  # no connection, no time, and every refusal of the server (SMTPException)
        log.exception("An invitation could not be mailed.")
        return False
    return True


def _invitation_subject(coach: User) -> str:
    """Who is invited has told nobody their language yet: the mail says it in each."""
    said = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            said.append(gettext("%(coach)s invites you to Kickstand") % {"coach": coach.name})
    return " / ".join(said)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def split_token(token: str) -> tuple[UUID, str]:
    """Practice and secret of a link. Raises InvitationUsed when it was never one of ours."""
    practice, dot, secret = token.partition(".")
    try:
        return UUID(practice), secret if dot else ""
    except ValueError as error:
        raise InvitationUsed from error


def find_invitation(practice_id: UUID, secret: str, *, now: dt.datetime | None = None) -> Invitation:
    """The open invitation of a link. Raises InvitationUsed."""
    found = (
        Invitation.objects.filter(
            practice_id=practice_id, token_hash=_hash(secret), accepted_at=None, expires_at__gt=now or timezone.now()
        )
        .select_related("client", "invited_by", "practice")
        .first()
    )
    if found is None or found.client.user_id or found.client.status == Client.Status.ARCHIVED:
        raise InvitationUsed
    return found


@transaction.atomic
def accept_invitation(
    invitation: Invitation, *, user: User | None = None, name: str = "", password: str | None = None
) -> User:
    """Bind the link to one user: the given one, or a new one with the invited e-mail (no password: codes by mail).

    Raises InvitationUsed when somebody was quicker, ValidationError when the e-mail has an account (sign in first) or
    the user is known in the practice already.
    """
    held = Invitation.objects.select_for_update().select_related("client").get(pk=invitation.pk)
    if held.accepted_at or held.client.user_id:
        raise InvitationUsed
    user = user or _new_user(held, name=name, password=password)
    if membership_of(user) is not None or Membership.objects.filter(practice_id=held.practice_id, user=user).exists():
        raise ValidationError(gettext("This account belongs to a practice already. Join with another e-mail."))
    join_practice(practice_id=held.practice_id, user=user, role=Role.CLIENT)
    held.client.user = user
    held.client.save(update_fields=["user"])
    held.accepted_at = timezone.now()
    held.save(update_fields=["accepted_at"])
    happened.client_joined(held.client)
    return user


def _new_user(invitation: Invitation, *, name: str, password: str | None) -> User:
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise ValidationError({"email": gettext("This e-mail has an account. Sign in, then open the link again.")})
    client = invitation.client
    user = User.objects.create_user(
        invitation.email,
        password,
        display_name=name or client.name,
        time_zone=client.time_zone,
        unit=client.unit,
        language=language_here(),
    )
    # With a password the link itself shows that the mail arrived; with codes the code does.
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=password is not None)
    return user
