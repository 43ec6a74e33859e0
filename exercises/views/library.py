"""The library, for coaches and clients alike."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts.access import is_coach, member_required
from config.http import render_page
from exercises.entry import (
    also_called,
    body_of,
    chips_of,
    dose_of,
    feet_of,
    kit_of,
    muscle_lines,
    other_kit_of,
    stage_of,
)
from exercises.forms.filter import LibraryFilter
from exercises.models import Exercise, ExerciseQuerySet
from exercises.spoken import spoken
from exercises.vocabulary import Movement

BUILT_IN = "built-in"


def audience_base(request: HttpRequest) -> str:
    return "coach/base.html" if is_coach(request.user) else "client/base.html"


@require_safe
@member_required
def exercise_list(request: HttpRequest) -> HttpResponse:
    """Search as one types: the page, or its results to htmx."""
    may_edit = is_coach(request.user)
    form = LibraryFilter(request.GET, may_edit=may_edit)
    rows = rows_of(request, form)
    found = list(form.apply(rows).with_muscles().without_prose())
    context = {
        "audience_base": audience_base(request),
        "may_edit": may_edit,
        "form": form,
        "found": found,
        "total": rows.count() if form.chosen else len(found),
        "groups": [("", found)] if form.ranked else grouped(found),
    }
    return render_page(request, "library/list.html", context, partial="results", status=200 if form.is_valid() else 422)


def rows_of(request: HttpRequest, form: LibraryFilter) -> ExerciseQuerySet:
    """What there is to filter: the whole library, the practice's own, or what it has archived."""
    if form.archived:
        return Exercise.objects.for_coach(request.user).exclude(archived_at=None)
    shown = Exercise.objects.for_user(request.user).shown_to(request.user)
    return shown.filter(practice__isnull=False) if form.chosen.get("whose") == "own" else shown


def grouped(exercises: list[Exercise]) -> list[tuple[str, list[Exercise]]]:
    """(heading, exercises) by movement; empty groups are left out, what names no movement comes last."""
    kinds = [*((kind.value, str(kind.label)) for kind in Movement), ("", gettext("Other"))]
    groups = [(label, [each for each in exercises if each.movement == code]) for code, label in kinds]
    return [(label, members) for label, members in groups if members]


@require_safe
@member_required
def exercise_entry(request: HttpRequest, slug: str) -> HttpResponse:
    """One exercise. A practice's own version comes before the built-in one, unless that is asked for."""
    rows = Exercise.objects.for_user(request.user).current().own_first().select_related("copied_from")
    if request.GET.get("version") == BUILT_IN:
        rows = rows.filter(practice=None)
    exercise = rows.with_muscles().with_variations().filter(slug=slug).first()
    if exercise is None:
        raise Http404
    exercise = spoken(exercise)
    context = {
        "audience_base": audience_base(request),
        "may_assign": is_coach(request.user),
        "exercise": exercise,
        "also_called": also_called(exercise.aliases),
        "stage": stage_of(exercise, request.GET.get("variation", "")),
        "muscles": muscle_lines(exercise.muscles.all()),
        "body": body_of(exercise.muscles.all()),
        "chips": chips_of(exercise),
        "feet": feet_of(exercise),
        "kit": kit_of(exercise),
        "other_kit": other_kit_of(exercise),
        "dose": dose_of(exercise.programming),
    }
    return render(request, "library/exercise.html", context)
