"""What the launcher says, how it stops, and the programs it runs on the way."""

import errno
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / ".data"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Refusal(Exception):
    """The launcher cannot go on. The message is one line that says why, and what to do."""


class Stopped(BaseException):
    """Someone asked the launcher to stop (Ctrl-C, SIGTERM, a closed terminal)."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def say(text: str) -> None:
    print(text, flush=True)


def catch_signals() -> None:
    """Turn the first signal into Stopped; ignore what follows, so that tidying up is not cut short."""
    for number in SIGNALS:
        signal.signal(number, _stop)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise Stopped(number)


def one_line(text: str, *, otherwise: str = "no reason given") -> str:
    """The reason in a program's output: its last line that is marked as an error, or else its last line."""
    if "No space left on device" in text:
        return "no space left on the disk"
    marked: list[str] = re.findall(r"\b(?:error|fatal|cause|caused by): *(.*\S)", text, re.IGNORECASE)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [otherwise, *lines, *marked][-1]


def explain(error: OSError) -> str:
    """An operating system error as one line that names the file."""
    where = f": {error.filename}" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"no space left on the disk{where}"
    return f"{(error.strerror or str(error)).lower()}{where}"


def run_quietly(
    command: Sequence[str | Path],
    *,
    log: str,
    failing: str,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run a program with its output in `.data/log/<log>.log`.

    Raises Refusal with `failing`, the program's reason and the log's place.
    """
    path = DATA / "log" / f"{log}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    path.write_text(done.stdout)
    if done.returncode:
        raise Refusal(f"{failing}: {one_line(done.stdout)} (all of it: {path.relative_to(ROOT)})")


def is_root() -> bool:
    return os.geteuid() == 0


def complain(text: str) -> None:
    print(f"kickstand: {text}", file=sys.stderr, flush=True)
