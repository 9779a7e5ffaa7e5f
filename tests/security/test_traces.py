"""What an answer and the log leave behind: no cache holds what was made for somebody, no copy what is theirs alone, and the log
neither keys nor addresses."""

import io
import logging
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, strategies

from accounts.models import Invitation
from dialogue.live.refusals import NotAllowed
from forum.logs import Discreet
from forum.middleware import COPIED
from forum.secret_addresses import SECRET, patterns
from tests.patience import processor_seconds
from tests.people import give_factor, person, say
from tests.security.addresses import everything, filled, parameters

TOKEN = "Marked-Token-abcdefghijklmnopqrstuvwxyz"
MAILBOX = "marked.mailbox@example.org"
# What names a thing in an address and opens nothing by itself. A new parameter is here, or in forum.secret_addresses.SECRET.
OPEN = {
    "slug", "seq", "pk", "handle", "code", "section", "kind", "content_type_id", "object_id", "app_label", "url",
}  # fmt: skip
# The same for everybody who asks with the same cookies: it is there when the worker has nothing else.
FOR_NOBODY = {"offline"}


@pytest.fixture
def steward(mandate, ada):
    """Ada, who stewards the Assembly of the Isles, holds its mandate, and has an app that shows codes."""
    Authenticator.objects.filter(user=ada).update(data={"secret": encrypt("JBSWY3DPEHPK3PXP")})
    mandate.steward = True
    mandate.save()
    return ada


@pytest.fixture
def officer(db):
    return give_factor(person("Omar Haddad", is_officer=True))


@pytest.fixture
def staff(db):
    return give_factor(person("Sudha Rao", is_staff=True, is_superuser=True))


@pytest.fixture
def addresses(room, bo):
    say(bo, room, "Words.")
    values = {
        "slug": room.slug, "seq": "1", "pk": "1", "handle": bo.handle, "code": "se", "section": "rooms", "kind": "mandate",
        "token": TOKEN, "key": TOKEN, "content_type_id": "1", "object_id": "1", "app_label": "accounts", "url": "nowhere",
    }  # fmt: skip
    bodies = {"slug": "isles"}
    special = dict.fromkeys(("organisation", "steward", "invitations", "speak_for_body"), bodies)
    return list(filled(values, **special, theme={"slug": "climate"}))


@pytest.fixture
def log():
    """What the configured handlers write, line by line."""
    from logging.config import dictConfig

    written = io.StringIO()
    config = settings.LOGGING | {
        "handlers": {"terminal": settings.LOGGING["handlers"]["terminal"] | {"stream": written}}
    }
    before = logging.getLogger().handlers[:]
    dictConfig(config)
    yield written
    logging.getLogger().handlers[:] = before


def test_every_part_of_an_address_is_known_to_open_something_or_nothing():
    assert parameters() == OPEN | SECRET and not OPEN & SECRET


@pytest.mark.parametrize("who", [None, "bo", "steward", "officer", "staff"])
def test_no_cache_keeps_what_was_made_for_somebody_and_no_copy_is_made_but_of_what_anybody_may_read(
    request, client, addresses, who
):
    visitor = who and request.getfixturevalue(who)
    copied = set()
    for name, path in addresses:
        if path.startswith("/admin/") and who != "staff":
            continue
        if visitor and client.session.get("_auth_user_id") != str(visitor.pk):
            client.force_login(visitor)
        answer = client.get(path)
        if visitor:
            assert answer.headers["Cache-Control"] == "private, no-store", (name, path, answer.status_code)
        if "X-Copy" in answer.headers:
            copied.add(name)
            assert TOKEN not in path, name
    assert copied <= COPIED
    assert bool(copied) == (who != "staff"), "pages of staff may hold hidden words"


def test_a_view_that_says_otherwise_is_overruled_and_a_cookie_given_is_one_too(client, room):
    assert client.get("/countries.json").headers["Cache-Control"] == "public, max-age=300"
    answer = client.get(reverse("room", args=[room.slug]))
    assert answer.cookies and answer.headers["Cache-Control"] == "private, no-store"
    assert client.get("/countries.json").headers["Cache-Control"] == "private, no-store"
    assert Client(headers={"cookie": "odd"}).get("/countries.json").headers["Cache-Control"] == "private, no-store"


def test_copies_are_allowed_by_name_and_every_name_is_there():
    names = {pattern.name for _address, pattern in patterns()}
    assert names >= COPIED
    with_secrets = {pattern.name for address, pattern in patterns() if SECRET & set(pattern.pattern.regex.groupindex)}
    tools = {
        name
        for name in names
        if name and re.match("account_|mfa_|usersessions|desk|.*invitation|steward|my-|data$|profile", name)
    }
    assert with_secrets and not COPIED & (with_secrets | tools | FOR_NOBODY)


def test_the_log_of_every_address_holds_no_key_no_mailbox_and_no_traceback(client, addresses, steward, grace, log):
    visitors = [Client(), client]
    client.force_login(steward)
    for visitor in visitors:
        for name, path in addresses:
            if path.startswith("/admin/") and not path.startswith("/admin/accounts/"):
                continue
            visitor.get(path)
            visitor.post(path, {"email": MAILBOX, "login": MAILBOX, "password": TOKEN, "code": TOKEN, "key": TOKEN})
            if name == "account_logout":
                client.force_login(steward)
    text = log.getvalue()
    assert "/rooms/rain/" in text, "the log is written"
    assert TOKEN not in text and MAILBOX not in text
    assert "Traceback" not in text, text[text.find("Traceback") - 300 :][:2000]


def test_a_link_that_is_used_up_does_not_stand_in_the_log(client, steward, mandate, log):
    now = timezone.now()
    (token,) = Invitation.invite(
        steward, mandate.organisation, 1, timedelta(days=2), title="member", themes=[], territory="",
        valid_from=now, valid_until=now + timedelta(days=90),
    )  # fmt: skip
    Invitation.objects.update(cancelled_at=now)
    assert client.get(f"/invitations/{token}/").status_code == 410
    assert client.get(f"/fr/invitations/{token}/").status_code == 410
    assert client.get(f"/invitations/{token}/mistyped").status_code == 404
    assert log.getvalue().count("/invitations/…") == 3 and token not in log.getvalue()


@pytest.mark.parametrize("error", [PermissionDenied("no"), NotAllowed()])
def test_an_ordinary_refusal_is_one_line_and_a_fault_keeps_its_traceback(client, log, error):
    try:
        raise error
    except Exception:
        logging.getLogger("django.request").warning(
            "Forbidden: %s", "/x/", exc_info=isinstance(error, PermissionDenied)
        )
    try:
        raise RuntimeError(f"broken for {MAILBOX}")
    except RuntimeError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", f"/invitations/{TOKEN}/")
    text = log.getvalue()
    assert text.count("Traceback") == 1 and "RuntimeError" in text
    assert MAILBOX not in text and TOKEN not in text


LETTERS = [
    (pattern.name, address.partition("<")[0])
    for address, pattern in patterns()
    if SECRET & set(pattern.pattern.regex.groupindex)
]
# Letters of a token that stand in no address of ours and in none of these lines.
TOKENS = strategies.text("QXZ789-_~", min_size=4, max_size=60)


@strategies.composite
def spelled(draw, text: str) -> str:
    """As somebody may write it whose server then finds it, or not: capitals, percent-encoded once or twice."""
    written = ""
    for sign in text:
        shown = draw(strategies.sampled_from([sign, sign.lower(), sign.upper()]))
        code = draw(strategies.sampled_from(["%{:02x}", "%{:02X}", "%25{:02x}", "%2525{:02X}"])).format(ord(shown))
        written += draw(strategies.sampled_from([shown, shown, shown, code])) * (
            draw(strategies.integers(1, 2)) if sign == "/" else 1
        )
    return written


def written_down(line: str) -> str:
    return Discreet().format(logging.LogRecord("forum", logging.WARNING, "", 0, line, (), None))


def test_the_letters_are_those_we_know():
    assert {name for name, _ in LETTERS} == {"invitation", "data-json", "data-html", "stop-mail", "stop-address-change"}


@pytest.mark.parametrize("name,begins", LETTERS, ids=[name for name, _ in LETTERS])
@given(data=strategies.data())
def test_no_key_of_a_letter_stands_in_the_log_however_its_address_is_written(name, begins, data):
    token = data.draw(TOKENS)
    before = data.draw(strategies.sampled_from(["", "/fr", "https://forum.example.org/pt", "/accounts/login/?next="]))
    behind = data.draw(strategies.sampled_from(["", "/", ".json", "/mistyped", "?x=1", "&x=1", " ", '"']))
    line = f'"GET {before}{data.draw(spelled("/" + begins))}{token}{behind} HTTP/1.1" 404'
    found = written_down(line)
    assert token not in found and "…" in found and found.startswith(f'"GET {before}') and found.endswith('1.1" 404')


@given(data=strategies.data())
def test_no_key_of_a_query_stands_in_the_log_however_it_is_written(data):
    token, name = data.draw(TOKENS), data.draw(strategies.sampled_from(sorted(SECRET)))
    before = data.draw(strategies.sampled_from(["/mail/stop/?", "/x/?y=1&", "/accounts/login/?next=%2Fx%2F%3F"]))
    found = written_down(f"Not Found: {before}{data.draw(spelled(name + '='))}{token}&z=1")
    assert token not in found and found.startswith(f"Not Found: {before}") and found.endswith("…&z=1")


def test_what_opens_nothing_stays_readable():
    line = "Not Found: /fr/rooms/rain/?after=17&monkey=1&keys=2 /mail/ /invitation/ /people/me/"
    assert written_down(line) == line
    assert written_down("Refused: ?email=ada%40example.org") == "Refused: ?email=…@…"


@pytest.mark.parametrize(
    "line",
    [
        "/" * 100_000,
        "%25" * 33_000,
        "/%2f" * 25_000,
        "?key" * 25_000,
        "x" * 100_000,
        "x@" * 50_000,
        "x." * 50_000,
        "x@" + "y." * 50_000,
    ],
)
def test_a_long_line_takes_no_time(line):
    record = logging.LogRecord("forum", logging.WARNING, "", 0, line, (), None)
    assert processor_seconds(lambda: Discreet().format(record)) < 0.5


def test_an_address_with_a_part_nobody_has_thought_of_is_missed():
    assert len(everything()) > 150
    with pytest.raises(KeyError):
        list(filled({}))
