"""Two officers who press the button in the same moment: one state, and the other is told how it was decided."""

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Act, Evidence, Invitation, Mandate
from tests.accounts.desk import PDF, ask, decides, ministry, upload
from tests.accounts.test_two_at_once import at_once
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)


def browsers(people) -> list[Client]:
    found = []
    for who in people:
        found.append(Client())
        found[-1].force_login(who)
    return found


@pytest.mark.parametrize("_", range(3))
def test_two_officers_decide_at_once_and_one_is_shown_what_the_other_did(desk, ada, _):
    mandate = ask(ada, ministry(desk, sector="society"))
    seen, answers = mandate.acts.last().pk, {}
    one, other = browsers(desk)
    deeds = {"accredit": (one, "shown"), "refuse": (other, "not_shown")}

    def press(verb):
        client, ground = deeds[verb]
        answers[verb] = decides(client, Mandate.objects.get(pk=mandate.pk), verb, ground, seen=seen)

    at_once(lambda: press("accredit"), lambda: press("refuse"))
    assert sorted(answer.status_code for answer in answers.values()) == [302, 409]
    mandate.refresh_from_db()
    assert bool(mandate.accredited_at) != bool(mandate.refused_at)
    [late] = [answer for answer in answers.values() if answer.status_code == 409]
    assert "since you opened this page" in late.content.decode()
    assert list(Act.faults()) == []


def test_two_officers_enter_the_same_table_at_once(desk, ada):
    ministry(desk, slug="circle", sector="society")
    text = "email,organisation,title,from,until\nada@example.org,circle,Member,2026-12-01,2027-06-30\n"
    one, other = browsers(desk)
    at_once(
        *[lambda client=client: client.post("/desk/bulk/", {"text": text, "invite": ""}) for client in (one, other)]
    )
    assert Invitation.objects.offered_to(ada).count() == 1
    connection.close()


def test_no_sixth_document_slips_in(desk):
    ada = person("Ada Mensah")
    mandate = ask(ada, ministry(desk))
    for _ in range(4):
        Evidence.document(mandate, ada, upload(PDF))
    at_once(*[lambda: Evidence.document(Mandate.objects.get(pk=mandate.pk), ada, upload(PDF))] * 3)
    assert Evidence.objects.count() == 5
