"""Django's administration, behind the same door as everything else."""

from allauth.account.decorators import secure_admin_login
from csp.decorators import csp_replace
from django.contrib.admin import AdminSite


class Administration(AdminSite):
    def login(self, request, extra_context=None):
        """Sign in as everyone does: with its codes, and its limits on guessing."""
        return secure_admin_login(super().login)(request, extra_context)

    def admin_view(self, view, cacheable=False):
        # Django's own scripts build their pages from strings; the rest of the policy holds here too.
        lenient = csp_replace({"require-trusted-types-for": None, "trusted-types": None})
        return lenient(super().admin_view(view, cacheable))
