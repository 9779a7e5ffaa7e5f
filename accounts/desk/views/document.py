"""A stranger's document: its pages as pictures that we made, and the original for whoever insists."""

from base64 import b64encode

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.desk.doors import officers_only
from accounts.desk.views.application import refused
from accounts.files import ENDINGS
from accounts.models import Evidence
from accounts.models.evidence import body_of
from accounts.viewing.pages import AT_ONCE, pages


@require_safe
@officers_only
@never_cache
def pages_of(request, pk):
    """Ten pages; `?from=` is the first of them, 1 where none is named. The pictures stand in the page: none has an address."""
    piece = get_object_or_404(Evidence, pk=pk, kind="document")
    wish = request.GET.get("from", "1")
    first = max(int(wish), 1) if wish.isascii() and wish.isdigit() and len(wish) < 6 else 1
    try:
        with piece.read(request.user) as file:
            found = pages(file, piece.file_type, first - 1)
    except ValidationError as error:
        return refused(request, str(piece.subject._meta.model_name), piece.subject.pk, error)
    drawn = [(first + place, b64encode(each).decode()) for place, each in enumerate(found.pictures)]
    context = {
        "piece": piece, "kind": piece.subject._meta.model_name, "found": piece.subject, "body": body_of(piece.subject),
        "drawn": drawn, "number": found.number, "before": max(first - AT_ONCE, 1) if first > 1 else 0,
        "after": first + AT_ONCE if first + AT_ONCE <= found.number else 0,
        "missing": len(drawn) < min(AT_ONCE, found.number - first + 1),
    }  # fmt: skip
    return render(request, "desk/pages.html", context)


@require_safe
@officers_only
def original(request, pk):
    """Saved by the browser, never shown by it: nothing in it runs at our address."""
    piece = get_object_or_404(Evidence, pk=pk, kind="document")
    try:
        with piece.read(request.user, original=True) as file:
            response = HttpResponse(file.read(), content_type=piece.file_type)
    except ValidationError as error:
        return refused(request, str(piece.subject._meta.model_name), piece.subject.pk, error)
    response["Content-Disposition"] = f'attachment; filename="evidence-{piece.pk}.{ENDINGS[piece.file_type]}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
