"""Server time of the review with 500 clients and 1,000,000 logged sets, through all middleware.

    DATABASE_URL=postgres://… python -m tests.bench.inbox

Wants a database that is migrated and has the library; leaves nothing behind (it takes a minute to fill it).
"""

import os
import statistics
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
RUNS, CLIENTS, SESSIONS = 25, 500, 334  # six sets a session: 1,002,000 sets
OPEN = 4  # sessions of each client that no coach has looked at; every fifth client has a step up waiting

ROWS = """
CREATE TEMP TABLE done AS
SELECT gen_random_uuid() AS id, gen_random_uuid() AS item, c.id AS client, a.id AS assignment, n,
       (now() - make_interval(days => (%(sessions)s - n) * 3))::date AS day,
       now() - make_interval(days => (%(sessions)s - n) * 3, mins => row_number() OVER (ORDER BY c.id)::int) AS at
  FROM clients_client c JOIN clients_assignment a ON a.client_id = c.id, generate_series(1, %(sessions)s) AS n
 WHERE c.practice_id = %(practice)s;

INSERT INTO clients_session (id, practice_id, client_id, assignment_id, due_on, performed_on, zone, status, skip_reason,
                             opened_at, finished_at, note, red_flag, reviewed_at)
SELECT id, %(practice)s, client, assignment, day, day, 'Europe/London', 'finished', '', at, at, '', false,
       CASE WHEN n <= %(sessions)s - %(open)s THEN at END FROM done;

INSERT INTO clients_sessionitem (id, practice_id, session_id, assignment_id, position, label, warm_up_sets, note,
                                 action, is_deload, reasons)
SELECT item, %(practice)s, id, assignment, 1, '', 0, '', 'add_reps', false, '[]' FROM done;

INSERT INTO clients_target (id, practice_id, item_id, side, rung_id, variation_id, implement, load, load_words, unit,
                            sets, reps, reps_low, reps_high, rir, tempo, rest_s)
SELECT gen_random_uuid(), %(practice)s, item, side, %(rung)s, %(variation)s, 'barbell', 40, '', 'kg', 3, '{8,8,8}', 8,
       12, 2, '2011', 90 FROM done, unnest(ARRAY['left', 'right']) AS side;

INSERT INTO clients_setlog (id, practice_id, client_id, uuid, session_id, item_id, set_number, side, kind, skip_reason,
                            reps, load, unit, rir, pain, performed_at, received_at)
SELECT gen_random_uuid(), %(practice)s, client, gen_random_uuid(), id, item, number, side, 'done', '', 8 + n %% 4, 40,
       'kg', 2, 0, at, at FROM done, unnest(ARRAY['left', 'right']) AS side, generate_series(1, 3) AS number;

INSERT INTO clients_proposal (id, practice_id, assignment_id, session_id, proposed, outcome, reasons, needs_coach,
                              status, created_at, note, cleared)
SELECT gen_random_uuid(), %(practice)s, assignment, id, %(sides)s, CASE WHEN waits THEN NULL ELSE %(sides)s::jsonb END,
       %(reasons)s, false, CASE WHEN waits THEN 'waiting' ELSE 'automatic' END, at, '', false
  FROM (SELECT *, n = %(sessions)s AND abs(hashtext(client::text)) %% 5 = 0 AS waits FROM done) AS each;

INSERT INTO clients_reviewcard (id, practice_id, client_id, kind, session_id, proposal_id, reasons, urgency, ladder,
                                happened_at, changed_at, closed_at)
SELECT gen_random_uuid(), %(practice)s, d.client, 'session', d.id, p.id,
       CASE WHEN p.status = 'waiting' THEN '[{"code": "move_up", "rank": 20, "side": ""}]'::jsonb
            ELSE '[{"code": "on_track", "rank": 34}]'::jsonb END,
       CASE WHEN p.status = 'waiting' THEN 20 ELSE 34 END, '[12, 4, 4]', d.at, d.at,
       CASE WHEN d.n <= %(sessions)s - %(open)s THEN d.at END
  FROM done d JOIN clients_proposal p ON p.session_id = d.id;
ANALYZE;
"""


def measure() -> None:
    from django.db import connection, transaction
    from django.test import Client as Browser
    from django.test.utils import CaptureQueriesContext

    from clients.models import ReviewCard, SetLog

    with transaction.atomic():
        user = _practice()
        browser = Browser()
        browser.force_login(user)
        print(f"{CLIENTS} clients, {SetLog.objects.count():,} sets, {ReviewCard.objects.open().count()} open cards")
        tag = browser.get("/coach/review/list/")["ETag"]
        for name, url, headers in (
            ("the review", "/coach/review/", {}),
            ("its list, something new", "/coach/review/list/", {}),
            ("its list, nothing new", "/coach/review/list/", {"If-None-Match": tag}),
            ("the clients", "/coach/clients/", {}),
        ):
            wall, work = zip(*(_once(browser, url, headers) for _ in range(RUNS)), strict=True)
            with CaptureQueriesContext(connection) as queries:
                size = len(browser.get(url, headers=headers).content) // 1024
            print(f"{name}: median {statistics.median(wall):.0f} ms, least {min(wall):.0f} ms,", end=" ")
            print(f"CPU {statistics.median(work):.0f} ms; {len(queries)} queries; {size} KB")
        transaction.set_rollback(True)


def _practice() -> Any:
    import json

    from django.db import connection

    from accounts.models import Role
    from clients.models import Assignment, Client
    from programs.models import Progression
    from tests.factories import MembershipFactory, PracticeFactory, UserFactory

    user = MembershipFactory(practice=PracticeFactory(), role=Role.OWNER, user=UserFactory()).user
    practice = user.memberships.get().practice
    ladder = max(Progression.objects.filter(practice=None), key=lambda each: each.rungs.count())
    rung = ladder.rungs.order_by("position")[3]
    clients = Client.objects.bulk_create(
        Client(practice=practice, coach=user, name=f"Client {n:03}", time_zone="Europe/London", body_mass_kg=70)
        for n in range(CLIENTS)
    )
    Assignment.objects.bulk_create(
        Assignment(
            practice=practice,
            client=client,
            progression=ladder,
            start_rung=rung,
            start_date="2024-01-01",
            weekdays=[0, 3],
            created_by=user,
        )
        for client in clients
    )
    side = {"action": "move_up", "rung": str(rung.pk), "position": rung.position, "load": 40, "unit": "kg", "sets": 3}
    sides = {name: side | {"reps": [8, 8, 8], "rest_s": 90} for name in ("left", "right")}
    reasons = [{"code": "in_range", "side": name, "figures": {}} for name in sides]
    facts = {
        "practice": practice.pk,
        "rung": rung.pk,
        "variation": rung.variation_id,
        "sessions": SESSIONS,
        "open": OPEN,
        "sides": json.dumps(sides),
        "reasons": json.dumps(reasons),
    }
    with connection.cursor() as cursor:
        for statement in ROWS.split(";\n"):
            if statement.strip():
                cursor.execute(statement, facts)
    return user


def _once(browser: Any, url: str, headers: dict[str, str]) -> tuple[float, float]:
    start, work = time.perf_counter(), time.process_time()
    response = browser.get(url, headers=headers)
    assert response.status_code in (200, 304)
    return (time.perf_counter() - start) * 1000, (time.process_time() - work) * 1000


if __name__ == "__main__":
    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    settings.DEBUG = False  # as in production: no query is kept for looking at
    measure()
