"""What is done in the background about webhooks."""

import datetime as dt
import time
from contextlib import suppress
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from accounts.jobs import PATIENT, practice_job
from accounts.tenancy import practice_scope
from hooks.delivering import note, send, take
from hooks.mailing import mail_switched_off
from hooks.models import Delivery, Endpoint
from hooks.queueing import QUEUE, queue

A_TURN_S = 20
KEEP = dt.timedelta(days=30)


@app.task(name="hooks.jobs.deliver", queue=QUEUE)
def deliver(practice_id: str, endpoint_id: str) -> None:
    """What is due for one endpoint, one after the other, until its turn is over. The scope is closed while it is sent.

    Killed in between, it sends something twice, with the same id: the other side knows it by that.
    """
    practice, endpoint = UUID(practice_id), UUID(endpoint_id)
    until = time.monotonic() + A_TURN_S
    while time.monotonic() < until:
        with practice_scope(practice):
            parcel = take(practice, endpoint)
        if parcel is None:
            return
        reply = send(parcel)
        with practice_scope(practice):
            if not note(practice, parcel.delivery_id, reply):
                return  # it fails now: the rest waits for the next minute
    queue(practice, endpoint)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="deliver_due")
def deliver_due(timestamp: int) -> None:
    """Every minute: what is due again, and what a request or a worker that was killed has left behind."""
    due = Delivery.objects.filter(endpoint__is_on=True).due(timezone.now()).order_by()
    for practice_id, endpoint_id in due.values_list("practice_id", "endpoint_id").distinct():
        queue(practice_id, endpoint_id)
    off = Endpoint.objects.filter(is_on=False, off_mailed_at=None).exclude(off_because=Endpoint.Off.BY_HAND)
    for practice_id, pk in off.values_list("practice_id", "pk"):
        name = f"hook is off {pk}"
        with suppress(AlreadyEnqueued):
            tell_owners.configure(lock=name, queueing_lock=name).defer(
                practice_id=str(practice_id), endpoint_id=str(pk)
            )


@practice_job(retry=PATIENT)
def tell_owners(*, practice_id: UUID, endpoint_id: str) -> None:
    """A mail server that does not answer is tried again; nothing counts as mailed before it has taken the mail."""
    mail_switched_off(practice_id, UUID(endpoint_id))


@app.periodic(cron="57 3 * * *")
@app.task(queueing_lock="forget_deliveries")
def forget_deliveries(timestamp: int) -> None:
    """The log goes back a month. What still waits is kept, however old."""
    old = Delivery.objects.filter(made_at__lt=timezone.now() - KEEP)
    old.exclude(state=Delivery.State.WAITING).delete()
