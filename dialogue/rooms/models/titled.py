from django.conf import settings
from django.utils.translation import get_language


def in_language(words: dict[str, str]) -> str:
    """`words` in the language of the page; in English, or in any, where that is missing."""
    language = get_language() or settings.LANGUAGE_CODE
    return words.get(language) or words.get(settings.LANGUAGE_CODE) or next(iter(words.values()), "")
