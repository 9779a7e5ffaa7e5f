"""What people read of a title or a question that changed."""

from django.utils.functional import lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.descriptions import NOTHING, Row
from accounts.places import language_name
from dialogue.live.refusals import Refusal
from dialogue.rooms.models import Post, Room
from dialogue.rooms.models.asked import Change
from dialogue.text.markdown import beginning

LABELS = {
    "titles": gettext_lazy("Title in %(language)s"),
    "questions": gettext_lazy("Question in %(language)s"),
    "summaries": gettext_lazy("Summary in %(language)s"),
}
# For pages and scripts alike (page_words): what stands in the stream where it happened.
SENTENCES = {
    "title": gettext_lazy("The title of this room was changed from “{before}” to “{after}”."),
    "question": gettext_lazy("The question was changed from “{before}” to “{after}”."),
    "theme": gettext_lazy("The theme of this room was called “{before}” until here; now it is called “{after}”."),
}
ELSEWHERE = gettext_lazy("The title or the question was changed in another language.")
BEFORE = gettext_lazy("Posted when the question was “{question}”, which has changed since.")


STANDS = gettext_lazy(
    "This room changed while you were writing. Its title is now “{title}”, its question “{question}”, "
    "its theme “{theme}”. Who can read: {readers}. Who can post: {speakers}. When someone leaves: "
    "{record}. Your text is kept. Read this, and send it again."
)


ANSWERED = gettext_lazy(
    "The post you are replying to was edited while you were writing. It now says: “{words}” Your text is "
    "kept. Read this, and send it again."
)


class Reworded(Refusal):
    """Words that were written under something else: what stands there now, for people in their language and for their pages."""

    code = "reworded"
    status = 409

    def __init__(self, room: Room):
        # Said in the language of whoever is answered; one transaction holds the words of many.
        super().__init__(lazy(stands, str)(room))
        self.more = {"shown": room.shown(), **room.asked().told()}


class ParentChanged(Refusal):
    """A reply to words that are others by now: what stands there, and its number (Post.wording)."""

    code = "parent_changed"
    status = 409

    def __init__(self, parent: Post):
        super().__init__(lazy(says_now, str)(parent))
        self.more = {"answers": parent.wording}


def says_now(parent: Post) -> str:
    return str(ANSWERED).format(words=isolated(beginning(parent.html)))


def stands(room: Room) -> str:
    """All that whoever writes should know of the room before."""
    asked = room.asked()
    return str(STANDS).format(
        title=isolated(asked.title), question=isolated(asked.question), theme=isolated(asked.theme),
        readers=room.get_visibility_display(), speakers=room.get_speakers_display(), record=room.get_record_display(),
    )  # fmt: skip


def asked_note(post: Post) -> str:
    """Beside the words of a post, wherever another question stands over them by now."""
    return str(BEFORE).format(question=isolated(asked)) if (asked := post.asked_otherwise) else ""


def told(change: Change) -> str:
    """What changed, in the language of the page."""
    said = [
        str(sentence).format(before=isolated(before), after=isolated(after))
        for name, sentence in SENTENCES.items()
        if (before := getattr(change.before, name)) != (after := getattr(change.after, name))
    ]
    return " ".join(said) or str(ELSEWHERE)


def isolated(words: str) -> str:
    """Words of another direction leave the sentence around them as it is."""
    return f"\u2068{words or NOTHING}\u2069"


def noted(room: Room, posts: list[Post]) -> list[str]:
    """Gives every post the changes after which it was said (`changes_before`), and back those that came after all of them: no
    page shows words of before a change without it."""
    for post in posts:
        post.changes_before = []
    after: list[str] = []
    for change in room.changes():
        if posts and posts[0].seq < change.seq:
            later = next((post for post in posts if post.seq > change.seq), None)
            (later.changes_before if later else after).append(told(change))
    return after


def rows(before: dict, after: dict) -> list[Row]:
    """What differs, side by side."""
    page, found = get_language() or "en", []
    for name, words in after.items():
        if name == "languages":
            pair = [", ".join(language_name(code, page) for code in each) for each in (before[name], words)]
            found += [Row(_("Languages used here"), *pair)] if pair[0] != pair[1] else []
            continue
        for code in sorted({*before[name], *words}):
            if before[name].get(code) != words.get(code):
                pair = [before[name].get(code) or NOTHING, words.get(code) or NOTHING]
                found.append(Row(LABELS[name] % {"language": language_name(code, page)}, *pair))
    return found
