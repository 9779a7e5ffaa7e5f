from django.contrib import admin

from accounts import officers
from accounts.models import NameChange, RefusedDomain, User

POWERS = ("is_staff", "is_superuser", "is_officer", "groups", "user_permissions")


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Organisations and mandates have a desk of their own, where two people decide."""

    list_display = ("name", "country", "origin", "is_staff", "is_officer", "suspended_until")
    search_fields = ("name", "email", "handle")
    readonly_fields = ("handle", "origin", "source", "last_login", "joined_at")
    exclude = ("password", "skeleton")

    def get_readonly_fields(self, request, obj=None):
        """Powers are given by administrators only."""
        return self.readonly_fields if request.user.is_superuser else (*self.readonly_fields, *POWERS)

    def save_model(self, request, obj, form, change):
        if change and form.initial["name"] and "name" in form.changed_data:
            NameChange.objects.create(person=obj, name=form.initial["name"])
        wanted = obj.is_officer
        obj.is_officer = form.initial.get("is_officer", False) if "is_officer" in form.changed_data else wanted
        super().save_model(request, obj, form, change)
        if wanted != obj.is_officer:
            (officers.appoint if wanted else officers.dismiss)(obj, by=request.user)


@admin.register(RefusedDomain)
class RefusedDomainAdmin(admin.ModelAdmin):
    """Whole lists come by `manage.py refuse_domains`."""

    list_display = ("domain", "at", "by")
    search_fields = ("domain",)

    def save_model(self, request, obj, form, change):
        obj.by = request.user
        super().save_model(request, obj, form, change)
