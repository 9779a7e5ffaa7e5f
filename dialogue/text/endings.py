"""Endings that the stemmers of two languages leave: Snowball's for Turkish knows no verbs, and that for Romanian no plural in -uri."""

import re

TURKISH_CAPITALS = str.maketrans("Iİ", "ıi")
# "Its" of nouns, behind a vowel; and the consonant that some double before a vowel: hak, hakkı.
_ITS, _DOUBLE = re.compile("(?<=[aeıioöuü]s)[ıiuü]$"), re.compile(r"([kstbdz])\1[ıiuü]?$")
# Of a Turkish verb, folded: not, can; then time, or what makes a noun or adjective of it; then person and case.
_NOT = "(?:y?[ae]bil|y?[ae]m[ae]|m[ae])?"
_CASE = (
    "(?:l[ae]r)?(?:i?m?i[mnz]*|u?m?u[mnz]*|si|su)?(?:y?[aeiu]|n[aeiu]|n?d[ae]n?|t[ae]n?|n?[iu]n|y?l[ae])?"
    "(?:[dt][iu]r(?:l[ae]r)?)?"
)
_WHO = "(?:s[ae]|ken|l[ae]r|y?[iu][mz]|s[iu]n(?:[iu]z)?)?"
_VERB = re.compile(
    "(?<=..)(?:"
    # yapmak, yapması, yapacağını, yaptığı, okuyan, yapanlar, yapılan, olan, yapmalıdır, yapmış
    f"{_NOT}(?:m[ae](?:k|(?!z))|y?[ae]c[ae][kg]|[dt][iu][kg]|m[ae]l[iu]|m[iu]s"
    f"|y[ae]n|(?<=[^aeiou])[ae]n(?=l[ae]r)|(?:(?<=[iu][ln])|(?<=^..))[ae]n){_CASE}"
    # yapabilirsiniz, yapamaz, yapamayız, yapmaz, yapılır, yapar(sa), yapınca
    f"|(?:y?[ae](?:bil[iu]r|m[ae]z|m[ae](?=y[iu]))|m[ae]z|(?<=[iu][ln])[iu]r|[aeiu]r(?=s[ae]|ken|[iu][mz])){_WHO}"
    "|[iu]nc[ae](?:y[ae])?"
    # yapıyoruz, yapmıyor, yapamıyorlar
    f"|(?:y?[ae]?m|{_NOT}y?)?[iu]yor(?:l[ae]r|u[mz]|sun(?:uz)?|du\\w*|mus\\w*)?"
    # yaparak, yapıp, yapalım, yapsınlar, yaptık, yapsa, yapmaktadır
    f"|{_NOT}(?:y?[ae]r[ae]k|y?[iu]p|y?[ae]l[iu]m|s[iu]n(?:l[ae]r)?|[dt][iu](?:[mnk]|n[iu]z|l[ae]r)?|s[ae][kmn]?|m[ae]k\\w*)"
    ")$"
)
# It is done, is let do, or is done to oneself: yapıl-, yaptır-.
_VOICE = re.compile("(?:(?<=..)(?:[iu][ln]|[dt][iu]r)|(?<=...)[ln])(?:[iu]?[ln])?$")
_HARD = str.maketrans("bdg", "ptk")
# In Romanian, î within a word is what was written for â until 1993.
_OLD_A = re.compile(r"(?<=\w)[îÎ](?=\w)")
# The ending that a folded word had, what the stemmer kept of it, and what belongs there.
_ROMANIAN = [
    (re.compile(ending), re.compile(kept), better)
    for ending, kept, better in (
        ("uri(?:le|lor)?$", "(?<=..)ur$", ""),
        ("ri(?:i|le|lor)?$", "(?<=...)[aei]r$", ""),
        ("eia?$", "(?<=...)ei?$", ""),
        ("(?:ule|ora)$", "(?<=...)(?:ul|or)$", ""),
        ("", "(?<=.)if$", "ific"),
        ("", "ou$", "o"),
    )
]


def settled(word: str, stem: str) -> str:
    """A Turkish stem, neither folded, as the stemmer would have it for other forms of the word."""
    return _DOUBLE.sub(r"\1", stem[:-1] if _ITS.search(word) and stem == word[:-1] else stem)


def turkish(word: str) -> str:
    """The root of a folded word if it has the endings of a verb, else ""."""
    match = _VERB.search(word)
    root = _VOICE.sub("", word[: match.start()]) if match else ""
    return root[:-1] + root[-1:].translate(_HARD)


def old_letters(word: str) -> str:
    return _OLD_A.sub("â", word)


def romanian(word: str, stem: str) -> str:
    """What is left of a stem; both folded."""
    for ending, kept, better in _ROMANIAN:
        if ending.search(word):
            stem = kept.sub(better, stem)
    return stem
