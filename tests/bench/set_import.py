"""Seconds and memory of importing 100,000 rows from another tool: the preview in a request, then the worker's job.

    DATABASE_URL=postgres://… python -m tests.bench.set_import [rows] [format]

Wants a database that is migrated and has the library; deletes the practice that it makes.
"""

import os
import resource
import sys
import time
from typing import Any
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
MOST_SECONDS, MOST_MB = 60, 300


def measure(rows: int, kind: str) -> None:
    from clients.models import SetImport, SetLog
    from clients.set_import.preview import read_sets
    from clients.set_import.writing import import_sets
    from exercises.models import Variation
    from tests.clients.set_files import export, years

    client, user = _world()
    built_in = Variation.objects.filter(practice=None).select_related("exercise")[:20]
    names = [each.full_name for each in built_in]
    data = export(kind, years(rows, names))
    print(f"{kind}: {rows:,} rows, {len(data) / 1e6:.1f} MB; {_megabytes()} MB before")
    begun = time.perf_counter()
    row = read_sets(client, data, by=user)
    previewed = time.perf_counter() - begun
    mapping = {each["name"]: (each["to"], "both") for each in row.names if each["to"]}
    _confirmed(row, mapping)
    begun = time.perf_counter()
    import_sets(client.practice_id, row.pk)
    seconds = time.perf_counter() - begun
    row = SetImport.objects.get(pk=row.pk)
    held = SetLog.objects.filter(client=client).count()
    print(f"preview {previewed:.1f} s, import {seconds:.1f} s, {held:,} sets in {row.added_sessions:,} sessions")
    again = read_sets(client, data, by=user)
    _confirmed(again, mapping)
    begun = time.perf_counter()
    import_sets(client.practice_id, again.pk)
    again.refresh_from_db()
    print(f"a second time {time.perf_counter() - begun:.1f} s, {again.added} added; {_megabytes()} MB at most")
    assert (held, again.added) == (row.added, 0)
    assert seconds < MOST_SECONDS, seconds
    assert _megabytes() < MOST_MB, _megabytes()


def _confirmed(row: Any, mapping: dict[str, Any]) -> None:
    """Without a job: a worker of a server beside would do it at the same time."""
    row.mapping, row.state = mapping, "waiting"
    row.save()


def _world() -> tuple[Any, Any]:
    from accounts.models import Role
    from tests.factories import ClientFactory, MembershipFactory, PracticeFactory, UserFactory

    user = MembershipFactory(
        practice=PracticeFactory(), role=Role.OWNER, user=UserFactory(email=f"{uuid4()}@kickstand.test")
    ).user
    return ClientFactory(practice=user.memberships.get().practice, coach=user), user


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    django.setup()
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, sys.argv[2] if len(sys.argv) > 2 else "hevy_kg")
