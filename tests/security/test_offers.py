"""Nobody speaks for a body without having asked for it or accepted it: what an officer enters for others is an offer, by a letter
to a mailbox, and until its owner accepts it nobody else sees anything of it."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import budgets, holdings, unasked_mail
from accounts.housekeeping import keep_house
from accounts.models import Act, Invitation, Mandate, User
from accounts.models.name_key import keeps_name
from dialogue.limits.keys import hashed
from tests.accounts.desk import ministry
from tests.people import person, sign_in
from tests.security.officials import accredited, refused

HEAD = "email,organisation,title,from,until\n"
LINK = re.compile(r"/invitations/([\w-]{20,})/")


@pytest.fixture
def circle(desk):
    """One officer alone is enough for such a body."""
    return ministry(desk[1:3], slug="circle", name="Night Circle", sector="society", country="CV")


@pytest.fixture
def petra(db) -> User:
    """She reads in silence: nobody knows that she has an account."""
    return person("Petra Quietmann", country="CV")


@pytest.fixture
def minister(held) -> User:
    return held.person


def enters(officer: User, *addresses: str, title: str = "Spokesperson") -> str:
    """What an officer reads who sends a table with these addresses."""
    browser, day = Client(), timezone.now().date()
    sign_in(browser, officer)
    lines = "".join(f"{each},circle,{title},{day},{day + timedelta(days=300)}\n" for each in addresses)
    answer = browser.post("/desk/bulk/", {"text": HEAD + lines, "invite": ""})
    assert answer.status_code == 200
    return answer.content.decode()


def seen_by_others(*people: User) -> dict[str, tuple[int, str]]:
    """Every public page where a mandate of theirs would stand."""
    pages = ["/organisations/", "/organisations/circle/", "/", "/sitemap.xml", "/search/?q=Night", "/about/"]
    for each in people:
        pages += [f"/people/{each.handle}/", f"/search/?in=people&q={each.name.split()[-1]}"]
    pages += [f"/mandates/{pk}{end}" for pk in range(1, 9) for end in ("/", ".json", "/card/")]
    stranger = User.objects.filter(name="Sneaky Stranger").first() or person("Sneaky Stranger", country="CA")
    seen = {}
    for who in (None, stranger):
        browser = Client()
        if who:
            browser.force_login(who)
        for page in pages:
            answer = browser.get(page)
            # What differs from one look to the next: moments, tokens, the addresses of files.
            words = re.sub(r'<time.*?</time>|nonce-?[\w="+/-]*|value="[\w-]{64}"|\d\d:\d\d(:[\d.]+)?', "", answer.text)
            seen[f"{page} {who}"] = (answer.status_code, words)
    return seen


def token() -> str:
    return LINK.search(mail.outbox[-1].body)[1]


def browser_of(who: User) -> Client:
    browser = Client()
    browser.force_login(who)
    return browser


@pytest.mark.parametrize("then", ["waits", "declined", "expired", "cancelled"])
def test_one_officer_makes_nobody_speak_for_anybody_and_nobody_sees_that_it_was_tried(
    desk, circle, minister, petra, then
):
    before, kept = seen_by_others(minister, petra), Mandate.objects.count()
    enters(desk[0], minister.email, petra.email)
    for each in Invitation.objects.all():
        if then == "declined":
            each.decline(minister if each in Invitation.objects.offered_to(minister) else petra)
        if then == "cancelled":
            each.cancel(desk[1])
    if then == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    assert seen_by_others(minister, petra) == before
    assert Mandate.objects.count() == kept and not keeps_name(petra)
    assert not Act.objects.filter(person=petra).exists() and not Act.objects.filter(actor=petra).exists()
    assert petra.pk not in Mandate.objects.sectors()


def test_and_everybody_sees_it_when_she_has_accepted(desk, circle, petra):
    before = seen_by_others(petra)
    enters(desk[0], petra.email)
    answer = browser_of(petra).post(f"/invitations/{token()}/")
    assert answer.status_code == 302
    mandate = petra.mandates.get()
    assert mandate.active() and (mandate.asked_by, mandate.accredited_by) == (petra, desk[0]) and keeps_name(petra)
    after = seen_by_others(petra)
    assert after != before and after[f"/people/{petra.handle}/ None"][0] == 200


def test_she_accepts_or_declines_it_without_the_letter_too(desk, circle, petra, bo):
    enters(desk[0], petra.email, bo.email)
    page = browser_of(petra).get("/people/me/mandates/").content.decode()
    assert "Night Circle" in page and "Spokesperson" in page
    for who, answer in ((petra, "accept"), (bo, "decline")):
        offer = Invitation.objects.offered_to(who).get()
        assert browser_of(who).post(f"/invitations/{offer.pk}/answer/", {"answer": answer}).status_code == 302
        assert "Offers" not in browser_of(who).get("/people/me/mandates/").content.decode()
    assert petra.mandates.get().active() and not bo.mandates.exists()


def test_nobody_but_the_owner_of_the_mailbox_takes_it(desk, circle, petra, bo):
    enters(desk[0], petra.email)
    [offer] = Invitation.objects.all()
    for thief in (bo, desk[0]):
        assert "a different address" in browser_of(thief).post(f"/invitations/{token()}/").content.decode()
        for answer in ("accept", "decline"):
            assert browser_of(thief).post(f"/invitations/{offer.pk}/answer/", {"answer": answer}).status_code == 404
        refused("mailbox", offer.decline, thief)
    assert not Mandate.objects.filter(organisation=circle).exists()
    assert Invitation.objects.offered_to(petra).exists()


def test_what_was_declined_or_has_ended_is_not_accepted(desk, circle, petra, bo):
    enters(desk[0], petra.email, bo.email)
    declined, late = (Invitation.objects.offered_to(who).get() for who in (petra, bo))
    declined.decline(petra)
    refused("declined", declined.accept, petra)
    Invitation.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    refused("link", late.accept, bo)
    assert browser_of(bo).post(f"/invitations/{late.pk}/answer/", {"answer": "accept"}).status_code == 404
    assert not Mandate.objects.filter(organisation=circle).exists()


def test_an_officer_reads_the_same_whoever_has_an_account(desk, circle, petra, bo):
    """Of whom there is, of whom there is not, of who has no name, is suspended, has declined or accepted already."""
    User.objects.filter(pk=bo.pk).update(name="", skeleton=None, name_words="")
    banned = person("Ben Banned", suspended_until=timezone.now() + timedelta(days=9))
    everybody = [petra.email, bo.email, banned.email, "nobody@example.org"]

    def told() -> set[str]:
        rows = re.findall(r"<tr.*?</tr>", enters(desk[0], *everybody), re.DOTALL)[1:]
        return {re.sub(r"<td>\d</td>|[\w.]+@example\.org", "", row) for row in rows}

    assert len(told()) == 1 and len(mail.outbox) == 4
    Invitation.objects.offered_to(petra).get().decline(petra)
    [again] = told()
    assert "within the last two weeks" in again and len(mail.outbox) == 4
    letters = {LINK.sub("", re.sub(r"/mail/stop/\S+", "", each.body)) for each in mail.outbox}
    assert len(letters) == 1


def test_other_officers_do_not_learn_that_she_declined(desk, circle, petra):
    enters(desk[0], petra.email)
    browser = Client()
    sign_in(browser, desk[1])
    pages = ("/organisations/circle/invitations/", "/desk/trail/", "/desk/")

    def told() -> list[str]:
        return [re.sub(r"<time.*?</time>|value=\"\w{64}\"|nonce\S+", "", browser.get(page).text) for page in pages]

    before = told()
    Invitation.objects.get().decline(petra)
    assert told() == before


def test_the_letter_holds_no_word_of_an_officer_or_a_body(desk, circle, petra):
    enters(desk[0], petra.email, title="Visit evil.example now")
    [letter] = mail.outbox
    whole = letter.subject + letter.body + letter.alternatives[0][0]
    assert not any(word in whole for word in ("evil", "Visit", "Night Circle", "Petra", "Mallory"))
    assert "begins only when you accept it" in letter.body and "/mail/stop/" in letter.body


def test_a_mailbox_gets_so_much_mail_and_the_others_of_the_table_theirs(desk, circle, petra, bo):
    for number in range(budgets.MAIL_AT_ONCE.ceiling):
        Client(REMOTE_ADDR=f"198.51.100.{number}").post("/accounts/password/reset/", {"email": petra.email})
    mail.outbox.clear()
    assert "No more e-mails of this kind" in enters(desk[0], petra.email, bo.email)
    assert [each.to for each in mail.outbox] == [[bo.email]] and not Invitation.objects.offered_to(petra).exists()


def test_who_stopped_such_mail_gets_none_and_the_officer_does_not_learn_it(desk, circle, petra, bo):
    unasked_mail.stop(hashed("mailbox", petra.email))
    page = enters(desk[0], petra.email, bo.email)
    assert page.count(">invited<") == 2 and [each.to for each in mail.outbox] == [[bo.email]]


def test_a_large_table_leaves_the_network_of_the_officer_its_mails(desk, circle):
    enters(desk[0], *(f"guest{number}@example.org" for number in range(30)))
    assert len(mail.outbox) == 30
    assert budgets.MAIL_BY_PERSON.wait(desk[0].pk) == 0


def test_an_officer_offers_nothing_for_a_body_they_speak_for_nor_to_themselves(desk, circle, petra):
    accredited(desk, desk[0], circle)
    assert "You speak for this organisation yourself" in enters(desk[0], petra.email)
    assert "your own address" in enters(desk[3], desk[3].email)
    assert not Invitation.objects.exists() and not mail.outbox


def test_she_comes_without_an_account_and_is_led_back(desk, circle):
    enters(desk[0], "newcomer@example.org")
    path = f"/invitations/{token()}/"
    assert f"?next={path}" in Client().get(path).content.decode()
    newcomer = person("Newcomer Person")
    EmailAddress.objects.create(user=newcomer, email=newcomer.email, verified=True, primary=True)
    browser_of(newcomer).post(path)
    assert newcomer.mandates.get().active()


def test_what_is_kept_of_it_she_can_read_and_it_goes_in_two_weeks(desk, circle, petra, clock):
    enters(desk[0], petra.email)
    told = holdings.of(petra)["mandates"]["invitations"]
    assert [each["title"] for each in told] == ["Spokesperson"]
    assert petra.email not in str(list(Invitation.objects.values()))
    clock.pass_by(days=15)
    dict(keep_house(timezone.now()))
    assert not Invitation.objects.exclude(mailbox_digest="").exists()
    # And what nobody can accept any more is no link for everybody.
    refused("link", Invitation.objects.get().accept, petra)
