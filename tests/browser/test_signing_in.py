"""How people get in: with a code, a passkey of their own device, an app, a recovery code. Passkeys want a name: localhost."""

import pytest

from tests.browser.entrance import (
    Device,
    app_code,
    code_from_mail,
    greeted,
    set_up_an_app,
    sign_out,
    sign_up,
    signed_in,
    use_a_code,
)
from tests.browser.test_room import eventually


def test_a_citizen_signs_up_and_in_with_a_passkey_and_nothing_else(newcomer, forum):
    page = newcomer()
    device = Device(page)
    sign_up(page, forum, "zola@example.org", "Zola Adeyemi", way="/accounts/signup/passkey/")
    page.get_by_label("Name of this passkey").fill("My phone")
    page.get_by_role("button", name="Create passkey").click()
    greeted(page, "Zola")
    assert len(device.passkeys()) == 1 and page.problems == []
    page.goto("/accounts/2fa/")
    assert page.get_by_text("My phone").is_visible()
    sign_out(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    greeted(page, "Zola")
    assert page.problems == []


@pytest.mark.copies
def test_a_passkey_is_made_on_the_very_first_page_that_a_browser_opens(newcomer, visitor, forum):
    """There the worker begins to keep copies; asked for again by it, the page would have drawn another challenge."""
    page = newcomer()
    sign_up(page, forum, "aisha@example.org", "Aisha Bello")
    kept = page.context.storage_state()
    fresh = visitor(base_url=forum.url.replace("127.0.0.1", "localhost"), storage_state=kept)
    device = Device(fresh)
    fresh.goto("/accounts/2fa/webauthn/add/")
    eventually(fresh, """(async () => {
        const files = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.endsWith(".js"));
        const kept = await Promise.all(files.map((name) => caches.match(name, { ignoreVary: true })));
        return navigator.serviceWorker.controller && kept.every(Boolean);
    })()""")  # fmt: skip
    fresh.get_by_label("Name").fill("My phone")
    fresh.get_by_role("button", name="Create passkey").click()
    fresh.wait_for_url("**/recovery-codes/")
    assert len(device.passkeys()) == 1 and fresh.problems == []


def test_a_device_whose_owner_says_no_lets_nobody_in_and_says_what_to_do(newcomer, forum):
    page = newcomer()
    device = Device(page)
    sign_up(page, forum, "yara@example.org", "Yara Benali", way="/accounts/signup/passkey/")
    device.refuses()
    page.get_by_role("button", name="Create passkey").click()
    page.get_by_text("Your device did not create a passkey").wait_for()
    assert device.passkeys() == []
    assert not signed_in(page)


def test_an_app_is_asked_for_after_the_code_and_a_recovery_code_stands_in(newcomer, forum):
    page = newcomer()
    sign_up(page, forum, "ximena@example.org", "Ximena Duarte")
    secret, recovery = set_up_an_app(page)
    assert len(recovery) == 10
    for number in (app_code(secret), recovery[0]):
        sign_out(page)
        use_a_code(page, forum, "ximena@example.org")
        page.get_by_role("heading", name="One more step").wait_for()
        assert not signed_in(page)
        page.goto("/accounts/2fa/authenticate/")
        page.get_by_label("Code").fill("000000")
        page.get_by_role("button", name="Sign in").click()
        page.get_by_text("That did not match").wait_for()
        page.get_by_label("Code").fill(number)
        page.get_by_role("button", name="Sign in").click()
        greeted(page, "Ximena")


def test_a_lost_password_is_replaced_by_mailbox_and_passkey(newcomer, forum):
    page = newcomer()
    Device(page)
    sign_up(page, forum, "uma@example.org", "Uma Ferreira", way="/accounts/signup/passkey/")
    page.get_by_role("button", name="Create passkey").click()
    greeted(page, "Uma")
    sign_out(page)
    page.goto("/accounts/password/reset/")
    page.get_by_label("E-mail address").fill("uma@example.org")
    before = len(forum.mail.read_text())
    page.locator("main form button").first.click()
    page.get_by_label("Code").fill(code_from_mail(forum, before))
    page.locator("main form button").first.click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Choose a new password").wait_for()
    assert page.problems == []


def test_the_first_second_factor_ends_the_sessions_that_were_opened_without(newcomer, forum):
    here, there = newcomer(), newcomer()
    sign_up(here, forum, "wanda@example.org", "Wanda Nowak")
    use_a_code(there, forum, "wanda@example.org")
    greeted(there, "Wanda")
    set_up_an_app(here)
    assert signed_in(here) and not signed_in(there)


def test_without_javascript_a_passkey_is_not_offered_and_everything_else_works(browser, forum):
    context = browser.new_context(base_url=forum.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/accounts/login/")
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    assert page.get_by_role("button", name="Send me a code").is_visible()
    context.close()
