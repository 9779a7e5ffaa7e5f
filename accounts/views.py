from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.addresses import is_own_path
from accounts.forms import ProfileForm
from accounts.middleware import LOW_DATA
from accounts.models import User
from accounts.models.suspension import kept_from_asking
from accounts.models.user import Origin
from accounts.reauthentication import MAILED


def onward(request, default: str = "home") -> str:
    """Where the person came from, if that is a page of ours."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    return target if is_own_path(target, request) else default


@login_required
@sensitive_post_parameters()
def profile(request):
    form = ProfileForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid() and form.save(request):
        asked = "asked" in form.cleaned_data
        messages.success(request, _("Saved. Two reviewers will check the name.") if asked else _("Saved."))
        return redirect(onward(request, "profile"))
    context = {"form": form, "next": onward(request, ""), "suspensions": request.user.suspensions.running()}
    context["kept_from_asking"] = kept_from_asking(request.user)
    context["asked"] = request.user.name_requests.order_by("-pk").first()
    return render(request, "accounts/profile.html", context)


@login_required
@require_POST
def end_session(request, pk):
    """Sign oneself out on one other device; what is open there closes too."""
    get_object_or_404(UserSession, pk=pk, user=request.user).end()
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")


@require_POST
def data_use(request):
    """Keep, for this device, whether pages should be as small as can be."""
    request.session[LOW_DATA] = request.POST.get("low") == "1"
    return redirect(onward(request))


@require_POST
def enter_demonstration(request, handle):
    """Demonstration mode only: sign in as one of its invented people, without a code."""
    if not settings.DEMONSTRATION:
        raise Http404
    person = get_object_or_404(User, handle=handle, origin=Origin.DEMONSTRATION, is_active=True)
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    # Nobody reads the mail of invented people: to have entered counts as the code.
    record_authentication(request, person, MAILED)
    UserSession.objects.create_from_request(request)
    return redirect(onward(request))
