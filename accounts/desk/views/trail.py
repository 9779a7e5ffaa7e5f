"""The audit trail, to read: nobody changes it here."""

import json
from itertools import islice

from django import forms
from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import BigIntegerField, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.deeds import ACTS
from accounts.desk.doors import officers_only
from accounts.models import Act
from dialogue.text.tables import table

AT_ONCE = 50
# How long it is known whether the chain holds: to read all of it takes a while.
HELD_FOR = 60


class TrailForm(forms.Form):
    organisation = forms.CharField(label=_("Organisation: name or address"), required=False, max_length=200)
    mandate = forms.IntegerField(
        label=_("Mandate: number"), required=False, min_value=1, max_value=BigIntegerField.MAX_BIGINT
    )
    person = forms.CharField(label=_("Person: name"), required=False, max_length=80)
    verb = forms.ChoiceField(label=_("Action"), required=False, choices=[("", _("all")), *ACTS.items()])


def wanted(wish: dict) -> QuerySet[Act]:
    """The acts that fit the wish, the newest first."""
    acts = Act.objects.select_related("actor", "person", "organisation", "mandate", "words_apart").order_by("-pk")
    if body := wish.get("organisation"):
        acts = acts.filter(Q(organisation__slug=body) | Q(organisation__name__icontains=body))
    if mandate := wish.get("mandate"):
        acts = acts.filter(mandate=mandate)
    if name := wish.get("person"):
        acts = acts.filter(
            Q(actor__name__icontains=name) | Q(person__name__icontains=name)
            | Q(actor__handle=name) | Q(person__handle=name)
        )  # fmt: skip
    verb = wish.get("verb")
    return acts.filter(Q(verb__endswith=f".{verb}") | Q(verb=verb)) if verb else acts


def faults() -> list[str]:
    """The first things that are wrong with the chain."""
    return cache.get_or_set("trail-faults", lambda: list(islice(Act.faults(), 10)), HELD_FOR) or []


@require_safe
@officers_only
def trail(request):
    form = TrailForm(request.GET)
    query = request.GET.copy()
    query.pop("page", None)
    page = Paginator(wanted(form.cleaned_data if form.is_valid() else {}), AT_ONCE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "query": query.urlencode(), "faults": faults()}
    return render(request, "desk/trail.html", context)


COLUMNS = ("number", "at", "verb", "by", "organisation", "mandate", "person", "ground", "words", "data", "digest")


def row(act: Act) -> tuple:
    """An act as a line of the table. People are named by their handles, which say nothing about them."""
    by, about = (person.handle if person else "" for person in (act.actor, act.person))
    body = act.organisation.slug if act.organisation else ""
    data = json.dumps(act.data) if act.data else ""
    return (
        act.pk, act.at.isoformat(), act.verb, by, body, act.mandate_id or "", about, act.ground, act.words, data, act.digest,
    )  # fmt: skip


@require_safe
@officers_only
def trail_csv(request):
    form = TrailForm(request.GET)
    acts = wanted(form.cleaned_data if form.is_valid() else {}).iterator(chunk_size=1000)
    rows = [row(act) for act in acts]
    # The mark of order tells a spreadsheet that this is UTF-8.
    response = HttpResponse(table([COLUMNS, *rows]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="trail.csv"'
    response["Cache-Control"] = "no-store"
    return response
