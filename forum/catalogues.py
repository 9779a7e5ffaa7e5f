"""The words of code and templates, and the catalogues that hold them in other languages; by Babel, gettext may be missing."""

from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
CODE = ("accounts", "dialogue", "forum")
LANGUAGES = ("ar", "es", "fr", "pt_BR", "ru", "zh_Hans")

# What Babel writes at the head of a catalogue and nobody needs; a date would be a conflict in every merge.
HEADS = ("Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date", "Last-Translator",
         "Language-Team", "Generated-By")  # fmt: skip
NOISE = tuple(f'"{head}:' for head in HEADS)


def words_of(path: Path) -> bytes:
    """The file as Python in which every word to translate stands in a call of gettext."""
    text = path.read_text()
    if path.suffix == ".py":
        return text.encode()
    # A template's indentation is none of Python's.
    lines = templatize(text, origin=str(path)).splitlines()
    return "\n".join(line.lstrip() for line in lines).encode()


def gathered() -> Catalog:
    """Every word to translate, with the notes for translators."""
    files = [path for app in CODE for path in sorted((settings.BASE_DIR / app).rglob("*.py"))]
    files += sorted(path for path in (settings.BASE_DIR / "templates").rglob("*.*") if path.is_file())
    catalogue = Catalog()
    for path in files:
        for line, message, comments, context in extract("python", BytesIO(words_of(path)), KEYWORDS, ["Translators:"]):
            place = path.relative_to(settings.BASE_DIR).as_posix()
            catalogue.add(message, None, [(place, line)], auto_comments=comments, context=context)
    return catalogue


def written(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    with written(language).open("rb") as file:
        return read_po(file, locale=language)


def waiting(language: str) -> list:
    """What is not translated yet, or only guessed."""
    return [message.id for message in read(language) if message.id and (message.fuzzy or not all(forms(message)))]


def forms(message: Message) -> list[str]:
    """What the language says for a message: one form, or one for each kind of number."""
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string or ""]


def gather(language: str) -> None:
    """Brings the catalogue of a language up to date: what is new is empty, what nobody says any more is gone."""
    catalogue, page = read(language), BytesIO()
    catalogue.update(gathered(), no_fuzzy_matching=True)
    write_po(page, catalogue, width=120, no_location=True, ignore_obsolete=True)
    lines = [line for line in page.getvalue().decode().splitlines() if not line.startswith(NOISE)]
    written(language).write_text("\n".join(lines) + "\n")
