"""Going to an institution's server and coming back. Whatever it answers, or does not, there is a page that says what to do."""

import logging
from time import monotonic

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from requests import RequestException

from accounts.errands import PAGES, PATIENCE
from accounts.institution_claims import Institution, Unfit

log = logging.getLogger(__name__)


def broken_off(request, institution: str, error: Exception):
    """One line for the operator. What the server sent is not in it: it may be a key."""
    why = str(error)[:200] if isinstance(error, RequestException | Unfit) else type(error).__name__
    log.warning("Nobody signs in at %s: %s", institution, why)
    response = render(request, "socialaccount/authentication_error.html", status=502)
    # Django would write another line, which says less.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _busy(request):
    response = render(request, "socialaccount/authentication_error.html", {"busy": True}, status=503)
    response["Retry-After"] = str(round(PATIENCE))
    return response


def _page(view):
    @login_not_required
    def answer(request, provider_id):
        if not PAGES.acquire(blocking=False):
            return _busy(request)
        request.institution_until = monotonic() + PATIENCE
        try:
            return view.adapter_view(Institution(request, provider_id))(request)
        except SocialApp.DoesNotExist:
            raise Http404 from None
        except (RequestException, OAuth2Error) as error:
            return broken_off(request, provider_id, error)
        finally:
            PAGES.release()

    return answer


there, back = _page(OAuth2LoginView), _page(OAuth2CallbackView)
