"""What becomes of a delivery: taken, sent, noted. The sending itself holds no transaction, for others are slow."""

import datetime as dt
import random
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from config import outward
from hooks.models import KEEP_START, TEST, Attempt, Delivery, Endpoint
from hooks.signing import signed_headers

PATIENCE_S, CONNECT_S = 15, 5
MINUTE, HOUR = 60, 60 * 60
# Until the next try, and a little sooner at random, so that what failed together does not come back together. With
# these, the last try comes 57 to 72 hours after the first.
WAITS_S = (
    MINUTE,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    20 * HOUR,
)
SOONER = 0.2
OFF_AFTER = dt.timedelta(days=5)  # of nothing but failures
GONE = 410
State = Delivery.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """All that sending takes, read before and held without a transaction."""

    delivery_id: UUID
    url: str
    message_id: str
    body: bytes
    secrets: Collection[str]


@transaction.atomic
def take(practice_id: UUID, endpoint_id: UUID, *, now: dt.datetime | None = None) -> Parcel | None:
    """What is due for an endpoint, the longest due first; None when nothing is, or the endpoint is off."""
    now = now or timezone.now()
    due = Delivery.objects.filter(practice_id=practice_id, endpoint=endpoint_id, endpoint__is_on=True).due(now)
    delivery = due.select_related("endpoint").order_by("due_at", "made_at", "pk").first()
    if delivery is None:
        return None
    return Parcel(
        delivery_id=delivery.pk,
        url=delivery.endpoint.url,
        message_id=delivery.message_id,
        body=delivery.body.encode(),
        secrets=delivery.endpoint.secrets(now),
    )


def send(parcel: Parcel, *, now: dt.datetime | None = None) -> outward.Reply:
    """One try. Never raises for what the other side does."""
    this_machine = settings.WEBHOOKS_TO_THIS_MACHINE
    moment = int((now or timezone.now()).timestamp())
    signed = signed_headers(parcel.secrets, message_id=parcel.message_id, timestamp=moment, body=parcel.body)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Kickstand-Webhooks/1",
        "Accept-Encoding": "identity",
        **signed,
    }
    return outward.post(
        parcel.url,
        parcel.body,
        headers,
        patience_s=PATIENCE_S,
        connect_s=CONNECT_S,
        this_machine=this_machine,
        read_bytes=KEEP_START,
    )


@transaction.atomic
def note(practice_id: UUID, delivery_id: UUID, reply: outward.Reply, *, now: dt.datetime | None = None) -> bool:
    """Keep how a try went, and what follows. Returns whether it got through: if not, the rest can wait a little."""
    now = now or timezone.now()
    rows = Delivery.objects.filter(practice_id=practice_id, pk=delivery_id)
    delivery = rows.select_for_update(of=("self",)).select_related("endpoint").first()
    if delivery is None:
        return True  # deleted meanwhile, with its endpoint
    Attempt.objects.create(
        practice_id=practice_id,
        delivery=delivery,
        at=now,
        status=reply.status,
        problem=reply.problem,
        took_ms=reply.took_ms,
        answer=_readable(reply.start),
    )
    if reply.status is not None and 200 <= reply.status < 300:
        _got_through(delivery, now)
        return True
    _failed(delivery, reply, now)
    return False


def _readable(start: bytes) -> str:
    """Text, whatever came. PostgreSQL keeps no NUL."""
    return start.decode("utf-8", "replace").replace("\x00", "\N{REPLACEMENT CHARACTER}")[:KEEP_START]


def _got_through(delivery: Delivery, now: dt.datetime) -> None:
    """Delivered. Where nothing had got through for a while, what still waits is not kept waiting any longer."""
    delivery.state, delivery.delivered_at = State.DELIVERED, now
    delivery.save(update_fields=["state", "delivered_at"])
    endpoint = delivery.endpoint
    if endpoint.failing_since is not None:
        mine = Endpoint.objects.filter(practice_id=delivery.practice_id, pk=endpoint.pk)
        mine.update(failing_since=None)
        waiting = Delivery.objects.filter(practice_id=delivery.practice_id, endpoint=endpoint, state=State.WAITING)
        waiting.filter(due_at__gt=now).update(due_at=now)


def _failed(delivery: Delivery, reply: outward.Reply, now: dt.datetime) -> None:
    """Later, or never. A test is not tried again: somebody waits to see it."""
    wait = max(_wait_s(delivery.tries), reply.wait_s)
    delivery.tries += 1
    delivery.due_at = now + dt.timedelta(seconds=wait)
    if delivery.type == TEST or delivery.due_at > delivery.give_up_at:
        delivery.state = State.GIVEN_UP
    delivery.save(update_fields=["tries", "due_at", "state"])
    _judge(delivery, reply, now)


def _wait_s(tries: int) -> float:
    longest: float = WAITS_S[min(tries, len(WAITS_S) - 1)]
    return longest * random.uniform(1 - SOONER, 1)


def _judge(delivery: Delivery, reply: outward.Reply, now: dt.datetime) -> None:
    """Whether the endpoint is told anything any more. That a test fails says only that it failed now."""
    endpoint = Endpoint.objects.select_for_update().get(practice_id=delivery.practice_id, pk=delivery.endpoint_id)
    if reply.status == GONE:
        switch_off(endpoint, Endpoint.Off.GONE, now=now)
    elif delivery.type == TEST:
        return
    elif endpoint.failing_since is None:
        endpoint.failing_since = now
        endpoint.save(update_fields=["failing_since"])
    elif now - endpoint.failing_since >= OFF_AFTER:
        switch_off(endpoint, Endpoint.Off.FAILING, now=now)


@transaction.atomic
def switch_off(endpoint: Endpoint, why: Endpoint.Off, *, now: dt.datetime | None = None) -> None:
    """Nothing goes there any more. What was on its way is given up; it can be sent again when the endpoint is on."""
    now = now or timezone.now()
    endpoint.is_on, endpoint.off_because, endpoint.off_at, endpoint.off_mailed_at = False, why, now, None
    endpoint.save(update_fields=["is_on", "off_because", "off_at", "off_mailed_at"])
    waiting = Delivery.objects.filter(practice_id=endpoint.practice_id, endpoint=endpoint, state=State.WAITING)
    waiting.update(state=State.GIVEN_UP)
