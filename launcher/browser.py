"""A Chromium for the tests: the one that is there, or one that gets installed."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from launcher.console import Refusal, is_root, run_quietly, say
from launcher.environment import PYTHON

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "/usr/bin/chromium")
WHERE_PLAYWRIGHT_KEEPS_IT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def ensure_browser(environ: Mapping[str, str] = os.environ) -> Path:
    """The path of a Chromium or Chrome that starts.

    Looks at CHROMIUM, then at PATH, then at Playwright's own; then installs Debian's package, or else Playwright's
    download. Raises Refusal when all that fails, so that browser tests never pass by being left out.
    """
    chosen = environ.get("CHROMIUM") or environ.get("KICKSTAND_CHROMIUM")
    if chosen:
        if not starts(chosen):
            raise Refusal(f"CHROMIUM is {chosen}, which does not start.")
        return Path(chosen)
    found = on_path() or playwrights()
    if found:
        return found
    for install in (_from_debian, _from_playwright):
        try:
            install()
        except (Refusal, OSError):
            continue
        if found := on_path() or playwrights():
            return found
    raise Refusal("no browser for the tests: install Chromium (apt-get install chromium), or set CHROMIUM to one.")


def on_path() -> Path | None:
    paths = (shutil.which(name) for name in NAMES)
    return next((Path(path) for path in paths if path and starts(path)), None)


def playwrights() -> Path | None:
    """The browser that Playwright has downloaded before, if it has."""
    done = subprocess.run([PYTHON, "-c", WHERE_PLAYWRIGHT_KEEPS_IT], capture_output=True, text=True)
    path = done.stdout.strip()
    return Path(path) if path and starts(path) else None


def starts(path: str) -> bool:
    """Whether the program runs at all (a browser without its libraries does not)."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _from_debian() -> None:
    if not shutil.which("apt-get"):
        raise Refusal("this is not Debian")
    sudo = [] if is_root() else ["sudo", "-n"]
    say("Installing Debian's chromium for the browser tests.")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run_quietly([*sudo, "apt-get", "update", "-q"], log="browser", failing="apt-get", env=env)
    install = [*sudo, "apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"]
    run_quietly(install, log="browser", failing="apt-get", env=env)


def _from_playwright() -> None:
    say("Downloading Playwright's chromium for the browser tests.")
    run_quietly([PYTHON, "-m", "playwright", "install", "chromium"], log="browser", failing="playwright")
