"""Background jobs: the scope they run in, and what keeps the queue itself in order.

Jobs wait in PostgreSQL, in tables of procrastinate; `manage.py worker` does them. A job may be done twice (a worker
that is killed leaves it to the next one), so each looks at what is left to do before it does anything.
"""

from collections.abc import Callable
from functools import wraps
from io import StringIO
from typing import Any
from uuid import UUID

from django.core.management import call_command
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from accounts import api_use, changes, repeats
from accounts.leaving import forget_gone
from accounts.tenancy import practice_scope

# Waits 5 s, 25 s, 2 min, 10 min, 52 min: a mail server that is restarted, a network that is mended.
PATIENT = RetryStrategy(max_attempts=6, exponential_wait=5)
KEEP_FAILED_HOURS = 24 * 30
STALLED_SECONDS = 60


def practice_job(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Makes a job of a function: it is deferred with `practice_id=` (text) and sees only that practice's rows."""

    def decorate(work: Callable[..., Any]) -> Any:
        @app.task(**options)
        @wraps(work)
        def job(*, practice_id: str, **facts: Any) -> Any:
            with practice_scope(UUID(practice_id)):
                return work(practice_id=UUID(practice_id), **facts)

        return job

    return decorate


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take_up_stalled", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """A worker that was killed leaves its job as being done: it is queued again."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        await app.job_manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="tidy")
def tidy(timestamp: int) -> None:
    """Sessions and tokens that have run out go, and what the admin's log still tells of rows that are gone."""
    call_command("clearsessions")
    call_command("oidc_cleartokens", stdout=StringIO())
    forget_gone()


@app.periodic(cron="37 * * * *")
@app.task(queueing_lock="tidy_api")
def tidy_api(timestamp: int) -> None:
    """Answers kept for repeats go after 48 hours, changes after a month, counts of calls when their minute is over."""
    repeats.forget_old()
    changes.forget_old()
    api_use.forget_past()


@app.periodic(cron="27 3 * * *")
@app.task(queueing_lock="forget_failed", pass_context=True)
async def forget_failed(context: JobContext, timestamp: int) -> None:
    """Jobs that failed for good are kept for a month, to be looked at."""
    await app.job_manager.delete_old_jobs(nb_hours=KEEP_FAILED_HOURS, include_failed=True, include_cancelled=True)
