"""The plain doors for staff on the spot. Hosting and moderation will bring their own; the verbs stay these."""

from datetime import timedelta

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from dialogue.live.refusals import Invalid
from dialogue.rooms import policy
from dialogue.rooms.doors import choice_of, done, door, number_of, post_in, thread_in
from dialogue.rooms.models import Participant
from dialogue.rooms.muting import mute

LONGEST_MUTE = 60 * 24 * 30


@door("POST", rule=policy.moderate)
def hiding(request, standing, seq):
    post = post_in(standing, seq)
    action = choice_of(request, "action", "hide", "restore")
    post.hide(request.user) if action == "hide" else post.restore(request.user)
    return done(request, {"state": post.state}, reverse("post", args=[standing.room.slug, seq]))


@door("POST", rule=policy.moderate)
def lock(request, standing, seq):
    thread = thread_in(standing, seq)
    action = choice_of(request, "action", "lock", "unlock")
    thread.lock(request.user) if action == "lock" else thread.unlock(request.user)
    return done(request, {"locked": thread.locked}, reverse("thread", args=[standing.room.slug, seq]))


@door("POST", rule=policy.moderate)
def pin(request, standing, seq):
    thread = thread_in(standing, seq)
    action = choice_of(request, "action", "pin", "unpin")
    thread.pin(request.user) if action == "pin" else thread.unpin(request.user)
    return done(request, {"pinned": thread.pinned}, reverse("thread", args=[standing.room.slug, seq]))


@door("POST", rule=policy.moderate)
def closure(request, standing):
    action = choice_of(request, "action", "close", "open")
    standing.room.close(request.user) if action == "close" else standing.room.open(request.user)
    return done(request, {"closed": standing.room.closed}, reverse("room", args=[standing.room.slug]))


@door("POST", rule=policy.moderate)
def slowness(request, standing):
    seconds = number_of(request, "seconds") or 0
    standing.room.slow_down(seconds, request.user)
    return done(request, {"seconds": seconds}, reverse("room", args=[standing.room.slug]))


@door("POST", rule=policy.moderate)
def mutes(request, standing):
    """Mute somebody in this room for some minutes; 0 lets them speak again."""
    person = get_object_or_404(User, handle=request.POST.get("person", ""))
    minutes = number_of(request, "minutes", 0, LONGEST_MUTE) or 0
    lasts = timedelta(minutes=minutes)
    if person == request.user:
        raise Invalid(_("You cannot mute yourself. Choose the person on one of their posts."))
    if lasts:
        mute(standing, person, lasts)
    else:
        participant, _new = Participant.objects.get_or_create(room=standing.room, person=person)
        participant.unmute(request.user)
    return done(request, {"minutes": minutes}, reverse("room", args=[standing.room.slug]))
