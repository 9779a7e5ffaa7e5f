"""Many mandates at once: a table is tried first, and nothing is written; then everybody in its good lines is invited."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.desk.doors import officers_only
from accounts.desk.lines import COLUMNS, NEEDED, SAMPLE, count, decoded, tried
from dialogue.text.tables import table


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def bulk(request):
    context: dict = {"columns": COLUMNS, "needed": NEEDED}
    if request.method == "POST":
        try:
            context |= come_of_it(request)
        except ValidationError as error:
            return render(request, "desk/bulk.html", context | {"refusal": error.messages}, status=400)
    return render(request, "desk/bulk.html", context)


def come_of_it(request) -> dict:
    """What came of the table: of trying it, or of sending what its good lines offer."""
    upload = request.FILES.get("table")
    raw = upload.read() if upload else request.POST.get("text", "").encode()
    text = decoded(raw)
    lines = tried(text, request.user)
    count(lines, request.user)
    good = [line for line in lines if not line.problem]
    if "invite" in request.POST:
        for line in good:
            line.send()
        return {"lines": lines, "done": [line for line in good if not line.problem]}
    return {"lines": lines, "good": good, "text": text}


@require_safe
@officers_only
def sample(request):
    response = HttpResponse(table(SAMPLE), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mandates.csv"'
    return response
