"""The file: one contribution per line, in the order they were made."""

import json
from dataclasses import dataclass
from pathlib import Path

from accounts.places import LANGUAGES

# A fast reader aloud; scripts that write a syllable per sign are read slower.
LETTERS_PER_SECOND, SIGNS_PER_SECOND = 15, 5
_FIRST_SIGN = "\u2e80"


class BadFile(Exception):
    """The file cannot be replayed; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """`kind` is what the record calls the speaker: government, parliament, citizen, guest…"""

    speaker: str
    affiliation: str
    kind: str
    country: str
    language: str
    text: str
    debate: str
    source: str

    @classmethod
    def of(cls, fields: dict) -> "Contribution":
        language = fields["lang"].lower()
        return cls(
            speaker=fields["speaker"],
            affiliation=fields.get("affiliation", ""),
            kind=fields.get("stakeholder_kind", ""),
            country=fields.get("country", ""),
            # A language that the forum does not list is guessed, as for everybody.
            language=language if language in LANGUAGES else "",
            text=fields["text"],
            debate=fields.get("debate", ""),
            source="; ".join(filter(None, (fields.get("source"), fields.get("licence")))),
        )

    @property
    def seconds_aloud(self) -> float:
        """How long it takes to say this."""
        signs = sum(character >= _FIRST_SIGN for character in self.text)
        return signs / SIGNS_PER_SECOND + (len(self.text) - signs) / LETTERS_PER_SECOND


def read(path: Path, limit: int | None = None) -> list[Contribution]:
    """The first `limit` contributions of the file; raises BadFile, or OSError."""
    contributions: list[Contribution] = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if limit is not None and len(contributions) >= limit:
                break
            if not line.strip():
                continue
            try:
                contributions.append(Contribution.of(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError) as reason:
                raise BadFile(f"Line {number} of {path.name} is not a contribution: {reason!r}.") from reason
    if not contributions:
        raise BadFile(f"{path.name} holds no contribution.")
    return contributions
