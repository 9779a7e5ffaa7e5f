"""The desk in tests: two officers with a second factor, a body, and what waits."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.desk.deciding import last_act
from accounts.models import Mandate, Organisation, User
from tests.people import give_factor, person

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 32


def officers() -> list[User]:
    return [give_factor(person(name, is_officer=True)) for name in ("Ivy Castellano", "Omar Haddad")]


def ministry(by: list[User], **fields) -> Organisation:
    fields = {"slug": "rain", "name": "Ministry of Rain", "sector": "government", "country": "KE",
              "domains": ["rain.example"]} | fields  # fmt: skip
    return Organisation.objects.establish(by, **fields)


def ask(who: User, body: Organisation, title: str = "Speaker") -> Mandate:
    now = timezone.now()
    return Mandate.ask(who, body, title, now, now + timedelta(days=90))


def become_steward(mandate: Mandate, *officers: User) -> None:
    """They ask the holder, who accepts."""
    for officer in officers:
        mandate.make_steward(officer, True)
    mandate.answer_stewardship(mandate.person, True)


def upload(content: bytes, name: str = "letter.pdf", kind: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def decides(client, found, verb: str, ground: str = "shown", words: str = "", seen: int | None = None, **how):
    """An officer sends the form of the desk."""
    kind = found._meta.model_name
    form = {"verb": verb, "ground": ground, "words": words, "seen": last_act(found, verb) if seen is None else seen}
    return client.post(f"/desk/{kind}/{found.pk}/decision/", form, **how)
