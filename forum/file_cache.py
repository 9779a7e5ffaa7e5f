"""A cache of bytes in plain files: a value is kept as it is, and nothing is ever decoded. The time of a file says when it ends."""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

NEVER = 2**32
SUFFIX = ".bytes"


class FileCache(BaseCache):
    """LOCATION is the folder; beyond MAX_ENTRIES those that end first are deleted."""

    def __init__(self, location: str, params: dict):
        super().__init__(params)
        self.folder = Path(location)

    def _file(self, key: str, version: int | None) -> Path:
        name = self.make_key(key, version=version)
        return self.folder / f"{sha256(name.encode()).hexdigest()}{SUFFIX}"

    def get(self, key, default=None, version=None):
        file = self._file(key, version)
        with suppress(OSError):
            if file.stat().st_mtime > time.time():
                return file.read_bytes()
        return default

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        if not isinstance(value, bytes):
            raise TypeError("This cache keeps bytes and nothing else.")
        end = self.get_backend_timeout(timeout)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._make_room()
        # Written aside and put in place: nobody reads half of it.
        with NamedTemporaryFile(dir=self.folder, delete=False) as aside:
            aside.write(value)
        os.utime(aside.name, (time.time(), NEVER if end is None else end))
        os.replace(aside.name, self._file(key, version))

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        if self.has_key(key, version):
            return False
        self.set(key, value, timeout, version)
        return True

    def delete(self, key, version=None):
        with suppress(FileNotFoundError):
            self._file(key, version).unlink()
            return True
        return False

    def clear(self):
        # Also what the version before kept in another form.
        self._delete(self.folder.glob("*"))

    def forget(self, now: datetime) -> int:
        """Delete what has ended by `now`; how many there were."""
        return self._delete(file for end, file in self._there() if end <= now.timestamp())

    def _make_room(self) -> None:
        there = sorted(self._there())
        self._delete(file for _end, file in there[: max(0, len(there) - self._max_entries + 1)])

    def _there(self) -> Iterator[tuple[float, Path]]:
        """(when it ends, the file) of each; another process may delete it meanwhile."""
        for file in self.folder.glob(f"*{SUFFIX}"):
            with suppress(FileNotFoundError):
                yield file.stat().st_mtime, file

    def _delete(self, files: Iterable[Path]) -> int:
        deleted = 0
        for file in files:
            with suppress(FileNotFoundError):
                file.unlink()
                deleted += 1
        return deleted
