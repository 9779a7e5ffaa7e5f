"""Throw-away databases for fault runs: a PostgreSQL of our own, or an SQLite file; each with the people already in it."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.live.processes import ROOT, free_port

SQLITE_FILE = "forum.sqlite3"
# Sessions are signed with it: the seed and every web process need the same.
SECRET_KEY = "for fault runs, on this machine only " * 2


def programs() -> Path | None:
    """Where Debian keeps PostgreSQL's own programs; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return found[-1] if found else None


def environment_of(url: str, folder: Path) -> dict[str, str]:
    return {"SOLIDACTION_MODE": "test", "DATABASE_URL": url, "RUN_DIR": str(folder), "SECRET_KEY": SECRET_KEY}


def fill(url: str, people: int, folder: Path) -> None:
    """Bring the schema up to date and let `people` people in (tests/faults/seed.py)."""
    environment = os.environ | environment_of(url, folder)
    for command in (["manage.py", "prepare"], ["-m", "tests.faults.seed", str(people), str(folder / "people.json")]):
        done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{command} failed:\n{done.stdout}{done.stderr}")


class Postgres:
    """One cluster on a free port, for as long as the runs take; `fresh` gives each run a database of its own."""

    kind = "postgres"

    def __init__(self, people: int):
        self.people, self.port = people, free_port()
        self.home = Path(tempfile.mkdtemp(prefix="solidaction-postgres-"))
        self.folder = Path(tempfile.mkdtemp(prefix="solidaction-people-"))
        # PostgreSQL refuses to run as root.
        self.owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.owner:
            shutil.chown(self.home, "postgres")
        self.number = 0

    def __enter__(self) -> "Postgres":
        self._do("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self.start()
        self.ask("CREATE DATABASE prepared", database="postgres")
        fill(self._url("prepared"), self.people, self.folder)
        return self

    def __exit__(self, *error) -> None:
        self.thaw()
        self._do("pg_ctl", "-m", "immediate", "stop", check=False)
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _do(self, program: str, *arguments: str, check: bool = True) -> None:
        self._run(program, "-D", str(self.home / "data"), *arguments, check=check)

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        command = [*self.owner, str(programs() / program), *arguments]
        with (self.home / "said").open("w") as said:
            subprocess.run(command, cwd=self.home, check=check, stdout=said, stderr=said)

    def _url(self, name: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        # -F: the machine does not lose its power here, only processes die.
        options = f"-k {self.home} -h 127.0.0.1 -p {self.port} -F"
        self._do("pg_ctl", "-w", "-l", str(self.home / "log"), "-o", options, "start")

    def crash(self) -> None:
        """End it at once, without a clean-up; `start` recovers from its log."""
        self._do("pg_ctl", "-w", "-m", "immediate", "stop")

    def copy(self) -> None:
        """What a standby has that hears of nothing from now on."""
        place = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres")
        self._run("pg_basebackup", *place, "-D", str(self.home / "standby"), "--no-sync", "-c", "fast")

    def fail_over(self) -> None:
        """The server is gone for good, and its copy takes its place, promoted as a standby is."""
        self.crash()
        shutil.rmtree(self.home / "data")
        (self.home / "standby").rename(self.home / "data")
        (self.home / "data/standby.signal").touch()
        self.start()
        self._do("pg_ctl", "-w", "promote")

    def fresh(self, folder: Path) -> str:
        """The URL of a new database with the people in it; it becomes the one that `connect` opens."""
        self.number += 1
        self.name = f"run{self.number}"
        self.ask(f"CREATE DATABASE {self.name} TEMPLATE prepared", database="postgres")
        # A sequence is copied with the numbers it may still give without writing to the log; after a crash it would give
        # them again. Behind a checkpoint it writes first (PostgreSQL 15, nextval_internal in commands/sequence.c).
        self.ask("CHECKPOINT", database="postgres")
        shutil.copy(self.folder / "people.json", folder / "people.json")
        return self._url(self.name)

    def connect(self, database: str = ""):
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="postgres", dbname=database or self.name, autocommit=True,
            connect_timeout=10,
        )  # fmt: skip

    def ask(self, query: str, database: str = "") -> list[tuple]:
        with self.connect(database) as line:
            answer = line.execute(query)
            return answer.fetchall() if answer.description else []

    def connections(self) -> int:
        found = self.ask(f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{self.name}'", "postgres")
        return found[0][0]

    def _processes(self) -> list[int]:
        first = int((self.home / "data/postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]

    def freeze(self) -> None:
        for process in self._processes():
            os.kill(process, signal.SIGSTOP)

    def thaw(self) -> None:
        if (self.home / "data/postmaster.pid").exists():
            for process in self._processes():
                os.kill(process, signal.SIGCONT)

    @contextmanager
    def locked(self):
        """Nobody else may read or write what is written to in every transaction."""
        with self.connect() as line, line.transaction():
            line.execute("LOCK TABLE live_stream IN ACCESS EXCLUSIVE MODE")
            yield


class Sqlite:
    """A file for each run, copied from one that was prepared once."""

    kind = "sqlite"

    def __init__(self, people: int):
        self.people = people
        self.home = Path(tempfile.mkdtemp(prefix="solidaction-sqlite-"))
        # Another place for the file than the folder of the run.
        self.disk: Path | None = None

    def __enter__(self) -> "Sqlite":
        fill(f"sqlite:///{self.home / SQLITE_FILE}", self.people, self.home)
        with sqlite3.connect(self.home / SQLITE_FILE) as line:
            line.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        line.close()
        return self

    def __exit__(self, *error) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    def fresh(self, folder: Path) -> str:
        self.path = (self.disk or folder) / SQLITE_FILE
        shutil.copy(self.home / SQLITE_FILE, self.path)
        shutil.copy(self.home / "people.json", folder / "people.json")
        return f"sqlite:///{self.path}"

    def connect(self):
        return sqlite3.connect(self.path, timeout=10, isolation_level=None)

    def ask(self, query: str) -> list[tuple]:
        line = self.connect()
        try:
            return line.execute(query).fetchall()
        finally:
            line.close()

    def connections(self) -> int:
        return 0

    @contextmanager
    def locked(self):
        """Another writer holds the file."""
        line = self.connect()
        try:
            line.execute("BEGIN EXCLUSIVE")
            yield
        finally:
            line.close()


def wait_for(true, seconds: float, what: str, every: float = 0.05) -> float:
    """Seconds until `true()`; AssertionError with `what` when it does not become so in time."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"not within {seconds:g} s: {what}")
        threading.Event().wait(every)
    return time.monotonic() - began
