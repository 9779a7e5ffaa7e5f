"""A list of the administration tells nothing but what it shows: no column is read by guessing at it."""

from itertools import product
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import RefusedDomain, User
from tests.people import person, say
from tests.security.test_administration import REGISTRY

OPERATORS = ["", "exact", "iexact", "regex", "startswith", "contains", "gt", "lte", "in", "range", "isnull"]
# Guesses that would be right of something: nobody's answer may depend on it.
GUESSES = {"regex": ".", "in": "1,2,3", "isnull": "0", "range": "0,9"}


@pytest.fixture
def assistant(db) -> User:
    """Staff who may look, and nothing else."""
    who = person("Anna Assistant", is_staff=True)
    who.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return who


@pytest.fixture(autouse=True)
def _rows(room, ada, bo):
    say(ada, room, "Words.")
    room.admit(ada)
    RefusedDomain.objects.create(domain="mail.example")


def page_of(label: str) -> str:
    return reverse(f"admin:{label.replace('.', '_').lower()}_changelist")


def columns(model) -> set[str]:
    """Every column, and every column of what a relation leads to, either way, by the name that queries have for it."""
    found = {"pk"}
    for field in model._meta.get_fields():
        found.add(field.name)
        if field.is_relation and field.related_model:
            found |= {f"{field.name}__{far.name}" for far in field.related_model._meta.get_fields() if far.concrete}
    return found


def may_be_asked(shown, name: str, operator: str) -> bool:
    """What stands in the list may be asked for as it stands there."""
    if operator in ("", "exact"):
        return name in shown.list_display or name.removesuffix("__id") in (*shown.list_filter, *relations(shown))
    return operator == "isnull" and name in shown.list_filter


def relations(shown) -> list[str]:
    local = {field.name for field in shown.opts.concrete_fields if field.is_relation}
    return [name for name in shown.list_display if name in local]


@pytest.mark.parametrize("label", REGISTRY)
def test_nothing_is_filtered_by_but_what_the_list_shows(label):
    """What the page asks before it looks at anything."""
    model, shown = apps.get_model(label), admin.site._registry[apps.get_model(label)]
    refused = 0
    for name, operator in product(sorted(columns(model)), OPERATORS):
        lookup = f"{name}__{operator}" if operator else name
        allowed = shown.lookup_allowed(lookup, GUESSES.get(operator, "1"), None)
        assert allowed == may_be_asked(shown, name, operator), lookup
        refused += not allowed
    assert refused > 50


@pytest.mark.parametrize("label", REGISTRY)
def test_the_page_refuses_what_is_not_shown_whether_the_guess_is_right_or_wrong(client, assistant, label):
    client.force_login(assistant)
    model, shown = apps.get_model(label), admin.site._registry[apps.get_model(label)]
    assert client.get(page_of(label)).status_code == 200
    hidden = [field.name for field in model._meta.concrete_fields if field.name not in shown.list_display]
    for name in hidden:
        for operator, guess in (("regex", "."), ("regex", "zzz"), ("exact", "1"), ("isnull", "0")):
            answer = client.get(page_of(label), {f"{name}__{operator}": guess})
            assert answer.status_code == 400, (name, operator)


@pytest.mark.parametrize("trick", ["password__regex=^argon2", "password__startswith=argon2", "email__contains=@",
                                   "emailaddress__email__startswith=a", "authenticator__data__contains=s",
                                   "_to_field=password", "_facets=True&password__regex=.", "_popup=1&password__gt=a"])  # fmt: skip
def test_whoever_looks_people_up_reads_no_password_by_guessing(client, assistant, trick):
    client.force_login(assistant)
    assert client.get(f"{page_of('accounts.User')}?{trick}").status_code == 400


def test_a_list_is_ordered_by_what_it_shows_and_nothing_else(client, assistant):
    client.force_login(assistant)
    shown = admin.site._registry[User]
    plain = client.get(page_of("accounts.User")).context["cl"]
    assert isinstance(plain, ChangeList)
    beyond = client.get(page_of("accounts.User"), {"o": f"{len(shown.list_display) + 1}.-99.password"}).context["cl"]
    assert list(beyond.result_list) == list(plain.result_list)
    assert not any("password" in str(order) for order in beyond.queryset.query.order_by)


@pytest.mark.parametrize("label", REGISTRY)
def test_a_search_looks_only_where_whoever_searches_may_read(label):
    """The search of a list, and that of a form for a person (autocomplete), which is the same."""
    assert set(admin.site._registry[apps.get_model(label)].search_fields) <= set(REGISTRY[label][0].split())


@pytest.mark.parametrize("page", ["/admin/autocomplete/", "/admin/accounts/user/{pk}/history/"])
def test_whoever_may_not_look_at_people_finds_none_by_the_side_doors(client, assistant, ada, page):
    asked = {"app_label": "rooms", "model_name": "participant", "field_name": "person", "term": ada.email}
    address = f"{page.format(pk=ada.pk)}?{urlencode(asked)}"
    client.force_login(assistant)
    assert client.get(address).status_code == 200
    assistant.user_permissions.remove(Permission.objects.get(codename="view_user"))
    assert client.get(address).status_code == 403


def test_the_filters_that_the_list_offers_work(client, assistant, room, ada):
    client.force_login(assistant)
    page = page_of("rooms.Participant")
    for asked, count in (({}, 1), ({"room__id__exact": room.pk}, 1), ({"room__isnull": "False"}, 1),
                         ({"member__exact": 1}, 1), ({"member": 0}, 0)):  # fmt: skip
        answer = client.get(page, asked)
        assert answer.status_code == 200 and answer.context["cl"].result_count == count, asked
