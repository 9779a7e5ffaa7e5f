"""The words that scripts of a room show, in the language of the page; plural words as {CLDR category: words}."""

from functools import cache

from django.utils.translation import get_language, gettext_lazy, ngettext_lazy
from django.utils.translation import gettext as _

from accounts.models.user import NAMESAKE, NOT_THE_OFFICIAL
from accounts.sectors import Sector
from dialogue.rooms.rewording import ELSEWHERE, SENTENCES
from dialogue.text.plurals import plural

READ_ON, READ_ON_MINUTES = gettext_lazy("Read on"), gettext_lazy("Read on ({n} min)")


def page_words() -> dict:
    """Everything templates/rooms/_words.html puts into the page. Not to be changed: it is made once for each language."""
    return _page_words(get_language())


@cache
def _page_words(language: str | None) -> dict:
    """`language` is the one in force."""
    single = {
        "state-live": _("Live"),
        "state-catching-up": _("Catching up"),
        "state-without-live": _("Reading without live updates"),
        "state-offline": _("Offline: what you write waits"),
        "state-signed-out": _("You are signed out. Reload the page to sign in."),
        "state-ended": _("This room is not open to you any more."),
        "state-outdated": _("Out of date: nothing is sent from here."),
        "here-from": _("{people}, from {countries}"),
        "you": _("You"),
        "somebody-who-left": _("Somebody who left"),
        "sending": _("Sending"),
        "waiting": _("Waiting to be sent"),
        "waiting-offline": _("Not sent yet: no connection. It will be sent by itself."),
        "not-sent": _("Not sent. Try again."),
        "try-again": _("Try again"),
        "take-back": _("Back to the form"),
        "sent-elsewhere": _("Posted. It stands at the end of the debate."),
        "see-it": _("See it there"),
        "not-fetched": _("This could not be fetched. Try again when you are connected, or load the page again."),
        "words-later": _("These words are long and could not be fetched. Open the post by its time."),
        "language-unknown": _("Language not known"),
        "post-number": _("post {n}"),
        "origin-demonstration": _("invented"),
        "origin-replay": _("replayed from a public record"),
        f"origin-{NAMESAKE}": str(NOT_THE_OFFICIAL),
        "said": _("{name}: {words}"),
        "typing-1": _("{one} is writing"),
        "typing-2": _("{one} and {other} are writing"),
        "read-on": str(READ_ON),
        "read-on-minutes": str(READ_ON_MINUTES),
        "new-since": _("New since you were here"),
        "to-newest": _("Go to newest"),
        "spoke-below": _("Your post is below"),
        "new-from": _("{all}, {from}"),
        "closed": _("The room has just been closed. You can copy what you wrote; everything stays readable."),
        "muted": _("A moderator has muted you in this room for a while. What you wrote is kept here."),
        "suspended": _("Your account has been suspended. What you wrote is kept here."),
        "mandate-ended": _("The mandate you had chosen cannot be used any more. You speak for yourself now."),
        **{f"reworded-{name}": str(sentence) for name, sentence in SENTENCES.items()},
        "field-not-empty": _("Post what is in the form first, or empty it. Then these words can come back."),
        "begun-in-room": _("These words were to open a new thread. Take them back on the page of the room."),
        "answer-first": _("Answer the first post of the thread instead"),
        "question-changed": _("The question changed while you wrote. Read it above, then press Post again."),
        "reworded-elsewhere": str(ELSEWHERE),
        "help": _("Keys"),
        "close": _("Close"),
        "use-keys": _("Use these keys"),
        "key-j": _("next post"),
        "key-k": _("previous post"),
        "key-r": _("reply to the post"),
        "key-c": _("write"),
        "key-n": _("first unread post, or the newest"),
        "key-p": _("pause live updates, or go on"),
        "key-?": _("this list"),
        "pause": _("Pause live updates"),
        "resume": _("Go on with live updates"),
    }
    numbered = {
        "here": ngettext_lazy("{n} person here", "{n} people here"),
        "countries": ngettext_lazy("{n} country", "{n} countries"),
        "new": ngettext_lazy("{n} new post", "{n} new posts"),
        "from-government": ngettext_lazy("{n} from a government", "{n} from governments"),
        "from-parliament": ngettext_lazy("{n} from a parliament", "{n} from parliaments"),
        "from-authority": ngettext_lazy(
            "{n} from a local or regional authority", "{n} from local or regional authorities"
        ),
        "from-society": ngettext_lazy("{n} from civil society", "{n} from civil society"),
        "from-international": ngettext_lazy(
            "{n} from an international organisation", "{n} from international organisations"
        ),
        "typing-many": ngettext_lazy("{n} person is writing", "{n} people are writing"),
        "slow": ngettext_lazy(
            "Slow mode: you can post again in {n} second. What you write is kept.",
            "Slow mode: you can post again in {n} seconds. What you write is kept.",
        ),
    }
    sectors = {sector.value: str(sector.label) for sector in Sector} | {"reader": _("Reading along")}
    return single | {name: plural(words) for name, words in numbered.items()} | {"sectors": sectors}
