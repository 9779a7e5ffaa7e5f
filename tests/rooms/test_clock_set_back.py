"""A clock that was wrong and is set right makes nobody wait for what it showed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dialogue.rooms.pace import PER_MINUTE, Pace
from tests.people import say


@pytest.mark.parametrize("back", [timedelta(seconds=100), timedelta(hours=2), timedelta(days=40)])
def test_whoever_spoke_much_before_the_clock_was_set_back_speaks_on(room, ada, back):
    for number in range(PER_MINUTE):
        say(ada, room, f"Number {number}")
    now = timezone.now()
    assert Pace([room], {ada.pk}, now).wait(room, ada.pk) > 0
    room.posts.update(at=now + back)
    assert Pace([room], {ada.pk}, now).wait(room, ada.pk) == 0


@pytest.mark.parametrize("back", [5, 45, 7200])
def test_in_slow_mode_nobody_waits_longer_than_the_pause(room, ada, grace, back):
    room.slow_down(30, grace)
    say(ada, room, "Once.")
    now = timezone.now()
    room.posts.update(at=now - timedelta(seconds=10))
    assert 19 <= Pace([room], {ada.pk}, now).wait(room, ada.pk) <= 20
    room.posts.update(at=now + timedelta(seconds=back))
    assert Pace([room], {ada.pk}, now).wait(room, ada.pk) <= 30
