"""What accreditation should be like, in the fewest words: who has turned which key, and what follows from it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass
class Keys:
    """One organisation or mandate. `keys` are those who turned one, in their order."""

    asker: str
    needed: int
    keys: list[str] = field(default_factory=list)
    refused: bool = False
    revoked: bool = False
    # By whom; "" while it is not.
    suspended: str = ""
    # When each officer last took it up.
    claims: dict[str, datetime] = field(default_factory=dict)
    claimed: tuple[str, datetime] | None = None

    def taken(self, who: str, now: datetime) -> bool:
        """Whether somebody else is at work on it."""
        return bool(self.claimed and self.claimed[0] != who and now - self.claimed[1] < timedelta(minutes=30))

    @property
    def granted(self) -> bool:
        return len(self.keys) >= self.needed and not self.refused and not self.revoked

    @property
    def waits(self) -> bool:
        return not self.granted and not self.refused and not self.revoked


@dataclass
class Body(Keys):
    public: bool = False

    @property
    def stands(self) -> bool:
        return self.granted and not self.suspended


@dataclass
class Held(Keys):
    body: Body = None
    begins: datetime = None
    ends: datetime = None
    steward: bool = False

    def state(self, now: datetime) -> str:
        if self.refused:
            return "refused"
        if self.revoked:
            return "revoked"
        if not self.granted:
            return "pending"
        if now >= self.ends:
            return "expired"
        if self.suspended or not self.body.stands:
            return "suspended"
        return "active" if now >= self.begins else "upcoming"


@dataclass
class World:
    officers: set[str]
    factors: set[str]
    held: list[Held] = field(default_factory=list)

    def officer(self, who: str) -> bool:
        return who in self.officers and who in self.factors

    def steward(self, who: str, body: Body, now: datetime) -> bool:
        """Only a steward whose own mandate is active, and who may use it."""
        return any(
            held.asker == who and held.body is body and held.steward and held.state(now) == "active"
            for held in self.held
        ) and (not body.public or who in self.factors)

    def decide(self, verb: str, thing: Keys, who: str, now: datetime) -> bool:
        """Whether it is done; the model changes with it."""
        if not self._may(verb, thing, who, now) or not self._fits(verb, thing, who, now):
            return False
        thing.claimed = (who, now) if verb == "claim" else None
        match verb:
            case "accredit" | "confirm":
                thing.keys.append(who)
            case "refuse":
                thing.refused = True
            case "suspend" | "reinstate":
                thing.suspended = who if verb == "suspend" else ""
            case "claim":
                thing.claims[who] = now
            case "revoke":
                thing.revoked = True
        return True

    def _may(self, verb: str, thing: Keys, who: str, now: datetime) -> bool:
        if isinstance(thing, Held):
            if verb in ("accredit", "confirm") and (not thing.body.stands or now >= thing.ends):
                return False
            by_steward = verb not in ("confirm", "reinstate") and self.steward(who, thing.body, now)
            if by_steward and who != thing.asker:
                return True
            if by_steward and verb in ("suspend", "revoke"):
                return True
        own = who == thing.asker and verb in ("claim", "accredit", "confirm", "refuse", "reinstate")
        return self.officer(who) and not own

    def _fits(self, verb: str, thing: Keys, who: str, now: datetime) -> bool:
        if verb in ("claim", "accredit", "confirm", "refuse") and (not thing.waits or thing.taken(who, now)):
            return False
        match verb:
            case "claim":
                return who not in thing.claims or now - thing.claims[who] >= timedelta(days=1)
            case "refuse":
                return True
            case "accredit":
                return not thing.keys
            case "confirm":
                return len(thing.keys) == 1 and who not in thing.keys
            case "suspend":
                return thing.granted and not thing.suspended
            case "reinstate":
                return thing.granted and thing.suspended
        public = thing.body.public if isinstance(thing, Held) else thing.public
        if not public or (isinstance(thing, Held) and self.steward(who, thing.body, now)):
            return thing.granted
        # A public body loses nobody for good by one officer.
        return thing.granted and thing.suspended not in ("", who)

    def may_ask(self, who: str, body: Body, now: datetime) -> bool:
        if body.refused or body.revoked or (body.granted and body.suspended):
            return False
        return not any(held.asker == who and held.body is body and held.waits for held in self.held)

    def speaks(self, held: Held, now: datetime) -> str:
        """ "" when something can be said under it now, else the code of the refusal."""
        if held.state(now) != "active":
            return "mandate"
        return "second_factor" if held.body.public and held.asker not in self.factors else ""
