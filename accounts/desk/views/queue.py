from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.desk.doors import officers_only
from accounts.desk.forms import QueueForm
from accounts.desk.queue import loaded, waiting
from accounts.desk.unusual import alerts
from accounts.models import NameRequest

AT_ONCE = 30


@require_safe
@officers_only
def queue(request):
    form = QueueForm(request.GET)
    rows = waiting(form.cleaned_data if form.is_valid() else {}, request.user)
    page = Paginator(rows, AT_ONCE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "query": query.urlencode(), "rows": loaded(page.object_list)}
    return render(
        request, "desk/queue.html", context | {"alerts": alerts(), "names": NameRequest.objects.waiting().count()}
    )
