"""Server time of a client's page after 200 sessions, through all middleware: the page, one chart, the session log.

    DATABASE_URL=postgres://… python -m tests.bench.client_page

Wants a database that is migrated; leaves nothing behind.
"""

import datetime as dt
import os
import statistics
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
RUNS = 15
SESSIONS = 200


def measure() -> None:
    from django.db import connection, transaction
    from django.test import Client as Browser
    from django.test.utils import CaptureQueriesContext

    with transaction.atomic():
        browser = Browser()
        user, client = _trained()
        browser.force_login(user)
        page = f"/coach/clients/{client}/"
        _once(browser, page)  # templates and addresses are read once a process
        htmx = {"HX-Request": "true"}
        for name, url, headers in (
            ("page", page, {}),
            ("another chart", f"{page}?chart=e1rm", htmx),
            ("session log", f"{page}sessions/", {}),
        ):
            wall, work = zip(*(_once(browser, url, **headers) for _ in range(RUNS)), strict=True)
            with CaptureQueriesContext(connection) as queries:
                size = len(browser.get(url, headers=headers).content) // 1024
            print(f"{name}: median {statistics.median(wall):.0f} ms, least {min(wall):.0f} ms, CPU", end=" ")
            print(f"{statistics.median(work):.0f} ms; {len(queries)} queries; {size} KB")
        transaction.set_rollback(True)


def _trained() -> tuple[object, object]:
    """Two sessions a week for two years, every sixth week a lighter one, a new rung after every fifty."""
    from accounts.models import Role
    from clients.models import SessionItem, Target
    from tests.clients.rows import finished
    from tests.factories import AssignmentFactory, ClientFactory, MembershipFactory, PracticeFactory, UserFactory

    user = MembershipFactory(practice=PracticeFactory(), role=Role.OWNER, user=UserFactory()).user
    client = ClientFactory(practice=user.memberships.get().practice, coach=user)
    first = dt.date.today() - dt.timedelta(days=SESSIONS * 7 // 2)
    days = [first + dt.timedelta(days=n * 7 // 2) for n in range(SESSIONS)]
    assignment = AssignmentFactory(
        client=client, start_date=first, weekdays=sorted({day.weekday() for day in days}), progression__rungs=4
    )
    rungs = list(assignment.progression.rungs.order_by("position"))
    for place, day in enumerate(days):
        moment = dt.datetime.combine(day, dt.time(8), tzinfo=dt.UTC)
        session = finished(assignment, due_on=day, finished_at=moment)
        if place // 2 % 6 == 5:
            SessionItem.objects.filter(session=session).update(is_deload=True)
        rung = rungs[place * len(rungs) // SESSIONS]
        Target.objects.filter(item__session=session).update(rung=rung, variation=rung.variation)
    return user, client.pk


def _once(browser: object, url: str, **headers: str) -> tuple[float, float]:
    wall, work = time.perf_counter(), time.process_time()
    response = browser.get(url, headers=headers)  # type: ignore[attr-defined]
    assert response.status_code == 200
    return (time.perf_counter() - wall) * 1000, (time.process_time() - work) * 1000


if __name__ == "__main__":
    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    measure()
