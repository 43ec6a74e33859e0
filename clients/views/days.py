"""The days of one client, as their coach changes them."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import coach_required
from clients.decided import day_words
from clients.forms.days import MoveDayForm, SwapChoiceForm, SwapFiguresForm
from clients.models import Client, Swap
from clients.moving_days import coming_days, move_day
from clients.overview import overview_of
from clients.services import active_assignment
from clients.swapping import Place, places_to_swap, sides_of, swap_exercise, undo_swap
from exercises.models import Exercise, Variation
from exercises.words import told_name


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def client_moved_days(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A session on another date; on the day of the weekdays it is moved back. 422 with the client's page, whose links
    and reloads lead back to it.
    """
    user: Any = request.user
    row = _client(user, pk)
    if request.method != "POST":
        return redirect(f"{reverse('coach:client', args=[row.pk])}?{request.GET.urlencode()}")
    overview = overview_of(row, user)
    form = MoveDayForm(request.POST, days=overview.coming)
    if form.is_valid():
        day, to = dt.date.fromisoformat(form.cleaned_data["day"]), form.cleaned_data["to"]
        try:
            move_day(row, day=day, to=to, by=user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request,
                gettext("%(name)s does the session of %(day)s on %(to)s.")
                % {"name": row.first_name, "day": day_words(day), "to": day_words(to)},
            )
            return redirect("coach:client", pk=row.pk)
    context = {"client": row, "overview": overview, "move_form": form}
    return render(request, "coach/clients/client.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@coach_required
def client_swaps(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another exercise for one session: which, then its figures for each side. 422 with everything as it was typed."""
    user: Any = request.user
    row, posted = _client(user, pk), request.method == "POST"
    places = _places(user, row)
    said = request.POST if posted else request.GET
    choice = SwapChoiceForm(said if posted or "variation" in said else None, places=places, variations=_library(user))
    figures = None
    if choice.is_valid():
        place, variation = choice.chosen
        figures = SwapFiguresForm(request.POST if posted else None, sides=sides_of(variation), unit=row.unit)
        if posted and figures.is_valid() and _swapped(figures, place, variation, user):
            messages.success(
                request,
                gettext("%(name)s does %(full_name)s on %(due_on)s.")
                % {"name": row.first_name, "full_name": variation.full_name, "due_on": day_words(place.due_on)},
            )
            return redirect("coach:client", pk=row.pk)
    context = {"client": row, "choice": choice, "figures": figures, "places": places}
    return render(request, "coach/clients/swap.html", context, status=422 if posted or choice.errors else 200)


def _swapped(figures: SwapFiguresForm, place: Place, variation: Variation, user: Any) -> bool:
    try:
        swap_exercise(
            place.track,
            due_on=place.due_on,
            variation=variation,
            sides=figures.figures,
            note=figures.cleaned_data["note"],
            by=user,
        )
    except ValidationError as error:
        found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, texts in found.items():
            figures.add_error(name if name in figures.fields else None, texts)
        return False
    return True


@require_POST
@coach_required
def client_swap_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`pk`: the swap's."""
    rows = Swap.objects.for_coach(request.user).select_related("assignment__client")
    swap = get_object_or_404(rows, pk=pk)
    client = swap.assignment.client
    try:
        undo_swap(swap)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request,
            gettext("%(name)s does %(instead_of)s on %(due_on)s after all.")
            % {"name": client.first_name, "instead_of": told_name(swap.instead_of), "due_on": day_words(swap.due_on)},
        )
    return redirect("coach:client", pk=client.pk)


def _client(user: Any, pk: UUID) -> Client:
    row: Client = get_object_or_404(Client.objects.for_coach(user).current().select_related("coach"), pk=pk)
    return row


def _places(user: Any, row: Client) -> list[Place]:
    assignment = active_assignment(row)
    if assignment is None:
        return []
    days = [each.date for each in coming_days(assignment, user, row.today())]
    return places_to_swap(assignment, user, days)


def _library(user: Any) -> list[Variation]:
    """What can be done instead, by exercise."""
    shown = Exercise.objects.for_user(user).shown_to(user)
    rows = Variation.objects.for_user(user).current().filter(exercise__in=shown).select_related("exercise")
    return list(rows.order_by("exercise__name", "exercise_id", "name"))
