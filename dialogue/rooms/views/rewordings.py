"""Titles and questions over words that were said, and two administrators who change them."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import decided, entrusted
from accounts.entrusting.second import second_person
from dialogue.rooms.models import Rewording, Room, Theme
from dialogue.rooms.rewording import rows
from dialogue.rooms.rewording_form import RewordingForm

LATELY = 20


@require_safe
@entrusted("administrator")
def rewordings(request):
    """What waits, what was changed lately, and everything that has a wording."""
    found = Rewording.objects.select_related("room", "theme", "proposed_by", "declined_by", "confirmed_by")
    waiting, done = list(found.waiting()), list(found.filter(begun_at__isnull=False).order_by("-begun_at")[:LATELY])
    for each in (*waiting, *done):
        each.rows = rows(each.before, each.after)
    themes = Theme.objects.prefetch_related("rooms")
    return render(request, "rooms/rewordings.html", {"waiting": waiting, "done": done, "themes": themes})


def _proposing(model):
    @require_http_methods(["GET", "HEAD", "POST"])
    @entrusted("administrator")
    def propose(request, slug):
        thing = get_object_or_404(model, slug=slug)
        form = RewordingForm(thing, request.POST or None)
        if request.method == "POST" and form.is_valid():
            wish = partial(Rewording.propose, after=form.cleaned_data["after"])
            if decided(request, wish, thing, request.user, form.cleaned_data["reason"]):
                messages.success(
                    request, _("Proposed. Another administrator has to confirm it here within three days.")
                )
                return redirect("rewordings")
        return render(request, "rooms/rewording.html", {"thing": thing, "form": form})

    return propose


room_rewording, theme_rewording = _proposing(Room), _proposing(Theme)
rewording_decision = second_person(Rewording, "administrator", back="rewordings")
