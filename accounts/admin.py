from django.contrib import admin

from accounts.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Organisations and mandates have a desk of their own, where two people decide."""

    list_display = ("name", "country", "origin", "is_staff", "is_officer", "suspended_until")
    search_fields = ("name", "email", "handle")
    readonly_fields = ("handle", "origin", "source", "last_login", "joined_at")
    exclude = ("password", "skeleton")
