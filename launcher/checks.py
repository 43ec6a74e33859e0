"""`make test` and its parts: lint, types, import contracts, migrations, and the tests themselves."""

import os
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence

from launcher.browser import ensure_browser
from launcher.console import DATA, ROOT, say
from launcher.environment import PYTHON, ensure_environment
from launcher.postgres import embedded

Step = tuple[str, list[str]]
CONTRACTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"  # has no `python -m`


def check_all(pytest_arguments: Sequence[str]) -> int:
    """Run every check, also after one fails. Returns 0 when all passed."""
    return _check([*lint_steps(), *django_steps(), pytest_step(pytest_arguments)])


def check_tests(pytest_arguments: Sequence[str]) -> int:
    return _check([pytest_step(pytest_arguments)])


def _check(steps: list[Step]) -> int:
    ensure_environment()
    browser = ensure_browser()
    say(f"Browser: {browser}")
    env = test_environment(os.environ, browser=str(browser))
    if env.get("DATABASE_URL"):
        return run_steps(steps, env)
    with embedded("test", fast=True) as url:
        return run_steps(steps, {**env, "DATABASE_URL": url})


def lint() -> int:
    """What needs neither database nor browser."""
    ensure_environment()
    return run_steps(lint_steps(), test_environment(os.environ, browser=""))


def check_sync(arguments: Sequence[str]) -> int:
    """Only the phones without signal, against their model: as many histories as are asked for."""
    os.environ["SYNC_HISTORIES"] = arguments[0] if arguments else "10000"
    return _check([pytest_step(["tests/clients/test_sync_machine.py", "-q", "--no-header", "--durations=4"])])


def tidy() -> int:
    """Write the files as `lint` wants them."""
    ensure_environment()
    steps = [
        ("ruff check --fix", _module("ruff", "check", "--fix", ".")),
        ("ruff format", _module("ruff", "format", ".")),
        ("djade", _djade()),
    ]
    return run_steps(steps, os.environ)


def lint_steps() -> list[Step]:
    return [
        ("ruff check", _module("ruff", "check", "--output-format", "concise", ".")),
        ("ruff format", _module("ruff", "format", "--check", "--output-format", "concise", ".")),
        ("djade", _djade("--check")),
        ("mypy", _module("mypy")),
        ("import contracts", [str(PYTHON), "-c", CONTRACTS]),
    ]


def django_steps() -> list[Step]:
    return [
        ("migrations", [str(PYTHON), "manage.py", "makemigrations", "--check", "--dry-run"]),
        ("django checks", [str(PYTHON), "manage.py", "check", "--fail-level", "WARNING"]),
    ]


def pytest_step(arguments: Sequence[str]) -> Step:
    """As many workers as there are cores, between two and eight; `-n` among the arguments wins."""
    workers = max(2, min(8, os.cpu_count() or 2))
    return "pytest", _module("pytest", "-n", str(workers), *arguments)


def test_environment(environ: Mapping[str, str], *, browser: str) -> dict[str, str]:
    """The environment of the checks: development settings, whatever the shell has set for running."""
    env = {**environ, "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "config.settings", "KICKSTAND_CHROMIUM": browser}
    env["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the thread that asks the database
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "PORT"):
        env.pop(name, None)
    return env


def run_steps(steps: Sequence[Step], env: Mapping[str, str]) -> int:
    """Run each step and say how it went. Returns 1 if any failed."""
    failed = []
    for title, command in steps:
        say(f"\n== {title}")
        began = time.monotonic()
        if subprocess.run(command, cwd=ROOT, env=env).returncode:
            failed.append(title)
        say(f"-- {title}: {'FAILED' if title in failed else 'passed'} ({time.monotonic() - began:.1f} s)")
    say(f"\nFailed: {', '.join(failed)}" if failed else f"\nAll {len(steps)} passed." if len(steps) > 1 else "")
    return 1 if failed else 0


def _module(name: str, *arguments: str) -> list[str]:
    return [str(PYTHON), "-m", name, *arguments]


def _djade(*options: str) -> list[str]:
    apps = [path.parent for path in ROOT.glob("*/apps.py")]
    folders = [ROOT / "templates", *(app / "templates" for app in apps)]
    pages = sorted(str(page.relative_to(ROOT)) for folder in folders for page in folder.rglob("*.html"))
    return [str(PYTHON.with_name("djade")), "--target-version", "5.2", *options, *pages]


def clean() -> int:
    """`make clean`: remove caches and test data; keep the environment and the development database."""
    for name in (".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis", "test-results"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for folder in (DATA / "log", DATA / "test", DATA / "static"):
        shutil.rmtree(folder, ignore_errors=True)
    return 0
