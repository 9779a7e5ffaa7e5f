"""An institution's server that is away, slow, or says what cannot be true: nobody comes in by it, whoever tried is told what to
do, and nobody else waits."""

import json
import subprocess
import sys
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from django.conf import settings

EMAIL = {"email": "ada@isles.example", "email_verified": True}
ADA = {"sub": "1"} | EMAIL
# What the server says of a person (and in the token beside it), where the person must not come in.
ODD = {
    "no sub": {"who": EMAIL},
    "a number for a sub": {"who": EMAIL | {"sub": 5}},
    "an empty sub": {"who": EMAIL | {"sub": ""}},
    "a sub of 5,000 letters": {"who": EMAIL | {"sub": "a" * 5000}},
    "a NUL in the sub": {"who": EMAIL | {"sub": "a\0b"}},
    "a sub in no ASCII": {"who": EMAIL | {"sub": "é"}},
    "a number for an address": {"who": {"sub": "1", "email": 5}},
    "a list of addresses": {"who": {"sub": "1", "email": ["ada@isles.example"]}},
    "an address without end": {"who": {"sub": "1", "email": "a" * 5000 + "@isles.example"}},
    "half a surrogate pair": {"who": {"sub": "1", "email": "\ud800@isles.example"}},
    "a list for a person": {"who": []},
    "nothing": {"who": None},
    "another person in the token": {"who": ADA, "token": {"sub": "2"}},
    "no person in the token": {"who": ADA, "token": {}},
    "a token for others": {"who": ADA, "token": {"sub": "1", "aud": "others"}},
    "a word for a time": {"who": ADA, "token": {"sub": "1", "exp": "soon", "jti": "1"}},
    "a number for a token": {"who": ADA, "id_token": 5},
    "no access token": {"who": ADA, "access_token": None},
}
FIT = {
    "nothing but a sub": {"who": {"sub": "1"}},
    "the same person in the token": {"who": ADA, "token": {"sub": "1"}},
    "much that is not kept": {"who": ADA | {"name": {"a": "\0"}, "picture": "x" * 3000}},
}


def part(words: dict) -> str:
    return urlsafe_b64encode(json.dumps(words).encode()).decode().rstrip("=")


class Server(BaseHTTPRequestHandler):
    """Says what the code that it is asked with says that it shall."""

    stops = Event()

    def do_GET(self):
        here = f"http://127.0.0.1:{self.server.server_port}"
        if self.path.startswith("/slow/"):
            self.drip()
        elif self.path.startswith("/reef/"):
            self.tell(["no configuration"])
        elif self.path.startswith("/.well-known/"):
            self.tell({
                "issuer": here, "authorization_endpoint": f"{here}/enter", "token_endpoint": f"{here}/token",
                "userinfo_endpoint": f"{here}/who", "jwks_uri": f"{here}/keys",
            })  # fmt: skip
        else:
            self.tell(self.meant(self.headers["Authorization"].removeprefix("Bearer "))["who"])

    def do_POST(self):
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        code = dict(pair.split("=") for pair in sent.split("&"))["code"]
        answer = {"access_token": code, "token_type": "Bearer"}
        meant = self.meant(code)
        if "token" in meant:
            here = f"http://127.0.0.1:{self.server.server_port}"
            claims = {"iss": here, "aud": "forum", "exp": time.time() + 600} | meant["token"]
            answer["id_token"] = ".".join([part({"alg": "RS256"}), part(claims), "junk"])
        answer |= {name: meant[name] for name in ("id_token", "access_token") if name in meant}
        self.tell({name: value for name, value in answer.items() if value is not None})

    def meant(self, code: str) -> dict:
        return json.loads(urlsafe_b64decode(code + "==="))

    def tell(self, words) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(words).encode())

    def drip(self) -> None:
        """A header that has no end."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.stops.wait(0.05):
            self.wfile.write(b"x")

    def log_message(self, *args):
        pass


def institution(name: str, issuer: str) -> dict[str, str]:
    said = {
        "NAME": name.title(),
        "ISSUER": issuer,
        "CLIENT_ID": "forum",
        "CLIENT_SECRET": "s",
        "DOMAINS": "isles.example",
    }
    return {f"OIDC_{name.upper()}_{part}": value for part, value in said.items()}


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> dict:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    Thread(target=server.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}"
    place = {
        "RUN_DIR": str(tmp_path_factory.mktemp("odd")), "SOLIDACTION_MODE": "test", "PATH": "/usr/bin:/bin",
        "DJANGO_SETTINGS_MODULE": "forum.settings", "OIDC_INSTITUTIONS": "isles,snow,slow,reef",
    } | institution("isles", here) | institution("slow", f"{here}/slow") | institution("reef", f"{here}/reef")  # fmt: skip
    # Nobody listens there.
    place |= institution("snow", "http://127.0.0.1:1")
    command = [sys.executable, "-m", "tests.security.at_odd_institutions"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=place, **pipes) as run:
        run.stdin.write(json.dumps([*ODD.values(), *FIT.values()]))
        run.stdin.close()
        run.stdin = None
        while (line := run.stdout.readline()) and line != "dripping\n":
            pass
        Server.stops.set()
        out, err = run.communicate()
    server.shutdown()
    server.server_close()
    assert run.returncode == 0, err[-3000:]
    return json.loads(out.strip().splitlines()[-1])


def in_words(met: dict, status: int, words: str) -> None:
    assert met["status"] == status and words in met["page"] and "get a code by e-mail" in met["page"]


@pytest.mark.parametrize("number", range(len(ODD)), ids=list(ODD))
def test_what_cannot_be_true_lets_nobody_in_and_is_said(told, number):
    met = told["odd"][number]
    in_words(met, 502, "did not answer correctly")
    assert [line["traceback"] for line in met["log"]] == [False], met["log"]


@pytest.mark.parametrize("number", range(len(FIT)), ids=list(FIT))
def test_what_fits_leads_on(told, number):
    met = told["odd"][len(ODD) + number]
    assert (met["status"], met["led to"], met["log"]) == (302, "/en/accounts/3rdparty/signup/", [])


@pytest.mark.parametrize("which", ["silent", "broken"])
def test_a_server_that_is_away_is_a_page_that_says_what_to_do_and_one_line_for_the_operator(told, which):
    met = told[which]
    in_words(met, 502, "Try again in a few minutes")
    [line] = met["log"]
    assert line["line"].startswith(f"Nobody signs in at {'snow' if which == 'silent' else 'reef'}: ")
    assert not line["traceback"]


def test_of_many_at_once_only_some_wait_so_that_half_of_all_places_are_others(told):
    met = told["crowded"]
    in_words(met, 503, "Many people are signing in through institutions right now")
    assert met["retry"] == "5" and told["at once"] == 16


def test_who_finds_no_place_to_fetch_is_told_in_time(told):
    in_words(told["all fetching"], 502, "Try again in a few minutes")


def test_a_server_that_never_ends_its_answer_holds_a_place_for_fetching_and_no_page(told):
    in_words(told["dripping"], 502, "Try again in a few minutes")
    assert told["kept while it drips"] and told["bystander"] == 200
