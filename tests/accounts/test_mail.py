"""Every mail the forum sends about an account, in every language: what people asked for, and nothing that misleads them."""

import re
from pathlib import Path

import allauth.account
import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from django.conf import settings
from django.core import mail
from django.urls import reverse

from accounts.addresses import in_language
from tests.people import sign_in

CODES = [code for code, _ in settings.LANGUAGES]
ORIGIN = settings.ORIGINS[0]
CODE = re.compile(r"^\d{4}-\d{4}$", re.MULTILINE)
# Not sent by this forum: it sends a code where these have a link, or tells of nothing that is done here.
NEVER = {"email_confirm", "password_reset_key"}


pytestmark = pytest.mark.usefixtures("no_limits")


@pytest.fixture
def ada(ada):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    ada.set_password("a long enough secret")
    ada.save(update_fields=["password"])
    return ada


class Browser:
    """Somebody at their pages in one language."""

    def __init__(self, client, language):
        self.client, self.language = client, language

    @property
    def mails(self):
        return mail.outbox

    def send(self, door: str, **form):
        return self.client.post(in_language(reverse(door), self.language), form)

    def code(self) -> str:
        return CODE.search(self.mails[-1].body)[0]


PASSWORDS = {"password1": "quite another secret", "password2": "quite another secret"}


def asks_for_a_code(visitor, ada):
    visitor.send("account_request_login_code", email=ada.email)


def signs_up(visitor, ada):
    visitor.send("account_signup", email="nadia@example.org", name="Nadia Benali")


def signs_up_twice(visitor, ada):
    visitor.send("account_signup", email=ada.email, name="Nadia Benali")


def asks_with_an_unknown_address(visitor, ada):
    visitor.send("account_request_login_code", email="nobody@example.org")


def wants_another_address(visitor, ada):
    sign_in(visitor.client, ada)
    visitor.send("account_email", email="other@example.org", action_add="")


def forgets_a_password(visitor, ada):
    visitor.send("account_reset_password", email=ada.email)


def resets_a_password(visitor, ada):
    forgets_a_password(visitor, ada)
    visitor.send("account_confirm_password_reset_code", code=visitor.code())
    visitor.send("account_complete_password_reset", **PASSWORDS)


def changes_a_password(visitor, ada):
    sign_in(visitor.client, ada)
    visitor.send("account_change_password", oldpassword="a long enough secret", **PASSWORDS)


def sets_a_password(visitor, ada):
    ada.set_unusable_password()
    ada.save(update_fields=["password"])
    sign_in(visitor.client, ada)
    visitor.send("account_set_password", **PASSWORDS)


DEEDS = {
    asks_for_a_code: "login_code", signs_up: "email_confirmation_signup", signs_up_twice: "account_already_exists",
    asks_with_an_unknown_address: "unknown_account", wants_another_address: "email_confirmation",
    forgets_a_password: "password_reset_code", resets_a_password: "password_reset",
    changes_a_password: "password_changed", sets_a_password: "password_set",
}  # fmt: skip
WITH_A_CODE = {asks_for_a_code, signs_up, wants_another_address, forgets_a_password}


@pytest.fixture(params=CODES)
def visitor(client, request):
    return Browser(client, request.param)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_a_mail_is_in_the_language_it_was_asked_for_in(visitor, ada, deed):
    deed(visitor, ada)
    letter = visitor.mails[-1]
    [(html, kind)] = letter.alternatives
    assert kind == "text/html"
    direction = "rtl" if visitor.language == "ar" else "ltr"
    assert f'<html lang="{visitor.language}" dir="{direction}">' in html
    headers = dict(letter.extra_headers)
    assert headers.pop("Message-ID")
    assert headers == {"Auto-Submitted": "auto-generated", "Content-Language": visitor.language}
    assert "\n" not in letter.subject and "[" not in letter.subject and letter.subject
    for link in re.findall(r"https?://[^\s\"<]+", letter.body + html):
        assert link == ORIGIN or link.startswith(f"{ORIGIN}/{visitor.language}/"), link
    for words in (letter.body, html):
        assert "None" not in words and "{" not in words.replace("{% ", "") and "%(" not in words
    if deed in WITH_A_CODE:
        code = visitor.code()
        assert code in letter.subject and re.search(rf'<bdi dir="ltr"[^>]*>{code}</bdi>', html)
    else:
        assert not CODE.search(letter.body)


def test_every_mail_of_the_library_is_ours(visitor, ada):
    theirs = Path(allauth.account.__file__).parent.parent / "templates/account/email"
    names = {path.name.removesuffix("_subject.txt") for path in theirs.glob("*_subject.txt")} - NEVER
    for name in names:
        for part in ("subject", "message"):
            assert (settings.BASE_DIR / f"templates/account/email/{name}_{part}.txt").exists(), name
    # Ours tell of a change of address: before it, and after (test_changing_the_address.py).
    assert set(DEEDS.values()) == names - {"email_deleted", "email_changed"}


LIBRARY = Path(allauth.account.__file__).parent.parent / "templates"
OF_FACTORS = sorted(
    f"{folder}/email/{path.name.removesuffix('_subject.txt')}"
    for folder in ("mfa", "socialaccount")
    for path in (LIBRARY / folder / "email").glob("*_subject.txt")
)


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("letter", OF_FACTORS)
def test_every_mail_about_second_factors_and_institutions_is_ours(rf, ada, mailoutbox, letter, language):
    for part in ("subject", "message"):
        assert (settings.BASE_DIR / f"templates/{letter}_{part}.txt").exists()
    ada.interface_language = language
    ada.save(update_fields=["interface_language"])
    with request_context(rf.get("/")):
        get_adapter().send_notification_mail(letter, ada, {"provider": "Isles Assembly"})
    [sent] = mailoutbox
    assert sent.extra_headers["Content-Language"] == language and sent.subject and "\n" not in sent.subject
    assert "Solidaction" in sent.body and f"{ORIGIN}/{language}/" in sent.body and "%(" not in sent.body
    assert ("Isles Assembly" in sent.body) == letter.startswith("socialaccount/email/account_")


def test_the_account_decides_on_the_language_of_its_mail(client, ada, mailoutbox):
    ada.interface_language = "ar"
    ada.save(update_fields=["interface_language"])
    asks_for_a_code(Browser(client, "fr"), ada)
    assert mailoutbox[0].extra_headers["Content-Language"] == "ar" and 'dir="rtl"' in mailoutbox[0].alternatives[0][0]


def test_no_mail_leads_to_a_host_the_asker_named(client, db, mailoutbox, settings):
    client.post(
        reverse("account_request_login_code"), {"email": "nobody@example.org"}, headers={"host": "localhost:6666"}
    )
    assert mailoutbox and ":6666" not in mailoutbox[0].body + mailoutbox[0].alternatives[0][0]


def test_a_code_is_good_in_the_digits_of_any_script(client, ada, mailoutbox):
    visitor = Browser(client, "ar")
    asks_for_a_code(visitor, ada)
    arabic = visitor.code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")).replace("-", " ")
    assert visitor.send("account_confirm_login_code", code=arabic).url == "/ar/"


def test_what_mallory_types_does_not_become_a_part_of_the_mail(client, ada, mailoutbox):
    sign_in(client, ada)
    trick = "<b>Click https://evil.example</b> Firefox/1 \n Windows"
    fields = {"oldpassword": "a long enough secret", **PASSWORDS}
    client.post(reverse("account_change_password"), fields, headers={"user-agent": trick})
    assert "evil" not in mailoutbox[-1].body + mailoutbox[-1].alternatives[0][0]
