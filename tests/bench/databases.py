"""Throw-away databases of ours: filled once for each size, copied for each run. Durable: what is acknowledged is on the disk."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from forum.server import ROOT
from tests.bench.rows import Row
from tests.faults.database import SECRET_KEY, Postgres, programs

FILE = "solidaction.sqlite3"


@dataclass(frozen=True, slots=True)
class Size:
    """What stands in a database at the beginning. Posts are in the first room."""

    people: int = 1000
    rooms: int = 1
    posts: int = 0


@dataclass(frozen=True, slots=True)
class Stock:
    """A database ready for a run: its URL, a folder of its own, session keys and room slugs."""

    url: str
    folder: Path
    sessions: list[str]
    rooms: list[str]

    def environment(self, port: int, redis: str = "") -> dict[str, str]:
        origin = f"http://127.0.0.1:{port}"
        place = {"DATABASE_URL": self.url, "RUN_DIR": str(self.folder), "REDIS_URL": redis, "ORIGINS": origin}
        return {**os.environ, **place, "SOLIDACTION_MODE": "test", "SECRET_KEY": SECRET_KEY}


class DurablePostgres(Postgres):
    """A cluster on a free port that waits for the disk at each commit, as production does."""

    def __init__(self) -> None:
        super().__init__(people=0)

    def __enter__(self) -> "DurablePostgres":
        self._do("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()
        return self

    def start(self) -> None:
        self._do(
            "pg_ctl", "-w", "-l", str(self.home / "log"), "-o", f"-k {self.home} -h 127.0.0.1 -p {self.port}", "start"
        )

    def created(self, name: str, template: str = "template0") -> str:
        self.ask(f"CREATE DATABASE {name} TEMPLATE {template}", database="postgres")
        return self._url(name)

    def dropped(self, name: str) -> None:
        self.ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", database="postgres")


class Databases:
    """Stock of any size on either database; all of it goes at the end."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="solidaction-bench-"))
        self.filled: dict[tuple[str, Size], tuple[str, dict]] = {}
        self.postgres: DurablePostgres | None = None
        self.number = 0

    def __enter__(self) -> "Databases":
        return self

    def __exit__(self, *error) -> None:
        if self.postgres:
            self.postgres.__exit__()
        shutil.rmtree(self.home, ignore_errors=True)

    @staticmethod
    def missing(kind: str) -> str:
        """Why this kind of database cannot be had here; empty when it can."""
        return (
            ""
            if kind == "sqlite" or programs()
            else "PostgreSQL is not installed (Debian: sudo apt install postgresql)"
        )

    def fresh(self, kind: str, size: Size) -> Stock:
        """A new copy. Its folder is emptied when the next is asked for: one run at a time."""
        name, told = self.filled.get((kind, size)) or self._fill(kind, size)
        shutil.rmtree(self.home / "run", ignore_errors=True)
        folder = self.home / "run"
        folder.mkdir()
        if kind == "postgres":
            self.postgres.dropped("run")
            return Stock(self.postgres.created("run", name), folder, **told)
        shutil.copy(self.home / name / FILE, folder / FILE)
        return Stock(f"sqlite:///{folder / FILE}", folder, **told)

    def _fill(self, kind: str, size: Size) -> tuple[str, dict]:
        self.number += 1
        name = f"stock{self.number}"
        folder = self.home / name
        folder.mkdir()
        if kind == "postgres" and not self.postgres:
            self.postgres = DurablePostgres().__enter__()
        url = self.postgres.created(name) if kind == "postgres" else f"sqlite:///{folder / FILE}"
        sizes = [f"--{what}={getattr(size, what)}" for what in ("people", "rooms", "posts")]
        keys = folder / "keys"
        command = [sys.executable, "-m", "tests.bench.stock", *sizes, f"--keys={keys}"]
        environment = Stock(url, folder, [], []).environment(0)
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"The database could not be filled:\n{done.stderr}")
        slugs = [f"bench-{number}" for number in range(size.rooms)]
        self.filled[kind, size] = name, {"sessions": keys.read_text().split(), "rooms": slugs}
        return self.filled[kind, size]


def on_each(measure: str, rows_of: Callable[[Databases, str], list[Row]]) -> list[Row]:
    """The rows of each kind of database; one that cannot be had says why."""
    rows: list[Row] = []
    with Databases() as databases:
        for kind in ("sqlite", "postgres"):
            why = databases.missing(kind)
            rows += [Row(measure, kind, why, "", ())] if why else rows_of(databases, kind)
    return rows
