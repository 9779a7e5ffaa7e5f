"""What the title of a mandate may say: the office in the own body, and no other body, country or state office."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import body_names, folded, reserved
from accounts.characters import refusal
from accounts.models.name_key import NameKey
from accounts.models.organisation import Organisation
from accounts.names import clean_title
from accounts.offices import not_of_its_sector, of_another_town
from accounts.places import country_name
from accounts.reserved.lists import Phrase, lists, seen
from accounts.reserved.places import adjectives, countries_in, places
from accounts.sectors import OFFICIAL, Sector
from accounts.skeletons import looked_at, unmarked

# Before the place where somebody is accredited: "Ambassador to Kenya", "Representative to the United Nations".
_AT = (
    "to|to the|with|with the|auprès de|auprès du|auprès des|auprès de l|auprès de la|près|ante|ante el|ante la|ante las|ante los|"
    "junto a|junto à|junto ao|junto às|junto aos|при|в|لدى|bei|bei der|bei den|beim|presso|presso il|presso la|przy|nezdinde|kwa|في"
)
# What of a title is compared with the names of registered bodies: at most so many words in a row.
LONGEST = 12
# Shorter names of bodies are found in too many titles.
SHORTEST = 8


def clean_title_of(raw: str, body: Organisation) -> str:
    """The title as it is kept; ValidationError when it names another body or country than `body`'s own, or an office that
    `body` cannot give."""
    title = clean_title(raw)
    claim = Claim(title, body)
    if word := claim.forum or claim.office:
        raise refusal(
            "office",
            _("“%(word)s” is an office that %(body)s cannot give. Write your own title in this organisation."),
            word=word, body=body.name,
        )  # fmt: skip
    if word := claim.country or claim.town or claim.known or claim.registered:
        raise refusal(
            "elsewhere",
            _("The title names “%(word)s”, but the mandate is for %(body)s. Leave it out: write only your position "
            "in this organisation."),
            word=word, body=body.name,
        )  # fmt: skip
    return title


@dataclass(frozen=True)
class Claim:
    """What a title claims, beside the body it is for; each is the word that says so, "" when there is none."""

    title: str
    body: Organisation

    @cached_property
    def words(self) -> Phrase:
        return seen(self.title)

    @cached_property
    def own(self) -> list[str]:
        """The names of the body, of what it is a part of, and of its parts."""
        body = self.body
        family = [body, *([body.parent] if body.parent else [])]
        if body.pk:
            family.extend(body.parts.all())
        return [name for each in family for name in (each.name, *each.names.values(), each.territory) if name]

    @cached_property
    def own_words(self) -> frozenset[str]:
        return frozenset(word for name in self.own for word in seen(name))

    @property
    def public(self) -> bool:
        return self.body.sector in OFFICIAL

    @property
    def forum(self) -> str:
        """A role of this forum, in a body that is no forum itself."""
        word = reserved.of_the_forum(self.title) or ""
        return "" if word and seen(word)[-1] in self.own_words else word

    @property
    def office(self) -> str:
        """An office that the sector cannot give: in civil society "Prime Minister", or "President of" its country."""
        if self.body.sector != Sector.SOCIETY:
            return not_of_its_sector(self.words, self.body)
        small, titles = body_names.small(), lists().titles
        for start, end, _codes in countries_in(self.words):
            before = [word for word in self.words[:start] if word not in small]
            if before and (before[-1],) in titles:
                return " ".join([titles[(before[-1],)], *self.words[start:end]])
        return reserved.of_the_state(self.title) or not_of_its_sector(self.words, self.body)

    @property
    def town(self) -> str:
        return of_another_town(self.words, self.own_words | body_names.country(self.body.country), body_names.small())

    @property
    def country(self) -> str:
        """A country that is not the body's own. A body that is of no country works in many, with no state's office."""
        offices = reserved.of_the_state(self.title) or reserved.office(self.title)
        if not self.body.country and not offices:
            return ""
        named = countries_in(self.words)
        if offices:
            named += [(at, at + 1, frozenset({code})) for at, code in self._adjectives()]
        for start, end, codes in named:
            if not (self._mine(start, end, codes) or self._accredited_at(start)):
                return country_name(min(codes), get_language() or "en")
        return ""

    def _adjectives(self) -> list[tuple[int, str]]:
        known = adjectives()
        return [(at, known[(word,)]) for at, word in enumerate(self.words) if (word,) in known]

    def _mine(self, start: int, end: int, codes: frozenset[str]) -> bool:
        words = self.words[start:end]
        own = self.body.country
        return own in codes or set(words) <= self.own_words or (own, words) in places()

    def _accredited_at(self, start: int) -> bool:
        """Public bodies send people to others; an association goes to a country by itself."""
        before = (self.words[max(0, start - size) : start] for size in (1, 2, 3))
        return self.public and (any(words in _at() for words in before) or "驻" in self.title)

    @property
    def known(self) -> str:
        """A body that all the world knows."""
        for start, end, word in reserved.known_bodies(self.title):
            words = self.words[start:end]
            before = {self.words[max(0, start - size) : start] for size in (1, 2, 3)}
            if not (set(words) <= self.own_words or self._short(words) or before & _at()):
                return word
        return ""

    def _short(self, words: Phrase) -> bool:
        return len(words) == 1 and any(words[0] in body_names.short_names(name) for name in self.own)

    @property
    def registered(self) -> str:
        """A body that speaks here. Of public bodies, only those of the same country: each has its "National Assembly"."""
        rows = self._rows()
        near = NameKey.objects.near(rows).values("organisation")
        others = Organisation.objects.active().filter(pk__in=near).exclude(pk=self.body.pk).order_by("pk")
        if self.public and self.body.country:
            others = others.filter(country__in=("", self.body.country))
        for body in others:
            for name in {body.name, *body.names.values()}:
                for essence in body_names.essences(name) | self._abroad(name, body.country):
                    row = rows.get(folded.key("".join(sorted("".join(essence)))))
                    if row and not (set(row) <= self._own_essence or lists().words.get(seen(name))):
                        return body.name
        return ""

    @staticmethod
    def _abroad(name: str, code: str) -> set[Phrase]:
        """The name without its country, where that is no word for many such bodies ("National Assembly")."""
        country = body_names.country(code)
        bare = {tuple(word for word in essence if word not in country) for essence in body_names.essences(name)}
        return {words for words in bare if len(words) > 1 and not lists().words.get(words)}

    @cached_property
    def _own_essence(self) -> frozenset[str]:
        return frozenset(word for name in self.own for essence in body_names.essences(name) for word in essence)

    def _rows(self) -> dict[int, Phrase]:
        """{key: words in a row} of what could be the name of a body."""
        written = tuple(looked_at(word) for word in unmarked(self.title).split())
        words = tuple(word for word in written if word not in body_names.small())
        found = {}
        for start in range(len(words)):
            for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
                letters = "".join(words[start:end])
                if len(letters) >= SHORTEST:
                    found[folded.key("".join(sorted(letters)))] = words[start:end]
        return found


@lru_cache(1)
def _at() -> set[Phrase]:
    return {seen(words) for words in _AT.split("|")}
