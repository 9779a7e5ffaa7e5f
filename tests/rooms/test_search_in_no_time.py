"""However many words a guest looks for in whatever mallory wrote, the page costs the server no more than any other."""

import pytest

from dialogue.text.query import TERMS
from dialogue.text.words import LIMIT
from tests.patience import processor_seconds
from tests.people import say
from tests.rooms.test_search import found, page

# So many times what it costs to find one word in as many ordinary posts of that length, in the best of some tries of each: up to four,
# and up to thirty when every word was sought in the whole of every post.
TIMES = 12
ORDINARY = " ".join(f"word{number}" for number in range(1_230)) + " wwvv"
PAIRS = [chr(0x4E00 + 2 * number) + chr(0x4E01 + 2 * number) for number in range(66)]
SHORT = [a + b for a in "bcdfghjklm" for b in "nprstvwxz"][:66]
POSTS = {
    "pairs": ("".join(PAIRS) * 100, " ".join(PAIRS)),
    "short words": (" ".join(SHORT * 60), " ".join(SHORT)),
    "a list": ("- qqzz and\n" + "- well, yes\n" * 1_000, "qqzz"),
    "the last of many": ("".join(PAIRS) * 74 + " qqzz", "qqzz"),
    "one word again and again": ("aa " * 3_300, '"' + "aa " * 66 + '"'),
}
# What is found by its form is read with its word and its form.
FORMS = {
    "one form again and again": ("UN " * 3_300 + "qqzz", "U.N. qqzz"),
    "one stem again and again": ("rights " * 1_425 + "qqzz", "right qqzz"),
    "forms in one long word": ("UN-" * 3_300 + " qqzz", "U.N. qqzz"),
    "hyphens": ("co-" * 3_300 + "op qqzz", "co qqzz -cooperate"),
}


@pytest.mark.parametrize("kind", [*POSTS, *FORMS])
def test_it_costs_little(client, room, ada, kind):
    text, asked = (POSTS | FORMS)[kind]
    for _ in range(12):
        say(ada, room, ORDINARY)
        say(ada, room, text[:LIMIT])

    def search(words: str) -> None:
        assert len(found(client, words)) == 12

    ordinary = min(processor_seconds(search, "wwvv") for _ in range(3))
    assert any(processor_seconds(search, asked[:199]) < TIMES * ordinary for _ in range(5))


def test_a_guest_who_asks_for_more_words_than_are_looked_for_is_told(client, room, ada):
    said = say(ada, room, " ".join(SHORT[:TERMS]))
    few, many = " ".join(SHORT[:TERMS]), " ".join(SHORT[: TERMS + 1])
    assert found(client, few) == found(client, many) == {said.seq}
    notice = f"Only the first {TERMS} words are used."
    assert notice in page(client, many) and notice not in page(client, few)
    assert not found(client, few + " -" + SHORT[0]), "what is to be left out is left out all the same"
