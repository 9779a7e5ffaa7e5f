from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.forms.fields import InvalidJSONInput
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from dialogue.live.models import Stream
from dialogue.rooms.models import Participant, Post, Room, Theme


class AsTyped(forms.JSONField):
    """Shown again as it was sent: written out anew it may hold halves of characters, which no page can."""

    def bound_data(self, data, initial):
        return data and InvalidJSONInput(data)


class Held(admin.ModelAdmin):
    def get_object(self, request, object_id, from_field=None):
        """What is sent is looked at with its records locked, and itself: nobody speaks, or asks for a mandate that names it, between
        the look and the change."""
        found = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST":
            Stream.objects.lock(found.streams())
            found = type(found)._base_manager.select_for_update(no_key=True).get(pk=found.pk)
        return found


class Worded(Held):
    """What has a wording: one person's to change until somebody relies on it (has spoken under it, or has a mandate for it), then
    two people's on a page of their own."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Refused before it is put into the record: the page that says so has the title that stands."""
        if db_field.name in self.model.WORDED:
            kwargs |= {"validators": db_field.validators, "form_class": AsTyped}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_fieldsets(self, request, obj=None):
        [(name, shown)] = super().get_fieldsets(request, obj)
        if obj is not None and obj.relied_on:
            words = _("Two administrators change titles, questions and languages together, {link}.")
            link = format_html('<a href="{}">{}</a>', reverse("rewordings"), _("on a separate page"))
            shown |= {"description": format_html(words, link=link)}
        return [(name, shown)]

    def save_model(self, request, obj, form, change):
        """Only what was changed: what was counted meanwhile stays. Open pages are told of another wording."""
        if not change:
            return super().save_model(request, obj, form, change)
        words = {name: form.cleaned_data[name] for name in obj.WORDED if name in form.changed_data}
        if others := [name for name in form.changed_data if name not in words]:
            obj.save(update_fields=others)
        if words:
            type(obj).objects.get(pk=obj.pk).reword(words, request.user)


@admin.register(Theme)
class ThemeAdmin(Worded):
    list_display = ("slug", "place")
    fields = ("slug", "place", "titles", "summaries")

    def get_readonly_fields(self, request, obj=None):
        """Mandates name the themes they are for by this word."""
        return () if obj is None else ("slug", *Theme.WORDED) if obj.relied_on else ("slug",)

    def has_delete_permission(self, request, obj=None) -> bool:
        """One that mandates name would come back under another title."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.relied_on)


@admin.register(Room)
class RoomAdmin(Worded):
    list_display = ("slug", "theme", "visibility", "speakers", "slow", "closed_at")
    fields = (
        "slug", "theme", "titles", "questions", "languages", "visibility", "speakers", "record", "slow", "closed_at",
    )  # fmt: skip
    # Their changes are events: they go through the verbs, on the room's own page.
    ALWAYS_READ = ("slow", "closed_at")
    # What people could rely on when they spoke: nobody makes public what was said among members, or the other way.
    KEPT = ("slug", "theme", "visibility", "speakers", "record", *Room.WORDED)

    def get_readonly_fields(self, request, obj=None):
        return (*self.ALWAYS_READ, *self.KEPT) if obj is not None and obj.spoken_in else self.ALWAYS_READ

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Participant)
class ParticipantAdmin(Held):
    list_display = ("person", "room", "member")
    list_filter = ("room",)
    fields = ("person", "room", "member", "muted_until")
    autocomplete_fields = ("person",)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Where something was said, two administrators decide who belongs there, on a page of their own."""
        if db_field.name == "room":
            kwargs["queryset"] = Room.objects.exclude(Exists(Post.objects.filter(room=OuterRef("pk"))))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        """A place stays that of this person in this room."""
        if obj is None:
            return ("muted_until",)
        return ("muted_until", "person", "room", *(["member"] if obj.room.spoken_in else []))

    def save_model(self, request, obj, form, change):
        """Somebody may have spoken since the room was chosen."""
        if not change:
            Stream.objects.lock(obj.streams())
            if obj.room.spoken_in:
                raise PermissionDenied
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None) -> bool:
        """To take somebody out, untick that they are a member: deleting the row would lift a mute as well."""
        return False
