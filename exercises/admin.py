from django.contrib import admin

from exercises.models import Exercise, ExerciseMuscle, Variation


class MuscleInline(admin.TabularInline):
    model = ExerciseMuscle
    extra = 0
    fields = ("muscle", "role", "note", "position")


@admin.register(Exercise)
class ExerciseAdmin(admin.ModelAdmin):
    list_display = ("name", "practice", "laterality", "archived_at")
    list_filter = ("laterality",)
    search_fields = ("name", "slug")
    readonly_fields = ("library_version", "copied_from", "created_at")
    inlines = (MuscleInline,)


@admin.register(Variation)
class VariationAdmin(admin.ModelAdmin):
    list_display = ("name", "exercise", "practice", "placement", "implement", "level")
    list_filter = ("placement", "implement")
    search_fields = ("name", "code", "exercise__name")
    list_select_related = ("exercise", "practice")
