"""Every form spends its budget before its page is asked; what no list names spends one too."""

from django.http import HttpResponseNotAllowed
from django.utils.deprecation import MiddlewareMixin

from accounts.known_devices import Device
from dialogue.limits.budgets import Budget, Counted, Spent, Who
from dialogue.limits.doors import FORMS, READ_ONLY, READS
from dialogue.limits.networks import network
from dialogue.live.refusals import TooFast
from forum.budgets import ANY
from forum.middleware import refused

READING = ("GET", "HEAD", "OPTIONS")


class BudgetMiddleware(MiddlewareMixin):
    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.view_name
        if request.method in READING:
            budgets = READS.get(name, ())
        elif name in READ_ONLY:
            return HttpResponseNotAllowed(READING)
        else:
            budgets = of_form(name)
        try:
            for each in budgets:
                if each.counted == Counted.DOOR:
                    each.take(spender(request, each.who))
        except Spent as spent:
            return told(request, spent)
        return None

    def process_exception(self, request, exception):
        """A verb found its budget spent."""
        return told(request, exception) if isinstance(exception, Spent) else None


def of_form(name: str) -> tuple[Budget, ...]:
    return FORMS["admin:"] if name.startswith("admin:") else FORMS.get(name, (ANY,))


def told(request, spent: Spent):
    return refused(request, TooFast(spent.message, retry_after=spent.retry_after))


def spender(request, who: Who) -> str:
    """Whose budget it is: the person, the session, the browser that has signed in before, or the network."""
    if who == Who.PERSON and request.user.is_authenticated:
        return f"person {request.user.pk}"
    # A guest has one only once something was kept for them: else they could be anybody anew each time.
    session = request.session.session_key
    if session and (who == Who.BROWSER or (who == Who.SESSION and request.user.is_authenticated)):
        return f"session {session}"
    if device := Device.of(request).id:
        return f"browser {device}"
    return f"network {network(request.META['REMOTE_ADDR'])}"
