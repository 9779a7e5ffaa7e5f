"""What strangers hand in: officers see pictures of it that were made in a closed process, and no file costs more than its share."""

import io
import json
import struct
import tempfile
import time
import zlib
from functools import cache

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from PIL import Image

from accounts.models import Act, Evidence, Organisation
from accounts.models.evidence_budget import A_DAY
from accounts.viewing import pages as viewing
from tests.accounts.clock import own_clock
from tests.accounts.desk import ask, ministry, officers, upload
from tests.patience import promised
from tests.people import person


def pdf(*objects: bytes, root: bytes = b"") -> bytes:
    """A document of these objects, from number 3 on; 1 is the catalogue (`root`: more of it), 2 the tree of its one page, 3."""
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    whole = [b"<< /Type /Catalog /Pages 2 0 R %s >>" % root, tree, *objects]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(whole, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(whole) + 1, table)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(whole) + 1, start)
    return bytes(out)


def stream(words: bytes, more: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (more, len(words), words)


def page(more: bytes = b"", box: bytes = b"0 0 300 400") -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R %s >>" % (box, more)


RED = stream(b"1 0 0 rg 0 0 300 400 re f")
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 300 400]"
SCRIPT = b"/OpenAction << /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:1/'\\)) >>"


def endless() -> bytes:
    """Each form draws the next ten times: 10^12 rectangles in two kilobytes."""
    forms = [
        stream(b"/X Do " * 10, FORM + b" /Resources << /XObject << /X %d 0 R >> >>" % (number + 1))
        for number in range(5, 17)
    ]  # fmt: skip
    last = stream(b"0 0 300 400 re f", FORM)
    return pdf(page(b"/Resources << /XObject << /X 5 0 R >> >>"), stream(b"/X Do"), *forms, last)


def png(width: int, height: int, rows: int = 0) -> bytes:
    """A grey picture that says it is so large; `rows` of it are there."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * ((width + 1) * rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@cache
def jpeg() -> bytes:
    kept = io.BytesIO()
    Image.effect_noise((600, 400), 50).convert("RGB").save(kept, "JPEG")
    return kept.getvalue()


# (name, content, kind, pictures made of it)
HONEST = [("a scan", jpeg(), "image/jpeg", 1), ("a drawing", png(300, 200, 200), "image/png", 1),
          ("a letter", pdf(page(), RED), "application/pdf", 1)]  # fmt: skip
HOSTILE = [
    ("a letter with a script", pdf(page(), RED, root=SCRIPT), "application/pdf", 1),
    ("a page of HTML behind the mark of a PDF", b"%PDF-<html><script>alert(1)</script>", "application/pdf", 0),
    ("a letter and a page of HTML in one", b"%PDF-1.7\n<html><script>alert(1)</script>\n" + pdf(page(), RED), "application/pdf", 1),
    ("a picture of 60,000 by 60,000", png(60_000, 60_000, 1), "image/png", 0),
    ("a picture cut off", jpeg()[:2000], "image/jpeg", 0),
    ("a letter cut off", pdf(page(), RED)[:-300], "application/pdf", 0),
    ("a page as large as a town", pdf(page(box=b"0 0 1e9 1e9"), RED), "application/pdf", 1),
    ("a page of no size", pdf(page(box=b"0 0 0 0"), RED), "application/pdf", 1),
    ("a letter without an end", endless(), "application/pdf", 0),
    ("nothing behind the mark", b"\xff\xd8\xff", "image/jpeg", 0),
]  # fmt: skip


def drawn(content: bytes, kind: str) -> viewing.Pages:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        return viewing.pages(file, kind)


@pytest.mark.parametrize(("content", "kind", "made"), [each[1:] for each in HONEST + HOSTILE],
                         ids=[each[0] for each in HONEST + HOSTILE])  # fmt: skip
def test_every_document_becomes_plain_pictures_or_none_and_never_takes_long(monkeypatch, content, kind, made):
    monkeypatch.setattr(viewing, "SECONDS", 3)
    began = time.monotonic()
    found = drawn(content, kind)
    assert time.monotonic() - began < promised(3) + viewing.WAIT
    assert len(found.pictures) == made
    for each in found.pictures:
        picture = Image.open(io.BytesIO(each), formats=["JPEG"])
        assert max(picture.size) <= 1400 and b"script" not in each
        picture.load()


PROBE = """
import importlib.util, json, os, socket, sys
spec = importlib.util.spec_from_file_location("child", sys.argv[1])
child = importlib.util.module_from_spec(spec)
spec.loader.exec_module(child)
told = {"secrets": sorted(name for name in os.environ if name != "LC_CTYPE"), "open": sorted(os.listdir("/proc/self/fd"))}
child.close(2)
def tried(name, what):
    try:
        what()
        told[name] = "done"
    except (OSError, MemoryError) as error:
        told[name] = type(error).__name__
tried("socket", lambda: socket.socket())
tried("local socket", lambda: socket.socket(socket.AF_UNIX))
tried("read", lambda: open("/etc/passwd"))
tried("write", lambda: open("/tmp/out", "w"))
tried("pipe", os.pipe)
tried("memory", lambda: bytearray(2 * 1024**3))
print(json.dumps(told), flush=True)
while True:
    pass
"""


def test_whoever_takes_the_process_over_can_neither_call_home_nor_read_on(tmp_path):
    """The very same start; what it runs after closing is an attacker's."""
    script = tmp_path / "probe.py"
    script.write_text(PROBE)
    with tempfile.TemporaryFile() as document:
        monkey = viewing.CHILD
        viewing.CHILD = script
        try:
            answer = viewing.ask([str(monkey)], document)
        finally:
            viewing.CHILD = monkey
    told = json.loads(answer)
    # Standard input, output and errors; the fourth is the listing itself.
    assert told.pop("open") == ["0", "1", "2", "3"] and told.pop("secrets") == []
    assert told == {"socket": "OSError", "local socket": "OSError", "read": "OSError", "write": "OSError",
                    "pipe": "OSError", "memory": "MemoryError"}  # fmt: skip


def test_what_says_too_much_is_cut_off(tmp_path, monkeypatch):
    script = tmp_path / "flood.py"
    script.write_text("import sys\nwhile True: sys.stdout.buffer.write(b'x' * 65536)")
    monkeypatch.setattr(viewing, "CHILD", script)
    with tempfile.TemporaryFile() as document:
        assert len(viewing.ask([], document)) == viewing.LARGEST
    assert list(viewing.pictures(b"\0\0\0\4<htm" + b"\0\0\0\4\xff\xd8\xff\xe0")) == []


# At the desk


@pytest.fixture
def wells(ada):
    return Organisation.ask(ada, name="Wells for All", sector="society", level="global", domains=["wells.example"])


@pytest.fixture(autouse=True)
def _own_drawer(settings, tmp_path):
    settings.RUN_DIR = tmp_path


@pytest.fixture
def officer(db) -> Client:
    client = Client()
    client.force_login(officers()[0])
    return client


def test_an_officer_sees_pictures_and_the_original_stands_behind_a_warning(wells, ada, officer):
    piece = Evidence.document(wells, ada, upload(pdf(page(), RED, root=SCRIPT)))
    application = officer.get(f"/desk/organisation/{wells.pk}/").content.decode()
    assert (
        f"/desk/evidence/{piece.pk}/pages/" in application and f"/desk/evidence/{piece.pk}/document/" not in application
    )
    answer = officer.get(f"/desk/evidence/{piece.pk}/pages/")
    sight = answer.content.decode()
    assert 'src="data:image/jpeg;base64,' in sight and "no-store" in answer["Cache-Control"]
    assert sight.index("This file comes from someone we do not know") < sight.index(
        f"/desk/evidence/{piece.pk}/document/"
    )
    assert "JavaScript" not in sight and list(Act.objects.values_list("verb", flat=True))[-1] == "evidence.read"
    officer.get(f"/desk/evidence/{piece.pk}/document/")
    assert Act.objects.last().verb == "evidence.taken"


def test_what_cannot_be_shown_says_so(wells, ada, officer):
    piece = Evidence.document(wells, ada, upload(png(60_000, 60_000, 1)))
    sight = officer.get(f"/desk/evidence/{piece.pk}/pages/?from=99999999999999").content.decode()
    assert "This document cannot be shown" in sight


# How much one person may hand in


def applications(who, number: int) -> list:
    desk = officers()
    return [ask(who, ministry(desk, slug=f"m{n}", name=f"Ministry {'abcdefghij'[n]}")) for n in range(number)]


def test_one_person_hands_in_so_many_documents_a_day_over_all_their_requests(ada):
    asked = applications(ada, 3)
    for number in range(A_DAY):
        Evidence.document(asked[number // 5], ada, upload(jpeg()))
    with pytest.raises(ValidationError, match="Continue tomorrow"):
        Evidence.document(asked[2], ada, upload(jpeg()))
    with own_clock() as clock:
        clock.pass_by(days=1, minutes=1)
        Evidence.document(asked[2], ada, upload(jpeg()))


def test_bytes_are_counted_as_well_and_taking_back_gives_none_of_the_day_back(ada, monkeypatch):
    monkeypatch.setattr("accounts.models.evidence_budget.BYTES_A_DAY", 3 * len(jpeg()))
    asked = applications(ada, 2)
    for _each in range(2):
        Evidence.document(asked[0], ada, upload(jpeg()))
    asked[0].resign(ada)
    Evidence.document(asked[1], ada, upload(b"\xff\xd8\xff"))
    with pytest.raises(ValidationError, match="Continue tomorrow"):
        Evidence.document(asked[1], ada, upload(jpeg()))


def test_what_is_kept_of_one_person_has_an_end(ada, monkeypatch):
    monkeypatch.setattr("accounts.models.evidence_budget.KEPT", 2)
    asked = applications(ada, 2)
    for _each in range(2):
        Evidence.document(asked[0], ada, upload(jpeg()))
    with pytest.raises(ValidationError, match="withdraw a request"):
        Evidence.document(asked[1], ada, upload(jpeg()))
    asked[0].resign(ada)
    Evidence.document(asked[1], ada, upload(jpeg()))


def test_a_request_taken_back_takes_its_files_along_at_once(ada, tmp_path, monkeypatch):
    monkeypatch.setattr(transaction, "on_commit", lambda do, **_more: do())
    [asked] = applications(ada, 1)
    piece = Evidence.document(asked, ada, upload(jpeg()))
    assert len(list((tmp_path / "evidence").iterdir())) == 1
    asked.resign(ada)
    piece.refresh_from_db()
    assert list((tmp_path / "evidence").iterdir()) == [] and piece.removed_at and piece.sha256


def test_a_moderator_has_no_door_to_documents(wells, ada):
    piece = Evidence.document(wells, ada, upload(jpeg()))
    client = Client()
    client.force_login(person("Grace Oduya", is_staff=True))
    assert client.get(f"/desk/evidence/{piece.pk}/pages/").status_code == 404
