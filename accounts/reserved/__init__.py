"""Words that imitate a mark, a sector or an office, in the languages of the pages and others: what a name may not hold.

Each language has a file, which says where its lists are from and of which day; `mul` holds what is the same in all. Words are
compared whole, as an eye sees them: without case, accents, width and look-alikes; a word of eight letters or more is found
inside a longer one too, or spread over several.

marks       belong to this forum: in no name and no title; officers look where the name of a body holds one
words       anywhere in a name: roles of this forum, bodies and offices of a state
titles      where a title stands: first, or behind a comma. So Minister, Prefeito and Посол stay surnames
full        titles that are given names too: only before a name of two words or more (Mayor Ada, Senator Ihenyen)
names       only as the whole name
bodies      bodies that all the world knows, and the houses they are called after: only as the whole name, and in no title but
            their own. Up to five capitals only where they are written as capitals (WHO, not Who)
ends        at the end of a word of a script without spaces
beside      honorifics that are names too (Lord, Sheikh, King): taken off the front only, only where two words are left, and only
            where a name is compared with that of somebody who speaks for a body
honorifics  are taken off both ends before anything is compared; so are articles, and what says whose account it is
surnames    of a script without spaces, that hold another word by chance (上官方圆)
state       offices that only a state gives: no title in civil society
forum       what only this forum gives: in no title
roles       what its staff are called: only as the whole name, alone or several of them, and in no name beside a word of `here`
here        what the forum itself is called ("Host of the debate", "Équipe du forum")

What people are called is not in the lists: Alcalde, Bishop, King, Pope, Rada, Sarkar (সরকার), Wazir (وزير), Rasmi (رسمي).
"""

import re

from accounts.reserved.lists import Lists, Phrase, Words, in_capitals, lists, seen, undressed
from accounts.reserved.places import state, without_countries
from dialogue.text.folding import fold

__all__ = ["known_bodies", "mark", "of_the_forum", "of_the_state", "office"]

# Letters one by one are read together from so many on: three are initials.
SPELT = 4
_APART = re.compile(r"\s*[,،/_·・‧;]\s*|\s+[-–—]\s+")


def office(name: str) -> str | None:
    """The word of a person's name that could be taken for a mark, a sector or an office; None if there is none."""
    known = lists()
    if word := _whole(name, known):
        return word
    parts = [part for part in _APART.split(name) if part]
    for place, part in enumerate(parts):
        written = seen(part)
        # "Minister, Ana": a surname that stands first.
        surname = place == 0 and len(parts) > 1 and len(written) == 1
        titles = (_first(words, known.titles) for words in undressed(written))
        if not surname and (word := next(filter(None, titles), None)):
            return word
        if word := _end(written, known.ends):
            return word
    if word := mark(name) or _found(_without_surname(name, known), known.words):
        return word
    return next((word for part in parts if (word := _before_a_full_name(seen(part), known.full))), None)


def as_written(word: str, text: str) -> str:
    """How `word`, which stands in `text` in some spelling, is written there: "President", where the list has "président"; 管理员
    in 王管理员, where it has 管理員."""
    parts, size, letters = text.split(), len(word.split()), len(word)
    phrases = [" ".join(parts[start : start + size]) for start in range(len(parts))]
    pieces = [text[start : start + letters] for start in range(len(text))]
    return next((phrase for phrase in phrases + pieces if seen(phrase) == seen(word)), word)


def mark(text: str) -> str | None:
    """The word in `text` that could be taken for a mark of this forum; None if there is none."""
    return _found(text, lists().marks)


def known_bodies(title: str) -> list[tuple[int, int, str]]:
    """(first word, the word behind the last, its name) of each body in `title` that all the world knows."""
    written, known = seen(title), lists().bodies
    capitals = {seen(part) for part in re.findall(r"\w+", title) if part.isupper()}
    found = []
    for size in known.sizes:
        for start in range(len(written) - size + 1):
            phrase = written[start : start + size]
            if (word := known.get(phrase)) and (not in_capitals(word) or phrase in capitals):
                found.append((start, start + size, word))
    return found


def of_the_state(title: str) -> str | None:
    """The office in `title` that only a state gives; None if there is none."""
    return lists().state.somewhere(seen(title))


def of_the_forum(title: str) -> str | None:
    """The role in `title` that only this forum gives; None if there is none."""
    written, forum = seen(title), lists().forum
    return forum.phrase(written) or forum.spread(written)


def _whole(name: str, known: Lists) -> str | None:
    """What the whole name is: a body, a state, one of `names`, or only such words beside a country ("Forum Host", "Kenya Senate")."""
    written = seen(name)
    if word := state(written) or _of_the_staff(written, known):
        return word
    for words in undressed(written):
        letters = "".join(words)
        found = known.names.joined(letters) or known.bodies.joined(letters) or known.roles.joined(letters)
        if found and not (in_capitals(found) and any(c.islower() for c in name)):
            return found
        rest = without_countries(words)
        offices = [known.names.get((word,)) or known.titles.get((word,)) for word in rest]
        if offices and all(offices) and len(written) > 1:
            return offices[0]
    return None


def _of_the_staff(written: Phrase, known: Lists) -> str | None:
    """What staff are called beside a word for the forum, with whatever else ("Officer of this forum", "Ana, forum host"), or twice."""
    role = known.roles.somewhere(written)
    if role and (known.here.somewhere(written) or all((word,) in known.roles for word in written)):
        return role
    return known.roles.halves("".join(written), known.here)


def _without_surname(name: str, known: Lists) -> str:
    found = next((surname for surname in known.surnames.values() if name.startswith(surname)), "")
    return name.removeprefix(found)


def _found(text: str, words: Words) -> str | None:
    """The first of `words` in the text: whole words one after another, or what long and spelt ones run together to."""
    # "official1": digits around a word are no part of it.
    bare = " ".join(part.strip("0123456789") for part in re.split(r"[\W_]+", fold(text)))
    for written in {seen(text), seen(bare)}:
        if word := words.phrase(written):
            return word
        together, spelt = "".join(written), _spelt(written)
        for joined, word in words.long:
            if joined in together:
                return word
        for wanted, word in words.items() if spelt else ():
            joined = "".join(wanted)
            if len(joined) > SPELT and any(joined in run for run in spelt):
                return word
    return None


def _spelt(written: tuple[str, ...]) -> list[str]:
    """What letters that stand one by one are read as."""
    return [run.replace(" ", "") for run in re.findall(rf"(?:\b\w\b ?){{{SPELT},}}", " ".join(written))]


def _first(words: tuple[str, ...], titles: Words) -> str | None:
    return next((titles[words[:size]] for size in titles.sizes if words[:size] in titles), None)


def _before_a_full_name(written: tuple[str, ...], titles: Words) -> str | None:
    """Before two words or more; or alone behind an article or "Mr"."""
    for start in undressed(written):
        for size in titles.sizes:
            rest = len(start) - size
            if start[:size] in titles and (rest >= 2 or (rest == 0 and len(written) > size)):
                return titles[start[:size]]
    return None


def _end(words: tuple[str, ...], ends: Words) -> str | None:
    return next((end for wanted, end in ends.items() if any(word.endswith("".join(wanted)) for word in words)), None)
