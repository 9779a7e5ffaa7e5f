"""What anybody may send is read in no time: on the event loop, and in Python that holds everybody else up, nothing is worse
than linear in its length."""

import json
from contextlib import suppress
from itertools import islice, product
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.handlers.asgi import ASGIRequest
from django.http.cookie import parse_cookie

from accounts.mailboxes import LONGEST, Mailbox, mailbox
from dialogue.live.closing import TOO_MUCH
from dialogue.live.commands import decode
from dialogue.live.frames import MESSAGE_LIMIT
from dialogue.live.refusals import Invalid
from dialogue.live.socket import GUEST_COMMANDS, cookies_of
from dialogue.rooms.commands import DECODER
from dialogue.text.excerpt import excerpt
from dialogue.text.filed import filed
from dialogue.text.query import LIMIT as LONGEST_QUERY
from dialogue.text.query import Query
from dialogue.text.words import LIMIT
from forum.front_door import LARGEST
from forum.malformed import is_malformed, plain
from tests.live.lines import Line
from tests.patience import processor_seconds
from tests.security.asgi import answered, scope_of

# Seconds of the processor; what was found took 0.4 to 300.
NO_TIME = 0.05
HEADER = 16 * 1024
HOSTILE_COOKIES = {
    "quotes": '"' + r"\"" * (HEADER // 2) + '"',
    "octal": '"' + r"\101" * (HEADER // 4) + '"',
    "backslashes": '"' + "\\" * HEADER + '"',
    "separators": "a=b;" * (HEADER // 4),
}
MARKS = "a" + "\u0301\u0323" * (LARGEST // 4)
MANY_LETTERS = "".join(islice(map(chr, range(0x4E00, 0x9FFF)), LARGEST // 3))
HOSTILE_ADDRESSES = [
    f"{MARKS}@example.org", f"ada@{MARKS}.org", f"ada@{MANY_LETTERS * 4}.org", f"ada@{'a.' * (LARGEST // 2)}org", "@" * LARGEST,
]  # fmt: skip
LETTERS = MESSAGE_LIMIT - 100
MANY_WORDS = {
    letters: " ".join(map("".join, product(letters, "aeo", letters, "aeo", letters)))[:LIMIT]
    for letters in ("bdgklmnprst", "бдгклмнпрст")
}
# Texts that are filed for the search and read for an excerpt, and what is looked for.
HOSTILE_TEXTS = {
    **{f"one word of {letter}": letter * LIMIT for letter in ("a", "A", "ä", "國", "ガ", "각", "ﷺ", "क़")},
    **{f"only {sign}": sign * (LIMIT // len(sign)) for sign in ("-", "'", ".", "a-", "UN-", "A.", "a'", "aʼ", "a\u00a05", "a\u200d")},
    **{f"keep coming{word}": f"{word} " * (LIMIT // len(word + " ")) for word in ("UN", "5 %", "COP 3", "ä-ö", "rights", "ﷺ")},
    **{f"many words of {letters}": text for letters, text in MANY_WORDS.items()},
    "many words with hyphens": MANY_WORDS["bdgklmnprst"].replace(" ", "-"),
    "many words with stops": MANY_WORDS["bdgklmnprst"].replace(" ", "."),
}  # fmt: skip
HOSTILE_WORDS = {"brackets": "[]" * (LETTERS // 2), "open": "[" * LETTERS, "braces": "{}" * (LETTERS // 2)}


@pytest.mark.parametrize("kind", HOSTILE_COOKIES)
def test_cookies(kind):
    scope = scope_of("/", headers=[(b"cookie", b"a=" + HOSTILE_COOKIES[kind].encode())])
    assert processor_seconds(lambda: (is_malformed(scope), cookies_of(plain(scope)))) < NO_TIME


@pytest.mark.parametrize(
    "kind",
    [
        b'multipart/form-data; x="' + b";" * HEADER, b"multipart/form-data; boundary=" + b"a" * HEADER, b"a/b; x*=zzz''q",
        b"a/b; x*=idna''q", b"application/x-www-form-urlencoded; charset=rot13", b"multipart/form-data; boundary=x; " * 300,
        b"application/json",
    ],
    ids=lambda kind: kind[:30].decode(),
)  # fmt: skip
def test_content_types(kind):
    scope = scope_of("/", headers=[(b"content-type", kind)])
    assert processor_seconds(lambda: plain(scope)) < NO_TIME
    assert b"content-type" not in dict(plain(scope)["headers"])


@pytest.mark.parametrize(
    "kind",
    [
        b"application/x-www-form-urlencoded", b"application/x-www-form-urlencoded;charset=UTF-8", b"multipart/form-data; boundary=a",
        b"multipart/form-data; boundary=----WebKitFormBoundaryAb3", b'multipart/form-data; boundary="=_x?y:z"',
    ],
)  # fmt: skip
def test_forms_are_read_however_a_browser_sends_them(kind):
    scope = scope_of("/", headers=[(b"content-type", kind)])
    assert (b"content-type", kind) in plain(scope)["headers"]
    twice = scope | {"headers": [*scope["headers"], (b"content-type", b"multipart/form-data; boundary=b")]}
    assert b"content-type" not in dict(plain(twice)["headers"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("engine")
async def test_an_address_with_more_parameters_than_any_page_has_is_refused_in_words(room):
    for parameters in ("&" * 100, "&".join(f"a{number}=1" for number in range(200))):
        status, page = await answered("/fr/rooms/rain/", parameters)
        assert status == 400 and "<h1>" in page
    assert (await answered("/fr/rooms/rain/", "&" * 99))[0] == 200


def test_a_cookie_of_another_program_is_left_aside_and_ours_are_read():
    scope = scope_of("/", headers=[(b"cookie", rb'theirs="{\"a\": 1}"; session=key; theme="dark"')])
    assert not is_malformed(scope)
    assert cookies_of(plain(scope)) == {"session": "key", "theme": "dark"}
    assert cookies_of(plain(scope)) == parse_cookie('session=key; theme="dark"')


def test_cookies_in_several_headers_name_the_same_person_to_pages_as_to_sockets():
    headers = [(b"cookie", b"session=ada"), (b"accept", b"*/*"), (b"cookie", b"session=bo; a=b")]
    scope = scope_of("/") | {"headers": headers}
    assert ASGIRequest(plain(scope), None).COOKIES == cookies_of(scope) == {"session": "bo", "a": "b"}


@pytest.mark.parametrize("address", HOSTILE_ADDRESSES, ids=lambda address: f"{address[:8]!a}")
def test_addresses_of_mail(address):
    field = Mailbox()
    assert processor_seconds(lambda: mailbox(address)) < NO_TIME
    with pytest.raises(Exception, match=r"address|letters|characters"):
        field.clean(address)
    assert processor_seconds(lambda: field.to_python(address)) < NO_TIME


def test_the_longest_address_there_is():
    longest = f"{'A' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 63}.{'e' * 57}.org"
    assert len(longest) <= LONGEST and mailbox(longest) == longest.lower()


@pytest.mark.parametrize("kind", HOSTILE_WORDS)
def test_commands(kind):
    text = json.dumps({"do": "post", "key": str(uuid4()), "text": HOSTILE_WORDS[kind]})
    assert processor_seconds(lambda: decode(DECODER, text)) < NO_TIME / 10
    # Words are words: brackets in them are nobody's nesting.
    assert decode(DECODER, text).text == HOSTILE_WORDS[kind]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("kind", HOSTILE_TEXTS)
def test_words_that_are_filed_for_the_search(kind, language):
    text, query = HOSTILE_TEXTS[kind], Query.of("UN waters qqzz 5%")
    assert min(processor_seconds(lambda: filed(text, language)) for _ in range(2)) < NO_TIME
    assert min(processor_seconds(lambda: excerpt(text, query, language)) for _ in range(2)) < NO_TIME


@pytest.mark.parametrize("kind", HOSTILE_TEXTS)
def test_words_that_are_looked_for(kind):
    def read():
        with suppress(ValidationError):
            Query.of(HOSTILE_TEXTS[kind][:LONGEST_QUERY])

    assert min(processor_seconds(read), processor_seconds(read)) < NO_TIME


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"do":"post","text":['])
def test_commands_nested_deeply(opening):
    text = opening * (MESSAGE_LIMIT // len(opening))

    def refused():
        with pytest.raises(Invalid):
            decode(DECODER, text)

    assert processor_seconds(refused) < NO_TIME


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("engine")
async def test_a_guest_who_goes_on_asking_for_what_needs_an_account_is_shown_out(room):
    async with Line(room) as line:
        for _ in range(GUEST_COMMANDS):
            await line.send(do="post", key=str(uuid4()), text="Hear me.")
            assert (await line.hear("error", "closed"))["error"]["code"] == "sign_in"
        assert await line.hear("closed") == {"closed": TOO_MUCH}
