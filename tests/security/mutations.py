"""What is done to a name so that a hurried eye does not notice, each with the rule that sees it; complete: add here."""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from accounts.reserved.lists import undressed
from accounts.skeletons import skeleton


class Mutation(NamedTuple):
    """`changes` a name; `without` is {name in accounts.folded: what stands there when the rule is taken out}."""

    changes: Callable[[str], str]
    without: dict


def bare(name: str) -> str:
    return unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", name)))


def marked(name: str) -> str:
    return unicodedata.normalize("NFC", re.sub(r"([aeuo])", "\\1\u0301", name))


def half(name: str) -> int:
    return len(name) // 2


def swapped(name: str) -> str:
    """Two neighbours in the midst of the longest word changed round."""
    at = name.index(longest := max(name.split(), key=len)) + half(longest)
    return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]


def as_is(value):
    return value


PUNCTUATION = {"unmarked": lambda name: name.casefold()}
ACCENTS = {"unmarked": lambda name: " ".join(re.findall(r"\w+", name.casefold())), "looked_at": skeleton}
ORDER = {"same": lambda one, other: one == other}
APART = {"orders": lambda words: (), "across": as_is}
NUMBERS = {"without_counters": as_is, "without_digits": as_is}
LETTERS = {"DIGITS": {}}
TITLES = {"without_titles": lambda words: [words]}
BESIDE = {"undressed": lambda words, beside: undressed(words)}
DOUBLES = {"without_doubles": lambda words: [words]}
SAID_ONCE = {"said_once": as_is}
TWO_AS_ONE = {"PAIRS": {}}
ONE_EDIT = {"one_edit_apart": str.__eq__}
LOOKS = {"looked_at": as_is}

MUTATIONS = {
    "a full stop behind": Mutation(lambda name: f"{name}.", PUNCTUATION),
    "a comma behind": Mutation(lambda name: f"{name},", PUNCTUATION),
    "a hyphen between": Mutation(lambda name: name.replace(" ", "-"), PUNCTUATION),
    "an underscore between": Mutation(lambda name: name.replace(" ", "_"), PUNCTUATION),
    "full stops between": Mutation(lambda name: name.replace(" ", ". "), PUNCTUATION),
    "an apostrophe inside": Mutation(lambda name: f"{name[:2]}’{name[2:]}", APART),
    "an ʻokina inside": Mutation(lambda name: f"{name[:2]}ʻ{name[2:]}", PUNCTUATION),
    "no accents": Mutation(bare, ACCENTS),
    "more accents": Mutation(marked, ACCENTS),
    "capitals": Mutation(str.upper, {"unmarked": as_is, "looked_at": as_is}),
    "joined": Mutation(lambda name: name.replace(" ", ""), APART),
    "taken apart": Mutation(lambda name: f"{name[:3]} {name[3:]}", APART),
    "other order": Mutation(lambda name: " ".join(reversed(name.split())), ORDER),
    "other order, joined": Mutation(lambda name: "".join(reversed(name.split())), APART),
    "surname, comma": Mutation(lambda name: ", ".join(name.rsplit(" ", 1)[::-1]), ORDER),
    "H. E.": Mutation(lambda name: f"H. E. {name}", TITLES),
    "Gov.": Mutation(lambda name: f"Gov. {name}", TITLES),
    "Amb.": Mutation(lambda name: f"Amb. {name}", TITLES),
    "The Hon.": Mutation(lambda name: f"The Hon. {name}", TITLES),
    "Dr": Mutation(lambda name: f"Dr {name}", TITLES),
    "Madam": Mutation(lambda name: f"Madam {name}", TITLES),
    "Sra.": Mutation(lambda name: f"Sra. {name}", TITLES),
    "Le": Mutation(lambda name: f"Le {name}", TITLES),
    "الدكتور": Mutation(lambda name: f"الدكتور {name}", TITLES),
    "господин": Mutation(lambda name: f"господин {name}", TITLES),
    "先生": Mutation(lambda name: f"{name} 先生", TITLES),
    "Lady": Mutation(lambda name: f"Lady {name}", BESIDE),
    "Sheikh": Mutation(lambda name: f"Sheikh {name}", BESIDE),
    "Smt.": Mutation(lambda name: f"Smt. {name}", TITLES),
    "a word twice": Mutation(lambda name: f"{name.split()[0]} {name}", DOUBLES),
    "the last word twice": Mutation(lambda name: f"{name} {name.split()[-1]}", DOUBLES),
    "the first word again behind": Mutation(lambda name: f"{name} {name.split()[0]}", DOUBLES),
    "all of it twice": Mutation(lambda name: f"{name} {name}", DOUBLES),
    "all of it twice, joined": Mutation(lambda name: f"{name}{name.replace(' ', '')}", SAID_ONCE),
    "MP": Mutation(lambda name: f"{name} MP", TITLES),
    "MEP": Mutation(lambda name: f"{name}, MEP", TITLES),
    "MFA": Mutation(lambda name: f"{name} MFA", TITLES),
    "FM": Mutation(lambda name: f"FM {name}", BESIDE),
    "CS": Mutation(lambda name: f"CS {name}", BESIDE),
    "II": Mutation(lambda name: f"{name} II", TITLES),
    "a number": Mutation(lambda name: f"{name} 2", NUMBERS),
    "a year": Mutation(lambda name: f"{name}1984", NUMBERS),
    "an Arabic number": Mutation(lambda name: f"{name} ٢", NUMBERS),
    "digits as letters": Mutation(lambda name: name.translate(str.maketrans("aes", "435")), LETTERS),
    "rn for m": Mutation(lambda name: name.replace("m", "rn"), TWO_AS_ONE),
    "m for rn": Mutation(lambda name: name.replace("rn", "m"), TWO_AS_ONE),
    "cl for d": Mutation(lambda name: name.replace("d", "cl"), TWO_AS_ONE),
    "d for cl": Mutation(lambda name: name.replace("cl", "d"), TWO_AS_ONE),
    "vv for w": Mutation(lambda name: name.replace("w", "vv").replace("W", "VV"), TWO_AS_ONE),
    "l for i": Mutation(lambda name: name.replace("i", "l"), LOOKS),
    "I for l": Mutation(lambda name: name.replace("l", "I"), LOOKS),
    "1 for l": Mutation(lambda name: name.replace("l", "1"), LOOKS | LETTERS),
    "0 for o": Mutation(lambda name: name.replace("o", "0"), LOOKS | LETTERS),
    "a letter more": Mutation(lambda name: name[: half(name)] + name[half(name) - 1] + name[half(name) :], ONE_EDIT),
    "a letter less": Mutation(lambda name: name[:1] + name[2:], ONE_EDIT),
    "another letter": Mutation(lambda name: name[:-1] + ("x" if name.isascii() else name[0]), ONE_EDIT),
    "two changed round": Mutation(swapped, ONE_EDIT),
    "an initial more": Mutation(lambda name: f"{name} Q.", ONE_EDIT),
}
