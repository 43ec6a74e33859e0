"""The launcher's commands, and what happens when one cannot go on."""

import signal
import subprocess
from collections.abc import Callable, Sequence

from launcher import checks, server
from launcher.budget import budget
from launcher.console import ROOT, Refusal, Stopped, catch_signals, complain, explain
from launcher.environment import PYTHON, ensure_environment, write_lock


def main(arguments: Sequence[str]) -> int:
    """Run one command. Returns the exit code: 1 with one line on stderr when it cannot go on."""
    catch_signals()
    name, *rest = arguments or ["help"]
    try:
        return find(name)(rest)
    except Refusal as refusal:
        complain(str(refusal))
    except OSError as error:
        complain(explain(error))
    except Stopped as stopped:
        return 128 + stopped.number
    return 1


def find(name: str) -> Callable[[list[str]], int]:
    commands: dict[str, Callable[[list[str]], int]] = {
        "run": lambda rest: server.run(),
        "test": checks.check_all,
        "pytest": checks.check_tests,
        "lint": lambda rest: checks.lint(),
        "fmt": lambda rest: checks.tidy(),
        "clean": lambda rest: checks.clean(),
        "lock": write_lock,
        "manage": manage,
        "bench": lambda rest: bench(),
        "budget": lambda rest: budget(),
        "messages": lambda rest: messages(),
        "sync": checks.check_sync,
    }
    if name not in commands:
        raise Refusal(f"there is no command {name!r}. There are: {', '.join(commands)}.")
    return commands[name]


def manage(arguments: list[str]) -> int:
    """`manage.py` with the development database running, which is stopped again unless `make run` uses it."""
    ensure_environment()
    with server.database_environment() as env:
        signal.signal(signal.SIGINT, lambda number, frame: None)  # Ctrl-C in a shell is for the shell
        return subprocess.run([PYTHON, "manage.py", *arguments], cwd=ROOT, env=env).returncode


def bench() -> int:
    """Measure the progression engine. It needs no database."""
    ensure_environment()
    return subprocess.run([PYTHON, "-m", "tests.bench.engine"], cwd=ROOT).returncode


def messages() -> int:
    """Collect the words to translate and compile those that are. It needs no database."""
    ensure_environment()
    return subprocess.run([PYTHON, "-m", "config.catalogue"], cwd=ROOT).returncode
