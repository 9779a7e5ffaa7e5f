from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import unasked_mail


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mail(request, token):
    """Stops, or allows again, mail that others cause. Opening the link changes nothing: programs that look through mail do."""
    mailbox = unasked_mail.opened(token)
    if mailbox is None:
        raise Http404
    if request.method == "POST":
        (unasked_mail.allow_again if request.POST.get("action") == "allow" else unasked_mail.stop)(mailbox)
        return redirect("stop-mail", token)
    context = {"stopped": unasked_mail.stopped(mailbox), "days": unasked_mail.STOPPED_DAYS}
    return render(request, "accounts/stop_mail.html", context)
