"""The launcher's decisions: what it refuses, in one line each, and what it takes from its files."""

import errno
import os
import re
import socket
import subprocess
import sys

import pytest

from launcher import checks, environment, postgres, prepare, server
from launcher.browser import ensure_browser
from launcher.console import ROOT, Refusal, explain, one_line, run_quietly

LOCK = (ROOT / "requirements.lock").read_text()


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def launch(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "launcher", *arguments],
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=60,
    )


# Ports


def test_port_in_use_is_one_line_before_any_work(taken_port):
    done = launch("run", PORT=str(taken_port))

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        f"kickstand: port {taken_port} is in use. Stop what uses it, or choose another: make run PORT=8123"
    ]


@pytest.mark.parametrize("text", ["0", "65536", "-1", "8000x", "٨٠٠٠", "1e3", " "])
def test_port_that_is_no_port(text):
    with pytest.raises(Refusal, match="PORT is"):
        server.parse_port(text)


@pytest.mark.parametrize("port", [1, 8000, 65535])
def test_port(port):
    assert server.parse_port(str(port)) == port


def test_embedded_database_takes_a_port_that_is_free_and_below_the_ephemeral_range(monkeypatch, taken_port):
    assert max(postgres.PORTS) < 32768

    monkeypatch.setattr(postgres, "PORTS", range(taken_port, taken_port + 1))

    assert list(postgres.free_ports()) == []


def test_unknown_command_is_one_line():
    done = launch("dance")

    assert done.returncode == 1
    assert done.stderr.startswith("kickstand: there is no command 'dance'. There are: run, ")
    assert len(done.stderr.splitlines()) == 1


# The database


@pytest.mark.parametrize(
    ("made_by", "said"), [("99", "of a newer version, PostgreSQL 99"), ("14", "of an older version")]
)
def test_data_of_another_postgresql(tmp_path, made_by, said):
    (tmp_path / "PG_VERSION").write_text(f"{made_by}\n")

    with pytest.raises(Refusal, match=said):
        postgres.check_version(tmp_path, 18)


def test_data_of_this_postgresql(tmp_path):
    (tmp_path / "PG_VERSION").write_text("18\n")

    assert postgres.check_version(tmp_path, 18) is None


def test_folder_that_is_no_database(tmp_path):
    with pytest.raises(Refusal, match="not a whole PostgreSQL folder"):
        postgres.check_version(tmp_path, 18)


@pytest.mark.parametrize(("version", "refused"), [(140_012, True), (150_000, False), (180_004, False)])
def test_oldest_server(version, refused):
    if refused:
        with pytest.raises(Refusal, match="PostgreSQL 14; Kickstand needs 15 or newer"):
            prepare.check_server(version)
    else:
        prepare.check_server(version)


def test_migrations_of_a_newer_checkout_are_found_among_ours_only():
    known = {("accounts", "0001_initial"), ("sessions", "0001_initial")}
    applied = known | {("accounts", "0009_later"), ("gone", "0001_initial")}

    assert prepare.unknown_migrations(applied, known, {"accounts", "clients"}) == ["accounts.0009_later"]


def test_process_names():
    assert postgres.process_name(os.getpid()) not in (None, "")
    assert postgres.process_name(2**22 + 1) is None  # above the kernel's highest number


def test_database_url_is_readable_by_this_user_only(tmp_path, monkeypatch):
    monkeypatch.setattr(server, "URL_FILE", tmp_path / "data" / "dev.url")

    server.write_url("postgres://kickstand:secret@127.0.0.1:15432/kickstand")
    server.write_url("postgres://kickstand:secret@127.0.0.1:15433/kickstand")

    assert server.URL_FILE.read_text() == "postgres://kickstand:secret@127.0.0.1:15433/kickstand\n"
    assert server.URL_FILE.stat().st_mode & 0o777 == 0o600


# The disk, and programs that fail


def test_full_disk(tmp_path):
    with pytest.raises(Refusal, match=r"no disk space: .* MB free, \d+ MB are needed"):
        environment.check_room(10**18, tmp_path)


def test_folder_that_cannot_be_written(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write anywhere

    with pytest.raises(Refusal, match="cannot be written by this user"):
        environment.check_room(0, tmp_path)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/x/y"), "no space left on the disk: /x/y"),
        (PermissionError(errno.EACCES, "Permission denied", "/x/y"), "permission denied: /x/y"),
    ],
)
def test_system_errors_as_one_line(error, line):
    assert explain(error) == line


@pytest.mark.parametrize(
    ("output", "line"),
    [
        ("", "no reason given"),
        ("Working\n\nit broke\n  \n", "it broke"),
        ("error: Failed\n  cause: Hash mismatch for `x`\n    Expected:\n      sha256:00\n", "Hash mismatch for `x`"),
        ("initdb: error: could not create directory\ninitdb: hint: try\n", "could not create directory"),
        ("2026-11-22 10:00:00 UTC [1] FATAL:  could not bind\nLOG:  shut down\n", "could not bind"),
        ("initdb: No space left on device\ninitdb: removing folder\n", "no space left on the disk"),
    ],
)
def test_the_reason_in_the_output_of_a_program(output, line):
    assert one_line(output) == line


def test_failing_program_is_one_line_with_its_log(tmp_path, monkeypatch):
    monkeypatch.setattr("launcher.console.ROOT", tmp_path)
    monkeypatch.setattr("launcher.console.DATA", tmp_path / ".data")

    with pytest.raises(Refusal) as refusal:
        run_quietly([sys.executable, "-c", "print('one'); raise SystemExit('two')"], log="it", failing="it fails")

    assert str(refusal.value) == "it fails: two (all of it: .data/log/it.log)"
    assert (tmp_path / ".data/log/it.log").read_text() == "one\ntwo\n"


def test_browser_that_was_named_and_does_not_start(tmp_path):
    with pytest.raises(Refusal, match=r"CHROMIUM is .*, which does not start"):
        ensure_browser({"CHROMIUM": str(tmp_path / "none")})


# The lock file


def test_lock_pins_and_hashes_every_package():
    entries = re.findall(r"^(\S+)==\S+.*\\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", LOCK, re.MULTILINE)

    assert [name for name, _ in entries] == re.findall(r"^([a-z0-9].*?)==", LOCK, re.MULTILINE)
    assert len(entries) > 50


def test_lock_names_no_host():
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host", LOCK)


def test_lock_entry_of_one_package():
    entry = environment.lock_entry(LOCK, "uv")

    assert entry.startswith("uv==")
    assert entry.count("==") == 1
    assert entry.count("--hash=sha256:") > 5


def test_lock_entry_of_a_package_that_is_not_there():
    with pytest.raises(Refusal, match=r"requirements\.lock does not list nothing-like-this"):
        environment.lock_entry(LOCK, "nothing-like-this")


# What the programs are given


def test_checks_run_with_development_settings_whatever_the_shell_has_set():
    given = {"DEBUG": "0", "SECRET_KEY": "x", "ALLOWED_HOSTS": "example.org", "PORT": "1", "PATH": "/bin"}

    env = checks.test_environment(given, browser="/usr/bin/chromium")

    assert env["DEBUG"] == "1"
    assert env["KICKSTAND_CHROMIUM"] == "/usr/bin/chromium"
    assert env["PATH"] == "/bin"
    assert not {"SECRET_KEY", "ALLOWED_HOSTS", "PORT"} & set(env)


def test_production_calls_nothing_on_its_own_machine_whatever_is_set():
    given = {"DEBUG": "0", "SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "example.org", "DATABASE_URL": "postgres://x@x/x"}
    asked = {"PUSH_TO_THIS_MACHINE": "1", "WEBHOOKS_TO_THIS_MACHINE": "1"}
    code = "from config import settings; print(settings.PUSH_TO_THIS_MACHINE, settings.WEBHOOKS_TO_THIS_MACHINE)"

    def said(**environ):
        run = [sys.executable, "-c", code]
        done = subprocess.run(run, env={**os.environ, **asked, **environ}, capture_output=True, text=True, check=True)
        return done.stdout.split()

    assert (said(**given), said(DEBUG="1")) == (["False", "False"], ["True", "True"])


@pytest.mark.parametrize(
    ("environ", "host"),
    [
        ({}, "127.0.0.1"),
        ({"ALLOWED_HOSTS": "kickstand.example"}, "127.0.0.1"),
        ({"DEBUG": "0", "ALLOWED_HOSTS": "kickstand.example, other.example"}, "kickstand.example"),
        ({"DEBUG": "0", "ALLOWED_HOSTS": ".kickstand.example"}, "kickstand.example"),
        ({"DEBUG": "0", "ALLOWED_HOSTS": "*"}, "127.0.0.1"),
    ],
)
def test_host_for_the_first_question(environ, host):
    assert server.allowed_host(environ) == host


def test_a_worker_that_ends_is_started_again_until_the_server_ends(tmp_path, monkeypatch, capfd):
    marks = tmp_path / "marks"
    marks.touch()
    monkeypatch.setattr(server, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(server, "WORK", [sys.executable, "-c", f"open({str(marks)!r}, 'a').write('x')"])
    until_two = f"import os, time\nwhile os.path.getsize({str(marks)!r}) < 2: time.sleep(0.02)\nraise SystemExit(7)"

    with server.child([sys.executable, "-c", until_two], os.environ) as serving:
        assert server.work_beside(serving, os.environ) == 7

    assert "The background worker has ended. It is started again." in capfd.readouterr().out


def test_steps_go_on_after_a_failure_and_name_it(capfd):
    steps = [
        ("first", [sys.executable, "-c", "raise SystemExit(3)"]),
        ("second", [sys.executable, "-c", "print('ran')"]),
    ]

    assert checks.run_steps(steps, os.environ) == 1

    said = capfd.readouterr().out
    assert "ran" in said
    assert "Failed: first" in said


def test_ci_runs_make_test_and_nothing_else():
    lines = (ROOT / ".ci/run").read_text().splitlines()

    assert lines[-1] == "exec make test"
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_make_help_lists_every_target():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, timeout=30)

    assert set(re.findall(r"^  make ([a-z]+) ", done.stdout, re.MULTILINE)) == targets


def test_python_files_of_the_launcher_before_installing_use_the_standard_library_only():
    third_party = re.compile(r"^\s*(?:import|from) (django|psycopg|granian|playwright)", re.MULTILINE)

    files = [path for path in (ROOT / "launcher").glob("*.py") if path.name != "prepare.py"]

    assert [path.name for path in files if third_party.search(_without_strings(path.read_text()))] == []


def _without_strings(source: str) -> str:
    return re.sub(r'""".*?"""', "", source, flags=re.DOTALL)
