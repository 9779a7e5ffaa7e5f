"""What a session says of whoever uses it: read with the person, in the transaction that acts on it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from accounts.reauthentication import authenticated_at
from accounts.session_store import is_session_key

# Sessions whose contents are known already: reading one costs as much as a third of a post.
KEPT = 4096
_SALT = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"


class SessionFact(NamedTuple):
    """`exists` while it is in the database, has not expired, and was opened by this person under their present password;
    `authenticated_at` is when whoever uses it last proved who they are (reauthentication), None where that is not known."""

    exists: bool
    expires_at: datetime | None = None
    authenticated_at: datetime | None = None


ENDED = SessionFact(exists=False)


class Opened(NamedTuple):
    """A session as it stands in the database; `person_id` None for somebody who is not signed in."""

    person_id: int | None
    auth_hash: str
    authenticated_at: datetime | None
    expires_at: datetime

    def of(self, person: User | None) -> SessionFact:
        """What it says of this person now."""
        if person is None or person.pk != self.person_id or not _proves(self.auth_hash, person.password, *_secrets()):
            return ENDED
        return SessionFact(True, self.expires_at, self.authenticated_at)


# By hand: each batch of posts asks, and the ORM would take as long as all else that is done for one of them.
_SQL = 'SELECT "session_key", "session_data", "expire_date" FROM "{table}" WHERE "expire_date" > %s AND "session_key" IN ({keys})'


def opened(keys: Iterable[str | None]) -> dict[str, Opened]:
    """The sessions with these keys that have not expired: one query, and none for what has not the shape of a key."""
    wanted = {key for key in keys if key and is_session_key(key)}
    if not wanted:
        return {}
    sql = _SQL.format(table=Session._meta.db_table, keys=", ".join(["%s"] * len(wanted)))
    secrets = _secrets()
    with connection.cursor() as cursor:
        cursor.execute(sql, [connection.ops.adapt_datetimefield_value(timezone.now()), *wanted])
        return {key: _read(data, ends, *secrets) for key, data, ends in cursor.fetchall()}


def facts(
    askers: Iterable[tuple[int, str | None]], people: Mapping[int, User]
) -> dict[tuple[int, str | None], SessionFact | None]:
    """By (person id, session key), for many at once; None for None, which is a caller in this process that needs no session."""
    asked = set(askers)
    found = opened(key for _, key in asked)
    return {
        (person, key): None if key is None else found[key].of(people.get(person)) if key in found else ENDED
        for person, key in asked
    }


def of_request(request) -> SessionFact:
    """What the session of a request says; its middleware has just read it."""
    if not request.user.is_authenticated:
        return ENDED
    return SessionFact(True, request.session.get_expiry_date(), authenticated_at(request.session))


def _secrets() -> tuple:
    return settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS


# Both also depend on the secrets, which are named so that others are other questions.


@lru_cache(KEPT)
def _read(data: str, ends: datetime, *secrets) -> Opened:
    said = SessionStore().decode(data)
    person_id = said.get(SESSION_KEY)
    # SQLite keeps no time zone: all its times are UTC.
    moment = ends if ends.tzinfo else ends.replace(tzinfo=UTC)
    return Opened(person_id and int(person_id), said.get(HASH_SESSION_KEY, ""), authenticated_at(said), moment)


@lru_cache(KEPT)
def _proves(auth_hash: str, password: str, *secrets) -> bool:
    """The rule of django.contrib.auth.get_user, which would also write: whoever changes a password ends their sessions. As in
    AbstractBaseUser.get_session_auth_hash, without a person made for it."""
    hashes = (salted_hmac(_SALT, password, secret, algorithm="sha256").hexdigest() for secret in secrets)
    return any(constant_time_compare(auth_hash, one) for one in hashes)
