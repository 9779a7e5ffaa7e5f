"""The pages that see every subject."""

import re
from collections import Counter
from datetime import date

from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.sectors import QUADRILOGUE, Sector
from accounts.views import onward
from dialogue import styleguide
from dialogue.accessibility import found
from dialogue.live.here import present
from dialogue.rooms.geography import Geography
from dialogue.rooms.known import known_to
from dialogue.rooms.mine import rooms_of
from dialogue.rooms.models import Room, Theme
from dialogue.rooms.views.pages import latest_of

LIVE_ROOMS = 3
# Forms of whoever is not signed in.
ENTRANCE = frozenset([
    "account_login", "account_request_login_code", "account_confirm_login_code", "account_signup", "account_signup_by_passkey",
    "mfa_login_webauthn", "mfa_authenticate", "mfa_signup_webauthn",
])  # fmt: skip


@require_safe
def home(request):
    rooms = list(Room.objects.open_to(request.user).select_related("theme", "stream"))
    here = {room.pk: present(room.stream_id) for room in rooms}
    # The fullest room first; among equals the one where more was said.
    liveliest = sorted(
        (room for room in rooms if not room.closed), key=lambda room: (-here[room.pk]["total"], -room.posts_count)
    )
    themes = list(Theme.objects.all())
    for theme in themes:
        theme.rooms_here = [room for room in rooms if room.theme_id == theme.pk]
        theme.present = sum(here[room.pk]["total"] for room in theme.rooms_here)
    # Which of the four sectors nobody has heard in any room open to this visitor.
    said: Counter = sum((Counter(room.voices) for room in rooms), Counter())
    context = {
        "themes": themes,
        "my_rooms": rooms_of(request.user) if request.user.is_authenticated else [],
        "live_rooms": [
            {"room": room, "presence": here[room.pk], "latest": latest_of(room, 2)} for room in liveliest[:LIVE_ROOMS]
        ],
        "sectors": [{"sector": s.value, "label": s.label, "posts": said.get(s, 0)} for s in Sector],
        "not_heard": [sector.label for sector in QUADRILOGUE if not said.get(sector)],
        "geography": Geography(rooms),
        "people_count": known_to(AnonymousUser()).count(),
    }
    return render(request, "home.html", context)


@require_safe
def about(request):
    return render(request, "about.html")


@require_safe
def design(request):
    """The living page of the design system: for whoever builds it and whoever looks at a demonstration."""
    if not settings.DEMONSTRATION and not (request.user.is_authenticated and request.user.moderator):
        raise Http404
    names = re.findall(r"^  --([\w-]+): oklch", (settings.BASE_DIR / "static/css/tokens.css").read_text(), re.M)
    asked = {name: request.GET.get(name) for name in ("scheme", "contrast", "turned")}
    return render(request, "styleguide.html", {**styleguide.context(), **asked, "colours": names})


@require_safe
def accessibility(request):
    context = {
        "found": found() | {"day": date.fromisoformat(found()["date"])},
        "violations": [fault for faults in found()["violations"].values() for fault in faults],
    }
    return render(request, "accessibility.html", context)


def is_of_entrance(request) -> bool:
    """The code of a sign-up is typed where those are who change their address: theirs waits in the session."""
    name = request.resolver_match.url_name
    signs_up = name == "account_email_verification_sent" and EMAIL_VERIFICATION_CODE_SESSION_KEY not in request.session
    return signs_up or name in ENTRANCE


def csrf_failure(request, reason=""):
    """The form was opened too long ago, or in another sign-in: what was written in it is given back. Who has signed in meanwhile, on
    another page of this browser or with the first of two presses, has what the form is for. Whoever shares the browser
    with them is told in whose name they would go on."""
    if request.user.is_authenticated and is_of_entrance(request):
        messages.info(request, _("You are signed in as %(name)s.") % {"name": request.user})
        return redirect(onward(request))
    kept = request.POST.get("text", "") if request.method == "POST" else ""
    return render(request, "csrf.html", {"kept": kept}, status=403)
