"""Writes that can be repeated: the answer to a POST with an Idempotency-Key is kept, and given again."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import KeptAnswer

KEPT = dt.timedelta(hours=48)


def claim(user: Any, practice_id: UUID, *, caller: str, key: str, digest: str) -> tuple[KeptAnswer, bool]:
    """The row of this key, and whether it is new, so that the work is the caller's to do.

    Whoever comes second while the first one works waits here: the database takes a key once. When the first one gives
    up, its row is gone with its transaction and the work is the second one's.
    """
    own = {"practice_id": practice_id, "user": user, "caller": caller, "key": key}
    KeptAnswer.objects.filter(**own, created_at__lt=timezone.now() - KEPT).delete()
    mine = KeptAnswer(**own, digest=digest)
    KeptAnswer.objects.bulk_create([mine], ignore_conflicts=True)
    held = KeptAnswer.objects.get(**own)
    return held, held.pk == mine.pk


def keep(answer: KeptAnswer, *, status: int, headers: dict[str, str], body: str) -> None:
    answer.status, answer.headers, answer.body = status, headers, body
    answer.save(update_fields=["status", "headers", "body"])


def forget_old() -> None:
    """What is older than 48 hours goes."""
    KeptAnswer.objects.filter(created_at__lt=timezone.now() - KEPT).delete()


def forget_about(practice_id: UUID) -> None:
    """Somebody left the practice for good: no answer that is kept may tell of them still."""
    KeptAnswer.objects.filter(practice_id=practice_id).delete()
