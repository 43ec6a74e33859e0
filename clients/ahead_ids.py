"""The ids of sessions that nobody has opened yet.

A phone without signal opens a coming session from the page it keeps, and logs sets for it. So the rows get, when they
are made at last, the ids that the page said: they follow from what the session is, not from when it was opened.

An exercise is known by what it is, not by its place: where the coach has put another one there meanwhile, a set that a
phone held for the first is not taken for the second.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from accounts.models import uuid7
from clients.models import Assignment, Session

if TYPE_CHECKING:
    from clients.freezing import Asked

NAMESPACE = UUID("6f1d3c1e-52f5-5d0a-9c58-2b8b6f0f3a57")  # never changed: phones hold pages with ids made from it
TRIES = 8


def id_to_open(assignment: Assignment, due_on: dt.date) -> UUID:
    """The id that the session of a training day gets when it is opened. One query.

    A session that was moved to another day took its id along; when its old day is due again, the next one is free.
    """
    usual = [session_id(assignment.pk, due_on, n) for n in range(TRIES)]
    taken = set(Session.objects.filter(practice_id=assignment.practice_id, pk__in=usual).values_list("pk", flat=True))
    return next((pk for pk in usual if pk not in taken), None) or uuid7()


def session_id(assignment_id: UUID, due_on: dt.date, n: int = 0) -> UUID:
    return uuid5(NAMESPACE, f"session/{assignment_id}/{due_on.isoformat()}/{n}")


def swap_id(item_id: UUID, key: str) -> UUID:
    """Of what a client takes instead of an exercise: a phone without signal logs sets for it before it is kept here."""
    return uuid5(NAMESPACE, f"instead/{item_id}/{key}")


def item_ids(session_id: UUID, asked: Iterable["Asked"]) -> list[UUID]:
    """The ids of a session's exercises, in their order: by progression, by swap, or by exercise and how often."""
    seen: Counter[str] = Counter()
    found = []
    for each in asked:
        name = _named(each)
        seen[name] += 1
        found.append(uuid5(NAMESPACE, f"item/{session_id}/{name}/{seen[name]}"))
    return found


def _named(asked: "Asked") -> str:
    if asked.swap is not None:
        return f"swap/{asked.swap.pk}"
    if asked.track is not None:
        return f"track/{asked.track.pk}"
    variations = sorted({str(target.variation_id) for target in asked.targets})
    return f"fixed/{'+'.join(variations)}" if variations else f"left out/{asked.position}"
