"""`python -m tests.audit.world`: what the demonstration lacks, an empty room and one full of unusual words."""

import django

EMPTY, LONG = "nothing-said-yet", "words-without-end"
UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 4
TEXTS = [
    ("en", UNBROKEN),
    ("ar", "من الماء إلى الخبز، كل ما نقوله هنا يبقى ويقرأه الجميع بلا استثناء. " * 40),
    (
        "en",
        "# A heading\n\n1. one\n2. two\n\n> A quotation\n> on two lines\n\n```\n"
        + "code " * 60
        + "\n```\n\n**bold** and `short`",
    ),
    ("zh", "我们所说的一切都留在这里，每个人都能读到。" * 60),
    ("en", "https://example.org/" + "a-very-long-path/" * 30),
]


def furnish() -> None:
    from accounts.models import User
    from dialogue.rooms.models import Room, Theme
    from tests.people import say

    if Room.objects.filter(slug=EMPTY).exists():
        return
    theme = Theme.objects.order_by("pk").first()
    Room.objects.create(slug=EMPTY, theme=theme, titles={"en": "Nothing said yet"}, questions={"en": "Who begins?"})
    room = Room.objects.create(
        slug=LONG, theme=theme, titles={"en": "Words without end " * 6}, questions={"en": "How long is too long? " * 12}
    )
    official = User.objects.filter(mandates__isnull=False).order_by("pk").first()
    for language, text in TEXTS:
        say(official, room, text[:9_000], language=language, mandate=official.mandates.first().pk)


if __name__ == "__main__":
    django.setup()
    furnish()
