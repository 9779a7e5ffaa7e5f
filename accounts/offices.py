"""Offices that bodies of a sector cannot give, beside those in `accounts/reserved`: a town has no minister, a parliament no mayor."""

from functools import lru_cache

from accounts.models.organisation import Organisation
from accounts.reserved.lists import Phrase, Words, lists, seen
from accounts.sectors import Sector

_STATE = (
    "permanent representative|permanent representative of|spokesperson of the government|government spokesperson|"
    "spokesperson for the government|head of the delegation of|head of delegation of|king of|queen of|his majesty|her majesty|"
    "représentant permanent|représentante permanente|porte parole du gouvernement|chef de la délégation de|"
    "representante permanente|portavoz del gobierno|jefe de la delegación de|jefa de la delegación de|"
    "porta voz do governo|chefe da delegação de|chefe da delegação do|ambassador of|ambassador to|"
    "постоянный представитель|посол|король|судья верховного суда|الممثل الدائم|سفير|سفيرة|ملك"
)
_HOUSE = "senator|sénateur|sénatrice|senador|senadora|member of parliament|member of the parliament|senator for|сенатор|депутат"
_TOWN = (
    "mayor|lord mayor|maire|alcalde|alcaldesa|prefeito|prefeita|bürgermeister|bürgermeisterin|sindaco|sindaca|"
    "мэр|عمدة|رئيس البلدية|governor of|gouverneur de|gouverneure de|gobernador de|gobernadora de|governador de|governadora de|губернатор"
)
# Only as the whole title: in longer ones they are ordinary words.
_ALONE = (
    "ambassador|ambassadeur|ambassadrice|embajador|embajadora|embaixador|embaixadora|judge|juge|juez|jueza|juiz|juíza|king|queen|"
    "commissioner|governor|gouverneur|gobernador|governador"
)
_TOP = "prime minister|premier ministre|primer ministro|primera ministra|primeiro ministro|премьер министр|president of the republic"
# Of every chamber and town too: whom they speak with.
_ORDINARY = (
    "shadow minister|government of|gouvernement de|gouvernement du|gobierno de|gobierno del|governo do|governo da"
)


@lru_cache(8)
def _words(listed: str) -> Words:
    return Words({seen(word): word for word in listed.split("|")})


def not_of_its_sector(written: Phrase, body: Organisation) -> str:
    """The office in a title that a body of this sector cannot give; "" if there is none."""
    state, ordinary, house, town = lists().state, _words(_ORDINARY), _words(_HOUSE), _words(_TOWN)
    alone = _words(_ALONE).joined("".join(written)) or ""
    if body.sector == Sector.INTERNATIONAL:
        return _in(_words(_TOP), written)
    if body.sector == Sector.GOVERNMENT:
        return ""
    if body.sector != Sector.SOCIETY:
        other = town if body.sector == Sector.PARLIAMENT else house
        own = house if other is town else town
        state = (
            Words()
            if ordinary.phrase(written)
            else Words({phrase: word for phrase, word in state.items() if phrase not in own})
        )
        if body.sector == Sector.AUTHORITY and alone.startswith(("govern", "gouvern", "gobern")):
            alone = ""
        return alone or _in(state, written) or _in(_words(_STATE), written) or _in(other, written)
    return alone or next((word for each in (_words(_STATE), house, town) if (word := _in(each, written))), "")


def _in(words: Words, written: Phrase) -> str:
    return words.phrase(written) or words.spread(written) or ""


def of_another_town(written: Phrase, own: frozenset[str], small: frozenset[str]) -> str:
    """Whose mayor or governor the title says, when that is not the own body: "Mayor of Paris"."""
    heads = {phrase[:1] for phrase in _words(_TOWN)} | {seen("gobernador"), seen("gouverneur"), seen("governador")}
    for place, word in enumerate(written):
        behind = written[place + 1 :]
        if (word,) in heads and behind and behind[0] in small - _about():
            named = next((each for each in behind if each not in small and each not in _kinds()), "")
            if named and named not in own:
                return named
    return ""


@lru_cache(1)
def _about() -> frozenset[str]:
    """Behind these stands what a deputy mayor is for."""
    return frozenset(seen("for in and on at pour para por y et в для и"))


@lru_cache(1)
def _kinds() -> frozenset[str]:
    return frozenset(
        seen(
            "city town municipality commune district county region province state island islands ville ciudad cidade municipio município"
        )
    )
