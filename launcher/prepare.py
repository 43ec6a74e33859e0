"""Bring the database up to date: migrations, the exercise library, and the demo practice into an empty one.

The one part of the launcher that runs inside the environment: `.venv/bin/python -m launcher.prepare`. It is one
process for all steps, because starting Django costs more than most of them. Exit code 10 says that the demo is there.
"""

import os
import sys
import time
import traceback
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader

from launcher.console import DATA, ROOT, Refusal, Stopped, catch_signals, complain, say
from launcher.server import DEMO_IS_THERE

OLDEST_SERVER = 150_000
DEMO_COACH = "coach@kickstand.test"


def main() -> int:
    """Prepare the database of the settings. Returns an exit code; what went wrong is one line on stderr."""
    catch_signals()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
        return prepare()
    except (Refusal, ImproperlyConfigured) as error:
        complain(str(error))
    except OperationalError as error:
        complain(f"the database cannot be used: {str(error).strip().splitlines()[0]}")
    except Stopped as stopped:
        return 128 + stopped.number
    except Exception as error:
        log = DATA / "log" / "prepare.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(traceback.format_exc())
        said = " ".join(str(error).split())
        complain(f"the database cannot be prepared: {type(error).__name__}: {said} (all of it: {log})")
    return 1


def prepare() -> int:
    """Run the steps in order. Every one is safe to run again."""
    check_server(server_version())
    refuse_newer_schema()
    step("Bringing the database up to date", "migrate", verbosity=0)
    step("Loading the exercise library", "load_library", verbosity=0)
    if not settings.DEBUG:
        step("Collecting static files", "collectstatic", interactive=False, verbosity=0)
        return 0
    if not settings.VAPID_PRIVATE_KEY:
        step("Making keys for reminders", "vapid_keys", into=DATA / "vapid.env")
    people = get_user_model().objects
    if not people.exists():
        say("Making the demo practice: twelve weeks of fourteen clients. This once, it takes a minute or two.")
        step("The demo practice", "demo", "--if-empty", verbosity=0)
    return DEMO_IS_THERE if people.filter(email=DEMO_COACH).exists() else 0


def step(title: str, command: str, *arguments: str, **options: object) -> None:
    began = time.monotonic()
    call_command(command, *arguments, **options)
    took = time.monotonic() - began
    if took > 1:
        say(f"{title}: {took:.0f} s")


def server_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0])


def check_server(version: int) -> None:
    """Raise Refusal for a PostgreSQL older than 15 (`version` as the server counts: 150004 is 15.4)."""
    if version < OLDEST_SERVER:
        raise Refusal(f"the database server is PostgreSQL {version // 10_000}; Kickstand needs 15 or newer.")


def refuse_newer_schema() -> None:
    """Raise Refusal when the database has a migration of ours that this checkout does not know."""
    loader = MigrationLoader(connection)
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    unknown = unknown_migrations(set(loader.applied_migrations or ()), set(loader.disk_migrations or ()), ours)
    if unknown:
        raise Refusal(f"the database is of a newer version of Kickstand: it has the migration {unknown[0]}.")


def unknown_migrations(applied: set[tuple[str, str]], known: set[tuple[str, str]], apps_here: set[str]) -> list[str]:
    """Migrations of these apps that were applied and are not known, as `app.name`."""
    return sorted(f"{app}.{name}" for app, name in applied - known if app in apps_here)


if __name__ == "__main__":
    sys.exit(main())
