"""Saying that something happened: kept in the same transaction as what happened, sent by a worker after it.

What is told is thin on purpose: ids, sides and a few figures, never anybody's own words. Who wants more reads it with
the API, under the rights of their token.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from accounts.models import uuid7
from hooks.models import Delivery, Endpoint
from hooks.queueing import queue_soon

VERSION = 1  # of the bodies; another one only for what would break a receiver (docs/webhooks.md)
TRIED_FOR = dt.timedelta(days=3)

Facts = dict[str, Any]


def tell(
    practice_id: UUID, event: str, facts: Callable[[], Iterable[Facts]], *, now: dt.datetime | None = None
) -> list[Delivery]:
    """Each of `facts` is one event, for every endpoint of the practice that is on and wants such events.

    One query when nobody does: `facts` is asked only when somebody wants them. Returns what is on its way.
    """
    wanting = Endpoint.objects.filter(practice_id=practice_id, is_on=True, events__contains=[event])
    ids = list(wanting.order_by("made_at").values_list("pk", flat=True))
    if not ids:
        return []
    now = now or timezone.now()
    rows = [row for data in facts() for row in deliveries(practice_id, ids, event, data, now=now)]
    made = Delivery.objects.bulk_create(rows)
    queue_soon(practice_id, ids)
    return made


def deliveries(
    practice_id: UUID, endpoints: Sequence[UUID], event: str, data: Facts, *, now: dt.datetime
) -> list[Delivery]:
    """The rows of one event, not saved: one for each endpoint, all with the same id."""
    told, body = uuid7(), _body(practice_id, event, data, now)
    return [
        Delivery(
            practice_id=practice_id,
            endpoint_id=endpoint,
            event=told,
            type=event,
            about=data.get("client"),
            body=body,
            made_at=now,
            due_at=now,
            give_up_at=now + TRIED_FOR,
        )
        for endpoint in endpoints
    ]


def forget(practice_id: UUID, about: UUID) -> None:
    """Who is deleted leaves nothing in the log, and nothing about them is sent any more."""
    Delivery.objects.filter(practice_id=practice_id, about=about).delete()


def _body(practice_id: UUID, event: str, data: Facts, now: dt.datetime) -> str:
    moment = now.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    told = {"type": event, "version": VERSION, "timestamp": moment, "data": {"practice": practice_id, **data}}
    return json.dumps(told, cls=DjangoJSONEncoder, separators=(",", ":"))
