from django.contrib import admin

from accounts.models import Mandate, Organisation, User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ("name", "country", "origin", "is_staff", "suspended_until")
    search_fields = ("name", "email", "handle")
    readonly_fields = ("handle", "origin", "source", "last_login", "joined_at")
    exclude = ("password", "skeleton")


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ("name", "sector", "country")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Mandate)
class MandateAdmin(admin.ModelAdmin):
    list_display = ("person", "title", "organisation", "valid_until", "revoked_at")
    autocomplete_fields = ("person", "organisation", "accredited_by")
