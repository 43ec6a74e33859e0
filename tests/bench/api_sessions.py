"""Server time of 100 sessions with their sets over the API, through all middleware.

    DATABASE_URL=postgres://… python -m tests.bench.api_sessions

Wants a database that is migrated; leaves nothing behind.
"""

import datetime as dt
import os
import statistics

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
RUNS = 25
SESSIONS = 100
ADDRESSES = ("/api/v1/sessions/?limit=100&expand=sets", "/api/v1/sessions/?limit=100", "/api/v1/sets/?limit=200")


def measure() -> None:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from tests.api import tool
    from tests.bench.client_page import _once
    from tests.clients.rows import finished
    from tests.factories import AssignmentFactory, ClientFactory, MembershipFactory, PracticeFactory

    with transaction.atomic():
        owner = MembershipFactory(practice=PracticeFactory(), role="owner").user
        client = ClientFactory(practice=owner.memberships.get().practice, coach=owner)
        assignment = AssignmentFactory(client=client)
        for day in range(SESSIONS):
            finished(assignment, due_on=dt.date(2026, 1, 5) + dt.timedelta(days=day))
        browser = tool(owner)
        for address in ADDRESSES:
            _once(browser, address)  # what is read once a process
            wall, work = zip(*(_once(browser, address) for _ in range(RUNS)), strict=True)
            with CaptureQueriesContext(connection) as queries:
                answer = browser.get(address)
            print(f"{address}: {len(answer.json()['results'])} rows, {len(answer.content) // 1024} KB;", end=" ")
            print(f"median {statistics.median(wall):.0f} ms, least {min(wall):.0f} ms, CPU", end=" ")
            print(f"{statistics.median(work):.0f} ms; {len(queries)} queries")
        transaction.set_rollback(True)


if __name__ == "__main__":
    django.setup()
    measure()
