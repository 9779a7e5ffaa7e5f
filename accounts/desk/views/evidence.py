"""Where whoever asked hands in what shows it. For everybody else there is no such page."""

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.desk.doors import application_or_404
from accounts.desk.forms import NoteForm
from accounts.entrance_forms import typed
from accounts.mailboxes import Mailbox
from accounts.models import Evidence
from accounts.models.accredited import Accredited, State
from accounts.models.evidence import Kind, body_of, domains_of
from dialogue.limits.failures import failed


class Address(forms.Form):
    address = Mailbox(label=gettext_lazy("Address at the domain"), widget=forms.EmailInput({"dir": "ltr"}))


class Code(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code from the e-mail"),
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "dir": "ltr"}),
    )

    def clean_code(self) -> str:
        return "".join(filter(str.isdecimal, typed(self.cleaned_data["code"])))


class Domain(forms.Form):
    domain = forms.CharField(max_length=253)


class Document(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("PDF, PNG or JPEG, up to 5 MB"),
        widget=forms.FileInput({"accept": "application/pdf,image/png,image/jpeg"}),
    )


def note(request, found: Accredited, data: dict) -> str:
    Evidence.note(found, request.user, data["words"])
    return _("The reviewers have received your note.")


def document(request, found: Accredited, data: dict) -> str:
    Evidence.document(found, request.user, data["file"])
    return _("The reviewers have received your document.")


def dns(request, found: Accredited, data: dict) -> str:
    Evidence.publish(found, request.user, data["domain"])
    return _("Publish the record shown below. A reviewer will check it.")


def mailbox(request, found: Accredited, data: dict) -> str:
    piece, code = Evidence.write_to(found, request.user, data["address"])
    get_adapter().send_mail("accounts/email/evidence_code", piece.words, {"code": code})
    return _("We have sent a code to that address. Type it below.")


def code(request, found: Accredited, data: dict) -> str:
    try:
        Evidence.type_in(found, request.user, data["code"])
    except ValidationError as error:
        if error.code == "wrong":
            failed()
        raise
    return _("The code is correct: the mailbox is confirmed.")


WAYS = {"note": (NoteForm, note), "document": (Document, document), "dns": (Domain, dns), "mailbox": (Address, mailbox),
        "code": (Code, code)}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def evidence(request, kind, pk):
    found = application_or_404(kind, pk)
    if request.user.pk not in found.interested():
        raise Http404
    way = request.POST.get("way", "")
    if request.method == "GET" or way not in WAYS:
        return page(request, kind, found)
    form = WAYS[way][0](request.POST, request.FILES)
    try:
        if not form.is_valid():
            return page(request, kind, found, {way: form}, status=400)
        messages.success(request, WAYS[way][1](request, found, form.cleaned_data))
    except ValidationError as error:
        form.add_error(None, error)
        return page(request, kind, application_or_404(kind, pk), {way: form}, status=409)
    return redirect(f"{kind}-evidence", pk)


def page(request, kind: str, found: Accredited, sent: dict | None = None, status: int = 200):
    forms = {way: form(auto_id=f"id_{way}_%s") for way, (form, _do) in WAYS.items()} | (sent or {})
    there = Evidence.objects.of(found).filter(added_by__in=found.interested())
    context = {
        "kind": kind, "found": found, "body": body_of(found), "forms": forms, "domains": domains_of(found),
        "evidence": there.shown(), "open": found.state == State.PENDING,
        "sent": there.filter(kind=Kind.MAILBOX, checked_at=None).exclude(code_digest="").exists(),
    }  # fmt: skip
    return render(request, "desk/evidence.html", context, status=status)
