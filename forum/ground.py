"""What `make run` stands on: demonstration mode, its own addresses, a run folder with space in it."""

import errno
import os
import shutil
from pathlib import Path

from forum.port import Refusal
from forum.server import HOST

SPACE_NEEDED = 50 * 1024**2  # bytes: room for the database to grow during an afternoon


def lay(port: int) -> Path:
    """Sets the environment for the demonstration; returns the run folder, which is usable. Raises Refusal."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        # Invented people must never land in somebody's real database.
        if os.environ.pop(name, None):
            print(f"{name} is set and not used: the demonstration keeps to itself.")
    os.environ["SOLIDACTION_MODE"] = "demonstration"
    os.environ.setdefault("ORIGINS", f"http://{HOST}:{port},http://localhost:{port}")
    from django.core.exceptions import ImproperlyConfigured

    try:
        from forum import settings

        return usable(settings.RUN_DIR)
    except ImproperlyConfigured as reason:
        raise Refusal(str(reason)) from reason
    except OSError as reason:
        raise unusable(reason) from reason


def usable(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < SPACE_NEEDED:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    return folder


def unusable(reason: OSError) -> Refusal:
    """The sentence for a run folder that cannot be used."""
    full = reason.errno in (errno.ENOSPC, errno.EDQUOT)
    advice = (
        "Free some disk space, then try again."
        if full
        else "Make the folder writable for you, or set RUN_DIR to a folder that is."
    )
    return Refusal(f"{reason.filename or 'The run folder'} cannot be written ({reason.strerror}). {advice}")
