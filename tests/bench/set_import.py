"""Seconds and memory of importing 100,000 rows from another tool: the preview in a request, then the worker's job.

    DATABASE_URL=postgres://… python -m tests.bench.set_import [rows] [format…]

Each format in a process of its own, so that the peak of memory is its own, too. `CPU` is that of our process and, where
the database is on this machine, of its backend. Wants a database that is migrated and has the library; leaves nothing
behind, also of a run that was killed once the next one begins.
"""

import os
import resource
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
MOST_SECONDS, MOST_MB = 60, 300
NAME = "Bench of set imports"
HEADS = "format          rows   MB  preview     CPU   import     CPU   +db  second     CPU  peak MB     sets"


@dataclass
class Clock:
    """Wall and CPU seconds of a block; `database`: those of the backend, 0 where nobody can tell."""

    wall: float = 0
    cpu: float = 0
    database: float = 0

    def __enter__(self) -> "Clock":
        self.begun = time.perf_counter(), time.process_time(), _of_backend()
        return self

    def __exit__(self, *_: Any) -> None:
        wall, cpu, database = self.begun
        self.wall, self.cpu = time.perf_counter() - wall, time.process_time() - cpu
        self.database = _of_backend() - database


def measure(rows: int, kind: str) -> None:
    from clients.models import SetImport, SetLog
    from clients.set_import.preview import read_sets
    from clients.set_import.writing import import_sets
    from exercises.models import Variation
    from tests.clients.set_files import export, years

    client, user = _world()
    built_in = Variation.objects.filter(practice=None).select_related("exercise")[:20]
    data = export(kind, years(rows, [each.full_name for each in built_in]))
    with Clock() as preview:
        row = read_sets(client, data, by=user)
    mapping = {each["name"]: (each["to"], "both") for each in row.names if each["to"]}
    _confirmed(row, mapping)
    with Clock() as first:
        import_sets(client.practice_id, row.pk)
    row = SetImport.objects.get(pk=row.pk)
    held = SetLog.objects.filter(client=client).count()
    again = read_sets(client, data, by=user)
    _confirmed(again, mapping)
    with Clock() as second:
        import_sets(client.practice_id, again.pk)
    again.refresh_from_db()
    print(
        f"{kind:10}{rows:10,}{len(data) / 1e6:5.1f}{preview.wall:9.1f}{preview.cpu:8.1f}{first.wall:9.1f}"
        f"{first.cpu:8.1f}{first.database:6.1f}{second.wall:8.1f}{second.cpu:8.1f}{_megabytes():9}{held:9,}",
        flush=True,
    )
    assert (held, again.added) == (row.added, 0)
    assert row.done_rows == rows
    assert first.wall < MOST_SECONDS, first
    assert _megabytes() < MOST_MB, _megabytes()


def _confirmed(row: Any, mapping: dict[str, Any]) -> None:
    """Without a job: a worker of a server beside would do it at the same time."""
    row.mapping, row.state = mapping, "waiting"
    row.save()


def _world() -> tuple[Any, Any]:
    from accounts.models import Role
    from tests.factories import ClientFactory, MembershipFactory, PracticeFactory, UserFactory

    user = MembershipFactory(
        practice=PracticeFactory(name=NAME), role=Role.OWNER, user=UserFactory(email=f"{uuid4()}@bench.test")
    ).user
    return ClientFactory(practice=user.memberships.get().practice, coach=user), user


def _sweep() -> None:
    """What a run has made, straight from the tables: a hundred thousand rows are not read to be deleted."""
    from django.apps import apps
    from django.db import connection, transaction

    from accounts.models import Practice, User

    practices = list(Practice.objects.filter(name=NAME).values_list("pk", flat=True))
    tables = [
        (each._meta.db_table, field.column)
        for each in apps.get_models()
        for field in each._meta.concrete_fields
        if field.name == "practice"
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        tables.sort(key=lambda each: each[0] == "accounts_change")  # deletions are told there
        for table, column in tables if practices else ():
            cursor.execute(f"DELETE FROM {table} WHERE {column} = ANY(%s)", [practices])
        Practice.objects.filter(pk__in=practices).delete()
        User.objects.filter(email__endswith="@bench.test").delete()


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _of_backend() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0


def main(rows: int, kinds: list[str]) -> int:
    print(f"load {os.getloadavg()[0]:.1f}\n{HEADS}", flush=True)
    ran = [subprocess.run([sys.executable, "-m", "tests.bench.set_import", str(rows), kind]) for kind in kinds]
    return max(each.returncode for each in ran)


if __name__ == "__main__":
    django.setup()
    from tests.clients.set_files import FORMATS

    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    if len(sys.argv) == 3:
        _sweep()
        try:
            measure(asked, sys.argv[2])
        finally:
            _sweep()
    else:
        sys.exit(main(asked, sys.argv[2:] or list(FORMATS)))
