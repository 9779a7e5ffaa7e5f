"""Under which title and question something was said: words answer what was asked when they were said, whatever is asked later."""

from typing import NamedTuple

from accounts.addresses import LANGUAGES
from dialogue.rooms.models.titled import in_language

# Letters in one language. Two wordings of a room in all languages of the pages travel in one frame (events.RoomReworded).
LIMITS = {"titles": 120, "questions": 300, "summaries": 400}


class Asked(NamedTuple):
    """How a room was worded, the titles of its theme with it: {language: words} each."""

    titles: dict[str, str]
    questions: dict[str, str]
    themes: dict[str, str]

    @property
    def title(self) -> str:
        return in_language(self.titles)

    @property
    def question(self) -> str:
        return in_language(self.questions)

    @property
    def theme(self) -> str:
        return in_language(self.themes)

    def told(self) -> dict[str, dict[str, str]]:
        """In the languages of the pages, and no longer than may be: a frame that is too large would end the line it comes by."""
        return {
            name: {
                code: text[: LIMITS.get(name, LIMITS["titles"])] for code, text in words.items() if code in LANGUAGES
            }
            for name, words in self._asdict().items()
        }


class Change(NamedTuple):
    """Event `seq` of a room: until then it was worded as `before`, from then on as `after`."""

    seq: int
    before: Asked
    after: Asked


def changes(former: list[dict], now: Asked) -> list[Change]:
    """Every change of a wording in order; `former` is as `Room.former` keeps it."""
    earlier = [Asked(each["titles"], each["questions"], each["themes"]) for each in former]
    later = [*earlier[1:], now]
    return [Change(each["until"], *pair) for each, *pair in zip(former, earlier, later, strict=True)]
