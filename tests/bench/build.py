"""The programs in C, built with the system's compiler when their sources have changed."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = HERE.parent.parent / "run" / "bench"
PROGRAMS = {
    "load": sorted(HERE.glob("client/*.c")),
    "limit": [HERE / "contenders" / "limit.c"],
}


class NoCompiler(Exception):
    """There is no C compiler here; the text says how to get one."""


def program(name: str) -> Path:
    """The path of a built program; raises NoCompiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if not compiler:
        raise NoCompiler("there is no C compiler here (Debian: sudo apt install gcc libc6-dev)")
    sources = PROGRAMS[name]
    told = hashlib.sha256(b"".join(path.read_bytes() for path in [*sources, *HERE.glob("client/*.h")]))
    target = BUILT / f"{name}-{told.hexdigest()[:12]}"
    if not target.exists():
        BUILT.mkdir(parents=True, exist_ok=True)
        # Built aside: of two that build at once, none runs half a program.
        with tempfile.TemporaryDirectory(dir=BUILT) as aside:
            made = Path(aside) / name
            subprocess.run([compiler, "-O2", "-Wall", "-o", made, *sources], check=True)
            os.replace(made, target)
    return target
