"""What is printed beside words, or decides about proof, changes by two people once it is in force. Every field of a body and of
a mandate says which it is; a field without a word fails, and so does a door through which one officer changes it alone."""

from datetime import datetime, timedelta
from itertools import chain

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts import urls
from accounts.desk.deciding import last_act
from accounts.models import ChangeRequest, Invitation, Mandate, Organisation
from accounts.models.organisation import DESCRIPTION
from tests.accounts.desk import ask, become_steward, ministry, officers, upload
from tests.people import give_factor, person

PRINTED, PROOF, KEYS, NEUTRAL = "printed", "proof", "keys", "neutral"
# Who turned which key and when; changed by the verbs of `Accredited` alone, which tests/accounts/machine.py holds.
TURNED = {
    f"{verb}_{what}": KEYS for verb in ("asked", "claimed", "accredited", "confirmed", "refused", "suspended", "revoked")
    for what in ("by", "at")
}  # fmt: skip
FIELDS: dict[type[models.Model], dict[str, str]] = {
    Organisation: TURNED | {
        "slug": PRINTED, "name": PRINTED, "names": PRINTED, "sector": PRINTED, "country": PRINTED, "level": PRINTED,
        "territory": PRINTED, "website": PRINTED, "parent": PRINTED, "origin": PRINTED, "domains": PROOF,
        "hold_until": KEYS, "two_keys": PROOF, "skeleton": PROOF, "alike": NEUTRAL, "id": NEUTRAL,
    },
    Mandate: TURNED | {
        "person": PRINTED, "organisation": PRINTED, "title": PRINTED, "themes": PRINTED, "territory": PRINTED,
        "valid_from": PRINTED, "valid_until": PRINTED, "hold_until": KEYS, "two_keys": PROOF, "steward": KEYS,
        "renews": NEUTRAL, "reminded_at": NEUTRAL, "ended_told_at": NEUTRAL, "id": NEUTRAL,
    },
}  # fmt: skip
HELD = [(model, name) for model, fields in FIELDS.items() for name, kind in fields.items() if kind in (PRINTED, PROOF)]
# What the forms of the desk, of stewards and of applicants may be told to do, but for ending things: that takes one person.
VERBS = ("confirm", "accredit", "uphold", "reinstate", "make_steward", "note")


@pytest.fixture
def world(db, ada, bo) -> dict:
    desk = officers()
    other = ministry(desk, slug="snow", name="Ministry of Snow")
    body = ministry(desk, names={"fr": "Ministère de la Pluie"}, territory="North", website="https://rain.example")
    mandate = ask(give_factor(ada), body)
    mandate.accredit(desk[0])
    mandate.confirm(desk[1])
    return {"desk": desk, "other": other, Organisation: body, Mandate: mandate, "bo": bo}


def another(field: models.Field, value: object, world: dict) -> object:
    """Another value that this field could have."""
    if field.is_relation:
        return world["bo"] if field.name == "person" else world["other"]
    if field.choices:
        return next(choice for choice, _label in field.flatchoices if choice not in (value, "citizen"))
    if isinstance(value, datetime):
        return value + timedelta(days=1)
    by_type = {bool: lambda: not value, list: lambda: ["evil.example"], dict: lambda: {"fr": "Ministère du Mal"}}
    known = {"country": "FR", "website": "https://evil.example"}
    return by_type[type(value)]() if type(value) in by_type else known.get(field.name, "evil")


@pytest.mark.parametrize("model", FIELDS, ids=lambda model: model.__name__)
def test_every_field_says_whether_it_is_printed_or_decides_about_proof(model):
    assert {field.name for field in model._meta.get_fields() if field.concrete} == set(FIELDS[model])


def stored(thing: models.Model, name: str) -> object:
    return type(thing)._base_manager.values_list(name, flat=True).get(pk=thing.pk)


@pytest.mark.parametrize(("model", "name"), HELD, ids=lambda part: part if isinstance(part, str) else part.__name__)
def test_one_officer_alone_does_not_change_it_by_any_verb(world, model, name):
    thing, (ivy, omar) = world[model], world["desk"]
    before, value = stored(thing, name), another(model._meta.get_field(name), getattr(thing, name), world)
    if model is Mandate:
        # No verb takes a field of one in force: another title is another mandate, which two people accredit.
        assert not hasattr(Mandate, "describe")
        return
    with pytest.raises(ValidationError):
        thing.describe(ivy, **{name: value})
    if name not in DESCRIPTION:
        with pytest.raises(TypeError):
            ChangeRequest.propose(thing, ivy, **{name: value})
        return
    if name == "sector":
        with pytest.raises(ValidationError, match="cannot change after a decision"):
            ChangeRequest.propose(thing, ivy, sector=value)
        return
    change = ChangeRequest.propose(thing, ivy, **{name: value})
    with pytest.raises(ValidationError):
        change.confirm(ivy)
    assert stored(thing, name) == before
    change.confirm(omar)
    assert stored(thing, name) == value


def named(patterns) -> list[str]:
    """The names of all addresses of our own, those of included parts too."""
    parts = [each for each in patterns if hasattr(each, "url_patterns")]
    ours = [each.url_patterns for each in parts if each.urlconf_name.__name__.startswith("accounts")]
    return [each.name for each in patterns if getattr(each, "name", None)] + list(chain(*map(named, ours)))


def addresses(world: dict) -> list[str]:
    """Every address of accounts that is about this body, this mandate or nothing in particular."""
    body, mandate, change = world[Organisation], world[Mandate], ChangeRequest.objects.get()
    found = set()
    for name in named(urls.urlpatterns):
        for given in ({}, {"slug": body.slug}, {"pk": body.pk}, {"pk": mandate.pk}, {"pk": change.pk},
                      {"kind": "organisation", "pk": body.pk}, {"kind": "mandate", "pk": mandate.pk}):  # fmt: skip
            try:
                found.add(reverse(name, kwargs=given))
            except NoReverseMatch:
                continue
    assert len(found) > 25 and reverse("desk-describe", args=[body.pk]) in found
    return sorted(found)


def everything(world: dict) -> dict:
    """A form that wants every field otherwise."""
    wish = {
        "text": "email,organisation,title,from,until\nada@example.org,rain,Evil,2026-12-01,2027-05-01\n",
        "enter": "",
    }
    for model, name in HELD:
        value = another(model._meta.get_field(name), getattr(world[model], name), world)
        wish[name] = str(value.pk if isinstance(value, models.Model) else value)
    day = {"valid_from": "2026-12-01", "valid_until": "2027-05-01"}
    return wish | day | {"name_fr": "Ministère du Mal", "domains": "evil.example", "number": "1", "days": "1"}


@pytest.mark.parametrize("role", ["officer", "steward"])
def test_one_officer_or_steward_alone_changes_nothing_of_it_by_any_door(world, role):
    held = {(model, name): stored(world[model], name) for model, name in HELD}
    ivy = world["desk"][0]
    who = ivy
    if role == "steward":
        who = world[Mandate].person
        names = ("Uma Sorensen", "Eli Novak")
        become_steward(world[Mandate], *(give_factor(person(name, is_officer=True)) for name in names))
    client, wish = Client(), everything(world)
    client.force_login(ivy)
    # Of a body in force the sector stays: a form that wants it otherwise is refused for that alone.
    told = client.post(reverse("desk-describe", args=[world[Organisation].pk]), wish | {"sector": "government"})
    assert told.status_code == 302 and ChangeRequest.objects.get().after["name"] == "evil"
    client.force_login(who)
    for address in addresses(world):
        if address == reverse("leave"):
            continue
        for verb in VERBS:
            seen = last_act(world[Organisation])
            form = wish | {"verb": verb, "act": verb, "way": verb, "seen": seen, "ground": "shown", "words": "So."}
            answer = client.post(address, form | {"table": upload(wish["text"].encode(), "x.csv", "text/csv")})
            if answer.status_code in (404, 405):
                break
    for (model, name), before in held.items():
        assert stored(world[model], name) == before, (model, name)


def test_the_administration_knows_neither_bodies_nor_mandates():
    for model in (Organisation, Mandate, Invitation, ChangeRequest):
        assert not admin.site.is_registered(model), model


def test_what_is_asked_for_anew_waits_for_two_people_too(world):
    """A renewal under another title, or an invitation, gives no mandate in force by one officer."""
    ivy, zoe = world["desk"][0], give_factor(person("Zoe Laurent"))
    anew = ask(zoe, world[Organisation], "Deputy minister")
    anew.accredit(ivy)
    assert not anew.granted
    with pytest.raises(ValidationError):
        anew.confirm(ivy)
    assert not Mandate.objects.get(pk=anew.pk).granted
