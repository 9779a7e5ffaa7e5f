"""Everything people can do with mandates, in any order and over years; after each step the forum must agree with the model."""

from datetime import timedelta
from itertools import count
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts.grounds import Reason
from accounts.models import Act, Mandate, Organisation
from accounts.models.mandate import LONGEST
from dialogue.live.refusals import Refusal
from dialogue.rooms.models import Room, Theme
from dialogue.rooms.publication import Draft, Publication
from tests.accounts.clock import own_clock
from tests.accounts.model import Body, Held, World
from tests.people import give_factor, person

EVERYBODY = ("Ada", "Bo", "Grace", "Ivy", "Leo")
OFFICERS = ("Grace", "Ivy", "Leo")
PEOPLE = st.sampled_from(EVERYBODY)
VERBS = st.sampled_from(("claim", "accredit", "confirm", "refuse", "suspend", "uphold", "reinstate", "revoke"))
SECTORS = ("authority", "society")
BODIES = st.sampled_from(SECTORS)
ANY = st.integers(0, 1_000)
_worlds = count(1)


class Accreditation(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        world = next(_worlds)
        self.held_clock = own_clock()
        self.clock = self.held_clock.__enter__()
        theme, _ = Theme.objects.get_or_create(slug="model", defaults={"titles": {"en": "Model"}})
        self.room = Room.objects.create(slug=f"keys-{world}", theme=theme, titles={"en": "Model"}, languages=["en"])
        self.users = {name: person(f"{name}{world} Mensah") for name in EVERYBODY}
        for name in OFFICERS:
            self.users[name].is_officer = True
            self.users[name].save(update_fields=["is_officer"])
        # Leo was appointed, and has no second factor yet.
        for name in ("Ada", "Grace", "Ivy"):
            give_factor(self.users[name])
        self.model = World(set(OFFICERS), {"Ada", "Grace", "Ivy"})
        self.bodies, self.mandates, self.acts = {}, [], Act.objects.count()
        for sector in SECTORS:
            body = Organisation.ask(self.users["Bo"], name=f"{sector} {world}", sector=sector, country="GH")
            self.bodies[sector] = (body, Body("Bo", 2, public=sector == "authority"))
            self.acts += 1
        # Somebody holds a mandate for each from the start, or chance would spend its days on applications.
        for which, (who, sector) in enumerate((("Ada", "authority"), ("Bo", "society"), ("Bo", "authority"))):
            self.grant("Ivy", "Grace", which)
            self.ask(who, sector, 366, 0)
            self.grant("Ivy", "Grace", which)

    def teardown(self):
        self.held_clock.__exit__(None, None, None)

    def tried(self, work) -> bool:
        try:
            work()
        except ValidationError:
            return False
        self.acts += 1
        return True

    @rule(who=PEOPLE, sector=BODIES, days=st.integers(1, 366), later=st.integers(0, 40))
    def ask(self, who, sector, days, later):
        body, modelled = self.bodies[sector]
        body.refresh_from_db()
        begins = self.clock() + timedelta(days=later)
        ends = begins + timedelta(days=days)
        expected = self.model.may_ask(who, modelled, self.clock())
        done = self.tried(lambda: self.mandates.append(Mandate.ask(self.users[who], body, "member", begins, ends)))
        assert done is expected
        if done:
            self.model.held.append(Held(who, 2 if modelled.public else 1, body=modelled, begins=begins, ends=ends))

    @rule(verb=VERBS, who=PEOPLE, which=ANY)
    def decide(self, verb, who, which):
        if not self.mandates:
            return
        place = which % len(self.mandates)
        self.compare(verb, self.mandates[place], self.model.held[place], who)

    @rule(verb=VERBS, who=st.sampled_from(("Grace", "Ivy", "Ada")), sector=BODIES)
    def decide_about_a_body(self, verb, who, sector):
        self.compare(verb, *self.bodies[sector], who)

    def compare(self, verb, thing, modelled, who):
        expected = self.model.decide(verb, modelled, who, self.clock())
        reason = () if verb in ("claim", "uphold") else (Reason("doubt"),)
        assert self.tried(lambda: getattr(thing, verb)(self.users[who], *reason)) is expected

    @rule(who=st.sampled_from(("Grace", "Ivy")), first=st.sampled_from(("Grace", "Ivy")), which=ANY)
    def grant(self, who, first, which):
        """The usual way, which chance alone would rarely find."""
        for verb, by in (("accredit", first), ("confirm", who)):
            for sector in self.bodies:
                self.decide_about_a_body(verb, by, sector)
            self.decide(verb, by, which)

    @rule(who=PEOPLE, sector=BODIES, first=st.sampled_from(OFFICERS), second=st.sampled_from(OFFICERS))
    def ask_and_be_decided_about(self, who, sector, first, second):
        """Officers ask too, and meet themselves at the desk."""
        self.ask(who, sector, 300, 0)
        self.decide("accredit", first, len(self.mandates) - 1)
        self.decide("confirm", second, len(self.mandates) - 1)

    @rule(which=ANY, who=PEOPLE)
    def resign(self, which, who):
        if not self.mandates:
            return
        place = which % len(self.mandates)
        held = self.model.held[place]
        expected = held.asker == who and not held.refused and not held.revoked
        assert self.tried(lambda: self.mandates[place].resign(self.users[who])) is expected
        held.revoked |= expected

    @rule(which=ANY)
    def renew(self, which):
        if not self.mandates:
            return
        mandate, held = self.mandates[which % len(self.mandates)], self.model.held[which % len(self.mandates)]
        now = self.clock()
        mandate = Mandate.objects.get(pk=mandate.pk)
        expected = self.model.may_renew(held, now)
        assert self.tried(lambda: self.mandates.append(mandate.renew())) is expected
        if expected:
            begins = max(held.ends, now)
            lasts = min(held.ends - held.begins, LONGEST)
            again = Held(held.asker, held.needed, body=held.body, begins=begins, ends=begins + lasts)
            again.steward, again.renews = held.steward and held.ends > now, True
            self.model.held.append(again)
            # The forum reads its clock a moment later.
            assert abs(self.mandates[-1].valid_from - begins) < timedelta(seconds=5)
            again.begins, again.ends = self.mandates[-1].valid_from, self.mandates[-1].valid_until

    @rule(which=ANY, steward=st.booleans(), who=st.sampled_from(("Grace", "Ivy")))
    def steward(self, which, steward, who):
        if self.mandates:
            place, done = which % len(self.mandates), []
            held = self.model.held[place]
            if self.tried(lambda: done.append(self.mandates[place].make_steward(self.users[who], steward))):
                assert held.granted and held.steward is not steward
                assert not steward or held.state(self.clock()) == "active"
                assert not (steward and held.body.public and who in held.keys)
                self.model.became(held, who, steward, done[0])
                if steward and done[0]:
                    holder = self.users[held.asker]
                    assert self.tried(lambda: self.mandates[place].answer_stewardship(holder, True))

    @rule(which=ANY, sector=BODIES, hours=st.sampled_from((1, 71, 73)), about_the_body=st.booleans())
    def suspended_by_one(self, which, sector, hours, about_the_body):
        """And then another officer confirms it, or comes too late."""
        for verb, who in (("suspend", "Grace"), ("uphold", "Ivy"), ("reinstate", "Grace"), ("reinstate", "Ivy")):
            if about_the_body:
                self.decide_about_a_body(verb, who, sector)
            else:
                self.decide(verb, who, which)
            if verb == "suspend":
                self.clock.pass_by(hours=hours)

    @rule()
    def the_house_is_kept(self):
        pairs = [*self.bodies.values(), *zip(self.mandates, self.model.held, strict=True)]
        for thing, modelled in pairs:
            over = modelled.granted and modelled.suspended != "" and not modelled.stopped(self.clock())
            assert thing.lapse() is over
            if over:
                modelled.suspended, modelled.hold_until, modelled.wish = "", None, None
                self.model.besides += 1

    @rule(who=PEOPLE)
    def lose_or_gain_the_second_factor(self, who):
        user = self.users[who]
        if who in self.model.factors:
            Authenticator.objects.filter(user=user).delete()
        else:
            give_factor(user)
        self.model.factors ^= {who}

    @rule(days=st.integers(1, 200))
    def time_passes(self, days):
        self.clock.pass_by(days=days)

    @rule(minutes=st.sampled_from((5, 20, 31)))
    def a_while_passes(self, minutes):
        self.clock.pass_by(minutes=minutes)

    @invariant()
    def states_are_those_of_the_model(self):
        now = self.clock()
        for mandate, held in zip(self.mandates, self.model.held, strict=True):
            stored = Mandate.objects.get(pk=mandate.pk)
            assert stored.state == held.state(now)
            assert stored.active() is Mandate.objects.active().filter(pk=mandate.pk).exists()
        waiting = set(Mandate.objects.waiting().values_list("pk", flat=True))
        modelled = {m.pk for m, held in zip(self.mandates, self.model.held, strict=True) if held.waits}
        assert waiting & {m.pk for m in self.mandates} == modelled

    @invariant()
    def only_an_active_mandate_can_be_spoken_under(self):
        # Nobody speaks more than sixty times a minute.
        self.clock.pass_by(minutes=1)
        now = self.clock()
        for mandate, held in zip(self.mandates, self.model.held, strict=True):
            assert self.spoken(held.asker, mandate.pk) == self.model.speaks(held, now)
            others = "Ada" if held.asker != "Ada" else "Bo"
            assert self.spoken(others, mandate.pk) == "mandate"

    def spoken(self, who: str, mandate: int) -> str:
        draft = Draft(
            self.room.stream_id, self.room.pk, self.users[who].pk, uuid4(), "Words.", mandate=mandate, session=None
        )
        try:
            Publication.one(draft)
        except Refusal as refusal:
            return refusal.code
        return ""

    @invariant()
    def every_act_is_on_the_trail_and_nothing_else(self):
        assert Act.objects.count() == self.acts + self.model.besides
        assert list(Act.faults()) == []
