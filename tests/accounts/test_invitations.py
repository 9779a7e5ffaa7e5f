"""A link for a delegation: for one person, once, not for long; shown once, and kept as a digest."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Act, Invitation, Mandate, Organisation
from accounts.models.invitation import digest_of
from tests.people import give_factor, person

DAY = timedelta(days=1)


@pytest.fixture
def officers(db):
    return [give_factor(person(name, is_officer=True)) for name in ("Ivy Castellano", "Omar Haddad")]


@pytest.fixture
def circle(officers):
    return Organisation.objects.establish(officers, slug="circle", name="Night Circle", sector="society", country="IN")


@pytest.fixture
def steward(officers, circle):
    who, now = person("Stella Nwosu"), timezone.now()
    Mandate.objects.grant(
        by=officers, person=who, organisation=circle, title="Chair", valid_from=now - DAY, valid_until=now + 90 * DAY,
        steward=True,
    )  # fmt: skip
    return who


def invite(by, body, number=1, lasts=7 * DAY, **fields) -> list[str]:
    now = timezone.now()
    return Invitation.invite(by, body, number, lasts, "Delegate", now, now + 30 * DAY, **fields)


def found(token: str) -> Invitation:
    return Invitation.objects.of(token).get()


def refused(code, verb, *about):
    with pytest.raises(ValidationError) as refusal:
        verb(*about)
    assert refusal.value.code == code
    return refusal.value.messages[0]


def browser(who=None) -> Client:
    client = Client()
    if who:
        client.force_login(who)
    return client


def test_a_steward_makes_links_that_are_shown_once_and_kept_nowhere(steward, circle):
    client, today = browser(steward), timezone.now().date()
    form = {"title": "Delegate", "valid_from": today, "valid_until": today + 30 * DAY, "number": 3, "days": 7}
    answer = client.post(reverse("invitations", args=["circle"]), form)
    links = answer.context["links"]
    assert len(set(links)) == 3 and all(link in answer.content.decode() for link in links)
    assert "no-store" in answer.headers["Cache-Control"]
    tokens = [link.rstrip("/").rsplit("/", 1)[1] for link in links]
    assert {each.token_digest for each in Invitation.objects.all()} == set(map(digest_of, tokens))
    again = client.get(reverse("invitations", args=["circle"])).content.decode()
    assert not any(token in again for token in tokens)
    assert Act.objects.filter(verb="invitation.made", actor=steward).count() == 3


def test_who_accepts_has_the_mandate_at_once_where_one_key_is_enough(steward, circle, ada):
    (token,) = invite(steward, circle)
    page = browser().get(reverse("invitation", args=[token]))
    assert page.status_code == 200 and "Night Circle" in page.content.decode()
    assert f"{reverse('account_signup')}?next=" in page.content.decode()
    assert browser(ada).post(reverse("invitation", args=[token])).url == reverse("my-mandates")
    mandate = Mandate.objects.get(person=ada)
    assert mandate.active() and (mandate.asked_by, mandate.accredited_by) == (ada, steward)
    assert Act.objects.filter(verb="invitation.accepted", mandate=mandate, actor=ada).exists()


def test_for_a_government_an_officer_turns_the_second_key(officers, ada):
    body = Organisation.objects.establish(officers, slug="rain", name="Ministry of Rain", sector="government")
    (token,) = invite(officers[0], body)
    mandate = found(token).accept(ada)
    assert mandate.state == "pending"
    refused("four_eyes", mandate.confirm, officers[0])
    mandate.confirm(officers[1])
    assert mandate.active()


def test_a_guest_who_posts_is_led_to_sign_in_and_back(steward, circle):
    (token,) = invite(steward, circle)
    answer = browser().post(reverse("invitation", args=[token]))
    assert answer.status_code == 302 and token in answer.url and found(token).used_at is None


def test_used_expired_and_cancelled_links_say_so_and_give_nothing(steward, circle, ada, bo):
    used, expired, cancelled = invite(steward, circle, 3)
    found(used).accept(ada)
    found(cancelled).cancel(steward)
    Invitation.objects.of(expired).update(expires_at=timezone.now())
    for token, told in (
        (used, "has already been used"),
        (expired, "has expired"),
        (cancelled, "has cancelled this link"),
    ):
        answer = browser(bo).get(reverse("invitation", args=[token]))
        assert answer.status_code == 410 and told in answer.content.decode()
        assert told in refused("link", found(token).accept, bo)
    assert not bo.mandates.exists()
    assert browser(bo).get(reverse("invitation", args=["x" * 43])).status_code == 404


def test_nobody_accepts_their_own(steward, circle):
    (token,) = invite(steward, circle)
    refused("own_cause", found(token).accept, steward)
    assert found(token).used_at is None


def test_a_link_is_worth_nothing_once_whoever_made_it_may_not_invite(steward, circle, ada, officers):
    (token,) = invite(steward, circle)
    steward.mandates.get().make_steward(officers[0], False)
    refused("inviter", found(token).accept, ada)
    assert found(token).used_at is None and not ada.mandates.exists()


def test_strangers_neither_invite_nor_cancel_nor_see_the_page(steward, circle, mallory):
    (token,) = invite(steward, circle)
    refused("officer", invite, mallory, circle)
    refused("officer", found(token).cancel, mallory)
    client = browser(mallory)
    assert client.get(reverse("invitations", args=["circle"])).status_code == 404
    assert client.post(reverse("cancel-invitation", args=[found(token).pk])).status_code == 404
    assert found(token).cancelled_at is None


def test_no_link_lasts_longer_than_fourteen_days(steward, circle):
    (token,) = invite(steward, circle, lasts=90 * DAY)
    assert found(token).expires_at <= timezone.now() + 14 * DAY


@pytest.mark.django_db(transaction=True)
def test_of_two_people_with_one_link_one_gets_the_mandate(steward, circle, ada, bo):
    (token,) = invite(steward, circle)
    outcomes, ready = [], threading.Barrier(2)

    def take(who):
        try:
            ready.wait(10)
            outcomes.append(found(token).accept(who))
        except ValidationError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[who]) for who in (ada, bo)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("link") == 1 and Mandate.objects.filter(title="Delegate").count() == 1
