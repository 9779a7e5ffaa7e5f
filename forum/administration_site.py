"""Django's administration, behind the same door as everything else, and for those only whose powers may be used now."""

from collections.abc import Iterable
from functools import wraps

from allauth.account.decorators import secure_admin_login
from csp.decorators import csp_replace
from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models.base import ModelBase
from django.shortcuts import redirect

from accounts.doors import resting
from forum.administration_lists import ShownOnly

# Whose models it shows. What libraries register holds sessions, second factors and letters with codes in them.
OURS = ("accounts", "dialogue")


class Administration(AdminSite):
    def register(self, model_or_iterable, admin_class=None, **options):
        models: Iterable = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        ours = [model for model in models if model.__module__.partition(".")[0] in OURS]
        base = admin_class or ModelAdmin
        # Over every class alike, so that none can forget it.
        super().register(ours, type(base.__name__, (ShownOnly, base), {"__module__": base.__module__}), **options)

    def has_permission(self, request) -> bool:
        user = request.user
        return user.is_authenticated and (user.moderator or user.administrator)

    def login(self, request, extra_context=None):
        """Sign in as everyone does: with its codes, and its limits on guessing."""
        return secure_admin_login(super().login)(request, extra_context)

    def password_change(self, request, extra_context=None):
        """Changed where everyone changes theirs."""
        return redirect("account_change_password")

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def enter(request, *args, **kwargs):
            user = request.user
            if user.is_authenticated and (user.is_staff or user.is_superuser) and not self.has_permission(request):
                return resting(request)
            return inner(request, *args, **kwargs)

        # Django's own scripts build their pages from strings; the rest of the policy holds here too.
        return csp_replace({"require-trusted-types-for": None, "trusted-types": None})(enter)
