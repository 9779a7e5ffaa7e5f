"""Django's administration, behind the same door as everything else, and for those only whose powers may be used now."""

from functools import wraps

from allauth.account.decorators import secure_admin_login
from csp.decorators import csp_replace
from django.contrib.admin import AdminSite

from accounts.doors import resting


class Administration(AdminSite):
    def has_permission(self, request) -> bool:
        user = request.user
        return user.is_authenticated and (user.moderator or user.administrator)

    def login(self, request, extra_context=None):
        """Sign in as everyone does: with its codes, and its limits on guessing."""
        return secure_admin_login(super().login)(request, extra_context)

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
