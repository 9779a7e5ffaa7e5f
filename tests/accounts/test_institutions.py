"""Signing in at one's institution's own server: a small one stands in for it, over real HTTP."""

import json
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from forum import environment
from tests.accounts.test_ways_in import AT_INSTITUTIONS, BESIDE, NO_WAY_IN, WAYS_IN

PEOPLE = {
    "ada": {"sub": "1", "email": "ada@isles.example", "email_verified": True},
    "bo": {"sub": "2", "email": "bo@isles.example", "email_verified": True},
    # The institution does not vouch for this one, and says so in a word.
    "eve": {"sub": "3", "email": "eve@isles.example", "email_verified": "false"},
    # It vouches for an address that is none of its own.
    "mallory": {"sub": "4", "email": "minister@nordia.example", "email_verified": True},
    "zoe": {"sub": "5", "email": "zoe@isles.example", "email_verified": True},
}


class Server(BaseHTTPRequestHandler):
    def do_GET(self):
        here = f"http://127.0.0.1:{self.server.server_port}"
        if self.path.startswith("/.well-known/"):
            self.tell({
                "issuer": here, "authorization_endpoint": f"{here}/enter", "token_endpoint": f"{here}/token",
                "userinfo_endpoint": f"{here}/who", "jwks_uri": f"{here}/keys",
            })  # fmt: skip
        else:
            self.tell(PEOPLE[self.headers["Authorization"].removeprefix("Bearer ")])

    def do_POST(self):
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = dict(part.split("=") for part in sent.split("&"))
        assert fields["code_verifier"]
        self.tell({"access_token": fields["code"], "token_type": "Bearer"})

    def tell(self, words: dict) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(words).encode())

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def issuer():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def told(issuer, tmp_path_factory) -> dict:
    place = {
        "RUN_DIR": str(tmp_path_factory.mktemp("isles")), "SOLIDACTION_MODE": "test", "PATH": "/usr/bin:/bin",
        "DJANGO_SETTINGS_MODULE": "forum.settings", "OIDC_INSTITUTIONS": "isles", "OIDC_ISLES_NAME": "Isles Assembly",
        "OIDC_ISLES_ISSUER": issuer, "OIDC_ISLES_CLIENT_ID": "forum", "OIDC_ISLES_CLIENT_SECRET": "secret",
        "OIDC_ISLES_DOMAINS": "isles.example",
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.accounts.at_an_institution"]
    run = subprocess.run(command, cwd=settings.BASE_DIR, env=place, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads(run.stdout[run.stdout.index('{"page"') :])


def test_ada_comes_from_her_institution_and_needs_neither_code_nor_password(told, issuer):
    ada = told["ada"]
    assert ada["there"] == f"{issuer}/enter" and ada["guarded"]
    assert ada["signed in"] and ada["mails"] == []
    assert told["ada again"]["signed in"]


def test_an_account_that_was_there_is_not_taken_over(told):
    bo = told["bo"]
    assert not bo["signed in"] and bo["led to"].endswith("/confirm-email/")
    assert len(bo["mails"]) == 1 and "code" not in bo["mails"][0]


@pytest.mark.parametrize("who", ["eve", "mallory"])
def test_an_address_the_institution_cannot_vouch_for_is_confirmed_by_a_code(told, who):
    assert not told[who]["signed in"] and told[who]["led to"].endswith("/confirm-email/")
    assert "code" in told[who]["mails"][0]
    assert (told[who]["stored"], told[who]["connected"]) == (0, 1)


def test_an_institutions_word_is_not_enough_to_see_or_change_the_connections(told):
    """Its own session may be as old as ours."""
    assert told["ada"]["connections"] == "/en/accounts/reauthenticate/code/"


def test_an_old_session_connects_nobody_elses_sign_in(told):
    connecting = told["connecting"]
    assert "/en/accounts/reauthenticate/code/" in connecting["led to"]
    assert (connecting["before"], connecting["after"]) == (0, 1)


def test_who_connects_a_sign_in_undoes_nothing_that_was_decided_meanwhile(told):
    assert told["connecting while suspended"] == {"led to": "/en/accounts/3rdparty/", "connected": 1, "stands": True}


def test_whoever_was_inside_before_an_account_was_given_back_connects_nothing(told):
    assert told["connecting while given back"] == {"led to": "/en/accounts/login/", "connected": 0, "stands": True}


def test_the_owner_is_told_by_mail_of_a_sign_in_that_is_connected(told):
    assert told["connecting"]["told"][-1] == "Your institution is connected"


def test_of_an_account_that_is_given_back_the_connection_ends(told):
    given_back = told["given back"]
    assert given_back["before"]
    assert not given_back["in"] and given_back["led to"].endswith("/3rdparty/signup/") and not given_back["connections"]


def test_whatever_points_at_a_person_there_is_said_to_be_a_way_in_or_none(told):
    """As in tests/accounts/test_ways_in.py, with what an institution adds."""
    assert set(told["pointing"]) == WAYS_IN | NO_WAY_IN | AT_INSTITUTIONS
    assert set(told["of libraries"]) == BESIDE | {name.rpartition(".")[0] for name in WAYS_IN | AT_INSTITUTIONS} - {
        "accounts.AddressChange"
    }


def test_the_page_offers_it_and_the_browser_may_follow(told, issuer):
    assert "Sign in at Isles Assembly" in told["page"]
    assert issuer in told["policy"].partition("form-action")[2].partition(";")[0]


def test_where_none_is_set_up_nothing_of_it_is_there(client, db):
    assert not [app for app in settings.INSTALLED_APPS if "socialaccount" in app]
    assert client.get("/accounts/oidc/isles/login/").status_code == 404
    assert client.get("/accounts/3rdparty/").status_code == 404


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"OIDC_INSTITUTIONS": "The Isles"}, "small letters"),
        ({"OIDC_INSTITUTIONS": "isles"}, "OIDC_ISLES_DOMAINS"),
        ({"OIDC_INSTITUTIONS": "isles", "OIDC_ISLES_ISSUER": "http://isles.example"}, "https"),
    ],
)
def test_what_is_missing_is_said_at_the_start(monkeypatch, said, reason):
    if "OIDC_ISLES_ISSUER" in said:
        said = {f"OIDC_ISLES_{part}": "x" for part in ("NAME", "CLIENT_ID", "CLIENT_SECRET", "DOMAINS")} | said
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=reason):
        environment.institutions()


def test_its_doors_have_budgets_of_their_own_as_all_others_have(told):
    """A hall that signs in at its institution is not counted with strangers' forms."""
    assert told["without a budget"] == told["budgets of nothing"] == []
