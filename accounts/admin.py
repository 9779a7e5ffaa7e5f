from django.contrib import admin

from accounts.correction import Correction
from accounts.models import RefusedDomain, User
from accounts.models.name_key import keeps_name
from accounts.models.powers import Rank
from accounts.models.suspension import rank_over, speaks_for_a_body


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """To look somebody up, and to correct a name. Whose an account is, only its owner changes; powers and suspensions take
    two people on their own pages, and organisations and mandates have a desk. Nothing is added or deleted here."""

    form = Correction
    list_display = ("name", "country", "origin", "is_staff", "is_lead", "is_officer", "is_superuser", "suspended_until")
    search_fields = ("name", "email", "handle")
    fields = (
        "name", "handle", "email", "country", "languages", "interface_language", "origin", "source", "joined_at",
        "last_login", "suspended_until", "is_active", "is_staff", "is_lead", "is_officer", "is_superuser",
        "user_permissions",
    )  # fmt: skip

    def get_readonly_fields(self, request, obj=None):
        """The name of somebody with powers, or who ever had a mandate or is about to, stands beside words that weigh: it is theirs.
        What staff may see and edit here is granted by administrators."""
        writable = {"user_permissions"} if request.user.administrator else set()
        if obj is not None and rank_over(obj) == Rank.PERSON:
            writable |= set() if keeps_name(obj) or speaks_for_a_body(obj).exists() else {"name"}
        return tuple(name for name in self.fields if name not in writable)

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def save_model(self, request, obj, form, change):
        if "name" in form.changed_data:
            obj.rename(obj.name, by_staff=True)


@admin.register(RefusedDomain)
class RefusedDomainAdmin(admin.ModelAdmin):
    """Whole lists come by `manage.py refuse_domains`."""

    list_display = ("domain", "at", "by")
    search_fields = ("domain",)
    fields = ("domain",)

    def save_model(self, request, obj, form, change):
        obj.by = request.user
        super().save_model(request, obj, form, change)
