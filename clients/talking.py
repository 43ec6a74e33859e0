"""What coach and client write to each other: write a line, and see those of the other side."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import is_coach
from accounts.models import User, uuid7
from clients import verdicts
from clients.message_cards import raise_message
from clients.models import Client, Comment, Session


@transaction.atomic
def comment_on(about: Session | Client, *, author: User, text: str, pk: UUID | None = None) -> Comment:
    """A line about a session, or about nothing but the client themselves, that client and coach both read.

    Whoever writes has seen it. A client's line is a card of the review until a coach answers. `pk`: made by whoever
    sends it. Raises ValidationError when it is empty or too long.
    """
    session = about if isinstance(about, Session) else None
    client = about if isinstance(about, Client) else about.client
    comment = Comment(
        id=pk or uuid7(),
        practice_id=client.practice_id,
        client=client,
        session=session,
        author=author,
        text=readable(text),
    )
    if author.pk == client.user_id:
        comment.seen_by_client_at = comment.created_at
    else:
        comment.seen_by_coach_at = comment.created_at
    comment.full_clean(exclude=["client", "session", "practice"], validate_unique=False)
    comment.save(force_insert=True)
    if author.pk == client.user_id:
        raise_message(comment)
    else:
        verdicts.answer(client, by=author)
    return comment


def readable(text: str) -> str:
    """Lines as they were typed, without the sign that PostgreSQL keeps in no text."""
    if "\x00" in text:
        raise ValidationError({"text": _("There is a character in it that cannot be stored.")})
    return text.replace("\r\n", "\n").strip()


def seen_field(user: User) -> str:
    """Where a comment holds that this person's side has seen it. The coaches of a practice are one side."""
    return "seen_by_coach_at" if is_coach(user) else "seen_by_client_at"


def mark_seen(comments: Iterable[Comment], *, by: User, now: dt.datetime | None = None) -> int:
    """The comments that stood before `by` are seen by their side; returns how many were new.

    The first time stays, and the objects stay as they were read, so that a page can still point at what is new.
    """
    field = seen_field(by)
    new = [comment.pk for comment in comments if getattr(comment, field) is None]
    if not new:
        return 0
    rows = Comment.objects.for_user(by).filter(pk__in=new, **{field: None})
    return int(rows.update(**{field: now or timezone.now()}))
