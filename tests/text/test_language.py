"""The language of a post is guessed among those of its room."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from dialogue.text.language import guess
from tests.text.corpus import read

# Measured on the real debate: 0.994 on whole contributions, 0.985 on what a first sentence shows.
WHOLE, OPENING = 0.985, 0.97


@pytest.mark.parametrize(
    ("text", "among", "language"),
    [
        ("Who pays for the rain that did not fall?", ["fr", "en", "ar"], "en"),
        ("Qui paie pour la pluie qui n'est pas tombée ?", ["en", "fr", "ar"], "fr"),
        ("من يدفع ثمن المطر؟", ["en", "fr", "ar"], "ar"),
        ("Кто платит за дождь?", ["en", "ru"], "ru"),
        ("Ποιος πληρώνει;", ["en", "el"], "el"),
        ("Olá, quem é que paga a chuva que não caiu?", ["en", "es", "pt-br"], "pt-br"),
        ("雨は誰が払うのですか", ["zh", "ja", "en"], "ja"),
        ("비는 누가 지불하나요", ["zh", "ja", "ko"], "ko"),
        ("谁来为这场雨付钱，我们应该讨论这个问题", ["en", "zh-hant", "zh"], "zh"),
        ("誰來為這場雨付錢，我們應該討論這個問題", ["en", "zh", "zh-hant"], "zh-hant"),
        ("བོད་སྐད", ["en", "dz"], "dz"),
        ("ይህ ዝናብ ማን ይከፍላል", ["en", "am"], "am"),
    ],
)
def test_ada_writes_and_her_language_is_known(text, among, language):
    assert guess(text, among) == language


@pytest.mark.parametrize("text", ["", "12:30", "👍", "https://example.org/the/rain", "ada@example.org"])
def test_a_text_without_words_is_in_the_first_language_of_the_room(text):
    assert guess(text, ["fr", "en"]) == "fr"


def test_a_language_of_another_script_is_never_guessed():
    assert guess("Who pays?", ["ru", "ar", "en"]) == "en"
    assert guess("Привет", ["en", "ru", "ar"]) == "ru"


def test_a_room_of_languages_no_model_knows_answers_with_its_first():
    assert guess("Ko wai e utu ana mō te ua?", ["mi", "sm"]) == "mi"
    assert guess("Привет", ["en", "fr"]) in ("en", "fr")


def test_the_answer_is_always_one_of_the_codes_as_they_were_given():
    assert guess("誰來為這場雨付錢", ["en", "zh-Hant"]) == "zh-Hant"
    assert guess("Wer bezahlt den Regen?", ["en", "DE"]) == "DE"


def test_the_real_debate_is_told_apart():
    debate = read("debate/debate-multilingual.jsonl")
    among = sorted({turn["lang"] for turn in debate})
    assert len(among) == 19
    whole = sum(guess(turn["text"], among) == turn["lang"] for turn in debate)
    opening = sum(guess(turn["text"].split(". ")[0][:90], among) == turn["lang"] for turn in debate)
    assert whole / len(debate) >= WHOLE
    assert opening / len(debate) >= OPENING


def test_ten_people_at_once_get_the_same_answers():
    texts = ["Who pays for the rain?", "Qui paie pour la pluie ?", "¿Quién paga la lluvia?"] * 10
    with ThreadPoolExecutor(10) as pool:
        assert list(pool.map(lambda text: guess(text, ["en", "fr", "es"]), texts)) == ["en", "fr", "es"] * 10
