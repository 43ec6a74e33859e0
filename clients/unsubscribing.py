"""The link in a mail that ends its kind, for whoever holds the mail: no sign-in, no expiry, and one click suffices."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.tenancy import practice_scope
from clients.models import Client, Reminder, ReminderSetting
from clients.reminding import setting_of

SALT = "clients.unsubscribing"
MESSAGES = "messages"  # the digest, of clients and coaches
KINDS = (MESSAGES, Reminder.Kind.SESSION.value, Reminder.Kind.DECISION.value)


class NoSuchLink(Exception):
    """The link is not one of ours, or not complete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Which mails to whom."""

    kind: str
    user_id: UUID
    practice_id: UUID


def stop_address(link: Link) -> str:
    token = signing.dumps([link.kind, link.user_id.hex, link.practice_id.hex], salt=SALT)
    return f"{settings.SITE_URL}{reverse('unsubscribe', args=[token])}"


def stop_headers(link: Link) -> dict[str, str]:
    """What lets a mail program offer a button of its own (RFC 8058)."""
    return {"List-Unsubscribe": f"<{stop_address(link)}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def read_link(token: str) -> Link:
    """Raises NoSuchLink."""
    try:
        kind, user, practice = signing.loads(token, salt=SALT)
        link = Link(kind=kind, user_id=UUID(user), practice_id=UUID(practice))
    except (signing.BadSignature, ValueError, TypeError, AttributeError) as error:
        raise NoSuchLink from error
    if link.kind not in KINDS:
        raise NoSuchLink
    return link


@transaction.atomic
def stop(link: Link) -> None:
    """No mail of this kind any more. Again changes nothing; somebody who has left is no error."""
    if link.kind == MESSAGES:
        User.objects.filter(pk=link.user_id).update(mail_digest=False)
        return
    with practice_scope(link.practice_id):
        client = (
            Client.objects.filter(practice_id=link.practice_id, user_id=link.user_id)
            .select_related("reminder_setting")
            .first()
        )
        if client is None:
            return
        setting: ReminderSetting = setting_of(client)
        setattr(setting, f"{link.kind}_mail", False)
        setting.save()
