"""Addresses that are disposable: refused where an account gets one, by a list that an administrator keeps."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import RefusedDomain, User
from tests.people import person, sign_in

pytestmark = pytest.mark.usefixtures("no_limits", "db")
REAL = Path(settings.BASE_DIR).parent / "shared/data/moderation/disposable-email-domains.txt"
REASON = "disposable"


def sign_up(client, address: str, door: str = "account_signup"):
    return client.post(reverse(door), {"email": address, "name": "Nadia Benali"})


@pytest.fixture
def _refused(db):
    RefusedDomain.objects.take_up(["mail.example", "wegwerf-täglich.example"])


@pytest.mark.usefixtures("_refused")
@pytest.mark.parametrize("door", ["account_signup", "account_signup_by_passkey"])
@pytest.mark.parametrize(
    "address",
    [
        "x@mail.example",
        "X@Mail.EXAMPLE",
        "x@deep.down.mail.example",
        "x@wegwerf-täglich.example",
        "x@" + "wegwerf-täglich.example".encode("idna").decode(),
    ],
)
def test_nobody_signs_up_with_one_or_with_a_subdomain_of_one(client, mailoutbox, address, door):
    answer = sign_up(client, address, door)
    assert answer.status_code == 200 and REASON in answer.context["form"].errors["email"][0]
    assert not User.objects.exists() and not mailoutbox


@pytest.mark.usefixtures("_refused")
@pytest.mark.parametrize("address", ["x@hotmail.example", "x@mail.example.org", "x@example.mail"])
def test_a_domain_that_only_looks_like_one_is_welcome(client, address):
    assert sign_up(client, address).status_code == 302


@pytest.mark.usefixtures("_refused")
def test_nobody_changes_to_one(client, ada, mailoutbox):
    sign_in(client, ada)
    answer = client.post(reverse("account_email"), {"email": "x@mail.example", "action_add": ""})
    assert REASON in answer.content.decode() and not mailoutbox


@pytest.mark.usefixtures("_refused")
def test_nobody_corrects_a_mistyped_address_to_one(client, mailoutbox):
    sign_up(client, "nadja@example.org")
    door = reverse("account_email_verification_sent")
    for refused in ("x@mail.example", "no address"):
        assert client.post(door, {"action": "change", "email": refused}).context["change_form"].errors["email"]
    assert {letter.to[0] for letter in mailoutbox} == {"nadja@example.org"}


@pytest.mark.usefixtures("_refused")
def test_whoever_has_one_already_still_gets_in(client, mailoutbox):
    person("Olu Bello")
    User.objects.update(email="olu@mail.example")
    client.post(reverse("account_request_login_code"), {"email": "olu@mail.example"})
    assert mailoutbox[0].to == ["olu@mail.example"]


def test_an_administrator_adds_searches_and_takes_away(client, db):
    root = person("Root Admin", is_staff=True, is_superuser=True)
    client.force_login(root)
    add = reverse("admin:accounts_refuseddomain_add")
    client.post(add, {"domain": " Mail.Example. "})
    kept = RefusedDomain.objects.get()
    assert (kept.domain, kept.by) == ("mail.example", root)
    for wrong in ("mail.example", "no domain", "localhost", "http://mail.example/"):
        assert client.post(add, {"domain": wrong}).status_code == 200, wrong
    there = client.get(reverse("admin:accounts_refuseddomain_changelist"), {"q": "mail"})
    assert "mail.example" in there.content.decode()
    client.post(reverse("admin:accounts_refuseddomain_delete", args=[kept.pk]), {"post": "yes"})
    assert sign_up(client, "x@mail.example").status_code == 302


def test_a_list_is_taken_up_line_by_line_and_twice_does_no_harm(tmp_path, capsys):
    file = tmp_path / "list.txt"
    file.write_text("# throwaway\nmail.example\n\n  OTHER.example \nmail.example\nno domain\n")
    call_command("refuse_domains", str(file))
    call_command("refuse_domains", str(file))
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "2 domains were added; 2 are refused now.",
        "0 domains were added; 2 are refused now.",
    ]
    assert err == "no domain: no domain\n" * 2
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("refuse_domains", str(tmp_path / "none.txt"))


@pytest.mark.skipif(not REAL.exists(), reason=f"the list of real domains is not here: {REAL}")
def test_the_list_in_use_elsewhere_is_taken_up_whole(client):
    lines = [line.strip().lower() for line in REAL.read_text().splitlines() if line.strip()]
    call_command("refuse_domains", str(REAL))
    assert RefusedDomain.objects.count() == len(set(lines))
    assert all(RefusedDomain.objects.cover(f"x@{domain}") for domain in lines[::500])
    assert not any(RefusedDomain.objects.cover(f"x@{domain}") for domain in ("example.org", "gov.uk", "gmail.com"))
