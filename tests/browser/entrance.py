"""How people of the browser tests get in: what they type, what their device keeps, what their app shows."""

import base64
import hashlib
import hmac
import re
import struct
import time
from urllib.parse import urlsplit

from tests.patience import PATIENCE


class Device:
    """A phone or computer that keeps passkeys: Chromium's virtual authenticator."""

    def __init__(self, page):
        self.line = page.context.new_cdp_session(page)
        self.line.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        self.id = self.line.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def passkeys(self) -> list:
        return self.line.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]

    def refuses(self) -> None:
        """Its owner is asked and says no."""
        self.line.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": False})


def code_from_mail(forum, before: int) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := re.findall(r"^\d{4}-?\d{4}$", forum.mail.read_text()[before:], re.M):
            return found[-1]
        time.sleep(0.1)
    raise AssertionError("No code came.")


def app_code(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def sign_up(page, forum, address: str, name: str, way: str = "/accounts/signup/") -> None:
    page.goto(way)
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Public name").fill(name)
    before = len(forum.mail.read_text())
    page.get_by_role("button", name="Create account").click()
    page.get_by_label("Code").fill(code_from_mail(forum, before))
    page.get_by_role("button", name="Confirm").click()
    if "passkey" in way:
        page.get_by_role("heading", name="Your passkey").wait_for()
    else:
        greeted(page, name.split()[0])


def greeted(page, name: str) -> None:
    """The bar says that they are in."""
    page.locator(".bar", has_text=name).wait_for()


def sign_out(page) -> None:
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")


def signed_in(page) -> bool:
    page.goto("/people/me/")
    return urlsplit(page.url).path == "/people/me/"


def set_up_an_app(page) -> tuple[str, list[str]]:
    """The secret in the app, and the recovery codes."""
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator(".key").inner_text()
    page.get_by_label("Code").fill(app_code(secret))
    page.get_by_role("button", name="Set up app").click()
    page.wait_for_url("**/recovery-codes/")
    return secret, page.locator(".codes code").all_inner_texts()


def use_a_code(page, forum, address: str) -> None:
    """Signs in with a code from the mail, as far as the code goes."""
    page.goto("/accounts/login/")
    before = len(forum.mail.read_text())
    page.locator("#code-email").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(code_from_mail(forum, before))
    page.get_by_role("button", name="Confirm").click()
