"""The words of the pages in seven languages: complete, with every placeholder, and none that is not asked for."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = ["ar", "es", "fr", "pt_BR", "ru", "zh_Hans"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|</?[a-z]+[^>]*>")


@pytest.fixture(params=LANGUAGES)
def catalogue(request):
    with (LOCALE / request.param / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=request.param)


def forms(message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


def test_every_word_is_translated_and_none_is_a_guess(catalogue):
    wanting = [message.id for message in catalogue if message.id and (message.fuzzy or not all(forms(message)))]
    assert not wanting


def test_every_form_keeps_its_placeholders(catalogue):
    for message in catalogue:
        if not message.id:
            continue
        originals = message.id if isinstance(message.id, tuple | list) else (message.id,)
        allowed = {frozenset(PLACEHOLDER.findall(original)) for original in originals}
        for form in forms(message):
            assert frozenset(PLACEHOLDER.findall(form)) in allowed, (message.id, form)


def test_all_languages_have_the_same_messages():
    found = []
    for language in LANGUAGES:
        with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
            found.append({str(message.id) for message in read_po(file)})
    assert all(messages == found[0] for messages in found)
