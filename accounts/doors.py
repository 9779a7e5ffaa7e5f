"""Doors for those who were entrusted with something; whoever's powers rest is told why, and what brings them back."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render

# The columns that say who was given a power, for a page to exist for them at all.
GIVEN = {"moderator": "is_staff", "officer": "is_officer", "administrator": "is_superuser"}


def resting(request):
    """Their powers rest: the account is suspended, about to be deleted, or without a second factor."""
    return render(request, "powers/resting.html", status=403)


def entrusted(*powers: str):
    """A view for those who have one of these powers ("moderator", "officer", "administrator"); for others it is not there."""

    def decorate(view):
        @wraps(view)
        @login_required
        def enter(request, *args, **kwargs):
            if not any(getattr(request.user, GIVEN[power]) for power in powers):
                raise Http404
            if not any(getattr(request.user, power) for power in powers):
                return resting(request)
            return view(request, *args, **kwargs)

        return enter

    return decorate


def decided(request, verb, *about) -> bool:
    """Do it; else say why not, and give back False."""
    try:
        verb(*about)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return False
    return True
