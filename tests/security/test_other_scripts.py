"""A holder's name written in another script is the holder's name; what only begins alike is not."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from accounts import alike, name_rules, sounds, spoken
from accounts.models import User
from accounts.names import LIMIT
from tests.accounts.desk import ask, ministry, officers
from tests.patience import processor_seconds
from tests.people import give_factor, person
from tests.text.corpus import read

# Who holds a mandate, and what a stranger calls themselves.
COPIES = {
    "Hanna Holdermark": (
        "Ханна Хольдермарк", "Ганна Гольдермарк", "Χάνα Χόλντερμαρκ", "هانا هولدرمارك", "חנה הולדרמרק", "ハンナ ホルデルマルク",
        "ハンナ ホルダーマルク", "한나 홀데르마르크", "हाना होल्डरमार्क", "ჰანა ჰოლდერმარკი", "Հաննա Հոլդերմարկ",
    ),
    "Jonas Schulze": ("Йонас Шульце", "Γιόνας Σούλτσε", "يوناس شولتسه", "יונאס שולצה", "ヨナス シュルツェ", "요나스 슐체"),
    "Johann Christoph Georg Friedrich Wagner-Schulze": ("Йоханн Кристоф Георг Фридрих Вагнер-Шульце",),
    "Giulia Ricci": ("Джулия Риччи", "Τζούλια Ρίτσι", "جوليا ريتشي", "ג'וליה ריצ'י", "ジュリア リッチ"),
    "Wanjiru Kamau": ("Ванджиру Камау", "وانجيرو كاماو", "Βαντζίρου Καμάου"),
    "Yusuf Karataş": ("Юсуф Караташ", "Γιουσούφ Καρατάς", "يوسف كاراتاش", "יוסוף קרטאש", "유수프 카라타시"),
    "Айгуль Нурланова": ("Aigul Nurlanova", "Aygül Nurlanova", "أيغول نورلانوفا", "Αϊγκούλ Νουρλάνοβα"),
    "Νίκος Παπαδόπουλος": ("Nikos Papadopoulos", "Никос Пападопулос", "نيكوس بابادوبولوس", "ニコス パパドプロス"),
    "نور الهدى مرزوق": ("Nour el-Houda Marzouk", "Nur al-Huda Marzuq", "Нур аль-Худа Марзук"),
    "प्रिया कुलकर्णी": ("Priya Kulkarni", "Прия Кулкарни", "بريا كولكارني"),
    "김 하늘": ("Kim Haneul", "Ким Ханыль"),
    "სალომე ბერიძე": ("Salome Beridze", "Саломе Беридзе"),
    "נועה ברזילי": ("Noa Barzilai", "Ноа Барзилай", "نوعا برزيلاي"),
}  # fmt: skip
OTHERS = (
    "Иван Хольдермарк", "Ханна Холмс", "Анна Шмидт", "Йонас Шмидт", "Джулия Росси", "Мария Караташ", "Юсуф Демир", "Ванджиру Отиено",
    "Nikos Papas", "Salome Tavadze", "Noa Cohen", "Priya Sharma", "Nour Haddad", "Aigul Popova", "يوسف حداد", "هانا مرزوق", "חנה לוי",
)  # fmt: skip
PAIRS = [(holder, copy) for holder, copies in COPIES.items() for copy in copies]


def refused(name: str) -> str:
    try:
        User.free_name(name)
    except ValidationError as refusal:
        return str(refusal.error_list[0].code)
    return ""


def granted(who: User, desk: list[User]) -> None:
    mandate = ask(give_factor(who), ministry(desk), "Minister")
    mandate.accredit(desk[0])
    mandate.confirm(desk[1])


@pytest.mark.parametrize(("holder", "copy"), PAIRS)
def test_what_sounds_like_a_holder_in_another_script_is_found_and_compared(holder, copy):
    assert alike.resemble(holder, copy) and alike.resemble(copy, holder)
    assert alike.keys_of(holder) & alike.keys_of(copy), "found by no key"


def test_mallory_takes_no_name_of_hannas_in_any_script(db):
    assert not refused("Ханна Хольдермарк")
    granted(User.objects.create_user("hanna@example.org", name="Hanna Holdermark"), officers())
    order = (
        "Хольдермарк Ханна",
        "ХаннаХольдермарк",
        "Доктор Ханна Хольдермарк",
        "Ханна Хольдермарк 2",
        "Hanna Хольдермарк",
    )
    for name in (*COPIES["Hanna Holdermark"], *order):
        assert refused(name) == "holder", name
    assert not [name for name in OTHERS if refused(name)]
    assert not refused("Ханна Мария Хольдермарк"), "a word more is always enough"


def test_who_came_first_is_told_and_marked(db):
    early = person("Ханна Хольдермарк")
    hanna = User.objects.create_user("hanna@example.org", name="Hanna Holdermark")
    granted(hanna, officers())
    assert User.objects.get(pk=early.pk).namesake_of == hanna


def test_within_a_script_the_eye_decides(db):
    for one, other in (
        ("Jonas Schulze", "Jonas Shultse"),
        ("Юсуф Караташ", "Иусуф Караташ"),
        ("Giulia Ricci", "Julia Ritchie"),
    ):
        assert not spoken.alike(one, other)


def test_few_consonants_are_nobodys_alone():
    """A short name in a script without vowels is many people's."""
    assert alike.resemble("Ana Lima", "Ана Лима") and not alike.resemble("Ana Lima", "Ано Лом")
    assert not alike.resemble("Ana Lima", "آنا ليما")


def test_a_script_that_does_not_tell_how_it_sounds_is_compared_by_looks_alone():
    assert spoken.said("林 晓雯") == () and not alike.resemble("Lin Xiaowen", "林 晓雯")


def test_who_has_no_name_sounds_like_nobody():
    assert spoken.said("") == spoken.said("42") == ()
    assert not alike.resemble("", "Ада") and not alike.resemble("Hanna Holdermark", "42")


def test_a_name_of_many_readings_is_compared_in_no_time():
    """The longest a name may be, of letters that may each be said in two ways: seconds of the processor."""
    one, other = ("Jo Gi Cho Hwa Che Kha " * 4)[:LIMIT], ("Хо Го Чо Хва Че Ха " * 5)[:LIMIT]

    def compare() -> None:
        assert not alike.resemble(one, other) and len(alike.keys_of(one)) < 300

    assert processor_seconds(compare) < 0.5


def test_ordinary_people_are_not_taken_for_holders_whatever_their_script():
    holders = [*COPIES, *(copy for copies in COPIES.values() for copy in copies)]
    keys = {holder: alike.keys_of(holder) for holder in holders}
    names = sorted({row["name"] for row in read("text/names.jsonl") if len(row["name"]) <= LIMIT})
    assert len(names) > 900
    wrongly = [
        (name, holder) for name in names for found in [alike.keys_of(name)] for holder in holders
        if found & keys[holder] and alike.resemble(name, holder)
    ]  # fmt: skip
    assert not wrongly


def test_the_tables_say_where_they_are_from_and_a_change_makes_all_keys_anew():
    tables = json.loads((Path(sounds.__file__).parent / "sounds.json").read_text("utf-8"))
    assert "ICAO" in tables["source"] and "2026" in tables["source"]
    assert {"sounds.py", "sounds.json", "spoken.py"} <= set(name_rules.OURS)


@pytest.mark.parametrize("table", sorted(set(sounds.TABLES) - {"source"}))
def test_every_table_is_letters_once_and_sounds(table):
    pairs = [pair.partition("=") for pair in sounds.TABLES[table].split()]
    assert len({letters for letters, _sign, _sounds in pairs}) == len(pairs)
    assert all(set(found) <= set("PFTKSHLRMNaeo|") for _letters, _sign, found in pairs)
