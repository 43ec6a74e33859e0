"""The virtual environment `.venv`, filled from the hashed lock file."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from launcher.console import DATA, ROOT, Refusal, run_quietly, say

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / ".installed"
FROM_LOCK = ("--quiet", "--require-hashes", "-r")
RESOLVE = (
    *("--quiet", "--group", "dev", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate"),
    *("--custom-compile-command", "make lock"),
)
ROOM_TO_INSTALL = 1_000_000_000  # bytes: the environment, its downloads and a database
ROOM_TO_RUN = 100_000_000
Command = list[str | Path]


def ensure_environment() -> None:
    """Make `.venv` hold exactly what the lock file says. Quick when it already does.

    Raises Refusal when the folder cannot be written, the disk is full, Python has no venv module, or a package is
    missing or does not match its hash.
    """
    lock = LOCK.read_text()
    usable = _works()
    wanted = hashlib.sha256(lock.encode()).hexdigest()
    installed = usable and STAMP.exists() and STAMP.read_text() == wanted
    check_room(ROOM_TO_RUN if installed else ROOM_TO_INSTALL)
    if installed:
        return
    say("Installing what requirements.lock lists into .venv. The first time takes a minute.")
    STAMP.unlink(missing_ok=True)
    if not usable:
        _create()
    _install(lock)
    STAMP.write_text(wanted)


def check_room(needed: int, folder: Path = ROOT) -> None:
    """Raise Refusal unless the folder can be written and its disk has `needed` bytes free."""
    for place in (folder, folder / DATA.name):
        if place.exists() and not os.access(place, os.W_OK | os.X_OK):
            raise Refusal(f"{place} cannot be written by this user.")
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Refusal(f"no disk space: {folder} has {free // 10**6} MB free, {needed // 10**6} MB are needed.")


def _works() -> bool:
    """Whether `.venv` has a Python that starts (a moved or upgraded interpreter leaves one that does not)."""
    try:
        return subprocess.run([PYTHON, "-c", ""], capture_output=True).returncode == 0
    except OSError:
        return False


def _create() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    uv = shutil.which("uv")
    if not uv and not _has_venv():
        raise Refusal("Python's venv module is missing. On Debian: apt-get install python3-venv")
    command: Command = [uv, "venv", "--python", sys.executable, VENV] if uv else [sys.executable, "-m", "venv", VENV]
    run_quietly(command, log="venv", failing=".venv cannot be created")


def _has_venv() -> bool:
    return subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True).returncode == 0


def _install(lock: str) -> None:
    uv = shutil.which("uv") or _own_uv(lock)
    failing = "requirements.lock cannot be installed"
    try:
        run_quietly([uv, "pip", "install", "--python", PYTHON, *FROM_LOCK, LOCK], log="install", failing=failing)
    except Refusal as refusal:
        # pip knows mirrors and certificates from its own configuration, which uv does not read.
        if "hash" in str(refusal).lower() or not (VENV / "bin" / "pip").exists():
            raise
        run_quietly([PYTHON, "-m", "pip", "install", *FROM_LOCK, LOCK], log="install-pip", failing=failing)


def _own_uv(lock: str) -> Path:
    """Install uv itself into `.venv`, pinned and hashed by the same lock file."""
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        entry = DATA / "uv.lock"
        entry.parent.mkdir(exist_ok=True)
        entry.write_text(lock_entry(lock, "uv"))
        pip: Command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *FROM_LOCK, entry]
        run_quietly(pip, log="install-uv", failing="uv cannot be installed")
    return uv


def write_lock(arguments: Sequence[str]) -> int:
    """Resolve pyproject.toml into requirements.lock, keeping the versions it has unless asked to upgrade."""
    ensure_environment()
    command: Command = [VENV / "bin" / "uv", "pip", "compile", "pyproject.toml", *RESOLVE, "-o", LOCK, *arguments]
    run_quietly(command, log="lock", failing="requirements.lock cannot be written")
    return 0


def lock_entry(lock: str, package: str) -> str:
    """The lines of one package in a lock file: its pin and its hashes."""
    found = re.search(rf"^{re.escape(package)}==.*(?:\n[ \t]+--hash.*)*", lock, re.MULTILINE)
    if not found:
        raise Refusal(f"requirements.lock does not list {package}.")
    return found[0] + "\n"
