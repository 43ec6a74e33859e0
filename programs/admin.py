"""For support staff: progressions with their rungs. The built-in ones come from the library's file, unedited."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from programs.models import Gate, Progression, Rung


class RungInline(admin.TabularInline):
    model = Rung
    extra = 0
    fields = ("position", "variation", "sets", "reps_low", "reps_high", "rir", "tempo", "rest_s", "rule", "implements")
    raw_id_fields = ("variation",)


def _is_built_in(row: Any) -> bool:
    return row is not None and row.practice_id is None


class OwnRowsOnly(admin.ModelAdmin):
    """Rows of a practice can be changed; built-in ones would be overwritten by the next load of the library."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not _is_built_in(obj) and bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not _is_built_in(obj) and bool(super().has_delete_permission(request, obj))


@admin.register(Progression)
class ProgressionAdmin(OwnRowsOnly):
    list_display = ("name", "practice", "slug", "position", "archived_at")
    list_select_related = ("practice",)
    search_fields = ("name", "slug")
    raw_id_fields = ("practice",)
    inlines = (RungInline,)


@admin.register(Gate)
class GateAdmin(OwnRowsOnly):
    list_display = ("rung", "sessions", "window", "symmetry", "sign_off")
    list_select_related = ("rung__variation", "rung__progression")
    raw_id_fields = ("rung", "practice")
