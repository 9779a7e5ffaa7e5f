"""What the doors of this part have in common."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _


def named_people(view):
    """For people who are signed in and have a public name; whoever has none chooses one and comes back."""

    @login_required
    @wraps(view)
    def enter(request, *args, **kwargs):
        if not request.user.name:
            messages.info(request, _("Choose a public name first. It is shown next to your posts."))
            return redirect(f"{reverse('profile')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **kwargs)

    return enter


def refused(form, error: ValidationError) -> None:
    """What a verb refuses is said in the form, beside the field if it is about one that the form has."""
    if hasattr(error, "error_dict"):
        for field, errors in error.error_dict.items():
            form.add_error(field if field in form.fields else None, errors)
    else:
        form.add_error(None, error)


def done_or_told(request, verb, *about, done: str) -> None:
    """Do it and say so, or say why not."""
    try:
        verb(*about)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        messages.success(request, done)
