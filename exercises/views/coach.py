"""A practice's own exercises: copy, add, edit, compare with the original, archive, delete."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import coach_required, membership_of
from accounts.models import Practice
from exercises import own
from exercises.changes import LABELS, changes_of, keep, take
from exercises.forms.exercise import ExerciseForm
from exercises.forms.merging import Difference, MergingForm, settled
from exercises.models import Exercise
from exercises.vocabulary import Muscle


def practice_of(request: HttpRequest) -> Practice:
    """The practice the coach acts for. After `coach_required` there is one."""
    membership = membership_of(request.user)
    assert membership
    return membership.practice


def own_exercise(request: HttpRequest, pk: UUID) -> Exercise:
    """An exercise of the coach's own practice, or 404."""
    rows = Exercise.objects.for_coach(request.user).select_related("copied_from").with_muscles()
    row: Exercise = get_object_or_404(rows, pk=pk)
    return row


@require_POST
@coach_required
def copies(request: HttpRequest, slug: str) -> HttpResponse:
    """Make it mine: the practice's copy of a built-in exercise, to edit."""
    rows = Exercise.objects.for_user(request.user).current()
    original = get_object_or_404(rows.filter(practice=None), slug=slug)
    copy = own.make_own(original, practice=practice_of(request))
    messages.success(
        request, gettext("%(name)s is yours to change. The built-in one stays as it is.") % {"name": copy.name}
    )
    return redirect("coach:exercise-edit", pk=copy.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def exercise_new(request: HttpRequest) -> HttpResponse:
    form = ExerciseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        practice = practice_of(request)
        made = written(
            form,
            lambda: own.add_exercise(practice=practice, values=form.values(), muscles=form.cleaned_data["muscles"]),
        )
        if made:
            messages.success(request, gettext("%(name)s is in your library.") % {"name": made.name})
            return redirect("library:exercise", slug=made.slug)
    return edit_page(request, form, None, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def exercise_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form. A save over somebody else's is answered 409, with both versions and everything as it was typed."""
    exercise = own_exercise(request, pk)
    if request.method != "POST":
        return edit_page(request, ExerciseForm(row=exercise), exercise)
    form = ExerciseForm(settled(request.POST, ExerciseForm, exercise), row=exercise)
    if not form.is_valid():
        return edit_page(request, form, exercise, status=422)

    def save(revision: int) -> Exercise:
        return own.save_exercise(
            exercise, revision=revision, values=form.values(), muscles=form.cleaned_data["muscles"]
        )

    saved, differences, form = merged(form, save)
    if saved is None:
        return edit_page(request, form, exercise, differences=differences, status=409 if differences else 422)
    messages.success(request, gettext("Saved."))
    return redirect("library:exercise", slug=saved.slug) if not saved.archived_at else redirect("library:list")


def edit_page(
    request: HttpRequest,
    form: ExerciseForm,
    exercise: Exercise | None,
    *,
    differences: list[Difference] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "exercise": exercise,
        "differences": differences,
        "muscle_names": [str(label) for label in Muscle.labels],
    }
    if exercise:
        context["uses"] = own.uses_of(exercise)
        context["variations"] = exercise.variations.order_by("position", "name")
    return render(request, "coach/exercises/edit.html", context, status=status)


def written(form: MergingForm, write: Callable[[], Any]) -> Any:
    """What `write` made; None with the service's errors at the fields of the form."""
    try:
        return write()
    except ValidationError as error:
        found = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
        for name, texts in found.items():
            form.add_error(name if name in form.fields else None, texts)
        return None


def merged(form: Any, save: Callable[[int], Any]) -> tuple[Any, list[Difference] | None, Any]:
    """(the saved row, None, the form), or (None, what differs, the form to send again) where somebody was quicker.

    Two people who typed the same are of one mind: that is saved.
    """
    try:
        return written(form, lambda: save(form.cleaned_data["revision"])), None, form
    except own.Stale as stale:
        current = stale.current
    differences = form.differences(current)
    if not differences:
        return written(form, lambda: save(current.revision)), None, form
    return None, differences, form.rebased(current)


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def changes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the built-in exercise says now beside the copy: take a section of theirs, or keep all of mine."""
    copy = own_exercise(request, pk)
    if request.method == "POST":
        seen = copy.copied_from is not None and request.POST.get("version") == copy.copied_from.library_version
        section = request.POST.get("take", "")
        if not seen or (section not in LABELS and "keep" not in request.POST):
            return changes_page(request, copy, status=409)
        copy = take(copy, section) if section else keep(copy)
        done = gettext("%(labels)s taken over.") % {"labels": LABELS[section]} if section else gettext("Kept yours.")
        messages.success(request, done)
    if not changes_of(copy):
        return redirect("library:exercise", slug=copy.slug)
    return redirect("coach:exercise-changes", pk=copy.pk) if request.method == "POST" else changes_page(request, copy)


def changes_page(request: HttpRequest, copy: Exercise, *, status: int = 200) -> HttpResponse:
    context = {"exercise": copy, "changes": changes_of(copy), "moved_on": status == 409}
    return render(request, "coach/exercises/changes.html", context, status=status)


@require_POST
@coach_required
def archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    exercise = own.archive_exercise(own_exercise(request, pk))
    uses = own.uses_of(exercise)
    done = gettext("%(name)s is archived.") % {"name": exercise.name}
    kept = gettext("Still used by %(words)s.") % {"words": uses.words} if uses else ""
    messages.success(request, f"{done} {kept}".strip())
    return redirect("library:list")


@require_POST
@coach_required
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    exercise = own.restore_exercise(own_exercise(request, pk))
    messages.success(request, gettext("%(name)s is back in your library.") % {"name": exercise.name})
    return redirect("library:exercise", slug=exercise.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asks first. What is in use is not deleted: the page says by whom, and offers the archive."""
    exercise = own_exercise(request, pk)
    refused = False
    if request.method == "POST":
        name = exercise.name
        try:
            own.delete_exercise(exercise)
        except own.InUse:
            refused = True
        else:
            messages.success(request, gettext("%(name)s is deleted.") % {"name": name})
            return redirect(reverse("library:list"))
    context = {"exercise": exercise, "uses": own.uses_of(exercise)}
    return render(request, "coach/exercises/delete.html", context, status=409 if refused else 200)
