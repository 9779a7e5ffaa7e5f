"""The pages of bodies and of mandates: who may speak for whom, as anybody can check it now."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.grounds import Reason
from accounts.models import Mandate, Organisation
from tests.people import give_factor, person, say

DAY = timedelta(days=1)
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def officer(db):
    return give_factor(person("Ivy Castellano", is_officer=True))


def shown(client, name, *args, **query) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_body_keeps_its_page_with_its_mandates_and_what_it_said(client, mandate, room, ada, officer):
    say(ada, room, "The sea takes the wells.", mandate=mandate.pk)
    say(ada, room, "For myself I say more.")
    page = shown(client, "organisation", "isles")
    assert "The sea takes the wells." in page and "For myself" not in page
    assert reverse("mandate", args=[mandate.pk]) in page
    mandate.organisation.suspend(give_factor(person("Omar Haddad", is_officer=True)), Reason("ended"))
    mandate.organisation.revoke(officer, Reason("ended"))
    page = shown(client, "organisation", "isles")
    assert "nobody can speak for this organisation" in page and "The sea takes the wells." in page


def test_what_was_said_in_a_members_room_stands_on_no_public_page(client, mandate, members_room, ada):
    members_room.admit(ada)
    say(ada, members_room, "Between us.", mandate=mandate.pk)
    assert "Between us." not in shown(client, "organisation", "isles")
    client.force_login(ada)
    assert "Between us." in shown(client, "organisation", "isles")


def test_a_body_that_was_never_confirmed_is_not_there(client, ada, officer):
    body = Organisation.ask(ada, name="House of Wells", sector="society", country="GH")
    body.accredit(officer)
    assert client.get(reverse("organisation", args=[body.slug])).status_code == 404
    assert "House of Wells" not in shown(client, "organisations")


def test_bodies_are_found_by_name_sector_and_country(client, mandate, officer):
    Organisation.objects.establish(
        slug="nuit", name="Night", names={"fr": "Cercle de la nuit"}, sector="society", country="FR"
    )
    assert "Assembly of the Isles" in shown(client, "organisations")
    for query in ({"q": "cercle"}, {"sector": "society"}, {"country": "FR"}):
        page = shown(client, "organisations", **query)
        assert ">Night<" in page and "Isles" not in page, query
    assert client.get(reverse("organisations"), {"sector": "kings"}).status_code == 404
    assert "Try one word" in shown(client, "organisations", q="???")


@pytest.mark.parametrize(
    "change, state",
    [
        ("expire", "expired"),
        ("revoke", "revoked"),
        ("suspend", "held"),
        ("body", "held"),
        ("uphold", "suspended"),
        ("uphold body", "suspended"),
    ],
)
def test_page_card_and_data_say_how_a_mandate_stands_now(client, mandate, officer, change, state):
    address = reverse("mandate-json", args=[mandate.pk])
    before = client.get(address)
    assert before.json()["state"] == "active" and "no-cache" in before.headers["Cache-Control"]
    if change == "expire":
        Mandate.objects.update(valid_until=timezone.now())
    else:
        thing = mandate.organisation if "body" in change else mandate
        thing.suspend(give_factor(person("Omar Haddad", is_officer=True)), Reason("doubt"))
        if change == "revoke":
            mandate.revoke(officer, Reason("doubt"))
        elif "uphold" in change:
            thing.uphold(officer)
    after = client.get(address, headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code == 200 and after.json()["state"] == state
    assert client.get(reverse("mandate", args=[mandate.pk]), {"format": "json"}).json()["state"] == state
    for name in ("mandate", "mandate-card"):
        assert f'data-state="{state}"' in shown(client, name, mandate.pk)


def test_what_was_only_asked_for_is_nobodys_business(client, mandate, ada, bo):
    now = timezone.now()
    asked = Mandate.ask(bo, mandate.organisation, "Clerk", now, now + DAY)
    for address in (reverse("mandate", args=[asked.pk]), reverse("mandate-json", args=[asked.pk]),
                    reverse("mandate-card", args=[asked.pk]), f"{reverse('mandate', args=[asked.pk])}?format=json"):  # fmt: skip
        assert client.get(address).status_code == 404, address
    assert "Clerk" not in shown(client, "organisation", "isles")


def test_no_officer_is_named_to_the_public(client, mandate, grace):
    page = shown(client, "mandate", mandate.pk)
    assert "Ada Mensah" in page and grace.name not in page and "reviewers of this forum" in page


def test_the_card_says_on_what_day_the_words_beside_it_were_said(client, mandate):
    today = timezone.now().date()
    assert "Posted under this mandate" in shown(client, "mandate-card", mandate.pk, on=today)
    for odd in (today + 900 * DAY, "yesterday", "<b>"):
        assert "Posted under this mandate" not in shown(client, "mandate-card", mandate.pk, on=odd)


def test_the_name_of_a_body_on_a_post_leads_to_its_mandate(client, mandate, room, ada):
    say(ada, room, "Officially.", mandate=mandate.pk)
    say(ada, room, "Personally.")
    link = f'data-mandate href="{reverse("mandate", args=[mandate.pk])}"'
    assert shown(client, "room", room.slug).count(link) == 1
    assert link in shown(client, "person", ada.handle)
    post = client.get(reverse("posts-json", args=[room.slug])).json()["posts"]
    assert [each["mandate"] for each in post] == [mandate.pk, None]


def test_a_person_keeps_the_mandates_they_had(client, mandate, ada, officer):
    mandate.suspend(give_factor(person("Omar Haddad", is_officer=True)), Reason("ended"))
    mandate.revoke(officer, Reason("ended"))
    page = shown(client, "person", ada.handle)
    assert "Mandates that have ended" in page and "Assembly of the Isles" in page


def test_hostile_names_are_words_and_nothing_else(client, mandate, room, ada, bo, officer):
    Organisation.objects.update(name=HOSTILE, names={"fr": HOSTILE}, territory=HOSTILE)
    Mandate.objects.update(title=HOSTILE, territory=HOSTILE)
    client.force_login(officer)
    pages = [("organisations",), ("organisation", "isles"), ("mandate", mandate.pk), ("mandate-card", mandate.pk),
             ("person", ada.handle), ("speak-for-body", "isles"), ("steward", "isles"), ("invitations", "isles")]  # fmt: skip
    for name, *args in pages:
        page = shown(client, name, *args)
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page, name


def test_a_body_with_many_mandates_and_posts_takes_at_most_twelve_queries(
    client, mandate, room, ada, django_assert_max_num_queries
):
    now = timezone.now()
    for number in range(20):
        who, ends = person(f"Member{number} Nobody"), now + (DAY if number % 2 else -DAY / 2)
        Mandate.objects.grant(
            person=who, organisation=mandate.organisation, title="member", valid_from=now - DAY, valid_until=ends
        )
        say(ada, room, f"Number {number}", mandate=mandate.pk)
    client.force_login(ada)
    client.get(reverse("organisation", args=["isles"]))
    with django_assert_max_num_queries(12):
        client.get(reverse("organisation", args=["isles"]))


def test_the_choice_is_said_before_sending_and_one_without_a_factor_cannot_be_chosen(client, mandate, room, ada):
    client.force_login(ada)
    page = shown(client, "room", room.slug)
    assert f'data-capacity="{mandate.pk}"' in page and "You post as yourself" in page
    ada.authenticator_set.all().delete()
    page = shown(client, "room", room.slug)
    assert f'<option value="{mandate.pk}" disabled>' in page and "Add a passkey or an app first" in page


def test_a_refused_form_keeps_the_capacity_that_was_chosen(client, mandate, room, ada):
    client.force_login(ada)
    for chosen in (str(mandate.pk), ""):
        answer = client.post(
            reverse("posts", args=[room.slug]), {"text": "x" * 10_001, "mandate": chosen}
        ).content.decode()
        assert f'<option value="{chosen}" selected>' in answer


def test_a_refused_form_offers_no_other_body_in_place_of_one_that_ended(client, mandate, room, ada, officer):
    other = Organisation.objects.establish(slug="wells", name="House of Wells", sector="society", country="GH")
    now = timezone.now()
    Mandate.objects.grant(person=ada, organisation=other, title="member", valid_from=now - DAY, valid_until=now + DAY)
    client.force_login(ada)
    mandate.suspend(give_factor(person("Omar Haddad", is_officer=True)), Reason("ended"))
    form = {"text": "We speak as one.", "mandate": str(mandate.pk)}
    answer = client.post(reverse("posts", args=[room.slug]), form)
    page = answer.content.decode()
    assert answer.status_code == 403 and "for House of Wells" in page
    assert '<option value="" selected>' in page


@pytest.mark.parametrize(
    ("language", "of_a_person", "of_a_body"),
    [("fr", "personne fictive", "organisation fictive"), ("es", "persona ficticia", "organización ficticia")],
)
def test_a_fictional_body_is_not_called_a_person(client, mandate, language, of_a_person, of_a_body):
    for each in (mandate.organisation, mandate.person):
        type(each).objects.filter(pk=each.pk).update(origin="demonstration")
    page = client.get(
        reverse("organisation", args=[mandate.organisation.slug]), HTTP_ACCEPT_LANGUAGE=language
    ).content.decode()
    card = client.get(reverse("mandate", args=[mandate.pk]), HTTP_ACCEPT_LANGUAGE=language).content.decode()
    assert of_a_body in page and of_a_person not in page
    assert of_a_person in card
