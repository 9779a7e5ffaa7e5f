"""The words that scripts of a room show, in the language of the page; plural words as {CLDR category: words}."""

from functools import cache

from django.utils.translation import get_language, gettext_lazy, ngettext_lazy
from django.utils.translation import gettext as _

from accounts.models.user import NAMESAKE, NOT_THE_OFFICIAL, Origin
from accounts.sectors import Sector
from dialogue.rooms.rewording import ELSEWHERE, SENTENCES
from dialogue.text.plurals import plural

READ_ON, READ_ON_MINUTES = gettext_lazy("Read more"), gettext_lazy("Read more ({n} min)")


def page_words() -> dict:
    """Everything templates/rooms/_words.html puts into the page. Not to be changed: it is made once for each language."""
    return _page_words(get_language())


@cache
def _page_words(language: str | None) -> dict:
    """`language` is the one in force."""
    single = {
        "state-live": _("Live"),
        "state-catching-up": _("Catching up"),
        "state-without-live": _("No live updates"),
        "state-offline": _("Offline: your posts will be sent later"),
        "state-signed-out": _("You are signed out. Reload the page to sign in."),
        "state-ended": _("You no longer have access to this room."),
        "state-outdated": _("Page out of date: nothing is sent"),
        "here-from": _("{people}, from {countries}"),
        "you": _("You"),
        "somebody-who-left": _("Someone who left"),
        "sending": _("Sending"),
        "waiting": _("Waiting to be sent"),
        "waiting-offline": _("Not sent yet: no connection. It will be sent automatically."),
        "not-sent": _("Not sent. Try again."),
        "try-again": _("Try again"),
        "take-back": _("Edit and resend"),
        "sent-elsewhere": _("Posted. Your post is at the end of the debate."),
        "see-it": _("Show it"),
        "not-fetched": _("This could not be loaded. Try again when you are connected, or reload the page."),
        "words-later": _("This long post could not be loaded. Open it from its time stamp."),
        "language-unknown": _("Unknown language"),
        "post-number": _("post {n}"),
        "origin-demonstration": str(Origin.DEMONSTRATION.label),
        "origin-replay": str(Origin.REPLAY.label),
        f"origin-{NAMESAKE}": str(NOT_THE_OFFICIAL),
        "said": _("{name}: {words}"),
        "typing-1": _("{one} is typing…"),
        "typing-2": _("{one} and {other} are typing…"),
        "read-on": str(READ_ON),
        "read-on-minutes": str(READ_ON_MINUTES),
        "new-since": _("New since your last visit"),
        "to-newest": _("Go to newest"),
        "spoke-below": _("Your post is below"),
        "new-from": _("{all}, {from}"),
        "closed": _("The room has just been closed. You can copy your text, and read all posts."),
        "muted": _("A moderator has muted you in this room for a while. Your text is kept here."),
        "suspended": _("Your account has been suspended. Your text is kept here."),
        "mandate-ended": _("You can no longer use the mandate you chose. You now post as yourself."),
        **{f"reworded-{name}": str(sentence) for name, sentence in SENTENCES.items()},
        "field-not-empty": _("Post the text in the form first, or clear it. Then you can edit this one."),
        "begun-in-room": _("This text was for a new thread. Edit it on the page of the room."),
        "answer-first": _("Reply to the first post of the thread instead"),
        "question-changed": _("The question changed while you were writing. Read it above, then press Post again."),
        "reworded-elsewhere": str(ELSEWHERE),
        "help": _("Keyboard shortcuts"),
        "close": _("Close"),
        "use-keys": _("Use keyboard shortcuts"),
        "key-j": _("next post"),
        "key-k": _("previous post"),
        "key-r": _("reply to the post"),
        "key-c": _("write a post"),
        "key-n": _("first unread post, or the newest"),
        "key-p": _("pause or resume live updates"),
        "key-?": _("this list"),
        "pause": _("Pause live updates"),
        "resume": _("Resume live updates"),
    }
    numbered = {
        "here": ngettext_lazy("{n} person here", "{n} people here"),
        "posts": ngettext_lazy("{n} post", "{n} posts"),
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
        "typing-many": ngettext_lazy("{n} person is typing…", "{n} people are typing…"),
        "slow": ngettext_lazy(
            "Slow mode: you can post again in {n} second. What you write is kept.",
            "Slow mode: you can post again in {n} seconds. What you write is kept.",
        ),
    }
    sectors = {sector.value: str(sector.label) for sector in Sector} | {"reader": _("Readers")}
    return single | {name: plural(words) for name, words in numbered.items()} | {"sectors": sectors}
