"""The words of the pages in seven languages: complete, with every placeholder, and none that is not asked for.

`make messages` gathers what code and templates say; the terms are those of docs/terms.md.
"""

import re

import pytest
from django.conf import settings

from forum import catalogues

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|</?[a-z]+[^>]*>")


@pytest.fixture(params=catalogues.LANGUAGES)
def catalogue(request):
    return catalogues.read(request.param)


@pytest.fixture(scope="module")
def said():
    """Every message of code and templates."""
    return ids(catalogues.gathered())


def ids(catalogue) -> set:
    return {(message.context, message.id) for message in catalogue if message.id}


def test_every_word_is_translated_and_none_is_a_guess(catalogue):
    assert not catalogues.waiting(str(catalogue.locale))


def test_the_catalogue_holds_what_is_said_and_nothing_else(catalogue, said):
    """Mended by `make messages` and translating."""
    assert not said - ids(catalogue)
    assert not ids(catalogue) - said


def test_words_are_found_in_code_in_pages_and_in_mail(said):
    wanted = {"Public name", "Read this page in English", "Type the code", "You already have an account"}
    found = {message if isinstance(message, str) else message[0] for _, message in said}
    assert wanted <= found and "%(total)s person here" in found and "{n} new post" in found


def test_every_form_keeps_its_placeholders(catalogue):
    for message in catalogue:
        if not message.id:
            continue
        originals = message.id if isinstance(message.id, tuple | list) else (message.id,)
        allowed = {frozenset(PLACEHOLDER.findall(original)) for original in originals}
        for form in catalogues.forms(message):
            assert frozenset(PLACEHOLDER.findall(form)) in allowed, (message.id, form)


COLUMNS = ("fr", "es", "pt_BR", "ar", "ru", "zh_Hans")


# Not a place to debate in.
OTHER_MEANINGS = re.compile("leave room", re.IGNORECASE)


def terms() -> list[tuple[str, dict[str, list[str]]]]:
    """(English, {language: beginnings of its forms}) of each checked row of docs/terms.md."""
    page = (settings.BASE_DIR / "docs" / "terms.md").read_text().split("## Translations")[1]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("| ")]
    assert all(len(row) == 8 and all(row[:7]) for row in rows)
    return [(row[0], dict(zip(COLUMNS, map(beginnings, row[1:7]), strict=True))) for row in rows if row[7] == "checked"]


def beginnings(cell: str) -> list[str]:
    return re.findall(r"(\w+)-[,)]", cell) or [cell]


def test_the_terms_of_the_product_are_used_everywhere(catalogue):
    language, wrong = str(catalogue.locale), []
    assert len(terms()) >= 4
    for english, words in terms():
        term = re.compile(rf"\b{english}s?\b", re.IGNORECASE)
        for message in catalogue:
            original = OTHER_MEANINGS.sub("", message.id if isinstance(message.id, str) else message.id[0])
            if term.search(original):
                forms = [form.lower() for form in catalogues.forms(message) if form]
                wrong += [(english, form) for form in forms if not any(part in form for part in words[language])]
    assert not wrong
