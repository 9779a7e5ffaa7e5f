"""Which posts of a room a reader wants to see: by who speaks, from where, in which language; or what nobody has answered."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.places import LANGUAGES, REGIONS
from accounts.sectors import Sector
from dialogue.live.refusals import Invalid
from dialogue.rooms.models.post import Post, PostQuerySet
from dialogue.text.language import UNKNOWN


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty fields ask for nothing."""

    sector: str = ""
    region: str = ""
    language: str = ""
    mandated: bool = False
    unanswered: bool = False

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filter":
        """From an address; Invalid for a value that no post has."""
        known = {"sector": Sector.values, "region": REGIONS, "language": (*LANGUAGES, UNKNOWN)}
        chosen = {name: asked.get(name, "") for name in known}
        for name, value in chosen.items():
            if value and value not in known[name]:
                raise Invalid(_("These filters do not work together. Choose again from the list next to the debate."))
        return cls(**chosen, mandated=asked.get("mandated") == "1", unanswered=asked.get("unanswered") == "1")

    def __bool__(self) -> bool:
        return any(asdict(self).values())

    def of_posts(self, posts: PostQuerySet) -> PostQuerySet:
        """Those of `posts` that are asked for; words that are not shown say nothing of who spoke."""
        wanted = {name: value for name, value in asdict(self).items() if value and isinstance(value, str)}
        found = posts.filter(hidden_at=None, withdrawn_at=None, **wanted)
        if self.mandated:
            found = found.exclude(organisation="")
        if self.unanswered:
            found = found.filter(~Exists(Post.objects.filter(parent=OuterRef("pk"), hidden_at=None, withdrawn_at=None)))
        return found

    def asked(self) -> dict[str, str]:
        """The fields that ask for something, as an address has them."""
        return {name: "1" if value is True else value for name, value in asdict(self).items() if value}

    def query(self) -> str:
        """For the beginning of an address's query: "sector=parliament&", or nothing."""
        return f"{urlencode(self.asked())}&" if self else ""
