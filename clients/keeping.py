"""What a phone sends about a set, kept whatever came before: new, sent again, corrected, on two phones, or stopped.

Several phones may say something about the same set, in any order and more than once. What was said last holds (a set
that was done goes before one that was only marked as stopped); everything else that was said is kept beside it. So
whatever the order in which the words arrive, the same ones hold in the end.
"""

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User, uuid7
from clients.cards import refresh
from clients.models import SessionItem, SetLog, SetRevision
from clients.services import CONTENT, SetConflict, SetFacts, correct_set, jsonable, log_set, said_at
from clients.skipping import places_left


class OtherPlace(Exception):
    """The UUID is that of another set, which is left as it is. `held` is that set."""

    def __init__(self, held: SetLog) -> None:
        super().__init__(_("This form has logged %(set)s already.") % {"set": held})
        self.held = held


class Kept(StrEnum):
    """What became of a set: it holds, it was there already, or something that was said later holds."""

    SAVED = "saved"
    HAD = "had"
    OVERTAKEN = "overtaken"


@transaction.atomic
def keep_set(item: SessionItem, facts: SetFacts, *, by: User) -> tuple[SetLog, Kept]:
    """Log a set, or correct the one that is there: the newest word of the person who trains holds, the older is kept.

    A late copy of what was corrected since changes nothing. Raises OtherPlace, and ValidationError as the services do.
    """
    facts = replace(facts, said_at=min(facts.said_at or facts.performed_at, timezone.now()))
    try:
        row, new = log_set(item, facts)
    except SetConflict as conflict:
        row, new = conflict.held, False
    if new:
        return row, Kept.SAVED
    if (row.item_id, row.side, row.set_number) != (item.pk, facts.side, facts.set_number):
        raise OtherPlace(row)
    held = SetLog.objects.select_for_update(of=("self",)).prefetch_related("revisions").get(pk=row.pk)
    return held, _settle(held, facts, by=by)


def _settle(held: SetLog, facts: SetFacts, *, by: User) -> Kept:
    """Two words about one set: which of them holds."""
    same, new, old = _content(held) == _content(facts), _rank(facts), _rank(held)
    later = new > old if facts.phone_time else new[:2] >= old[:2]  # without a phone's clock, the last to come
    if not same and any(_is_copy(revision, facts) for revision in held.revisions.all()):
        return Kept.HAD
    if later:
        correct_set(held, facts, by=by)
        return Kept.HAD if same else Kept.SAVED
    if not same:
        _keep_beside(held, facts, by=by)
    if facts.performed_at < held.performed_at:
        SetLog.objects.filter(pk=held.pk).update(performed_at=facts.performed_at)
    return Kept.HAD if same else Kept.OVERTAKEN


def _content(said: SetLog | SetFacts) -> dict[str, Any]:
    return {name: getattr(said, name) for name in CONTENT}


def _rank(said: SetLog | SetFacts) -> tuple[bool, dt.datetime | None, str]:
    """The later holds; of two at the very same time always the same one, whichever came first."""
    moment = said_at(said) if isinstance(said, SetLog) else said.said_at
    words = {name: None if value is None else _plain(value) for name, value in _content(said).items()}
    return said.kind != SetLog.Kind.STOPPED, moment, json.dumps(words, sort_keys=True)


def _plain(value: Any) -> Any:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def _is_copy(revision: SetRevision, facts: SetFacts) -> bool:
    """Whether these very words were kept before: the same figures with the same time on the phone's clock."""
    before = revision.before
    kept = before | {"load": None if before["load"] is None else Decimal(before["load"])}
    if any(kept.get(name) != getattr(facts, name) for name in CONTENT):
        return False
    if revision.phone_time or facts.phone_time:
        return revision.phone_time == facts.phone_time
    return facts.performed_at <= revision.replaced_at


def _keep_beside(held: SetLog, facts: SetFacts, *, by: User) -> None:
    """Words that do not hold, kept as what they are; the coach is told where they came from another phone."""
    other = held.uuid != facts.uuid
    SetRevision.objects.create(
        practice_id=held.practice_id,
        set=held,
        before=jsonable(_content(facts)),
        replaced_by=by,
        said_at=facts.said_at,
        phone_time=facts.phone_time,
        other_phone=other,
    )
    if other:
        refresh(held.session_id)


@transaction.atomic
def stop_rest(item: SessionItem, *, at: dt.datetime | None = None) -> int:
    """Mark every set that was not logged as stopped for pain. Returns how many."""
    at = at or timezone.now()
    missing = places_left(item)
    for side, number in missing:
        log_set(
            item,
            SetFacts(uuid=uuid7(), set_number=number, side=side, kind=SetLog.Kind.STOPPED, performed_at=at),
        )
    return len(missing)
