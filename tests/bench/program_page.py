"""Server time of the program builder: 12 weeks of 5 days of 8 exercises, 480 different lines, through all middleware.

    DATABASE_URL=postgres://… python -m tests.bench.program_page

Wants a database that is migrated and has the library; leaves nothing behind.
"""

import os
import statistics
import time
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
RUNS = 15
LINES = (
    "A1 hip thrust 3x8-12 @RIR2 90s",
    "A2 follow staggered hip thrust from rung 4",
    "back squat 5x5 @70% + 2 warm-up",
    "B1 split squat 3x8 per side @RIR2 tempo 3010 // knee over the toes",
    "B2 Romanian deadlift 3x8 @60kg 120s",
    "plank 3x30s",
    "push-up 2x10-15 @BW",
    "glute bridge 3x12",
)


def measure() -> None:
    from django.db import connection, transaction
    from django.test import Client as Browser
    from django.test.utils import CaptureQueriesContext

    with transaction.atomic():
        browser = Browser()
        user, family = _program()
        browser.force_login(user)
        page = f"/coach/programs/{family}/"
        _once(browser, page)  # templates and addresses are read once a process
        for name, url, forget in (
            ("edit", f"{page}edit/", False),
            ("edit, its lines never read before", f"{page}edit/", True),
            ("read", page, False),
        ):
            wall, work = zip(*(_once(browser, url, forget=forget) for _ in range(RUNS)), strict=True)
            with CaptureQueriesContext(connection) as queries:
                size = len(browser.get(url).content) // 1024
            print(f"{name}: median {statistics.median(wall):.0f} ms, least {min(wall):.0f} ms, CPU", end=" ")
            print(f"{statistics.median(work):.0f} ms; {len(queries)} queries; {size} KB")
        transaction.set_rollback(True)


def _program() -> tuple[object, object]:
    from accounts.models import Role
    from programs.building import EMPTY, add_line, place
    from programs.drafting import begin
    from programs.program_versions import save_program
    from tests.factories import MembershipFactory, PracticeFactory, UserFactory

    user = MembershipFactory(practice=PracticeFactory(), role=Role.OWNER, user=UserFactory()).user
    content = EMPTY | {"name": "Long", "weeks": 12, "days_a_week": 5}
    for week in range(1, 13):
        for day in range(1, 6):
            for line in LINES:
                content = add_line(content, place(week, day), f"{line.partition(' //')[0]} // {week}.{day}")
    draft = begin(by=user, kind="program", family=uuid4(), base=None, content=content)
    return user, save_program(draft, by=user).family


def _once(browser: object, url: str, *, forget: bool = False) -> tuple[float, float]:
    if forget:
        from programs import program_versions

        program_versions._reading.cache_clear()
    wall, work = time.perf_counter(), time.process_time()
    response = browser.get(url)  # type: ignore[attr-defined]
    assert response.status_code == 200
    return (time.perf_counter() - wall) * 1000, (time.process_time() - work) * 1000


if __name__ == "__main__":
    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    measure()
