"""What shows who somebody is: told by what it is, kept apart, read by officers only, and gone when its time is over."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings as settings_
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.desk.larger import WIDE, larger
from accounts.erasing import erase_mandates
from accounts.files import drawer
from accounts.grounds import Reason
from accounts.models import Act, Evidence, Organisation
from accounts.models.evidence import expired_evidence
from tests.accounts.clock import own_clock
from tests.accounts.desk import JPEG, PDF, PNG, ask, ministry, upload
from tests.people import person

CODE = re.compile(r"^\d{4}-\d{4}$", re.MULTILINE)


@pytest.fixture
def no_wait(monkeypatch):
    """Each test is one transaction here; what waits for its end is done at once."""
    monkeypatch.setattr(transaction, "on_commit", lambda do, **_more: do())


@pytest.fixture
def wells(ada):
    return Organisation.ask(
        ada, name="Wells for All", sector="society", level="global", domains=["wells.example", "gmail.com"]
    )


@pytest.fixture
def applicant(client, ada):
    client.force_login(ada)
    return client


def door(found) -> str:
    return f"/applications/{found._meta.model_name}/{found.pk}/evidence/"


def sends(client, found, way: str, **form):
    return client.post(door(found), {"way": way, **form})


def files() -> list[str]:
    return drawer().listdir("")[1] if drawer().exists("") else []


@pytest.mark.parametrize("content,kind", [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")])
def test_a_document_is_what_it_begins_with_and_never_what_it_is_called(applicant, wells, content, kind):
    answer = sends(applicant, wells, "document", file=upload(content, "../../evil.html", "text/html"))
    piece = Evidence.objects.get()
    assert answer.status_code == 302 and piece.file_type == kind
    assert (piece.size, piece.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert files() == [piece.file] and re.fullmatch(r"[0-9a-f]{32}", piece.file)


@pytest.mark.parametrize(
    "content", [b"<html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"PK\x03\x04", b"MZ",
                b" %PDF-1.7", b"GIF89a%PDF-", b"%PD"]
)  # fmt: skip
def test_what_is_something_else_is_refused_whatever_it_is_called(applicant, wells, content):
    answer = sends(applicant, wells, "document", file=upload(content, "letter.pdf", "application/pdf"))
    assert answer.status_code == 409 and "not a PDF" in answer.content.decode()
    assert not Evidence.objects.exists() and files() == []


def test_a_file_that_is_too_large_is_refused(applicant, wells):
    answer = sends(applicant, wells, "document", file=upload(PDF + b"\0" * 5 * 1024 * 1024))
    assert answer.status_code == 409 and "larger than 5 MB" in answer.content.decode()
    empty = sends(applicant, wells, "document", file=upload(b""))
    assert empty.status_code == 400 and files() == []


def test_five_documents_are_enough(applicant, wells):
    for _ in range(6):
        answer = sends(applicant, wells, "document", file=upload(PDF))
    assert answer.status_code == 409 and Evidence.objects.count() == 5 and len(files()) == 5


def test_an_officer_saves_a_document_and_the_browser_never_shows_it(applicant, wells, desk):
    sends(applicant, wells, "document", file=upload(PDF, "héllo\r\nX-Evil: 1.html"))
    piece = Evidence.objects.get()
    officer = Client()
    officer.force_login(desk[0])
    answer = officer.get(f"/desk/evidence/{piece.pk}/document/")
    assert answer.content == PDF and answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="evidence-{piece.pk}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert Act.objects.filter(verb="evidence.taken", actor=desk[0]).count() == 1
    assert applicant.get(f"/desk/evidence/{piece.pk}/document/").status_code == 404


def test_no_address_of_the_forum_leads_to_the_file(applicant, wells):
    sends(applicant, wells, "document", file=upload(PDF))
    name = files()[0]
    for path in (f"/evidence/{name}", f"/static/{name}", f"/media/{name}", f"/static/../evidence/{name}"):
        assert applicant.get(path).status_code == 404
    assert Path(drawer().path(name)).stat().st_mode & 0o777 == 0o600
    assert settings_.BASE_DIR not in Path(drawer().path(name)).parents and not settings_.MEDIA_ROOT


def test_after_the_decision_nothing_is_handed_in(applicant, wells, desk):
    wells.refuse(desk[0], Reason("not_shown"))
    answer = sends(applicant, wells, "note", words="But look!")
    assert answer.status_code == 409 and not Evidence.objects.exists()


def test_who_leaves_takes_the_words_and_the_files_along(wells, ada, no_wait):
    Evidence.document(wells, ada, upload(PDF))
    Evidence.note(wells, ada, "Call my daughter on 555.")
    erase_mandates(ada)
    assert files() == [] and set(Evidence.objects.values_list("words", flat=True)) == {""}


def test_a_document_goes_ninety_days_after_the_last_decision_and_what_it_was_stays(wells, ada, desk, no_wait):
    piece = Evidence.document(wells, ada, upload(PDF))
    with own_clock() as clock:
        clock.pass_by(days=200)
        assert expired_evidence(timezone.now()) == 0
        wells.accredit(desk[0])
        wells.confirm(desk[1])
        clock.pass_by(days=89)
        assert expired_evidence(timezone.now()) == 0 and len(files()) == 1
        wells.suspend(desk[0], Reason("doubt"))
        clock.pass_by(days=89)
        assert expired_evidence(timezone.now()) == 0
        clock.pass_by(days=2)
        assert expired_evidence(timezone.now()) == 1 and files() == []
    piece.refresh_from_db()
    assert piece.removed_at and piece.sha256 == hashlib.sha256(PDF).hexdigest() and piece.size == len(PDF)
    with pytest.raises(ValidationError):
        piece.read(desk[0])


def test_a_document_nobody_decides_about_goes_after_a_year(wells, ada, no_wait):
    Evidence.document(wells, ada, upload(PDF))
    with own_clock() as clock:
        clock.pass_by(days=364)
        assert expired_evidence(timezone.now()) == 0
        clock.pass_by(days=2)
        assert expired_evidence(timezone.now()) == 1 and files() == []


def test_a_mailbox_at_the_domain_is_proved_by_a_code(applicant, wells, django_capture_on_commit_callbacks):
    sends(applicant, wells, "mailbox", address="Info@Wells.example")
    [letter] = mail.outbox
    assert letter.to == ["info@wells.example"] and "Wells" not in letter.subject + letter.body, (
        "no words of whoever asked"
    )
    wrong = sends(applicant, wells, "code", code="0000-0000")
    assert wrong.status_code == 409 and not Evidence.objects.shown().exists()
    arabic = CODE.search(letter.body)[0].translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")).replace("-", " ")
    assert sends(applicant, wells, "code", code=arabic).status_code == 302
    assert Evidence.objects.shown().get().words == "info@wells.example"
    assert sends(applicant, wells, "code", code=CODE.search(letter.body)[0]).status_code == 409


@pytest.mark.parametrize(
    "address", ["ada@gmail.com", "x@other.example", "x@evil.wells.example", "x@wells.example.evil.org"]
)
def test_a_mailbox_elsewhere_or_where_anybody_gets_one_proves_nothing(applicant, wells, address):
    answer = sends(applicant, wells, "mailbox", address=address)
    assert answer.status_code == 409 and not mail.outbox and not Evidence.objects.exists()


def test_a_code_is_tried_five_times_and_runs_out(wells, ada):
    _piece, code = Evidence.write_to(wells, ada, "info@wells.example")
    digits = code.replace("-", "")
    other = f"{(int(digits) + 1) % 10**8:08d}"
    for _ in range(5):
        with pytest.raises(ValidationError, match="not the code"):
            Evidence.type_in(wells, ada, other)
    with pytest.raises(ValidationError, match="Ask for a new one"):
        Evidence.type_in(wells, ada, digits)
    _piece, code = Evidence.write_to(wells, ada, "info@wells.example")
    with own_clock() as clock:
        clock.pass_by(minutes=16)
        with pytest.raises(ValidationError, match="Ask for a new one"):
            Evidence.type_in(wells, ada, code.replace("-", ""))


def test_nobody_is_flooded_with_codes(wells, ada, desk):
    for number in range(5):
        Evidence.write_to(wells, ada, f"info{number // 3}@wells.example")
    with pytest.raises(ValidationError, match="tomorrow"):
        Evidence.write_to(wells, ada, "third@wells.example")
    other = ask(ada, ministry(desk, domains=["wells.example"]))
    with pytest.raises(ValidationError, match="tomorrow"):
        Evidence.write_to(other, ada, "info0@wells.example")


def test_an_older_code_is_void(wells, ada):
    _piece, first = Evidence.write_to(wells, ada, "info@wells.example")
    _piece, second = Evidence.write_to(wells, ada, "info@wells.example")
    if first != second:
        with pytest.raises(ValidationError, match="not the code"):
            Evidence.type_in(wells, ada, first.replace("-", ""))
    assert Evidence.type_in(wells, ada, second.replace("-", "")).checked_at


def test_a_record_in_the_dns_is_looked_up_by_an_officer(applicant, wells, ada, desk):
    sends(applicant, wells, "dns", domain="wells.example")
    sends(applicant, wells, "dns", domain="wells.example")
    piece = Evidence.objects.get()
    assert re.fullmatch(r"solidaction-verification=[\w-]{32}", piece.record)
    assert piece.record in applicant.get(door(wells)).content.decode()
    with pytest.raises(ValidationError):
        piece.check_record(ada)
    officer = Client()
    officer.force_login(desk[0])
    assert officer.post(f"/desk/evidence/{piece.pk}/checked/").status_code == 302
    piece.refresh_from_db()
    assert piece.checked_by == desk[0]


def test_an_officer_does_not_check_their_own_record(desk):
    body = Organisation.ask(desk[0], name="Wells", sector="society", level="global", domains=["wells.example"])
    piece = Evidence.publish(body, desk[0], "wells.example")
    with pytest.raises(ValidationError, match="Someone else"):
        piece.check_record(desk[0])


def test_what_an_officer_notes_is_not_shown_to_whoever_asked(applicant, wells, desk):
    Evidence.note(wells, desk[0], "Their number does not answer.")
    assert "does not answer" not in applicant.get(door(wells)).content.decode()


# The wider door


def scope(path: str, cookie: str = "", method: str = "POST") -> dict:
    headers = [(b"cookie", f"{settings_.SESSION_COOKIE_NAME}={cookie}".encode())] if cookie else []
    return {"type": "http", "method": method, "path": path, "headers": headers}


@pytest.mark.django_db(transaction=True)
async def test_the_wider_door_is_for_whoever_asked_and_no_wider_than_a_document(wells, ada, mallory):
    keys = {}
    for who in (ada, mallory):
        visitor = Client()
        await visitor.aforce_login(who)
        keys[who] = visitor.cookies[settings_.SESSION_COOKIE_NAME].value
    for path, cookie, limit in (
        (door(wells), keys[ada], WIDE), (f"/ar{door(wells)}", keys[ada], WIDE), (door(wells), keys[mallory], 0),
        (door(wells), "", 0), (door(wells), "invented", 0), ("/desk/bulk/", keys[ada], 0),
        (f"{door(wells)}x/", keys[ada], 0), ("/applications/organisation/999999/evidence/", keys[ada], 0),
    ):  # fmt: skip
        assert await larger(scope(path, cookie)) == limit, path
    assert await larger(scope(door(wells), keys[ada], "PUT")) == 0


async def test_about_whoever_shows_no_session_the_database_is_not_asked():
    """No database is allowed here: asking it would fail."""
    path, shaped = "/applications/organisation/1/evidence/", "a" * 32
    for cookie in ("", "invented", shaped.upper(), shaped + "a"):
        assert await larger(scope(path, cookie)) == 0
    assert await larger(scope("/people/me/", shaped)) == 0
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        await larger(scope(path, shaped))


def test_somebody_else_finds_no_page(wells, mallory, desk):
    for who in (mallory, desk[0], person("Zoe Laurent")):
        other = Client()
        other.force_login(who)
        assert other.get(door(wells)).status_code == 404
        assert sends(other, wells, "document", file=upload(PDF)).status_code == 404
    assert not Evidence.objects.exists()


def test_mallory_hands_in_nothing_for_what_ada_asked_for(wells, ada, mallory):
    with pytest.raises(ValidationError) as refusal:
        Evidence.note(wells, mallory, "She is not who she says.")
    assert refusal.value.code == "not_yours"
    assert Evidence.note(wells, ada, "Our statutes.")
