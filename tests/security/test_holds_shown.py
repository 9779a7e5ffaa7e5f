"""What is told and shown of a hold: to whoever it concerns, at the desk, and to everybody."""

from datetime import timedelta

from django.utils import timezone

from accounts.bodies.lapsing import lapse
from accounts.models import Act, Mandate
from accounts.models.accredited import State
from accounts.models.hold import all_told
from tests.accounts.desk import decides
from tests.security.officials import CLEARED, WHY, accredited, make_steward, now


def test_holder_stewards_and_officers_are_told_at_each_step(
    held, thing, desk, ada, bo, mailoutbox, clock, django_capture_on_commit_callbacks
):
    steward = accredited(desk, bo, held.organisation, "Head of office")
    make_steward(desk, steward)
    everybody = {ada.email, bo.email, *(officer.email for officer in desk)}

    def told(verb, *about) -> set[str]:
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(*about)
        assert {letter.to[0] for letter in mailoutbox} == everybody
        for letter in mailoutbox:
            assert "Ministry of Rain" in letter.subject and "{" not in letter.body and "None" not in letter.body
        return {letter.body for letter in mailoutbox}

    assert all("ends by itself" in body and "Her office rang." in body for body in told(thing.suspend, desk[0], WHY))
    clock.pass_by(hours=73)
    assert all("No second reviewer has confirmed" in body for body in told(lapse, timezone.now()))
    lasts = "two reviewers reinstate"
    assert all(lasts in body and "Her office rang." in body for body in told(thing.suspend, desk[1], WHY))
    thing.reinstate(desk[0], CLEARED)
    assert all("Two reviewers have reinstated" in body for body in told(thing.reinstate, desk[2], CLEARED))
    told(thing.suspend, desk[1], WHY)
    assert all("nobody had confirmed" in body for body in told(thing.reinstate, desk[2], CLEARED))
    told(thing.suspend, desk[1], WHY)
    assert all(lasts in body and "Her office rang." in body for body in told(thing.uphold, desk[2]))
    kind = thing._meta.model_name
    verbs = [
        f"{kind}.{verb}" for verb in ("held", "lapsed", "upheld", "reinstated", "held", "lifted", "held", "upheld")
    ]
    assert list(Act.objects.filter(verb__in=verbs).values_list("verb", flat=True)) == verbs


def test_the_desk_shows_what_an_officer_can_do_and_else_what_comes_first(held, desk, client, clock):
    page = f"/desk/mandate/{held.pk}/"

    def seen(who) -> set[str]:
        client.force_login(who)
        words = client.get(page).content.decode()
        return {verb for verb in ("suspend", "uphold", "reinstate", "revoke") if f'name="verb" value="{verb}"' in words}

    assert seen(desk[0]) == {"suspend"}
    assert "suspend it; another reviewer can then revoke it" in client.get(page).content.decode()
    assert decides(client, held, "suspend", "doubt", "Her office rang.").status_code == 302
    assert seen(desk[0]) == {"reinstate"} and "another reviewer can" in client.get(page).content.decode()
    assert seen(desk[1]) == {"uphold", "reinstate", "revoke"}
    assert (
        "Her office rang." in client.get(page).content.decode()
        and "Ada Mensah" in client.get("/desk/").content.decode()
    )
    assert decides(client, held, "uphold", seen=0).status_code == 409
    assert decides(client, held, "uphold").status_code == 302 and now(held) == State.SUSPENDED
    assert (
        "has to confirm it within three days"
        in decides(client, held, "reinstate", "cleared", follow=True).content.decode()
    )
    assert seen(desk[1]) == {"revoke"} and seen(desk[0]) == {"reinstate"}
    assert "asked to reinstate it" in client.get("/desk/").content.decode()
    decides(client, held, "reinstate", "cleared")
    assert now(held) == State.ACTIVE and "asked to reinstate it" not in client.get("/desk/").content.decode()
    held.suspend(desk[2], WHY)
    clock.pass_by(hours=73)
    assert seen(desk[2]) == set() and "nobody confirmed it" in client.get(page).content.decode()
    assert seen(desk[0]) == {"suspend"} and "you confirm it" in client.get(page).content.decode()
    held.suspend(desk[0], WHY)
    held.reinstate(desk[1], CLEARED)
    held.reinstate(desk[2], CLEARED)
    held.suspend(desk[0], WHY)
    assert "Lift suspension" in (client.force_login(desk[1]) or client.get(page)).content.decode()
    held.reinstate(desk[1], CLEARED)
    held.suspend(desk[0], WHY)
    assert "Ask to reinstate it" in client.get(page).content.decode()


def test_public_pages_say_of_a_hold_no_more_than_that_it_is_checked(held, desk, client, clock):
    held.organisation.suspend(desk[0], WHY)
    pages = ["/organisations/rain/", f"/mandates/{held.pk}/", f"/mandates/{held.pk}/card/", "/organisations/",
             f"/mandates/{held.pk}/?format=json"]  # fmt: skip
    for page in pages:
        said = client.get(page)
        assert said.status_code == 200
        words = said.content.decode()
        assert "paused during a check" in words or '"held"' in words, page
        assert "is paused during a check." in words or page in ("/organisations/", pages[-1]), page
        assert "suspended" not in words and "oubt" not in words and "office rang" not in words, page
    clock.pass_by(hours=72 + 1)
    for page in pages:
        words = client.get(page).content.decode()
        assert "paused" not in words and '"held"' not in words, page
    assert timezone.now() - held.accredited_at > timedelta(days=3)


def test_a_steward_whose_mandate_has_ended_is_told_nothing_more(held, desk, bo):
    steward = accredited(desk, bo, held.organisation, "Head of office")
    make_steward(desk, steward)
    ended = timezone.now() - timedelta(minutes=1)
    for end in (
        {},
        {"revoked_at": ended},
        {"revoked_at": None, "valid_from": ended - timedelta(days=1), "valid_until": ended},
    ):
        Mandate.objects.filter(pk=steward.pk).update(**end)
        assert (bo.pk in all_told(held.organisation)) is not bool(end)
