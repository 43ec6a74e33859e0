"""Do what waits in the background, and what is due by the clock."""

import asyncio
from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.signals import on_stop


class Command(BaseCommand):
    help = "Does background jobs (mail, webhooks) and what is due by the clock, until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="only the jobs that wait now; then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        with connected() as working:
            if once:
                with without_clock(working):
                    working.run_worker(wait=False, listen_notify=False, install_signal_handlers=False, **HABITS)
            else:
                asyncio.run(serve(working))


HABITS: dict[str, Any] = {"delete_jobs": "successful", "shutdown_graceful_timeout": 5}
# Queues, and how many of their jobs are done at a time. Webhooks wait for servers of others, which may be slow: they
# have a queue of their own, so that mail and pushes never stand behind them.
AT_ONCE = {"default": 1, "hooks": 8}


async def serve(working: App, **habits: Any) -> None:
    """A worker for each queue, in one process, until a signal stops them."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(sum(AT_ONCE.values()) + 2))
    async with working.open_async(), asyncio.TaskGroup() as group:
        workers = [
            group.create_task(
                working.run_worker_async(
                    queues=[queue],
                    concurrency=many,
                    name=queue,
                    install_signal_handlers=False,
                    **HABITS | habits,
                )
            )
            for queue, many in AT_ONCE.items()
        ]
        group.create_task(_stop_by_signal(workers))


async def _stop_by_signal(workers: list[asyncio.Task[None]]) -> None:
    """Each ends what it is doing and takes nothing up any more."""

    def stop() -> None:
        for worker in workers:
            worker.cancel()

    with on_stop(stop):
        await asyncio.wait(workers)


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
