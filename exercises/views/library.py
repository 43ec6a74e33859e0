"""The library, for coaches and clients alike."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import is_coach, member_required
from config.http import render_page
from exercises.entry import also_called, chips_of, dose_of, kit_of, muscle_lines, stage_of
from exercises.forms import LibraryFilter
from exercises.models import Exercise
from exercises.vocabulary import Laterality


def audience_base(request: HttpRequest) -> str:
    return "coach/base.html" if is_coach(request.user) else "client/base.html"


@require_safe
@member_required
def exercise_list(request: HttpRequest) -> HttpResponse:
    """Search as one types: the page, or its results to htmx."""
    form = LibraryFilter(request.GET)
    found = form.apply(Exercise.objects.for_user(request.user).current().with_muscles())
    exercises = list(found)
    context = {
        "audience_base": audience_base(request),
        "form": form,
        "found": exercises,
        "groups": [] if form.narrows else grouped(exercises),
    }
    return render_page(request, "library/list.html", context, partial="results", status=200 if form.is_valid() else 422)


def grouped(exercises: list[Exercise]) -> list[tuple[str, list[Exercise]]]:
    """(heading, exercises) by stance, from two feet to one; empty groups are left out."""
    groups = [(str(kind.label), [each for each in exercises if each.laterality == kind]) for kind in Laterality]
    return [(heading, members) for heading, members in groups if members]


@require_safe
@member_required
def exercise_entry(request: HttpRequest, slug: str) -> HttpResponse:
    """One exercise. A practice's own version comes before the built-in one of the same name."""
    own_first = Exercise.objects.for_user(request.user).current().own_first()
    exercise = own_first.with_muscles().with_variations().filter(slug=slug).first()
    if exercise is None:
        raise Http404
    context = {
        "audience_base": audience_base(request),
        "may_assign": is_coach(request.user),
        "exercise": exercise,
        "also_called": also_called(exercise.aliases),
        "stage": stage_of(exercise),
        "muscles": muscle_lines(exercise.muscles.all()),
        "chips": chips_of(exercise),
        "kit": kit_of(exercise),
        "dose": dose_of(exercise.programming),
    }
    return render(request, "library/exercise.html", context)
