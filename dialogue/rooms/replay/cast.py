"""Who speaks in the record: people, mandates, and a session for each; all are marked as replayed."""

import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from itertools import count

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Mandate, User
from accounts.models.user import Origin
from accounts.names import clean_name
from accounts.places import country_codes, country_name
from dialogue.rooms.replay.body import body_of
from dialogue.rooms.replay.record import Contribution

ADDRESS = "{}@replay.invalid"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TERM = timedelta(days=365)
# Sessions of a replay that was killed end by themselves.
SESSION_SECONDS = 6 * 3600
LONGEST_NAME = 80


def fingerprint(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


class Cast:
    """People are found again by what the record says of them, so that a second replay has the same people."""

    def __init__(self) -> None:
        self.people: dict[str, User] = {}
        self.cookies: dict[int, str] = {}
        self.mandates: dict[tuple[int, str], int] = {}
        self.countries = frozenset(country_codes())

    @transaction.atomic
    def gather(self, contributions: Iterable[Contribution]) -> None:
        """Have everyone who speaks in `contributions` ready, signed in and accredited."""
        for said in contributions:
            address = self.address(said)
            if address not in self.people:
                person = User.objects.filter(email=address).first() or self._introduce(said, address)
                self.people[address] = person
                self.cookies[person.pk] = sign_in(person)
            self._accredit(self.people[address], said)

    def address(self, said: Contribution) -> str:
        return ADDRESS.format(fingerprint(said.speaker, said.country))

    def person(self, said: Contribution) -> User:
        return self.people[self.address(said)]

    def cookie(self, said: Contribution) -> str:
        """The key of this speaker's session."""
        return self.cookies[self.person(said).pk]

    def mandate(self, said: Contribution) -> int | None:
        """The id of the mandate under which this was said; None for who spoke for themselves."""
        body = body_of(said)
        return self.mandates[self.person(said).pk, body.slug] if body else None

    @transaction.atomic
    def dismiss(self) -> None:
        """End the sessions."""
        for key in self.cookies.values():
            SessionStore(key).delete()

    def _introduce(self, said: Contribution, address: str) -> User:
        return User.objects.create_user(
            address,
            name=free_name(said),
            country=said.country if said.country in self.countries else "",
            languages=[said.language] if said.language else [],
            origin=Origin.REPLAY,
            source=said.source[:300],
        )

    def _accredit(self, person: User, said: Contribution) -> None:
        body = body_of(said)
        if body is None or (person.pk, body.slug) in self.mandates:
            return
        organisation = body.found(self.countries)
        mandate = Mandate.objects.active().filter(person=person, organisation=organisation).first()
        if mandate is None:
            now = timezone.now()
            mandate = Mandate.objects.grant(
                person=person, organisation=organisation, title=body.title, valid_from=now, valid_until=now + TERM
            )
        self.mandates[person.pk, body.slug] = mandate.pk


def free_name(said: Contribution) -> str:
    """A name nobody has yet: as recorded, else with what tells this speaker apart, else with a number."""
    name = acceptable(said.speaker) or "Speaker"
    apart = [said.affiliation, country_name(said.country, "en") if said.country else ""]
    candidates = filter(None, [name, *(acceptable(f"{name}, {word}") for word in apart if word)])
    for candidate in candidates:
        with suppress(ValidationError):
            return User.free_name(candidate)
    # A number makes no other name beside somebody who holds a mandate; the record is taken at its word.
    for number in count(2):
        candidate = f"{name[: LONGEST_NAME - 8]} {number}"
        with suppress(ValidationError):
            User.refuse_taken(candidate)
            return candidate
    raise AssertionError("there is always one more number")


def acceptable(raw: str) -> str:
    """`raw` without what no name may hold, "" when nothing is left."""
    for name in (raw, " ".join(re.sub(r"[^\w\s'’.,-]|[_\d]", " ", raw).split())[:LONGEST_NAME]):
        try:
            return clean_name(name)
        except ValidationError:
            continue
    return ""


def sign_in(person: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.set_expiry(SESSION_SECONDS)
    session.create()
    # Only a session that was never created has no key.
    return str(session.session_key)
