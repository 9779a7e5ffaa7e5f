"""The accreditation desk: who comes in, two pairs of eyes, nobody in their own cause, and nothing that was written is lost."""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.desk import urls
from accounts.desk.deciding import last_act
from accounts.grounds import Reason
from accounts.models import Act, ChangeRequest, Evidence, Mandate, Organisation
from accounts.models.accredited import State
from tests.accounts.clock import own_clock
from tests.accounts.desk import PDF, ask, become_steward, decides, ministry, upload
from tests.people import give_factor, person

SAFE, DONE, NONE, ENTRANCE, FACTOR = 200, 302, 404, "entrance", 403
ROLES = (
    "guest",
    "citizen",
    "applicant",
    "moderator",
    "holder",
    "steward",
    "superuser",
    "unsecured",
    "officer",
    "second",
)
# For each door: (method, what those at the desk get, what the applicant gets). All others find nothing there.
DOORS = {
    "desk": ("get", SAFE, NONE), "desk-bulk": ("get", SAFE, NONE), "desk-bulk-sample": ("get", SAFE, NONE),
    "desk-trail": ("get", SAFE, NONE), "desk-trail-csv": ("get", SAFE, NONE), "desk-application": ("get", SAFE, NONE),
    "desk-decision": ("post", DONE, NONE), "desk-note": ("post", DONE, NONE), "desk-describe": ("post", DONE, NONE),
    "desk-change": ("post", DONE, NONE), "desk-check": ("post", DONE, NONE), "desk-document": ("get", SAFE, NONE),
    "desk-pages": ("get", SAFE, NONE),
    "organisation-evidence": ("get", NONE, SAFE), "mandate-evidence": ("get", NONE, SAFE),
}  # fmt: skip
FORM = {"verb": "claim", "words": "We called them.", "name": "Wells for All", "sector": "society", "level": "global",
        "country": "", "territory": "The Lakes", "website": "", "domains": "wells.example"}  # fmt: skip


@pytest.fixture
def world(desk, ada, bo, grace, mallory):
    """Everybody by their role, and one of each thing."""
    ivy, omar = desk
    body = ministry(desk, slug="circle", name="Night Circle", sector="society", domains=["circle.example"])
    asked = Organisation.ask(ada, name="Wells for All", sector="society", level="global", domains=["wells.example"])
    held, stewards = ask(bo, body), ask(zoe := give_factor(person("Zoe Laurent")), body)
    held.accredit(ivy)
    stewards.accredit(ivy)
    become_steward(stewards, ivy)
    return {
        "guest": None, "citizen": mallory, "applicant": ada, "moderator": grace, "holder": bo, "steward": zoe,
        "superuser": person("Sam Okello", is_superuser=True, is_staff=True),
        "unsecured": person("Leo Marchetti", is_officer=True), "officer": ivy, "second": omar,
        "organisation": asked, "mandate": ask(ada, body), "change": ChangeRequest.propose(body, ivy, country="GH"),
        "record": Evidence.publish(asked, ada, "wells.example"), "document": Evidence.document(asked, ada, upload(PDF)),
    }  # fmt: skip


def address(door: str, world: dict) -> str:
    if door in ("desk-application", "desk-decision", "desk-note"):
        return reverse(door, args=["organisation", world["organisation"].pk])
    about = {"desk-change": "change", "desk-describe": "organisation", "desk-check": "record", "desk-document": "document",
             "desk-pages": "document",
             "organisation-evidence": "organisation", "mandate-evidence": "mandate"}.get(door)  # fmt: skip
    return reverse(door, args=[world[about].pk] if about else [])


@pytest.mark.parametrize("door", [pattern.name for pattern in urls.urlpatterns])
def test_every_door_opens_for_those_it_is_for_and_for_nobody_else(world, unhurried, door):
    wrong = {}
    for role in ROLES:
        with transaction.atomic():
            wrong[role] = tried(world, door, role)
            transaction.set_rollback(True)
    assert not any(wrong.values()), wrong


def tried(world: dict, door: str, role: str) -> str:
    """What is wrong with the answer that somebody of this role gets at this door."""
    client = Client()
    if world[role]:
        client.force_login(world[role])
    method, for_officers, for_applicants = DOORS[door]
    expected = {"guest": ENTRANCE, "applicant": for_applicants, "officer": for_officers, "second": for_officers,
                "unsecured": FACTOR if door.startswith("desk") else NONE}.get(role, NONE)  # fmt: skip
    acts = Act.objects.count()
    form = FORM if door != "desk-change" else {
        "verb": "refuse", "ground": "twice", "seen": last_act(world["change"].organisation, "change")
    }  # fmt: skip
    answer = getattr(client, method)(address(door, world), form if method == "post" else None)
    came = ENTRANCE if answer.status_code == 302 and answer.url.startswith("/accounts/login/") else answer.status_code
    if came != expected:
        return f"{came}, not {expected}: {answer.content[:300]}"
    return "something was done" if expected not in (SAFE, DONE) and Act.objects.count() != acts else ""


def test_an_officer_without_a_second_factor_is_told_what_to_do(client, world):
    client.force_login(world["unsecured"])
    answer = client.get("/desk/")
    assert "Add a second factor first" in answer.content.decode() and "Night Circle" not in answer.content.decode()


def test_nothing_at_the_desk_is_copied_to_a_phone(client, world):
    client.force_login(world["officer"])
    answer = client.get("/desk/")
    assert "X-Copy" not in answer.headers and "no-store" in answer["Cache-Control"]


def test_a_government_speaks_after_two_officers_at_the_desk(client, desk, ada):
    mandate = ask(ada, ministry(desk))
    client.force_login(desk[0])
    assert decides(client, mandate, "accredit").status_code == 302
    again = decides(client, mandate, "confirm")
    assert again.status_code == 409 and "Someone else has to confirm it" in again.content.decode()
    other = Client()
    other.force_login(desk[1])
    assert "needs a second approval" in other.get("/desk/?second=on").content.decode()
    decides(other, mandate, "confirm", words="Called the ministry.")
    mandate.refresh_from_db()
    assert mandate.state == State.ACTIVE
    assert "Called the ministry." in client.get(f"/desk/mandate/{mandate.pk}/").content.decode()


def test_nobody_decides_about_what_they_asked_for(client, desk):
    body = Organisation.ask(desk[0], name="Wells for All", sector="society", level="global")
    mandate = ask(desk[0], ministry(desk))
    client.force_login(desk[0])
    for found in (body, mandate):
        for verb, ground in (("accredit", "shown"), ("refuse", "twice")):
            answer = decides(client, found, verb, ground)
            assert answer.status_code == 409 and "Someone else has to decide" in answer.content.decode()
        found.refresh_from_db()
        assert found.state == State.PENDING and not found.accredited_at
    described = client.post(f"/desk/organisation/{body.pk}/description/", FORM | {"name": "Other Wells"})
    assert described.status_code == 409
    body.refresh_from_db()
    assert body.name == "Wells for All"


def test_an_officer_does_not_make_themselves_a_steward(client, desk):
    mandate = ask(desk[0], ministry(desk, sector="society"))
    mandate.accredit(desk[1])
    client.force_login(desk[0])
    assert decides(client, mandate, "make_steward").status_code == 409
    mandate.refresh_from_db()
    assert not mandate.steward


def test_a_refusal_keeps_what_was_written_and_shows_how_it_was_decided_meanwhile(client, desk, ada):
    mandate = ask(ada, ministry(desk))
    client.force_login(desk[0])
    seen = mandate.acts.last().pk
    mandate.refuse(desk[1], Reason("twice", "See number 3."))
    answer = decides(client, mandate, "refuse", "not_shown", "The letter <is> unsigned.", seen=seen)
    page = answer.content.decode()
    assert answer.status_code == 409 and "since you opened this page" in page
    assert "See number 3." in page and "Refused" in page


def test_what_was_written_stays_when_the_verb_refuses(client, desk, ada):
    mandate = ask(ada, ministry(desk))
    client.force_login(desk[0])
    answer = decides(client, mandate, "refuse", "not_shown", "The letter <is> unsigned.", seen=0)
    page = answer.content.decode()
    assert answer.status_code == 409 and "The letter &lt;is&gt; unsigned." in page
    assert f'value="{mandate.acts.last().pk}"' in page
    wordless = decides(client, mandate, "refuse", "other")
    assert wordless.status_code == 400 and "Write a reason" in wordless.content.decode()
    mandate.refresh_from_db()
    assert mandate.state == State.PENDING


def test_what_was_taken_up_is_left_alone_for_half_an_hour(client, desk, ada):
    mandate = ask(ada, ministry(desk))
    client.force_login(desk[0])
    claim = {"verb": "claim"}
    client.post(f"/desk/mandate/{mandate.pk}/decision/", claim)
    other = Client()
    other.force_login(desk[1])
    assert "Ivy Castellano" in other.get("/desk/").content.decode()
    page = other.get(f"/desk/mandate/{mandate.pk}/").content.decode()
    assert "Someone else is reviewing this one" in page and not re.search("<details[^>]* open", page)
    assert other.post(f"/desk/mandate/{mandate.pk}/decision/", claim).status_code == 409
    assert "Ministry" in client.get("/desk/?mine=on").content.decode()
    assert "Ministry" not in other.get("/desk/?mine=on").content.decode().partition("<main")[2]
    client.post(f"/desk/mandate/{mandate.pk}/decision/", {"verb": "release"})
    assert other.post(f"/desk/mandate/{mandate.pk}/decision/", claim).status_code == 302


def test_an_address_is_shown_by_its_domain_unless_it_is_at_the_body(client, desk, ada, bo):
    body = ministry(desk, domains=["example.org"])
    other = ministry(desk, slug="snow", name="Ministry of Snow", domains=["snow.example"])
    client.force_login(desk[0])
    shown = client.get(f"/desk/mandate/{ask(ada, body).pk}/").content.decode()
    hidden = client.get(f"/desk/mandate/{ask(bo, other).pk}/").content.decode()
    assert "ada@example.org" in shown
    assert "bo@example.org" not in hidden and "…@example.org" in hidden and "address at a different domain" in hidden


def test_what_is_unusual_is_marked(client, desk, ada, settings):
    body = ministry(desk)
    ada.email, ada.joined_at = "ada@gmail.com", timezone.now()
    ada.save(update_fields=["email", "joined_at"])
    Organisation.ask(ada, name="Ministry for the Rain", sector="government", country="KE")
    for number in range(5):
        ask(person(f"Crowd{'abcde'[number]} Person"), body)
    client.force_login(desk[0])
    page = client.get("/desk/").content.decode()
    for words in ("looks like another organisation", "no evidence", "new account", "address that anyone can get",
                  "5 people asked within a day"):  # fmt: skip
        assert words in page, words


def test_what_ends_soon_and_who_has_nobody_left_is_told(client, desk, ada):
    mandate = ask(ada, ministry(desk, sector="society"))
    mandate.accredit(desk[0])
    with own_clock() as clock:
        clock.pass_by(days=70)
        client.force_login(desk[0])
        assert "1 mandate ends within 30 days" in client.get("/desk/").content.decode()
        clock.pass_by(days=25)
        client.force_login(desk[0])
        page = client.get("/desk/").content.decode()
        assert "1 organisation whose mandates have all ended" in page and "ends within" not in page


def test_the_queue_can_be_narrowed(client, desk, ada, bo):
    ask(ada, ministry(desk))
    Organisation.ask(bo, name="Wells for All", sector="society", level="global")
    client.force_login(desk[0])
    for query, there in {"": "both", "kind=mandate": "rain", "sector=society": "wells", "country=KE": "rain",
                         "country=none": "wells", "country=SE": "", "kind=nonsense": "both"}.items():  # fmt: skip
        page = client.get(f"/desk/?{query}").content.decode().partition('<ol class="desk">')[2]
        assert ("Ministry of Rain" in page) == (there in ("rain", "both")), query
        assert ("Wells for All" in page) == (there in ("wells", "both")), query


def test_the_queue_is_as_quick_with_thirty_as_with_three(client, desk, django_assert_max_num_queries):
    body = ministry(desk)
    for name in product("BDFGKMNPRSTVZ", "ae"):
        ask(person(f"{''.join(name)}n Person"), body)
    client.force_login(desk[0])
    with django_assert_max_num_queries(20):
        client.get("/desk/")


def test_the_sector_of_a_body_is_settled_before_it_is_in_force(client, desk, ada, bo):
    waits = Organisation.ask(bo, name="Wells for All", sector="society", level="global")
    mandate = ask(ada, waits)
    client.force_login(desk[0])
    client.post(f"/desk/organisation/{waits.pk}/description/", FORM | {"sector": "government"})
    mandate.refresh_from_db()
    assert mandate.two_keys
    waits.refresh_from_db()
    assert (waits.sector, waits.domains) == ("government", ["wells.example"])
    stands = ministry(desk)
    answer = client.post(f"/desk/organisation/{stands.pk}/description/", FORM | {"sector": "society"})
    assert answer.status_code == 409 and "cannot change after a decision" in answer.content.decode()


def test_a_hostile_name_stays_words_on_the_page(client, desk, mallory):
    Organisation.objects.create(slug="x", name="<script>alert(1)</script>", sector="society", asked_by=mallory)
    Mandate.objects.create(
        person=mallory, organisation=ministry(desk), title='"><img src=x>', valid_from=timezone.now(),
        valid_until=timezone.now() + timedelta(days=1), asked_by=mallory,
    )  # fmt: skip
    client.force_login(desk[0])
    page = client.get("/desk/").content.decode()
    assert "<script>alert" not in page and "<img src=x" not in page
