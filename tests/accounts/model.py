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
    # When that ends by itself; None when it does not.
    hold_until: datetime | None = None
    # Who asked that it be reinstated, and when.
    wish: tuple[str, datetime] | None = None
    # When each officer last took it up.
    claims: dict[str, datetime] = field(default_factory=dict)
    claimed: tuple[str, datetime] | None = None

    def taken(self, who: str, now: datetime) -> bool:
        """Whether somebody else is at work on it."""
        return bool(self.claimed and self.claimed[0] != who and now - self.claimed[1] < timedelta(minutes=30))

    def stopped(self, now: datetime) -> str:
        """ "held", "suspended", or "" where nothing stops it now."""
        if not self.suspended or (self.hold_until and self.hold_until <= now):
            return ""
        return "held" if self.hold_until else "suspended"

    @property
    def granted(self) -> bool:
        return len(self.keys) >= self.needed and not self.refused and not self.revoked

    @property
    def waits(self) -> bool:
        return not self.granted and not self.refused and not self.revoked


@dataclass
class Body(Keys):
    public: bool = False

    def stands(self, now: datetime) -> bool:
        return self.granted and not self.stopped(now)


@dataclass
class Held(Keys):
    body: Body = None
    begins: datetime = None
    ends: datetime = None
    steward: bool = False
    renews: bool = False
    refused_on: datetime | None = None

    def state(self, now: datetime) -> str:
        if self.refused:
            return "refused"
        if self.revoked:
            return "revoked"
        if not self.granted:
            return "pending"
        if now >= self.ends:
            return "expired"
        stopped = {self.stopped(now), self.body.stopped(now)}
        if "suspended" in stopped or not self.body.granted:
            return "suspended"
        if "held" in stopped:
            return "held"
        return "active" if now >= self.begins else "upcoming"


def body_of(thing: Keys) -> Body:
    return thing.body if isinstance(thing, Held) else thing


def public(thing: Keys) -> bool:
    return body_of(thing).public


@dataclass
class Hold:
    """What one officer suspended for three days, and what was done about that: (what, by whom, when)."""

    by: str
    thing: Keys
    at: datetime
    ends: list[tuple[str, str, datetime]] = field(default_factory=list)
    # Whether two officers have decided about the same since.
    settled: bool = False

    def about(self, thing: Keys) -> bool:
        """Whether it is about the same: the body, or the same person for it."""
        return body_of(self.thing) is body_of(thing) and whose(self.thing) == whose(thing)

    def near(self, thing: Keys) -> bool:
        same = whose(thing) in (whose(self.thing), "") or not whose(self.thing)
        return body_of(self.thing) is body_of(thing) and same


def whose(thing: Keys) -> str:
    return thing.asker if isinstance(thing, Held) else ""


@dataclass
class World:
    officers: set[str]
    factors: set[str]
    held: list[Held] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    # (officer, whom they made a steward or asked to, whether of the public body)
    makers: list[tuple[str, list[str], bool]] = field(default_factory=list)
    # What stands on the trail besides what was decided last.
    besides: int = 0

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
                thing.refused, thing.refused_on = True, now
            case "suspend":
                self.besides += bool(thing.suspended)
                two = self.ends_by_two(thing, who, now)
                first = self.first_word(thing, who, now) if two else None
                if first:
                    first.ends.append(("upheld", who, now))
                elif two:
                    self.holds.append(Hold(who, thing, now))
                thing.suspended, thing.hold_until = who, now + timedelta(hours=72) if two and not first else None
                thing.wish = None
            case "uphold":
                self.answer(thing, "upheld", who, now)
                thing.hold_until = thing.wish = None
            case "reinstate":
                lifts = self.lifts_alone(thing, who, now)
                if public(thing) and not lifts and not self.wished(thing, now):
                    thing.wish = (who, now)
                else:
                    self.answer(thing, "lifted" if lifts else "reinstated", who, now)
                    for hold in self.holds:
                        hold.settled |= not lifts and hold.about(thing)
                    thing.suspended, thing.hold_until, thing.wish = "", None, None
            case "claim":
                thing.claims[who] = now
            case "revoke":
                self.answer(thing, "revoked", who, now)
                thing.revoked = True
        return True

    def _may(self, verb: str, thing: Keys, who: str, now: datetime) -> bool:
        if isinstance(thing, Held):
            if verb in ("accredit", "confirm") and (not thing.body.stands(now) or now >= thing.ends):
                return False
            by_steward = verb not in ("confirm", "uphold", "reinstate") and self.steward(who, thing.body, now)
            if by_steward and who != thing.asker:
                return True
            if by_steward and verb in ("suspend", "revoke"):
                return True
        own = who == thing.asker and verb in ("claim", "accredit", "confirm", "refuse", "uphold", "reinstate")
        speaks = any(held.asker == who and held.granted and held.body is body_of(thing) for held in self.held)
        return self.officer(who) and not own and not speaks

    def ends_by_two(self, thing: Keys, who: str, now: datetime) -> bool:
        """A public body loses nobody for good, nor for longer than three days, by one officer."""
        return public(thing) and not (isinstance(thing, Held) and self.steward(who, thing.body, now))

    def wished(self, thing: Keys, now: datetime) -> str:
        """Who has asked that it be reinstated, while that waits for a second officer."""
        who, at = thing.wish or ("", now)
        return who if self.officer(who) and now - at < timedelta(days=3) else ""

    def answer(self, thing: Keys, what: str, who: str, now: datetime) -> None:
        if thing.stopped(now) == "held":
            next(hold for hold in reversed(self.holds) if hold.thing is thing).ends.append((what, who, now))

    def lifts_alone(self, thing: Keys, who: str, now: datetime) -> bool:
        """One's own hold, and of others' one in thirty days."""
        lifted = any(
            end == "lifted" and by == who and now - at < timedelta(days=30)
            for hold in self.holds if hold.near(thing) and hold.by != who for end, by, at in hold.ends
        )  # fmt: skip
        alone = thing.suspended == who or not (lifted or self.wished(thing, now))
        return thing.stopped(now) == "held" and alone

    def first_word(self, thing: Keys, who: str, now: datetime) -> Hold | None:
        """The last hold of another officer, unless they took it back or two have decided since."""
        recent = [
            hold for hold in self.holds
            if hold.about(thing) and hold.by != who and now - hold.at < timedelta(days=30) and not hold.settled
        ]  # fmt: skip
        for hold in {hold.by: hold for hold in recent}.values():
            if self.officer(hold.by) and all(end == "lifted" and by != hold.by for end, by, _ in hold.ends):
                return hold
        return None

    def may_hold(self, thing: Keys, who: str, now: datetime) -> bool:
        """Three at once; and each officer once, unless another has confirmed that or lifted it alone."""
        answers = ("upheld", "revoked", "lifted")
        for hold in self.holds:
            answered = any(end in answers and by != who for end, by, _ in hold.ends)
            if hold.by == who and hold.near(thing) and not answered:
                return False
        return sum(thing.suspended == who and thing.stopped(now) == "held" for thing in self.in_force()) < 3

    def in_force(self) -> list[Keys]:
        things = {id(each): each for held in self.held for each in (held, held.body)}
        return [thing for thing in things.values() if thing.granted]

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
                made = isinstance(thing, Held) and (who, thing.keys[:1], thing.body.public) in self.makers
                return len(thing.keys) == 1 and who not in thing.keys and not made
            case "suspend":
                one = not self.ends_by_two(thing, who, now) or self.first_word(thing, who, now)
                return thing.granted and not thing.stopped(now) and bool(one or self.may_hold(thing, who, now))
            case "uphold":
                return thing.granted and thing.stopped(now) == "held" and thing.suspended != who
            case "reinstate":
                return thing.granted and bool(thing.stopped(now)) and self.wished(thing, now) != who
        by_another = bool(thing.stopped(now)) and thing.suspended != who
        return thing.granted and (by_another or not self.ends_by_two(thing, who, now))

    def became(self, held: Held, by: str, steward: bool, done: bool) -> None:
        """Somebody is made a steward, or is none any more under any mandate for that body; or that was asked for."""
        self.makers += [(by, [held.asker], held.body.public)] if steward else []
        for each in self.held if done else ():
            if each is held or (not steward and each.asker == held.asker and each.body is held.body):
                each.steward = steward

    def may_ask(self, who: str, body: Body, now: datetime) -> bool:
        if body.refused or body.revoked or (body.granted and body.stopped(now)):
            return False
        return not any(held.asker == who and held.body is body and held.waits for held in self.held)

    def may_renew(self, held: Held, now: datetime) -> bool:
        """In the thirty days about its end, unless it is suspended, or another term was refused in the last thirty."""
        refused = any(
            other.asker == held.asker and other.body is held.body and other.renews and other.refused
            and now - other.refused_on < timedelta(days=30)
            for other in self.held
        )  # fmt: skip
        near = abs(held.ends - now) <= timedelta(days=30)
        free = not refused and not held.stopped(now)
        return held.granted and near and free and self.may_ask(held.asker, held.body, now)

    def speaks(self, held: Held, now: datetime) -> str:
        """ "" when something can be said under it now, else the code of the refusal."""
        if held.state(now) != "active":
            return "mandate"
        return "second_factor" if held.body.public and held.asker not in self.factors else ""
