"""Do what waits in the background, and what is due by the clock."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate import App
from procrastinate.contrib.django import app


class Command(BaseCommand):
    help = "Does background jobs (mail) and what is due by the clock, until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="only the jobs that wait now; then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        with connected() as working:
            if once:
                with without_clock(working):
                    working.run_worker(wait=False, listen_notify=False, install_signal_handlers=False, **HABITS)
            else:
                working.run_worker(**HABITS)


HABITS: dict[str, Any] = {"delete_jobs": "successful", "shutdown_graceful_timeout": 5}


@contextmanager
def connected() -> Iterator[App]:
    """The app with connections of its own: Django's cannot listen for new jobs."""
    connector: Any = app.connector
    with app.replace_connector(connector.get_worker_connector()) as working:
        yield working


@contextmanager
def without_clock(working: App) -> Iterator[None]:
    """Nothing that was due by the clock a moment ago is made up for."""
    before = working.periodic_defaults
    working.periodic_defaults = {"max_delay": 0}
    try:
        yield
    finally:
        working.periodic_defaults = before
