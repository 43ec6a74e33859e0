"""A job for an endpoint that has something to get. Named, not imported: hooks.jobs stands on everything else."""

from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

QUEUE = "hooks"  # of its own: what waits for somebody else's server holds up nothing of ours


def queue_soon(practice_id: UUID, endpoints: Iterable[UUID]) -> None:
    """After the commit, for a request has no rights on jobs. Were this lost, the clock would find what is due."""
    for endpoint in endpoints:
        transaction.on_commit(partial(queue, practice_id, endpoint), robust=True)


def queue(practice_id: UUID, endpoint_id: UUID) -> None:
    """One at a time for an endpoint, and no second one while the first waits."""
    name = f"hook {endpoint_id}"
    job = app.configure_task("hooks.jobs.deliver", queue=QUEUE, lock=name, queueing_lock=name)
    with suppress(AlreadyEnqueued):
        job.defer(practice_id=str(practice_id), endpoint_id=str(endpoint_id))
