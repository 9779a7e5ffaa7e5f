"""The whole matrix: every case there is, and the databases to run it on."""

import os
import shutil
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.faults import bell_cases, database_cases, process_cases, rights_cases, sabotage_cases, visitor_cases
from tests.faults.case import CASES as CASES
from tests.faults.case import Case, Outcome, carry_out
from tests.faults.database import Postgres, Sqlite, programs

# Importing them declares them.
SORTS = (process_cases, bell_cases, database_cases, visitor_cases, rights_cases, sabotage_cases)

SMALL_DISK = "24m"


class Databases:
    """Each kind is made when the first case asks for it, and kept for the others."""

    def __init__(self, people: int):
        self.people, self.stack, self.made = people, ExitStack(), {}

    def __enter__(self) -> "Databases":
        return self

    def __exit__(self, *error) -> None:
        self.stack.close()

    def lacking(self, case: Case) -> str:
        """Why this case cannot run on this machine; "" when it can. What asks for no database in particular runs on SQLite too."""
        if case.database == "postgres" and not programs():
            return "PostgreSQL is not installed (Debian: sudo apt install postgresql)"
        if case.database == "small disk" and os.geteuid() != 0:
            return "only root may mount a small disk"
        return ""

    def of(self, kind: str) -> Postgres | Sqlite:
        any_ = Postgres if programs() else Sqlite
        sort = {"any": any_, "postgres": Postgres, "sqlite": Sqlite, "small disk": Sqlite}[kind]
        if sort not in self.made:
            self.made[sort] = self.stack.enter_context(sort(self.people))
        return self.made[sort]

    def carry_out(self, case: Case, seed: int, folder: Path, full: bool = False, **changes) -> Outcome:
        """One run in `folder`, which is emptied first."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        with ExitStack() as stack:
            database = self.of(case.database)
            if case.database == "small disk":
                database.disk = stack.enter_context(small_disk())
                stack.callback(setattr, database, "disk", None)
            return carry_out(case, seed, database, folder, full, **changes)


class small_disk:
    def __enter__(self) -> Path:
        self.folder = Path(tempfile.mkdtemp(prefix="solidaction-disk-"))
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", self.folder], check=True)
        return self.folder

    def __exit__(self, *error) -> None:
        subprocess.run(["umount", "-l", self.folder], check=True)
        self.folder.rmdir()
