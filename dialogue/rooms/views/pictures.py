"""The pictures that go with a shared address. What not everybody may read has none, whoever asks."""

import hashlib

from django.http import HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from dialogue.live.refusals import NotFound
from dialogue.rooms import policy
from dialogue.rooms.doors import door, post_in
from dialogue.rooms.models import Room
from dialogue.rooms.preview.card import post_card, room_card, shown
from dialogue.rooms.preview.picture import picture


@door("GET", rule=policy.read)
def room_picture(request, standing):
    room = _public(standing)
    # Counts need not be of this minute: a busy room is drawn anew for every tenth of what was said.
    said, countries = _rounded(room.posts_count), len({key[:2] for key in room.places})
    worded = (room.titles, room.questions, room.theme.titles)
    return _answer(request, f"room:{room.pk}:{said}:{countries}:{worded}", lambda: room_card(room))


@door("GET", rule=policy.read)
def post_picture(request, standing, seq):
    """Not of words that are hidden or withdrawn; other words, another name or mark are another picture. The title
    over them is the one they were said under, for good."""
    _public(standing)
    post = post_in(standing, seq)
    if post.state != "shown":
        raise NotFound
    return _answer(request, f"post:{post.pk}:{shown(post)}", lambda: post_card(post))


def _public(standing) -> Room:
    if standing.room.visibility != Room.Visibility.PUBLIC:
        raise NotFound
    return standing.room


def _rounded(number: int) -> int:
    step = 10 ** max(0, len(str(number)) - 1)
    return number // step * step


def _answer(request, key: str, card) -> HttpResponse:
    key = f"{get_language()}:{key}"
    named = hashlib.sha256(key.encode()).hexdigest()
    etag = f'"{named}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    if (drawn := picture(named, card)) is None:
        # The forum's own mark meanwhile; whoever asks again later gets the words.
        return redirect(static("img/icon-512.png"))
    return HttpResponse(drawn, content_type="image/png", headers={"ETag": etag})
