from django.contrib import admin

from accounts.models import NameChange, RefusedDomain, User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Organisations and mandates have a desk of their own, where two people decide."""

    list_display = ("name", "country", "origin", "is_staff", "is_officer", "suspended_until")
    search_fields = ("name", "email", "handle")
    readonly_fields = ("handle", "origin", "source", "last_login", "joined_at")
    exclude = ("password", "skeleton")

    def save_model(self, request, obj, form, change):
        if change and form.initial["name"] and "name" in form.changed_data:
            NameChange.objects.create(person=obj, name=form.initial["name"])
        super().save_model(request, obj, form, change)


@admin.register(RefusedDomain)
class RefusedDomainAdmin(admin.ModelAdmin):
    """Whole lists come by `manage.py refuse_domains`."""

    list_display = ("domain", "at", "by")
    search_fields = ("domain",)

    def save_model(self, request, obj, form, change):
        obj.by = request.user
        super().save_model(request, obj, form, change)
