"""The language of a post is guessed: of its room, of its author, or any other that fits clearly better; or it is not known."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts.places import LANGUAGES
from dialogue.rooms.wording import Likely
from dialogue.text.language import SAMPLE, UNKNOWN

NINE = ["en", "fr", "es", "pt", "ar", "ru", "zh", "sw", "hi"]


def guess(text: str, spoken=(), read=()) -> str:
    return Likely(spoken, read).guess(text)


@pytest.mark.parametrize(
    ("text", "spoken", "language"),
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
def test_ada_writes_and_her_language_is_known(text, spoken, language):
    assert guess(text, spoken) == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Wer bezahlt den Regen, der nicht gefallen ist?"),
        ("uk", "Хто заплатить за дощ, якого ми не дочекалися? Ніхто не відповідає."),
        ("ja", "雨は誰が払うのですか"),
        ("ko", "내리지 않은 비는 누가 책임집니까"),
        ("fa", "هزینه بارانی که نبارید را چه کسی می‌پردازد؟"),
        ("bn", "যে বৃষ্টি হয়নি তার দাম কে দেবে?"),
        ("he", "מי ישלם על הגשם שלא ירד?"),
        ("el", "Ποιος πληρώνει για τη βροχή που δεν έπεσε;"),
        ("tr", "Yağmayan yağmurun bedelini kim ödüyor?"),
        ("am", "ያልዘነበውን ዝናብ ማን ይከፍላል?"),
        ("id", "Kami sudah tiga kali meminta agar kekeringan dihitung seperti badai."),
        ("it", "Chi paga per la pioggia che non è caduta?"),
        ("vi", "Ai trả tiền cho cơn mưa không đến?"),
    ],
)
def test_bo_writes_in_a_language_of_nobody_in_the_room_and_it_is_not_called_one_of_theirs(language, text):
    assert guess(text, NINE, ["en"]) == guess(text, ["en"]) == guess(text) == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "جفّت البئر في قريتنا"),
        ("ru", "Воды нет с мая"),
        ("zh", "我们村里的井从五月起就干了，谁来付钱？"),
        ("hi", "हमारे गाँव का कुआँ सूख गया"),
    ],
)
def test_few_words_say_by_their_script_what_their_author_did_not_declare(language, text):
    assert guess(text, NINE, ["en"]) == guess(text, NINE, ["sw", "en"]) == guess(text, ["en"], ["en"]) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?!",
        "12:30",
        "👍",
        "😢🙏",
        "﷽",
        "A",
        "@ada",
        "https://example.org/the/rain",
        "www.example.org",
        "ada@example.org",
    ],
)
def test_what_has_no_words_is_in_no_language(text):
    assert guess(text, ["en"], ["en"]) == guess(text, NINE) == UNKNOWN


def test_few_words_are_in_a_language_their_author_reads_or_in_none():
    spoken = [*NINE, "de", "nl", "cs", "gl", "ro", "tr", "hu", "et", "bg", "is"]
    assert guess("sin voz", spoken, ["es"]) == "es"
    assert guess("sin voz", spoken) == UNKNOWN
    assert guess("ok", ["en", "fr"], ["fr"]) == "fr"
    assert guess("ok", ["en", "fr"]) == guess("ok", ["en"], ["fr"]) == UNKNOWN
    assert guess("Oui", (), ["fr"]) == "fr"


def test_a_language_of_another_script_is_never_guessed():
    assert guess("Who pays?", ["ru", "ar", "en"]) == "en"
    assert guess("Привет", ["en", "ru", "ar"]) == "ru"
    assert guess("Привет, друзья, как дела?", ["en", "fr"], ["en"]) == "ru"


def test_letters_that_a_language_does_not_have_exclude_it():
    assert guess("Вiд мене: їжа є", ["ru"], ["ru"]) == "uk"
    assert guess("Съжалявам, къде е водата?", ["ru"], ["ru"]) == "bg"
    russian = "Мы были в городе Київ в прошлом году и видели, как люди помогают друг другу."
    assert guess(russian, ["ru", "uk"]) == "ru"


@pytest.mark.parametrize(
    ("spoken", "text", "language"),
    [
        (["pt-br", "pt"], "Os utilizadores estão a pedir mais autocarros", "pt"),
        (["pt", "pt-br"], "Você pode ir de ônibus, é um fenômeno econômico", "pt-br"),
        (["pt-br", "pt"], "Quem paga a conta da chuva?", "pt"),
        (["en", "pt-br"], "Quem paga a conta da chuva?", "pt-br"),
        (["zh", "en"], "誰來付這筆錢", "zh-hant"),
        (["zh-hant"], "谁来付这笔钱", "zh"),
        (["zh"], "佢哋冇錢，我哋都唔知點算", "yue"),
    ],
)
def test_two_forms_of_one_language_are_told_apart_and_never_by_their_order(spoken, text, language):
    assert guess(text, spoken) == language


def test_a_portuguese_text_without_signs_goes_by_what_its_author_reads():
    assert guess("Quem paga a conta da chuva?", ["pt", "pt-br"], ["pt-br"]) == "pt-br"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ሰላም ነው፣ ውሃ የት አለ?", "am"),
        ("ማይ ኣበይ ኣሎ? ናይ ዓድና ዒላ ነቒጹ እዩ", "ti"),
        ("מיר האָבן נישט קיין וואַסער", "yi"),
        ("אין לנו מים כבר חודש, את זה אתם יודעים", "he"),
        ("އަޅުގަނޑުމެންގެ ރަށުގައި ފެނެއް ނެތް", "dv"),
    ],
)
def test_letters_tell_languages_of_one_script_apart_in_any_room(text, language):
    assert guess(text, ["en"], ["en"]) == guess(text, ["am", "ti", "he", "yi", "dv"]) == language


# The beginning of the Universal Declaration of Human Rights, or a sentence, in languages that the model does not know.
UNMODELLED = [
    (
        "mi",
        "Ko te katoa o nga tangata i te whanautanga mai e watea ana i nga here katoa; e taurite ana hoki nga mana me nga",
    ),
    ("fj", "Era sucu ena galala na tamata yadua, era tautauvata ena nodra dokai kei na nodra dodonu. E tiko na nodra"),
    (
        "sm",
        "O tagata soifua uma ua saoloto lo latou fananau mai, e tutusa foi o latou tulaga aloaia ma a latou aia tatau. Ua",
    ),
    (
        "to",
        "Ko e kotoa ʻo e fanau ʻa e tangata ʻoku fanauʻi mai ʻoku tauʻatāina pea tatau ʻi he ngeia mo e ngaahi totonu.",
    ),
    (
        "tpi",
        "Olgeta manmeri i kamap fri na wankain long wei bilong daunim na long ol rait. Ol i gat tingting na bel na ol i",
    ),
    (
        "tet",
        "Ema hotu moris hanesan no iha dignidade ho direitu. Sira hotu iha hanoin no konxiénsia, tan ne'e tenke hala'o",
    ),
    (
        "wo",
        "Doomi aadama yépp danuy juddu yam ci tawfeex ci sag ak sañ-sañ. Nekk na it ku xam dëgg te andak xelam te war naa",
    ),
    (
        "bm",
        "Hadamadenw bɛɛ danmakɛɲɛnen bɛ bange danbe ni josira la. Hakili ni taasi b'u la wa u ka kan ka badenya hakili",
    ),
    (
        "ak",
        "Wɔwoo adasamma nyinaa sɛ nnipa a wɔwɔ ahofadie ne kɛsɛyɛ ne ahobammɔ pɛ. Wɔwɔ adwene ne ahonim na ɛsɛ sɛ wɔne",
    ),
    (
        "ceb",
        "Kaniadto adunay usa ka hari nga adunay tulo ka anak nga babaye ug usa ka dako ug adunahan nga gingharian sa",
    ),
    (
        "ny",
        "Anthu onse amabadwa aufulu ndiponso ofanana mu ulemu ndi ufulu wao. Iwowa ndi wodalitsidwa ndi mphamvu zoganiza",
    ),
    (
        "tn",
        "Batho botlhe ba tsetswe ba gololosegile le go lekalekana ka seriti le ditshwanelo. Ba abetswe go akanya le",
    ),
    ("ts", "Vanhu hinkwavo va velekiwile va ntshunxekile naswona va ringana hi ndhzuti na timfanelo. Va havaxerile ku"),
    (
        "ve",
        "Vhathu vhoṱhe vha bebwa vho vhofholowa nahone vha tshi lingana siani la tshirunzi na pfanelo. Vho ṋewa mihumbulo",
    ),
    (
        "ss",
        "Bonkhe bantfu batalwa bakhululekile balingana ngalokufananako ngesitfunti nangemalungelo. Baphiwe ingcondvo",
    ),
    ("nd", "Abantu bonke bazalwa bekhululekile njalo belingana kumalungelo abo. Balesipho sikanembeza, ngakho bamele"),
    ("rn", "Abantu bose bavuka bishira bakizana kandi bangana mu gaciro, no mu ngingo zibubahiriza. Bafise ubwenge"),
    (
        "su",
        "Sakumna jalma gubrag ka alam dunya téh sipatna merdika jeung boga martabat katut hak-hak anu sarua. Maranéhna",
    ),
    (
        "rm",
        "Tuts umans naschan libers ed eguals en dignitad ed en dretgs. Els èn dotads cun raschun e conscienza e duessan",
    ),
    (
        "ee",
        "Wodzi amegbetɔwo katã ablɔɖeviwoe eye wodzena bubu kple gomekpɔkpɔ sɔsɔe. Susu kple dzitsinya le wo dometɔ ɖe",
    ),
    (
        "sg",
        "Azo kûê adü ala yamba, ala lïngbï terê na lêgë tî nëngö terê na tî ângangü. Ala kûê awara ndarä na börö-li sô",
    ),
    ("ckb", "هەموو مرۆڤێک بە ئازادی و یەکسانی لە کەرامەت و مافدا لەدایک دەبێت."),
    ("sd", "سڀ انسان آزاد ۽ عزت ۽ حقن جي حوالي کان برابر پيدا ٿيا آهن."),
    ("bo", "འགྲོ་བ་མིའི་རིགས་རྒྱུད་ཡོངས་ལ་སྐྱེས་ཙམ་ཉིད་ནས་ཆེ་མཐོངས་དང་ཐོབ་ཐང་གི་རང་དབང་འདྲ་མཉམ་དུ་ཡོད་ལ།"),
    ("dz", "འགྲོ་བ་མི་རིགས་ག་ར་དབང་ཆ་འདྲ་མཏམ་འབད་སྒྱེཝ་ལས་ག་ར་གིས་གཅིག་གིས་གཅིག་ལུ་སྤུན་ཆའི་དམ་ཚིག་བསྟན་དགོས།"),
]


@pytest.mark.parametrize(("language", "text"), UNMODELLED)
def test_a_language_no_model_knows_is_known_where_it_is_expected(language, text):
    assert guess(text, ["en", language]) == guess(text, ["en"], [language]) == language


@pytest.mark.parametrize(("language", "text"), UNMODELLED)
def test_where_nobody_expects_it_it_is_not_called_a_language_of_the_room(language, text):
    assert guess(text, NINE, ["en"]) not in NINE


def test_english_is_not_taken_for_a_language_beside_it():
    for language in LANGUAGES:
        assert guess("I hope he will come to me, so we go on as long as we can.", ["en", language]) == "en", language


def test_the_answer_is_a_code_as_it_was_given():
    assert guess("Wer bezahlt den Regen, der nicht gefallen ist?", ["en", "de-ch"], ["de-ch"]) == "de-ch"


def test_norwegian_and_filipino_have_two_codes_and_the_one_expected_is_taken():
    norwegian = "Jeg vet ikke hvem som skal betale for regnet, men nå må noe skje med brønnen vår."
    assert (guess(norwegian), guess(norwegian, ["no"])) == ("nb", "no")
    filipino = "Sino ang magbabayad para sa ulan na hindi bumagsak?"
    assert (guess(filipino), guess(filipino, ["tl"])) == ("fil", "tl")


def test_only_the_beginning_of_a_long_text_is_looked_at():
    beginning = "Who pays for the rain? " * (SAMPLE // 20)
    assert guess(beginning + "Qui paie pour la pluie ? " * SAMPLE, ["fr", "en"]) == "en"


def test_ten_people_at_once_get_the_same_answers():
    texts = ["Who pays for the rain?", "Qui paie pour la pluie ?", "¿Quién paga la lluvia?"] * 10
    with ThreadPoolExecutor(10) as pool:
        assert list(pool.map(lambda text: guess(text, ["en", "fr", "es"]), texts)) == ["en", "fr", "es"] * 10


def test_an_answer_is_in_the_language_of_who_answers_not_of_what_they_quote():
    quoted = "> El agua no puede tener dueño, y quien la vende a los pueblos comete un robo contra todos nosotros.\n\n"
    assert guess(quoted + "I agree with that, and so do the others.") == "en"
    assert guess(quoted + "Nein, das stimmt nicht.") == "de"
    assert guess(quoted) == "es"
