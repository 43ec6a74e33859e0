"""`make budget`: what a phone has to load and how quick that is, on the demo practice with the files of production."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from launcher.browser import ensure_browser
from launcher.console import ROOT, Refusal, run_quietly, say
from launcher.environment import PYTHON, ensure_environment
from launcher.server import HOST, child, database_environment, prepare, serve_command, wait_until_ready

LIGHTHOUSE = ["npx", "--yes", "lighthouse@13"]
TRIES = 3  # on a busy machine it loses the start of the page now and then, and asks to be run again
WANTED = {"performance": 95, "accessibility": 100, "best-practices": 100}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
PLACE = "localhost"  # a browser trusts it as it trusts https: secure cookies and the worker work there


def budget() -> int:
    """Print every figure beside its bound. Returns 1 when one is over it."""
    ensure_environment()
    browser = ensure_browser()
    with database_environment() as env:
        prepare(env)
        port = _free_port()
        production = {**env, **_production()}
        run_quietly(
            [PYTHON, "manage.py", "collectstatic", "--noinput", "--clear"],
            log="collectstatic",
            failing="the static files cannot be collected",
            env=production,
        )
        with child(serve_command(port), production) as server:
            wait_until_ready(server, port, HOST)
            return _measure(f"http://{PLACE}:{port}", str(browser), production)


def _production() -> dict[str, str]:
    return {
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": f"{HOST},{PLACE}",
        "SECURE_SSL_REDIRECT": "0",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _measure(address: str, browser: str, env: Mapping[str, str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        cookie = Path(folder) / "cookie"
        command = [str(PYTHON), "-m", "tests.bench.phone", address, str(cookie)]
        done = subprocess.run(command, cwd=ROOT, env={**env, "KICKSTAND_CHROMIUM": browser})
        if not cookie.exists():
            raise Refusal("the pages cannot be measured.")
        if not shutil.which("npx"):
            say("Lighthouse: not measured. It needs Node, and there is none here.")
            return done.returncode
        pages = {"sign-in": ("/accounts/login/", ""), "today": ("/me/today/", cookie.read_text())}
        good = [_lighthouse(name, address + path, sent, browser, folder) for name, (path, sent) in pages.items()]
    return 0 if all(good) and not done.returncode else 1


# --- Lighthouse ------------------------------------------------------------------------------------------------


def _lighthouse(name: str, url: str, cookie: str, browser: str, folder: str) -> bool:
    """Whether a page has the scores that are wanted, on Lighthouse's own slow phone; `cookie`: signed in with it."""
    found = json.loads(_run(url, cookie, browser, Path(folder) / f"{name}.json").read_text())
    scores = {key: round(100 * (found["categories"][key]["score"] or 0)) for key in WANTED}
    told = ", ".join(f"{key} {scores[key]} (at least {least})" for key, least in WANTED.items())
    say(f"Lighthouse, {name}: {told}; {_timings(found['audits'])}")
    for complaint in _complaints(found):
        say(f"  {complaint}")
    return all(scores[key] >= least for key, least in WANTED.items())


def _run(url: str, cookie: str, browser: str, path: Path) -> Path:
    command = [
        *(*LIGHTHOUSE, url, "--quiet", "--output=json", f"--output-path={path}", f"--chrome-flags={FLAGS}"),
        f"--only-categories={','.join(WANTED)}",
        *([f"--extra-headers={json.dumps({'Cookie': cookie})}"] if cookie else []),
    ]
    for left in reversed(range(TRIES)):
        try:
            run_quietly(command, log="lighthouse", failing="Lighthouse", env={**os.environ, "CHROME_PATH": browser})
            break
        except Refusal:
            if not left:
                raise
    return path


def _timings(audits: dict[str, Any]) -> str:
    named = {"first-contentful-paint": "FCP", "largest-contentful-paint": "LCP", "interactive": "TTI"}
    named |= {"total-blocking-time": "TBT", "cumulative-layout-shift": "CLS", "speed-index": "SI"}
    return ", ".join(f"{short} {audits[key]['displayValue']}" for key, short in named.items() if key in audits)


def _complaints(found: dict[str, Any]) -> list[str]:
    """The audits that cost accessibility or best practices something."""
    named = [
        found["audits"][each["id"]]
        for key in ("accessibility", "best-practices")
        for each in found["categories"][key]["auditRefs"]
        if each["weight"]
    ]
    quiet = ("notApplicable", "manual", "informative")
    return [
        f"{audit['id']}: {audit['title']}"
        for audit in named
        if audit["scoreDisplayMode"] not in quiet and (audit["score"] or 0) < 1
    ]
