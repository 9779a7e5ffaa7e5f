"""Whatever is put into an address, a query or a field: an answer, never a broken page. Generated over what the forum reads, so
that whatever it reads later is tried too."""

import inspect
import re
import sys
from itertools import product
from urllib.parse import unquote

import pytest
from asgiref.sync import sync_to_async
from django import forms
from django.db import connection
from django.urls import Resolver404, resolve

from accounts.models import Organisation
from forum.malformed import is_malformed
from tests.live.lines import session_of
from tests.people import give_factor, say
from tests.security.asgi import ask, quoted, scope_of
from tests.security.hostile import NUMBERS, ODD, asked, sources
from tests.security.routes import Address, addresses
from tests.whole import some

EVERY = list(addresses())


def read_by(source: str) -> set[str]:
    """The query parameters that this reads by name."""
    found = re.findall(r'GET(?:\.get|\.getlist)?[(\[]"(\w+)"', source)
    found += re.findall(r'position_of\(request, "(\w+)"\)', source)
    listed = re.findall(r"(?:GET\.get\(name|\(request, name\))[^\n]* for name in [(\[]([^)\]]*)", source)
    return {*found, *(name for each in listed for name in re.findall(r'"(\w+)"', each))}


def fields_of(form: type) -> set[str]:
    return set(getattr(form, "base_fields", ())) | {name for each in form.__subclasses__() for name in fields_of(each)}


def query_names(address: Address) -> set[str]:
    """What the view at this address may read: named in its module or in what that takes from elsewhere, or fields of a form."""
    if address.path.startswith("/admin/"):
        # A search of the administration is ours where we say in which fields it looks.
        ours = address.path.startswith(("/admin/accounts/", "/admin/rooms/"))
        return {"q", "o", "p", "id__exact"} if ours and not address.parameters else set()
    module = sys.modules[address.module]
    source = inspect.getsource(module)
    for each in vars(module).values():
        if (inspect.ismodule(each) and each.__name__.startswith(("accounts", "dialogue", "forum"))) or (
            inspect.isfunction(each) and "request" in inspect.signature(each).parameters
        ):
            source += inspect.getsource(each)
    known = [
        each for each in vars(module).values() if isinstance(each, type) and each.__name__ + "(request.GET" in source
    ]
    return read_by(source) | {name for form in known for name in fields_of(form)}


def reaches_a_view(path: str) -> bool:
    try:
        return bool(resolve(unquote(path)))
    except Resolver404:
        return False


@pytest.fixture
def grace(grace):
    """Everything opens to her: what is only seen by few is tried too."""
    give_factor(grace)
    grace.is_superuser = grace.is_officer = True
    grace.save(update_fields=["is_officer", "is_superuser"])
    return grace


@pytest.fixture
def examples(room, theme, ada, grace, mandate):
    """One of each thing that an address can name."""
    return {
        "slug": room.slug, "seq": str(say(ada, room, "Who pays?").seq), "pk": str(mandate.pk), "handle": ada.handle,
        "code": "GH", "kind": "mandate", "token": "x" * 43, "key": "accounts", "section": "rooms",
        "object_id": str(ada.pk), "content_type_id": "1", "app_label": "accounts", "url": "x",
    }  # fmt: skip


def example(address: Address, examples: dict[str, str]) -> dict[str, str]:
    own = dict(examples)
    if "organisation" in address.path or "speak-for" in address.path:
        own |= {"slug": "isles", "pk": str(Organisation.objects.get(slug="isles").pk)}
    if address.path.startswith("/themes/"):
        own["slug"] = "climate"
    return {name: own.get(name, "x") for name in address.parameters}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("engine")
class TestAddresses:
    async def test_no_parameter_of_an_address_breaks_a_page(self, examples, grace):
        session, what = await sync_to_async(session_of)(grace), []
        assert len(EVERY) > 150
        for address in EVERY:
            own = await sync_to_async(example)(address, examples)
            for name in address.parameters:
                for kind, value in ODD.items():
                    path = address.at(**own | {name: quoted(value)})
                    if reaches_a_view(path) and not is_malformed(scope_of(path)):
                        what.append(((address.path, name, kind), ask(path, session=session)))
        assert len(what) > 100
        assert not await asked(what)

    async def test_no_query_parameter_breaks_a_page(self, examples, grace):
        session, what, names = await sync_to_async(session_of)(grace), [], set()
        for turn, address in enumerate(EVERY):
            path = address.at(**await sync_to_async(example)(address, examples))
            for place, name in enumerate(sorted(query_names(address))):
                names.add(name)
                value = alternating(turn + place)
                what.append(((address.path, name, value), ask(path, f"{name}={quoted(value)}", session=session)))
        # Whatever else the forum reads, it reads at some address.
        missing = read_by(sources("accounts", "dialogue", "forum")) - names
        assert not await asked(what)
        assert not missing

    async def test_no_field_of_a_form_breaks_a_page(self, examples, grace, client):
        names, what = field_names(), []
        for turn, address in enumerate(tried()):
            path = address.at(**await sync_to_async(example)(address, examples))
            for chosen in rounds(address):
                session = await sync_to_async(session_of)(grace)
                fields = {name: alternating(turn + place) for place, name in enumerate(sorted(names))} | chosen
                what.append(((address.path, str(chosen)), ask(path, fields=fields, session=session)))
        assert not await asked(what)

    @pytest.mark.parametrize("turn", [0, 1])
    async def test_no_endless_number_and_no_deep_list_breaks_a_page(self, examples, grace, unhurried, turn):
        """Nor one of a guest at the entrance. Every second field holds one; all together are more than a form may be."""
        values, what = [NUMBERS["digits"], NUMBERS["deep"]], []
        fields = {name: values[place // 2 % 2] for place, name in enumerate(sorted(field_names())) if place % 2 == turn}
        fields |= {"credential": values[turn]}
        for address in tried():
            path = address.at(**await sync_to_async(example)(address, examples))
            who = [await sync_to_async(session_of)(grace), *[""] * address.module.startswith("allauth.")]
            for session, chosen in product(who, rounds(address) if not path.startswith("/admin/") else []):
                sent = ask(path, fields=fields | chosen, session=session)
                what.append(((address.path, str(chosen), bool(session)), sent))
        assert len(what) > 100 and not await asked(what)


def tried() -> list[Address]:
    """Where forms are sent: on PostgreSQL, which takes least, and with WHOLE=1 every address, else every second."""
    return EVERY if connection.vendor == "postgresql" else some(EVERY, 2)


def field_names() -> set[str]:
    """Of every form, and of what views read by name."""
    names = {*re.findall(r'POST(?:\.get|\.getlist)?[(\[]"(\w+)"', sources("accounts", "dialogue", "forum"))}
    names |= fields_of(forms.BaseForm) - {"csrfmiddlewaretoken"}
    assert {"text", "words", "email", "person", "domains", "credential"} <= names
    return names


# What says which part of a form is meant: without it nothing else is looked at.
CHOSEN = {
    "way": ("note", "dns", "mailbox", "code"), "act": ("refuse", "suspend", "revoke"), "verb": ("refuse", "suspend", "revoke"),
    "action": ("change",),
}  # fmt: skip


def alternating(turn: int) -> str:
    """A number too large or words that look like none, so that neighbours get one of each in a quarter of the time."""
    return (ODD["10^30"], ODD["bidi"] + ODD["marks"])[turn % 2]


def rounds(address: Address) -> list[dict[str, str]]:
    """What stands in some fields, instead of what is hostile, for each POST to this address."""
    module = sys.modules.get(address.module)
    source = inspect.getsource(module) if module and not address.path.startswith("/admin/") else ""
    return [{}, *({name: each} for name, values in CHOSEN.items() if f'POST.get("{name}"' in source for each in values)]
