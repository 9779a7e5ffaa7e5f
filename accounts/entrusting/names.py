"""Names that were refused and may be somebody's all the same, and two officers who look."""

from functools import partial

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import decided, entrusted
from accounts.entrusting.forms import NameAnswerForm
from accounts.entrusting.second import second_person
from accounts.models import NameDecision, NameRequest
from accounts.namesakes import official_alike

AT_ONCE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@entrusted("officer")
def name_requests(request):
    proposed = NameDecision.objects.waiting().select_related("proposed_by", "declined_by")
    waiting = NameRequest.objects.waiting().select_related("person")
    rows = list(waiting.prefetch_related(Prefetch("decisions", proposed, to_attr="proposed"))[:AT_ONCE])
    for each in rows:
        sent = request.POST if request.POST.get("asked") == str(each.pk) else None
        each.form = NameAnswerForm(sent, auto_id=f"id_%s_{each.pk}")
        if sent and each.form.is_valid():
            propose = partial(NameDecision.propose, asked=each, grants=each.form.cleaned_data["answer"] == "grant")
            if decided(request, propose, each.person, request.user, each.form.cleaned_data["reason"]):
                messages.success(request, _("Proposed. Another reviewer has to confirm it here within three days."))
                return redirect("name-requests")
        each.official = official_alike(each.name, each.person)
    return render(request, "powers/names.html", {"waiting": rows, "total": waiting.count()})


name_decision = second_person(NameDecision, "officer", back="name-requests")
