"""`make run`: everything from an empty folder to a page that answers, and back."""

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress

from launcher.console import DATA, ROOT, Refusal, Stopped, say
from launcher.environment import PYTHON, ensure_environment
from launcher.postgres import embedded

HOST = "127.0.0.1"
URL_FILE = DATA / "dev.url"
DEMO_IS_THERE = 10  # exit code of launcher.prepare
START_SECONDS = 60
LOOK_SECONDS, PAUSE_SECONDS = 0.5, 2
WORK = [str(PYTHON), "manage.py", "worker"]
SIGN_INS = """Sign in with the password kickstand-demo as
  coach@kickstand.test        a coach with fourteen clients
  assistant@kickstand.test    a coach of the same practice
  maya@kickstand.test         a client with a session due today
  rival@kickstand.test        a coach of another practice"""


def run() -> int:
    """Serve until asked to stop. Returns 0 then; raises Refusal when it cannot start."""
    port = parse_port(os.environ.get("PORT") or "8000")
    check_port(port)
    ensure_environment()
    with ExitStack() as stack:
        env = stack.enter_context(database_environment())
        demo = prepare(env)
        check_port(port)
        server = stack.enter_context(child(serve_command(port), env))
        wait_until_ready(server, port, allowed_host(env))
        say(f"Kickstand is ready: http://{HOST}:{port}")
        if demo:
            say(SIGN_INS)
        say("Ctrl-C ends it.")
        try:
            code = work_beside(server, env)
        except Stopped:
            say("Stopping.")
            return 0
        raise Refusal(f"the server ended by itself (exit code {code}).")


def parse_port(text: str) -> int:
    """A port from 1 to 65535, or a Refusal."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise Refusal(f"PORT is {text!r}; it takes a number from 1 to 65535.")
    return int(text)


def check_port(port: int) -> None:
    """Raise Refusal when this user cannot listen on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise Refusal(f"port {port} needs root. Choose another: make run PORT=8123") from None
        except OSError:
            raise Refusal(f"port {port} is in use. Stop what uses it, or choose another: make run PORT=8123") from None


@contextmanager
def database_environment() -> Iterator[dict[str, str]]:
    """The environment of our programs, with DATABASE_URL: the one that is set, or an embedded server's."""
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    if env.get("DATABASE_URL"):
        yield env
        return
    with embedded("dev") as url:
        write_url(url)
        yield {**env, "DATABASE_URL": url}


def write_url(url: str) -> None:
    """Leave the URL where `manage.py` finds it. It holds the password, so only this user may read it."""
    URL_FILE.unlink(missing_ok=True)
    URL_FILE.parent.mkdir(exist_ok=True)
    URL_FILE.touch(mode=0o600)
    URL_FILE.write_text(url + "\n")


def prepare(env: Mapping[str, str]) -> bool:
    """Migrate and fill the database. Returns whether the demo practice is in it."""
    done = subprocess.run([PYTHON, "-m", "launcher.prepare"], cwd=ROOT, env=env)
    if done.returncode not in (0, DEMO_IS_THERE):
        raise SystemExit(1)  # it has said why
    return done.returncode == DEMO_IS_THERE


def work_beside(server: subprocess.Popen[bytes], env: Mapping[str, str]) -> int:
    """Do background jobs until the server ends; returns its exit code. A worker that ends is started again."""
    while True:
        with child(WORK, env) as worker:
            while worker.poll() is None:
                with suppress(subprocess.TimeoutExpired):
                    return server.wait(timeout=LOOK_SECONDS)
        say("The background worker has ended. It is started again.")
        with suppress(subprocess.TimeoutExpired):
            return server.wait(timeout=PAUSE_SECONDS)


def serve_command(port: int) -> list[str]:
    address = ("--host", HOST, "--port", str(port))
    size = ("--workers", "2", "--blocking-threads", "1", "--respawn-failed-workers")
    ending = ("--workers-kill-timeout", "2")  # a worker told to stop while it loads never stops by itself
    return [
        *(str(PYTHON), "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "error"),
        *(*address, *size, *ending, "config.wsgi:application"),
    ]


@contextmanager
def child(command: list[str], env: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A program that lives, with its own children, as long as the block, and no longer than this process."""
    process = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True, preexec_fn=_end_with_parent)
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _end_with_parent() -> None:
    """On Linux: get SIGTERM when the launcher is killed, so that no server is left holding the port."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def allowed_host(env: Mapping[str, str]) -> str:
    """A host name that the settings accept: in production the first of ALLOWED_HOSTS."""
    first = env.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".")
    return first if first not in ("", "*") and env.get("DEBUG", "1").lower() in ("0", "false", "no", "off") else HOST


def wait_until_ready(server: subprocess.Popen[bytes], port: int, host: str) -> None:
    """Return when /healthz answers 200. Raises Refusal when the server ends, or never answers so."""
    answer = "no answer"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise Refusal(f"the server does not start (exit code {server.returncode}).")
        answer = ask(port, host)
        if answer == "200":
            return
        time.sleep(0.05 if answer == "no answer" else 0.5)
    raise Refusal(f"the server does not get ready: /healthz says {answer}.")


def ask(port: int, host: str) -> str:
    """The status that /healthz answers, or "no answer"."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return str(connection.getresponse().status)
    except (OSError, http.client.HTTPException):
        return "no answer"
    finally:
        connection.close()
