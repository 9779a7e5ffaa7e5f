"""Members of rooms in which something was said, and two administrators who change who they are."""

from functools import partial

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.doors import decided, entrusted
from accounts.entrusting.forms import ProposalForm
from accounts.entrusting.second import second_person
from dialogue.rooms.models import Membership, Room


class MembershipForm(ProposalForm):
    room = forms.ModelChoiceField(
        Room.objects.of_members(),
        label=gettext_lazy("Room"),
        to_field_name="slug",
        empty_label=gettext_lazy("Choose one"),
    )
    joins = forms.ChoiceField(
        label=gettext_lazy("What to do"),
        choices=[("join", gettext_lazy("add as a member")), ("leave", gettext_lazy("remove as a member"))],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@entrusted("administrator")
def memberships(request):
    form = MembershipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wish = form.cleaned_data
        propose = partial(Membership.propose, room=wish["room"], joins=wish["joins"] == "join")
        if decided(request, propose, wish["person"], request.user, wish["reason"]):
            messages.success(request, _("Proposed. Another administrator has to confirm it here within three days."))
            return redirect("memberships")
    waiting = Membership.objects.waiting().select_related("person", "room", "proposed_by", "declined_by")
    return render(request, "rooms/memberships.html", {"form": form, "waiting": waiting})


membership_decision = second_person(Membership, "administrator", back="memberships")
