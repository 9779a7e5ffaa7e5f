"""How often the language of a post is guessed rightly, on the Universal Declaration in 45 languages and a real debate in 19."""

import random

import pytest

from dialogue.rooms.wording import Likely
from dialogue.text.language import UNKNOWN
from tests.text.corpus import read

# Written without blanks: three signs for a word.
WITHOUT_BLANKS = {"ja", "km", "my", "th", "zh", "zh-hant"}
NINE = ["en", "fr", "es", "pt", "ar", "ru", "zh", "sw", "hi"]
WHOLE = 0


def texts(name: str) -> list[tuple[str, str]]:
    if name == "declaration":
        return [(row["lang"].lower().replace("zh-hans", "zh"), row["text"]) for row in read("text/udhr.jsonl")]
    debate = [(row["lang"].lower(), row["text"]) for row in read("debate/debate-multilingual.jsonl")]
    return random.Random(19).sample(debate, 300)


def some_words(text: str, language: str, number: int, chance: random.Random) -> str:
    """`number` words in a row from anywhere in the text."""
    if number == WHOLE:
        return text
    pieces = (
        [text[place : place + 3] for place in range(0, len(text), 3)] if language in WITHOUT_BLANKS else text.split()
    )
    begin = chance.randrange(max(1, len(pieces) - number + 1))
    return ("" if language in WITHOUT_BLANKS else " ").join(pieces[begin : begin + number])


def measured(name: str, room: list[str], number: int) -> dict[str, tuple[float, float]]:
    """For languages that are listed in the room, and others: the share guessed rightly, and wrongly. The rest is not known."""
    chance, found = random.Random(45), {"listed": [], "other": []}
    for language, text in texts(name):
        guessed = Likely(room).guess(some_words(text, language, number, chance))
        # Plain "pt" is true of both forms.
        right = guessed == language or (language == "pt-br" not in room and guessed == "pt")
        found["listed" if language in room else "other"].append((right, not right and guessed != UNKNOWN))
    return {
        kind: (sum(right for right, _ in each) / len(each), sum(wrong for _, wrong in each) / len(each))
        for kind, each in found.items()
        if each
    }


def room_of(name: str, texts_name: str) -> list[str]:
    if name == "all":
        return sorted({language for language, _text in texts(texts_name)})
    return {"nine": NINE, "en+mi": ["en", "mi"], "none": []}[name]


# Of languages that are listed in the room, at least so many are known; of all others at most so many get a wrong name.
@pytest.mark.parametrize(
    ("number", "listed", "wrong"), [(WHOLE, 0.97, 0.03), (10, 0.95, 0.08), (5, 0.92, 0.11), (3, 0.78, 0.13)]
)
@pytest.mark.parametrize("room", ["nine", "all", "none"])
@pytest.mark.parametrize("name", ["declaration", "debate"])
def test_what_is_spoken_is_known_and_what_is_not_gets_no_wrong_name(name, room, number, listed, wrong):
    shares = measured(name, room_of(room, name), number)
    if "listed" in shares:
        assert shares["listed"][0] >= listed and shares["listed"][1] <= 0.07
    if "other" in shares:
        assert shares["other"][1] <= wrong


@pytest.mark.parametrize(("number", "listed"), [(WHOLE, 0.97), (10, 0.85), (5, 0.85), (3, 0.6)])
def test_in_a_room_of_english_and_maori_neither_is_called_the_other(number, listed):
    for name in ("declaration", "debate"):
        shares = measured(name, room_of("en+mi", name), number)
        assert shares["listed"][0] >= listed and shares["listed"][1] <= 0.06 and shares["other"][1] <= 0.06


def test_a_room_without_languages_knows_those_of_the_world():
    for name in ("declaration", "debate"):
        right, wrong = measured(name, [], WHOLE)["other"]
        assert right >= 0.94 and wrong <= 0.02
