"""How a side's technique looked in a session: a coach marks it, the engine reads it (row 3), the client too."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clients.cards import refresh
from clients.models import SessionItem, TechniqueMark
from clients.proposals import open_anew
from clients.services import look_again


@transaction.atomic
def mark_technique(item: SessionItem, *, side: str, sound: bool | None, note: str = "", by: User) -> None:
    """One side of one exercise: sound, failed, or (None) not judged after all.

    The engine looks again, for two failed sessions move a side down. A decision whose grounds have gone is overtaken;
    a next session that has no set yet is opened anew. Raises ValidationError for a note that is too long.
    """
    marks = TechniqueMark.objects.filter(practice_id=item.practice_id, item=item, side=side)
    held = marks.select_for_update().first()
    if sound is None:
        marks.delete()
    else:
        mark = held or TechniqueMark(practice_id=item.practice_id, item=item, side=side)
        mark.is_sound, mark.note, mark.marked_by, mark.marked_at = sound, note.strip(), by, timezone.now()
        mark.full_clean(exclude=["practice", "item", "marked_by"], validate_unique=False)
        mark.save()
    judged_otherwise = (held.is_sound if held else None) is False or sound is False
    if not judged_otherwise:
        refresh(item.session_id)
    elif look_again(item.session) is not None:
        open_anew(item.assignment_id)


def technique_words(item: SessionItem) -> list[dict[str, Any]]:
    """A line a marked side, for whoever trained: `Technique sound.`, `Technique not there yet: hips turn at the top.`

    The marks are read through the prefetch `technique`.
    """
    return [
        {"side": mark.side, "text": _words(mark), "sound": mark.is_sound}
        for mark in sorted(item.technique.all(), key=lambda mark: mark.side)
    ]


def _words(mark: TechniqueMark) -> str:
    verdict = _("Technique sound") if mark.is_sound else _("Technique not there yet")
    if not mark.note:
        return f"{verdict}."
    return f"{verdict}: {mark.note}" if mark.note.endswith((".", "!", "?")) else f"{verdict}: {mark.note}."
