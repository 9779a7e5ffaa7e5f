"""International bodies speak like states: two officers, and a second factor. What one officer accredited before then waits."""

import pytest
from django.utils import timezone

from accounts.bodies.second_keys import ask_for_second_keys
from accounts.models import Act, Mandate
from accounts.models.accredited import State
from dialogue.live.refusals import NotAllowed
from tests.accounts.desk import ask, ministry
from tests.people import give_factor, say


@pytest.fixture
def union(desk):
    return ministry(desk, slug="union", name="Union of Rivers", sector="international", country="", level="global")


@pytest.fixture
def resting(union, desk, ada) -> Mandate:
    """Ada's mandate as one officer alone accredited it, when one key was enough."""
    mandate = ask(give_factor(ada), union)
    mandate.accredit(desk[0])
    Mandate.objects.filter(pk=mandate.pk).update(two_keys=False)
    mandate.refresh_from_db()
    assert mandate.state == State.PENDING and not Mandate.objects.active().exists()
    return mandate


def test_ada_speaks_for_an_international_body_after_two_officers_and_with_a_second_factor(union, desk, ada, room):
    mandate = ask(ada, union)
    mandate.accredit(desk[0])
    assert mandate.state == State.PENDING
    mandate.confirm(desk[1])
    with pytest.raises(NotAllowed) as refusal:
        say(ada, room, "The rivers rise.", mandate=mandate.pk)
    assert refusal.value.code == "second_factor"
    give_factor(ada)
    say(ada, room, "The rivers rise.", mandate=mandate.pk)


def test_what_rests_on_one_key_waits_for_the_second_and_its_holder_is_told_once(
    resting, desk, ada, room, mailoutbox, django_capture_on_commit_callbacks
):
    with pytest.raises(NotAllowed):
        say(ada, room, "Before.", mandate=resting.pk)
    for told in (1, 0):
        with django_capture_on_commit_callbacks(execute=True):
            assert ask_for_second_keys(timezone.now()) == told
    [letter] = mailoutbox
    assert letter.to == [ada.email] and "needs a second approval" in letter.subject
    assert "Until the second one confirms it, you cannot post under it" in letter.body
    assert Act.objects.last().verb == "mandate.second_key"
    with pytest.raises(NotAllowed):
        say(ada, room, "Meanwhile.", mandate=resting.pk)
    resting.refresh_from_db()
    assert resting in Mandate.objects.waiting()
    resting.confirm(desk[1])
    say(ada, room, "Again.", mandate=resting.pk)


def test_what_needs_no_second_key_or_has_ended_is_left_alone(resting, desk, ada, bo):
    circle = ask(bo, ministry(desk, slug="circle", name="Night Circle", sector="society"))
    circle.accredit(desk[0])
    resting.resign(ada)
    assert ask_for_second_keys(timezone.now()) == 0
    circle.refresh_from_db()
    assert circle.state == State.ACTIVE
