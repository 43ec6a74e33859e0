"""Background jobs in tests: really queued in PostgreSQL, really done by `manage.py worker`, in this process."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.management import call_command
from django.db import connection, connections


def empty_queue() -> None:
    """The tables of jobs are not Django's to empty between tests."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers, procrastinate_workers CASCADE")


def work_off() -> None:
    """Does all jobs that wait now, in a thread of its own: a browser test before may have left a loop running here."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(_work).result()


def run_apart(begin: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Runs it to its end in a thread of its own, for the same reason."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(lambda: asyncio.run(begin())).result()


def _work() -> None:
    try:
        call_command("worker", once=True)
    finally:
        connections.close_all()


def queued() -> list[dict[str, Any]]:
    """What is left in the queue, oldest first: done jobs are gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, args ->> 'user_id' AS user_id, status::text, attempts, scheduled_at > now() AS later"
            " FROM procrastinate_jobs ORDER BY id"
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
