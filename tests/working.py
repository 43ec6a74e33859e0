"""Background jobs in tests: really queued in PostgreSQL, really done by `manage.py worker`, in this process."""

from typing import Any

from django.core.management import call_command
from django.db import connection


def empty_queue() -> None:
    """The tables of jobs are not Django's to empty between tests."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers, procrastinate_workers CASCADE")


def work_off() -> None:
    """Does all jobs that wait now."""
    call_command("worker", once=True)


def queued() -> list[dict[str, Any]]:
    """What is left in the queue, oldest first: done jobs are gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, args ->> 'user_id' AS user_id, status::text, attempts, scheduled_at > now() AS later"
            " FROM procrastinate_jobs ORDER BY id"
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
