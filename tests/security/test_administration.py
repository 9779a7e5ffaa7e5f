"""The administration is for those whose powers may be used now, and shows and changes what stands here and nothing else."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.data_map import EVERYONE, IMPERSONAL, MAPPED, STAFF
from accounts.models import User
from tests.people import give_factor, person, say

PAGES = ["admin:index", "admin:rooms_room_add", "admin:accounts_refuseddomain_add", "admin:accounts_user_changelist"]
# For each model: what staff read there, and what those with every permission, but without other powers, may write of a row
# that others rely on: somebody without powers, a room in which something was said.
REGISTRY = {
    "accounts.User": (
        "name handle email country languages interface_language origin source joined_at last_login suspended_until "
        "is_active is_staff is_lead is_officer is_superuser user_permissions", "name"),
    "accounts.RefusedDomain": ("domain at by", "domain"),
    "rooms.Theme": ("slug place titles summaries", "place"),
    "rooms.Room": ("slug theme titles questions languages visibility speakers record slow closed_at", ""),
    "rooms.Participant": ("person room member muted_until", ""),
}  # fmt: skip
# Only administrators themselves write these.
BY_ADMINISTRATORS = {"accounts.User": {"user_permissions"}}


@pytest.fixture
def root(db) -> User:
    return person("Root Person", is_staff=True, is_superuser=True)


@pytest.fixture
def assistant(db) -> User:
    """Staff whom an administrator has given every permission there is."""
    who = person("Anna Assistant", is_staff=True)
    who.user_permissions.set(Permission.objects.all())
    return who


@pytest.fixture
def rows(room, ada, grace):
    """A row of each model that others rely on."""
    from accounts.models import RefusedDomain

    say(ada, room, "Words.")
    room.admit(ada)
    return {
        "accounts.User": ada, "accounts.RefusedDomain": RefusedDomain.objects.create(domain="mail.example"),
        "rooms.Theme": room.theme, "rooms.Room": room, "rooms.Participant": room.participants.get(),
    }  # fmt: skip


def asked_by(who):
    class Request:
        user, GET = who, {}

    return Request()


def test_the_registry_is_exactly_this_list():
    assert {model._meta.label for model in admin.site._registry} == set(REGISTRY)


@pytest.mark.parametrize("label", REGISTRY)
def test_what_is_read_and_written_is_exactly_this_list(label, root, assistant, rows):
    shown = admin.site._registry[apps.get_model(label)]
    readable, writable = (set(names.split()) for names in REGISTRY[label])
    for who, extra in ((assistant, set()), (root, BY_ADMINISTRATORS.get(label, set()))):
        fields = set(shown.get_fields(asked_by(who), rows[label]))
        read_only = set(shown.get_readonly_fields(asked_by(who), rows[label]))
        assert fields | set(shown.list_display) == readable
        assert fields - read_only == writable | extra


@pytest.mark.parametrize("label", REGISTRY)
def test_the_data_map_says_that_staff_see_it(label):
    mapped = {name: entry.shown for names, entry in MAPPED.get(label, {}).items() for name in names.split()}
    for name in REGISTRY[label][0].split():
        assert name in IMPERSONAL[label] or mapped[name] in (STAFF, EVERYONE), name


@pytest.mark.parametrize("label", REGISTRY)
def test_an_assistant_with_every_permission_changes_nothing_else(client, assistant, rows, label):
    """Every field of the model is sent with another value, whether the page offers it or not."""
    row, model = rows[label], apps.get_model(label)
    client.force_login(assistant)
    before = model.objects.values().get(pk=row.pk)
    odd = {
        "email": "mallory@example.org",
        "country": "XX",
        "visibility": "members",
        "speakers": "members",
        "record": "kept",
    }
    sent = {field.name: odd.get(field.name, "1") for field in model._meta.get_fields() if field.concrete}
    sent |= {"titles": '{"en": "Other"}', "questions": '{"en": "Other?"}', "summaries": '{"en": "Other."}', "place": "7",
             "languages": '["en"]',
             "name": "Ada Corrected", "domain": "other.example", "slug": "other", "suspended_until_0": "2999-01-01",
             "suspended_until_1": "00:00", "user_permissions": []}  # fmt: skip
    if label == "rooms.Participant":
        # Unticked, for a box that is sent is ticked.
        sent.pop("member")
    page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
    assert client.post(page, sent).status_code == 302
    after = model.objects.values().get(pk=row.pk)
    changed = {name for name in before if before[name] != after[name]} - {"skeleton", "name_words", "by_id"}
    assert changed == set(REGISTRY[label][1].split())


@pytest.mark.parametrize("label", REGISTRY)
def test_nobody_is_made_or_deleted_there_and_no_room(client, root, rows, label):
    model = apps.get_model(label)
    client.force_login(root)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    kept = label in ("accounts.User", "rooms.Theme", "rooms.Room", "rooms.Participant")
    answer = client.post(reverse(f"{name}_delete", args=[rows[label].pk]), {"post": "yes"})
    assert (answer.status_code == 403) == kept
    assert (client.get(reverse(f"{name}_add")).status_code == 403) == (label == "accounts.User")


def test_the_name_of_a_minister_is_not_staffs_to_change(client, root, assistant, ada, mandate):
    page = reverse("admin:accounts_user_change", args=[ada.pk])
    for who in (root, assistant):
        client.force_login(who)
        client.post(page, {"name": "Mrs Nobody"})
        assert User.objects.get(pk=ada.pk).name == "Ada Mensah"


def test_a_corrected_name_keeps_the_rules_of_names(client, root, ada, bo):
    client.force_login(root)
    page = reverse("admin:accounts_user_change", args=[bo.pk])
    assert client.post(page, {"name": ada.name}).status_code == 200
    assert User.objects.get(pk=bo.pk).name == "Bo Lindqvist"


@pytest.mark.parametrize("model", ["mfa_authenticator", "usersessions_usersession", "account_emailaddress", "auth_group",
                                   "django_tasks_database_dbtaskresult", "sessions_session"])  # fmt: skip
def test_there_is_no_page_of_what_signs_people_in(model):
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{model}_changelist")


@pytest.mark.parametrize("name", PAGES)
def test_only_administrators_come_in_and_by_the_door_of_everyone(client, ada, root, name):
    address = reverse(name)
    assert client.get(address, follow=True).redirect_chain[-1][0].startswith(reverse("account_login"))
    client.force_login(ada)
    assert client.get(address, follow=True).status_code == 403
    client.force_login(root)
    answer = client.get(address)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "trusted-types" not in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    "fields", [{"is_staff": True}, {"is_staff": True, "is_superuser": True}], ids=["staff", "root"]
)
def test_whose_powers_rest_is_told_what_to_do(client, db, name, fields):
    who = person("Leo Marchetti", **fields)
    who.user_permissions.set(Permission.objects.all())
    client.force_login(who)
    assert client.get(reverse(name)).status_code == 200
    Authenticator.objects.filter(user=who).delete()
    answer = client.get(reverse(name))
    assert answer.status_code == 403 and reverse("mfa_index") in answer.content.decode()
    give_factor(who)
    for state, words in (
        ({"suspended_until": timezone.now() + timedelta(days=1)}, "suspended"),
        ({"suspended_until": None, "leaves_at": timezone.now() + timedelta(days=1)}, "leaving"),
    ):
        User.objects.filter(pk=who.pk).update(**state)
        answer = client.get(reverse(name))
        assert answer.status_code == 403 and words in answer.content.decode()
        assert "accounts_user" not in answer.content.decode()


def test_a_password_is_changed_where_everyone_changes_theirs(client, root):
    client.force_login(root)
    assert client.get(reverse("admin:password_change")).headers["Location"] == reverse("account_change_password")
