"""Seconds and queries of assigning to 100 clients at once, of its page, and of undoing it.

    DATABASE_URL=postgres://… python -m tests.bench.assign_many

Wants a database that is migrated and has the library; leaves nothing behind. Every client follows something already,
has a decision waiting, and 12 sessions logged.
"""

import datetime as dt
import os
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
CLIENTS, SESSIONS = 100, 12
PAGE = "/coach/assign/many/"


def measure() -> None:
    from django.db import transaction
    from django.test import Client as Browser

    from clients.assigning_many import assign_many, undo_batch
    from clients.models import AssignmentBatch

    with transaction.atomic():
        user, clients, ladder = _world()
        browser = Browser()
        browser.force_login(user)
        form = {"client": [str(each.pk) for each in clients], "what": f"progression:{ladder.pk}"}
        browser.post(PAGE, form | {"client": form["client"][:1]})  # templates and addresses are read once a process
        _timed("the page of 100", lambda: browser.post(PAGE, form))
        plans = _plans(clients, ladder)
        batch = _timed("assign 100, the service", lambda: assign_many(plans, by=user))
        _timed("undo, the service", lambda: undo_batch(batch))
        posted = form | _posted(clients, ladder)
        response = _timed("assign 100, the whole request", lambda: browser.post(PAGE, posted))
        assert response.status_code == 302, response.content.decode()[:3000]
        made = AssignmentBatch.objects.order_by("-created_at").first()
        undone = _timed("undo, the whole request", lambda: browser.post(f"{response['Location']}undo/"))
        assert undone.status_code == 302
        assert made
        transaction.set_rollback(True)


def _world() -> tuple[Any, list[Any], Any]:
    from accounts.models import Role
    from programs.models import Progression
    from tests.clients.rows import finished
    from tests.factories import AssignmentFactory, ClientFactory, MembershipFactory, PracticeFactory, UserFactory

    user = MembershipFactory(practice=PracticeFactory(), role=Role.OWNER, user=UserFactory()).user
    practice = user.memberships.get().practice
    clients = [ClientFactory(practice=practice, coach=user) for _ in range(CLIENTS)]
    ladder = Progression.objects.with_rungs().get(slug="staggered-hip-thrust")
    monday = dt.date.today() - dt.timedelta(days=dt.date.today().weekday() + 7 * SESSIONS)
    for client in clients:
        running = AssignmentFactory(client=client, progression=ladder, start_date=monday)
        for week in range(SESSIONS):
            status = "waiting" if week == SESSIONS - 1 else "superseded"
            finished(running, due_on=monday + dt.timedelta(weeks=week), status=status)
    return user, clients, ladder


def _plans(clients: list[Any], ladder: Any) -> list[Any]:
    from clients.assigning import Plan

    rung = ladder.rungs.all()[3]
    return [
        Plan(client=each, progression=ladder, start_rung=rung, start_date=dt.date.today(), weekdays=[1, 4])
        for each in clients
    ]


def _posted(clients: list[Any], ladder: Any) -> dict[str, Any]:
    rung = ladder.rungs.all()[3]
    return {
        "way": "assign",
        "start_date": dt.date.today().isoformat(),
        "weekdays": ["0", "3"],
        "coupling": "shared",
        "policy": "rung_changes",
        **{f"rung_{each.pk}_{ladder.pk}": str(rung.pk) for each in clients},
    }


def _timed(name: str, work: Callable[[], Any]) -> Any:
    from django.db import connection
    from django.http import HttpResponse
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        found = work()
        took = time.perf_counter() - began
    size = f", {len(found.content) // 1024} KB" if isinstance(found, HttpResponse) and found.content else ""
    print(f"{name}: {took:.2f} s, {len(queries)} queries{size}")
    return found


if __name__ == "__main__":
    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    measure()
