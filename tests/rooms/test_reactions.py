import pytest

from dialogue.live.kinds import tallies
from dialogue.live.refusals import Invalid, NotFound
from dialogue.rooms.models import Reaction
from dialogue.rooms.models.reaction import Wish
from tests.people import react, say


def test_a_reaction_is_changed_and_taken_back(room, ada, bo):
    post = say(ada, room, "We share the well.")
    for kind, counts in (("agree", {"agree": 1}), ("solidarity", {"solidarity": 1}), (None, {})):
        react(bo, post, kind)
        post.refresh_from_db()
        assert post.counts == counts
    assert post.tally == 3


def test_wishing_the_same_a_hundred_times_counts_once(room, ada, bo):
    post = say(ada, room, "We share the well.")
    wish = Wish(room.stream_id, room.pk, bo.pk, post.seq, "agree", session=None)
    Reaction.objects.express([wish] * 100)
    Reaction.objects.express([wish])
    post.refresh_from_db()
    assert post.counts == {"agree": 1} and Reaction.objects.count() == 1


def test_only_the_five_reactions_exist(room, ada, bo):
    post = say(ada, room, "We share the well.")
    with pytest.raises(Invalid):
        react(bo, post, "rocket")


def test_nobody_reacts_to_a_post_that_is_not_in_the_room(room, members_room, ada, mallory):
    members_room.admit(ada)
    elsewhere = [say(ada, members_room, f"Between us {number}.") for number in range(2)][-1]
    (outcome,) = Reaction.objects.express(
        [Wish(room.stream_id, room.pk, mallory.pk, elsewhere.seq, "agree", session=None)]
    )
    assert isinstance(outcome, NotFound) and not Reaction.objects.exists()


def test_counts_that_changed_at_once_are_told_together_however_few_are_asked_for(room, ada, bo):
    posts = [say(ada, room, f"Number {number}.") for number in range(4)]
    wishes = [Wish(room.stream_id, room.pk, bo.pk, post.seq, "agree", session=None) for post in posts]
    for batch in (wishes[:1], wishes[1:3], wishes[3:]):
        Reaction.objects.express(batch)
    assert [row["tally"] for row in tallies(room.stream_id, 0, 2)] == [1, 2, 2]
    assert [row["tally"] for row in tallies(room.stream_id, 2, 2)] == [3]
    assert len(tallies(room.stream_id, 0)) == 4
