from django.contrib import admin

from dialogue.rooms.models import Participant, Room, Theme


@admin.register(Theme)
class ThemeAdmin(admin.ModelAdmin):
    list_display = ("slug", "place")
    fields = ("slug", "place", "titles", "summaries")

    def get_readonly_fields(self, request, obj=None):
        """Mandates name the themes they are for by this word."""
        return ("slug",) if obj is not None else ()


@admin.register(Room)
class RoomAdmin(admin.ModelAdmin):
    list_display = ("slug", "theme", "visibility", "speakers", "slow", "closed_at")
    fields = (
        "slug", "theme", "titles", "questions", "languages", "visibility", "speakers", "record", "slow", "closed_at",
    )  # fmt: skip
    # Their changes are events: they go through the verbs, on the room's own page.
    ALWAYS_READ = ("slow", "closed_at")
    # What people could rely on when they spoke: nobody makes public what was said among members, or the other way.
    KEPT = ("slug", "theme", "visibility", "speakers", "record")

    def get_readonly_fields(self, request, obj=None):
        return (*self.ALWAYS_READ, *self.KEPT) if obj is not None and obj.posts.exists() else self.ALWAYS_READ

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Participant)
class ParticipantAdmin(admin.ModelAdmin):
    list_display = ("person", "room", "member")
    list_filter = ("room",)
    fields = ("person", "room", "member", "muted_until")
    autocomplete_fields = ("person",)

    def get_readonly_fields(self, request, obj=None):
        """A place stays that of this person in this room."""
        return ("muted_until",) if obj is None else ("muted_until", "person", "room")

    def has_delete_permission(self, request, obj=None) -> bool:
        """To take somebody out, untick that they are a member: deleting the row would lift a mute as well."""
        return False
