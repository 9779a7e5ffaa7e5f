"""Invented posts, people and figures in every state a page can show, for the living page of the design system."""

from datetime import UTC, datetime, timedelta

from accounts.models import User
from accounts.models.user import Origin
from accounts.sectors import Sector
from dialogue.rooms.models import Post, Reaction, Room, Theme, Thread
from dialogue.text import markdown

AT = datetime(2026, 3, 21, 14, 2, tzinfo=UTC)
WORDS = {
    "en": "A well does not ask who digs. **Who keeps it** is the question, and *for how long*.",
    "ar": "البئر لا تسأل من حفرها. السؤال هو: **من يحفظها؟**",
    "zh": "井不问是谁挖的，问题是谁来守护它。",
    "hi": "कुआँ नहीं पूछता कि किसने खोदा। सवाल है: उसे कौन सँभालेगा?",
}
BODIES = {
    Sector.GOVERNMENT: "Ministry of Wells, Republic of Example",
    Sector.PARLIAMENT: "Chamber of the Invented Islands",
    Sector.AUTHORITY: "Municipality of Example",
    Sector.SOCIETY: "Lantern House of Nowhere",
    Sector.INTERNATIONAL: "Example Union of States",
}


def room() -> Room:
    """A room that is nowhere."""
    theme = Theme(slug="styleguide", titles={"en": "Climate, drought and famine"})
    questions = {"en": "Who keeps the well when the rain does not come?"}
    return Room(slug="styleguide", theme=theme, questions=questions, languages=["en", "ar"])


def _post(seq: int, name: str, text: str, language: str = "en", sector: str = Sector.CITIZEN, **fields) -> Post:
    author = User(pk=seq, handle=f"example-{seq}", name=name, country="CV", origin=Origin.PERSON)
    thread = Thread(pk=seq, seq=seq, last_seq=seq)
    body = BODIES.get(Sector(sector), "")
    return Post(
        pk=seq, seq=seq, author=author, thread=thread, at=AT + timedelta(minutes=seq), text=text, language=language,
        html=markdown.render(text), sector=sector, country="CV", organisation=body, title="member" if body else "",
        **fields,
    )  # fmt: skip


def posts() -> list[tuple[str, Post]]:
    """(what it shows, post), each in another state."""
    first = _post(1, "Tahmina", WORDS["en"], counts={"agree": 214, "solidarity": 61})
    made = [
        ("a citizen; two reactions", first),
        *(
            (f"a mandate: {sector.label}", _post(10 + place, "Leonor Évora Tavares", WORDS["en"], sector=sector))
            for place, sector in enumerate(BODIES)
        ),
        ("an answer, right to left", _post(20, "سلمى", WORDS["ar"], "ar", parent=first)),
        ("Chinese", _post(21, "林晓雯", WORDS["zh"], "zh")),
        ("Devanagari", _post(22, "प्रिया", WORDS["hi"], "hi")),
        ("edited", _post(23, "Mateo", WORDS["en"], edited_seq=30)),
        ("hidden", _post(24, "Mateo", WORDS["en"], hidden_at=AT)),
        ("withdrawn", _post(25, "Mateo", "", withdrawn_at=AT)),
        (
            "long, under a long name",
            _post(26, "A name as long as a name may be before it is cut in two", WORDS["en"] * 40),
        ),
    ]
    return made


def context() -> dict:
    """Everything templates/styleguide.html shows."""
    voices = [
        {"sector": sector.value, "label": sector.label, "people": 3 + 2 * place, "posts": 10 + 9 * place}
        for place, sector in enumerate(Sector)
    ]
    return {
        "nowhere": room(),
        "examples": posts(),
        "voices": voices,
        "sectors": list(Sector),
        "reactions": [(kind, str(label)) for kind, label in Reaction.Kind.choices],
        "mine": {1: "agree"},
        "may": {"speak": True, "moderate": False},
    }
