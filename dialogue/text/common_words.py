"""Languages that the model does not know, told by words that are frequent there and rare elsewhere."""

import re
from collections import Counter, defaultdict

# Latin letters are shared by most: there it takes words, and none that the languages spoken beside it have too.
_WORDS = {
    "ak": "wɔ sɛ ɛyɛ yɛ yɛn na wɔn ho ne nnipa nyinaa ɛsɛ nso deɛ mu",
    "bm": "bɛ tɛ ye ka ni kɛ cɛ mɔgɔ bɛɛ ani an kan min",
    "ceb": "nga ug usa kini dili niini adunay unsa gikan kaayo aron mao kanato imong among diha dinhi",
    "ee": "be eye kple ƒe siwo nye ɖe wo me amewo sia katã na",
    "fj": "na ni kei ena e o era vei ka mai sa tamata kece keda eda",
    "mi": "te nga ngā ko ki o i e ka kua mo mō tatou tātou ratou rātou ana tenei tēnei mai kei hoki ia",
    "ny": "ndi kuti kwa mu pa wa ya za anthu onse koma chifukwa ife monga ndipo izi",
    "rm": "ils els las tuts nus betg cun ina èn quai tgi tge mintga vegn sin ins uschia ussa persuna dretg dretgs ed",
    "sg": "na ti tî ala âla yeke ayeke so sô zo kue kûê lo ë",
    "sm": "o le ma e ua lo ai mo nei tagata uma matou tatou ona lea",
    "ss": "bantfu umuntfu kutsi lokutsi kwekutsi futsi nobe nome tonkhe bonkhe lesi ngako ngoba",
    "su": "jeung anu nu dina téh ka teu urang aya kudu sarua henteu pikeun ieu éta",
    "tet": "ema iha no ho atu sira ita ne'e nia hotu tenke husi bele ba",
    "tn": "go gore botlhe tlhe fa rona tsa kwa jaaka mme batho ba",
    "to": "ʻa ko e ke ki mo ʻi ʻoku kotoa pea ʻe mai kakai",
    "tpi": "long bilong ol mipela yumi em na dispela olgeta wantaim tasol olsem wanpela yupela",
    "ts": "na va ku ya hi leswi vanhu hinkwavo naswona xa kambe hina swi leyi",
    "ve": "vha u na ya vhathu vhoṱhe nahone uri zwa kha dza nga ri ha tshi",
    "wo": "ci ak mu bu nit di yi ñu dañu yépp nekk ngir xam bi war dafa mooy nañu ndax waaye lépp sama rek",
}
_OWNERS: dict[str, list[str]] = defaultdict(list)
for _language, _own in _WORDS.items():
    for _word in _own.split():
        _OWNERS[_word].append(_language)
_WORD = re.compile(r"ʻ?[^\W\d_]+(?:['ʻ\u0300-\u036f][^\W\d_]*)*")
# So many words are looked at; and so large a part of them, of so many kinds, makes a sign.
_MOST = 100
_SIGN = ((0.34, 2), (0.2, 4))
_CLEAR = ((0.25, 4),)


def language_of(text: str, expected: set[str]) -> str:
    """The language whose words `text` has: any of `expected` by a few of them, another by many; "" for none."""
    words = _WORD.findall(text.lower().replace("’", "'").replace("‘", "ʻ"))[:_MOST]
    hits: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for word, times in Counter(words).items():
        for language in _OWNERS.get(word, ()):
            hits[language] += times
            kinds[language] += 1
    for language, found in hits.most_common(3):
        signs = _SIGN if language in expected else _CLEAR
        if any(found >= part * len(words) and kinds[language] >= least for part, least in signs):
            return language
    return ""
