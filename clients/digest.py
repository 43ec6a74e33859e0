"""A mail about comments that their reader has not seen: at most one an hour, each comment in one mail only."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override

from accounts.access import language_of
from accounts.models import Membership, User
from clients.inbox import when_words
from clients.models import Client, Comment
from clients.unsubscribing import MESSAGES, Link, stop_headers

QUIET = dt.timedelta(minutes=10)  # who reads and writes at this moment needs no mail about it
SHOWN = 20  # comments that a mail quotes; it counts all


def waiting(practice_id: UUID, *, now: dt.datetime) -> Any:
    """Comments of a practice that no mail has told of, and that nobody is reading just now."""
    return Comment.objects.filter(practice_id=practice_id, mailed_at=None, created_at__lte=now - QUIET)


def readers(practice_id: UUID, *, now: dt.datetime | None = None) -> set[UUID]:
    """Who is due a mail: a client's own coach, and clients with an account, where they want one."""
    rows = waiting(practice_id, now=now or timezone.now())
    coaches = rows.filter(_new_to_coach(), client__coach__mail_digest=True, client__coach__is_active=True)
    clients = rows.filter(_new_to_client(), client__user__mail_digest=True, client__user__is_active=True)
    return {*coaches.values_list("client__coach", flat=True), *clients.values_list("client__user", flat=True)}


@transaction.atomic
def mail_digest(practice_id: UUID, user_id: UUID, *, now: dt.datetime | None = None) -> int:
    """Mail what is still new to this person, and note that it was mailed. Returns how many comments that were.

    Done again it mails nothing twice; two at a time for one person are kept apart by the job. Nothing is locked while
    the mail server is talked to: whoever opens the page then does not wait for it. Raises OSError when the server does
    not take the mail: then nothing is noted.
    """
    now = now or timezone.now()
    membership = Membership.objects.filter(practice_id=practice_id, user_id=user_id).select_related("user").first()
    if membership is None or not (membership.user.mail_digest and membership.user.is_active):
        return 0
    mine = (
        Q(client__coach=user_id) & _new_to_coach()
        if membership.is_coach
        else Q(client__user=user_id) & _new_to_client()
    )
    rows = waiting(practice_id, now=now).filter(mine).select_related("client", "author").order_by("created_at", "pk")
    found = list(rows)
    if not found:
        return 0
    with override(language_of(membership)):
        _send(membership, found, now)
    Comment.objects.filter(practice_id=practice_id, pk__in=[row.pk for row in found]).update(mailed_at=now)
    return len(found)


def _new_to_coach() -> Q:
    return Q(seen_by_coach_at=None)


def _new_to_client() -> Q:
    return Q(seen_by_client_at=None) & ~Q(client__status=Client.Status.ARCHIVED)


def _send(membership: Membership, found: Sequence[Comment], now: dt.datetime) -> None:
    user = membership.user
    shown = sorted(found[-SHOWN:], key=lambda row: (row.client.name, row.client_id, row.created_at))
    threads = [
        {"client": client, "link": _link(membership, client), "lines": [_line(row, user, now) for row in rows]}
        for client, rows in groupby(shown, key=lambda row: row.client)
    ]
    page = reverse("coach:settings" if membership.is_coach else "me:settings")
    words = {
        "user": user,
        "is_coach": membership.is_coach,
        "count": len(found),
        "more": len(found) - len(shown),
        "threads": threads,
        "settings": f"{settings.SITE_URL}{page}",
    }
    subject = ngettext("%(count)s new message", "%(count)s new messages", len(found)) % {"count": len(found)}
    text = render_to_string("mail/digest.txt", words)
    link = Link(kind=MESSAGES, user_id=user.pk, practice_id=membership.practice_id)
    EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email], headers=stop_headers(link)).send()


def _link(membership: Membership, client: Client) -> str:
    page = reverse("coach:client-messages", args=[client.pk]) if membership.is_coach else reverse("me:messages")
    return f"{settings.SITE_URL}{page}"


def _line(row: Comment, user: User, now: dt.datetime) -> dict[str, str]:
    who = row.author.name if row.author else gettext("Somebody who left")
    return {"who": who, "when": when_words(row.created_at, user, now=now), "text": row.text}
