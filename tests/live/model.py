"""What a room should be like, in the fewest words: a list of what happened, and the rules by which it may grow."""

from dataclasses import dataclass, field


@dataclass
class Said:
    """One post. `wordings` are all it ever had; `keys` those of the requests that gave them."""

    author: str
    words: str
    wordings: set[str]
    keys: set[str]
    hidden: bool = False
    withdrawn: bool = False

    @property
    def state(self) -> str:
        return "hidden" if self.hidden else "withdrawn" if self.withdrawn else "shown"


@dataclass
class Model:
    """Verbs return the number they were given, or the code of the refusal."""

    log: list[tuple[str, str | None]] = field(default_factory=list)
    posts: dict[int, Said] = field(default_factory=dict)
    reactions: dict[tuple[int, str], str] = field(default_factory=dict)
    # What each person's key was used for: kind, content, number.
    keys: dict[tuple[str, str], tuple[str, object, int]] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    suspended: set[str] = field(default_factory=set)
    muted: set[str] = field(default_factory=set)
    closed: bool = False

    def happened(self, kind: str, actor: str | None) -> int:
        self.log.append((kind, actor))
        return len(self.log)

    def repeated(self, who: str, key: str, kind: str, content: object) -> int | str | None:
        if (who, key) not in self.keys:
            return None
        before, same, seq = self.keys[who, key]
        return seq if before == kind and (key in self.erased or same == content) else "conflict"

    def may_speak(self, who: str) -> str | None:
        return (
            "not_allowed"
            if who in self.suspended
            else "closed"
            if self.closed
            else "muted"
            if who in self.muted
            else None
        )

    def say(self, who: str, key: str, words: str, parent: int | None) -> int | str:
        if seq := self.repeated(who, key, "post.said", (words, parent)):
            return seq
        if parent is not None and parent not in self.posts:
            return "not_found"
        if refusal := self.may_speak(who):
            return refusal
        if parent is not None and self.posts[parent].state != "shown":
            return "not_found"
        seq = self.happened("post.said", who)
        self.posts[seq] = Said(who, words, {words}, {key})
        self.keys[who, key] = "post.said", (words, parent), seq
        return seq

    def own(self, who: str, post: int) -> str | None:
        if who in self.suspended or self.posts[post].author != who:
            return "not_allowed"
        return None if self.posts[post].state == "shown" else "not_found"

    def edit(self, who: str, key: str, post: int, words: str) -> int | str:
        if seq := self.repeated(who, key, "post.edited", (words, post)):
            return seq
        if refusal := self.own(who, post) or self.may_speak(who):
            return refusal
        said, seq = self.posts[post], self.happened("post.edited", who)
        said.words = words
        said.wordings.add(words)
        said.keys.add(key)
        self.keys[who, key] = "post.edited", (words, post), seq
        return seq

    def withdraw(self, who: str, key: str, post: int) -> int | str:
        if seq := self.repeated(who, key, "post.withdrawn", post):
            return seq
        if refusal := self.own(who, post):
            return refusal
        seq = self.happened("post.withdrawn", who)
        self.posts[post].withdrawn = True
        # Nobody can tell any more whether a retry of these came with the same words.
        self.erased |= self.posts[post].keys
        self.keys[who, key] = "post.withdrawn", post, seq
        return seq

    def react(self, who: str, post: int, kind: str | None) -> str | None:
        if who in self.suspended:
            return "not_allowed"
        if self.closed:
            return "closed"
        if self.posts[post].state != "shown":
            return "not_found"
        self.reactions.pop((post, who), None)
        if kind:
            self.reactions[post, who] = kind
        return None

    def counts(self, post: int) -> dict[str, int]:
        kinds = [kind for (at, _), kind in self.reactions.items() if at == post]
        return {kind: kinds.count(kind) for kind in set(kinds)}

    def unspeakable(self) -> set[str]:
        """Words that nothing built from now on may carry: of posts not shown, and wordings that are no more."""
        return {
            words
            for said in self.posts.values()
            for words in said.wordings
            if words != said.words or said.state != "shown"
        }
