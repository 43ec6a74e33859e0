"""Notes of coaches about a client, for each other. The client never sees them."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from clients.models import Client, ClientNote

SHOWN = 3  # on the client's page


@transaction.atomic
def write_note(client: Client, *, author: User, text: str, now: dt.datetime | None = None) -> ClientNote:
    """Raises ValidationError keyed by `text` when it is empty or too long."""
    note = ClientNote(
        practice_id=client.practice_id,
        client=client,
        author=author,
        text=text.strip(),
        created_at=now or timezone.now(),
    )
    note.full_clean(exclude=["client", "practice"])
    note.save()
    return note


@transaction.atomic
def change_note(note: ClientNote, *, text: str, now: dt.datetime | None = None) -> ClientNote:
    """Other words in its place, and when. The same words change nothing. Raises ValidationError like `write_note`."""
    if note.text == text.strip():
        return note
    note.text, note.changed_at = text.strip(), now or timezone.now()
    note.full_clean(exclude=["client", "practice", "author"])
    note.save(update_fields=["text", "changed_at"])
    return note


def notes_about(client: Client, user: Any) -> Any:
    """The newest first, with who wrote them."""
    return ClientNote.objects.for_coach(user).filter(client=client).select_related("author").order_by("-created_at")


def own_notes(client: Client, user: Any) -> Any:
    """Those that a coach may change: their own, and those of coaches who have left."""
    return notes_about(client, user).filter(Q(author=user) | Q(author=None))
