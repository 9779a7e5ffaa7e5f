"""What people, their titles and the bodies they speak for may be called. Skeletons say when two names look the same."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import reserved
from accounts.characters import check, normalised, refusal
from accounts.skeletons import SKELETON_LIMIT, skeleton
from accounts.web_addresses import only_a_web_address, web_address

__all__ = [
    "LIMIT", "RAW_LIMIT", "SKELETON_LIMIT", "clean_body_name", "clean_name", "clean_title", "noted", "refuse_office",
    "skeleton", "well_formed",
]  # fmt: skip

LIMIT, TITLE_LIMIT, BODY_LIMIT = 80, 160, 200
# Characters looked at before anything else, for each that may be kept: normalising may lengthen what comes in.
_RAW = 4
RAW_LIMIT = _RAW * LIMIT

# Besides letters, marks, digits, hyphens and spaces. Nothing here can be taken for a badge.
_IN_NAMES = frozenset("'’‘.,/_·・‧〇՚՛׳״॰،፡་")
# What people are not called, but bodies and offices are.
_IN_BODIES = _IN_NAMES | frozenset('()&:;"“”„«»‹›!?¡¿%#、。《》〈〉「」『』؛؟।')


def clean_name(raw: str) -> str:
    """The public name of a person as it is kept: normalised (NFKC), white space folded, 1 to 80 characters.

    Raises ValidationError with one of the codes empty, too_long, address, invisible, symbol, joiner, script,
    marks, no_letter, mixed_scripts, reserved, and a reason that says what to change.
    """
    name = well_formed(raw)
    refuse_office(name)
    return name


def well_formed(raw: str) -> str:
    """The same, whatever it could be taken for: what two officers may let somebody bear."""
    return _clean(raw, LIMIT, _IN_NAMES, gettext_lazy("Write the name that others will see."))


def refuse_office(name: str) -> None:
    if word := reserved.office(name):
        raise refusal(
            "reserved",
            _(
                "“%(word)s” in a name looks like an office or a badge of this forum. Remove it. If you speak for an "
                "organisation, request a mandate: it is shown next to your name."
            ),
            word=reserved.as_written(word, name),
        )


def clean_title(raw: str) -> str:
    """The title of a mandate as it is kept: it may name an office, and imitate no mark; 1 to 160 characters.

    `titles.clean_title_of` says besides whose office it may name.
    """
    title = _clean(raw, TITLE_LIMIT, _IN_BODIES, gettext_lazy("Write the title the organisation itself uses."))
    if word := reserved.mark(title):
        raise refusal(
            "reserved",
            _("“%(word)s” looks like a badge of this forum. Remove it: only the forum adds badges."),
            word=word,
        )
    return title


def clean_body_name(raw: str) -> str:
    """The name of an organisation as it is kept: it may name an office; 1 to 200 characters.

    Two officers look at each: `noted` tells them what could deceive and is some body's registered name all the same.
    """
    return _clean(raw, BODY_LIMIT, _IN_BODIES, gettext_lazy("Write the name of the organisation."), domain=True)


def noted(name: str) -> list[str]:
    """What officers should look at twice in the name of a body, in plain words."""
    found = {
        _("its name is a web address"): web_address(name),
        _("its name contains a word used for badges of this forum"): reserved.mark(name),
    }
    return [words for words, so in found.items() if so]


def _clean(raw: str, limit: int, punctuation: frozenset[str], nothing: str | Promise, domain: bool = False) -> str:
    """`domain`: whether it may be one, and nothing else."""
    text = normalised(raw) if len(raw) <= _RAW * limit else raw
    if not text:
        raise refusal("empty", str(nothing))
    if len(text) > limit:
        raise refusal(
            "too_long",
            _("This name has %(length)d characters. Shorten it to %(limit)d or fewer."),
            length=len(text),
            limit=limit,
        )
    if web_address(text) and not (domain and only_a_web_address(text)):
        raise refusal("address", _("Remove web and e-mail addresses from the name, and put a space after a full stop."))
    check(text, punctuation)
    return text
