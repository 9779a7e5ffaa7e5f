from django.contrib import admin

from dialogue.rooms.models import Participant, Room, Theme


@admin.register(Theme)
class ThemeAdmin(admin.ModelAdmin):
    list_display = ("slug", "place")


@admin.register(Room)
class RoomAdmin(admin.ModelAdmin):
    list_display = ("slug", "theme", "visibility", "speakers", "slow", "closed_at")
    # Their changes are events: they go through the verbs, on the room's own page.
    readonly_fields = ("slow", "closed_at")


@admin.register(Participant)
class ParticipantAdmin(admin.ModelAdmin):
    list_display = ("person", "room", "member")
    list_filter = ("room",)
    autocomplete_fields = ("person",)
    readonly_fields = ("muted_until", "read_seq")
