"""What a phone sends after it had no signal: read out of JSON, with its clock put right. No queries here."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

VERSIONS = {2}  # version 1 never came here: it posts the forms themselves, to the addresses that still take them
MOST_ACTIONS = 50
MOST_BYTES = 256 * 1024
CLOCK_IS_WRONG = dt.timedelta(minutes=5)
EARLIEST, LATEST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC), dt.datetime(2100, 12, 31, tzinfo=dt.UTC)


class Unreadable(Exception):
    """The whole batch cannot be read. `words` tell the person what to do; the phone keeps everything."""

    def __init__(self, words: str, *, status: int = 400, code: str = "unreadable") -> None:
        super().__init__(words)
        self.words, self.status, self.code = words, status, code


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One action. `data` holds plain text only; `said_at` is the phone's time put right, never later than now."""

    id: UUID
    kind: str
    data: dict[str, str]
    phone_time: str
    said_at: dt.datetime

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps([self.kind, self.data], sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Actions in the phone's order; `unread`: the ids of those that are none, as far as they can be named."""

    user: str
    actions: list[Sent]
    unread: list[str]
    cards: list[UUID]


def read_batch(body: bytes, *, now: dt.datetime) -> Batch:
    """The batch in a request's body. Raises Unreadable."""
    sent = _object(body)
    if sent.get("version") not in VERSIONS:
        words = _("This app is too old to send. Open it with signal, so that it is renewed. Nothing is lost.")
        raise Unreadable(words, status=422, code="version")
    listed = sent.get("actions")
    if not isinstance(listed, list):
        raise Unreadable(_("There are no actions in it."))
    if len(listed) > MOST_ACTIONS:
        raise Unreadable(_("At most %(count)d actions at once.") % {"count": MOST_ACTIONS}, status=413, code="too_many")
    off = _clock_is_off(sent.get("sent_at"), now)
    read = [_action(each, off=off, now=now) for each in listed]
    return Batch(
        user=str(sent.get("user", "")),
        actions=[each for each in read if isinstance(each, Sent)],
        unread=[each for each in read if isinstance(each, str)],
        cards=[pk for pk in map(uuid_of, _listed(sent.get("cards"))) if pk],
    )


def _object(body: bytes) -> dict[str, Any]:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("This is no JSON that can be read.")) from error
    if not isinstance(sent, dict):
        raise Unreadable(_("A batch is an object."))
    return sent


def _listed(value: Any) -> list[Any]:
    return value[:MOST_ACTIONS] if isinstance(value, list) else []


def uuid_of(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


# --- The phone's clock -----------------------------------------------------------------------------------------


def moment_of(text: Any) -> dt.datetime | None:
    """An instant out of a time with its offset; None for anything else."""
    try:
        moment = dt.datetime.fromisoformat(text) if isinstance(text, str) and len(text) <= 40 else None
        return moment.astimezone(dt.UTC) if moment is not None and moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def _clock_is_off(sent_at: Any, now: dt.datetime) -> dt.timedelta:
    """By how much the phone's clock is wrong; a little is the time on the way."""
    moment = moment_of(sent_at)
    off = moment - now if moment else dt.timedelta()
    return off if abs(off) > CLOCK_IS_WRONG else dt.timedelta()


def _put_right(text: Any, *, off: dt.timedelta, now: dt.datetime) -> dt.datetime:
    """When it was said. What no clock can have said is as old as its arrival: then the server's order holds."""
    moment = moment_of(text)
    try:
        moment = moment - off if moment else now
    except OverflowError:
        moment = now
    return min(moment, now) if EARLIEST <= moment <= LATEST else now


# --- One action ------------------------------------------------------------------------------------------------


def _action(sent: Any, *, off: dt.timedelta, now: dt.datetime) -> Sent | str:
    """An action, or the id of what is none."""
    if not isinstance(sent, dict):
        return ""
    pk, data = uuid_of(sent.get("id")), _texts(sent.get("data"))
    if pk is None or data is None:
        return str(sent.get("id", ""))[:60]
    at = sent.get("at")
    return Sent(
        id=pk,
        kind=_storable(str(sent.get("kind", "")))[:12],
        data=data,
        phone_time=_storable(str(at))[:40] if isinstance(at, str) else "",
        said_at=_put_right(at, off=off, now=now),
    )


def _texts(data: Any) -> dict[str, str] | None:
    """Every value as the form would post it; None where one is no plain value."""
    if not isinstance(data, dict) or any(isinstance(value, (dict, list)) for value in data.values()):
        return None
    return {_storable(name): "" if value is None else _storable(str(value)) for name, value in data.items()}


def _storable(text: str) -> str:
    """Without the signs that PostgreSQL keeps in no text."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
