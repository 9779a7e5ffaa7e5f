"""Collects the static files for a new version while the one before still serves: no file it names is away at any moment."""

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.management.commands import collectstatic
from django.core.files.storage import storages
from django.core.management import call_command

# What says which file stands for which name: it comes last, when all it names is there.
MANIFEST = "staticfiles.json"
# Processes of the version before ask for its files until they end, and pages that are open for days.
KEPT_DAYS = 7


def collect() -> None:
    """Collects the static files again if any was added, removed or changed since the last time."""
    root = Path(settings.STATIC_ROOT)
    mark = root / ".collected"
    now = fingerprint()
    if mark.exists() and mark.read_text() == now:
        return
    root.mkdir(parents=True, exist_ok=True)
    # On the same disk; when that is full, nothing has changed.
    with tempfile.TemporaryDirectory(dir=root, prefix=".new-") as aside:
        gather(aside)
        former = named(root)
        new = sorted(files(Path(aside)), key=lambda name: name == MANIFEST)
        for name in new:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(Path(aside) / name, root / name)
    forget(root, set(files(root)) - {*new, mark.name}, former)
    mark.write_text(now)


def gather(folder: str) -> None:
    command = collectstatic.Command()
    command.storage = storages.create_storage(settings.STORAGES["staticfiles"] | {"OPTIONS": {"location": folder}})
    call_command(command, interactive=False, verbosity=0)


def forget(root: Path, old: set[str], former: set[str]) -> None:
    """Takes away what no version of the last days had. What had been in use until now is new among the old."""
    for name in old:
        file = root / name
        if name.removesuffix(".gz").removesuffix(".br") in former:
            os.utime(file)
        elif file.stat().st_mtime < time.time() - KEPT_DAYS * 86_400:
            file.unlink()


def files(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def named(root: Path) -> set[str]:
    """The files of the version that is in use."""
    with suppress(FileNotFoundError, ValueError):
        return set(json.loads((root / MANIFEST).read_text())["paths"].values())
    return set()


def fingerprint() -> str:
    """A hash over path, size and time of every static file, of ours and of the libraries."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            about = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{about.st_size}\0{about.st_mtime_ns}\n".encode())
    return digest.hexdigest()
