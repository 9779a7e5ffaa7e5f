"""One application: everything an officer needs on one page. A refused verb shows the same page, with what they wrote."""

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import scope
from accounts.descriptions import rows
from accounts.desk.deciding import AGREEING, BARE, GROUNDS, STEWARDING, decide, history, last_act, offered
from accounts.desk.doors import application_or_404, officers_only
from accounts.desk.forms import DecisionForm, DescriptionForm, NoteForm, SeenForm
from accounts.desk.unusual import address_shown, alike, unusual
from accounts.grounds import NONE_GIVEN
from accounts.models import Evidence, Mandate, Organisation
from accounts.models.evidence import body_of
from accounts.models.revocable import Revocable


def page(request, kind: str, found: Revocable, forms: dict | None = None, refusal=None, status: int = 200):
    """The page of an application. `forms` are those that were sent and refused, by their verb."""
    forms = forms or {}
    body = body_of(found)
    asker = found.person if isinstance(found, Mandate) else found.asked_by
    evidence = list(Evidence.objects.of(found).shown().select_related("added_by", "checked_by"))
    acts = list(history(found))
    verbs, first = offered(found, request.user)
    context = {
        "kind": kind, "found": found, "body": body, "asker": asker, "evidence": evidence, "acts": acts,
        "said": next((act.words for act in acts if act.verb.endswith(".asked")), ""),
        "themes": scope.titles(found.themes) if isinstance(found, Mandate) else [],
        "marks": [*unusual(found, bool(evidence)), *(alike(asker) if isinstance(found, Mandate) and asker else ())],
        "address": address_shown(asker, found) if asker else "",
        "verified": asker and EmailAddress.objects.filter(user=asker, email=asker.email, verified=True).exists(),
        # Nobody is renamed while this waits: these are from before that was so, and from after the decision.
        "names_before": asker.earlier_names.filter(at__gte=found.asked_at) if asker else (),
        "others": body.mandates.of_public_record().select_related("person").order_by("-valid_until")[:10],
        "decisions": [
            (verb, forms.get(verb) or form_for(verb, initial={"seen": last_act(found, verb)}), verb in forms)
            for verb in verbs
        ],
        "first": first,
        "hold": found.held and next((act for act in reversed(acts) if act.verb.endswith(".held")), None),
        "lifts": found.lifts_alone(request.user),
        "confirms": "suspend" in verbs and found.would_confirm(request.user),
        "own": request.user.pk in found.interested(),
        "taken": found.taken(request.user),
        "about": forms.get("describe") or (DescriptionForm(instance=found) if isinstance(found, Organisation) else None),
        "change": change_of(found, forms.get("refuse_change")),
        "about_open": "describe" in forms,
        "note": forms.get("note") or NoteForm(),
        "refusal": refusal,
    }  # fmt: skip
    return render(request, "desk/application.html", context, status=status)


def form_for(verb: str, *args, **kwargs) -> SeenForm | None:
    """What an officer fills in to do it."""
    if verb in GROUNDS:
        return DecisionForm(*args, verb=verb, **kwargs)
    return SeenForm(*args, **kwargs) if verb in (*AGREEING, *STEWARDING) else None


def change_of(found: Revocable, form: DecisionForm | None) -> dict | None:
    """The change of a body that waits, before and after, with the form to refuse it."""
    change = (
        found.changes.waiting().select_related("alike", "proposed_by").first()
        if isinstance(found, Organisation)
        else None
    )
    if change is None:
        return None
    seen = last_act(found, "change")
    return {
        "found": change, "rows": rows(change.before, change.after), "seen": seen, "open": bool(form),
        "refusing": form or DecisionForm(verb="refuse", initial={"seen": seen}),
    }  # fmt: skip


def refused(request, kind: str, pk: int, error: ValidationError, forms: dict | None = None):
    """Read anew, so that what was decided meanwhile is seen."""
    fresh = application_or_404(kind, pk)
    for verb, form in (forms or {}).items():
        if isinstance(form, SeenForm) and isinstance(form.data, QueryDict):
            form.data = {**form.data.dict(), "seen": last_act(fresh, verb)}
    return page(request, kind, fresh, forms, refusal=error.messages, status=409)


@require_safe
@officers_only
def application(request, kind, pk):
    return page(request, kind, application_or_404(kind, pk))


@require_POST
@officers_only
def decision(request, kind, pk):
    found, verb = application_or_404(kind, pk), request.POST.get("verb", "")
    if verb not in (*GROUNDS, *AGREEING, *BARE) and (verb not in STEWARDING or kind != "mandate"):
        raise Http404
    form = form_for(verb, request.POST)
    forms = {verb: form} if form else {}
    if form and not form.is_valid():
        return page(request, kind, found, forms, status=400)
    filled_in = form.cleaned_data if form else {}
    try:
        done = decide(found, verb, request.user, filled_in.get("reason", NONE_GIVEN), filled_in.get("seen", 0))
    except ValidationError as error:
        return refused(request, kind, pk, error, forms)
    asked = _("Requested. Another reviewer has to confirm it within three days.")
    messages.success(request, _("Done: %(state)s.") % {"state": capfirst(said_of(found))} if done else asked)
    return redirect("desk-application", kind, pk)


def said_of(found: Revocable) -> str:
    """How it stands now, for whoever has just done something about it."""
    if found.accredited_at and not found.granted and not found.refused_at and not found.revoked_at:
        return _("needs a second approval")
    return str(found.state.label)


@require_POST
@officers_only
def note(request, kind, pk):
    form = NoteForm(request.POST)
    found = application_or_404(kind, pk)
    if not form.is_valid():
        return page(request, kind, found, {"note": form}, status=400)
    try:
        Evidence.note(found, request.user, form.cleaned_data["words"])
    except ValidationError as error:
        return refused(request, kind, pk, error, {"note": form})
    return redirect("desk-application", kind, pk)


@require_POST
@officers_only
def check(request, pk):
    """An officer has seen the DNS record."""
    piece = get_object_or_404(Evidence, pk=pk)
    kind = str(piece.subject._meta.model_name)
    try:
        piece.check_record(request.user)
    except ValidationError as error:
        return refused(request, kind, piece.subject.pk, error)
    messages.success(request, _("Marked as checked."))
    return redirect("desk-application", kind, piece.subject.pk)
