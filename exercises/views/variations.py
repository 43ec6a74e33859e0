"""Variations of a practice's own exercises."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import coach_required
from exercises import own
from exercises.forms.merging import Difference, settled
from exercises.forms.variation import VariationForm
from exercises.models import Exercise, Variation
from exercises.views.coach import merged, own_exercise, written


def own_variation(request: HttpRequest, pk: UUID) -> Variation:
    """A variation of an exercise of the coach's own practice, or 404."""
    rows = Variation.objects.for_coach(request.user).select_related("exercise")
    row: Variation = get_object_or_404(rows, pk=pk)
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def variation_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    exercise = own_exercise(request, pk)
    form = VariationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made = written(form, lambda: own.add_variation(exercise, values=form.values()))
        if made:
            messages.success(request, gettext("%(name)s can be prescribed.") % {"name": made.name})
            return redirect("coach:exercise-edit", pk=exercise.pk)
    return variation_page(request, form, exercise, None, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def variation_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """As the exercise: a save over somebody else's is answered 409, with both versions."""
    variation = own_variation(request, pk)
    exercise = variation.exercise
    if request.method != "POST":
        return variation_page(request, VariationForm(row=variation), exercise, variation)
    form = VariationForm(settled(request.POST, VariationForm, variation), row=variation)
    if not form.is_valid():
        return variation_page(request, form, exercise, variation, status=422)
    saved, differences, form = merged(
        form, lambda revision: own.save_variation(variation, revision=revision, values=form.values())
    )
    if saved is None:
        status = 409 if differences else 422
        return variation_page(request, form, exercise, variation, differences=differences, status=status)
    messages.success(request, gettext("Saved."))
    return redirect("coach:exercise-edit", pk=exercise.pk)


def variation_page(
    request: HttpRequest,
    form: VariationForm,
    exercise: Exercise,
    variation: Variation | None,
    *,
    differences: list[Difference] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "exercise": exercise, "variation": variation, "differences": differences}
    return render(request, "coach/exercises/variation.html", context, status=status)


@require_POST
@coach_required
def variation_archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    variation = own.archive_variation(own_variation(request, pk))
    messages.success(request, gettext("%(name)s is archived. Who has it keeps it.") % {"name": variation.name})
    return redirect("coach:exercise-edit", pk=variation.exercise_id)


@require_POST
@coach_required
def variation_restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    variation = own.restore_variation(own_variation(request, pk))
    messages.success(request, gettext("%(name)s can be prescribed again.") % {"name": variation.name})
    return redirect("coach:exercise-edit", pk=variation.exercise_id)
