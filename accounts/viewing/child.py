"""Draws pages of the document on standard input and writes them to standard output. Runs as a program of its own, which takes every
way out from itself before it looks at the first byte; it knows nothing of the forum and imports nothing of it.

    python -I child.py application/pdf FIRST COUNT SECONDS

Answers with the number of pages (4 bytes), then each picture as a JPEG behind its length (4 bytes), as soon as it is drawn.
"""

import ctypes
import io
import resource
import struct
import sys

# Bytes of address space: the interpreter and both libraries need about a third of it.
MEMORY = 1024**3
# The longer side of a picture that we make; what a picture may have before it is decoded. A scan of A3 at 400 dots has 31 million.
SIDE, PIXELS = 1400, 64_000_000
QUALITY = 75
# From linux/prctl.h and linux/sched.h.
PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 4, 38
CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWNET = 0x08000000, 0x10000000, 0x40000000


def close(seconds: int) -> None:
    """No file, socket or process can be opened from here on, nothing be written but what is open, and time and memory end."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    # Where the system lets ordinary users have a network of their own, there is none left at all; elsewhere no socket can be made.
    libc.unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC)
    for what, most in (
        (resource.RLIMIT_NOFILE, 3), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_NPROC, 0), (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, seconds),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))


def pdf(data: bytes, first: int, count: int):
    """The number of pages, then a picture of each."""
    document = pdfium.PdfDocument(data)
    yield len(document)
    for number in range(first, min(first + count, len(document))):
        page = document[number]
        scale = min(SIDE / max(*page.get_size(), 1), 4)
        # Forms, and with them scripts, are not even loaded.
        yield page.render(scale=scale, may_draw_forms=False).to_pil()
        page.close()


def picture(data: bytes, kind: str):
    found = Image.open(io.BytesIO(data), formats=[kind])
    if found.width * found.height > PIXELS:
        raise ValueError("too many pixels")
    yield 1
    found.draft("RGB", (SIDE, SIDE))
    found.thumbnail((SIDE, SIDE))
    yield found


def write(answer: bytes) -> None:
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


def main(kind: str, first: int, count: int, seconds: int) -> None:
    data = sys.stdin.buffer.read()
    # Everything that is ever imported is imported by now: no file can be opened any more.
    Image.preinit()
    close(seconds)
    drawn = pdf(data, first, count) if kind == "application/pdf" else picture(data, kind.partition("/")[2].upper())
    write(struct.pack(">I", next(drawn)))
    for image in drawn:
        kept = io.BytesIO()
        image.convert("RGB").save(kept, "JPEG", quality=QUALITY)
        write(struct.pack(">I", kept.tell()) + kept.getvalue())


if __name__ == "__main__":
    import pypdfium2 as pdfium
    from PIL import Image

    main(sys.argv[1], *map(int, sys.argv[2:5]))
